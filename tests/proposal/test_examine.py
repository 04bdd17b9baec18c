"""What a change does: factories, consents, identifiers, audits and duplicates, field by field."""

from __future__ import annotations

import pytest

from checking import (
    AUDITS,
    CONSENTS,
    FACTORIES,
    SOURCING,
    added,
    both,
    cells,
    consent,
    events,
    read_rows,
    without,
)
from madewhere.identifiers import is_factory_id
from madewhere.proposal import examine as examining
from madewhere.proposal.change import Cell, Kind
from proposal.conftest import git
from test_check import copy_of_knits
from tiny_publication import DENIM, KNITS, WEAVES

NEW = "BDVRD8GCD"
ALIKE = {
    "name": "Invented Weaving Company",
    "street_address": "7 Make-believe Street",
    "locality": "Nam Dinh",
    "country": "VN",
    "latitude": "20.4201",
    "longitude": "106.1701",
}
"""A factory much like the weaving mill."""


def new_factory(folder: str = "members/alder", member: str = "alder", **values: str):
    """Add a factory with its consent to identity and its event."""
    row = {
        "factory_id": NEW,
        "name": "Quite New Mill",
        "name_stated_on": "2026-01-01",
        "name_stated_by": "member",
        "country": "BD",
        "locality": "Savar",
        "address_stated_on": "2026-01-01",
        "address_stated_by": "member",
        "latitude": "23.85",
        "longitude": "90.26",
        "coordinate_precision": "building",
        "coordinates_stated_on": "2026-01-01",
        "coordinates_stated_by": "member",
    }
    return both(
        added(f"{folder}/factories.csv", **row | values),
        added(f"{folder}/consents.csv", **consent(NEW, member=member)),
        events(f"{NEW}-20260101", ("factory", NEW, "published", "2026-01-01", "")),
    )


def test_the_new_identifier_is_a_good_one():
    """The tests' own factory ID passes every check."""
    assert is_factory_id(NEW)


def test_nothing_changed(proposed):
    """Without a change nothing is told."""
    change = proposed(lambda _: None).proposal
    told = (change.files, change.factories, change.consents, change.events, change.outside)
    assert told == ((), (), (), (), ())


def test_an_added_factory(proposed):
    """With its place, its new identifier, its consent and its event, and nothing outside."""
    change = proposed(new_factory()).proposal
    (factory,) = change.factories
    assert (factory.kind, factory.factory_id, factory.member) == (Kind.ADDED, NEW, "alder")
    assert (factory.name, factory.locality, factory.country) == ("Quite New Mill", "Savar", "BD")
    assert factory.point == (23.85, 90.26)
    assert (factory.new, factory.faulty) == (True, False)
    assert [(c.kind, c.factory, c.scope) for c in change.consents] == [
        (Kind.ADDED, "Quite New Mill", "identity")
    ]
    assert [(e.identifier, e.event) for e in change.events] == [(NEW, "published")]
    assert change.new_ids == (NEW,)
    assert change.outside == ()


def test_a_changed_factory_tells_its_fields(proposed):
    """Each field before and after as tables write it; the order of rows and columns is no change."""
    change = proposed(
        cells(FACTORIES, 2, workers="700", women_percent="", latitude="24.0")
    ).proposal
    (factory,) = change.factories
    assert (factory.kind, factory.factory_id, factory.others) == (Kind.CHANGED, KNITS, ("birch",))
    assert factory.cells == (
        Cell("latitude", "23.9999", "24"),
        Cell("workers", "640", "700"),
        Cell("women_percent", "62", ""),
    )
    assert not factory.new


def test_a_value_written_differently_is_no_change(proposed):
    """20.42 and 20.420 are one number."""
    assert proposed(cells(FACTORIES, 3, latitude="20.420")).proposal.factories == ()


def test_a_removed_factory_tells_who_still_has_it(proposed):
    """The row is gone from one package; the other member goes on disclosing it."""
    change = proposed(without("members/birch/factories.csv", KNITS)).proposal
    (factory,) = change.factories
    assert (factory.kind, factory.member, factory.line) == (Kind.REMOVED, "birch", 0)
    assert factory.name == "Fable Knitwear Limited"
    assert factory.others == ("alder",)


@pytest.mark.parametrize("name", ["", "=cmd()"])
def test_a_row_with_an_error_is_neither_added_nor_removed(proposed, name):
    """What could not be read is said to be so, for the factory did not leave."""
    change = proposed(cells(FACTORIES, 3, name=name)).proposal
    assert change.factories == ()
    assert change.unread == (f"{FACTORIES}: {WEAVES}",)


def test_a_row_with_an_error_of_another_kind_is_marked(proposed):
    """A factory whose consent is missing is added all the same, and said to be faulty."""
    change = proposed(new_factory(workers="7")).proposal
    assert [(f.kind, f.factory_id, f.faulty) for f in change.factories] == [(Kind.ADDED, NEW, True)]


def test_a_table_that_cannot_be_read_loses_nothing(proposed):
    """A broken file is named, and its factories do not count as removed."""
    change = proposed(lambda data: (data / FACTORIES).write_bytes(b"\xff")).proposal
    assert change.factories == ()
    assert change.unread == (FACTORIES,)


def test_a_removed_table_is_a_table_of_removed_rows(proposed):
    """Taking the file away takes each of its rows away."""
    change = proposed(lambda data: (data / SOURCING).unlink()).proposal
    assert [(each.file, each.removed) for each in change.others] == [(SOURCING, 2)]


def test_consents_given_taken_away_and_prolonged(proposed):
    """Each scope by itself."""
    given = consent(WEAVES, "contact", member="*")
    prolonged = cells(CONSENTS, 2, valid_until="2030-01-01")
    change = proposed(both(prolonged, without(CONSENTS, "cap"), added(CONSENTS, **given))).proposal
    assert [(c.kind, c.factory_id, c.scope, c.given_for) for c in change.consents] == [
        (Kind.CHANGED, KNITS, "audits", "alder"),
        (Kind.REMOVED, KNITS, "cap", "alder"),
        (Kind.ADDED, WEAVES, "contact", "*"),
    ]
    assert change.consents[0].cells == (Cell("valid_until", "", "2030-01-01"),)


def test_a_withdrawal_and_a_merger_are_events_and_no_new_ids(proposed):
    """Only what was never published counts as new."""
    change = proposed(
        both(
            events(f"{WEAVES}-20260101", ("factory", WEAVES, "withdrawn", "2026-01-01", "")),
            events(f"{DENIM}-20260101", ("factory", DENIM, "merged", "2026-01-01", KNITS)),
        )
    ).proposal
    assert [(e.identifier, e.event, e.successor) for e in change.events] == [
        (DENIM, "merged", KNITS),
        (WEAVES, "withdrawn", None),
    ]
    assert change.new_ids == ()


def test_an_audit_tells_its_fields(proposed):
    """A changed audit is told field by field, a removed one by its day."""
    change = proposed(both(cells(AUDITS, 2, rating_letter="B"), without(AUDITS, WEAVES))).proposal
    assert [(a.kind, a.audit_id, a.type, str(a.audit_date)) for a in change.audits] == [
        (Kind.CHANGED, "AMZKZVZ40G", "social", "2024-03-05"),
        (Kind.REMOVED, "AVCYST6WNC", "environmental", "2023-09-01"),
    ]
    assert change.audits[0].cells == (Cell("rating_letter", "C", "B"),)


def test_a_likely_duplicate_of_what_another_member_discloses(proposed):
    """An added factory that looks like another's is told with the distance and what matches."""
    alike = new_factory("members/birch", "birch", **ALIKE)
    (duplicate,) = proposed(alike).proposal.duplicates
    assert duplicate.code == "duplicate-across-members"
    assert set(duplicate.subject.split("|")) == {NEW, WEAVES}
    assert "km apart" in duplicate.message
    assert "alder" in duplicate.message


@pytest.mark.parametrize("folder", ["members/alder", "members/birch"])
@pytest.mark.parametrize("published_on", ["2025-01-15", "2024-01-01"])
@pytest.mark.parametrize("factory_id", ["BD0EYMW34", "VNF7HJ06K"])
def test_a_likely_duplicate_stands_at_the_identifier_that_the_change_adds(
    published, proposed, factory_id, published_on, folder
):
    """Whatever its letters, its day and its member are; the message says the two in that order."""
    member = folder.removeprefix("members/")
    result = proposed(
        both(
            added(f"{folder}/factories.csv", **copy_of_knits(factory_id)),
            added(f"{folder}/consents.csv", **consent(factory_id, member=member)),
            events("new", ("factory", factory_id, "published", published_on, "")),
        )
    )
    (told,) = result.proposal.duplicates
    lines = read_rows(published / folder / "factories.csv")
    assert (told.file, lines[told.line - 1][0]) == (f"{folder}/factories.csv", factory_id)
    assert told.message.startswith(f"{factory_id} “")
    assert f" and {KNITS} “Fable Knitwear Ltd” of alder: " in told.message
    assert told in result.problems


def test_a_duplicate_that_stood_before_is_not_the_proposals(published, proposed):
    """A pair that the change does not touch is a problem as before and no part of the summary."""
    alike = new_factory("members/birch", "birch", **ALIKE)
    alike(published)
    git(published.parent, "add", ".")
    git(published.parent, "commit", "-qm", "before")
    result = proposed(cells("members/birch/factories.csv", 3, name="Pretend Denim"))
    assert "duplicate-across-members" in {p.code for p in result.problems}
    assert result.proposal.duplicates == ()


def test_a_row_of_a_register_is_told(proposed):
    """Registers are few and shared by all, so each cell is told."""
    (row,) = proposed(cells("registers/members.csv", 3, maintainers="@me")).proposal.registers
    assert (row.kind, row.table, row.key) == (Kind.CHANGED, "members", "birch")
    assert row.cells == (Cell("maintainers", "", "@me"),)


def test_packages_that_are_not_touched_are_not_compared(proposed, monkeypatch):
    """Whatever the publication's size, only tables that differ are read at the base."""
    compared = []
    compare = examining.compare_table
    monkeypatch.setattr(
        examining,
        "compare_table",
        lambda file, *rest: compared.append(file) or compare(file, *rest),
    )
    proposed(both(cells(FACTORIES, 2, workers="700"), cells(SOURCING, 2, tier="2")))
    assert compared == [FACTORIES, SOURCING]


def test_problems_are_parted_by_what_the_change_touches(proposed):
    """In a file that differs, or about a factory whose row does, wherever the problem stands."""
    result = proposed(cells("members/birch/factories.csv", 2, workers="70"))
    touched, others = result.proposal.parted(result.problems)
    assert {p.code for p in touched} == {"statement-contradiction"}
    assert others == []
