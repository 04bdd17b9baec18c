"""The parts that every drawing is made of: SVG documents and compact paths."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

BORDER = "#ffffff"


def document(
    content: Sequence[str], width: float, height: float, *, line: float, title: str = ""
) -> str:
    """Put paths into an SVG document, hidden from screen readers where it has no title.

    ``line`` is the width of the borders in SVG units.
    """
    reading = f'role="img"><title>{escape(title)}</title>' if title else 'aria-hidden="true">'
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'stroke="{BORDER}" stroke-width="{number(line)}" stroke-linejoin="round" {reading}'
    )
    return "\n".join([opening, *(part for part in content if part), "</svg>\n"])


def path(
    shape: BaseGeometry, attributes: str, *, speck: float = 4.0, keep_largest: bool = False
) -> str:
    """Write polygons as one path in whole units; empty if nothing is left.

    Parts of fewer square units than ``speck`` are left out. With ``keep_largest`` the largest part stays however small it is.
    """
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    parts.sort(key=lambda part: (-part.area, part.bounds))
    kept = [part for part in parts if part.area >= speck]
    if not kept and keep_largest:
        kept = parts[:1]
    rings = [ring for part in kept for ring in (part.exterior, *part.interiors)]
    steps = "".join(_ring(shapely.get_coordinates(ring)) for ring in rings)
    if not steps and kept:
        x, y = np.round(kept[0].centroid.coords[0]).astype(int).tolist()
        steps = f"M{x} {y}h1v1h-1z" if keep_largest else ""
    return f'<path {attributes} d="{steps}"/>' if steps else ""


def number(value: float) -> str:
    """Write a number with one decimal, or none where it is whole."""
    return f"{value:.1f}".removesuffix(".0")


def _ring(coordinates: npt.NDArray[np.float64]) -> str:
    """Write one ring with relative steps; what falls onto the same unit is written once."""
    units = np.round(coordinates).astype(int)
    steps = np.diff(units, axis=0)
    steps = steps[np.any(steps != 0, axis=1)][:-1]
    if len(steps) < 2:
        return ""
    written = " ".join(f"{x} {y}" for x, y in steps.tolist()).replace(" -", "-")
    return f"M{units[0][0]} {units[0][1]}l{written}z"
