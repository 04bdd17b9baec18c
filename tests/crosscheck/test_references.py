"""References between packages and registers."""

from __future__ import annotations

import pytest

from checking import (
    AUDITS,
    BIRCH,
    FACTORIES,
    LINKS,
    SOURCING,
    both,
    cells,
    findings,
    of_code,
    only,
    without,
)
from tiny_publication import DENIM, KNITS, WEAVES


@pytest.mark.parametrize(
    ("file", "line", "column"),
    [
        (SOURCING, 3, "factory_id"),
        ("members/alder/consents.csv", 12, "factory_id"),
        (AUDITS, 4, "factory_id"),
        (LINKS, 2, "supplier_id"),
        (LINKS, 2, "customer_id"),
    ],
)
def test_every_table_names_factories_of_its_own_package(tiny, file, line, column):
    """A factory of another member's package is not enough: the member has to state its own row."""
    cells(file, line, **{column: DENIM})(tiny)
    found = [each for each in findings(tiny) if each[0] == "reference-factory"]
    assert found == [("reference-factory", "error", file, line, column)]


def test_a_site_may_be_in_another_members_package(tiny):
    """A unit may be part of a site that another member discloses; consent is another matter."""
    cells(
        FACTORIES,
        3,
        part_of=DENIM,
        identifiers_stated_on="2025-02-01",
        identifiers_stated_by="member",
    )(tiny)
    assert {code for code, *_ in findings(tiny)} == {"consent-missing"}


def test_a_site_that_is_nowhere_is_missing(tiny):
    """A unit of a site in no package is an error, where the site is published too."""
    both(
        cells(f"{BIRCH}/factories.csv", 3, factory_id=WEAVES),
        *(without(f"{BIRCH}/{name}.csv", DENIM) for name in ("sourcing", "consents")),
        cells(f"{BIRCH}/factories.csv", 2, part_of=DENIM),
    )(tiny)
    assert "reference-part-of" in {code for code, *_ in findings(tiny)}


def test_an_audit_of_another_package_can_be_followed(tiny):
    """A follow-up may name an audit that only another member discloses."""
    both(without(AUDITS, "initial"), cells(AUDITS, 2, category="follow-up"))(tiny)
    assert of_code(tiny, "reference-audit") == []


@pytest.mark.parametrize(
    ("written", "unknown"), [("sewing|weaving", 0), ("sewing|x", 1), ("x|y|sewing", 2), ("-", 1)]
)
def test_each_step_of_a_list_is_looked_up(tiny, written, unknown):
    """Every code of a list is judged by itself."""
    cells(FACTORIES, 2, processing_types=written)(tiny)
    assert [code for code, *_ in findings(tiny)] == ["reference-code"] * unknown


def test_an_unknown_member_is_said_once(tiny):
    """A package whose member is not registered is one problem at its folder, not one a row."""
    without("registers/members.csv", "birch")(tiny)
    found = only(tiny)
    assert (found.code, found.file, found.line) == ("reference-member", BIRCH, 0)


def test_a_consent_for_a_member_that_nobody_knows(tiny):
    """A consent that names an unknown member is told so, beside proving nothing here."""
    cells(f"{BIRCH}/consents.csv", 5, member="cedar")(tiny)
    assert [(code, file, line) for code, _, file, line, _ in findings(tiny)] == [
        ("consent-other-member", f"{BIRCH}/consents.csv", 5),
        ("reference-member", f"{BIRCH}/consents.csv", 5),
        ("consent-missing", f"{BIRCH}/factories.csv", 3),
    ]


def test_a_link_of_one_factory_with_itself_is_one_problem(tiny):
    """Supplier and customer must differ."""
    cells(LINKS, 2, supplier_id=KNITS)(tiny)
    assert only(tiny).code == "supply-link-self"
