"""Verification: each kind of fault in a finished tree is found."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import shutil
import sys
import zipfile
from copy import copy
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

import markupsafe
import pytest
from openpyxl import Workbook

from madewhere.build import build
from madewhere.disclose import WithheldCells
from madewhere.errors import MadewhereError, VerifyError
from madewhere.verify import found, verify, withheld
from madewhere.verify.found import verify_index
from madewhere.verify.links import links, resolve, verify_links
from madewhere.verify.made_again import made_again
from madewhere.verify.tree import Tree
from madewhere.verify.withheld import distinctive, search, verify_nothing_withheld
from tiny_publication import AS_OF, KNITS, TINY

FACTORIES = "members/alder/factories.csv"


def built(data: Path, out: Path, request: pytest.FixtureRequest) -> Tree:
    """The finished tree of a publication."""
    cache = Path(request.config.cache.mkdir("madewhere-verify"))
    report = build(data, out, as_of=AS_OF, cache=cache)
    files = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    return Tree(out, tuple(files), report.site, [])


@pytest.fixture
def tree(tiny, tmp_path, request):
    """The finished tree of the tiny publication, to be changed by the test."""
    return built(tiny, tmp_path / "site", request)


@pytest.fixture(scope="module")
def sound(tmp_path_factory, request):
    """The same tree, for tests that do not change it."""
    return built(TINY, tmp_path_factory.mktemp("sound") / "site", request)


def keeping(*texts: str) -> list[WithheldCells]:
    """Withheld rows, each with one of the texts as its name."""
    return [
        WithheldCells(FACTORIES, line, KNITS, {"name": text}, whole_row=True)
        for line, text in enumerate(texts, start=2)
    ]


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
    assert len(said) == 5
    assert "all of 6 QR codes read back" in said


def test_a_dead_link_is_found(tree):
    """The page and the address are named."""
    replaced(tree, "index.html", 'href="members/"', 'href="memebrs/"')
    with pytest.raises(VerifyError, match=r"index.html links to memebrs/"):
        verify(tree)


def test_a_dead_link_is_found_on_every_page_that_has_it(tree):
    """Pages that stand equally deep share their links, and each is looked at all the same."""
    pages = [f"F/{KNITS}/index.html", "F/VNDT37MY2/index.html"]
    for page in pages:
        replaced(tree, page, 'href="../../members/"', 'href="../../memebrs/"')
    assert verify_links(tree).failures == [
        f"{page} links to ../../memebrs/, which there is not" for page in pages
    ]


@pytest.fixture
def unexplained(monkeypatch):
    """No file is made again, which takes seconds: every hit is a failure."""
    monkeypatch.setattr(withheld, "made_again", lambda *_: {})


def test_a_withheld_value_is_found(tree, unexplained):
    """A value that no consent covers is found wherever it stands, escaped or not."""
    secret = 'Secret & "Hidden" Holding'
    withheld = WithheldCells(FACTORIES, 2, KNITS, {"parent_company": secret}, whole_row=False)
    replaced(
        tree, f"F/{KNITS}/index.html", "Fable Holding", "Secret &amp; &#34;Hidden&#34; Holding"
    )
    told = Tree(tree.folder, tree.files, tree.site, [withheld])
    replaced(tree, f"F/{KNITS}/record.json", "Fable Holding", 'Secret & \\"Hidden\\" Holding')
    with pytest.raises(VerifyError) as raised:
        verify(told)
    assert raised.value.failures == [
        f"F/{KNITS}/{file} holds the withheld value {secret!r} of {FACTORIES}, line 2"
        for file in ("index.html", "record.json")
    ]


CANARY = "Zażółć 'Mühle' & \"東莞\" <Co>, 7/8"


def zipped(content: bytes) -> bytes:
    """A compressed archive with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", content)
    return out.getvalue()


def spreadsheet(text: str) -> bytes:
    """An XLSX file with one cell."""
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = text
    book.save(out)
    return out.getvalue()


FORMS = {
    "text": CANARY.encode(),
    "HTML of a page": str(markupsafe.escape(CANARY)).encode(),
    "HTML of the standard library": html.escape(CANARY).encode(),
    "XML and SVG": f"<text>{escape(CANARY)}</text>".encode(),
    "XML in ASCII": escape(CANARY).encode("ascii", "xmlcharrefreplace"),
    "JSON": json.dumps([CANARY], ensure_ascii=False).encode(),
    "JSON in ASCII": json.dumps([CANARY]).encode(),
    "JSON in ASCII, capitals": re.sub(
        r"\\u\w{4}", lambda m: "\\u" + m[0][2:].upper(), json.dumps([CANARY])
    ).encode(),
    "JSON in HTML": json.dumps(CANARY)
    .replace("<", "\\u003c")
    .replace(">", "\\u003e")
    .replace("&", "\\u0026")
    .encode(),
    "JSON in an attribute": str(markupsafe.escape(json.dumps(CANARY))).encode(),
    "CSV": b'1,"' + CANARY.replace('"', '""').encode() + b'"\n',
    "address": quote(CANARY, safe="").encode(),
    "path": quote(CANARY).encode(),
    "address in small letters": re.sub(
        "%..", lambda m: m[0].lower(), quote(CANARY, safe="")
    ).encode(),
    "form": quote_plus(CANARY).encode(),
    "UTF-16 LE": f"\ufeffa\n{CANARY}".encode("utf-16-le"),
    "UTF-16 BE": f"\ufeffa\n{CANARY}".encode("utf-16-be"),
    "UTF-16 within bytes": b"\x00\x01\x02" + CANARY.encode("utf-16-le"),
    "gzip": gzip.compress(CANARY.encode()),
    "ZIP": zipped(json.dumps([CANARY]).encode()),
    "ZIP in a ZIP": zipped(zipped(CANARY.encode())),
    "spreadsheet": spreadsheet(CANARY),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_withheld_value_is_found_in_every_form(sound, tmp_path, form):
    """However a file writes, encodes or packs a withheld text, the search finds it."""
    (tmp_path / "planted").write_bytes(FORMS[form])
    planted = Tree(tmp_path, ("planted",), sound.site, keeping(CANARY))
    values = distinctive(planted.withheld, planted.site, planted.folder, planted.files)
    assert search(planted, list(values)) == ({"planted": [CANARY]}, [])


@pytest.mark.parametrize(
    "content", [zipped(b"x")[:40], gzip.compress(b"x" * 99)[:-12]], ids=["zip", "gzip"]
)
def test_what_cannot_be_unpacked_is_a_failure(sound, tmp_path, content):
    """A file that the search cannot look into does not pass for a sound one."""
    (tmp_path / "data.bin").write_bytes(content)
    broken = Tree(tmp_path, ("data.bin",), sound.site, keeping(CANARY))
    (failure,) = verify_nothing_withheld(broken).failures
    assert failure.startswith("data.bin is no sound")


def test_a_text_that_the_site_says_anyway_is_no_leak(sound):
    """Nobody stops a build by writing what stands on its pages into a row that is withheld."""
    page = (sound.folder / f"F/{KNITS}/index.html").read_text("utf-8")
    code = (sound.folder / f"F/{KNITS}/qr.svg").read_text("utf-8")
    package = json.loads((sound.folder / "data/datapackage.json").read_bytes())
    start = page.index('<p class="town">')
    path = code.index(' d="')
    said = [
        "Fable Knitwear Ltd, Gazipur, Bangladesh",  # a page's title
        "Gazipur, Bangladesh",  # a place on the map
        "zipur, Bangla",  # no whole word at either end
        "1 February 2025",
        package["resources"][0]["hash"],
        page[start - 10 : start + 60],
        code[path + 20 : path + 40].strip(),
    ]
    told = replace(sound, withheld=keeping(*said, "Nowhere Mills"))
    values = distinctive(told.withheld, told.site, told.folder, told.files)
    found, _ = search(told, list(values))
    assert {value for file in found.values() for value in file} == set(said)
    verified = verify_nothing_withheld(told)
    assert verified.failures == []
    assert f"({len(found)} hold one by chance" in verified.looked_at


def test_the_name_of_a_country_is_no_secret(sound):
    """A withheld region that is called as a country is not even searched for."""
    told = keeping("Bangladesh", "United Kingdom", "Türkiye", "Nowhere Mills")
    found = distinctive(told, sound.site, sound.folder, sound.files)
    assert found == {"Nowhere Mills": "members/alder/factories.csv, line 5"}


def test_the_words_of_another_language_are_no_secret(sound):
    """What the catalogue of a language of the site says is not searched for; in English alone it is."""
    told = keeping("Broderie", "Usines auditées", "Nowhere Mills")
    site = copy(sound.site)
    site.publication = replace(site.publication, languages=("en", "fr"))
    assert set(distinctive(told, site, sound.folder, sound.files)) == {"Nowhere Mills"}
    assert len(distinctive(told, sound.site, sound.folder, sound.files)) == 3


def test_a_leak_is_told_from_a_text_that_stands_there_by_chance(tree):
    """In a file that holds more than follows from what is shown, every hit counts."""
    replaced(tree, "map/points.geojson", "Fable Knitwear Ltd", "Nowhere Mills")
    told = replace(tree, withheld=keeping("Gazipur, Bangladesh", "Nowhere Mills"))
    failures = verify_nothing_withheld(told).failures
    assert {failure.split(" ", maxsplit=1)[0] for failure in failures} == {"map/points.geojson"}
    assert any("'Nowhere Mills'" in failure for failure in failures)


def test_a_hit_that_cannot_be_looked_into_is_a_failure(sound, monkeypatch):
    """Where files cannot be made again, a hit is taken for a leak."""

    def fails(*_: object) -> None:
        raise MadewhereError("no process today")

    monkeypatch.setattr(withheld, "made_again", fails)
    told = replace(sound, withheld=keeping("Fable Knitwear Ltd, Gazipur, Bangladesh"))
    failures = verify_nothing_withheld(told).failures
    assert "no process today" in failures
    assert any("holds the withheld value" in failure for failure in failures)


def test_a_process_that_ends_early_is_told_as_one_that_failed(sound, monkeypatch):
    """It may be gone before it was told everything, such as where memory is short."""
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    everything = replace(sound.site.disclosure, successors={"x" * 10_000_000: ""})
    with pytest.raises(MadewhereError, match="files could not be made again: no message"):
        made_again(everything, ["index.html"])


@pytest.mark.parametrize(
    ("cells", "searched"),
    [
        ({"name": "Short"}, set()),
        ({"name": "東莞厂"}, {"東莞厂"}),
        ({"workers": 12_345_678, "audit_date": AS_OF}, set()),
        ({"country": "long enough", "factory_id": KNITS}, set()),
        (
            {"product_types": "Umbrellas|Oven gloves"},
            {"Umbrellas|Oven gloves", "Umbrellas", "Oven gloves", "Umbrellas, Oven gloves"},
        ),
        ({"audit_id": "A00000000X"}, {"A00000000X"}),
    ],
)
def test_what_is_searched_for(sound, cells, searched):
    """Texts of eight bytes, their parts, and identifiers of one thing; no numbers, days or codes."""
    told = [WithheldCells(FACTORIES, 2, KNITS, cells, whole_row=False)]
    assert set(distinctive(told, sound.site, sound.folder, sound.files)) == searched


FREE_TEXT = (
    ("findings", "description"),
    ("findings", "corrective_action"),
    ("finding_events", "text"),
    ("certificates", "number"),
    ("certificates", "issuer"),
    ("certificates", "covers"),
    ("claims", "statement"),
    ("claims", "number"),
    ("worker_voice", "provider"),
    ("grievance_channels", "name"),
    ("grievance_channels", "about"),
    ("grievance_channels", "reach"),
    ("grievance_channels", "hours"),
)
ONE_THING = (
    ("finding_events", "follow_up_audit", "A00000000X"),
    ("finding_events", "evidence_sha256", "0123456789abcdef" * 4),
    ("certificates", "verify_url", "https://nowhere.example/verify/17"),
    ("claims", "audit_id", "A00000000X"),
)
CODES = (
    ("findings", "finding", "HS-03-2026"),
    ("findings", "requirement", "a-requirement-of-nobody"),
    ("findings", "severity", "critical"),
    ("findings", "deadline", AS_OF),
    ("finding_events", "event", "verified-closed"),
    ("finding_events", "how", "follow-up-audit"),
    ("audit_chapters", "chapter", "a-chapter-of-nobody"),
    ("audit_chapters", "score_percent", 71.123456),
    ("audit_chapters", "letter", "C"),
    ("workforce", "contract", "home-based"),
    ("workforce", "women", 12_345_678),
    ("profiles", "outside_processes", "an-unheard-of-step"),
    ("profiles", "capacity", 987_654_321.0),
    ("certificates", "standard", "a-standard-of-nobody"),
    ("claims", "about", "something-else-entirely"),
    ("worker_voice", "topic", "auditors-conduct"),
    ("worker_voice", "respondents", 12_345_678),
    ("grievance_channels", "channel", "a-channel-of-nobody"),
    ("grievance_channels", "who", "workers|former-workers"),
)


@pytest.mark.parametrize(
    ("table", "column", "value", "searched"),
    [
        *((table, column, "Nowhere, 12 to 17", True) for table, column in FREE_TEXT),
        *((*one, True) for one in ONE_THING),
        *((*code, False) for code in CODES),
    ],
)
def test_words_of_every_table_are_searched_for_and_codes_are_not(
    sound, tmp_path, table, column, value, searched
):
    """A planted text of any free column is found; codes, days and numbers would be found anywhere."""
    told = [WithheldCells(f"members/alder/{table}.csv", 2, KNITS, {column: value}, whole_row=False)]
    values = distinctive(told, sound.site, sound.folder, sound.files)
    assert list(values) == ([value] if searched else [])
    (tmp_path / "planted").write_text(f"It says {value}.")
    found, _ = search(Tree(tmp_path, ("planted",), sound.site, told), list(values))
    assert found == ({"planted": [value]} if searched else {})


def test_a_withheld_value_that_is_shown_elsewhere_is_no_finding(tree):
    """A town that another factory may show does not stop the build."""
    withheld = WithheldCells(
        FACTORIES, 2, KNITS, {"locality": "Gazipur", "name": "Fable Knitwear"}, True
    )
    verify(Tree(tree.folder, tree.files, tree.site, [withheld]))


def test_a_withheld_point_is_found(tree, unexplained):
    """Coordinates are searched for as pairs."""
    point = {"latitude": 12.3456789, "longitude": 65.4321}
    told = replace(tree, withheld=[WithheldCells(FACTORIES, 2, KNITS, point, whole_row=False)])
    replaced(tree, "data/factories.geojson", "[90.4203,23.9999]", "[65.4321,12.3456789]")
    replaced(tree, "map/points.geojson", "[90.4203,23.9999]", "[65.4321,12.345679]")
    record = (
        '"latitude": 23.9999,\n "longitude": 90.4203',
        '"latitude": 12.3456789,\n "longitude": 65.4321',
    )
    replaced(tree, f"F/{KNITS}/record.json", *record)
    failures = verify_nothing_withheld(told).failures
    assert {failure.split(" ", maxsplit=1)[0] for failure in failures} == {
        "data/factories.geojson",
        "map/points.geojson",
        f"F/{KNITS}/record.json",
    }


def index_file(tree: Tree, holding: str) -> str:
    """The file of the index that holds a text."""
    return next(
        file
        for file in tree.files
        if file.startswith("find/") and holding in (tree.folder / file).read_text("utf-8")
    )


def test_a_result_that_leads_nowhere_is_found(tree):
    """What is found has a page; the address is named."""
    replaced(tree, index_file(tree, f'"F/{KNITS}/"'), f"F/{KNITS}/", f"F/{KNITS[::-1]}/")
    assert verify_index(tree).failures == [
        f"find/index.json leads to F/{KNITS[::-1]}/, and there is no such page"
    ]


@pytest.mark.parametrize(
    ("word", "cells"),
    [
        ("nowhere", {"name": "NOWHÈRE Mills"}),
        ("মিলন", {"name_native": "মিলন"}),
        ("#REG778812", {"registration_number": "REG 778-812"}),
        ("nowhere", {"name": "Fable", "parent_company": "Nowhere"}),
    ],
)
def test_a_withheld_word_in_the_index_is_found(tree, word, cells):
    """Also where it stands there as it is compared, and not as it was written."""
    replaced(tree, index_file(tree, '"fable":'), '"fable":', f'"{word}":"B","fable":')
    told = replace(tree, withheld=[WithheldCells(FACTORIES, 3, KNITS, cells, whole_row=True)])
    (failure,) = verify_index(told).failures
    assert repr(word.removeprefix("#")) in failure
    assert "line 3" in failure
    assert verify_index(tree).failures == []


@pytest.mark.parametrize(
    "text",
    ["Fable", "Gazipur", "Bangladesh", "limited Turkey", "Alder", "Unheard Mills", "T-shirt"],
)
def test_a_word_that_is_shown_anyway_is_no_secret_of_the_index(sound, text, monkeypatch):
    """Words of other rows, of countries and of registers, and words that the index does not have."""
    monkeypatch.setattr(found, "made_again", lambda *_: pytest.fail("nothing to make again"))
    assert verify_index(replace(sound, withheld=keeping(text))).failures == []


def test_a_word_put_together_from_shown_parts_is_no_leak(sound, monkeypatch):
    """An index that comes out the same without what is withheld holds nothing of it."""
    monkeypatch.setattr(found, "_shown", lambda _: [])
    assert verify_index(replace(sound, withheld=keeping("Fable"))).failures == []


def test_an_index_that_cannot_be_made_again_is_a_failure(sound, monkeypatch):
    """Then a word is taken for a leak."""

    def fails(*_: object) -> None:
        raise MadewhereError("no process today")

    monkeypatch.setattr(found, "_shown", lambda _: [])
    monkeypatch.setattr(found, "made_again", fails)
    assert verify_index(replace(sound, withheld=keeping("Fable"))).failures == ["no process today"]


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


@pytest.mark.parametrize(
    "rest", ["", "..", "../x", "#top", "?q", "/x", "%2e%2e/x", "./x/", "https://x.example/", "a:b"]
)
def test_a_link_that_climbs_to_the_root_leads_to_one_place(rest):
    """Whatever follows, the page that it stands on makes no difference but by its depth."""
    places = {
        resolve(f"../../{rest}", page, "https://here.example/base/", "/base/")
        for page in ("F/X/index.html", "members/alder/index.html", "-/-/index.html")
    }
    assert len(places) == 1


def test_a_website_within_the_site_stops_nobodys_build(tiny, edit, tmp_path, request):
    """A member or factory that names a page of this site which there is not has a link, and no more."""
    nowhere = "https://tiny.example/F/nowhere/"
    for table in ("registers/members.csv", FACTORIES):
        edit(tiny / table, lambda rows: rows[0].update(website=nowhere))
    tree = built(tiny, tmp_path / "site", request)
    pages = [p for p in tree.files if f'href="{nowhere}"' in _text(tree.folder / p)]
    assert len(pages) == 2
    replaced(tree, pages[0], 'rel="nofollow noopener"', 'rel="nofollow"')
    with pytest.raises(VerifyError, match=r"links to https://tiny\.example/F/nowhere/"):
        verify(tree)


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.suffix == ".html" else ""


def test_links_are_found_however_they_are_written():
    """Quoted, unquoted and with entities."""
    page = b"""<a class=x href="a/?b=1&amp;c=2">x</a><img src=d.png><form action='e/'></form>"""
    assert links(page) == {"a/?b=1&c=2", "d.png", "e/"}


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="x/" rel="noopener">',
        '<a href="x/" title=\'rel="nofollow noopener"\'>',
        '<a href="x/" data-rel="nofollow noopener">',
        '<a href="x/">rel="nofollow noopener"</a>',
    ],
)
def test_only_the_mark_of_the_templates_exempts_a_link(tag):
    """Text that looks like the mark does not hide a link."""
    assert links(tag.encode()) == {"x/"}
    assert links(b'<a rel="nofollow noopener" href="x/">') == set()
