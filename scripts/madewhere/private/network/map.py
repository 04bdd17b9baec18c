"""The map of a supply network: where land and factories are drawn, and a still picture of both.

The projection is flat, true to scale along the 30th parallels, between which most factories lie. One
degree of latitude is 40 units; the upper left corner is 180 degrees west, 83.7 degrees north.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely

from madewhere.countries import name
from madewhere.geography.borders import ANTARCTICA, borders
from madewhere.geography.drawing import number, path
from madewhere.geography.frames import WORLD_NORTH, WORLD_SOUTH, simplified
from madewhere.private.standing import STANDINGS

Point = tuple[float, float]
Frame = tuple[float, float, float, float]

_UNIT = 40.0
_SQUEEZE = math.cos(math.radians(30))

_LINE, _SPECK = 4.0, 16.0
"""Lines are within a tenth of a degree; islands of fewer square units are left out."""

_LEAST = 12.0 * _UNIT
"""The least height of a frame: a region, so that one factory is not a dot on an empty sheet."""

_CELLS = 42
"""A still picture is so many squares wide, each with at most one sign of a state."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign on the still picture: so many factories of a state, at a place in map units."""

    state: str
    count: int
    x: float
    y: float
    radius: float

    @property
    def shape(self) -> str:
        """The sign's outline: a circle, a triangle, a square or a diamond, by state."""
        x, y, r = self.x, self.y, self.radius
        if self.state in ("accepted", "lapsed"):
            return f"M{number(x - r)} {number(y)}a{number(r)} {number(r)} 0 1 0 {number(2 * r)} 0a{number(r)} {number(r)} 0 1 0 {number(-2 * r)} 0z"
        if self.state == "pending":
            r *= 1.25
            return f"M{number(x)} {number(y - r)}l{number(r)} {number(1.75 * r)}h{number(-2 * r)}z"
        if self.state in ("refused", "withdrawn"):
            r *= 0.9
            return f"M{number(x - r)} {number(y - r)}h{number(2 * r)}v{number(2 * r)}h{number(-2 * r)}z"
        return f"M{number(x)} {number(y - r)}l{number(r)} {number(r)}l{number(-r)} {number(r)}l{number(-r)} {number(-r)}z"


def place(point: Point) -> Point:
    """Put a point, (latitude, longitude) in WGS 84 degrees, on the map; units with two decimals."""
    latitude, longitude = point
    x = (longitude + 180) * _SQUEEZE * _UNIT
    return round(x, 2), round((WORLD_NORTH - latitude) * _UNIT, 2)


@cache
def land() -> dict[str, str]:
    """The SVG path of each country, by code, without Antarctica."""

    def placed(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(
            ((xy[:, 0] + 180) * _SQUEEZE * _UNIT, (WORLD_NORTH - xy[:, 1]) * _UNIT)
        )

    shapes = {code: each for code, each in borders().by_code.items() if code != ANTARCTICA}
    flat = {code: shapely.transform(each, placed) for code, each in shapes.items()}
    drawn = {
        code: path(each, "", speck=_SPECK, keep_largest=True)
        for code, each in simplified(flat, _LINE).items()
    }
    return {code: each.partition('d="')[2].removesuffix('"/>') for code, each in drawn.items()}


def frame_of(points: Sequence[Point]) -> Frame:
    """The part of the map, as x, y, width and height, that holds these places with some air around."""
    if not points:
        high = (WORLD_NORTH - WORLD_SOUTH) * _UNIT
        return 0.0, 0.0, round(360 * _SQUEEZE * _UNIT, 1), round(high, 1)
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    north, south = min(y for _, y in points), max(y for _, y in points)
    high = max((south - north) * 1.25, _LEAST)
    wide = max((east - west) * 1.2, high * 1.6)
    high = max(high, wide / 2.6)
    x, y = (west + east - wide) / 2, (north + south - high) / 2
    return round(x, 1), round(y, 1), round(wide, 1), round(high, 1)


def country_labels(codes: Iterable[str]) -> list[tuple[float, float, str]]:
    """Where the names of countries stand, as x, y and the name; none for what the map does not have."""
    found = []
    for code in sorted(codes):
        shape = borders().by_code.get(code)
        if shape is not None and code in land():
            largest = max(shapely.get_parts(shape), key=lambda part: float(part.area))
            middle = largest.representative_point()
            found.append((*place((middle.y, middle.x)), name(code)))
    return found


def signs_of(states: Mapping[int, str], places: Mapping[int, Point], frame: Frame) -> list[Sign]:
    """The signs of the still picture: a square of it shows each state once, however many are there."""
    cell = frame[2] / _CELLS
    cells: dict[tuple[int, int], dict[str, list[Point]]] = {}
    for each, (x, y) in places.items():
        inside = cells.setdefault((int(x // cell), int(y // cell)), {})
        inside.setdefault(states[each], []).append((x, y))
    signs = []
    for by_state in cells.values():
        points = [point for inside in by_state.values() for point in inside]
        x = math.fsum(x for x, _ in points) / len(points)
        y = math.fsum(y for _, y in points) / len(points)
        for place_in_row, state in enumerate(sorted(by_state, key=STANDINGS.index)):
            count = len(by_state[state])
            # Several states in one square stand side by side.
            beside = (place_in_row - (len(by_state) - 1) / 2) * cell * 0.42
            radius = cell * min(0.16 + 0.03 * math.log2(count), 0.4)
            signs.append(Sign(state, count, round(x + beside, 1), round(y, 1), radius))
    # The largest lie lowest, so that none hides a smaller one.
    return sorted(signs, key=lambda sign: (-sign.radius, sign.x, sign.y, sign.state))


def lines_of(pairs: Iterable[tuple[Point, Point]], frame: Frame) -> str:
    """One SVG path of curves between places; links between the same two squares are drawn once."""
    cell = frame[2] / _CELLS
    seen: dict[tuple[int, ...], str] = {}
    for (x1, y1), (x2, y2) in pairs:
        key = tuple(int(each // cell) for each in (x1, y1, x2, y2))
        if key not in seen:
            bend_x = (x1 + x2) / 2 + (y2 - y1) * 0.12
            bend_y = (y1 + y2) / 2 - (x2 - x1) * 0.12
            seen[key] = (
                f"M{number(x1)} {number(y1)}Q{number(bend_x)} {number(bend_y)}"
                f" {number(x2)} {number(y2)}"
            )
    return "".join(line for _, line in sorted(seen.items()))
