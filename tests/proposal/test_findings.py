"""What a change does to findings and to what happened to them, and what it takes back."""

from __future__ import annotations

from datetime import date

import pytest

from checking import ALDER, AUDITS, CONSENTS, added, both, cells, events, grid, without
from madewhere.proposal.change import Cell, Kind
from madewhere.report import FORMATS
from proposal.conftest import git
from tiny_publication import KNITS

FINDINGS = f"{ALDER}/findings.csv"
EVENTS = f"{ALDER}/finding_events.csv"
FIRST = "AMZKZVZ40G"


def event(what, day="2026-01-01", finding="WH-01", by="member"):
    """Add an event of a finding."""
    row = {"audit_id": FIRST, "factory_id": KNITS, "finding": finding, "date": day}
    return added(EVENTS, **row, event=what, by=by)


def finding(number):
    """Add a finding."""
    row = {"audit_id": FIRST, "factory_id": KNITS, "finding": number, "severity": "minor"}
    return added(FINDINGS, **row, requirement="first-aid")


def taken_back(result):
    """The problems of events that are no longer what they were, as (code, level, line, field)."""
    return [
        (p.code, p.level.label, p.line, p.field)
        for p in result.problems
        if p.code.startswith("event-taken-back")
    ]


def test_new_findings_and_events_are_told_row_by_row(proposed):
    """With what they are of, and in the summary by what happened."""
    result = proposed(both(finding("X-1"), finding("X-2"), event("verified-closed")))
    change = result.proposal
    assert [(f.kind, f.finding, f.audit_id, f.factory_id, f.member) for f in change.findings] == [
        (Kind.ADDED, number, FIRST, KNITS, "alder") for number in ("X-1", "X-2")
    ]
    (told,) = change.finding_events
    assert (told.kind, told.finding, told.event, told.by) == (
        Kind.ADDED,
        "WH-01",
        "verified-closed",
        "member",
    )
    assert (told.date, told.line) == (date(2026, 1, 1), 7)
    assert (change.others, taken_back(result)) == ((), [])
    text = FORMATS["text"](result, "data/")
    assert "2 findings added, 1 finding verified as corrected." in text


def test_a_changed_finding_tells_its_cells(proposed):
    """Each before and after; that is no problem, for a plan may change."""
    result = proposed(cells(FINDINGS, 4, deadline="2024-12-31"))
    (told,) = result.proposal.findings
    assert (told.kind, told.cells) == (
        Kind.CHANGED,
        (Cell("deadline", "2024-09-30", "2024-12-31"),),
    )
    assert result.problems == []


def test_an_event_that_reads_differently_is_told_first(proposed):
    """Before those that are new, at its line, with what differs."""
    result = proposed(both(event("comment", "2024-05-03", "HS-01"), cells(EVENTS, 6, text="No.")))
    first, second = result.proposal.finding_events
    assert (first.kind, first.finding, second.kind) == (Kind.CHANGED, "WH-01", Kind.ADDED)
    assert taken_back(result) == [("event-taken-back", "warning", 6, "text")]
    (told,) = (p for p in result.problems if p.code == "event-taken-back")
    assert told.message == (
        "AMZKZVZ40G, finding WH-01: comment on 2024-09-20 by the factory reads differently: text"
    )


def test_an_event_that_is_gone_is_a_warning(proposed):
    """A verification that vanished would otherwise open a finding without a word."""
    result = proposed(grid(EVENTS, lambda rows: rows.pop(2)))
    assert [(e.kind, e.event, e.line) for e in result.proposal.finding_events] == [
        (Kind.REMOVED, "verified-closed", 0)
    ]
    assert taken_back(result) == [("event-taken-back", "warning", 0, "")]
    assert "1 event of a finding taken back" in FORMATS["text"](result, "data/")


@pytest.mark.parametrize(
    ("proposer", "expected"),
    [
        ("alder-data", ("event-taken-back", "warning")),
        ("somebody", ("event-taken-back-elsewhere", "error")),
        ("", ("event-taken-back", "warning")),
    ],
)
def test_another_members_event_is_an_error(proposed, proposer, expected):
    """Only who published it can say that it was wrong; where nobody said who proposes, it is a warning."""
    result = proposed(cells(EVENTS, 6, text="No."), proposer)
    assert [found[:2] for found in taken_back(result)] == [expected]


@pytest.mark.parametrize(
    "change",
    [
        without(CONSENTS, "cap"),
        cells(CONSENTS, 3, valid_until="2026-01-01"),
        events("gone", ("factory", KNITS, "withdrawn", "2026-01-01", "")),
        events("gone", ("audit", FIRST, "withdrawn", "2026-01-01", "")),
    ],
)
def test_what_may_not_stay_may_go(proposed, change):
    """Where the factory no longer agrees, or it or the audit was withdrawn, the events have to go."""
    result = proposed(both(change, lambda data: (data / EVENTS).unlink()), "somebody")
    assert len(result.proposal.finding_events) == 5
    assert taken_back(result) == []


def test_a_table_that_cannot_be_read_takes_nothing_back(proposed):
    """It is said to be unreadable, and its events do not count as gone."""
    result = proposed(lambda data: (data / EVENTS).write_bytes(b"\xff"))
    assert (result.proposal.finding_events, taken_back(result)) == ((), [])


def test_a_broken_event_is_not_gone(proposed):
    """A row with an error on either side is not compared."""
    result = proposed(cells(EVENTS, 6, date="soon"))
    assert taken_back(result) == []


def test_events_in_another_order_are_the_same(proposed, published):
    """Neither the order of rows nor a change of another table takes anything back."""
    change = both(
        grid(EVENTS, lambda rows: rows.insert(1, rows.pop())), cells(AUDITS, 2, rating_letter="D")
    )
    result = proposed(change)
    assert (result.proposal.finding_events, taken_back(result)) == ((), [])
    git(published.parent, "commit", "-qam", "another order")
    assert proposed(lambda _: None).proposal.finding_events == ()
