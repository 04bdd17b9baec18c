"""Downloads: what they hold, and that the standard tool accepts them."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from dataclasses import replace

import markdown
import pytest
from frictionless import Package

from madewhere.exports.files import downloads, factories_csv
from madewhere.exports.records import record_json, tombstone_json
from madewhere.exports.tables import PUBLISHED
from shown import site_of
from tiny_publication import DENIM, GONE, KNITS, WEAVES


@pytest.fixture
def site(tiny):
    """The model of the tiny publication."""
    return site_of(tiny)


@pytest.fixture
def files(site):
    """The downloads by path."""
    return {file.path: file for file in downloads(site)}


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_standard_tool_accepts_the_package(files, tmp_path):
    """Counts, hashes, types and keys of every published table pass the stock validation."""
    for path, file in files.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    report = Package(str(tmp_path / "data" / "datapackage.json")).validate()
    assert report.flatten(["type", "message"]) == []
    assert len(report.tasks) == len(PUBLISHED)


def test_the_package_says_which_tables_join(files):
    """Every column that names a row of another table leads there, and every event to its finding."""
    package = json.loads(files["data/datapackage.json"].content)
    leads = {
        (resource["name"], *key["fields"]): key["reference"]["resource"]
        for resource in package["resources"]
        for key in resource.get("schema", {}).get("foreignKeys", [])
    }
    for name in ("audit_chapters", "findings", "finding_events", "claims"):
        assert leads[name, "audit_id"] == "audits"
    assert leads["finding_events", "audit_id", "finding"] == "findings"
    assert leads["findings", "chapter"] == leads["audit_chapters", "chapter"] == "chapters"
    assert ("audits", "audit_id") not in leads


def test_a_factorys_row_holds_what_its_page_shows(files):
    """Newest statements, the members, the scopes, the last audit."""
    found = {row["factory_id"]: row for row in rows(files["data/factories.csv"].content)}
    knits = found[KNITS]
    assert (knits["name"], knits["workers"], knits["women_percent"]) == (
        "Fable Knitwear Ltd",
        "640",
        "62",
    )
    assert (knits["latitude"], knits["longitude"]) == ("23.9999", "90.4203")
    assert knits["members"] == "alder|birch"
    assert knits["last_audit_date"] == "2025-03-12"
    assert found[DENIM]["agreed"] == "identity"
    assert found[DENIM]["workers"] == ""


def test_every_identifier_is_listed_with_its_state(files):
    """Those that are not shown too, so that a joined table finds every label."""
    states = {r["factory_id"]: r["state"] for r in rows(files["data/identifiers.csv"].content)}
    assert states[KNITS] == "open"
    assert states[GONE] == "withdrawn"
    assert len(states) == 5


def test_the_map_file_has_longitude_first(files):
    """GeoJSON as its standard says, and only factories that have a point."""
    found = json.loads(files["data/factories.geojson"].content)
    points = {f["id"]: f["geometry"]["coordinates"] for f in found["features"]}
    assert points == {KNITS: [90.4203, 23.9999], WEAVES: [106.17, 20.42]}


def test_half_a_point_is_no_point(site):
    """The map file's number of rows is the number of points in it, not of latitudes."""
    site.by_id[WEAVES].longitude = None
    geojson = next(f for f in downloads(site) if f.path == "data/factories.geojson")
    assert geojson.rows == len(json.loads(geojson.content)["features"]) == 1


def test_statements_name_only_factories_that_have_a_page(tiny, edit):
    """A larger site that agreed, but of which no statement is shown, is named nowhere."""

    def part_of(rows):
        next(r for r in rows if r["factory_id"] == KNITS)["part_of"] = WEAVES

    def without_weaves(rows):
        rows[:] = [r for r in rows if r["factory_id"] != WEAVES]

    def stated():
        site = site_of(tiny)
        files = {file.path: file.content for file in downloads(site)}
        return {
            name: {r.get("member", ""): r["part_of"] for r in found}
            for name in ("factories", "statements")
            if (found := [r for r in rows(files[f"data/{name}.csv"]) if r["factory_id"] == KNITS])
        }

    edit(tiny / "members/alder/factories.csv", part_of)
    assert stated() == {"factories": {"": WEAVES}, "statements": {"alder": WEAVES, "birch": ""}}
    edit(tiny / "members/alder/factories.csv", without_weaves)
    assert stated() == {"factories": {"": ""}, "statements": {"alder": "", "birch": ""}}


@pytest.mark.parametrize(
    "name",
    [
        "Cloth & <b>thread</b>",
        "# 1. [here](https://x.example) `code` *all* _of_ it #",
        "- one | two",
        "12. May\n\n## Again",
        "a\\*b &amp; c ~~d~~ ![e](f)",
    ],
)
def test_the_readme_shows_names_as_they_are(site, name):
    """The publication's name and tagline are text of the README, whatever Markdown means by them."""
    site.publication = replace(site.publication, name=name, tagline=name)
    archive = next(f for f in downloads(site) if f.path.endswith(".zip"))
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        page = markdown.markdown(opened.read("README.md").decode())
    heading, tagline = page.splitlines()[:2]
    shown = " ".join(name.split())
    assert html.unescape(heading) == f"<h1>{shown}</h1>"
    assert html.unescape(tagline) == f"<p>{shown}</p>"


def test_the_archive_holds_everything_with_a_readme(files):
    """All files once more, a README that says what an empty cell means, and the dictionary."""
    with zipfile.ZipFile(io.BytesIO(files["data/madewhere.zip"].content)) as archive:
        names = archive.namelist()
        readme = archive.read("README.md").decode()
        dictionary = archive.read("DICTIONARY.md").decode()
        assert archive.read("factories.csv") == files["data/factories.csv"].content
    assert set(names) == {
        *(path.removeprefix("data/") for path in files if not path.endswith(".zip")),
        "README.md",
        "DICTIONARY.md",
    }
    assert "What an empty cell means" in readme
    assert "ODbL" in readme
    assert "| `women_percent` | number |" in dictionary


def test_a_record_says_who_said_what(site):
    """The JSON of a factory carries sources, differing statements and consents."""
    record = json.loads(record_json(site, site.by_id[KNITS]))
    assert record["sources"]["name"] == {
        "member": "alder",
        "stated_on": "2025-02-01",
        "stated_by": "member",
    }
    assert {"group": "name", "values": {"name": "Fable Knitwear Limited"}}.items() <= record[
        "differing"
    ][0].items()
    assert {c["scope"] for c in record["consents"]} == {
        "identity",
        "audits",
        "ratings",
        "cap",
        "certificates",
        "worker_voice",
        "profile",
        "tiers",
        "contact",
        "products",
    }
    assert [a["rating_letter"] for a in record["audits"]] == ["B", "C"]


def test_a_tombstones_record_holds_nothing_else(site):
    """ID, address, state and successor; no member, no date."""
    stone = next(t for t in site.tombstones if t.factory_id == GONE)
    assert json.loads(tombstone_json(site, stone)) == {
        "format": 1,
        "factory_id": GONE,
        "url": f"https://tiny.example/F/{GONE}/",
        "state": "withdrawn",
        "successor": None,
    }


def test_a_groups_list_has_the_columns_of_the_whole(site, files):
    """A country's CSV is the whole list's, with fewer rows."""
    bangladesh = next(c for c in site.countries if c.code == "BD")
    part = factories_csv(site, bangladesh.factories).decode().splitlines()
    whole = files["data/factories.csv"].content.decode().splitlines()
    assert part[0] == whole[0]
    assert part[1:] == [line for line in whole if line.startswith(KNITS)]
