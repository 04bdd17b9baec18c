"""The registers of requirements, sampling, monitoring and standards: what only several tables can say."""

from __future__ import annotations

import pytest

from checking import added, both, cells, findings, grid, only, without
from madewhere.check import check
from tiny_publication import AS_OF

HANDBOOKS, CHAPTERS, REQUIREMENTS, SAMPLING, RULES, TOPICS, STANDARDS = (
    f"registers/{name}.csv"
    for name in (
        "handbooks",
        "chapters",
        "requirements",
        "sampling",
        "monitoring_rules",
        "standard_topics",
        "standards",
    )
)


def _codes(data):
    """What is found in the registers of the handbook; other tables that then lack something aside."""
    ours = (HANDBOOKS, CHAPTERS, REQUIREMENTS, SAMPLING, RULES, TOPICS, STANDARDS)
    return [found for found in findings(data) if found[2] in ours]


@pytest.mark.parametrize(
    ("change", "code", "level", "where"),
    [
        (
            cells(REQUIREMENTS, 4, chapter="nowhere"),
            "requirement-chapter",
            "error",
            (REQUIREMENTS, 4, "chapter"),
        ),
        (
            cells(REQUIREMENTS, 5, version="2026"),
            "requirement-version",
            "error",
            (REQUIREMENTS, 5, "version"),
        ),
        (
            cells(REQUIREMENTS, 4, sdg="8.11"),
            "requirement-reference",
            "error",
            (REQUIREMENTS, 4, "sdg"),
        ),
        (
            cells(REQUIREMENTS, 4, ungp="13|32"),
            "requirement-reference",
            "error",
            (REQUIREMENTS, 4, "ungp"),
        ),
        (
            cells(HANDBOOKS, 4, valid_from="2022-01-01"),
            "handbook-same-day",
            "error",
            (HANDBOOKS, 4, "valid_from"),
        ),
        (
            cells(SAMPLING, 3, workers_from="150"),
            "sampling-range",
            "error",
            (SAMPLING, 3, "workers_from"),
        ),
        (
            cells(SAMPLING, 2, workers_to=""),
            "sampling-range",
            "error",
            (SAMPLING, 3, "workers_from"),
        ),
        (
            cells(SAMPLING, 3, workers_to="150"),
            "sampling-range",
            "error",
            (SAMPLING, 3, "workers_to"),
        ),
        (
            cells(RULES, 2, action="evidence"),
            "monitoring-repeated",
            "error",
            (RULES, 3, "action"),
        ),
        (
            cells(RULES, 3, within_days="91"),
            "monitoring-order",
            "warning",
            (RULES, 4, "within_days"),
        ),
        (
            cells(RULES, 3, within_days="40", action="contact"),
            None,
            None,
            None,
        ),
        (
            cells(TOPICS, 2, chapter="nowhere"),
            "standard-topic",
            "error",
            (TOPICS, 2, "chapter"),
        ),
        (
            cells(TOPICS, 3, standard="unheard-of"),
            "standard-topic",
            "error",
            (TOPICS, 3, "standard"),
        ),
    ],
)
def test_what_the_registers_may_not_say(tiny, change, code, level, where):
    """Each contradiction is told once, at the cell that has to be changed."""
    change(tiny)
    found = [each for each in _codes(tiny) if each[0] != "rows-unsorted"]
    assert found == ([(code, level, *where)] if code else [])


def test_a_requirement_stays_in_its_chapter_through_all_versions(tiny):
    """A slug that stands in another chapter in another version is told with the other line."""
    cells(REQUIREMENTS, 6, chapter="health-and-safety")(tiny)
    problem = only(tiny)
    assert (problem.code, problem.line) == ("requirement-two-chapters", 6)
    assert "working-hours in line 2" in problem.message


def test_a_version_counts_for_its_own_scheme_only(tiny):
    """A requirement of the environment is not in force because a social version has that name."""
    added(
        REQUIREMENTS,
        version="2022",
        slug="wells",
        chapter="water-use",
        title="Wells",
        looks_at="Wells.",
        severity="minor",
    )(tiny)
    found = [each for each in _codes(tiny) if each[0] != "rows-unsorted"]
    assert found == [("requirement-version", "error", REQUIREMENTS, 8, "version")]


@pytest.mark.parametrize("days", ["0", "1", "30"])
def test_steps_of_one_severity_come_in_their_order(tiny, days):
    """Closing before the evidence is a warning; on the same day it is none."""
    added(RULES, severity="critical", within_days=days, action="close")(tiny)
    found = [each for each in _codes(tiny) if each[0] != "rows-unsorted"]
    assert found == (
        [] if days == "30" else [("monitoring-order", "warning", RULES, 5, "within_days")]
    )


def test_a_gap_between_sizes_is_no_error(tiny):
    """A scheme need not say how every factory is sampled."""
    cells(SAMPLING, 3, workers_from="400")(tiny)
    assert _codes(tiny) == []


def test_the_same_sizes_in_two_schemes_do_not_overlap(tiny):
    """Each scheme has its own samples."""
    grid(SAMPLING, lambda rows: rows.insert(1, ["environmental", "1", "150", "1", "", "12"]))(tiny)
    assert _codes(tiny) == []


def test_what_names_a_row_with_an_error_of_its_own_is_not_told_as_well(tiny):
    """A chapter, a version and a standard that are there but wrong count as being there."""
    both(
        cells(CHAPTERS, 2, position="x"),
        both(cells(HANDBOOKS, 4, valid_from="soon"), cells(STANDARDS, 2, kind="badge")),
    )(tiny)
    assert {(code, file) for code, _, file, _, _ in _codes(tiny)} == {
        ("cell-type", CHAPTERS),
        ("cell-type", HANDBOOKS),
        ("cell-choice", STANDARDS),
    }


def test_registers_that_are_missing_are_no_error_by_themselves(tiny):
    """A publication without a handbook has nothing here to check."""
    names = (HANDBOOKS, CHAPTERS, REQUIREMENTS, SAMPLING, RULES, TOPICS, STANDARDS)
    for name in names:
        (tiny / name).unlink()
    problems = check(tiny, as_of=AS_OF).problems
    ours = ("requirement-", "handbook-", "sampling-", "monitoring-", "standard-topic")
    assert not [p for p in problems if p.code.startswith(ours)]


def test_requirements_without_their_chapters_are_told(tiny):
    """Where the register of chapters is gone, each requirement says which chapter it misses."""
    without(TOPICS, "organic")(tiny)
    (tiny / CHAPTERS).unlink()
    found = [each for each in _codes(tiny) if each[0] == "requirement-chapter"]
    assert [line for _, _, _, line, _ in found] == list(range(2, 8))
