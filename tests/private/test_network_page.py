"""The page of a network: one file that loads nothing, that no name breaks out of, for its owner only."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import stat
import subprocess
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from madewhere.cli import madewhere
from madewhere.errors import MadewhereError, UsageError
from madewhere.private.network.map import place
from madewhere.private.network.page import END_OF_BASE, MARK, page, write_page
from madewhere.project import SITE_SRC, TEMPLATES
from network_folders import IDS, usual
from tiny_publication import AS_OF

A, B, C, D = IDS[:4]
HOSTILE = "</script><img src=x onerror=alert(1)> & \"']]>"


@pytest.fixture
def folder(tiny, tmp_path):
    """Four factories in each state that matters, with both kinds of links and a party."""
    return usual(tmp_path / "private", tiny, "Second Works", "Old Town")


class _Elements(HTMLParser):
    """Every element with its attributes, and the text within each kind of element."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.texts = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.setdefault(self.found[-1][0] if self.found else "", []).append(data)


def test_the_page_loads_nothing(folder):
    """No element names another file or host, and the page's policy would not let it."""
    text = page(folder.network()).decode()
    elements = _Elements(text)
    addresses = [
        value
        for _, attributes in elements.found
        for name, value in attributes.items()
        if name in ("src", "href", "xlink:href", "srcset", "action", "data", "poster")
    ]
    assert addresses
    assert [value for value in addresses if not value.startswith("#")] == []
    assert not {"link", "base", "iframe", "object", "img"} & {tag for tag, _ in elements.found}
    assert re.findall(r"url\((?!&#34;data:|\"data:)", text) == []
    assert "//" not in re.sub(r"<(script|style).*?</\1>", "", text, flags=re.DOTALL)
    [policy] = [a["content"] for t, a in elements.found if t == "meta" and "http-equiv" in a]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_the_policy_allows_the_pages_own_script_and_style_alone(folder):
    """The hashes are those of what stands in the page, and nothing else would run."""
    text = page(folder.network()).decode()
    [script] = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    for part in (script, style):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"sha256-{digest}" in text.replace("&#39;", "'").replace("&#43;", "+")
    handlers = [
        n for _, a in _Elements(text).found for n in a if n.startswith("on") or n == "style"
    ]
    assert handlers == []


def test_a_hostile_name_stays_a_name(folder):
    """Names of factories, places and parties are text, wherever they stand."""
    folder.factories(IDS[5], name=HOSTILE, locality=HOSTILE)
    folder.party("evil", HOSTILE)
    folder.own(IDS[5], "evil")
    text = page(folder.network()).decode()
    elements = _Elements(text)
    assert "img" not in {tag for tag, _ in elements.found}
    assert sum(tag == "script" for tag, _ in elements.found) == 2
    assert sum("</script><img" in part for part in elements.texts["a"]) == 3


def test_the_block_of_data_has_places_and_links_by_row(folder):
    """Rows are counted as the tables have them; the member comes after factories and parties."""
    text = page(folder.network()).decode()
    [block] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text)
    data = json.loads(block)
    rows = re.findall(r'<tr id="r-([^"]+)"', text)
    assert rows == [A, B, C, D, "harbour"]
    assert data["places"] == [
        list(place((23.9, 90.4))),
        list(place((11.1, 77.3))),
        list(place((41.0, 29.0))),
        0,
    ]
    ends = [*rows, "alder"]
    links = {(ends[s], ends[c]): told for s, c, told in data["links"]}
    assert links == {("harbour", "alder"): 0, (A, "harbour"): 0, (B, A): 0, (C, B): 1}


def test_without_scripts_the_page_is_complete(folder):
    """Tables, tree, rates and a still map are in the markup, each state with its word."""
    text = page(folder.network()).decode()
    for words in (
        "Private.",
        "as of 21 November 2026",
        "Alder (fictional)",
        "Harbour Trading",
        "Tier 2 agrees least",
        ">pending</span>",
        ">refused</span>",
        "Third Works",
        "Declared, and not in your records",
        "March 2026",
        "Neither tier nor customer known",
    ):
        assert words in text or words.replace("2 agrees", "3 agrees") in text, words
    assert text.count('class="m m-accepted"') == 1
    assert text.count('<rect class="m-accepted"') == 3
    assert 'class="line declared" d="M' in text


def test_contacts_and_notes_never_stand_on_the_page(folder):
    """The file gets mailed around, so people and remarks are not in it."""
    folder.add("contacts", factory_id=A, name="Amena Invented", email="amena@works.example")
    folder.add("notes", factory_id=A, noted_on="2026-03-02", text="Said something in confidence")
    text = page(folder.network()).decode()
    assert "Amena" not in text
    assert "confidence" not in text


def test_the_same_folder_gives_the_same_bytes(folder):
    """Nothing on the page depends on the hour or on the order of a set."""
    assert page(folder.network()) == page(folder.network())


def test_only_the_owner_may_read_the_file(folder, tmp_path):
    """It is put in its place in one step, and can be made again."""
    out = tmp_path / "elsewhere" / "net.html"
    out.parent.mkdir()
    for _ in range(2):
        written = write_page(folder.network(), out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_bytes().startswith(MARK)
    assert written.size == out.stat().st_size
    assert [path.name for path in out.parent.iterdir()] == ["net.html"]


@pytest.mark.parametrize("name", ["factories.csv", "network"])
def test_a_name_that_is_no_pages_is_refused(folder, name):
    """A slip does not replace a table of the folder."""
    before = (folder.path / "factories.csv").read_bytes()
    with pytest.raises(UsageError, match="no name for a page"):
        write_page(folder.network(), folder.path / name)
    assert (folder.path / "factories.csv").read_bytes() == before


def test_another_file_is_never_replaced(folder):
    """Only a page that this command made is made again."""
    other = folder.path / "thesis.html"
    other.write_text("<!doctype html><p>years of work")
    with pytest.raises(MadewhereError, match="is there already"):
        write_page(folder.network(), other)
    assert "years" in other.read_text()


def test_a_place_that_git_would_take_is_refused(folder, tmp_path):
    """Inside a checkout the page is written only where Git ignores everything beside it."""
    checkout = tmp_path / "checkout"
    (checkout / "ignored").mkdir(parents=True)
    git = shutil.which("git")
    subprocess.run([git, "init", "--quiet", str(checkout)], check=True)
    (checkout / ".gitignore").write_text("/ignored/\n")
    with pytest.raises(MadewhereError, match="not ignored"):
        write_page(folder.network(), checkout / "net.html")
    assert write_page(folder.network(), checkout / "ignored" / "net.html").size


def test_a_missing_folder_is_named(folder, tmp_path):
    """The command makes a file and no folders."""
    with pytest.raises(MadewhereError, match="is no folder"):
        write_page(folder.network(), tmp_path / "not" / "there.html")


def test_the_command_says_how_the_network_stands(folder, tiny, monkeypatch):
    """States, the lowest tier, the differences, the file and that it is private."""
    monkeypatch.setattr("madewhere.cli.network.CACHE", tiny.parent / "cache")
    command = ["network", str(folder.path), "--data", str(tiny), "--as-of", AS_OF.isoformat()]
    result = CliRunner().invoke(madewhere, command)
    assert result.exit_code == 0, result.output
    for words in (
        "4 factories, 1 supplier or intermediary, 4 links",
        "1 accepted, 1 pending, 1 refused, 1 not asked",
        "tier 3: 0 of 1 asked have accepted (0%)",
        "1 declared and not in your records",
        str(folder.path / "network.html"),
        "do not publish",
    ):
        assert words in result.output
    folder.add("internal_links", supplier="No Key\x1b[2J", customer=A)
    result = CliRunner().invoke(madewhere, command)
    assert result.exit_code == 1
    assert "internal_links.csv, line" in result.output
    assert "\x1b" not in result.output


def declarations(css: str) -> set[tuple[str, str]]:
    """Each selector with each thing that is said of it, outside of conditions such as print."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    plain = re.sub(r"@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", plain)
    return {
        (selector.strip(), " ".join(said.split()))
        for selectors, block in re.findall(r"([^{}]+)\{([^{}]*)\}", plain)
        for selector in selectors.split(",")
        for said in block.split(";")
        if said.strip()
    }


def test_what_the_page_shares_with_the_site_is_written_once(folder):
    """Its style begins with the site's tokens and the base of its pages, and repeats nothing of them."""
    base, mark, rest = (SITE_SRC / "assets/site.css").read_text("utf-8").partition(END_OF_BASE)
    assert mark
    assert rest.strip()
    own = (TEMPLATES / "network/network.css").read_text("utf-8")
    tokens = (SITE_SRC / "assets/tokens.css").read_text("utf-8")
    assert f"{tokens}\n{base}\n{own}" in page(folder.network()).decode()
    assert declarations(own) & (declarations(base) | declarations(tokens)) == set()
