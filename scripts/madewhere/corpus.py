"""What was read from `data/`: the input types. Nothing here may reach a page; see `disclose`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.ledger import Ledger
from madewhere.publication import Publication


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
    tables: dict[str, list[Row]] = field(default_factory=dict)

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
    a withdrawal, so nothing under such an identifier is shown until the event is mended.
    """

    folder: Path
    as_of: date
    publication: Publication
    registers: Package
    members: list[Package]
    ledger: Ledger
    doubtful: frozenset[str] = frozenset()

    def register(self, table: str, key: str) -> dict[str, Row]:
        """A register's rows by their key; the first one counts where a key repeats."""
        found: dict[str, Row] = {}
        for row in self.registers.rows(table):
            found.setdefault(row.cells[key], row)
        return found
