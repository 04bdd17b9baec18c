"""The handbook: its versions, which of them was in force, and where a requirement is found."""

from __future__ import annotations

from datetime import date

import pytest

from checking import cells, without


@pytest.fixture
def handbook(publication):
    """The handbook after what the test changed."""
    return lambda: publication.site().handbook


def test_versions_are_newest_first_and_hold_their_schemes_requirements(handbook):
    """One name may be a version of both schemes; each has the requirements of its own chapters."""
    shown = [(v.scheme, v.version, len(v.requirements)) for v in handbook().versions]
    assert shown == [("social", "2025", 4), ("social", "2022", 1), ("environmental", "2025", 1)]


def test_requirements_stand_in_the_order_of_their_chapters(handbook):
    """By the chapter's place, then by name."""
    newest = handbook().versions[0]
    assert [r.slug for r in newest.requirements] == [
        "rest-day",
        "drinking-water",
        "exits-unlocked",
        "first-aid",
    ]
    assert newest.by_slug["exits-unlocked"].documents == ("evacuation plan", "records of drills")


@pytest.mark.parametrize(
    ("scheme", "day", "version"),
    [
        ("social", "2021-12-31", None),
        ("social", "2022-01-01", "2022"),
        ("social", "2023-12-31", "2022"),
        ("social", "2024-01-01", "2025"),
        ("social", "2040-01-01", "2025"),
        ("environmental", "2022-06-01", None),
        ("environmental", "2023-01-01", "2025"),
    ],
)
def test_a_version_is_in_force_until_the_next(handbook, scheme, day, version):
    """From its first day, within its scheme."""
    found = handbook().in_force(scheme, date.fromisoformat(day))
    assert (found and found.version) == version


def test_a_version_that_is_announced_is_not_in_force(publication, handbook):
    """One from a later day stands in the handbook and changes nothing before."""
    cells("registers/handbooks.csv", 4, valid_from="2030-01-01")(publication.data)
    assert handbook().in_force("social", date(2026, 11, 21)).version == "2022"
    assert handbook().versions[0].version == "2025"


@pytest.mark.parametrize(
    ("scheme", "version", "slug", "found"),
    [
        ("social", "2022", "rest-day", "2022"),
        ("social", "2025", "rest-day", "2025"),
        ("social", None, "rest-day", "2025"),
        ("social", "1999", "rest-day", "2025"),
        ("social", "2022", "first-aid", "2025"),
        ("social", "2025", "water-metered", None),
        ("environmental", "2025", "water-metered", "2025"),
        ("social", "2025", "unheard-of", None),
    ],
)
def test_a_requirement_is_that_of_the_version_or_the_newest(handbook, scheme, version, slug, found):
    """An audit's own version counts first; another scheme's never."""
    requirement = handbook().requirement(scheme, version, slug)
    assert (requirement and requirement.version) == found


def test_a_version_is_found_by_scheme_and_name(handbook):
    """No name is no version."""
    assert handbook().version("social", "2022").valid_from == date(2022, 1, 1)
    assert handbook().version("environmental", "2022") is None
    assert handbook().version("social", None) is None


def test_a_requirement_without_its_chapter_is_left_out(publication, handbook):
    """Where it would stand is not known, nor what kind of audit looks at it."""
    without("registers/chapters.csv", "working-hours")(publication.data)
    assert [len(v.requirements) for v in handbook().versions] == [3, 0, 1]
    assert list(handbook().chapters) == ["health-and-safety", "water-use"]


def test_a_requirement_without_its_version_is_left_out(publication, handbook):
    """A version that the register does not have has no page."""
    without("registers/handbooks.csv", "2022")(publication.data)
    assert [(v.scheme, v.version) for v in handbook().versions] == [
        ("social", "2025"),
        ("environmental", "2025"),
    ]
    assert handbook().requirement("social", "2022", "rest-day").version == "2025"


def test_without_registers_there_is_a_handbook_without_anything(publication, handbook):
    """A publication may have none."""
    for name in ("handbooks", "chapters", "requirements", "sampling", "monitoring_rules"):
        (publication.data / f"registers/{name}.csv").unlink()
    empty = handbook()
    assert (empty.versions, empty.chapters, empty.sampling, empty.monitoring_rules) == (
        (),
        {},
        (),
        (),
    )
    assert empty.in_force("social", date(2026, 1, 1)) is None
