"""The measuring scripts run to their end on something small and print their tables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from madewhere.build import build
from tiny_publication import AS_OF, TINY

BENCH = Path(__file__).resolve().parents[1] / "scripts" / "bench"


def run(script: str, *arguments: object, temporary: Path | None = None) -> str:
    """What a script prints; fails with what it says where it does not end well."""
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **({"TMPDIR": str(temporary)} if temporary else {})},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_pages_of_the_generators_say_the_same(tmp_path):
    """Madewhere's and MkDocs' pages of a factory hold the same facts, and both are measured.

    Hugo is only installed for measuring, so its part is left out here.
    """
    said = run("pages.py", "--sizes", 80, "--repeat", 1, "--without", "hugo", temporary=tmp_path)
    assert "| Madewhere, pouring linked data " in said
    assert "| MkDocs with Material " in said


def test_a_template_that_falls_behind_is_noticed(tmp_path, monkeypatch):
    """Pages that should say the same words are refused where one lacks some, or says others."""
    monkeypatch.syspath_prepend(str(BENCH))
    import pages

    words = " ".join(f"word{n}" for n in range(200))
    for said in (words, words.replace("word7 ", "<b>word7</b>\n")):
        _page(tmp_path / "first", words)
        _page(tmp_path / "other", said)
        pages.refuse_other_words(tmp_path / "first", tmp_path / "other", "Other")
    for said in (words.replace("word7 word8 word9", ""), f"{words} three more words"):
        _page(tmp_path / "other", said)
        with pytest.raises(SystemExit, match="of the words of X are the same"):
            pages.refuse_other_words(tmp_path / "first", tmp_path / "other", "Other")


def _page(site: Path, said: str) -> None:
    page = site / "F" / "X" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<header>{site.name}</header><main><p>{said}</p></main>", encoding="utf-8")


def test_a_whole_build_is_measured_phase_by_phase(tmp_path):
    """Every phase has a row, and the publication's three factories are counted."""
    said = run("whole_build.py", "--data", TINY, temporary=tmp_path)
    table = [line.split("|") for line in said.splitlines() if line.startswith("|")]
    phases = {cells[1].strip(): cells[2].strip() for cells in table}
    assert phases["factories shown"] == "3"
    assert {"read", "render", "verify", "swap"} <= phases.keys()


def test_a_rebuild_makes_only_what_changed(tmp_path):
    """Nothing is made again where nothing changed, and not everything where one name did."""
    said = run("rebuild.py", "--data", TINY, temporary=tmp_path)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in said.splitlines()]
    made = {row[0]: int(row[5].replace(",", "")) for row in rows[-3:]}
    assert made["nothing changed"] == 0
    assert 0 < made["one name changed"] < made["everything"]


@pytest.mark.browser
@pytest.mark.usefixtures("chromium_program")
def test_a_visit_is_measured(tmp_path):
    """The bytes of a first visit are counted, and no page asks another host for anything."""
    build(TINY, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    # Not in the test's own folder: the path of a browser's socket may not be that long.
    said = run("wire.py", "--site", tmp_path / "site")
    assert "| typical factory: /F/" in said
    assert "No page asked another host for anything." in said


@pytest.mark.browser
@pytest.mark.usefixtures("chromium_program")
def test_maps_of_many_factories_are_measured():
    """Both maps open, and that by area asks for less at first than the one with all in one file."""
    said = run("maps.py", "--factories", 1200, "--repeat", 1)
    rows = {
        row[1].strip(): row
        for row in (line.split("|") for line in said.splitlines())
        if len(row) > 5
    }
    bytes_opened = [int(rows[how][5].replace(",", "")) for how in ("by area", "in one file")]
    assert 0 < bytes_opened[0] < bytes_opened[1]


@pytest.mark.browser
@pytest.mark.usefixtures("chromium_program")
def test_finding_is_measured():
    """The index is weighed, and each question that is asked has an answer and its bytes."""
    said = run("finding.py", "--data", TINY, "--every", 12)
    assert "3 factories, 1 products;" in said
    assert "| nothing asked " in said
    rows = [line.split("|") for line in said.splitlines() if line.startswith("| ")]
    assert all(
        int(row[4].replace(",", "")) > 20_000 for row in rows if row[1].strip() == "nothing asked"
    )


PRETENDING = """#!{python}
import gzip, json, os, sys, urllib.request
count = {counting!r}
with open(count, "a") as file:
    file.write(".")
runs = os.path.getsize(count)
said = gzip.decompress(urllib.request.urlopen(sys.argv[1]).read()).decode()
audits = {{
    "canonical": {{"score": int('rel="canonical" href="' + sys.argv[1] in said)}},
    "speed": {{"score": 0.9, "displayValue": "2.0\u00a0s"}},
}}
scores = {{"performance": {{1: 0.7, 2: 0.95, 3: 0.9}}[runs], "seo": 0.69}}
print(json.dumps({{
    "requestedUrl": sys.argv[1],
    "audits": audits,
    "categories": {{
        name: {{
            "score": scores.get(name, 1),
            "auditRefs": [{{"id": "speed" if name == "performance" else "canonical", "weight": 1}}],
        }}
        for name in ("performance", "accessibility", "best-practices", "seo")
    }},
}}))
"""


@pytest.mark.browser
@pytest.mark.usefixtures("chromium_program")
def test_a_page_is_measured_as_a_phone_gets_it(tmp_path):
    """Bytes, the median of performance, and what hinders it; the page names the address it is served at.

    The real Lighthouse is only installed for measuring, so a program that talks like it stands in.
    """
    build(TINY, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    program = tmp_path / "pretending"
    counting = str(tmp_path / "runs")
    program.write_text(PRETENDING.format(python=sys.executable, counting=counting), "utf-8")
    program.chmod(0o755)
    chosen = ("--kinds", "factory", "--languages", "en", "xx", "--repeat", 3)
    said = run("lighthouse.py", "--site", tmp_path / "site", "--lighthouse", program, *chosen)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in said.splitlines()]
    factory, slow, unseen = [row for row in rows if row[:2] == ["factory", "en"]]
    assert factory[2].startswith("/F/")
    assert int(factory[4].replace(",", "")) > 10_000
    assert factory[5:] == ["90", "100", "100", "69", "0"]
    assert slow[2:] == ["performance", "90", "speed 2.0 s"]
    assert unseen[2:] == ["seo", "69", ""]


def test_pages_are_not_measured_without_lighthouse(monkeypatch):
    """Where the program is not installed, it is said how to get it."""
    monkeypatch.syspath_prepend(str(BENCH))
    import lighthouse

    monkeypatch.setattr(sys, "argv", ["lighthouse.py", "--lighthouse", "no-such-program"])
    with pytest.raises(SystemExit, match="npm install -g lighthouse@"):
        lighthouse.main()


def test_a_trial_leaves_nothing_behind(tmp_path):
    """A list goes all the way to a site, every row is accounted for, and the folder is deleted."""
    lists = tmp_path / "shared" / "real" / "oar_lists" / "geocoded"
    lists.mkdir(parents=True)
    rows = (
        "country,name,address,lat,lng",
        *(f"PT,Made-up Mill {n},Rua {n} Porto,41.1{n},-8.6{n}" for n in (1, 2)),
    )
    (lists / "2.csv").write_text(
        "\n".join(rows) + "\nPT,,Rua 3 Porto,41.13,-8.63\n", encoding="utf-8"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    said = run("trial_real_lists.py", "--shared", tmp_path / "shared", temporary=temporary)
    assert "rows_in 3, taken 2, repeated 0, refused 1, blank 0" in said
    assert "The temporary folder is gone." in said
    assert list(temporary.iterdir()) == []


def test_codes_survive_what_level_q_promises(monkeypatch):
    """A quarter of the codewords may be wrong and every code is read; at 30% none is, so damage is real."""
    monkeypatch.syspath_prepend(str(BENCH))
    import labels

    assert len(labels.codewords(3)) == len(labels.blocks_of(3)) == 70
    rates = labels.rates(4, 7)
    for sound in (
        *("as printed", "2 pixels a module", "blurred by 0.3 modules", "turned by up to 180°"),
        *("tilted, far edge 20% shorter", "contrast 20%", "25% of codewords wrong"),
    ):
        assert rates[sound] == 1, sound
    assert rates["30% of codewords wrong"] == 0
    said = run("labels.py", "--codes", 1)
    assert "| 25% of codewords wrong | 100.0% |" in said
