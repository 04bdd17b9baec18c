"""Reading a table of a private folder as people leave it: as texts, each row with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from madewhere.errors import MadewhereError


class _Lines:
    """The lines of a table as cells. Raises `MadewhereError` at one that is no CSV."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._reader = csv.reader(io.StringIO(text, newline=""))

    @property
    def line_num(self) -> int:
        """The line of the file that was read last."""
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        """Itself: each line is read once."""
        return self

    def __next__(self) -> list[str]:
        """The next line's cells."""
        try:
            return next(self._reader)
        except csv.Error as error:
            raise MadewhereError(
                f"{self._path}, line {self.line_num + 1}: {error}",
                hint="No cell is longer than 1,000 characters; restore the file from a copy.",
            ) from error


def read_table(
    path: Path, columns: tuple[str, ...], *, trim: bool
) -> tuple[list[dict[str, str]], list[int]]:
    """The rows of a table as texts, and the line on which each begins; ``trim`` takes spaces away.

    Raises `MadewhereError` where it is no such table.
    """
    # People edit these tables in spreadsheets, which add a byte-order mark and change line ends.
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MadewhereError(
            f"{path} is not UTF-8", hint="Save it again as CSV UTF-8, with commas."
        ) from error
    reader = _Lines(path, text)
    header = next(reader, [])
    if sorted(header) != sorted(columns):
        missing = sorted(set(columns) - set(header))
        unknown = sorted(set(header) - set(columns))
        raise MadewhereError(
            f"{path} has other columns than it should: missing {missing}, unknown {unknown}",
            hint="Save it as CSV with commas and all columns, or restore it from a copy.",
        )
    rows, lines = [], []
    line = reader.line_num + 1
    for cells in reader:
        begins, line = line, reader.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise MadewhereError(
                f"{path}, line {begins}: {len(cells)} cells instead of {len(header)}",
                hint="Put a cell that holds a comma in quotation marks.",
            )
        # A space that nobody sees would make another factory of an ID, another subject of a scope.
        told = (cell.strip() for cell in cells) if trim else cells
        rows.append(dict(zip(header, told, strict=True)))
        lines.append(begins)
    return rows, lines
