"""What is told of the people in a factory and of what it can make: figures, codes and languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pycountry

from madewhere.corpus import Corpus
from madewhere.crosscheck.rows import Placed, RegisterKeys, placed
from madewhere.crosscheck.statements import apart, workers_of
from madewhere.left_out import LeftOut
from madewhere.problems import Problem


def check_profiles(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find people that do not add up, unknown codes and languages, and half a capacity."""
    yield from _workforce(corpus)
    steps = RegisterKeys(corpus, left_out, "processing_types", "code")
    for each in placed(corpus.members, "profiles"):
        cells = each.cells
        for step in (cells["outside_processes"] or "").split("|"):
            if step and step not in steps:
                message = f"there is no processing type “{step}”"
                yield each.problem("reference-code", message, "outside_processes")
        parts = {c: cells[c] for c in ("capacity", "capacity_unit", "capacity_period")}
        empty = [column for column, value in parts.items() if value is None]
        if 0 < len(empty) < len(parts):
            message = (
                f"{' and '.join(c for c in parts if c not in empty)} without {' and '.join(empty)}"
            )
            yield each.problem("capacity-half", message, empty[0])
    for table in ("profiles", "grievance_channels"):
        for each in placed(corpus.members, table):
            yield from _languages(each)


def _workforce(corpus: Corpus) -> Iterator[Problem]:
    factories = {
        (f.package.slug, f.cells["factory_id"]): f.cells
        for f in placed(corpus.members, "factories")
    }
    counted: defaultdict[tuple[str, str], list[Placed]] = defaultdict(list)
    for each in placed(corpus.members, "workforce"):
        cells = each.cells
        counted[each.package.slug, cells["factory_id"]].append(each)
        people, migrants = _people(cells), cells["migrants"]
        if migrants is not None and people is not None and migrants > people:
            message = f"{migrants:,} migrants among {people:,} people"
            yield each.problem("workforce-migrants", message, "migrants")
    for key, rows in counted.items():
        stated = workers_of(factories[key]) if key in factories else None
        if stated is None:
            continue
        people = sum((e.cells["women"] or 0) + (e.cells["men"] or 0) for e in rows)
        whole = all(_people(each.cells) is not None for each in rows)
        if (whole or people > stated[1]) and apart((people, people), stated):
            message = f"{key[1]}: {people:,} women and men, but {_range(stated)} in factories.csv"
            yield rows[0].problem("workforce-total", message, "women", key[1])


def _people(cells: dict[str, Any]) -> int | None:
    """Women and men together; None where one of the two is not stated."""
    if cells["women"] is None or cells["men"] is None:
        return None
    return int(cells["women"] + cells["men"])


def _range(stated: tuple[int, int]) -> str:
    low, high = stated
    return f"{high:,} workers" if low == high else f"{low:,} to {high:,} workers"


def _languages(each: Placed) -> Iterator[Problem]:
    for code in (each.cells["languages"] or "").split("|"):
        short = _codes().get(code)
        if code and short != code:
            message = f"“{code}” is written “{short}”" if short else f"“{code}” is no language"
            yield each.problem("language-unknown", message, "languages")


@cache
def _codes() -> dict[str, str]:
    """Each code of a language by ISO 639, with its shortest, which is the one to write."""
    found: dict[str, str] = {}
    for language in pycountry.languages:
        short = getattr(language, "alpha_2", None) or language.alpha_3
        found[language.alpha_3] = found[short] = short
    return found
