"""Which part of the map to show, cut out and simplified. Boxes are (west, south, east, north) in degrees."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from madewhere.geography.borders import borders
from madewhere.geography.windows import Box

WORLD_SOUTH, WORLD_NORTH = -56.0, 83.7
"""The latitudes between which people live; what lies beyond is not drawn."""

_SMALLEST = 0.15
"""The least height of a frame in degrees, for states of a few square kilometres."""

_LEAST_RATIO, _MOST_RATIO = 0.7, 1.8
"""Bounds of a frame's width by its height, so that every page can hold it."""

# States whose far parts would shrink the rest.
_HOME = {"US": (-124.9, 24.4, -66.8, 49.5)}


def turn_of(shape: BaseGeometry | None, points: Sequence[tuple[float, float]]) -> float:
    """Give the longitude to centre on, so that nothing near is cut by the 180th meridian."""
    if shape is None:
        return points[0][1] if points else 0.0
    largest = max(shapely.get_parts(shape), key=_area)
    west, _, east, _ = shapely.bounds(largest)
    return float(west + east) / 2


def _area(part: BaseGeometry) -> float:
    """Measure a part roughly, in square degrees at the equator."""
    _, south, _, north = part.bounds
    return float(part.area * math.cos(math.radians((south + north) / 2)))


def _turned(box: Box, turn: float) -> Box:
    """Move a box by whole turns to where it lies nearest to the centre."""
    shift = 360 * round((turn - (box[0] + box[2]) / 2) / 360)
    return box[0] + shift, box[1], box[2] + shift, box[3]


def frame(
    code: str, shape: BaseGeometry | None, points: Sequence[tuple[float, float]], turn: float
) -> Box:
    """Choose the part of the map to show, in degrees, padded and of a bearable ratio."""
    boxes = [_turned((lng, lat, lng, lat), turn) for lat, lng in points]
    if code in _HOME:
        boxes.append(_HOME[code])
    elif shape is not None:
        boxes.append(_mainland(shape, turn))
    if not boxes:
        boxes = [(-180.0, WORLD_SOUTH, 180.0, WORLD_NORTH)]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.1)
    high = max((north - south) * 1.12, _SMALLEST)
    wide = max((east - west) * 1.12, _SMALLEST / squeeze)
    high = max(high, wide * squeeze / _MOST_RATIO)
    wide = max(wide, high * _LEAST_RATIO / squeeze)
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _mainland(shape: BaseGeometry, turn: float) -> Box:
    """Grow a box from the largest part over the parts that lie near or are large themselves."""
    parts = sorted(shapely.get_parts(shape), key=_area, reverse=True)
    boxes = [_turned(part.bounds, turn) for part in parts]
    areas = [_area(part) for part in parts]
    west, south, east, north = boxes[0]
    for area, box in zip(areas[1:], boxes[1:], strict=True):
        gap = max(west - box[2], box[0] - east, south - box[3], box[1] - north)
        reach = 0.15 if area < areas[0] / 20 else 0.6
        if gap <= reach * max(east - west, north - south, 1.0):
            west, south = min(west, box[0]), min(south, box[1])
            east, north = max(east, box[2]), max(north, box[3])
    return west, south, east, north


@cache
def home_box(code: str) -> Box | None:
    """Give the box around the parts of a country that belong together; None where the map lacks it."""
    shape = borders().by_code.get(code)
    if code in _HOME or shape is None:
        return _HOME.get(code)
    return _mainland(shape, turn_of(shape, ()))


@cache
def centre(code: str) -> tuple[float, float] | None:
    """Give a point (latitude, longitude) well within a country; None where the map lacks it."""
    shape = borders().by_code.get(code)
    if shape is None:
        return None
    largest = max(shapely.get_parts(shape), key=_area)
    middle = largest.centroid if largest.contains(largest.centroid) else largest.point_on_surface()
    return round(float(middle.y), 2), round(float(middle.x), 2)


def in_frame(box: Box) -> dict[str, BaseGeometry]:
    """Cut every country at a frame, each joined again across the 180th meridian."""
    west, south, east, north = box
    world = borders()
    found: dict[str, list[BaseGeometry]] = {}
    for shift in (-360, 0, 360):
        window = (west - shift, south, east - shift, north)
        for number in sorted(world.tree.query(shapely.box(*window)).tolist()):
            cut = shapely.clip_by_rect(world.geometries[number], *window)
            if not cut.is_empty:
                moved = affinity.translate(cut, xoff=shift) if shift else cut
                found.setdefault(world.codes[number], []).append(moved)
    return {
        code: pieces[0] if len(pieces) == 1 else shapely.union_all(pieces)
        for code, pieces in sorted(found.items())
    }


def simplified(shapes: Mapping[str, BaseGeometry], tolerance: float) -> dict[str, BaseGeometry]:
    """Simplify all at once, so that neighbours keep sharing their border."""
    if not shapes:
        return {}
    simple = shapely.coverage_simplify(list(shapes.values()), tolerance)
    return dict(zip(shapes, simple, strict=True))
