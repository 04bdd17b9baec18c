"""Which pages a change of an audit, or of the handbook, makes anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from audit_case import FIRST, FOLLOW_UP, of_audit, of_factory, strip

from shown import site_of
from tiny_publication import DENIM, KNITS, WEAVES


def differ(before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]) -> set[str]:
    """The paths whose bytes differ; where they do, their keys must."""
    assert before.keys() == after.keys()
    found = {path for path in before if before[path][1] != after[path][1]}
    assert not {path for path in found if before[path][0] == after[path][0]}
    return found


FACTORY_FILES = {of_factory(), f"F/{KNITS}/record.json"}


@pytest.mark.parametrize(
    ("file", "row", "values", "expected"),
    [
        (
            "members/alder/findings.csv",
            0,
            {"description": "Three of six exits were blocked."},
            {*FACTORY_FILES, of_audit(FIRST)},
        ),
        (
            "members/alder/finding_events.csv",
            0,
            {"text": "Photographs of five exits."},
            {f"F/{KNITS}/record.json", of_audit(FIRST)},
        ),
        (
            "members/alder/finding_events.csv",
            1,
            {"date": "2024-05-21"},
            {*FACTORY_FILES, of_audit(FIRST)},
        ),
        (
            "members/alder/audit_chapters.csv",
            2,
            {"score_percent": "93"},
            {*FACTORY_FILES, of_audit(FOLLOW_UP)},
        ),
        (
            "registers/requirements.csv",
            4,
            {"title": "A day of rest in every week"},
            {*FACTORY_FILES, of_audit(FIRST)},
        ),
        ("registers/requirements.csv", 3, {"title": "First aid"}, {of_audit(FIRST)}),
        ("registers/requirements.csv", 5, {"title": "Water is metered"}, set()),
        (
            "registers/chapters.csv",
            0,
            {"title": "Safety"},
            {of_factory(), of_audit(FIRST), of_audit(FOLLOW_UP)},
        ),
        (
            "registers/handbooks.csv",
            2,
            {"title": "What is asked for"},
            {of_audit(FIRST), of_audit(FOLLOW_UP)},
        ),
    ],
)
def test_a_change_reaches_exactly_the_pages_concerned(
    tiny, edit, pages, file, row, values, expected
):
    """Pages that show it are made anew, and those of other factories are known to be the same."""
    before = pages(site_of(tiny))
    edit(tiny / file, lambda rows: rows[row].update(values))
    after = pages(site_of(tiny))
    assert differ(before, after) == expected
    for other in (WEAVES, DENIM):
        assert before[of_factory(other)] == after[of_factory(other)]
        assert before[f"F/{other}/record.json"] == after[f"F/{other}/record.json"]


def test_a_finding_of_one_audit_leaves_the_others_page(tiny, edit, pages):
    """The key of an audit's page does not move with another audit's findings."""
    before = pages(site_of(tiny))
    edit(tiny / "members/alder/findings.csv", lambda rows: rows[0].update(severity="critical"))
    after = pages(site_of(tiny))
    assert before[of_audit(FOLLOW_UP)] == after[of_audit(FOLLOW_UP)]
    assert before[of_audit(FIRST)][0] != after[of_audit(FIRST)][0]


def test_the_day_on_which_a_deadline_passes_changes_the_record(tiny, edit, pages):
    """On the next day every page says so, and of the records only the one concerned changes."""
    edit(tiny / "members/alder/findings.csv", lambda rows: rows[2].update(deadline="2026-06-30"))
    before, after = (pages(site_of(tiny, date(2026, 6, 30) + timedelta(days=n))) for n in (0, 1))
    records = {path for path in differ(before, after) if path.endswith("record.json")}
    assert records == {f"F/{KNITS}/record.json"}
    assert before[f"F/{WEAVES}/record.json"][0] == after[f"F/{WEAVES}/record.json"][0]
    assert "· 1 overdue" in strip(before[of_factory()][1])
    assert "· 2 overdue" in strip(after[of_factory()][1])
