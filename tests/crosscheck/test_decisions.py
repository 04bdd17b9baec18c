"""Decisions: what they settle, and what no decision can."""

from __future__ import annotations

import pytest

from madewhere.corpus import Row
from madewhere.crosscheck.decisions import settle
from madewhere.problems import Level, problem
from madewhere.read import read_data
from tiny_publication import AS_OF, KNITS, TINY


def settled(found, *decisions):
    """What is left of problems after these decisions, as (code, subject)."""
    corpus = read_data(TINY, as_of=AS_OF).corpus
    corpus.registers.tables["decisions"] = [
        Row(line, {"code": code, "subject": subject, "reason": "x", "decided_on": AS_OF})
        for line, (code, subject) in enumerate(decisions, start=2)
    ]
    return [(p.code, p.subject) for p in settle(corpus, found)]


WARNING = problem("statement-contradiction", "m", file="f.csv", subject=KNITS)
OTHER = problem("statement-contradiction", "m", file="f.csv", subject="X")
NOTICE = problem("rows-unsorted", "m", file="f.csv", subject=KNITS)
ERROR = problem("consent-missing", "m", file="f.csv", subject=KNITS)
NAMELESS = problem("cell-email", "m", file="f.csv")


def test_only_what_is_named_is_settled():
    """A decision takes away the problems of its code and subject, and no others."""
    left = settled([WARNING, OTHER, NAMELESS], ("statement-contradiction", KNITS))
    assert left == [("statement-contradiction", "X"), ("cell-email", "")]


def test_every_problem_of_the_subject_is_settled():
    """Several contradictions of one factory are settled by one decision."""
    again = problem("statement-contradiction", "other", file="g.csv", subject=KNITS)
    assert settled([WARNING, again], ("statement-contradiction", KNITS)) == []


def test_a_notice_can_be_settled():
    """Notices are settled like warnings."""
    assert settled([NOTICE], ("rows-unsorted", KNITS)) == []


def test_an_error_cannot_be_settled():
    """An error stays whatever anybody decided, and the decision is reported as without effect."""
    assert ERROR.level is Level.ERROR
    assert settled([ERROR], ("consent-missing", KNITS)) == [
        ("consent-missing", KNITS),
        ("decision-unused", ""),
    ]


@pytest.mark.parametrize(
    "decision",
    [
        ("statement-contradiction", ""),
        ("statement-contradiction", "*"),
        ("statement-contradiction", KNITS.lower()),
        ("*", KNITS),
        ("cell-email", ""),
    ],
)
def test_there_are_no_wild_cards(decision):
    """No decision silences more than one subject, and none a problem that has no subject."""
    left = settled([WARNING, NAMELESS], decision)
    assert left == [("statement-contradiction", KNITS), ("cell-email", ""), ("decision-unused", "")]
