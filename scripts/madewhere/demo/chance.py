"""Seeded chance: everything random in the demo comes from one `random.Random` through these.

Only methods whose results are the same on every platform and Python version are used; no
distribution that goes through the C library's logarithm or cosine.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

FOLDER = Path(__file__).parent


def read_rows(name: str) -> list[dict[str, str]]:
    """Read one of the demo's own CSV files."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Weighted(Generic[T]):
    """Things to draw from, each with a weight greater than zero."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self._things = things
        self._weights = list(accumulate(weights))

    def draw(self, rng: Random) -> T:
        """Draw one thing."""
        return rng.choices(self._things, cum_weights=self._weights)[0]


def own(*names: object) -> Random:
    """Chance for one thing by its names: the same whatever else is made before it."""
    return Random("|".join(map(str, names)))  # noqa: S311 - a demo that is the same every time


def happens(rng: Random, percent: float) -> bool:
    """Whether something happens that happens in so many of a hundred cases."""
    return rng.random() * 100 < percent


def day_between(rng: Random, first: date, last: date) -> date:
    """Draw a day; both ends count. Gives ``first`` where ``last`` lies before it."""
    days = (last - first).days
    return first + timedelta(days=rng.randrange(days + 1)) if days > 0 else first


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def years_after(day: date, years: int) -> date:
    """The same day in another year; the 28th for the 29th of February."""
    return day.replace(
        year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day
    )


def skewed(rng: Random, low: int, high: int) -> int:
    """Draw a whole number from low to high, small ones more often than large ones."""
    return low + int((high - low) * rng.random() * rng.random())
