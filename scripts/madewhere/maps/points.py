"""The factories of a map as files: one file where they are few, one for each area where they are many.

The files have no language: a page in any language names countries and states by its own texts. Areas
are tiles of the Web Mercator projection, as maps on the web count them (zoom, column, row), each halved
until it holds few enough factories.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

WHOLE = 1_000
"""A map of at most so many factories has one file, of about 30 kB on the wire."""

_MOST = 400
"""An area with more factories than this is halved in both directions."""

_DEEPEST = 13
"""No area is smaller than a tile of this zoom, some 5 km at the equator, however full it is."""

_FURTHEST = 85.0511
"""The latitude in degrees at which the square of Web Mercator ends."""


class MapPoint(NamedTuple):
    """One factory on the map.

    ``native`` is its name as written there and ``language`` that name's BCP 47 tag, each may be empty.
    ``country`` is an ISO 3166-1 alpha-2 code; ``state`` is empty for a factory that is open. Latitude
    and longitude are in degrees, WGS 84.
    """

    factory_id: str
    name: str
    native: str
    language: str
    locality: str
    country: str
    state: str
    latitude: float
    longitude: float


class Tile(NamedTuple):
    """An area of the map: the tile ``x``, ``y`` of the 4 ** ``zoom`` that make the world."""

    zoom: int
    x: int
    y: int

    @property
    def name(self) -> str:
        """The name of its file, without what it ends with."""
        return f"{self.zoom}-{self.x}-{self.y}"


def points_files(points: Iterable[MapPoint]) -> dict[str, bytes]:
    """The files of a map's points by name; `FIRST` is among them and leads to the others.

    It is GeoJSON with all factories, or where they are more than `WHOLE` an object whose ``areas`` are
    rows of a file's name without its end, the count of factories in it, and the latitude and
    longitude of their middle.
    """
    ordered = sorted(points)
    if len(ordered) <= WHOLE:
        return {FIRST: _geojson(ordered)}
    areas = _areas(ordered)
    summary = [[tile.name, len(inside), *_middle(inside)] for tile, inside in areas]
    files = {f"points/{tile.name}.geojson": _geojson(inside) for tile, inside in areas}
    return {FIRST: _json({"areas": summary}), **files}


FIRST = "points.geojson"
"""The file of points that a map reads first."""


def _areas(points: Sequence[MapPoint]) -> list[tuple[Tile, list[MapPoint]]]:
    """The tiles that together hold all points, each with its points, in the order of their names."""
    found = []
    waiting = [(Tile(0, 0, 0), list(points))]
    while waiting:
        tile, inside = waiting.pop()
        if len(inside) <= _MOST or tile.zoom == _DEEPEST:
            found.append((tile, inside))
            continue
        parts: dict[Tile, list[MapPoint]] = {}
        for point in inside:
            parts.setdefault(tile_of(point.latitude, point.longitude, tile.zoom + 1), []).append(
                point
            )
        waiting += parts.items()
    return sorted(found)


def tile_of(latitude: float, longitude: float, zoom: int) -> Tile:
    """The tile of a zoom in which a place lies; places beyond the last row count to it."""
    side: int = 1 << zoom
    phi = math.radians(max(-_FURTHEST, min(_FURTHEST, latitude)))
    x = int((longitude + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(phi)) / math.pi) / 2 * side)
    return Tile(zoom, min(max(x, 0), side - 1), min(max(y, 0), side - 1))


def _middle(points: Sequence[MapPoint]) -> tuple[float, float]:
    count = len(points)
    return (
        round(math.fsum(point.latitude for point in points) / count, 3),
        round(math.fsum(point.longitude for point in points) / count, 3),
    )


def _geojson(points: Sequence[MapPoint]) -> bytes:
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [round(point.longitude, 6), round(point.latitude, 6)],
            },
            "properties": _said(point),
        }
        for point in points
    ]
    return _json({"type": "FeatureCollection", "features": features})


def _said(point: MapPoint) -> dict[str, str]:
    told = {
        "id": point.factory_id,
        "name": point.name,
        "native": point.native,
        "language": point.language,
        "locality": point.locality,
        "country": point.country,
        "state": point.state,
    }
    return {name: value for name, value in told.items() if value}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
