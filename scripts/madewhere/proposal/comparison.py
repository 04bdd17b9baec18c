"""A table before and after: which rows are new, different or gone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from madewhere.corpus import Package, Row
from madewhere.guard import MAX_DESCRIPTOR_BYTES
from madewhere.left_out import LeftOut
from madewhere.package_writer import cell_text
from madewhere.proposal.change import Cell, Kind
from madewhere.proposal.revision import Revision
from madewhere.tables import table
from madewhere.validate import TableRead, validate_table


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after, one of them None where it was added or removed."""

    kind: Kind
    key: tuple[Any, ...]
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it is, or as it last was."""
        row = self.after or self.before
        assert row is not None
        return row

    def cells(self) -> tuple[Cell, ...]:
        """The cells that differ, in the order of the columns."""
        before = self.before.cells if self.before else {}
        after = self.after.cells if self.after else {}
        return tuple(
            Cell(name, cell_text(before.get(name)), cell_text(after.get(name)))
            for name in after or before
            if before.get(name) != after.get(name)
        )


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table's rows that differ, in the order of their keys, and what could not be compared."""

    file: str
    rows: list[RowChange]
    unread: list[str]


def compare_table(
    file: str, content: bytes | None, package: Package | None, left_out: LeftOut
) -> TableChange:
    """Compare a table as it stood in ``content`` with what was read of it now.

    Both sides are typed by the same schema. A row that has an error on either side is told in
    ``unread``, and neither counts as added nor as removed.
    """
    name = PurePosixPath(file).stem
    before = _read(name, content, file)
    after = package.rows(name) if package else []
    rows = compare_rows(before.rows, after, table(name).key)
    whole = before.whole and file not in left_out.unread
    gone = left_out.keys.get(file, set()) | before.left_out
    kept = [
        row
        for row in rows
        if row.kind is Kind.CHANGED or (whole and gone.isdisjoint(map(cell_text, row.key)))
    ]
    unread = sorted(f"{file}: {key}" for key in gone if key and len(table(name).key) == 1)
    return TableChange(file, kept, unread if whole else [file])


def compare_rows(
    before: Sequence[Row], after: Sequence[Row], key: tuple[str, ...]
) -> list[RowChange]:
    """Compare rows by their key."""
    old = {tuple(row.cells[column] for column in key): row for row in before}
    new = {tuple(row.cells[column] for column in key): row for row in after}
    found = []
    for each in sorted(old.keys() | new.keys(), key=lambda k: tuple(map(cell_text, k))):
        one, other = old.get(each), new.get(each)
        if one is None or other is None:
            kind = Kind.ADDED if one is None else Kind.REMOVED
        elif one.cells != other.cells:
            kind = Kind.CHANGED
        else:
            continue
        found.append(RowChange(kind, each, one, other))
    return found


def _read(name: str, content: bytes | None, file: str) -> TableRead:
    if content is None:
        return TableRead([], [])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return TableRead([], [], whole=False)
    return validate_table(name, text, file)


def said_demo(revision: Revision, descriptor: str) -> bool | None:
    """Whether a package was said to be invented at the revision; None where nothing was said."""
    content = revision.read([descriptor]).get(descriptor, b"")[:MAX_DESCRIPTOR_BYTES]
    try:
        loaded = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return loaded.get("demo") is not False if isinstance(loaded, dict) else None
