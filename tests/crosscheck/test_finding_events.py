"""What happened to findings: who may say so, in what order, and where it was seen."""

from __future__ import annotations

import pytest

from checking import (
    ALDER,
    AUDITS,
    BIRCH,
    SOURCING,
    added,
    both,
    cells,
    findings,
    of_code,
    only,
    without,
)
from crosscheck.test_findings import FINDINGS, FIRST, FOLLOW_UP, OF_WEAVES, messages
from madewhere.upgrade import upgrade
from tiny_publication import KNITS

EVENTS = f"{ALDER}/finding_events.csv"
THEIRS = f"{BIRCH}/finding_events.csv"


def event(day, what, by="member", finding="WH-01", file=EVENTS, **values):
    """Add an event of a finding of the first audit."""
    row = {"audit_id": FIRST, "factory_id": KNITS, "finding": finding, "date": day}
    return added(file, **(row | {"event": what, "by": by} | values))


def by_birch(*changes):
    """Give birch a table of events, and the factory's consent to it."""

    def change(data):
        path = data / BIRCH / "consents.csv"
        (audits,) = (line for line in path.read_text().splitlines() if f"{KNITS},audits" in line)
        with path.open("a") as opened:
            opened.write(audits.replace("audits", "cap", 1) + "\n")
        header = (data / EVENTS).read_text().splitlines()[0]
        (data / THEIRS).write_text(f"{header}\n")
        both(*changes)(data)

    return change


def codes(data):
    """The codes that are found, those of the order of rows and of the descriptor left out."""
    upgrade(data)
    return [code for code, *_ in findings(data)]


def test_an_event_is_of_a_finding_that_somebody_has(tiny):
    """The number of a finding that is in no package is an error at the event."""
    cells(EVENTS, 6, finding="WH-99")(tiny)
    assert findings(tiny) == [("reference-finding", "error", EVENTS, 6, "finding")]
    assert only(tiny).message == "no findings.csv has a finding WH-99 of AMZKZVZ40G"


def test_another_members_finding_of_the_same_audit_will_do(tiny):
    """A member may carry on what another one found, if it has the audit and the link itself."""
    by_birch(event("2025-01-01", "verified-closed", file=THEIRS))(tiny)
    assert codes(tiny) == []


def test_a_finding_with_an_error_of_its_own_is_not_called_missing(tiny):
    """Its events are not wrong because its row is."""
    cells(FINDINGS, 4, severity="awful")(tiny)
    assert [code for code, *_ in findings(tiny)] == ["cell-choice"]


@pytest.mark.parametrize(("day", "good"), [("2024-03-05", True), ("2024-03-04", False)])
def test_nothing_happens_before_the_audit(tiny, day, good):
    """On the day of the audit it may, the day before it may not."""
    cells(EVENTS, 6, date=day)(tiny)
    expected = [("event-before-audit", "error", EVENTS, 6, "date")]
    assert findings(tiny) == ([] if good else expected)


@pytest.mark.parametrize(
    ("what", "by", "expected"),
    [
        ("verified-closed", "factory", ["verified-by-factory"]),
        ("verified-closed", "member", []),
        ("evidence-submitted", "factory", []),
        ("evidence-submitted", "member", []),
    ],
)
def test_a_factory_does_not_verify_itself(tiny, what, by, expected):
    """It hands in evidence; a member verifies."""
    event("2025-01-01", what, by)(tiny)
    assert codes(tiny) == expected


@pytest.mark.parametrize(
    ("what", "by", "good"),
    [
        ("verified-closed", "member", False),
        ("reopened", "member", False),
        ("reopened", "factory", True),
        ("evidence-submitted", "member", True),
        ("evidence-submitted", "factory", True),
    ],
)
def test_only_a_linked_member_verifies_and_opens_again(tiny, what, by, good):
    """A member without a row in its sourcing table may hand on evidence, and no more."""
    changes = (
        event("2025-12-01", what, by, "HS-01", THEIRS),
        without(f"{BIRCH}/sourcing.csv", KNITS),
    )
    by_birch(*changes)(tiny)
    expected = [("verified-without-sourcing", "error", THEIRS, 2, "by")]
    assert of_code(tiny, "verified-without-sourcing") == ([] if good else expected)


def test_a_link_with_an_error_of_its_own_is_a_link(tiny):
    """A wrong cell in the sourcing table takes nobody's standing."""
    cells(SOURCING, 2, tier="first")(tiny)
    assert [code for code, *_ in findings(tiny)] == ["cell-type"]


def test_a_comment_has_words(tiny):
    """An empty comment is told."""
    cells(EVENTS, 6, text="")(tiny)
    assert findings(tiny) == [("comment-empty", "warning", EVENTS, 6, "text")]


@pytest.mark.parametrize(
    ("what", "how", "audit", "good"),
    [
        ("verified-closed", "documents", "", True),
        ("verified-closed", "", "", True),
        ("verified-closed", "follow-up-audit", FOLLOW_UP, True),
        ("verified-closed", "follow-up-audit", "", True),
        ("verified-closed", "visit", FOLLOW_UP, False),
        ("verified-closed", "", FOLLOW_UP, False),
        ("evidence-submitted", "documents", "", False),
        ("comment", "visit", "", False),
    ],
)
def test_how_fits_the_event_and_the_audit_named(tiny, what, how, audit, good):
    """Only a verdict has a how, and only one in a follow-up audit names one."""
    event("2025-12-01", what, how=how, follow_up_audit=audit, text="Words.")(tiny)
    assert codes(tiny) == ([] if good else ["event-how"])


@pytest.mark.parametrize(
    ("audit", "day", "said"),
    [
        (FOLLOW_UP, "2025-03-12", ""),
        (FOLLOW_UP, "2025-03-11", "APW1FKH4NC was on 2025-03-12, after this event on 2025-03-11"),
        (FIRST, "2025-12-01", "AMZKZVZ40G is the audit in which it was found"),
        (OF_WEAVES, "2025-12-01", "AVCYST6WNC is an audit of VNDT37MY2"),
    ],
)
def test_a_follow_up_audit_is_a_later_one_of_the_same_factory(tiny, audit, day, said):
    """Another factory's audit, the same audit, and one after the event are told."""
    event(day, "verified-closed", how="follow-up-audit", follow_up_audit=audit)(tiny)
    assert messages(tiny, "event-follow-up") == ([said] if said else [])


def test_a_follow_up_audit_is_not_before_the_audit(tiny):
    """What was found later cannot have been verified in an audit before."""
    cells(AUDITS, 3, audit_date="2024-03-04")(tiny)
    assert messages(tiny, "event-follow-up") == [
        "APW1FKH4NC was on 2024-03-04, before AMZKZVZ40G on 2024-03-05"
    ]


def test_a_follow_up_audit_that_nobody_has_is_a_warning(tiny):
    """The page then shows the verification without it."""
    cells(EVENTS, 5, follow_up_audit="ABBBBBBBB2")(tiny)
    assert findings(tiny) == [("reference-audit", "warning", EVENTS, 5, "follow_up_audit")]


@pytest.mark.parametrize(
    ("closed", "reopened", "good"),
    [
        ("2025-01-01", "2025-01-02", True),
        ("2025-01-01", "2025-01-01", True),
        ("2025-01-02", "2025-01-01", False),
    ],
)
def test_what_is_opened_again_was_closed_before(tiny, closed, reopened, good):
    """On one day the verification comes first."""
    both(event(closed, "verified-closed"), event(reopened, "reopened"))(tiny)
    assert codes(tiny) == ([] if good else ["reopened-not-closed"])


def test_another_members_verification_counts_for_opening_again(tiny):
    """Whoever closed it, it can be opened again."""
    by_birch(event("2025-01-01", "verified-closed", file=THEIRS), event("2025-02-01", "reopened"))(
        tiny
    )
    assert codes(tiny) == []


def test_a_factorys_own_verification_closes_nothing(tiny):
    """So nothing is to be opened again after it."""
    both(event("2025-01-01", "verified-closed", "factory"), event("2025-02-01", "reopened"))(tiny)
    assert sorted(codes(tiny)) == ["reopened-not-closed", "verified-by-factory"]


@pytest.mark.parametrize(
    ("between", "good"),
    [(None, False), ("2025-01-31", True), ("2025-01-01", True), ("2025-02-01", False)],
)
def test_a_member_verifies_twice_only_what_came_back(tiny, between, good):
    """An opening again lies between two verifications; one after the second does not."""
    both(
        event("2025-01-01", "verified-closed"),
        *([event(between, "reopened")] if between else []),
        event("2025-02-01", "verified-closed"),
    )(tiny)
    assert codes(tiny) == ([] if good else ["closed-twice"])


def test_two_members_may_verify_the_same_correction(tiny):
    """One tells what the other verified; neither is wrong."""
    by_birch(event("2024-06-01", "verified-closed", finding="HS-01", file=THEIRS))(tiny)
    assert codes(tiny) == []


def test_a_warning_about_the_order_can_be_settled(tiny):
    """It names the audit and the finding."""
    event("2025-01-01", "reopened")(tiny)
    upgrade(tiny)
    assert only(tiny).subject == f"{FIRST}|WH-01"
