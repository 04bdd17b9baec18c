"""A code as an outline, to be drawn at any size without seams between its modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from madewhere.outlines.drawing import Command, polygon
from madewhere.qr import code_for


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says, how many modules wide it is, and its dark modules as one outline.

    The outline's unit is a module and its corner that of the symbol, without the quiet zone.
    """

    text: str
    modules: int
    outline: tuple[Command, ...]


def code_of(text: str) -> Code:
    """The code that says this text."""
    from shapely import box, union_all
    from shapely.geometry.polygon import orient

    rows = list(code_for(text).matrix)
    dark = union_all(
        [box(x, y, x + wide, y + 1) for y, row in enumerate(rows) for x, wide in _runs(row)]
    )
    # Without points in the middle of straight lines, which files would only be longer by.
    dark = dark.simplify(0).normalize()
    parts = [orient(part) for part in getattr(dark, "geoms", [dark])]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return Code(
        text,
        len(rows),
        tuple(command for ring in rings for command in polygon([*ring.coords][:-1])),
    )


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow each other."""
    at = 0
    for dark, run in groupby(row):
        wide = len(list(run))
        if dark:
            yield at, wide
        at += wide
