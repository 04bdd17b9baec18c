"""One table against its schema: Frictionless reads each cell, the rest of the contract is held here.

Frictionless does not enforce several things (unique keys of more than one table, order of columns),
guesses others (header rows, encodings, numbers in other scripts) and reports knock-on errors. So the
rows come from the standard library's CSV reader, each cell goes through Frictionless's own reader for
its field with its constraints, and every problem is found once, in words for the person who edits.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from frictionless import Schema

from madewhere.celltext import control_characters, find_email, find_phone, is_formula
from madewhere.corpus import Row
from madewhere.problems import Problem, problem
from madewhere.quoting import short
from madewhere.tables import PRIVATE, Field, Table, table

MAX_ROWS = 2_000_000

_MOST_CHARACTERS = 1000
"""How long a cell of a column without a limit of its own may be."""

_FORMS = {
    "integer": (re.compile(r"-?[0-9]+"), "a whole number, such as 640"),
    "number": (re.compile(r"-?[0-9]+(\.[0-9]+)?"), "a number with a point, such as 23.99"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date such as 2026-03-14"),
    "boolean": (re.compile(r"true|false"), "true or false"),
}
"""How each type is written. Frictionless would also take NaN, Arabic digits or a date like 2026-3-4."""

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

_FULL_OF_DIGITS = frozenset({"postal_code", "registration_number", "evidence_sha256"})
"""Columns in which a long number is what is asked for, so it is not taken for a telephone number."""

_FrictionlessReader = Callable[[str], tuple[Any, dict[str, str] | None]]

_Reading = tuple[Any, tuple[tuple[str, str], ...]]
"""A cell's value, and what is wrong with it as (code, message)."""


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
        _CellReader(field, theirs.create_cell_reader())
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
            message = f"{len(record)} cells, but the header has {len(header[1])}"
            read.problems.append(problem("row-length", message, file=file, line=line))
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
    readers: list[_CellReader],
    places: dict[str, int],
    record: list[str],
    file: str,
    line: int,
    problems: list[Problem],
) -> tuple[dict[str, Any], bool]:
    cells: dict[str, Any] = {}
    fit = True
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
            problems.append(found)
    return cells, fit


class _CellReader:
    """Reads the cells of one column, each different text once."""

    _KEPT = 50_000

    def __init__(self, field: Field, frictionless: _FrictionlessReader) -> None:
        self.field = field
        self._frictionless = frictionless
        self._free_text = field.type == "string" and not (
            {"pattern", "enum"} & field.constraints.keys()
        )
        self._most = field.constraints.get("maxLength", _MOST_CHARACTERS)
        self._read: dict[str, _Reading] = {}

    def read(self, text: str) -> _Reading:
        """The value of a cell, None where it is empty, and its faults."""
        found = self._read.get(text)
        if found is None:
            if len(self._read) > self._KEPT:
                self._read.clear()
            found = self._read[text] = self._examine(text)
        return found

    def _examine(self, text: str) -> _Reading:
        unfit = self._unfit(text)
        if unfit is not None:
            return None, (unfit,)
        stripped = text.strip()
        faults: list[tuple[str, str]] = []
        if stripped != text:
            faults.append(("cell-untrimmed", f"“{short(text)}” begins or ends with a space"))
        if not stripped:
            return None, tuple(faults)
        if self._free_text:
            faults.extend(self._text_faults(text))
        form = _FORMS.get(self.field.type)
        if form and not form[0].fullmatch(stripped):
            faults.append(("cell-type", f"“{short(text)}” is not {form[1]}"))
            return None, tuple(faults)
        value, notes = self._frictionless(stripped)
        for constraint, note in (notes or {}).items():
            faults.append(self._fault(constraint, note, stripped))
        if isinstance(value, Decimal):
            value = float(value)
        return value, tuple(faults)

    def _unfit(self, text: str) -> tuple[str, str] | None:
        """What makes a cell so unfit that nothing else is asked of it."""
        if len(text) > self._most:  # patterns could take long over megabytes
            message = f"{len(text):,} characters; at most {self._most:,} are taken"
            return "cell-too-long", message
        forbidden = control_characters(text)
        if forbidden:
            return "cell-control-character", f"the text has {forbidden}"
        if self.field.required and not text.strip():
            return "cell-required", f"“{self.field.title}” is empty"
        return None

    def _text_faults(self, text: str) -> Iterator[tuple[str, str]]:
        if is_formula(text):
            yield "cell-formula", f"“{short(text)}” would be run as a formula"
        if self.field.scope == PRIVATE:
            return  # where persons belong
        address = find_email(text)
        if address:
            yield "cell-email", f"“{address}” looks like an e-mail address"
        if self.field.name not in _FULL_OF_DIGITS:
            number = find_phone(text)
            if number:
                yield "cell-phone", f"“{number}” looks like a telephone number"

    def _fault(self, constraint: str, note: str, text: str) -> tuple[str, str]:
        limits = self.field.constraints
        shown = short(text)
        if constraint == "type":
            form = _FORMS.get(self.field.type, (None, f"of the type {self.field.type}"))[1]
            return "cell-type", f"“{shown}” is not {form}"
        if constraint == "enum":
            return "cell-choice", f"“{shown}” is none of {', '.join(limits['enum'])}"
        if constraint == "pattern":
            return "cell-pattern", f"“{shown}” does not look like {self.field.example}"
        if constraint in ("minimum", "maximum"):
            low, high = limits.get("minimum"), limits.get("maximum")
            span = f"from {low}" + ("" if high is None else f" to {high:,}")
            return "cell-range", f"{shown} is not {span}"
        return "cell-type", f"“{shown}”: {note}"  # pragma: no cover - no schema has another one


@cache
def _schema(name: str) -> Schema:
    return Schema.from_descriptor(dict(table(name).descriptor))
