"""The demo's consolidated counts: invented contributions, released as real ones are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from madewhere.demo.chance import happens, read_rows
from madewhere.risk.contribution import ALL, Contribution, Counts, Place
from madewhere.risk.suppression import release

_YEARS = 2
_FACTORIES_A_MEMBER = (40, 90)
_PERCENT = {"social": 100, "environmental": 35}
_FAULTED_PERCENT = {
    "health-and-safety": 72,
    "working-hours": 48,
    "remuneration": 40,
    "management-system": 44,
    "freedom-of-association": 18,
    "disciplinary-practices": 9,
    "no-discrimination": 5,
    "forced-labour": 3,
    "child-labour": 2,
}
_OTHERWISE_PERCENT = 28
_SEVERITIES = (60, 34, 6)
"""How often of a hundred findings one is minor, major or critical."""


def risk_counts(
    seed: int, members: Sequence[str], homes: Sequence[str], reference_date: date
) -> list[dict[str, Any]]:
    """The rows of `risk_counts` of the last years before a day.

    ``homes`` are the countries of the disclosed factories, one each; those that are not disclosed lie
    where many of these do.
    """
    rng = Random(f"risk {seed}")  # noqa: S311 - a demo that is the same every time needs no secret
    chapters: dict[str, tuple[str, ...]] = {}
    for row in read_rows("registers/chapters.csv"):
        chapters[row["scheme"]] = (*chapters.get(row["scheme"], ()), row["slug"])
    ordered = sorted(homes)
    rows = []
    for year in range(reference_date.year - _YEARS, reference_date.year):
        made = [_contribution(rng, member, year, chapters, ordered) for member in members]
        rows += release(made, chapters)
    return rows


def _contribution(
    rng: Random,
    member: str,
    year: int,
    chapters: dict[str, tuple[str, ...]],
    homes: Sequence[str],
) -> Contribution:
    audited: defaultdict[Place, int] = defaultdict(int)
    faulted: defaultdict[tuple[Place, str], int] = defaultdict(int)
    findings: defaultdict[tuple[Place, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for _ in range(rng.randrange(*_FACTORIES_A_MEMBER)):
        country = rng.choice(homes)
        for scheme in sorted(chapters):
            if not happens(rng, _PERCENT[scheme]):
                continue
            place = (scheme, country)
            audited[place] += 1
            found = [
                chapter
                for chapter in chapters[scheme]
                if happens(rng, _FAULTED_PERCENT.get(chapter, _OTHERWISE_PERCENT))
            ]
            for chapter in (*found, *([ALL] if found else [])):
                faulted[place, chapter] += 1
            for chapter in found:
                for _ in range(1 + rng.randrange(3)):
                    severity = rng.choices((0, 1, 2), _SEVERITIES)[0]
                    findings[place, chapter][severity] += 1
                    findings[place, ALL][severity] += 1
    counts: dict[Place, dict[str, Counts]] = {}
    for place, factories in sorted(audited.items()):
        counts[place] = {}
        for chapter in (ALL, *chapters[place[0]]):
            if chapter == ALL or faulted[place, chapter]:
                minor, major, critical = findings[place, chapter]
                counts[place][chapter] = Counts(
                    factories, faulted[place, chapter], (minor, major, critical)
                )
    return Contribution(member, year, counts)
