"""The steps of products: whether their cells fit their places, and their rows each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from madewhere import countries
from madewhere.corpus import Corpus
from madewhere.crosscheck.rows import Placed, placed
from madewhere.problems import Problem

TABLE = "product_steps"

_NEEDED = {"factory": ("factory_id",), "one-of": ("one_of",), "country": ("country",)}
_ALLOWED = {**_NEEDED, "one-of": ("one_of", "factory_id")}
_CELLS = ("factory_id", "one_of", "country")
"""What says where a step is done; which of them a place needs, and which it may have."""


def check_steps(corpus: Corpus) -> Iterator[Problem]:
    """Find steps whose cells do not fit their places, and rows of one step that contradict each other."""
    for package in corpus.members:
        steps: defaultdict[tuple[str, int], list[Placed]] = defaultdict(list)
        for each in placed([package], TABLE):
            yield from _row(each)
            steps[each.cells["product_id"], each.cells["position"]].append(each)
        for rows in steps.values():
            yield from _differing(rows)
            yield from _possibilities(rows)
            yield from _overlapping(rows)


def _row(each: Placed) -> Iterator[Problem]:
    cells = each.cells
    place = cells["place"]
    for column in _CELLS:
        given = cells[column] is not None
        if given and column not in _ALLOWED.get(place, ()):
            yield each.problem("step-place", f"“{place}” has no {column}", column)
        elif not given and column in _NEEDED.get(place, ()):
            yield each.problem("step-place", f"“{place}” needs its {column}", column)
    begin, end, country = cells["valid_from"], cells["valid_until"], cells["country"]
    if begin is not None and end is not None and end < begin:
        yield each.problem("product-dates", f"true from {begin}, until {end}", "valid_until")
    if country is not None and country not in countries.codes():
        yield each.problem("country-unknown", f"“{country}” is no country code", "country")


def _differing(rows: list[Placed]) -> Iterator[Problem]:
    first = rows[0].cells
    for later in rows[1:]:
        for column in ("stage", "part"):
            if later.cells[column] != first[column]:
                message = (
                    f"step {first['position']} of {first['product_id']} has another {column} in entry "
                    f"{first['entry']}"
                )
                yield later.problem("step-differs", message, column)


def _possibilities(rows: list[Placed]) -> Iterator[Problem]:
    """Rows that are one statement: it was one of these."""
    groups: defaultdict[tuple[Any, ...], list[Placed]] = defaultdict(list)
    for each in rows:
        if each.cells["place"] == "one-of":
            groups[tuple(each.cells[c] for c in ("lot", "valid_from", "valid_until"))].append(each)
    for group in groups.values():
        told: set[str] = set()
        most = group[0].cells["one_of"]
        for count, each in enumerate(group, start=1):
            said, factory_id = each.cells["one_of"], each.cells["factory_id"]
            if said is not None and most is not None and said != most:
                message = f"one of {said}, but one of {most} in entry {group[0].cells['entry']}"
                yield each.problem("step-one-of", message, "one_of")
            elif most is not None and count > most:
                message = f"one of {most}, but this is possibility {count}"
                yield each.problem("step-one-of", message, "one_of")
            elif factory_id in told:
                message = f"{factory_id} is among the possibilities already"
                yield each.problem("step-one-of", message, "factory_id")
            told |= {factory_id} - {None}


def _overlapping(rows: list[Placed]) -> Iterator[Problem]:
    certain = [each for each in rows if each.cells["place"] == "factory"]
    for first, later in combinations(certain, 2):
        one, other = first.cells, later.cells
        if (
            one["lot"] == other["lot"]
            and one["factory_id"] != other["factory_id"]
            and (one["valid_from"] or date.min) <= (other["valid_until"] or date.max)
            and (other["valid_from"] or date.min) <= (one["valid_until"] or date.max)
        ):
            message = (
                f"{other['factory_id']} and {one['factory_id']} (entry {one['entry']}) are both step "
                f"{one['position']} of {one['product_id']} at the same time"
            )
            yield later.problem("step-overlap", message, "valid_from")
