"""Certificates and claims: days, standards, one certificate stated twice, and evidence."""

from __future__ import annotations

import shutil

import pytest

from checking import ALDER, BIRCH, added, both, cells, findings, of_code, only
from tiny_publication import KNITS, WEAVES

CERTIFICATES = f"{ALDER}/certificates.csv"
CLAIMS = f"{ALDER}/claims.csv"
THEIRS = f"{BIRCH}/certificates.csv"


def birch_has_them_too(data):
    """Give birch alder's certificates."""
    shutil.copy(data / CERTIFICATES, data / THEIRS)


@pytest.mark.parametrize(
    ("until", "good"), [("2025-06-01", True), ("2025-05-31", False), ("", True)]
)
def test_a_certificate_ends_after_it_begins(tiny, until, good):
    """One day is enough, and no end is none."""
    cells(CERTIFICATES, 3, valid_until=until)(tiny)
    expected = [("certificate-dates", "error", CERTIFICATES, 3, "valid_until")]
    assert findings(tiny) == ([] if good else expected)


@pytest.mark.parametrize(("file", "line"), [(CERTIFICATES, 2), (CLAIMS, 3)])
def test_a_standard_is_in_the_register(tiny, file, line):
    """Certificates and claims name standards by their slugs."""
    cells(file, line, standard="fantasy")(tiny)
    found = of_code(tiny, "reference-standard")
    assert found == [("reference-standard", "error", file, line, "standard")]


@pytest.mark.parametrize("kind", ["certificate", "audit", "self-assessment"])
def test_a_certificate_is_of_a_standard_that_gives_some(tiny, kind):
    """An audit or a self-assessment is no certificate, whoever enters it as one."""
    path = tiny / "registers/standards.csv"
    path.write_text(path.read_text().replace(",certificate,", f",{kind},", 1))
    found = of_code(tiny, "certificate-of-none")
    expected = [("certificate-of-none", "error", CERTIFICATES, line, "standard") for line in (2, 3)]
    assert found == ([] if kind == "certificate" else expected)


def test_one_number_at_two_factories_is_told(tiny):
    """At the second one; a decision about both factories and the number settles it."""
    added(
        CERTIFICATES,
        factory_id=WEAVES,
        standard="organic",
        number="OR-412",
        issuer="Lindenfall Fictional Certification",
        valid_from="2025-06-01",
    )(tiny)
    found = "certificate-two-factories"
    assert of_code(tiny, found) == [(found, "notice", CERTIFICATES, 4, "number")]
    with (tiny / "registers/decisions.csv").open("a") as opened:
        opened.write(f"{found},BD1G1D22Y|OR-412|{WEAVES},a group,2026-01-01\n")
    assert of_code(tiny, found) == []


@pytest.mark.parametrize(
    ("column", "value", "contradicts"),
    [
        ("valid_from", "2025-06-02", True),
        ("valid_until", "2028-05-31", True),
        ("valid_until", "", False),
        ("issuer", "Lindenfall", False),
    ],
)
def test_members_that_give_a_certificate_other_days_are_told(tiny, column, value, contradicts):
    """The days decide what is shown as valid; other wording decides nothing."""
    both(birch_has_them_too, cells(THEIRS, 3, **{column: value}))(tiny)
    expected = [("certificate-contradiction", "warning", THEIRS, 3, column)]
    assert of_code(tiny, "certificate-contradiction") == (expected if contradicts else [])


@pytest.mark.parametrize(
    ("given", "code", "level", "field"),
    [
        ({}, None, "", ""),
        ({"number": ""}, "claim-certificate-half", "error", "number"),
        ({"standard": ""}, "claim-certificate-half", "error", "standard"),
        ({"number": "OR-999"}, "claim-certificate-missing", "warning", "number"),
        ({"standard": "", "number": ""}, "claim-without-evidence", "notice", "standard"),
        ({"audit_id": "ABBBBBBBB2"}, "reference-audit", "warning", "audit_id"),
        ({"audit_id": "AVCYST6WNC"}, "claim-audit-other-factory", "error", "audit_id"),
        ({"audit_id": "APW1FKH4NC"}, None, "", ""),
        ({"standard": "", "number": "", "audit_id": "APW1FKH4NC"}, None, "", ""),
    ],
)
def test_what_a_claim_rests_on(tiny, given, code, level, field):
    """A whole certificate of this factory, an audit of it, or else it is said that there is neither."""
    cells(CLAIMS, 3, **given)(tiny)
    assert findings(tiny) == ([(code, level, CLAIMS, 3, field)] if code else [])


def test_a_certificate_of_another_factory_supports_nothing(tiny):
    """The claim's certificate has to be one of the factory that the claim is about."""
    cells(CERTIFICATES, 3, factory_id=WEAVES)(tiny)
    assert of_code(tiny, "claim-certificate-missing") == [
        ("claim-certificate-missing", "warning", CLAIMS, 3, "number")
    ]


def test_another_members_certificate_supports_a_claim(tiny):
    """Whoever discloses it."""
    both(birch_has_them_too, lambda data: (data / CERTIFICATES).write_text(_header(data)))(tiny)
    assert of_code(tiny, "claim-certificate-missing") == []


def _header(data):
    return (data / CERTIFICATES).read_text().splitlines()[0] + "\n"


@pytest.mark.parametrize(
    ("file", "values"),
    [(CERTIFICATES, {"valid_from": "soon"}), (f"{ALDER}/audits.csv", {"audit_date": "soon"})],
)
def test_evidence_with_an_error_of_its_own_is_not_called_missing(tiny, file, values):
    """A wrong cell is one problem, and not one of the claim too."""
    cells(file, 3, **values)(tiny)
    assert [each for each in findings(tiny) if each[2] == CLAIMS] == []


def test_a_claim_without_evidence_names_itself(tiny):
    """So that a decision can settle it, as the tiny publication has one of."""
    cells(CLAIMS, 4, audit_id="")(tiny)
    assert only(tiny).subject == f"{KNITS}|safe-exits"
