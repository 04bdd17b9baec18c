"""Lists of entries as short texts, so that an index compresses well wherever it is served.

Entries count from 0. A list is the distances from each to the next, each number in digits of 32 from the
lowest up; a digit that another follows has 32 added. Distances are 1 and more, so a 0 is free: the number
after it says how many further entries follow one by one. `find.js` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The digits from 0 to 63."""

_RUN = re.compile(f"(?<![{re.escape(CHARACTERS[32:])}])B{{4,}}")
"""Four and more distances of 1; the last digit of a larger number does not count."""


def number(value: int) -> str:
    """A number of 0 and more."""
    if value < len(_SHORT):
        return _SHORT[value]
    return CHARACTERS[32 + value % 32] + number(value // 32)


_SHORT: list[str] = list(CHARACTERS[:32])
_SHORT = [number(value) for value in range(1 << 12)]


def written(entries: Sequence[int]) -> str:
    """A list of entries that are in order, each once."""
    distances = (after - before for before, after in pairwise((-1, *entries)))
    plain = "".join([number(distance) for distance in distances])
    return _RUN.sub(lambda run: f"A{number(len(run[0]))}", plain)


def signed(values: Iterable[int]) -> str:
    """Numbers of any sign, in any order; each is written as its distance from 0, twice, less 1 below 0."""
    return "".join([number(2 * value if value >= 0 else -2 * value - 1) for value in values])
