"""A demo is complete, consistent and the same every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date

import pytest
import yaml
from frictionless import Package

from madewhere import tables
from madewhere.demo import make_demo
from madewhere.errors import OutputError, UsageError
from madewhere.identifiers import has_valid_check, is_factory_id, mint_audit_id
from madewhere.private.folder import read_private, typed
from madewhere.private.going_public import plan
from madewhere.tables import MEMBER_TABLES, PRIVATE_TABLES
from on_disk import csv_rows, everything


def test_the_same_seed_gives_the_same_bytes(demo, tmp_path):
    """Another process with another hash seed makes the same demo; another seed does not."""
    code = (
        "import sys; from pathlib import Path; from madewhere.demo import make_demo;"
        "make_demo(Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "again")],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=True,
    )
    assert everything(tmp_path / "again") == everything(demo.folder)
    make_demo(tmp_path / "other", seed=2)
    assert everything(tmp_path / "other") != everything(demo.folder)


def test_the_counts_are_those_asked_for(demo):
    """Ten members publish 323 factories in fifteen countries or more."""
    published = Counter(row["kind"] for row in demo.events() if row["event"] == "published")
    assert published["factory"] == 323 == demo.report.counts["factories published"]
    assert published["member"] == len(demo.slugs) == 10
    assert published["audit"] > 500
    countries = {row["country"] for _, row in demo.all_rows("factories")}
    assert len(countries) >= 15
    assert len(countries) == demo.report.counts["countries"]


@pytest.mark.parametrize("count", [80, 700])
def test_any_number_of_factories_can_be_asked_for(demo, tmp_path, count):
    """Exactly so many factories are published, whatever else a demo holds."""
    report = make_demo(tmp_path / "d", factories=count)
    published = {
        row["identifier"]
        for path in (tmp_path / "d" / "data" / "ledger").iterdir()
        for row in csv_rows(path)
        if (row["kind"], row["event"]) == ("factory", "published")
    }
    assert len(published) == count == report.counts["factories published"]


def test_too_few_factories_are_refused(tmp_path):
    """A demo in which not everything occurs is not made."""
    with pytest.raises(UsageError):
        make_demo(tmp_path / "d", factories=79)
    assert not (tmp_path / "d").exists()


def test_stock_validation_passes_on_every_package(demo):
    """Frictionless by itself finds nothing wrong with any package."""
    packages = [demo.data / "registers", *(demo.data / "members" / slug for slug in demo.slugs)]
    for folder in packages:
        report = Package(folder / "datapackage.json").validate()
        assert report.valid, (folder.name, report.flatten(["type", "message"])[:3])
        assert json.loads((folder / "datapackage.json").read_text())["demo"] is True


def test_our_check_finds_what_was_planted_and_nothing_else(demo):
    """No error, the two warnings that are left on purpose, and notices, of lapsed consents among them."""
    from madewhere.check import check

    result = check(demo.data, as_of=demo.reference_date)
    levels = Counter((problem.level.label, problem.code) for problem in result.problems)
    assert levels["notice", "consent-lapsed"] >= 12
    assert Counter({key: n for key, n in levels.items() if key[0] != "notice"}) == Counter(
        ("warning", code) for code, _ in demo.report.left
    )
    found = {(p.code, p.subject) for p in result.problems if p.level.label == "warning"}
    assert found == set(demo.report.left)


def test_identifiers_are_valid_and_belong_to_what_they_name(demo):
    """Every ID has the right check character, and audits have the ID that all members arrive at."""
    for _, row in demo.all_rows("factories"):
        assert is_factory_id(row["factory_id"])
        assert row["factory_id"].startswith(row["country"])
    for _, row in demo.all_rows("audits"):
        assert has_valid_check(row["audit_id"])
        day = date.fromisoformat(row["audit_date"])
        minted = mint_audit_id(row["factory_id"], row["type"], day, row["audit_firm"])
        assert row["audit_id"] == minted


def test_no_cell_is_filled_that_no_consent_was_ever_given_for(demo):
    """Each value's scope, as the schema states it, was agreed to for this member or for all."""
    agreed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for slug, row in demo.all_rows("consents"):
        assert row["member"] in (slug, "*")
        for member in demo.slugs if row["member"] == "*" else [slug]:
            agreed[member].add((row["factory_id"], row["scope"]))
    looked_at = Counter()
    for name in tables.MEMBER_TABLES:
        schema = json.loads((tables.SCHEMA_FOLDER / f"{name}.json").read_text())
        own = tables.table(name).own
        for slug, row in demo.all_rows(name):
            for field in schema["fields"]:
                value, scope = row[field["name"]], field["madewhere:scope"]
                if not value or scope == "open":
                    continue
                about = value if field.get("madewhere:refers") == "factory" else row[own]
                assert (about, scope) in agreed[slug], (slug, name, row[own], field["name"])
                looked_at[scope] += 1
    assert set(tables.used_scopes()) == set(looked_at)


def test_consents_differ_between_factories(demo):
    """Some agree to much, some to little; some for all members, some for a time, some lapsed."""
    by_factory = defaultdict(set)
    rows = [row for _, row in demo.all_rows("consents")]
    for row in rows:
        by_factory[row["factory_id"]].add(row["scope"])
    assert all("identity" in scopes for scopes in by_factory.values())
    for scope in ("audits", "ratings", "cap", "profile", "tiers", "contact"):
        share = sum(scope in scopes for scopes in by_factory.values()) / len(by_factory)
        assert 0.2 < share < 1
    assert {row["member"] == "*" for row in rows} == {True, False}
    ends = {row["valid_until"] for row in rows if row["valid_until"]}
    assert any(end >= "2030" for end in ends)
    lapsed = {r["factory_id"] for r in rows if "" < r["valid_until"] < "2026-11-01"}
    assert 10 <= len(lapsed) <= 14


def test_what_a_group_says_is_dated_and_sourced(demo):
    """A group of fields has its date and source exactly where it says something."""
    for _, row in demo.all_rows("factories"):
        for group, fields in tables.groups().items():
            said = any(row[field.name] for field in fields)
            assert bool(row[f"{group}_stated_on"]) == said == bool(row[f"{group}_stated_by"])


def test_nothing_is_dated_after_the_reference_date(demo):
    """Whoever looks at the demo on that day or later finds no future in it but deadlines and validity."""
    ahead = ("valid_from", "valid_until", "deadline")
    for name in tables.MEMBER_TABLES:
        dates = [f.name for f in tables.table(name).fields if f.type == "date"]
        for _, row in demo.all_rows(name):
            assert all(row[d] <= "2026-11-01" for d in dates if d not in ahead)
    assert all(event["date"] <= "2026-11-01" for event in demo.events())


def test_some_factories_are_disclosed_by_two_members(demo):
    """About one in eight has two statements, some alike and some not, and the same audits."""
    stated = defaultdict(list)
    for _, row in demo.all_rows("factories"):
        stated[row["factory_id"]].append(row)
    shared = [rows for rows in stated.values() if len(rows) == 2]
    assert 0.08 < len(shared) / len(stated) < 0.16
    assert {one["latitude"] == other["latitude"] for one, other in shared} == {True, False}
    told = defaultdict(set)
    for slug, row in demo.all_rows("audits"):
        told[row["audit_id"]].add(slug)
    assert any(len(slugs) == 2 for slugs in told.values())


def test_tiers_and_links_run_from_raw_material_to_assembly(demo):
    """All four tiers occur, and each link leads from a higher tier to a lower one."""
    tiers = {row["factory_id"]: row["tier"] for _, row in demo.all_rows("sourcing") if row["tier"]}
    assert set(tiers.values()) == {"1", "2", "3", "4"}
    links = [row for _, row in demo.all_rows("supply_links")]
    assert len(links) > 50
    for row in links:
        assert row["supplier_id"] != row["customer_id"]
        assert row["tier"] == tiers[row["supplier_id"]] >= tiers[row["customer_id"]]


def test_rows_stay_inside_their_package(demo):
    """Every row is about factories that the same package has."""
    for name in tables.MEMBER_TABLES:
        columns = [
            f.name for f in tables.table(name).fields if f.refers == "factory" and name != "ledger"
        ]
        for slug in demo.slugs:
            own = {row["factory_id"] for row in demo.rows(slug, "factories")}
            for row in demo.rows(slug, name):
                assert {row[column] for column in columns if row[column]} <= own


def test_processing_types_fit_the_facility_type(demo):
    """Each work step is one that the register lists for that kind of facility."""
    listed = {
        (row["code"], row["facility_type"])
        for row in csv_rows(demo.data / "registers" / "processing_types.csv")
    }
    for _, row in demo.all_rows("factories"):
        for step in row["processing_types"].split("|") if row["processing_types"] else ():
            assert (step, row["facility_type"]) in listed


def test_audits_build_on_each_other(demo):
    """Follow-ups follow an earlier audit of the same factory and type; an alert makes the letter E."""
    rows = {row["audit_id"]: row for _, row in demo.all_rows("audits")}
    count = Counter(row["factory_id"] for row in rows.values())
    assert set(count.values()) <= {1, 2, 3, 4}
    assert {row["type"] for row in rows.values()} == {"social", "environmental"}
    assert {row["category"] for row in rows.values()} == {"initial", "follow-up", "re-audit"}
    for row in rows.values():
        assert bool(row["follows_audit"]) == (row["category"] == "follow-up")
        if row["follows_audit"]:
            before = rows[row["follows_audit"]]
            assert before["audit_date"] < row["audit_date"]
            assert (before["factory_id"], before["type"]) == (row["factory_id"], row["type"])
        if row["alert_notifications"] not in ("", "0"):
            assert row["rating_letter"] == "E"
    assert any(row["alert_notifications"] not in ("", "0") for row in rows.values())
    announced = sum(row["announcement"] == "announced" for row in rows.values())
    assert announced < len(rows) / 4
    with_audits = set(count)
    agreed = {r["factory_id"] for _, r in demo.all_rows("consents") if r["scope"] == "audits"}
    everybody = {row["factory_id"] for _, row in demo.all_rows("factories")}
    assert with_audits < agreed < everybody


def test_settings_can_be_read(demo):
    """The settings are those that a publication has, with nothing that names a real host."""
    settings = yaml.safe_load((demo.data / "publication.yaml").read_text(encoding="utf-8"))
    assert settings["base_url"] == "https://madewhere.example"
    assert settings["publisher"]["url"].endswith(".example/")
    assert settings["tile_server"] is None


def test_private_factories_stand_nowhere_in_the_data(demo):
    """Who is pending or refused is known in the member's private folder only."""
    published = b"\n".join(everything(demo.data).values())
    answers = Counter()
    for slug in demo.slugs:
        folder = demo.folder / "private" / slug
        disclosed = {row["factory_id"] for row in demo.rows(slug, "factories")}
        known = {row["factory_id"]: row["name"] for row in csv_rows(folder / "factories.csv")}
        consenting = {row["factory_id"] for row in csv_rows(folder / "consents.csv")}
        invitations = csv_rows(folder / "invitations.csv")
        assert {row["factory_id"] for row in invitations} == known.keys()
        assert disclosed < known.keys()
        for row in invitations:
            answers[row["answer"]] += 1
            factory_id = row["factory_id"]
            assert bool(row["answered_on"]) == bool(row["answer"])
            assert (factory_id in consenting) == (row["answer"] == "accepted")
            assert row["reference"].encode() not in published
            if factory_id not in disclosed:
                assert factory_id.encode() not in published
                assert known[factory_id].encode() not in published
            else:
                assert row["answer"] == "accepted"
    assert min(answers[answer] for answer in ("", "refused", "accepted")) >= 10


def test_private_folders_are_what_the_commands_take(demo):
    """Every table of a private folder is in form, and nothing but what agreed since would go out."""
    for slug in demo.slugs[:3]:
        folder = demo.folder / "private" / slug
        _, problems = typed(read_private(folder), (*MEMBER_TABLES, *PRIVATE_TABLES))
        assert problems == []
        going = plan(folder, demo.data, as_of=demo.reference_date)
        assert {going.standings[factory_id].state for factory_id in going.removed} <= {"lapsed"}
        assert {going.standings[factory_id].state for factory_id in going.added} == {"accepted"}
        assert not going.held


def test_a_folder_with_other_things_is_refused(tmp_path):
    """Nothing that the command did not make is ever overwritten."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "precious.csv").write_text("mine")
    with pytest.raises(OutputError):
        make_demo(tmp_path, factories=80)
    assert (tmp_path / "data" / "precious.csv").read_text() == "mine"


def test_making_it_again_replaces_it(tmp_path):
    """A demo made over another one leaves nothing of the other."""
    make_demo(tmp_path / "twice", factories=120, seed=3)
    make_demo(tmp_path / "twice", factories=80, seed=4)
    make_demo(tmp_path / "once", factories=80, seed=4)
    assert everything(tmp_path / "twice") == everything(tmp_path / "once")
