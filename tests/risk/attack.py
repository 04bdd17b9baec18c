"""An attacker who adds and subtracts released rows until a cell, or a few cells, are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from madewhere.risk.contribution import ALL

from .world import CHAPTERS, COUNTRIES, Cell, World

Vector = list[Fraction]


def null_space(rows: Iterable[Sequence[int]], width: int) -> list[Vector]:
    """A basis of all that the equations leave open, by exact elimination."""
    reduced: list[Vector] = []
    pivots: list[int] = []
    for row in rows:
        left = [Fraction(value) for value in row]
        for known, pivot in zip(reduced, pivots, strict=True):
            if left[pivot]:
                factor = left[pivot]
                left = [a - factor * b for a, b in zip(left, known, strict=True)]
        pivot = next((place for place, value in enumerate(left) if value), None)
        if pivot is None:
            continue
        left = [value / left[pivot] for value in left]
        for number, known in enumerate(reduced):
            if known[pivot]:
                factor = known[pivot]
                reduced[number] = [a - factor * b for a, b in zip(known, left, strict=True)]
        reduced.append(left)
        pivots.append(pivot)
    found = []
    for free in (place for place in range(width) if place not in pivots):
        vector = [Fraction(0)] * width
        vector[free] = Fraction(1)
        for known, pivot in zip(reduced, pivots, strict=True):
            vector[pivot] = -known[free]
        found.append(vector)
    return found


def whole_numbers(basis: list[Vector], width: int) -> np.ndarray:
    """The basis with each vector scaled to whole numbers."""
    scaled = [
        [int(value * lcm(*(v.denominator for v in vector))) for value in vector] for vector in basis
    ]
    return np.array(scaled, dtype=np.int64).reshape(len(basis), width)


def derivable(equations: list[set[Cell]], hidden: list[Cell]) -> Iterator[list[Cell]]:
    """Every set of hidden cells whose sum follows from the equations; each names cells added up."""
    width = len(hidden)
    rows = [[int(cell in equation) for cell in hidden] for equation in equations]
    open_ones = whole_numbers(null_space(rows, width), width)
    numbers = np.arange(1, 2**width, dtype=np.int64)
    subsets = (numbers[:, None] >> np.arange(width)) & 1
    known = ~(subsets @ open_ones.T).any(axis=1)
    for subset in subsets[known]:
        yield [cell for cell, taken in zip(hidden, subset, strict=True) if taken]


def successes(world: World, rows: Sequence[dict], fewest: int) -> list[tuple[str, list[Cell]]]:
    """Which sums over hidden cells follow from the rows though fewer factories stand behind them.

    The attacker is somebody from outside, or one of the members, who subtracts its own part first.
    That nobody was audited in some countries is no success: it is about no factory.
    """
    audited = {country for of in world.audited.values() for country, who in of.items() if who}
    found = []
    for columns in ("findings", "factories"):
        for equations, hidden in systems(rows, columns):
            for cells in derivable(equations, hidden):
                if audited.isdisjoint(country for country, _ in cells):
                    continue
                for attacker in (None, *world.faulted):
                    behind = factories_behind(world, cells, attacker)
                    if behind < fewest:
                        found.append((f"{columns} by {attacker or 'anybody'}", cells))
    return found


def factories_behind(world: World, cells: list[Cell], without: str | None) -> int:
    """How many different factories a sum of cells is about; a cell of all chapters is of audited ones."""
    behind = world.factories([c for c in cells if c[1] != ALL], without)
    for member, by_country in world.audited.items():
        if member != without:
            for country, chapter in cells:
                if chapter == ALL:
                    behind = behind | by_country.get(country, set())
    return len(behind)


def systems(rows: Sequence[dict], columns: str) -> Iterator[tuple[list[set[Cell]], list[Cell]]]:
    """The equations that rows give, with the cells that no row gives by itself.

    Findings add up over countries and chapters. Numbers of factories add up over countries only, so
    each chapter, and all together, is a system of its own.
    """
    named = [(row["country"], row["chapter"]) for row in rows]
    if columns == "findings":
        shown = {cell for cell in named if ALL not in cell}
        equations = [
            {
                (c, k)
                for c in (COUNTRIES if country == ALL else (country,))
                for k in (CHAPTERS if chapter == ALL else (chapter,))
            }
            for country, chapter in named
        ]
        every = [(c, k) for c in COUNTRIES for k in CHAPTERS]
        yield equations, [cell for cell in every if cell not in shown]
        return
    for each in (ALL, *CHAPTERS):
        of_chapter = [country for country, chapter in named if chapter == each]
        equations = [
            {(c, each) for c in (COUNTRIES if country == ALL else (country,))}
            for country in of_chapter
        ]
        yield equations, [(c, each) for c in COUNTRIES if c not in of_chapter]
