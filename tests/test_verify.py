"""Verification: each kind of fault in a finished tree is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from madewhere.build import build
from madewhere.disclose import WithheldCells
from madewhere.errors import VerifyError
from madewhere.verify import Tree, verify
from madewhere.verify.links import links, resolve
from tiny_publication import AS_OF, KNITS


@pytest.fixture
def tree(tiny, tmp_path, request):
    """The finished tree of the tiny publication."""
    out = tmp_path / "site"
    cache = Path(request.config.cache.mkdir("madewhere-verify"))
    report = build(tiny, out, as_of=AS_OF, cache=cache)
    files = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    return Tree(out, tuple(files), report.site, [])


def replaced(tree: Tree, file: str, old: str, new: str) -> None:
    """Change a file of the tree; it may be linked to another version, so it is written anew."""
    path = tree.folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new), "utf-8")


def test_a_sound_tree_passes(tree):
    """Each verification says what it looked at."""
    said = verify(tree)
    assert len(said) == 4
    assert "all of 5 QR codes read back" in said


def test_a_dead_link_is_found(tree):
    """The page and the address are named."""
    replaced(tree, "index.html", 'href="members/"', 'href="memebrs/"')
    with pytest.raises(VerifyError, match=r"index.html links to memebrs/"):
        verify(tree)


def test_a_withheld_value_is_found(tree):
    """A value that no consent covers is found wherever it stands, escaped or not."""
    secret = 'Secret & "Hidden" Holding'
    withheld = WithheldCells("f.csv", 2, KNITS, {"parent_company": secret}, whole_row=False)
    replaced(
        tree, f"F/{KNITS}/index.html", "Fable Holding", "Secret &amp; &#34;Hidden&#34; Holding"
    )
    told = Tree(tree.folder, tree.files, tree.site, [withheld])
    replaced(tree, f"F/{KNITS}/record.json", "Fable Holding", 'Secret & \\"Hidden\\" Holding')
    with pytest.raises(VerifyError, match="withheld value") as raised:
        verify(told)
    assert any("record.json" in failure for failure in raised.value.failures)


def test_a_withheld_value_that_is_shown_elsewhere_is_no_finding(tree):
    """A town that another factory may show does not stop the build."""
    withheld = WithheldCells(
        "f.csv", 2, KNITS, {"locality": "Gazipur", "name": "Fable Knitwear"}, True
    )
    verify(Tree(tree.folder, tree.files, tree.site, [withheld]))


def test_a_withheld_point_is_found(tree):
    """Coordinates are searched for as pairs."""
    withheld = WithheldCells("f.csv", 2, KNITS, {"latitude": 12.3456, "longitude": 65.4321}, False)
    replaced(tree, "data/factories.geojson", "[90.4203,23.9999]", "[65.4321,12.3456]")
    with pytest.raises(VerifyError, match="geojson holds the withheld value"):
        verify(Tree(tree.folder, tree.files, tree.site, [withheld]))


def test_a_wrong_code_is_found(tree):
    """A code that says another address is named."""
    other = (tree.folder / "F/VNDT37MY2/qr.svg").read_text("utf-8")
    path = tree.folder / f"F/{KNITS}/qr.svg"
    path.unlink()
    path.write_text(other, "utf-8")
    with pytest.raises(VerifyError, match=rf"F/{KNITS}/qr.svg says"):
        verify(tree)


def test_a_changed_table_is_found(tree):
    """A table that is not what the data package says fails."""
    replaced(tree, "data/audits.csv", "social", "sosial")
    with pytest.raises(VerifyError, match=r"data/audits\.csv is not what"):
        verify(tree)


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("", "F/X/index.html"),
        ("#top", "F/X/index.html"),
        ("../../", "index.html"),
        ("../../members/alder/", "members/alder/index.html"),
        ("qr.svg", "F/X/qr.svg"),
        ("../../assets/site.css?v=1", "assets/site.css"),
        ("/base/about/", "about/index.html"),
        ("https://here.example/base/about/", "about/index.html"),
        ("https://elsewhere.example/", None),
        ("mailto:a@b.example", None),
    ],
)
def test_links_resolve_as_in_a_browser(link, target):
    """Relative, absolute and outgoing addresses, with queries and fragments."""
    assert resolve(link, "F/X/index.html", "https://here.example/base/", "/base/") == target


def test_links_are_found_however_they_are_written():
    """Quoted, unquoted and with entities."""
    page = b"""<a class=x href="a/?b=1&amp;c=2">x</a><img src=d.png><form action='e/'></form>"""
    assert links(page) == {"a/?b=1&c=2", "d.png", "e/"}
