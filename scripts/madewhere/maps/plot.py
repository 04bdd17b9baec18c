"""A drawing of a country, a part of the world or all of it, that points can be placed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing that points can be placed on. ``href`` is relative to the site's root."""

    href: str
    width: float
    height: float
    place: Callable[[float, float], tuple[float, float]]

    def x(self, latitude: float, longitude: float) -> float:
        """How far a point, in WGS 84 degrees, lies from the left edge, in units of the drawing."""
        return self.place(latitude, longitude)[0]

    def y(self, latitude: float, longitude: float) -> float:
        """How far a point lies from the top, in units of the drawing."""
        return self.place(latitude, longitude)[1]
