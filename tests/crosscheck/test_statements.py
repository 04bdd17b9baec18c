"""Dates, figures and contradictions, with their tolerances at both sides."""

from __future__ import annotations

import pytest

from checking import BIRCH, FACTORIES, SOURCING, both, cells, findings, of_code
from tiny_publication import KNITS

BIRCH_FACTORIES = f"{BIRCH}/factories.csv"


def codes(data):
    """The codes that are found."""
    return [code for code, *_ in findings(data)]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-11-21", []),
        ("2026-11-22", []),
        ("2026-11-23", ["date-future"]),
        ("9999-12-31", ["date-future"]),
        ("0001-01-01", []),
    ],
)
def test_one_day_ahead_is_allowed(tiny, since, expected):
    """A date may be one day after the as-of date, because the day begins earlier in the east."""
    cells(SOURCING, 2, since=since)(tiny)
    assert codes(tiny) == expected


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("members/alder/findings.csv", "deadline"),
        ("members/alder/certificates.csv", "valid_until"),
        ("registers/handbooks.csv", "valid_from"),
    ],
)
def test_what_is_planned_may_lie_ahead(tiny, file, column):
    """A deadline, the end of a certificate and a version announced are no statements about the past."""
    cells(file, 2, **{column: "2031-01-01"})(tiny)
    assert "date-future" not in codes(tiny)


def test_a_certificate_may_begin_in_the_future(tiny):
    """One that was issued before it holds is shown as not valid yet."""
    cells("members/alder/certificates.csv", 3, valid_from="2026-12-01")(tiny)
    assert codes(tiny) == []


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("members/alder/finding_events.csv", "date"),
        ("members/alder/worker_voice.csv", "period_end"),
        ("members/alder/workforce.csv", "stated_on"),
    ],
)
def test_what_happened_does_not_lie_ahead(tiny, file, column):
    """An event, a survey and a statement are of the past."""
    cells(file, 2, **{column: "2026-11-23"})(tiny)
    assert ("date-future", "error", file, 2, column) in findings(tiny)


def test_a_consent_may_end_in_the_future(tiny):
    """The last day of a consent is no statement about the past."""
    cells("members/alder/consents.csv", 2, valid_until="9999-12-31")(tiny)
    assert codes(tiny) == []


@pytest.mark.parametrize(
    ("exact", "low", "high", "good"),
    [
        ("640", "", "", True),
        ("", "600", "700", True),
        ("", "600", "600", True),
        ("", "600", "", True),
        ("", "", "700", True),
        ("640", "640", "640", True),
        ("", "601", "600", False),
        ("640", "641", "700", False),
        ("640", "600", "639", False),
    ],
)
def test_numbers_of_workers(tiny, exact, low, high, good):
    """A range is the right way round and holds the exact number."""
    cells(FACTORIES, 2, workers=exact, workers_min=low, workers_max=high)(tiny)
    assert codes(tiny) == ([] if good else ["workers-range"])


@pytest.mark.parametrize(
    ("ours", "theirs", "contradicts"),
    [
        (("640", "", ""), ("640", "", ""), False),
        (("640", "", ""), ("320", "", ""), False),
        (("640", "", ""), ("319", "", ""), True),
        (("640", "", ""), ("1280", "", ""), False),
        (("640", "", ""), ("1281", "", ""), True),
        (("640", "", ""), ("", "100", "320"), False),
        (("640", "", ""), ("", "100", "319"), True),
        (("640", "", ""), ("", "100", ""), False),
        (("", "500", "640"), ("", "1000", "2000"), False),
        (("", "500", "640"), ("", "1641", "2000"), True),
        (("0", "", ""), ("0", "", ""), False),
        (("640", "", ""), ("0", "", ""), True),
    ],
)
def test_how_far_numbers_of_workers_may_differ(tiny, ours, theirs, contradicts):
    """Two members' numbers may differ by half of the larger; more is a warning at the second one's row."""
    columns = ("workers", "workers_min", "workers_max")
    both(
        cells(FACTORIES, 2, **dict(zip(columns, ours, strict=True))),
        cells(BIRCH_FACTORIES, 2, **dict(zip(columns, theirs, strict=True))),
    )(tiny)
    expected = [("statement-contradiction", "warning", BIRCH_FACTORIES, 2, "workers")]
    assert of_code(tiny, "statement-contradiction") == (expected if contradicts else [])


@pytest.mark.parametrize(
    ("latitude", "contradicts"),
    [("23.9999", False), ("24.0440", False), ("24.0460", True), ("", False)],
)
def test_how_far_points_may_lie_apart(tiny, latitude, contradicts):
    """Two members' points may lie five kilometres apart."""
    given = {"longitude": "90.4203", "coordinates_stated_on": "2025-01-01", "coordinates_stated_by": "member"}  # fmt: skip
    if latitude:
        cells(BIRCH_FACTORIES, 2, latitude=latitude, **given)(tiny)
    expected = [("statement-contradiction", "warning", BIRCH_FACTORIES, 2, "latitude")]
    assert findings(tiny) == (expected if contradicts else [])


def test_different_names_are_no_contradiction(tiny):
    """Spellings differ everywhere; the page shows both, and nobody has to act."""
    cells(BIRCH_FACTORIES, 2, name="Something Else Entirely", locality="Elsewhere")(tiny)
    assert findings(tiny) == []


def test_a_wrong_country_is_one_problem(tiny):
    """A country that does not exist is told once, and not as a contradiction beside."""
    cells(FACTORIES, 2, country="QQ")(tiny)
    assert codes(tiny) == ["country-unknown"]


def test_a_contradiction_can_be_settled(tiny):
    """A recorded decision about this factory silences its contradiction."""
    cells(BIRCH_FACTORIES, 2, workers="100")(tiny)
    assert codes(tiny) == ["statement-contradiction"]
    with (tiny / "registers/decisions.csv").open("a") as opened:
        opened.write(f"statement-contradiction,{KNITS},both stand,2026-01-01\n")
    assert codes(tiny) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"production_stated_on": ""}, ["production_stated_on"]),
        ({"production_stated_on": "", "production_stated_by": ""}, ["production_stated_by", "production_stated_on"]),
        ({"production_stated_on": "", "production_stated_by": "", "facility_type": "", "processing_types": ""}, []),
        ({"facility_type": "", "processing_types": ""}, ["production_stated_by", "production_stated_on"]),
        ({"processing_types": ""}, []),
    ],
)  # fmt: skip
def test_a_group_is_dated_and_sourced_exactly_where_it_says_something(tiny, changes, expected):
    """Date and source belong to a group that says something, and to no other."""
    cells(FACTORIES, 3, **changes)(tiny)
    assert [(code, field) for code, _, _, _, field in findings(tiny)] == [
        ("statement-undated", field) for field in expected
    ]
