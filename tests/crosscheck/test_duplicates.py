"""Likely duplicates: which pairs are told, where, and what settles them."""

from __future__ import annotations

import pytest

from checking import (
    BIRCH,
    CONSENTS,
    FACTORIES,
    added,
    both,
    cells,
    consent,
    events,
    findings,
    without,
)
from madewhere.crosscheck.duplicates import check_duplicates
from test_check import copy_of_knits
from tiny_publication import DENIM, KNITS

LOW, HIGH = "BD0EYMW34", "VNF7HJ06K"


def twin(factory_id, published="2026-01-01", **cells_of_it):
    """Give alder a second factory that looks like the knitting one."""
    return both(
        added(FACTORIES, **copy_of_knits(factory_id) | cells_of_it),
        added(CONSENTS, **consent(factory_id, "identity")),
        events("new", ("factory", factory_id, "published", published, "")),
    )


def pairs(data):
    """The problems without notices about the order of rows."""
    return [each for each in findings(data) if each[0] != "rows-unsorted"]


@pytest.mark.parametrize("factory_id", [LOW, HIGH])
def test_the_one_published_later_is_told(tiny, factory_id):
    """The warning stands at the newer factory's row, because the older ID is the one to keep."""
    twin(factory_id)(tiny)
    assert pairs(tiny) == [("duplicate-in-package", "warning", FACTORIES, 4, "factory_id")]


def test_the_older_one_may_be_the_new_row(tiny):
    """It is the ledger that decides which is the older, not the order of rows."""
    twin(LOW, published="2024-01-01")(tiny)
    assert pairs(tiny) == [("duplicate-in-package", "warning", FACTORIES, 2, "factory_id")]


def test_units_of_one_site_are_no_duplicates(tiny):
    """A unit says with `part_of` that it belongs to the other."""
    twin(HIGH, part_of=KNITS, identifiers_stated_on="2025-02-01", identifiers_stated_by="member")(
        tiny
    )
    assert pairs(tiny) == []


def test_one_factory_of_two_members_is_no_duplicate(tiny):
    """The same ID in two packages is one factory, however its names differ."""
    cells(f"{BIRCH}/factories.csv", 2, name="Fable Knitwear Ltd")(tiny)
    assert pairs(tiny) == []


def test_another_factory_is_no_duplicate(tiny):
    """A factory of another name and town is not told."""
    twin(HIGH, name="Quite Different Dyeing", street_address="9 Far Road", locality="Chattogram")(
        tiny
    )
    assert pairs(tiny) == []


@pytest.mark.parametrize(
    ("code", "subject", "expected"),
    [
        ("duplicate-in-package", f"{KNITS}|{HIGH}", []),
        ("duplicate-in-package", f"{HIGH}|{KNITS}", ["duplicate-in-package", "decision-unused"]),
        ("duplicate-in-package", f"{KNITS}|{DENIM}", ["duplicate-in-package", "decision-unused"]),
        (
            "duplicate-across-members",
            f"{KNITS}|{HIGH}",
            ["duplicate-in-package", "decision-unused"],
        ),
    ],
)
def test_a_decision_silences_exactly_its_pair(tiny, code, subject, expected):
    """A decision names the code and the two IDs, sorted; anything else silences nothing."""
    both(
        twin(HIGH),
        added(
            "registers/decisions.csv",
            code=code,
            subject=subject,
            reason="x",
            decided_on="2026-01-01",
        ),
    )(tiny)
    assert [each[0] for each in pairs(tiny)] == expected


def test_the_message_names_both(tiny):
    """Both IDs, names and the other's member stand in the message."""
    both(twin(HIGH), without(CONSENTS, "nothing"))(tiny)
    (cells_of,) = [p for p in _problems(tiny) if p.code == "duplicate-in-package"]
    for words in (KNITS, HIGH, "Fable Knitwear Ltd", "alder"):
        assert words in cells_of.message
    assert cells_of.subject == f"{KNITS}|{HIGH}"


def _problems(data):
    from madewhere.read import read_data
    from tiny_publication import AS_OF

    return list(check_duplicates(read_data(data, as_of=AS_OF).corpus))


def test_no_duplicates_in_the_tiny_publication(tiny):
    """The fixture has none, so that each found above is the test's."""
    assert _problems(tiny) == []
    cells(FACTORIES, 2, name="Fable Knitwear Limited")(tiny)
    assert findings(tiny) == []
