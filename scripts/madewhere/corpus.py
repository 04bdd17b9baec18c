"""What was read from `data/`: the input types. Nothing here may reach a page; see `disclose`."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from madewhere.ledger import Ledger
from madewhere.left_out import LeftOut
from madewhere.publication import Publication
from madewhere.tables import table


@dataclass(slots=True)
class Row:
    """One row of a table that passed its schema. ``line`` counts from 1, the header being line 1."""

    line: int
    cells: dict[str, Any]


@dataclass(slots=True)
class Package:
    """One data package as it was read: a member's disclosure, or the registers.

    ``folder`` is relative to the data folder. ``tables`` holds the rows that are fit for use; rows
    with errors are left out and stand in the problems instead.
    """

    slug: str
    folder: str
    demo: bool
    tables: MutableMapping[str, list[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, none where the package does not have it."""
        return self.tables.get(table, [])

    def file(self, table: str) -> str:
        """Where that table stands, relative to the data folder."""
        return f"{self.folder}/{table}.csv"


@dataclass(slots=True)
class Corpus:
    """The whole of `data/` as it was read, members in the order of their slugs.

    ``doubtful`` holds identifiers with an event in the ledger that could not be used. It may have been
    a withdrawal, so nothing under such an identifier is shown until the event is mended. ``left_out`` is
    what else stands in the data but could not be used.
    """

    folder: Path
    as_of: date
    publication: Publication
    registers: Package
    members: list[Package]
    ledger: Ledger
    doubtful: frozenset[str] = frozenset()
    left_out: LeftOut = field(default_factory=LeftOut)

    def register(self, table: str, key: str) -> dict[str, Row]:
        """A register's rows by their key; the first one counts where a key repeats."""
        found: dict[str, Row] = {}
        for row in self.registers.rows(table):
            found.setdefault(row.cells[key], row)
        return found


PackedTable = tuple[tuple[str, ...], list[int], list[list[Any]]]
"""A table to be kept: its columns, the lines of its rows, and the values column by column."""


def pack(rows: Sequence[Row]) -> PackedTable:
    """Make rows small to keep: equal texts and days become one, and no name of a column repeats."""
    if not rows:
        return (), [], []
    columns = tuple(rows[0].cells)
    values = [[row.cells[column] for row in rows] for column in columns]
    for number, column in enumerate(values):
        if any(isinstance(value, str | date) for value in column):
            one: dict[Any, Any] = {}
            values[number] = [one.setdefault(value, value) for value in column]
    return columns, [row.line for row in rows], values


def unpack(packed: PackedTable) -> list[Row]:
    """The rows that were packed."""
    columns, lines, values = packed
    return [
        Row(line, dict(zip(columns, cells, strict=True)))
        for line, cells in zip(lines, zip(*values, strict=True), strict=True)
    ]


class KeptTables(MutableMapping[str, list[Row]]):
    """The tables of a package, each made when it is asked for the first time."""

    def __init__(self, names: Iterable[str], make: Callable[[str], list[Row]]) -> None:
        self._rows: dict[str, list[Row] | None] = dict.fromkeys(names)
        self._make = make

    def __getitem__(self, name: str) -> list[Row]:
        """The rows of a table."""
        rows = self._rows[name]
        if rows is None:
            rows = self._rows[name] = self._make(name)
        return rows

    def __setitem__(self, name: str, rows: list[Row]) -> None:
        """Put rows in place of a table's."""
        self._rows[name] = rows

    def __delitem__(self, name: str) -> None:
        """Leave a table out."""
        del self._rows[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        return iter(self._rows)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._rows)

    def __repr__(self) -> str:
        """All of it."""
        return repr(dict(self))


@cache
def naming_columns(name: str) -> tuple[str, ...]:
    """The columns of a member's table that hold identifiers, by which its rows hang together."""
    own = {"audit_id", "gln", "gtin", "lei", "number", "os_id", "product_id"}
    return tuple(f.name for f in table(name).fields if f.refers or f.name in own)


def point_of(cells: Mapping[str, Any]) -> str | None:
    """A factory's point to a tenth of a metre, as a text that tells it from others; None without one."""
    if cells["latitude"] is None or cells["longitude"] is None:
        return None
    # Adding nothing turns -0 into 0.
    return f"{round(cells['latitude'], 6) + 0:.6f}, {round(cells['longitude'], 6) + 0:.6f}"


def _named(name: str) -> Callable[[Row], list[Any]]:
    """What tells the identifiers that a row of a table names, None among them where a cell is empty.

    The point of a factory is one too: rows that have the same one hang together by it.
    """
    columns = naming_columns(name)
    if name == "factories":
        return lambda row: [*(row.cells[column] for column in columns), point_of(row.cells)]
    return lambda row: [row.cells[column] for column in columns]


def named_in(tables: Mapping[str, Iterable[Row]]) -> set[str]:
    """Every identifier that rows of a member's tables name."""
    found: set[Any] = set()
    for name, rows in tables.items():
        named = _named(name)
        for row in rows:
            found.update(named(row))
    found.discard(None)
    return found


def naming(tables: Mapping[str, Iterable[Row]], identifiers: set[str]) -> dict[str, list[Row]]:
    """The rows that name one of the identifiers, by table."""
    found = {}
    for name, rows in tables.items():
        named = _named(name)
        found[name] = [row for row in rows if not identifiers.isdisjoint(named(row))]
    return found


def factory_lines(package: Package) -> dict[str, int]:
    """On which line of a package each factory stands."""
    return {row.cells["factory_id"]: row.line for row in package.rows("factories")}


def summed(identifiers: Iterable[str]) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """Checksums of identifiers, in order: small, and sure to tell what a package does not name."""
    return np.unique(np.array([zlib.crc32(i.encode()) for i in identifiers], dtype=np.uint32))
