"""An invented world of factories and members' audits of them, for attacks on what is released."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from madewhere.risk.contribution import ALL, Contribution, Counts

CHAPTERS = ("hours", "pay", "safety", "water")
COUNTRIES = ("BD", "IN", "TR", "VN")
SCHEME = "social"

Cell = tuple[str, str]
"""A country and a chapter."""


@dataclass(frozen=True)
class World:
    """What is true of a year: which factories have a finding in a cell, by member."""

    year: int
    faulted: dict[str, dict[Cell, set[int]]]
    audited: dict[str, dict[str, set[int]]]
    contributions: list[Contribution]

    def factories(self, cells: list[Cell], without: str | None = None) -> set[int]:
        """The different factories behind cells, counted by anybody but a member."""
        return {
            factory
            for member, by_cell in self.faulted.items()
            if member != without
            for cell in cells
            for factory in by_cell.get(cell, ())
        }


def make_world(seed: int, year: int) -> World:
    """Members that audit overlapping sets of factories; sizes from almost nothing to much."""
    rng = Random(seed)
    members = [f"m{number}" for number in range(rng.choice((2, 2, 3, 4, 6)))]
    homes: dict[int, str] = {}
    for country in COUNTRIES:
        for _ in range(rng.choice((2, 6, 15, 30, 60))):
            homes[len(homes)] = country
    rates = {chapter: rng.choice((0.05, 0.2, 0.5, 0.9)) for chapter in CHAPTERS}
    faulted: dict[str, dict[Cell, set[int]]] = {}
    audited: dict[str, dict[str, set[int]]] = {}
    contributions = []
    for member in members:
        share = rng.choice((0.1, 0.4, 0.8, 1.0))
        seen: defaultdict[str, set[int]] = defaultdict(set)
        found: defaultdict[Cell, set[int]] = defaultdict(set)
        findings: defaultdict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0])
        for factory, country in homes.items():
            if rng.random() < share:
                seen[country].add(factory)
                for chapter in CHAPTERS:
                    if rng.random() < rates[chapter]:
                        for each in (chapter, ALL):
                            found[country, each].add(factory)
                        severity = rng.randrange(3)
                        for each in (chapter, ALL):
                            findings[country, each][severity] += 1
        counts = {
            (SCHEME, country): {
                chapter: Counts(
                    len(factories),
                    len(found[country, chapter]),
                    tuple(findings[country, chapter]),
                )
                for chapter in (ALL, *CHAPTERS)
                if chapter == ALL or found[country, chapter]
            }
            for country, factories in seen.items()
        }
        contributions.append(Contribution(member, year, counts))
        faulted[member] = {cell: who for cell, who in found.items() if cell[1] != ALL}
        audited[member] = dict(seen)
    return World(year, faulted, audited, contributions)
