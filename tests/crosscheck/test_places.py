"""Coordinates against the country that a row names."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from checking import BIRCH, FACTORIES, cells
from madewhere.crosscheck import places
from madewhere.crosscheck.keeping import Keeping
from madewhere.crosscheck.places import PlacedRow, check_places, place_problems
from madewhere.read import read_data
from tiny_publication import AS_OF

SHARED = Path(__file__).resolve().parents[3] / "shared"


def check(country, latitude, longitude):
    """Check one row and give its only problem's code and message, or nothing."""
    row = PlacedRow("f.csv", 7, "BD7K3QF21", country, latitude, longitude)
    found = place_problems([row])
    assert len(found) <= 1
    assert all((one.file, one.line) == ("f.csv", 7) and one.fix for one in found)
    return (found[0].code, found[0].message) if found else None


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [
        ("BD", 23.81, 90.41),
        ("BD", None, None),
        ("FR", -21.1, 55.5),
        ("RE", -21.1, 55.5),
        ("CN", 22.3, 114.17),
        ("HK", 22.3, 114.17),
        ("RU", 44.6, 33.5),
        ("UA", 44.6, 33.5),
        ("TR", 35.2, 33.3),
        ("IL", 33.0, 35.77),
        ("RS", 42.66, 21.16),
        ("FJ", -16.8, -179.99),
        ("BD", 23.8490936, 90.2525123),
        ("HK", 22.365428, 114.1163447),
        ("SG", 1.3319424, 103.8517287),
        ("", 23.81, 90.41),
    ],
)
def test_right_places_are_silent(country, latitude, longitude):
    """A point in its country, or in ground written with that code too, is no problem."""
    assert check(country, latitude, longitude) is None


@pytest.mark.parametrize(
    ("country", "latitude", "longitude", "code", "words"),
    [
        ("Bangladesh", None, None, "country-unknown", "“Bangladesh”"),
        ("BD", None, 90.41, "coordinates-half", "no latitude"),
        ("BD", 23.81, None, "coordinates-half", "no longitude"),
        ("BD", 0.0, -0.0, "coordinates-zero", "0, 0"),
        ("BD", 0.009, 0.001, "coordinates-zero", "0.009, 0.001"),
        ("BD", 23.81, 88.0, "coordinates-elsewhere", "23.81, 88 lies in India, 56 km from Bangl"),
        ("BD", 20.0, 88.5, "coordinates-elsewhere", "in the sea"),
        ("RE", 48.8, 2.3, "coordinates-elsewhere", "in France, about 9,400 km from Réunion"),
        ("RU", 50.4, 30.5, "coordinates-elsewhere", "in Ukraine"),
        ("CH", 47.392854, 9.651089, "coordinates-border", "in Austria, 0.9 km from Switzerland"),
        ("US", 48.993041, -122.467583, "coordinates-border", "less than 0.1 km from the United"),
        ("BD", 21.4, 91.93, "coordinates-at-sea", "km from the nearest coast"),
        ("AE", 55.373, 25.261, "coordinates-swapped", "the other way round it lies in the United"),
        ("CN", 116.4, 39.9, "coordinates-swapped", "is no place on Earth"),
        ("CN", 35.86166, 104.195397, "coordinates-middle", "104.195397 is the middle of China"),
        ("BD", 23.684994, 90.356331, "coordinates-middle", "the middle of Bangladesh"),
        ("IN", 20.593684, 78.96288, "coordinates-middle", "the middle of India"),
        ("BR", -14.2350, -51.9253, "coordinates-middle", "the middle of Brazil"),
    ],
)
def test_wrong_places_are_named(country, latitude, longitude, code, words):
    """Each kind of wrong place has its code and says where the point lies."""
    found = check(country, latitude, longitude)
    assert found is not None
    assert found[0] == code
    assert words in found[1]


@pytest.mark.parametrize("longitude", [181.0, float("nan"), float("inf")])
def test_points_off_the_earth_are_left_to_the_schema(longitude):
    """A coordinate outside its range that is not swapped is no second problem here."""
    assert check("BD", 23.81, longitude) is None


@pytest.mark.parametrize(
    ("precision", "told"),
    [("building", True), ("locality", True), (None, True), ("region", False)],
)
def test_middle_of_a_country_may_stand_for_a_region(precision, told):
    """The point that stands for a whole country is told unless the row says that it is no more than that."""
    row = PlacedRow("f.csv", 2, "", "TR", 38.963745, 35.243322, precision)
    found = place_problems([row])
    assert [one.code for one in found] == ["coordinates-middle"] * told
    assert all((precision or "") in one.message for one in found)


def test_unknown_country_names_the_code():
    """A country written as a name is told its code."""
    row = PlacedRow("f.csv", 2, "", "Viet Nam", None, None)
    assert place_problems([row])[0].fix == "Write VN, which is the code of Vietnam."


def test_real_facilities_have_no_false_errors():
    """Of thousands of real points none is called wrong; those at a coast or border are warnings."""
    file = SHARED / "real" / "osh_facilities_2022.geojson"
    if not file.exists():
        pytest.skip("the shared list of real facilities is not here")
    rows = [
        PlacedRow(
            "x.csv",
            line,
            "",
            one["properties"]["country_code"],
            *one["geometry"]["coordinates"][::-1],
        )
        for line, one in enumerate(json.loads(file.read_text())["features"], start=2)
    ]
    found = Counter(problem.code for problem in place_problems(rows))
    middles = found.pop("coordinates-middle")
    assert middles == 63, "each is a point that a geocoder gives for a whole country"
    assert found == {"coordinates-at-sea": 86, "coordinates-border": 6}


def test_only_changed_packages_are_looked_at_again(tiny, tmp_path, monkeypatch):
    """What one package's rows gave is kept, and stands beside what another one's give now."""

    def found():
        read = read_data(tiny, as_of=AS_OF)
        return check_places(read.corpus, Keeping(tmp_path, read.digests))

    cells(FACTORIES, 2, latitude="48.8", longitude="2.3")(tiny)
    first = found()
    assert [problem.code for problem in first] == ["coordinates-elsewhere"]
    looked_at = []

    def counted(rows):
        looked_at.extend(row.file for row in rows)
        return place_problems(rows)

    monkeypatch.setattr(places, "place_problems", counted)
    cells(f"{BIRCH}/factories.csv", 2, name="Another Name")(tiny)
    assert found() == first
    assert set(looked_at) == {f"{BIRCH}/factories.csv"}
