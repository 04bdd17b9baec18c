"""Check characters and digits of the identifiers in tables."""

from __future__ import annotations

import pytest

from checking import AUDITS, FACTORIES, cells, events, findings

GLN = "4012345000009"


@pytest.mark.parametrize(
    ("column", "value", "good"),
    [
        ("gln", GLN, True),
        ("gln", "4012345000008", False),
        ("lei", "5299000J2N45DDNE4Y28", True),
        ("lei", "5299000J2N45DDNE4Y29", False),
        ("os_id", "BD2019100FPTYTA", True),
        ("os_id", "BD2019100FPTYTB", False),
        ("os_id", "BD2019101FPTYTA", False),
        ("os_id", "BD2019000FPTYTA", False),
    ],
)
def test_identifiers_of_factories(tiny, column, value, good):
    """Each kind of identifier is judged by its own rule; one wrong character is found."""
    cells(FACTORIES, 2, **{column: value})(tiny)
    if value == GLN:
        events("gln", ("gln", GLN, "published", "2026-03-01", ""))(tiny)
    expected = [("id-check-character", "error", FACTORIES, 2, column)]
    assert findings(tiny) == ([] if good else expected)


@pytest.mark.parametrize("column", ["audit_id", "follows_audit"])
def test_identifiers_of_audits(tiny, column):
    """A wrong audit ID is told where it stands."""
    cells(AUDITS, 3, **{column: "AMZKZVZ40H"})(tiny)
    assert ("id-check-character", "error", AUDITS, 3, column) in findings(tiny)


def test_a_gln_needs_an_event(tiny):
    """It has an address of its own, so the ledger has to have it; one with a typing error is told as that."""
    cells(FACTORIES, 2, gln=GLN)(tiny)
    assert findings(tiny) == [("ledger-missing", "error", FACTORIES, 2, "gln")]
