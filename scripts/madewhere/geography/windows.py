"""Windows of the world for drawings that show several countries, near or far.

A window of the near kind stands on a grid, so that many drawings share few of them; what none of them
holds is shown on the whole world.
"""

from __future__ import annotations

import math

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

_HEIGHT = 24.0
"""The height of every window in degrees of latitude."""

_STEP = 6.0
"""Windows stand so many degrees of latitude apart."""

_RATIO = 1.5
"""The width of a window by its height, as they are seen."""

_FARTHEST = 78.0
"""The latitude beyond which there are no windows; whole degrees of longitude are too narrow there."""


def squeeze(south: float, north: float) -> float:
    """How wide a degree of longitude is against one of latitude, in the middle between the two."""
    return max(math.cos(math.radians((south + north) / 2)), 0.1)


def window(box: Box) -> Box | None:
    """Give the window of the grid that holds a box, in degrees; None where none does."""
    west, south, east, north = box
    low = math.floor(south / _STEP) * _STEP
    if low + _HEIGHT < north or low < -_FARTHEST or low + _HEIGHT > _FARTHEST:
        return None
    wide = round(_RATIO * _HEIGHT / squeeze(low, low + _HEIGHT), 1)
    left = math.floor(west / wide * 4) * wide / 4
    if left + wide < east or left < -180 or left + wide > 180:
        return None
    return round(left, 3), low, round(left + wide, 3), low + _HEIGHT
