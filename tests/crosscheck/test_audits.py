"""Audits: the letter of an alert, the order of follow-ups, one audit of several members."""

from __future__ import annotations

import pytest

from checking import AUDITS, BIRCH, both, cells, events, findings, of_code, only
from madewhere.check import check
from tiny_publication import AS_OF, KNITS

THEIRS = f"{BIRCH}/audits.csv"
RATINGS = "members/birch/consents.csv"


@pytest.mark.parametrize(
    ("alerts", "letter", "good"),
    [
        ("0", "A", True),
        ("", "A", True),
        ("1", "E", True),
        ("3", "", True),
        ("0", "E", True),
        ("1", "D", False),
        ("12", "A", False),
    ],
)
def test_an_alert_makes_the_letter_e(tiny, alerts, letter, good):
    """With an alert no other letter than E is right; E without an alert is."""
    cells(AUDITS, 2, alert_notifications=alerts, rating_letter=letter)(tiny)
    assert of_code(tiny, "alert-letter") == (
        [] if good else [("alert-letter", "error", AUDITS, 2, "rating_letter")]
    )


@pytest.mark.parametrize(
    ("alert", "letters", "found"),
    [
        (("1", ""), ("", "B"), [(THEIRS, 2)]),
        (("", "2"), ("A", ""), [(AUDITS, 2)]),
        (("1", ""), ("", "E"), []),
        (("1", ""), ("", ""), []),
        (("0", ""), ("", "B"), []),
        (("1", ""), ("E", "B"), [(THEIRS, 2)]),
    ],
)
def test_an_alert_of_one_member_speaks_against_the_letter_of_another(tiny, alert, letters, found):
    """A warning at the letter: no member's row stops another one's."""
    for file, alerts, letter in zip((AUDITS, THEIRS), alert, letters, strict=True):
        cells(
            file,
            2,
            alert_notifications=alerts,
            rating_letter=letter,
            rating_percent="",
            cap_complete="",
        )(tiny)
    assert of_code(tiny, "audit-contradiction", "alert-letter") == [
        ("audit-contradiction", "warning", file, line, "rating_letter") for file, line in found
    ]


@pytest.mark.parametrize(
    ("day", "good"), [("2024-03-06", True), ("2024-03-05", True), ("2024-03-04", False)]
)
def test_a_follow_up_is_not_before_what_it_follows(tiny, day, good):
    """A follow-up on the same day is possible, one before is not."""
    cells(AUDITS, 3, audit_date=day, category="follow-up", type="environmental")(tiny)
    assert of_code(tiny, "audit-order") == (
        [] if good else [("audit-order", "error", AUDITS, 3, "follows_audit")]
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("category", "re-audit"),
        ("announcement", "announced"),
        ("requirements_version", "2022"),
    ],
)
def test_different_values_of_one_audit_are_a_warning(tiny, column, value):
    """What two members state differently of one audit is named at the second one's row."""
    cells(THEIRS, 2, **{column: value})(tiny)
    found = [p for p in check(tiny, as_of=AS_OF).problems if p.code == "audit-contradiction"]
    assert [(p.level.label, p.file, p.line, p.field) for p in found] == [
        ("warning", THEIRS, 2, column)
    ]
    assert found[0].subject == "AMZKZVZ40G"


def test_what_only_one_member_states_is_no_contradiction(tiny):
    """An empty cell contradicts nothing."""
    cells(THEIRS, 2, requirements_version="")(tiny)
    assert findings(tiny) == []


@pytest.mark.parametrize(
    ("column", "value"), [("type", "environmental"), ("audit_date", "2024-03-06")]
)
def test_one_identifier_for_two_audits_is_told(tiny, column, value):
    """A row that has another audit's ID, but another type or day, contradicts it."""
    cells(THEIRS, 2, **{column: value})(tiny)
    assert findings(tiny) == [("audit-contradiction", "warning", THEIRS, 2, column)]


def test_another_audit_with_an_identifier_of_its_own_is_no_matter(tiny):
    """Two audits of one factory on different days are two."""
    both(
        cells(THEIRS, 2, audit_id="ATBE929A3J", audit_date="2024-03-06"),
        events("new", ("audit", "ATBE929A3J", "published", "2026-01-01", "")),
    )(tiny)
    assert findings(tiny) == []


def test_the_same_audit_twice_in_one_package(tiny):
    """The rule of one ID holds inside a package too, and the message names the other ID."""
    cells(AUDITS, 3, audit_date="2024-03-05", follows_audit="")(tiny)
    codes = [code for code, *_ in findings(tiny)]
    assert codes.count("audit-two-ids") == 1
    assert set(codes) == {"audit-two-ids", "audit-contradiction"}


def test_a_contradiction_about_an_audit_can_be_settled(tiny):
    """A recorded decision about this audit silences its contradictions."""
    cells(THEIRS, 2, announcement="announced")(tiny)
    with (tiny / "registers/decisions.csv").open("a") as opened:
        opened.write("audit-contradiction,AMZKZVZ40G,both stand,2026-01-01\n")
    assert {code for code, *_ in findings(tiny)} <= {"rows-unsorted"}


def test_the_other_factory_is_named(tiny):
    """A follow-up of another factory's audit is told whose that is."""
    cells(AUDITS, 4, follows_audit="AMZKZVZ40G")(tiny)
    assert only(tiny).message == f"AMZKZVZ40G is an audit of {KNITS}"
