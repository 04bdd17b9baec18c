"""Drawings of countries and of the world as static SVG.

An SVG made here holds neither script nor style, so that it works as an image under any content
security policy; classes are there for pages that place it inline. The same input gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from madewhere.geography.borders import ANTARCTICA, borders
from madewhere.geography.drawing import document, number, path
from madewhere.geography.frames import (
    WORLD_NORTH,
    WORLD_SOUTH,
    frame,
    in_frame,
    simplified,
    turn_of,
)
from madewhere.geography.windows import Box

LAND, COUNTRY, NEIGHBOUR = "#e4e0d6", "#cfd8d3", "#efece4"
TINTS = ("#c9d6d2", "#92b3ad", "#568882", "#1f5c57")
"""The colours of a country with few to many factories."""
MARKER, MARKER_RING = "#c2452d", "#ffffff"

_SIZE = 1000
"""The longer side of a country's drawing in SVG units."""

_WINDOW_SIZE = 720
"""The longer side of a window's drawing in SVG units: twice what a phone shows it on."""

_LINE = 0.9
"""How far a drawn line may stray from the border, in SVG units."""

_WORLD_SIZE = 2000
"""The width of the world's drawing in SVG units."""

_WORLD_LINE = 2.0
_WORLD_SPECK = 9.0
_PLAIN_LINE = 3.0
_PLAIN_SPECK = 16.0

_CELL = 18.0
"""Points within a square of the world's drawing of so many SVG units share a dot."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outline:
    """A drawing and how to place a point on it.

    ``svg`` is a whole SVG document, ``width`` and ``height`` are those of its view box, which begins
    at 0, 0.
    """

    svg: str
    width: float
    height: float
    _forward: Callable[[Any, Any], tuple[Any, Any]]

    @property
    def view_box(self) -> str:
        """The value of the ``viewBox`` attribute of whatever is laid over the drawing."""
        return f"0 0 {number(self.width)} {number(self.height)}"

    def project(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Place a point, given in WGS 84 degrees, in SVG units with one decimal."""
        x, y = self._forward(longitude, latitude)
        return round(float(x), 1), round(float(y), 1)


@dataclass(frozen=True, slots=True)
class _Flat:
    """The flat projection of a country's frame, of single degrees or arrays of them."""

    turn: float
    west: float
    north: float
    squeeze: float
    scale: float

    def __call__(self, longitudes: Any, latitudes: Any) -> tuple[Any, Any]:
        turned = (longitudes - self.turn + 180) % 360 - 180 + self.turn
        across = (turned - self.west) * self.squeeze * self.scale
        return across, (self.north - latitudes) * self.scale


def country_outline(code: str, points: Sequence[tuple[float, float]] = ()) -> Outline:
    """Draw a country with its neighbours, in a frame that holds every given (latitude, longitude).

    Far-away parts are left out unless a point lies there. A code that the map does not have gives
    the surroundings of the points. Flat projection, scaled at the frame's middle latitude.
    """
    shape = borders().by_code.get(code)
    turn = turn_of(shape, points)
    return _flat_outline(frame(code, shape, points, turn), turn, _SIZE, code)


def window_outline(box: Box) -> Outline:
    """Draw all the land in a window, none of it set off, for points to be placed on."""
    west, _, east, _ = box
    return _flat_outline(box, (west + east) / 2, _WINDOW_SIZE)


def _flat_outline(box: Box, turn: float, size: int, code: str = "") -> Outline:
    """Draw what lies in a box, in flat projection; the country ``code`` is set off from the rest."""
    west, south, east, north = box
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = size / max((east - west) * squeeze, north - south)
    width, height = (east - west) * squeeze * scale, (north - south) * scale

    forward = _Flat(turn, west, north, squeeze, scale)

    def place(xy: Floats) -> Floats:
        return np.column_stack(((xy[:, 0] - west) * squeeze * scale, (north - xy[:, 1]) * scale))

    # A little more than the frame, so that no cut edge shows.
    rim = (east - west) / 100
    shapes = in_frame((west - rim, south - rim, east + rim, north + rim))
    drawn = simplified({key: shapely.transform(one, place) for key, one in shapes.items()}, _LINE)
    other = f'class="neighbour" fill="{NEIGHBOUR}"' if code else f'fill="{LAND}"'
    paths = [path(drawn[key], other) for key in drawn if key != code]
    if code in drawn:
        paths.append(path(drawn[code], f'class="country" fill="{COUNTRY}"'))
    return Outline(
        document(paths, width, height, line=1.2), round(width, 1), round(height, 1), forward
    )


@cache
def plain_world() -> Outline:
    """Draw the world's land in few lines, in the Natural Earth projection, for points to be placed on."""
    shapes = simplified(_projected(), _PLAIN_LINE)
    attributes = f'fill="{LAND}"'
    paths = [path(s, attributes, speck=_PLAIN_SPECK, keep_largest=True) for s in shapes.values()]
    return Outline(document(paths, *_world_size(), line=1.4), *_world_size(), _natural_earth)


def empty_world() -> Outline:
    """The frame of the world's drawings with nothing drawn, for points to be placed on."""
    return Outline("", *_world_size(), _natural_earth)


@cache
def world_outline() -> Outline:
    """Draw the world without Antarctica in the Natural Earth projection, a path a country."""
    paths = [
        path(
            shape,
            f'class="land" data-code="{code}" fill="{LAND}"',
            speck=_WORLD_SPECK,
            keep_largest=True,
        )
        for code, shape in _world_shapes().items()
    ]
    return Outline(document(paths, *_world_size(), line=1.4), *_world_size(), _natural_earth)


def world_svg(
    counts: Mapping[str, int], points: Iterable[tuple[float, float]] = (), title: str = ""
) -> str:
    """Draw the world with countries tinted by their number of factories and a dot where many are.

    ``counts`` is by country code, ``points`` are (latitude, longitude). Without ``title`` the drawing
    is hidden from screen readers, for pages that say the same in words beside it.
    """
    most = max(counts.values(), default=0)
    paths = []
    for code, shape in _world_shapes().items():
        step = tint_step(counts.get(code, 0), most)
        colour = TINTS[step - 1] if step else LAND
        attributes = f'class="land tint-{step}" data-code="{code}" fill="{colour}"'
        paths.append(path(shape, attributes, speck=_WORLD_SPECK, keep_largest=True))
    return document(paths + _dots(points), *_world_size(), line=1.4, title=title)


def tint_step(count: int, most: int) -> int:
    """Give the step of the scale of `TINTS`, 1 to 4, for a count; 0 for none. The scale is logarithmic."""
    if count <= 0:
        return 0
    if count >= most:
        return len(TINTS)
    return min(len(TINTS), 1 + int(len(TINTS) * math.log(count) / math.log(most)))


@cache
def _world_shapes() -> dict[str, BaseGeometry]:
    """Project and simplify the countries for a drawing as wide as a page."""
    return simplified(_projected(), _WORLD_LINE)


def _projected() -> dict[str, BaseGeometry]:
    def place(xy: Floats) -> Floats:
        return np.column_stack(_natural_earth(xy[:, 0], xy[:, 1]))

    shapes = {c: s for c, s in borders().by_code.items() if c != ANTARCTICA}
    return {code: shapely.transform(shape, place) for code, shape in shapes.items()}


def _unit_natural_earth(longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
    """Project onto the unit sphere's plane; the coefficients are Patterson and Šavrič's of 2011."""
    phi, lam = np.radians(latitudes), np.radians(longitudes)
    x = lam * (
        0.8707 - 0.131979 * phi**2 - 0.013791 * phi**4 + 0.003971 * phi**10 - 0.001529 * phi**12
    )
    y = phi * (
        1.007226 + 0.015085 * phi**2 - 0.044475 * phi**6 + 0.028874 * phi**8 - 0.005916 * phi**10
    )
    return x, y


_SCALE = _WORLD_SIZE / 2 / float(_unit_natural_earth(np.array([180.0]), np.array([0.0]))[0][0])
_TOP = float(_unit_natural_earth(np.array([0.0]), np.array([WORLD_NORTH]))[1][0])


def _natural_earth(longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
    x, y = _unit_natural_earth(longitudes, latitudes)
    return x * _SCALE + _WORLD_SIZE / 2, (_TOP - y) * _SCALE


def _world_size() -> tuple[float, float]:
    _, bottom = _natural_earth(np.array([0.0]), np.array([WORLD_SOUTH]))
    return float(_WORLD_SIZE), float(math.ceil(bottom[0]))


def _dots(points: Iterable[tuple[float, float]]) -> list[str]:
    """Draw a dot for each square of the map with points, larger for more, at their middle."""
    cells: dict[tuple[int, int], list[tuple[float, float]]] = {}
    placed = np.asarray(list(points), dtype=np.float64).reshape(-1, 2)
    xs, ys = _natural_earth(placed[:, 1], placed[:, 0])
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        cells.setdefault((int(x // _CELL), int(y // _CELL)), []).append((x, y))
    dots = []
    # The largest lie lowest, so that none hides a smaller one.
    for _, inside in sorted(cells.items(), key=lambda item: (-len(item[1]), item[0])):
        x = math.fsum(one[0] for one in inside) / len(inside)
        y = math.fsum(one[1] for one in inside) / len(inside)
        radius = min(4.5 + 1.2 * math.log2(len(inside)), 13.0)
        dots.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>')
    if not dots:
        return []
    group = f'<g class="dots" fill="{MARKER}" stroke="{MARKER_RING}" stroke-width="2">'
    return [group, *dots, "</g>"]
