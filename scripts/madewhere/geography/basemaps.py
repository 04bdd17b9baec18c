"""The borders that the interactive map draws, as GeoJSON files."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from madewhere.geography.borders import ANTARCTICA, borders
from madewhere.geography.frames import frame, in_frame, simplified, turn_of
from madewhere.geography.windows import Box


@cache
def basemap_geojson(*, fine: bool) -> bytes:
    """Give the world's borders for the interactive map, as GeoJSON with the ``code`` of each country.

    Fine lines are within about 0.1 degree, with coordinates of two decimals. The others are for a map
    of the whole world: within 0.3 degree, one decimal, and of each country its largest part and those
    of at least a tenth of a square degree. Antarctica is left out.
    """
    shapes = {c: s for c, s in borders().by_code.items() if c != ANTARCTICA}
    if fine:
        return _geojson(simplified(shapes, 0.1), decimals=2)
    large = {code: _large_parts(shape) for code, shape in simplified(shapes, 0.3).items()}
    return _geojson(large, decimals=1)


def _large_parts(shape: BaseGeometry) -> BaseGeometry:
    first, *others = _largest_first(shape)
    return shapely.union_all([first, *(part for part in others if part.area >= _LEAST_AREA)])


_LEAST_AREA = 0.1


def country_bounds(
    code: str, points: Sequence[tuple[float, float]] = ()
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the south-west and north-east corners, (latitude, longitude), of a country's map.

    The same frame as the country's outline has: far-away parts only where one of the points lies.
    """
    shape = borders().by_code.get(code)
    west, south, east, north = frame(code, shape, points, turn_of(shape, points))
    return (round(south, 3), round(west, 3)), (round(north, 3), round(east, 3))


def country_basemap(code: str) -> bytes:
    """Give the borders of one country and its surroundings for the interactive map, in finer lines.

    Lines are within a 600th of the frame's size, and at most 0.1 degree. Other countries have the
    property ``neighbour``. The file has a ``bbox``: the region that it draws, wide and high enough
    for any screen to show the country's frame. Longitudes beyond 180 keep a country together that
    lies on both sides of that meridian.
    """
    shape = borders().by_code.get(code)
    west, south, east, north = frame(code, shape, (), turn_of(shape, ()))
    x, y = (west + east) / 2, (south + north) / 2
    wide, high = east - west, north - south
    squeeze = max(math.cos(math.radians(y)), 0.1)
    reach_x = min(max(wide, 3.4 * high / squeeze) * 0.75, 180.0)
    reach_y = max(high, 1.6 * wide * squeeze) * 0.75
    region = (x - reach_x, max(y - reach_y, -80.0), x + reach_x, min(y + reach_y, 84.0))
    shapes = simplified(in_frame(region), min(max(wide, high) / 600, 0.1))
    return _geojson(shapes, decimals=3, region=region, focus=code)


def _geojson(
    shapes: Mapping[str, BaseGeometry], decimals: int, region: Box | None = None, focus: str = ""
) -> bytes:
    features = []
    for code, shape in shapes.items():
        polygons = [_rings(part, decimals) for part in _largest_first(shape)]
        drawn = [rings for rings in polygons if rings]
        if drawn:
            properties: dict[str, Any] = {"code": code}
            if focus and code != focus:
                properties["neighbour"] = True
            geometry = {"type": "MultiPolygon", "coordinates": drawn}
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    if region:
        collection["bbox"] = [_short(round(edge, decimals)) for edge in region]
    collection["features"] = features
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _largest_first(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return sorted(parts, key=lambda part: (-part.area, part.bounds))


def _rings(part: Any, decimals: int) -> list[list[list[float]]]:
    """Round a polygon's rings, without repeats; none of it is left where the outer one collapses."""
    rings = []
    for ring in (part.exterior, *part.interiors):
        rounded = np.round(shapely.get_coordinates(ring), decimals)
        rounded = rounded[np.append(True, np.any(np.diff(rounded, axis=0) != 0, axis=1))]
        if len(rounded) >= 4:
            rings.append([[_short(x), _short(y)] for x, y in rounded.tolist()])
        elif ring is part.exterior:
            return []
    return rings


def _short(value: float) -> float:
    return int(value) if value.is_integer() else value
