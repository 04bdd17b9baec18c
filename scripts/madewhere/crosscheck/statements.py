"""What is stated about factories: dates, sources, figures, and contradictions between members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from madewhere import countries
from madewhere.corpus import Corpus, Package, Row
from madewhere.crosscheck.rows import at_row
from madewhere.geography.places import haversine_km
from madewhere.problems import Problem, problem
from madewhere.tables import LEDGER_TABLE, MEMBER_TABLES, groups, table

TOLERATED_KM = 5.0
"""Two members' points may lie this far apart: a gate and an office, or a street and its town."""

TOLERATED_WORKERS = 0.5
"""Two members' numbers of workers may differ by half of the larger, as seasons and years do."""

TOLERATED_DAYS = 1
"""A date may be this far ahead of the as-of date, which is in UTC: the day begins earlier in the east."""

_MAY_BE_LATER = frozenset({"valid_until", "valid_from", "deadline", "sold_from", "sold_until"})
"""Columns of days that may lie ahead: to the end of a consent, or from which something will be sold."""


def check_statements(corpus: Corpus) -> Iterator[Problem]:
    """Find dates in the future, statements without date or source, and contradictions."""
    for package in corpus.members:
        for name in MEMBER_TABLES:
            yield from _future(package, name, corpus.as_of)
        for row in package.rows("factories"):
            yield from _undated(package, row)
            yield from _workers(package, row)
    for name in corpus.registers.tables:
        yield from _future(corpus.registers, name, corpus.as_of)
    for events in corpus.ledger.events.values():
        for event in events:
            if _lies_ahead(event.date, corpus.as_of):
                message = f"{event.date} is after {corpus.as_of}, the day checked for"
                field = table(LEDGER_TABLE).field("date").name
                yield problem("date-future", message, file=event.file, line=event.line, field=field)
    yield from _contradictions(corpus)


def _lies_ahead(day: date, as_of: date) -> bool:
    return (day - as_of).days > TOLERATED_DAYS


def _future(package: Package, name: str, as_of: date) -> Iterator[Problem]:
    columns = [
        field.name
        for field in table(name).fields
        if field.type == "date" and field.name not in _MAY_BE_LATER
    ]
    for row in package.rows(name) if columns else ():
        for column in columns:
            value = row.cells[column]
            if value is not None and _lies_ahead(value, as_of):
                message = f"{value} is after {as_of}, the day checked for"
                yield at_row("date-future", message, package, name, row, column)


def _undated(package: Package, row: Row) -> Iterator[Problem]:
    for group, fields in groups().items():
        said = any(row.cells[field.name] is not None for field in fields)
        for column in (f"{group}_stated_on", f"{group}_stated_by"):
            empty = row.cells[column] is None
            if said == empty:
                message = (
                    f"{row.cells['factory_id']}: “{group}” says something, but {column} is empty"
                    if said
                    else f"{row.cells['factory_id']}: {column} is given, but “{group}” is empty"
                )
                yield at_row("statement-undated", message, package, "factories", row, column)


def _workers(package: Package, row: Row) -> Iterator[Problem]:
    exact, low, high = (row.cells[name] for name in ("workers", "workers_min", "workers_max"))
    fault = ""
    if low is not None and high is not None and low > high:
        fault = f"at least {low:,} and at most {high:,}"
    elif exact is not None and low is not None and exact < low:
        fault = f"{exact:,} workers, but at least {low:,}"
    elif exact is not None and high is not None and exact > high:
        fault = f"{exact:,} workers, but at most {high:,}"
    if fault:
        where = {"file": package.file("factories"), "field": "workers"}
        yield problem("workers-range", fault, line=row.line, **where)


@dataclass(frozen=True, slots=True)
class _Stated:
    package: Package
    row: Row


def _contradictions(corpus: Corpus) -> Iterator[Problem]:
    stated: defaultdict[str, list[_Stated]] = defaultdict(list)
    for package in corpus.members:
        for row in package.rows("factories"):
            stated[row.cells["factory_id"]].append(_Stated(package, row))
    for factory_id in sorted(stated):
        for left, right in combinations(stated[factory_id], 2):
            for field, difference in _differences(left.row.cells, right.row.cells):
                message = (
                    f"{factory_id}: {difference}, say {left.package.slug} and {right.package.slug}"
                )
                yield at_row(
                    "statement-contradiction",
                    message,
                    right.package,
                    "factories",
                    right.row,
                    field,
                    factory_id,
                )


def _differences(left: dict[str, Any], right: dict[str, Any]) -> Iterator[tuple[str, str]]:
    known = countries.codes()
    if left["country"] != right["country"] and {left["country"], right["country"]} <= known:
        yield "country", f"country {left['country']} or {right['country']}"
    points = [left["latitude"], left["longitude"], right["latitude"], right["longitude"]]
    if None not in points:
        between = haversine_km(*points)
        if between > TOLERATED_KM:
            yield "latitude", f"points {between:,.0f} km apart"
    ours, theirs = workers_of(left), workers_of(right)
    if ours is not None and theirs is not None and apart(ours, theirs):
        yield "workers", f"{ours[1]:,} or {theirs[1]:,} workers"


def apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two ranges of workers, each from and to, differ by more than is tolerated."""
    gap = max(one[0] - other[1], other[0] - one[1])
    return gap > TOLERATED_WORKERS * max(one[1], other[1])


def workers_of(cells: dict[str, Any]) -> tuple[int, int] | None:
    """The number of workers that a factory's row states, from and to; None where it states none."""
    if cells["workers"] is not None:
        return cells["workers"], cells["workers"]
    if cells["workers_min"] is not None and cells["workers_max"] is not None:
        return cells["workers_min"], cells["workers_max"]
    return None
