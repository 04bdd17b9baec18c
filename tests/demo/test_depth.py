"""What the demo tells in depth fits together: chapters, findings, their stories, and what hangs on factories."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from random import Random

import pytest

from madewhere.demo import make_demo
from madewhere.demo.depth import DEPTH_TABLES
from madewhere.demo.handbook import DemoHandbook, DemoRequirement
from madewhere.demo.phrases import Phrases, slots
from madewhere.site_model import Site
from on_disk import csv_rows
from shown import site_of

REFERENCE_DATE = date(2026, 11, 1)


@pytest.fixture(scope="module", params=[1, 2, 3])
def small(request, tmp_path_factory) -> Site:
    """The smallest demo as a site would show it."""
    folder = tmp_path_factory.mktemp("small")
    make_demo(folder, factories=80, seed=request.param)
    return site_of(folder / "data", REFERENCE_DATE)


def _audits(demo):
    """Every audit, as the member states it that may state the most."""
    rows = sorted((row for _, row in demo.all_rows("audits")), key=lambda r: r["rating_letter"])
    return {row["audit_id"]: row for row in rows}


def test_everything_occurs_in_a_small_demo(small):
    """Plans of every state, findings closed, overdue and opened again, certificates and claims of all kinds."""
    audits = [audit for factory in small.factories for audit in factory.audits]
    plans = Counter(audit.plan.state for audit in audits if audit.plan)
    assert plans.keys() == {
        "completed",
        "on-track",
        "behind-schedule",
        "pending",
        "nothing-to-correct",
    }
    findings = [finding for audit in audits for finding in audit.findings]
    assert {finding.severity for finding in findings} == {"critical", "major", "minor"}
    assert any(finding.overdue for finding in findings)
    events = [(finding, event) for finding in findings for event in finding.events]
    assert {(event.event, event.by) for _, event in events} >= {
        ("comment", "factory"),
        ("evidence-submitted", "factory"),
        ("verified-closed", "member"),
        ("reopened", "member"),
    }
    assert any(event.event == "reopened" and event.follow_up_audit for _, event in events)
    assert {e.how for _, e in events if e.event == "verified-closed"} == {
        "documents",
        "visit",
        "follow-up-audit",
    }
    assert all(event.counts for _, event in events)
    assert any(audit.found_compliant for audit in audits)
    certificates = {c.state for factory in small.factories for c in factory.certificates}
    assert certificates == {"valid", "expired", "not-yet"}
    claims = {c.support for factory in small.factories for c in factory.claims}
    assert claims == {"supported", "expired", "without-evidence"}
    assert any(s.topic == "auditors-conduct" for f in small.factories for s in f.surveys)
    channels = [c for factory in small.factories for c in factory.grievance_channels]
    assert {channel.independent for channel in channels} == {True, False}
    assert any(len(channel.languages) > 1 for channel in channels)


def test_two_members_tell_the_same_finding_and_the_second_one_verifies(small):
    """A finding that two members disclose has one number and one wording, and either may verify it."""
    shared = [
        finding
        for factory in small.factories
        for audit in factory.audits
        for finding in audit.findings
        if len(finding.members) == 2
    ]
    assert shared
    assert not any(finding.differing for finding in shared)
    verifying = {
        finding.members.index(event.members[0])
        for finding in shared
        for event in finding.events
        if event.event == "verified-closed"
    }
    assert verifying == {0, 1}


def test_chapters_fit_the_rating_of_their_audit(demo):
    """The mean is near the percentage, none is worse than the whole, and E is for alerts alone."""
    audits = _audits(demo)
    chapters = defaultdict(dict)
    for _, row in demo.all_rows("audit_chapters"):
        chapters[row["audit_id"]][row["chapter"]] = row
    assert len(chapters) > 100
    known = DemoHandbook().chapters
    for audit_id, rows in chapters.items():
        audit = audits[audit_id]
        assert set(rows) <= set(known[audit["type"]])
        assert audit["category"] == "follow-up" or len(rows) == len(known[audit["type"]])
        letters = {row["letter"] for row in rows.values()}
        assert max(letters) <= audit["rating_letter"]
        alerts = audit["alert_notifications"] != "0"
        assert ("E" in letters) == alerts
        mean = sum(int(row["score_percent"]) for row in rows.values()) / len(rows)
        assert abs(mean - int(audit["rating_percent"])) < 8


def test_findings_fit_their_audit(demo):
    """Each is of a requirement of the audit's version, and as many are critical as there were alerts."""
    audits = _audits(demo)
    known = {
        (row["version"], row["slug"])
        for row in csv_rows(demo.data / "registers" / "requirements.csv")
    }
    critical = Counter()
    for _, row in demo.all_rows("findings"):
        audit = audits[row["audit_id"]]
        assert audit["category"] != "follow-up"
        assert (audit["requirements_version"], row["requirement"]) in known
        assert not row["deadline"] or row["deadline"] > audit["audit_date"]
        critical[row["audit_id"]] += row["severity"] == "critical"
    for slug, row in demo.all_rows("audits"):
        told = any(f["audit_id"] == row["audit_id"] for f in demo.rows(slug, "findings"))
        if told and row["alert_notifications"]:
            assert bool(critical[row["audit_id"]]) == (row["alert_notifications"] != "0")


def test_stories_are_possible(demo):
    """Nothing before the audit, verified only where the member sources, opened again only what was closed."""
    audits = _audits(demo)
    sourcing = {(slug, row["factory_id"]) for slug, row in demo.all_rows("sourcing")}
    findings = {(r["audit_id"], r["finding"]) for _, r in demo.all_rows("findings")}
    closed = defaultdict(list)
    weeks = []
    for slug, row in demo.all_rows("finding_events"):
        audit = audits[row["audit_id"]]
        number = (row["audit_id"], row["finding"])
        assert number in findings
        assert audit["audit_date"] <= row["date"] <= "2026-11-01"
        if row["event"] in ("verified-closed", "reopened"):
            assert row["by"] == "member"
            assert (slug, row["factory_id"]) in sourcing
        if row["event"] == "verified-closed":
            closed[number].append(row["date"])
            gone = date.fromisoformat(row["date"]) - date.fromisoformat(audit["audit_date"])
            weeks.append(gone.days / 7)
        assert bool(row["follow_up_audit"]) == (row["how"] == "follow-up-audit")
        if row["follow_up_audit"]:
            followed = audits[row["follow_up_audit"]]
            assert followed["follows_audit"] == row["audit_id"]
            assert followed["audit_date"] <= row["date"]
    for _, row in demo.all_rows("finding_events"):
        if row["event"] == "reopened":
            assert min(closed[row["audit_id"], row["finding"]]) <= row["date"]
    weeks.sort()
    assert 4 < weeks[len(weeks) // 2] < 26


def test_the_texts_are_varied_and_filled_in(demo):
    """Hardly any two findings read alike, and no sentence shows its gaps."""
    for table, column in (
        ("findings", "description"),
        ("findings", "corrective_action"),
        ("finding_events", "text"),
    ):
        rows = {
            (row["audit_id"], row["finding"], row.get("date"), row.get("event")): row[column]
            for _, row in demo.all_rows(table)
            if row[column]
        }
        count = Counter(rows.values())
        assert count.most_common(1)[0][1] < len(rows) / 20
        assert len(count) > len(rows) / 4
        assert not any("{" in text or "  " in text for text in count)


def test_a_requirement_without_sentences_gets_general_ones():
    """Whoever replaces the handbook has a demo all the same."""
    own = DemoRequirement("made-up-since", "elsewhere", "Something new", "minor", ())
    phrases, rng = Phrases(), Random(3)
    words = slots(rng, REFERENCE_DATE)
    assert any("Something new" in phrases.found(rng, own, words) for _ in range(20))
    for make in (phrases.action, phrases.evidence):
        assert "{" not in make(rng, own, words)


def test_people_add_up(demo):
    """The kinds of contract come to the workers that the same member states, women to their share."""
    stated = {(slug, row["factory_id"]): row for slug, row in demo.all_rows("factories")}
    people = defaultdict(list)
    for slug, row in demo.all_rows("workforce"):
        people[slug, row["factory_id"]].append(row)
    assert len(people) > 50
    for key, rows in people.items():
        women, men = (sum(int(row[sex]) for row in rows) for sex in ("women", "men"))
        factory = stated[key]
        if factory["workers"]:
            assert women + men == int(factory["workers"])
        else:
            assert int(factory["workers_min"]) <= women + men <= int(factory["workers_max"])
        if factory["women_percent"]:
            share = 100 * women / (women + men)
            assert abs(share - int(factory["women_percent"])) <= 100 / (women + men)
        for row in rows:
            assert min(int(row["women"]), int(row["men"])) >= 0
            assert int(row["migrants"] or 0) <= int(row["women"]) + int(row["men"])
        assert {(row["stated_on"], row["stated_by"]) for row in rows} == {
            (factory["workforce_stated_on"], factory["workforce_stated_by"])
        }


def test_no_survey_has_more_answers_than_the_factory_has_workers(demo):
    """Ten at least, and never more than anybody states as workers."""
    most = {}
    for _, row in demo.all_rows("factories"):
        if row["workers"] or row["workers_max"]:
            workers = int(row["workers"] or row["workers_max"])
            most[row["factory_id"]] = min(most.get(row["factory_id"], workers), workers)
    rows = [row for _, row in demo.all_rows("worker_voice")]
    assert rows
    for row in rows:
        assert 10 <= int(row["respondents"]) <= most.get(row["factory_id"], 10**6)
        assert row["period_start"] <= row["period_end"] <= "2026-11-01"


def test_certificates_and_claims_refer_to_what_is_there(demo):
    """Standards are of the register, and a claim names a certificate or an audit of its own factory."""
    standards = {
        row["slug"]: row["kind"] for row in csv_rows(demo.data / "registers" / "standards.csv")
    }
    audits = _audits(demo)
    held = set()
    for slug, row in demo.all_rows("certificates"):
        assert standards[row["standard"]] == "certificate"
        assert not row["valid_until"] or row["valid_from"] < row["valid_until"]
        held.add((slug, row["factory_id"], row["standard"], row["number"]))
    for slug, row in demo.all_rows("claims"):
        if row["number"]:
            assert (slug, row["factory_id"], row["standard"], row["number"]) in held
        if row["audit_id"]:
            assert audits[row["audit_id"]]["factory_id"] == row["factory_id"]


def test_nobody_can_be_reached_by_mistake(demo):
    """Telephone numbers are of a range that nobody has, and addresses end with .example."""
    ways = Counter()
    for _, row in demo.all_rows("grievance_channels"):
        ways[row["how"]] += 1
        if row["how"] in ("phone", "text-message", "messaging-app"):
            assert "0800 000 " in row["reach"]
        elif row["how"] == "web":
            assert re.fullmatch(r"https://[a-z0-9-]+\.example/[a-z-]+", row["reach"])
        elif row["how"] == "email":
            assert re.fullmatch(r"complaints@[a-z0-9]+\.example", row["reach"])
    assert len(ways) >= 5
    for _, row in demo.all_rows("certificates"):
        assert re.fullmatch(r"(https://[a-z0-9-]+\.example/verify)?", row["verify_url"])


def test_factories_that_have_not_agreed_are_known_in_depth_in_private(demo):
    """The private tables hold everything of pending and refused factories, each table of some."""
    found = Counter()
    for slug in demo.slugs:
        folder = demo.folder / "private" / slug
        disclosed = {row["factory_id"] for row in demo.rows(slug, "factories")}
        for name in ("audits", *DEPTH_TABLES):
            for row in csv_rows(folder / f"{name}.csv"):
                found[name] += row["factory_id"] not in disclosed
    assert min(found[name] for name in ("audits", *DEPTH_TABLES)) >= 10
