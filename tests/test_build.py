"""The whole build: the same bytes, the old site kept, hostile data harmless, wrong data left out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest

from madewhere.build import build
from madewhere.errors import (
    MadewhereError,
    OutputError,
    PublicationError,
    VanishedError,
    VerifyError,
)
from madewhere.prose import Editions, Prose
from on_disk import everything
from tiny_publication import AS_OF, DENIM, GONE, JOINED, KNITS, TINY, WEAVES


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """One cache for the builds here."""
    return tmp_path_factory.mktemp("cache")


def test_every_identifier_answers_in_its_folder(tiny, tmp_path, cache):
    """Each ever published ID has a page, a record and a code, whatever became of it."""
    report = build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    for factory_id in (KNITS, WEAVES, DENIM, GONE, JOINED):
        for file in ("index.html", "record.json", "qr.svg"):
            assert (tmp_path / "site/F" / factory_id / file).is_file()
    assert report.files == len(everything(tmp_path / "site"))
    assert report.problems == []


def test_the_same_input_gives_the_same_bytes(tiny, tmp_path, cache):
    """Another folder, hour, time zone, language, hash seed and an empty cache change nothing."""
    build(tiny, tmp_path / "one", as_of=AS_OF, cache=cache)
    elsewhere = tmp_path / "else where"
    shutil.copytree(TINY, elsewhere / "data")
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "madewhere", "build", "--data", "data", "--out", "two"]
    command += ["--as-of", AS_OF.isoformat(), "--no-cache"]
    subprocess.run(command, cwd=elsewhere, env=environment, check=True, capture_output=True)
    assert everything(tmp_path / "one") == everything(elsewhere / "two")


def test_an_unchanged_build_makes_nothing_anew(tiny, tmp_path, cache):
    """A second build links every file, and the site is the same."""
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    before = everything(tmp_path / "site")
    again = build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    assert (again.made, again.linked) == (0, len(before))
    assert everything(tmp_path / "site") == before


def test_a_change_reaches_every_page_that_shows_it(tiny, edit, tmp_path, cache):
    """After a rebuild from a cache the site is what a build without one would make."""
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    edit(
        tiny / "members/alder/factories.csv",
        lambda rows: [r.update(name="Renamed Weaving") for r in rows if r["factory_id"] == WEAVES],
    )
    report = build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    build(tiny, tmp_path / "fresh", as_of=AS_OF, cache=tmp_path / "empty")
    assert everything(tmp_path / "site") == everything(tmp_path / "fresh")
    assert 0 < report.made < report.files
    assert "Renamed Weaving" in (tmp_path / f"site/F/{KNITS}/index.html").read_text("utf-8")


def test_codes_are_kept_between_builds(tiny, tmp_path, cache):
    """On another day pages are made again, and QR codes are not."""
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    code = tmp_path / f"site/F/{KNITS}/qr.svg"
    before = code.stat().st_ino
    build(tiny, tmp_path / "site", as_of=date(2026, 11, 22), cache=cache)
    assert code.stat().st_ino == before


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "</title></script><b>",
    "../../etc/passwd",
    "A & B 'quoted' \"twice\"",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_and_nothing_more(tiny, edit, tmp_path, cache, name):
    """Whatever stands in a name or address is text on every page and in every file."""
    edit(
        tiny / "members/alder/factories.csv",
        lambda rows: [
            r.update(
                name=name, name_native=name, street_address=name, parent_company=name, locality=name
            )
            for r in rows
            if r["factory_id"] == KNITS
        ],
    )
    edit(
        tiny / "registers/members.csv",
        lambda rows: [r.update(name=name) for r in rows if r["slug"] == "alder"],
    )
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    for path in (tmp_path / "site").rglob("*.html"):
        page = path.read_text("utf-8")
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert not re.search(r"href=.?javascript:", page)
        assert "</script><b>" not in page


def test_a_hostile_address_is_no_link(tiny, edit, tmp_path, cache):
    """A website that is no http(s) address is refused by the schema, and its row is left out."""
    edit(
        tiny / "members/alder/factories.csv",
        lambda rows: [
            r.update(website="javascript:alert(1)") for r in rows if r["factory_id"] == KNITS
        ],
    )
    report = build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    assert any(p.code == "cell-pattern" and p.field == "website" for p in report.problems)
    assert all(
        b"javascript:alert" not in content for content in everything(tmp_path / "site").values()
    )


def test_wrong_data_is_left_out_and_the_rest_published(tiny, edit, tmp_path, cache):
    """One member's slip keeps nobody else's factory from its page, nor online after withdrawal."""
    (tiny / "members/birch/factories.csv").write_bytes(b"\xff\xfe not a table")
    report = build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    assert any(p.code == "not-utf8" for p in report.problems)
    assert set(report.site.by_id) == {KNITS, WEAVES}
    assert "Not shown at present" in (tmp_path / f"site/F/{DENIM}/index.html").read_text("utf-8")


def test_a_lapsed_consent_takes_the_page_down_on_its_day(tiny, edit, tmp_path, cache):
    """On the last valid day the factory is shown, and on the next it is not."""
    edit(
        tiny / "members/birch/consents.csv",
        lambda rows: [r.update(valid_until="2026-11-21") for r in rows if r["factory_id"] == DENIM],
    )
    assert DENIM in build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache).site.by_id
    assert (
        DENIM
        not in build(tiny, tmp_path / "site", as_of=date(2026, 11, 22), cache=cache).site.by_id
    )


def test_a_folder_of_somebody_else_is_not_touched(tiny, tmp_path, cache):
    """An output folder with other content is refused before anything is written."""
    out = tmp_path / "site"
    out.mkdir()
    (out / "precious.txt").write_text("mine")
    with pytest.raises(OutputError):
        build(tiny, out, as_of=AS_OF, cache=cache)
    assert [p.name for p in out.iterdir()] == ["precious.txt"]


def test_without_a_publication_there_is_no_build(tmp_path, cache):
    """The message names what is missing and what to do."""
    with pytest.raises(PublicationError) as raised:
        build(tmp_path, tmp_path / "site", as_of=AS_OF, cache=cache)
    assert "publication.yaml" in raised.value.message
    assert raised.value.hint


def test_a_site_that_fails_its_verification_is_not_served(tiny, tmp_path, cache, monkeypatch):
    """The version before stays whole and the unfinished one is gone."""
    out = tmp_path / "site"
    build(tiny, out, as_of=AS_OF, cache=cache)
    before = everything(out)
    from madewhere.render import producers

    monkeypatch.setattr(
        producers, "qr_svg", lambda text: b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    )
    monkeypatch.setattr(producers, "qr_key", lambda text: "broken " + text)
    with pytest.raises(VerifyError, match=r"qr\.svg"):
        build(tiny, out, as_of=AS_OF, cache=cache)
    assert everything(out) == before
    assert len([p for p in (tmp_path / "site.versions").iterdir() if p.is_dir()]) == 1


def test_a_written_page_at_a_data_pages_address_stops_the_build(tiny, tmp_path, cache, monkeypatch):
    """The file to rename is named, and the site before stays."""
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    before = everything(tmp_path / "site")
    written = tmp_path / "written"
    (written / "members").mkdir(parents=True)
    (written / "members/index.html").write_text("<p>mine</p>")
    prose = Editions((Prose(written, ("members/index.html",)),))
    monkeypatch.setattr("madewhere.build.written_pages", lambda _, __: prose)
    with pytest.raises(MadewhereError, match="would have the address /members/"):
        build(tiny, tmp_path / "site", as_of=AS_OF, cache=cache)
    assert everything(tmp_path / "site") == before


def test_a_vanished_identifier_stops_the_build(tiny, tmp_path, cache):
    """Where the ledger forgets an identifier that the site answers for, the old site stays."""
    out = tmp_path / "site"
    build(tiny, out, as_of=AS_OF, cache=cache)
    before = everything(out)
    (tiny / f"ledger/{DENIM}-20250215.csv").unlink()
    with pytest.raises(VanishedError) as raised:
        build(tiny, out, as_of=AS_OF, cache=cache)
    assert raised.value.identifiers == [DENIM]
    assert everything(out) == before


def test_a_version_of_another_build_is_not_taken_for_ones_own(tiny, edit, tmp_path, cache):
    """Keys kept of one version never link the files of another that came to lie in its place."""
    out = tmp_path / "site"
    new = tmp_path / "new"
    shutil.copytree(tiny, new)
    edit(
        new / "members/alder/factories.csv",
        lambda rows: [r.update(name="Renamed Knits") for r in rows if r["factory_id"] == KNITS],
    )
    build(new, out, as_of=AS_OF, cache=cache)
    out.unlink()
    shutil.rmtree(tmp_path / "site.versions")
    build(tiny, out, as_of=AS_OF, cache=tmp_path / "another")
    build(new, out, as_of=AS_OF, cache=cache)
    assert "Renamed Knits" in (out / f"F/{KNITS}/index.html").read_text("utf-8")


def test_a_renamed_member_is_renamed_in_records_too(tiny, edit, tmp_path, cache):
    """What a factory's files say of others changes with them."""
    out = tmp_path / "site"
    build(tiny, out, as_of=AS_OF, cache=cache)
    edit(tiny / "registers/members.csv", lambda rows: rows[0].update(name="Alder, renamed"))
    build(tiny, out, as_of=AS_OF, cache=cache)
    assert "Alder, renamed" in (out / f"F/{KNITS}/record.json").read_text("utf-8")
