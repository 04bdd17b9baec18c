"""One table against its schema: Frictionless reads each cell, the rest of the contract is held here.

Frictionless does not enforce several things (unique keys of more than one table, order of columns),
guesses others (header rows, encodings, numbers in other scripts) and reports knock-on errors. So the
rows come from the standard library's CSV reader, each cell goes through Frictionless's own reader for
its field with its constraints, and every problem is found once, in words for the person who edits.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from frictionless import Schema

from madewhere.corpus import Row
from madewhere.plurals import counted
from madewhere.problems import Problem, problem
from madewhere.quoting import short
from madewhere.tables import Table, table
from madewhere.validate.cells import CellReader

MAX_ROWS = 2_000_000

_CSV_ERRORS = {
    "unexpected end of data": "a quotation mark is opened and never closed",
    "new-line character seen in unquoted field - do you need to open the file with newline=''?": (
        "a line ends with a carriage return alone"
    ),
}
"""What the standard library's reader says, in words for people who edit tables."""

_ALL_COLUMNS_DECIDE = frozenset({"consents", "ledger"})
"""Tables in which an empty cell means something, such as a consent without end. One column that is
missing or misspelt would change what every row says, so then no row is used."""

_DATE_FIX = (
    "Write dates as YYYY-MM-DD, the year first. A spreadsheet program does it where the columns are "
    "formatted so before the file is saved."
)


@dataclass(slots=True)
class TableRead:
    """The rows of a table that are fit for use, and everything that is wrong with it.

    ``left_out`` holds the texts in the key columns of the rows that are not; ``whole`` is false where
    the table was not read to its end.
    """

    rows: list[Row]
    problems: list[Problem]
    left_out: set[str] = field(default_factory=set)
    whole: bool = True


def validate_table(name: str, content: str, file: str) -> TableRead:
    """Validate a table's text against the schema of that name.

    ``file`` is what the problems name. Rows with an error are left out of the rows.
    """
    of = table(name)
    read = TableRead([], [])
    records = _records(content, file, read)
    header = next(records, None)
    if header is None:
        if read.whole:
            message = "the file is empty; it needs at least its header"
            read.problems.append(problem("column-missing", message, file=file, line=1))
        read.whole = False
        return read
    places, usable = _header(of, header[1], file, read.problems)
    read.whole = usable
    readers = [
        CellReader(field, theirs.create_cell_reader())
        for field, theirs in zip(of.fields, _schema(name).fields, strict=True)
    ]
    seen: dict[tuple[Any, ...], int] = {}
    previous: tuple[Any, ...] | None = None
    unsorted = False
    for count, (line, record) in enumerate(records, start=1):
        if count > MAX_ROWS:
            message = f"rows after number {MAX_ROWS:,} are not looked at"
            read.problems.append(problem("too-many-rows", message, file=file, line=line))
            read.whole = False
            break
        if not any(map(str.strip, record)):
            read.problems.append(problem("row-blank", "no value", file=file, line=line))
            continue
        if len(record) != len(header[1]):
            message = f"{counted(len(record), 'cell')}, but the header has {len(header[1])}"
            fix = cells_fix(len(record), len(header[1]))
            read.problems.append(problem("row-length", message, file=file, line=line, fix=fix))
            read.left_out |= _key_texts(of, places, record)
            continue
        cells, fit = _cells(readers, places, record, file, line, read.problems)
        if not (fit and usable):
            read.left_out |= _key_texts(of, places, record)
            continue
        key = tuple(cells[column] for column in of.key)
        if key in seen:
            shown = ", ".join(str(part) for part in key)
            message = f"{shown} stands in line {seen[key]} already"
            where = of.key[0]
            read.problems.append(
                problem("key-repeated", message, file=file, line=line, field=where)
            )
            continue
        seen[key] = line
        if previous is not None and key < previous and not unsorted:
            unsorted = True
            message = "this row belongs further up"
            read.problems.append(problem("rows-unsorted", message, file=file, line=line))
        previous = key
        read.rows.append(Row(line, cells))
    return read


def cells_fix(cells: int, columns: int) -> str:
    """What to do about a row that has more or fewer cells than the header has columns."""
    if cells < columns:
        return "Add the commas that are missing: an empty cell has one too."
    return (
        "Put the cell that holds a comma in quotation marks, or take out a comma that is too many."
    )


def _key_texts(of: Table, places: dict[str, int], record: list[str]) -> set[str]:
    """What stands in the key columns of a row that is left out, as far as it has them."""
    found = (places[column] for column in of.key if column in places)
    return {record[place].strip() for place in found if place < len(record)}


def _records(content: str, file: str, read: TableRead) -> Iterator[tuple[int, list[str]]]:
    """The CSV records with the line on which each begins; a broken file ends with a problem.

    A line ends with LF or CR LF. A CR alone is refused, because editors and Git show no line end there.
    """
    reader = csv.reader(io.StringIO(content, newline="\n"), strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"reading stops here: {_CSV_ERRORS.get(str(error), error)}"
            read.problems.append(problem("csv-broken", message, file=file, line=line))
            read.whole = False
            return
        yield line, record
        line = reader.line_num + 1


def _header(
    of: Table, header: list[str], file: str, problems: list[Problem]
) -> tuple[dict[str, int], bool]:
    """Where each column stands, and whether rows can be used at all."""

    def add(code: str, message: str, field: str = "") -> None:
        problems.append(problem(code, message, file=file, line=1, field=field))

    places: dict[str, int] = {}
    usable = True
    for place, name in enumerate(header):
        if name in places:
            add("column-repeated", f"“{name}” is the name of two columns", name)
            usable = False
        elif name not in of.columns:
            shown = short(name) if name.strip() else "(no name)"
            add("column-unknown", f"“{shown}” is no column of {of.name}", shown)
        else:
            places[name] = place
    missing = [name for name in of.columns if name not in places]
    for name in missing:
        add("column-missing", f"the column “{name}” is missing", name)
    known = list(places)
    if not missing and known != list(of.columns):
        first = next(a for a, b in zip(known, of.columns, strict=False) if a != b)
        add("column-order", f"“{first}” stands where another column belongs", first)
    if of.name in _ALL_COLUMNS_DECIDE:
        usable = usable and len(places) == len(of.columns) == len(header)
    return places, usable and not any(of.field(name).required for name in missing)


def _cells(
    readers: list[CellReader],
    places: dict[str, int],
    record: list[str],
    file: str,
    line: int,
    problems: list[Problem],
) -> tuple[dict[str, Any], bool]:
    cells: dict[str, Any] = {}
    fit = True
    dates: list[Problem] = []
    for reader in readers:
        name = reader.field.name
        place = places.get(name)
        if place is None:
            cells[name] = None
            continue
        value, faults = reader.read(record[place])
        cells[name] = value
        for code, message in faults:
            found = problem(code, message, file=file, line=line, field=name)
            fit = fit and found.level.label != "error"
            no_date = code == "cell-type" and reader.field.type == "date"
            (dates if no_date else problems).append(found)
    if dates:
        problems.append(_one_of(dates))
    return cells, fit


def _one_of(dates: list[Problem]) -> Problem:
    """The dates of a row that are written otherwise, as one problem: they mostly are in all columns."""
    first, *others = dates
    also = f"; nor are those in {', '.join(each.field for each in others)}" if others else ""
    return replace(first, message=f"{first.message}{also}", fix=_DATE_FIX)


@cache
def _schema(name: str) -> Schema:
    return Schema.from_descriptor(dict(table(name).descriptor))
