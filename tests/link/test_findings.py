"""Findings and plans: the state of each by its events, and what follows for the audit."""

from __future__ import annotations

from datetime import date

import pytest

from checking import read_rows, write_rows
from madewhere.identifiers import mint_audit_id
from madewhere.link.findings import plan_of
from madewhere.site_model.audits import Audit, Finding, Plan, Progress
from tiny_publication import KNITS, WEAVES

FIRST, FOLLOW_UP, OF_WEAVES = "AMZKZVZ40G", "APW1FKH4NC", "AVCYST6WNC"
DAY = "2024-06-01"
CLOSED, HANDED_IN, REOPENED = "verified-closed", "evidence-submitted", "reopened"


def finding(number="1", **values):
    """A finding of the first audit, due long after it."""
    row = {"audit_id": FIRST, "finding": number, "requirement": "first-aid", "severity": "minor"}
    return row | {"deadline": "2030-01-01"} | values


def event(what, day=DAY, by="member", number="1", **values):
    """An event of that finding."""
    row = {"audit_id": FIRST, "finding": number, "date": day, "event": what, "by": by}
    return row | values


def first_audit(factory):
    """The audit in which the findings are."""
    return next(audit for audit in factory.audits if audit.audit_id == FIRST)


@pytest.fixture
def told(publication, knits):
    """The one finding of the first audit after these events of alder's."""

    def make(*events, deadline="2030-01-01", **options):
        publication.put("findings", finding(deadline=deadline)).put("finding_events", *events)
        (shown,) = first_audit(knits(**options)).findings
        return shown

    return make


@pytest.mark.parametrize(
    ("events", "state", "closed_on"),
    [
        ([], "open", None),
        ([event("comment", text="x")], "open", None),
        ([event(HANDED_IN)], HANDED_IN, None),
        ([event(HANDED_IN, by="factory"), event("comment", "2024-06-02")], HANDED_IN, None),
        ([event(CLOSED)], CLOSED, DAY),
        ([event(HANDED_IN, by="factory"), event(CLOSED)], CLOSED, DAY),
        ([event(CLOSED), event(HANDED_IN, "2024-06-02", "factory")], CLOSED, DAY),
        ([event(CLOSED), event(CLOSED, "2024-06-02")], CLOSED, DAY),
        ([event(CLOSED), event(REOPENED, "2024-06-02")], REOPENED, None),
        ([event(CLOSED), event(REOPENED)], REOPENED, None),
        ([event(CLOSED), event(REOPENED, "2024-06-02", "factory")], REOPENED, None),
        (
            [event(CLOSED), event(REOPENED, "2024-06-02"), event(HANDED_IN, "2024-06-03")],
            HANDED_IN,
            None,
        ),
        (
            [event(CLOSED), event(REOPENED, "2024-06-02"), event(CLOSED, "2024-06-03")],
            CLOSED,
            "2024-06-03",
        ),
        ([event(CLOSED, "2024-06-03"), event(REOPENED)], CLOSED, "2024-06-03"),
        ([event(REOPENED)], "open", None),
        ([event(HANDED_IN), event(REOPENED, "2024-06-02")], "open", None),
        (
            [
                event(CLOSED),
                event(REOPENED, "2024-06-02"),
                event(REOPENED, "2024-06-04"),
                event(HANDED_IN, "2024-06-03"),
            ],
            REOPENED,
            None,
        ),
        ([event(CLOSED, by="factory")], "open", None),
        ([event(CLOSED, by="factory"), event(REOPENED, "2024-06-02")], "open", None),
        ([event(CLOSED, "2024-03-05")], CLOSED, "2024-03-05"),
        ([event(CLOSED, "2024-03-04")], "open", None),
        ([event(CLOSED, "2026-11-21")], CLOSED, "2026-11-21"),
        ([event(CLOSED, "2026-11-22")], "open", None),
    ],
)
def test_the_state_follows_from_the_events(told, events, state, closed_on):
    """In the order of days, from the audit to the as-of date; on one day an opening again comes last."""
    shown = told(*events)
    assert shown.state == state
    assert shown.closed_on == (date.fromisoformat(closed_on) if closed_on else None)
    assert shown.closed is (state == CLOSED)


def test_events_after_the_as_of_date_are_not_told(told):
    """The site speaks for a day, and what comes later is neither counted nor shown."""
    events = (event(HANDED_IN), event(CLOSED, "2026-06-10"))
    assert [e.event for e in told(*events, as_of=date(2026, 6, 9)).events] == [HANDED_IN]
    assert [e.event for e in told(*events, as_of=date(2026, 6, 10)).events] == [HANDED_IN, CLOSED]


def test_events_of_one_day_stand_in_the_order_of_their_kind(told):
    """A comment, what was handed in, the verification, and the opening again."""
    kinds = [REOPENED, CLOSED, HANDED_IN, "comment"]
    assert [e.event for e in told(*map(event, kinds)).events] == kinds[::-1]


@pytest.mark.parametrize("what", [CLOSED, REOPENED])
def test_a_member_without_a_link_verifies_nothing(publication, knits, told, what):
    """Its event is shown and does not count; another member's does."""
    path = publication.data / "members/alder/sourcing.csv"
    write_rows(path, [row for row in read_rows(path) if row[0] != KNITS])
    shown = told(event(CLOSED, "2024-05-01"), event(what))
    assert shown.state == "open"
    assert [e.counts for e in shown.events] == [False, False]
    publication.agree("cap").put("finding_events", event(CLOSED), member="birch")
    (shown,) = first_audit(knits()).findings
    assert shown.state == CLOSED
    assert {m.slug for e in shown.events if e.counts for m in e.members} == {"birch"}


def test_what_a_member_hands_on_counts_without_a_link(publication, told):
    """Evidence and comments need no standing."""
    path = publication.data / "members/alder/sourcing.csv"
    write_rows(path, [row for row in read_rows(path) if row[0] != KNITS])
    assert told(event(HANDED_IN)).state == HANDED_IN


@pytest.mark.parametrize(
    ("deadline", "events", "overdue"),
    [
        ("2026-11-20", [], True),
        ("2026-11-21", [], False),
        (None, [], False),
        ("2026-11-20", [event(HANDED_IN)], True),
        ("2024-05-01", [event(CLOSED)], False),
        ("2026-11-20", [event(CLOSED), event(REOPENED)], True),
    ],
)
def test_what_is_not_closed_after_its_deadline_is_overdue(told, deadline, events, overdue):
    """The day of the deadline is in time, and a late correction is one."""
    assert told(*events, deadline=deadline).overdue is overdue


def test_days_to_close_are_counted_from_the_audit(told):
    """To the verification that stands; none where none does."""
    audited = date(2024, 3, 5)
    assert told(event(CLOSED, "2024-03-15")).days_to_close(audited) == 10
    reopened = (event(CLOSED, "2024-03-15"), event(REOPENED, "2024-03-20"))
    assert told(*reopened).days_to_close(audited) is None
    assert told(*reopened, event(CLOSED, "2024-04-04")).days_to_close(audited) == 30


def test_one_event_that_two_members_tell_is_one(publication, knits):
    """The factory's own event has both members behind it; each member's verification is its own."""
    handed = event(HANDED_IN, by="factory", text="Photographs.")
    publication.agree("cap").put("findings", finding())
    for member in ("alder", "birch"):
        publication.put("finding_events", handed, event(CLOSED, "2024-07-01"), member=member)
    (shown,) = first_audit(knits()).findings
    assert [(e.event, [m.slug for m in e.members]) for e in shown.events] == [
        (HANDED_IN, ["alder", "birch"]),
        (CLOSED, ["alder"]),
        (CLOSED, ["birch"]),
    ]
    assert shown.closed_on == date(2024, 7, 1)


def test_rows_of_two_members_about_one_finding_are_merged(publication, knits):
    """The first member's values are shown, what it leaves open is filled in, what differs stands beside."""
    publication.agree("cap").put("findings", finding(deadline=None, description="Here."))
    publication.put(
        "findings",
        finding(deadline="2026-01-01", description="There.", severity="major"),
        finding("2"),
        member="birch",
    )
    audit = first_audit(knits())
    shown = {each.finding: each for each in audit.findings}
    one = shown["1"]
    assert (one.deadline, one.description, one.severity) == (date(2026, 1, 1), "Here.", "minor")
    assert [(m.slug, column, value) for m, column, value in one.differing] == [
        ("birch", "severity", "major"),
        ("birch", "description", "There."),
    ]
    assert [[m.slug for m in shown[n].members] for n in ("1", "2")] == [
        ["alder", "birch"],
        ["birch"],
    ]
    assert audit.plan == Plan("behind-schedule", 2, 0, 1)


def test_two_identifiers_of_one_audit_still_make_one_plan(publication, knits):
    """An audit that two members disclose under two identifiers counts once, with the findings of both."""
    publication.agree("cap").cell("audits", 2, member="birch", audit_id="ATBE929A3J")
    publication.put("findings", finding("1")).put("finding_events")
    theirs = {"audit_id": "ATBE929A3J"}
    publication.put("findings", finding("1") | theirs, finding("2") | theirs, member="birch")
    publication.put("finding_events", event(CLOSED) | theirs, member="birch")
    factory = knits()
    audit = first_audit(factory)
    assert [(f.finding, f.state) for f in audit.findings] == [("2", "open"), ("1", CLOSED)]
    assert Progress.over(factory.audits).findings == 2


def test_one_identifier_of_two_audits_mixes_nothing(publication, knits):
    """What hangs on a member's audit stays with it, where another member gave the identifier to another."""
    publication.agree("cap").agree("ratings")
    publication.cell("audits", 2, member="birch", audit_date="2025-01-01")
    publication.put("findings", finding("theirs"), member="birch")
    publication.put(
        "finding_events", event(CLOSED, number="theirs", day="2025-06-01"), member="birch"
    )
    chapter = {"audit_id": FIRST, "chapter": "health-and-safety", "letter": "E"}
    publication.put("audit_chapters", chapter, member="birch")
    by_day = {audit.audit_date.isoformat(): audit for audit in knits().audits}
    ours, theirs = by_day["2024-03-05"], by_day["2025-01-01"]
    assert [f.finding for f in theirs.findings] == ["theirs"]
    assert "theirs" not in {f.finding for f in ours.findings}
    assert [r.letter for r in theirs.chapters] == ["E"]
    assert "E" not in {r.letter for r in ours.chapters}
    assert (ours.audit_id, len({audit.audit_id for audit in by_day.values()})) == (FIRST, 3)


def test_two_audits_never_get_one_identifier(publication, knits):
    """A row that borrows an identifier, and two that share one: each audit has an address of its own."""
    path = publication.data / "members" / "alder" / "audits.csv"
    header, *rows = read_rows(path)
    place, day = header.index("audit_id"), header.index("audit_date")
    row = next(row for row in rows if row[place] == FIRST)
    copies = []
    for audit_id, on in (
        (mint_audit_id(KNITS, "social", date(2023, 2, 2), "plumb"), "2023-01-01"),
        ("A00000000A", "2023-02-02"),
        ("A00000000A", "2023-03-03"),
    ):
        copy = list(row)
        copy[place], copy[day], copy[header.index("audit_firm")] = audit_id, on, "plumb"
        copies.append(copy)
    write_rows(path, [header, *rows, *copies[:2]])
    theirs = publication.data / "members" / "birch" / "audits.csv"
    write_rows(theirs, [*read_rows(theirs), copies[2]])
    audits = knits().audits
    assert len({audit.audit_id for audit in audits}) == len(audits) >= 5


@pytest.mark.parametrize(
    ("alder", "birch", "letter", "told"),
    [
        (("B", "1"), ("", ""), "E", [("alder", "B")]),
        (("", "2"), ("A", ""), "E", [("birch", "A")]),
        (("E", "1"), ("E", ""), "E", []),
        (("", "1"), ("", ""), None, []),
        (("B", "0"), ("B", ""), "B", []),
    ],
)
def test_an_alert_forces_an_e(publication, knits, alder, birch, letter, told):
    """Whoever states the alert; a better letter stands beside it, and none is made up."""
    publication.agree("ratings")
    for member, (stated, alerts) in (("alder", alder), ("birch", birch)):
        publication.cell(
            "audits", 2, member=member, rating_letter=stated, alert_notifications=alerts
        )
    audit = first_audit(knits())
    assert audit.rating_letter == letter
    assert [
        (m.slug, value) for m, column, value in audit.differing if column == "rating_letter"
    ] == told


def test_chapters_are_of_the_scheme_and_each_as_it_is_stated_first(publication, knits):
    """A score of one member and a letter of another make one result; a foreign chapter is none."""
    publication.agree("ratings")
    rows = [
        {"chapter": "health-and-safety", "score_percent": "64"},
        {"chapter": "water-use", "letter": "B"},
        {"chapter": "working-hours"},
        {"chapter": "unheard-of", "letter": "A"},
    ]
    publication.put("audit_chapters", *({"audit_id": FIRST} | row for row in rows))
    theirs = {"chapter": "health-and-safety", "score_percent": "0", "letter": "C"}
    publication.put("audit_chapters", {"audit_id": FIRST} | theirs, member="birch")
    shown = [(r.chapter.slug, r.score_percent, r.letter) for r in first_audit(knits()).chapters]
    assert shown == [("health-and-safety", 64, "C")]


def test_a_score_of_zero_is_a_score(publication, knits):
    """The first member's nought is not taken for nothing."""
    publication.agree("ratings")
    for member, score in (("alder", "0"), ("birch", "50")):
        row = {"audit_id": FIRST, "chapter": "working-hours", "score_percent": score}
        publication.put("audit_chapters", row, member=member)
    assert [r.score_percent for r in first_audit(knits()).chapters] == [0]


@pytest.mark.parametrize(
    ("named", "shown"),
    [(FOLLOW_UP, FOLLOW_UP), (OF_WEAVES, None), ("ABBBBBBBB2", None), (None, None)],
)
def test_a_follow_up_audit_is_named_where_this_factory_has_it(told, named, shown):
    """Another factory's audit, and one that is not shown, are not named."""
    (seen,) = told(event(CLOSED, how="follow-up-audit", follow_up_audit=named)).events
    assert seen.follow_up_audit == shown


def a_finding(*, closed=False, overdue=False, deadline=date(2030, 1, 1)):
    """A finding as far as plans look at it."""
    state = CLOSED if closed else "open"
    return Finding("1", "x", None, "minor", None, None, deadline, state, None, overdue, (), (), ())


@pytest.mark.parametrize(
    ("findings", "complete", "expected"),
    [
        ([], None, None),
        ([], False, None),
        ([], True, Plan("nothing-to-correct", 0, 0, 0)),
        ([a_finding()], None, Plan("on-track", 1, 0, 0)),
        ([a_finding()], True, Plan("on-track", 1, 0, 0)),
        ([a_finding()], False, Plan("pending", 1, 0, 0)),
        ([a_finding(deadline=None)], True, Plan("pending", 1, 0, 0)),
        ([a_finding(deadline=None, closed=True)], True, Plan("completed", 1, 1, 0)),
        ([a_finding(closed=True), a_finding()], True, Plan("on-track", 2, 1, 0)),
        ([a_finding(closed=True), a_finding(overdue=True)], None, Plan("behind-schedule", 2, 1, 1)),
        ([a_finding(overdue=True)], False, Plan("behind-schedule", 1, 0, 1)),
        ([a_finding(closed=True)], None, Plan("completed", 1, 1, 0)),
        ([a_finding(closed=True)], False, Plan("pending", 1, 1, 0)),
    ],
)
def test_the_state_of_a_plan(findings, complete, expected):
    """Behind schedule before pending before completed; no findings are no plan, or nothing to correct."""
    assert plan_of(findings, complete) == expected


def test_progress_is_verified_closed_of_all(told, knits):
    """Computed from the findings; nothing to correct is no share of nought."""
    told(event(CLOSED))
    assert first_audit(knits()).plan.progress == 1
    assert Plan("nothing-to-correct", 0, 0, 0).progress is None
    assert Plan("on-track", 4, 1, 0).progress == 0.25


def test_progress_over_several_plans(publication, knits):
    """Findings add up, audits without a plan do not count, and the least advanced plan gives the state."""
    publication.put("findings", finding("1"), finding("2"), finding("3") | {"audit_id": FOLLOW_UP})
    publication.put("finding_events", event(CLOSED), event(CLOSED, number="2"))
    audits = knits().audits
    progress = Progress.over(audits)
    assert (progress.findings, progress.closed, progress.overdue) == (3, 2, 0)
    assert progress.states == {"completed": 1, "on-track": 1}
    assert (progress.state, progress.share) == ("on-track", 2 / 3)
    nothing = Progress.over([])
    assert (nothing.state, nothing.share, nothing.findings) == (None, None, 0)


def test_one_member_that_says_findings_are_missing_is_heard(publication, knits):
    """A plan that one calls complete and another not is pending, and nothing is found compliant."""
    publication.agree("cap").cell("audits", 2, member="birch", cap_complete="false")
    publication.put("findings", finding()).put("finding_events", event(CLOSED))
    audit = first_audit(knits())
    assert (audit.plan.state, audit.found_compliant) == ("pending", None)


COMPLIANT = ("drinking-water", "exits-unlocked", "rest-day")


def compliant(audit: Audit):
    """The slugs of what was found compliant, None where that is not told."""
    found = audit.found_compliant
    return None if found is None else tuple(sorted(r.slug for r in found))


@pytest.mark.parametrize(
    ("audit", "expected"),
    [
        ({}, COMPLIANT),
        ({"category": "re-audit"}, COMPLIANT),
        ({"category": "follow-up"}, None),
        ({"cap_complete": ""}, None),
        ({"cap_complete": "false"}, None),
        ({"requirements_version": ""}, None),
        ({"requirements_version": "2022"}, None),
        ({"requirements_version": "1999"}, None),
    ],
)
def test_what_was_found_compliant(publication, knits, audit, expected):
    """The register without the findings: of a complete plan, a whole audit, and the version in force."""
    for member in ("alder", "birch"):
        others = {c: v for c, v in audit.items() if c != "cap_complete"}
        publication.cell("audits", 2, member=member, **(audit if member == "alder" else others))
    publication.put("findings", finding()).put("finding_events", event(CLOSED))
    assert compliant(first_audit(knits())) == expected


def test_without_findings_everything_was_compliant(publication, knits):
    """A complete plan of nothing: all requirements of the scheme, none of the other's."""
    publication.put("findings").put("finding_events")
    audit = first_audit(knits())
    assert compliant(audit) == tuple(sorted((*COMPLIANT, "first-aid")))
    assert audit.plan.state == "nothing-to-correct"


def test_a_finding_that_the_version_does_not_know_leaves_it_open(publication, knits):
    """What it stands for may be any of the requirements."""
    publication.put("findings", finding(requirement="fire-drill")).put("finding_events")
    audit = first_audit(knits())
    assert (compliant(audit), audit.findings[0].requirement) == (None, None)


def test_what_one_member_says_was_not_met_was_not_compliant(publication, knits):
    """Members that name another requirement under one number: neither of the two was met."""
    publication.agree("cap").put("findings", finding()).put("finding_events")
    publication.put("findings", finding(requirement="rest-day"), member="birch")
    assert compliant(first_audit(knits())) == ("drinking-water", "exits-unlocked")


def test_members_that_differ_about_the_version_leave_it_open(publication, knits):
    """Where it is contested what the audit went by, nothing follows."""
    publication.cell("audits", 2, member="birch", requirements_version="2022")
    assert compliant(first_audit(knits())) is None


def test_a_finding_with_an_error_leaves_the_plan_incomplete(publication, knits):
    """A row that could not be used was a finding: nothing else is called compliant or all there was."""
    publication.put("findings", finding(severity="awful")).put("finding_events")
    audit = first_audit(knits())
    assert (audit.findings, audit.plan, audit.found_compliant) == ((), None, None)


def test_a_plan_with_a_finding_that_cannot_be_used_is_not_completed(publication, knits):
    """All that is left of it may be fixed: what could not be read may not."""
    publication.put("findings", finding(), finding("2", severity="awful"))
    publication.put("finding_events", event(CLOSED))
    audit = first_audit(knits())
    assert (audit.plan, audit.unstated_because) == (Plan("pending", 1, 1, 0), "plan-incomplete")


def test_one_members_error_takes_nothing_from_another_ones_plan(publication, knits):
    """Whoever states the same plan without an error is heard, and nobody contradicts it."""
    publication.agree("cap").cell("audits", 2, member="birch", cap_complete="true")
    publication.put("findings", finding(), finding("2", severity="awful"))
    publication.put("finding_events", event(CLOSED), event(CLOSED, number="2"))
    publication.put("findings", finding(), finding("2"), member="birch")
    audit = first_audit(knits())
    assert audit.plan == Plan("completed", 2, 2, 0)
    assert compliant(audit) == COMPLIANT


def test_findings_that_cannot_be_read_leave_every_plan_incomplete(publication, knits):
    """The same for a table that cannot be read at all."""
    with (publication.data / "members/alder/findings.csv").open("ab") as opened:
        opened.write(b"\xff")
    audit = first_audit(knits())
    assert (audit.plan, audit.found_compliant) == (None, None)


def test_open_findings_come_first(publication, knits):
    """Overdue before others, then the graver, then by deadline and number; closed ones last."""
    publication.put(
        "findings",
        finding("closed", severity="critical"),
        finding("late", deadline="2025-01-01"),
        finding("grave", severity="critical"),
        finding("b-soon", deadline="2027-01-01"),
        finding("a-soon", deadline="2027-01-01"),
        finding("some-day", deadline=None),
    ).put("finding_events", event(CLOSED, number="closed"))
    order = [f.finding for f in first_audit(knits()).findings]
    assert order == ["late", "grave", "a-soon", "b-soon", "some-day", "closed"]


def test_an_audit_of_a_factory_without_the_scope_has_no_plan(publication):
    """Not agreed is not the same as nothing to correct."""
    (audit,) = publication.site().by_id[WEAVES].audits
    assert (audit.plan, audit.findings, audit.chapters, audit.found_compliant) == (
        None,
        (),
        (),
        None,
    )
