"""Coordinates against the country that a row names.

A point on the wrong side of the world is a slip; a point across the wrong border can put a factory
into a region under suspicion. So a false place is an error, and whatever the map's own
inaccuracy could explain is only a warning.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from madewhere import countries
from madewhere.corpus import Corpus, Package
from madewhere.crosscheck.keeping import NOTHING_KEPT, Keeping
from madewhere.geography.borders import borders
from madewhere.geography.places import (
    Floats,
    countries_at,
    distances_to_country_km,
    distances_to_land_km,
    haversine_km,
    lies_in,
    middles,
)
from madewhere.problems import Problem, problem
from madewhere.quoting import short

TOLERANCE_KM = 10.0
"""How far outside its country a point may lie before it is an error."""

_SHORTEST_KM = 0.1
_ROUNDED_KM = 100

_ZERO = 0.01
"""Degrees around 0, 0 within which a point was not measured but left out."""

# English names of countries that take an article in a sentence.
_WITH_ARTICLE = frozenset(
    {"AE", "AX", "BS", "CC", "CD", "CF", "CK", "DO", "FK", "FO", "GB", "GM", "IM", "IO", "KM", "KY"}
    | {"MH", "MP", "MV", "NL", "PH", "SB", "TC", "TF", "UM", "US", "VA", "VG", "VI"}
)

_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """What a row of factories says about its place.

    Coordinates are WGS 84 degrees or None; ``precision`` is what the row says of them.
    """

    file: str
    line: int
    factory_id: str
    country: str
    latitude: float | None
    longitude: float | None
    precision: str | None = None


def check_places(corpus: Corpus, keeping: Keeping = NOTHING_KEPT) -> list[Problem]:
    """Check where every member says that its factories are; kept is what each package's rows gave."""
    before: dict[str, list[Problem]] = keeping.load("places") or {}
    now: dict[str, list[Problem]] = {}
    rows: list[PlacedRow] = []
    for package in corpus.members:
        digest = keeping.digest(package)
        now[package.file("factories")] = list(before.get(digest, ()))
        if digest not in before:
            rows += _rows(package)
    if rows:
        borders(keeping.cache)
    for found in place_problems(rows):
        now[found.file].append(found)
    by_digest = {keeping.digest(p): now[p.file("factories")] for p in corpus.members}
    if by_digest.keys() != before.keys():
        keeping.store(by_digest, "places")
    return [found for of_package in now.values() for found in of_package]


def _rows(package: Package) -> Iterator[PlacedRow]:
    for row in package.rows("factories"):
        yield PlacedRow(
            file=package.file("factories"),
            line=row.line,
            factory_id=row.cells["factory_id"],
            country=row.cells["country"] or "",
            latitude=_number(row.cells.get("latitude")),
            longitude=_number(row.cells.get("longitude")),
            precision=row.cells.get("coordinate_precision"),
        )


def _number(cell: Any) -> float | None:
    return None if cell is None else float(cell)


def place_problems(rows: Iterable[PlacedRow]) -> list[Problem]:
    """Check country codes and coordinates of all rows at once; at most one problem a row.

    A row without country is left to the schema, as is a coordinate outside its range unless the
    two are swapped.
    """
    found: list[Problem] = []
    by_country: dict[str, list[PlacedRow]] = defaultdict(list)
    for row in rows:
        simple = _problem_without_map(row)
        if simple is not None:
            found.append(simple)
        elif row.country and row.latitude is not None and row.longitude is not None:
            by_country[row.country].append(row)
    for country in sorted(by_country):
        found += _problems_of_country(country, by_country[country])
    return found


def middle_problems(rows: Iterable[PlacedRow]) -> list[Problem]:
    """Tell of points that stand for a whole country, and of nothing else."""
    return [p for p in place_problems(rows) if p.code == "coordinates-middle"]


def _problem_without_map(row: PlacedRow) -> Problem | None:
    if row.country and row.country not in countries.codes():
        return problem(
            "country-unknown",
            f"“{short(row.country)}” is no country code",
            file=row.file,
            line=row.line,
            field="country",
            fix=countries.advice(row.country),
        )
    if row.latitude is None and row.longitude is None:
        return None
    if row.latitude is None or row.longitude is None:
        missing, given = (
            ("latitude", "longitude") if row.latitude is None else ("longitude", "latitude")
        )
        message = f"there is a {given} and no {missing}"
        return problem("coordinates-half", message, file=row.file, line=row.line, field=missing)
    if abs(row.latitude) <= _ZERO and abs(row.longitude) <= _ZERO:
        return _about_point("coordinates-zero", row, f"the point is {_point(row)}")
    return None


def _problems_of_country(country: str, rows: list[PlacedRow]) -> list[Problem]:
    """Check all rows that declare one country; only what lies outside it costs more than a moment."""
    latitudes = np.array([row.latitude for row in rows], dtype=np.float64)
    longitudes = np.array([row.longitude for row in rows], dtype=np.float64)
    in_the_middle = _in_the_middle(country, rows, latitudes, longitudes)
    outside = np.flatnonzero(~lies_in(country, latitudes, longitudes))
    if not len(outside):
        return in_the_middle
    strays = [rows[number] for number in outside]
    lats, lngs = latitudes[outside], longitudes[outside]
    real = _on_earth(lats, lngs)
    away = _measure(country, lats, lngs, real)
    swappable = _on_earth(lngs, lats) & (away > TOLERANCE_KM)
    swapped_away = _measure(country, lngs, lats, swappable)
    lands: list[tuple[str, ...]] = [()] * len(strays)
    known = np.flatnonzero(real).tolist()
    for number, codes in zip(known, countries_at(lats[real], lngs[real]), strict=True):
        lands[number] = codes
    at_sea = np.array([not codes for codes in lands]) & (away > 0) & (away <= TOLERANCE_KM)
    coast = np.zeros(len(strays))
    coast[at_sea] = distances_to_land_km(lats[at_sea], lngs[at_sea])

    return in_the_middle + [
        _verdict(row, lands[number], away[number], swapped_away[number], coast[number])
        for number, row in enumerate(strays)
        if away[number] > 0 and (real[number] or swapped_away[number] <= TOLERANCE_KM)
    ]


def _in_the_middle(
    country: str, rows: list[PlacedRow], latitudes: Floats, longitudes: Floats
) -> list[Problem]:
    """Tell of points that stand for the whole country, unless their row says so.

    A middle outside the country, as between islands, is left to the other checks.
    """
    near = np.zeros(len(rows), dtype=bool)
    real = _on_earth(latitudes, longitudes)
    for latitude, longitude, reach in middles(country):
        away = haversine_km(latitudes[real], longitudes[real], latitude, longitude)
        near[real] |= away <= reach
    near[near] &= lies_in(country, latitudes[near], longitudes[near])
    found = []
    for number in np.flatnonzero(near).tolist():
        row = rows[number]
        if row.precision != "region":
            message = f"{_point(row)} is the middle of {_name(country)}"
            if row.precision:
                message += f", but coordinate_precision says “{row.precision}”"
            found.append(_about_point("coordinates-middle", row, message))
    return found


def _verdict(
    row: PlacedRow, lands: tuple[str, ...], away: float, swapped_away: float, coast: float
) -> Problem:
    """Say what is wrong with a point outside its country; distances are in kilometres.

    ``lands`` holds the countries that it lies in, ``away`` is infinite where it is no place at all.
    """
    declared = _name(row.country)
    where = f"{_point(row)} lies " + (f"in {_names(lands)}" if lands else "in the sea")
    where_from = f"{where}, {_km(away)} from {declared}" if math.isfinite(away) else _point(row)
    if swapped_away <= TOLERANCE_KM:
        if not math.isfinite(away):
            where_from += " is no place on Earth"
        near = "in" if swapped_away == 0 else "at the edge of"
        message = f"{where_from}; the other way round it lies {near} {declared}"
        return _about_point("coordinates-swapped", row, message)
    if away > TOLERANCE_KM:
        return _about_point("coordinates-elsewhere", row, where_from)
    if lands:
        return _about_point("coordinates-border", row, where_from)
    message = f"{where}, {_km(coast)} from the nearest coast"
    return _about_point("coordinates-at-sea", row, message)


def _on_earth(lats: Floats, lngs: Floats) -> npt.NDArray[np.bool_]:
    inside: npt.NDArray[np.bool_] = (np.abs(lats) <= _MOST_LATITUDE) & (
        np.abs(lngs) <= _MOST_LONGITUDE
    )
    return inside


def _measure(country: str, lats: Floats, lngs: Floats, asked: npt.NDArray[np.bool_]) -> Floats:
    """Measure the distance to the country or, if that is within the tolerance, to what it accepts.

    Points that are not ``asked`` for, because they are no places, are infinitely far.
    """
    away = np.full(len(lats), np.inf)
    away[asked] = distances_to_country_km(lats[asked], lngs[asked], country)
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for number in np.flatnonzero(asked & (away > 0)):
        accepted = countries.accepted_codes(country, float(lats[number]), float(lngs[number]))
        groups[accepted - {country}].append(int(number))
    for accepted, numbers in groups.items():
        for code in sorted(accepted):
            near = distances_to_country_km(lats[numbers], lngs[numbers], code)
            away[numbers] = np.where(
                near <= TOLERANCE_KM, np.minimum(away[numbers], near), away[numbers]
            )
    return away


def _about_point(code: str, row: PlacedRow, message: str) -> Problem:
    return problem(code, message, file=row.file, line=row.line, field="latitude")


def _point(row: PlacedRow) -> str:
    return f"{_degrees(row.latitude)}, {_degrees(row.longitude)}"


def _degrees(value: float | None) -> str:
    text = f"{value or 0.0:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _km(distance: float) -> str:
    """Write a distance as exactly as it is known."""
    if distance < _SHORTEST_KM:
        return f"less than {_SHORTEST_KM} km"
    if distance < TOLERANCE_KM:
        return f"{distance:.1f} km"
    if distance < _ROUNDED_KM:
        return f"{distance:.0f} km"
    step = 10 ** (math.floor(math.log10(distance)) - 1)
    return f"about {round(distance / step) * step:,} km"


def _name(code: str) -> str:
    name = countries.name(code)
    return f"the {name}" if code in _WITH_ARTICLE else name


def _names(codes: tuple[str, ...]) -> str:
    return " and ".join(_name(code) for code in codes)
