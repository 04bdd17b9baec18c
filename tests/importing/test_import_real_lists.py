"""Real lists, where they lie beside the checkout: every row is accounted for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from madewhere.errors import MadewhereError

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real lists are not here")

UPLOADS = [f"oar_lists/{folder}{n}.csv" for folder in ("", "geocoded/") for n in range(2, 16)]


@pytest.mark.parametrize("name", [*UPLOADS, "oar_lists/12.xlsx"])
def test_contributor_lists_are_taken_whole(take, name):
    """In lists made for upload nothing is refused, and only true repeats are not taken."""
    result = take(REAL / name)
    assert result.refused == result.blank == 0
    assert result.taken >= 0.95 * result.rows_in
    assert result.unused == ()


def test_an_old_excel_file_is_refused():
    """The hint for an .xls file says how to save it."""
    from madewhere.importing import open_list

    with pytest.raises(MadewhereError) as raised:
        open_list(REAL / "oar_lists" / "12.xls")
    assert "XLSX" in raised.value.hint


def test_countries_inside_addresses(take):
    """The list whose countries stand only in its addresses loses one row, which names none."""
    result = take(REAL / "apple_suppliers_2020.csv")
    assert (result.rows_in, result.taken, result.refused) == (776, 775, 1)


def test_a_list_with_os_ids(take, tmp_path):
    """Of 5,444 rows with OS IDs all that are not repeats are taken, line breaks and all."""
    features = json.loads((REAL / "osh_facilities_2022.geojson").read_text("utf-8"))["features"]
    path = tmp_path / "osh.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["os_id", "name", "address", "country_code", "lat", "lng"])
        for feature in features:
            longitude, latitude = feature["geometry"]["coordinates"]
            known = feature["properties"]
            cells = [known[key] for key in ("os_id", "name", "address", "country_code")]
            writer.writerow([*cells, latitude, longitude])
    result = take(path, dry_run=True)
    assert (result.rows_in, result.refused) == (5444, 0)
    assert result.taken > 5400


def test_rows_without_address_or_country(take):
    """With `--country` the inspection list is taken, its rating columns kept aside."""
    result = take(REAL / "uk_fsa_food_manufacturers_2024-04.csv", country="GB", dry_run=True)
    assert (result.rows_in, result.refused) == (13785, 0)
    assert result.taken > 13700
    assert "RatingValue" in result.unused


def test_a_list_of_nine_thousand(take):
    """The load list is taken whole, and its words without a code are reported once each."""
    result = take(REAL / "osh_test_calgary_9000.csv", dry_run=True)
    assert (result.rows_in, result.taken) == (9000, 9000)
    assert sum(p.code == "import-cell-unread" for p in result.problems) == 7
