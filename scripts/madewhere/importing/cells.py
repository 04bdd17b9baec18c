"""What every kind of list is read into: rows of text cells, no more of them than a list can have."""

from __future__ import annotations

from dataclasses import dataclass

from madewhere.errors import MadewhereError

MAX_CELLS = 5_000_000

SAVE_HINT = "Save the list as XLSX (without a password) or as CSV UTF-8, and import that."


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list. ``line`` is its first line in a CSV file, its row number in a sheet."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything but spaces."""
        return not any(cell.strip() for cell in self.cells)


def refuse_too_many(name: str, cells: int) -> None:
    """Raise `MadewhereError` where a list has more cells than anybody's list of factories."""
    if cells > MAX_CELLS:
        raise MadewhereError(f"{name} has more than {MAX_CELLS:,} cells", hint="Split the list.")
