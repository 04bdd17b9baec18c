"""The states that follow from events."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.ledger import STATE_AFTER, Event, Ledger

DAY = date(2026, 6, 1)
LATER = DAY + timedelta(days=30)


def event(what, on=DAY, file="a.csv", line=2, successor=None, identifier="X"):
    """An event of one factory."""
    return Event("factory", identifier, what, on, successor, file, line)


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("published", "open"),
        ("reopened", "open"),
        ("closed", "closed"),
        ("moved", "moved"),
        ("merged", "merged"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_the_last_event_decides_the_state(what, state):
    """The state is the one that the newest event leaves, in whatever order events are read."""
    first, last = event("published"), event(what, LATER)
    for events in ([first, last], [last, first]):
        assert Ledger.of(events).state("factory", "X", LATER) == state


def test_an_event_counts_from_its_day():
    """Before its day an event has not happened; before the first one the identifier is not known."""
    ledger = Ledger.of([event("published"), event("closed", LATER)])
    assert ledger.state("factory", "X", DAY - timedelta(days=1)) is None
    assert ledger.state("factory", "X", LATER - timedelta(days=1)) == "open"
    assert ledger.state("factory", "X", LATER) == "closed"


@pytest.mark.parametrize("published_in", ["a.csv", "z.csv"])
def test_a_withdrawal_wins_its_day(published_in):
    """Published and withdrawn on one day is withdrawn, whatever the files are called."""
    events = [event("published", file=published_in), event("withdrawn", file="m.csv")]
    assert Ledger.of(events).state("factory", "X", DAY) == "withdrawn"


def test_published_again_after_a_withdrawal():
    """A later day's event `published` opens an identifier again; the withdrawal is not forgotten."""
    ledger = Ledger.of([event("published"), event("withdrawn"), event("published", LATER)])
    assert ledger.state("factory", "X", LATER) == "open"
    assert ledger.withdrawn_on("factory", "X") == DAY


def test_the_last_of_several_withdrawals_counts():
    """What was agreed to before the newest withdrawal is over, on whatever day one looks."""
    ledger = Ledger.of(
        [event("withdrawn"), event("published", LATER), event("withdrawn", LATER, line=3)]
    )
    assert ledger.withdrawn_on("factory", "X") == LATER
    assert Ledger.of([event("published")]).withdrawn_on("factory", "X") is None


def test_kinds_do_not_mix():
    """A factory and an audit of the same identifier have nothing to do with each other."""
    audit = Event("audit", "X", "withdrawn", DAY, None, "a.csv", 2)
    ledger = Ledger.of([event("published"), audit])
    assert ledger.state("factory", "X", DAY) == "open"
    assert ledger.state("audit", "X", DAY) == "withdrawn"
    assert ledger.known("factory") == ["X"]
    assert ledger.state("member", "X", DAY) is None


@given(
    st.lists(
        st.builds(
            event,
            st.sampled_from(sorted(STATE_AFTER)),
            st.dates(DAY, LATER),
            st.sampled_from(["a.csv", "b.csv"]),
            st.integers(2, 9),
        ),
        max_size=8,
        unique_by=lambda e: (e.file, e.line),
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_reading_has_no_effect(events, chance):
    """Whatever the order in which events come, the ledger and its states are the same."""
    shuffled = chance.sample(events, len(events))
    assert Ledger.of(events).events == Ledger.of(shuffled).events


@given(
    st.lists(st.tuples(st.sampled_from(sorted(STATE_AFTER)), st.integers(0, 5)), min_size=1),
    st.integers(0, 5),
)
def test_a_withdrawal_on_the_last_day_is_never_outdone(events, last):
    """No event up to the day of a withdrawal, that day included, leaves anything but withdrawn."""
    all_events = [
        event(what, DAY + timedelta(days=min(days, last)), line=line)
        for line, (what, days) in enumerate(events, start=2)
    ]
    all_events.append(event("withdrawn", DAY + timedelta(days=last), line=99))
    assert Ledger.of(all_events).state("factory", "X", LATER) == "withdrawn"


@pytest.mark.parametrize("day", [DAY - timedelta(days=400), DAY, LATER, date(2062, 1, 1)])
def test_a_withdrawal_counts_whatever_its_date(day):
    """A date in the future is a slip, and nobody who withdrew is shown because of one."""
    ledger = Ledger.of([event("published"), event("withdrawn", day)])
    assert ledger.state("factory", "X", DAY) == "withdrawn" or day < DAY
    assert list(ledger.withdrawn_unpublished()) == (["X"] if day < DAY else [])


@pytest.mark.parametrize("ended", ["merged", "withdrawn"])
@pytest.mark.parametrize("after", ["closed", "moved", "reopened"])
def test_an_event_that_cannot_follow_has_no_effect(ended, after):
    """What was merged or withdrawn is not brought back by a later slip."""
    successor = "Y" if ended == "merged" else None
    events = [event("published"), event(ended, successor=successor), event(after, LATER)]
    assert Ledger.of(events).state("factory", "X", LATER) == ended


def test_mergers_lead_to_the_last_one():
    """Over several mergers an identifier stands for the last one; a circle leads nowhere."""
    chain = [
        event("published", identifier="X"),
        event("merged", identifier="X", successor="Y"),
        event("published", identifier="Y"),
        event("merged", identifier="Y", successor="Z"),
        event("published", identifier="Z"),
    ]
    assert Ledger.of(chain).stands_for("factory", "X", LATER) == "Z"
    assert Ledger.of(chain).stands_for("factory", "Z", LATER) == "Z"
    circle = [
        *chain[:-1],
        event("published", identifier="Z"),
        event("merged", identifier="Z", successor="X"),
    ]
    assert Ledger.of(circle).stands_for("factory", "X", LATER) is None
