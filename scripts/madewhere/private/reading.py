"""Reading a table of a private folder as people leave it: as texts, each row with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from madewhere.errors import MadewhereError
from madewhere.quoting import short, visible
from madewhere.separators import separator
from madewhere.validate import cells_fix

_CSV_ERRORS = {
    "unexpected end of data": "a quotation mark is opened here and never closed",
    "expected after '\"'": "text follows a closing quotation mark; one that is meant is written twice",
    "line contains NUL": "an invisible character stands in it that no text has",
}
"""What the standard library's reader says, in words for people who edit tables."""

_MOST_COLUMNS = 5


_SEPARATORS = (",", ";", "\t")


def _between(text: str, columns: tuple[str, ...]) -> str:
    """What stands between the cells, by the first line; spreadsheet programs in Europe write semicolons."""
    first = text.partition("\n")[0]
    return separator(
        first, _SEPARATORS, lambda rows: len({cell for row in rows for cell in row} & {*columns})
    )


def _records(path: Path, text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins. Raises `MadewhereError` at one that is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            known = (words for said, words in _CSV_ERRORS.items() if said in str(error))
            raise MadewhereError(
                f"{path}, line {line}: {next(known, error)}",
                hint="Put that line right, or restore the file from a copy.",
            ) from error


def read_table(
    path: Path, columns: tuple[str, ...], *, trim: bool
) -> tuple[list[dict[str, str]], list[int]]:
    """The rows of a table as texts, and the line on which each begins; ``trim`` takes spaces away.

    Raises `MadewhereError` where it is no such table.
    """
    # People edit these tables in spreadsheets, which add a byte-order mark, change line ends, and
    # write semicolons where the comma is the decimal sign.
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MadewhereError(f"{path} is not UTF-8", hint="Save it again as CSV UTF-8.") from error
    records = _records(path, text, _between(text, columns))
    _, header = next(records, (1, []))
    if sorted(header) != sorted(columns):
        raise MadewhereError(
            f"{path} {_other_columns(header, columns)}",
            hint=f"The first line has to name all columns, in any order: {','.join(columns)}",
        )
    rows, lines = [], []
    for line, cells in records:
        if not any(cells):
            continue
        if len(cells) != len(header):
            counted = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            raise MadewhereError(
                f"{path}, line {line}: {counted} instead of {len(header)}",
                hint=cells_fix(len(cells), len(header)),
            )
        # A space that nobody sees would make another factory of an ID, another subject of a scope.
        told = (cell.strip() for cell in cells) if trim else cells
        rows.append(dict(zip(header, told, strict=True)))
        lines.append(line)
    return rows, lines


def _other_columns(header: list[str], columns: tuple[str, ...]) -> str:
    """What is wrong with a table's first line, in a few words."""
    if not header:
        return "is empty: not even the names of the columns stand in it"
    missing = [column for column in columns if column not in header]
    unknown = [column or "(no name)" for column in header if column not in columns]
    parts = [f"lacks {_few(missing)}"] if missing else []
    parts += [f"has what it should not, {_few(unknown)}"] if unknown else []
    return " and ".join(parts or ["has a column twice"]) + " among the columns of its first line"


def _few(columns: list[str]) -> str:
    shown = [f"“{visible(short(column))}”" for column in columns[:_MOST_COLUMNS]]
    more = len(columns) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
