"""What sections of a proposal's report are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Sized
from dataclasses import dataclass
from typing import Protocol

from madewhere.proposal.change import Cell, Kind, PackageChange

_LONGEST_CELL = 100
_AROUND = 20


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of texts under a title. ``line`` writes a row as one line of plain text."""

    title: str
    columns: tuple[str, ...]
    line: Callable[..., str]
    rows: Sequence[tuple[str, ...]]


def difference(cell: Cell) -> tuple[str, str]:
    """Both texts of a cell, cut to where they begin to differ where they are long."""
    before, after = cell.before, cell.after
    if max(len(before), len(after)) <= _LONGEST_CELL:
        return before, after
    pairs = zip(before, after, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    begin = max(same - _AROUND, 0)
    return _cut(before, begin), _cut(after, begin)


def _cut(text: str, begin: int) -> str:
    end = begin + _LONGEST_CELL
    front, back = "…" if begin and text else "", "…" if len(text) > end else ""
    return f"{front}{text[begin:end]}{back}"


def kept_by(package: PackageChange) -> str:
    """The accounts that keep a package."""
    return ", ".join(package.maintainers) or "nobody known"


CELL = ("Field", "Before", "After")
"""The columns of what happened to a cell."""


class RowChanged(Protocol):
    """What happened to a row: the cells that differ, none where all of it was added or removed."""

    @property
    def kind(self) -> Kind:
        """What happened to it."""
        ...

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that differ."""
        ...


def cell_rows(changes: Iterable[tuple[RowChanged, tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """A row for each cell that differs, or one that says that the whole row was added or removed."""
    rows: list[tuple[str, ...]] = []
    for change, head in changes:
        cells = [(cell.field, *difference(cell)) for cell in change.cells]
        rows += [(*head, *cell) for cell in cells or [(str(change.kind), "", "")]]
    return rows


def titled(what: str, rows: Sized) -> str:
    """A title with how many there are."""
    return f"{what} ({len(rows):,})"


def cell_line(field: str, before: str, after: str) -> str:
    """What happened to a cell; where it was to the whole row, there are no texts."""
    return f"{field}: “{before}” → “{after}”" if before or after else field
