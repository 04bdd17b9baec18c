"""Drawings in millimetres, made of filled outlines and nothing else.

A printer needs no font for them, and the same drawing gives PDF, SVG and EPS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

Point = tuple[float, float]


class Command(NamedTuple):
    """A part of an outline: M, L, C (with two control points before its end) or Z, and its points."""

    name: str
    points: tuple[Point, ...] = ()


class Fill(NamedTuple):
    """Closed outlines filled with one grey, from 0 for black to 1 for white; by the non-zero rule."""

    outline: tuple[Command, ...]
    grey: float = 0.0


@dataclass(slots=True, eq=False)
class Drawing:
    """What is drawn on a rectangle; x grows to the right and y downwards, both in millimetres.

    ``title`` says what it shows, for those who hear it and for lists of files. ``parts`` are other
    drawings with the point at which the corner of each stands; they lie above ``fills``.
    """

    width: float
    height: float
    title: str
    fills: list[Fill] = field(default_factory=list)
    parts: list[tuple[Drawing, Point]] = field(default_factory=list)

    def fill(self, outline: Iterable[Command], grey: float = 0.0) -> None:
        """Fill an outline."""
        self.fills.append(Fill(tuple(outline), grey))


def placed(outline: Iterable[Command], x: float, y: float, scale: float = 1.0) -> Iterator[Command]:
    """An outline made larger, then moved."""
    for name, points in outline:
        yield Command(name, tuple((x + px * scale, y + py * scale) for px, py in points))


def rectangle(x: float, y: float, width: float, height: float) -> tuple[Command, ...]:
    """The outline of a rectangle."""
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return polygon(corners)


def polygon(corners: Iterable[Point]) -> tuple[Command, ...]:
    """The outline through these corners."""
    first, *others = corners
    return (Command("M", (first,)), *(Command("L", (each,)) for each in others), Command("Z"))


_ROUND = 0.5522847498
"""How far the control points of a quarter of a circle lie from its ends, in radii."""


def ring(x: float, y: float, radius: float, line: float) -> tuple[Command, ...]:
    """A circle drawn as a line of this width inside its radius."""
    return (*_circle(x, y, radius, 1), *_circle(x, y, radius - line, -1))


def _circle(x: float, y: float, r: float, turn: int) -> Iterator[Command]:
    k = r * _ROUND
    yield Command("M", ((x + r, y),))
    for ax, ay, bx, by in ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)):
        start = (x + r * ax + k * bx, y + turn * (r * ay + k * by))
        end = (x + r * bx + k * ax, y + turn * (r * by + k * ay))
        yield Command("C", (start, end, (x + r * bx, y + turn * r * by)))
    yield Command("Z")


def bounds(outline: Iterable[Command]) -> tuple[float, float, float, float]:
    """The least and greatest x, then y, of an outline's points; all 0 where it has none."""
    points = [point for _, all_points in outline for point in all_points]
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    across, down = zip(*points, strict=True)
    return (min(across), max(across), min(down), max(down))


def path_data(outline: Iterable[Command]) -> str:
    """An outline as the data of an SVG path."""
    return "".join(
        name + " ".join([f"{number(x)} {number(y)}" for x, y in points]) for name, points in outline
    )


def number(value: float) -> str:
    """A number with at most three decimals: a thousandth of a millimetre, or of a point."""
    return f"{round(value, 3) or 0:.10g}"
