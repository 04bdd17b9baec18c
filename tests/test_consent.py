"""Which consents cover what: every combination of who, where, when and what happened since."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.consent import Consents, Grant
from madewhere.ledger import Event, Ledger
from madewhere.tables import SCOPES

AS_OF = date(2026, 11, 21)
GIVEN = date(2026, 1, 10)
ONE_DAY = timedelta(days=1)
OPEN = Ledger.of([Event("factory", "F", "published", GIVEN, None, "l.csv", 2)])


def grant(
    scope="identity",
    member="alder",
    given_in="alder",
    decided_on=GIVEN,
    until=None,
    factory="F",
    text="2026-1",
):
    """A consent of factory F."""
    return Grant(factory, scope, member, decided_on, until, "signed-document", text, given_in)


def covers(*grants, scope="identity", member="alder", ledger=OPEN, as_of=AS_OF):
    """Whether these consents cover that scope of that member's statements."""
    return Consents(grants, ledger, as_of, frozenset()).covers("F", scope, member)


@pytest.mark.parametrize(
    ("named", "given_in", "asked", "expected"),
    [
        (named, given_in, asked, (named in ("*", given_in)) and named in ("*", asked))
        for named, given_in, asked in product(
            ("*", "alder", "birch"), ("alder", "birch"), ("alder", "birch")
        )
    ],
)
def test_whom_a_consent_covers(named, given_in, asked, expected):
    """One for a member counts for it and in its package only; one for all counts for everybody."""
    assert covers(grant(member=named, given_in=given_in), member=asked) is expected


@pytest.mark.parametrize("identity", ["*", "alder", "birch", None])
@pytest.mark.parametrize("audits", ["*", "alder", "birch", None])
@pytest.mark.parametrize("asked", ["alder", "birch"])
def test_no_scope_counts_without_identity(identity, audits, asked):
    """A scope covers a member only where identity covers that same member too."""
    grants = [
        grant(scope, member, "alder" if member == "*" else member)
        for scope, member in (("identity", identity), ("audits", audits))
        if member is not None
    ]
    named = identity in ("*", asked)
    assert covers(*grants, member=asked) is named
    assert covers(*grants, scope="audits", member=asked) is (named and audits in ("*", asked))


@pytest.mark.parametrize("scope", [scope for scope in SCOPES if scope != "identity"])
def test_a_scope_covers_nothing_but_itself(scope):
    """Identity and one scope cover just these two."""
    found = Consents([grant(), grant(scope)], OPEN, AS_OF, frozenset())
    assert {each for each in SCOPES if found.covers("F", each, "alder")} == {"identity", scope}


def test_a_consent_covers_its_own_factory_only():
    """Another factory's consent covers nothing."""
    assert not covers(grant(factory="G"))


@pytest.mark.parametrize(
    ("decided_on", "until", "expected"),
    [
        (AS_OF, None, True),
        (AS_OF + ONE_DAY, None, False),
        (GIVEN, AS_OF, True),
        (GIVEN, AS_OF - ONE_DAY, False),
        (GIVEN, date(9999, 12, 31), True),
        (date(1, 1, 1), None, True),
        (AS_OF, AS_OF, True),
        (AS_OF, AS_OF - ONE_DAY, False),
    ],
)
def test_from_when_and_until_when_it_counts(decided_on, until, expected):
    """A consent counts from the day it was given to the last day on which it is valid, both included."""
    assert covers(grant(decided_on=decided_on, until=until)) is expected


def test_one_in_force_is_enough():
    """A lapsed consent does no harm beside one in force."""
    lapsed = grant(until=AS_OF - ONE_DAY)
    assert covers(lapsed, grant(member="*", given_in="birch"))


def ledger(*events):
    """A ledger of factory F: its events with their days after the first."""
    return Ledger.of(
        [
            Event("factory", "F", what, GIVEN + timedelta(days=day), None, "l.csv", line)
            for line, (what, day) in enumerate((("published", 0), *events), start=2)
        ]
    )


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), True),
        ((("closed", 1),), True),
        ((("moved", 1),), True),
        ((("closed", 1), ("reopened", 2)), True),
        ((("merged", 1),), False),
        ((("withdrawn", 1),), False),
        ((("withdrawn", 0),), False),
        ((("withdrawn", 1), ("published", 2)), False),
        ((("withdrawn", 1), ("reopened", 2)), False),
        ((("withdrawn", 999),), False),
    ],
)
@pytest.mark.parametrize("member", ["alder", "*"])
def test_states_of_the_factory(events, expected, member):
    """Merged and withdrawn factories are covered by nothing, and a consent does not survive a withdrawal."""
    assert covers(grant(member=member), ledger=ledger(*events)) is expected


@pytest.mark.parametrize(
    ("days_after_withdrawal", "expected"), [(-1, False), (0, False), (1, True)]
)
@pytest.mark.parametrize("member", ["alder", "*"])
def test_a_consent_after_a_withdrawal_must_be_newer(days_after_withdrawal, expected, member):
    """After publishing again only a consent given on a later day than the withdrawal counts."""
    again = ledger(("withdrawn", 10), ("published", 20))
    given = GIVEN + timedelta(days=10 + days_after_withdrawal)
    assert covers(grant(member=member, decided_on=given), ledger=again) is expected


def test_a_withdrawn_factory_stays_so_whatever_it_agrees_to():
    """A newer consent alone does not bring a factory back: its ledger has to say so."""
    newer = grant(member="*", decided_on=AS_OF)
    assert not covers(newer, ledger=ledger(("withdrawn", 10)))


def test_a_factory_that_was_never_published_is_not_covered():
    """Without an event in the ledger nothing is shown."""
    assert not covers(grant(), ledger=Ledger())
    future = Event("factory", "F", "published", AS_OF + ONE_DAY, None, "l.csv", 2)
    assert not covers(grant(), ledger=Ledger.of([future]))


def test_consents_are_not_inherited():
    """A factory that another was merged into is covered by its own consents only."""
    merged = Ledger.of(
        [
            Event("factory", "G", "published", GIVEN, None, "l.csv", 2),
            Event("factory", "G", "merged", GIVEN + ONE_DAY, "F", "l.csv", 3),
            Event("factory", "F", "published", GIVEN, None, "l.csv", 4),
        ]
    )
    assert not covers(grant(factory="G"), ledger=merged)
    assert not covers(grant(factory="G", member="*"), ledger=merged)


_GRANTS = st.lists(
    st.builds(
        grant,
        st.sampled_from(["identity", "audits", "profile"]),
        st.sampled_from(["*", "alder", "birch"]),
        st.sampled_from(["alder", "birch"]),
        st.dates(GIVEN - ONE_DAY, AS_OF + ONE_DAY),
        st.none() | st.dates(GIVEN, AS_OF + ONE_DAY),
    ),
    max_size=8,
)
_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["published", "merged", "moved", "closed", "reopened", "withdrawn"]),
        st.integers(0, 400),
    ),
    max_size=4,
)


@given(_GRANTS, _EVENTS)
def test_the_rules_written_a_second_time(grants, events):
    """For any consents and events the answer is that of the rules as a person would write them down."""
    of = ledger(*events)
    found = Consents(grants, of, AS_OF, frozenset())
    past = sorted(
        (e for e in of.events["factory", "F"] if e.date <= AS_OF or e.event == "withdrawn"),
        key=lambda e: (e.date, e.event == "withdrawn", e.line),
    )
    known = merged = withdrawn = False
    for what in (e.event for e in past):
        if what == "withdrawn":
            known, merged, withdrawn = True, False, True
        elif what == "published" and (withdrawn or not known):
            known, withdrawn = True, False
        elif what == "merged" and known and not withdrawn:
            merged = True
    shown = known and not merged and not withdrawn
    gone = [e.date for e in past if e.event == "withdrawn"]

    def given_for(scope, member):
        return any(
            g.scope == scope
            and (g.member == "*" or g.member == g.given_in == member)
            and g.decided_on <= AS_OF
            and not (g.valid_until and g.valid_until < AS_OF)
            and not any(g.decided_on <= day for day in gone)
            for g in grants
        )

    for scope, member in product(("identity", "audits", "profile"), ("alder", "birch", "cedar")):
        expected = shown and given_for("identity", member) and given_for(scope, member)
        assert found.covers("F", scope, member) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2026-1", False),
        ("2025-9", False),
        ("form-2026-1", False),
        ("2026-2", True),
        ("2026-10", True),
        ("2027-1", True),
        ("form-2026-2", True),
        ("own-paper", True),
    ],
)
def test_a_text_covers_what_it_named(text, named):
    """Madewhere's own texts cover what is older than they are; another text is its reader's to know."""
    found = Consents([grant(text="2026-1"), grant("ratings", text=text)], OPEN, AS_OF, frozenset())
    assert found.covers("F", "ratings", "alder")
    assert found.covers("F", "ratings", "alder", "2026-2") is named
    assert not found.covers("F", "cap", "alder", "2026-2")


def test_of_several_texts_the_newest_counts():
    """A yes for all to the new text covers what one to the old text did not."""
    given = [grant(), grant("cap"), grant("cap", member="*", given_in="birch", text="2026-2")]
    assert Consents(given, OPEN, AS_OF, frozenset()).covers("F", "cap", "alder", "2026-2")
    assert not Consents(given[:2], OPEN, AS_OF, frozenset()).covers("F", "cap", "alder", "2026-2")
