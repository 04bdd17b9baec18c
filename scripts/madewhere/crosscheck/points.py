"""One and the same point for factories of different addresses: mostly the middle of their town."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from madewhere.corpus import Corpus, Package, Row, point_of
from madewhere.crosscheck.rows import at_row
from madewhere.matching.words import comparable
from madewhere.problems import Problem

ALIKE_FROM = 60
"""Streets are taken for one from this likeness on, of 100. Of 711 points that 16,000 real rows share, 91 are
told so. Four of five are the middle of a town or more, the rest estates: therefore only a notice."""

_TELLING_LITTLE = frozenset({"locality", "region"})
_NAMED = 3
_Placed = tuple[Package, Row]


def check_points(corpus: Corpus) -> Iterator[Problem]:
    """Find points that factories of different streets share; one problem a point and package.

    Whatever is said follows from the rows at the point alone, as `change` asks.
    """
    by_point: dict[str, list[_Placed]] = {}
    for package in corpus.members:
        for row in package.rows("factories"):
            point = point_of(row.cells)
            if point is not None and row.cells["coordinate_precision"] not in _TELLING_LITTLE:
                by_point.setdefault(point, []).append((package, row))
    for point in sorted(by_point):
        if len(by_point[point]) > 1:
            yield from _shared(by_point[point])


def _shared(placed: list[_Placed]) -> Iterator[Problem]:
    said = [row.cells for _, row in placed]
    sites = {cells["factory_id"]: cells["part_of"] for cells in said if cells["part_of"]}
    streets: dict[str, str] = {}
    for cells in said:
        factory_id = cells["factory_id"]
        streets.setdefault(sites.get(factory_id, factory_id), _words(cells["street_address"]))
    if not _differ([words for words in streets.values() if words]):
        return
    ids = sorted({cells["factory_id"] for cells in said})
    named = ", ".join(ids[:_NAMED]) + (f" and {len(ids) - _NAMED} more" if ids[_NAMED:] else "")
    point = f"{said[0]['latitude']}, {said[0]['longitude']}"
    message = f"{named} have one point, {point}, but different streets"
    told = set()
    for package, row in placed:
        if package.slug not in told:
            told.add(package.slug)
            subject = "|".join(ids)
            yield at_row(
                "coordinates-shared", message, package, "factories", row, "latitude", subject
            )


def _words(street: str | None) -> str:
    """What a street can be told by, numbers last; empty where only numbers are left of it."""
    said = comparable("", "", street or "")
    return " ".join([*said.address, *sorted(said.numbers)]) if said.address else ""


def _differ(streets: list[str]) -> bool:
    """Whether any street is clearly another than the one that says most."""
    most = max(streets, key=lambda words: (len(words), words), default="")
    return any(fuzz.token_set_ratio(most, words) < ALIKE_FROM for words in streets)
