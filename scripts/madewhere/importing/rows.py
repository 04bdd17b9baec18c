"""One row of a list, read into the columns of a factory, or refused with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from madewhere import tables
from madewhere.identifiers import is_factory_id
from madewhere.importing import values
from madewhere.importing.asides import Asides
from madewhere.importing.cells import Row
from madewhere.importing.cleaning import clean, is_nothing
from madewhere.importing.columns import Column, Proposal
from madewhere.importing.contacts import CONTACT_FIELDS, read_contact
from madewhere.importing.country_names import country_of_address, find_country
from madewhere.importing.known import ADDRESS_COLUMNS
from madewhere.importing.names import SOURCING_FIELDS
from madewhere.importing.work_codes import WorkCodes
from madewhere.plurals import counted
from madewhere.problems import Problem, problem

_NOT_DROPPED = ("name", *ADDRESS_COLUMNS)
"""A row without one of these would say something else, so it is refused where one is too long."""


@dataclass(slots=True)
class ReadRow:
    """What came of a row: ``cells`` of `factories`, ``sourcing`` and ``contact``, empty ones left out.

    ``rest`` holds what has no place, as (column's title, original text); ``unknown_codes`` the texts
    without a code, as (column's title, text). ``refused`` is the problem that kept the row out,
    ``is_aside`` says that it is no row of the list but a line about it.
    """

    row: Row
    cells: dict[str, str] = field(default_factory=dict)
    sourcing: dict[str, str] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    rest: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_codes: list[tuple[str, str]] = field(default_factory=list)
    refused: Problem | None = None
    is_aside: bool = False


def _pattern(column: str) -> Callable[[str], str | None]:
    form = re.compile(tables.table("factories").field(column).constraints["pattern"])
    return lambda text: text if form.search(text) else None


def _choice(column: str) -> Callable[[str], str | None]:
    choices = tables.table("factories").field(column).constraints["enum"]
    return lambda text: text.casefold() if text.casefold() in choices else None


def _bare_number(text: str) -> str:
    """Undo what a spreadsheet did to a code: 1704.0 is 1704."""
    return re.sub(r"^(\d+)\.0$", r"\1", text)


def _count(text: str) -> str | None:
    read = values.read_workers(text)
    return str(read.exact) if read and read.exact is not None else None


def _factory_id(text: str) -> str | None:
    return text.upper() if is_factory_id(text.upper()) else None


@cache
def _readers() -> dict[str, Callable[[str], str | None]]:
    """How each column's text is read; a column that is not here takes any text."""
    readers: dict[str, Callable[[str], str | None]] = {
        "factory_id": _factory_id,
        "part_of": _factory_id,
        "name_native_language": _pattern("name_native_language"),
        "postal_code": _bare_number,
        "registration_number": _bare_number,
        "coordinate_precision": _choice("coordinate_precision"),
        "workers_min": _count,
        "workers_max": _count,
        "women_percent": values.read_percent,
        "migrant_percent": values.read_percent,
        "os_id": values.read_os_id,
        "gln": lambda text: values.read_gln(_bare_number(text)),
        "lei": values.read_lei,
        "website": values.read_website,
        "sector": lambda text: "|".join(values.split_values([text])),
        "product_types": lambda text: "|".join(values.split_values([text])),
        "tier": values.read_tier,
        "since": values.read_day,
    }
    for group in tables.groups():
        readers[f"{group}_stated_on"] = values.read_day
        readers[f"{group}_stated_by"] = _choice(f"{group}_stated_by")
    return readers


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one list. ``country`` is the code for rows that name none."""

    proposal: Proposal
    codes: WorkCodes
    country: str | None
    _asides: Asides = field(init=False)
    _unused: list[Column] = field(init=False)
    _namibia: bool = field(init=False)

    def __post_init__(self) -> None:
        """Look at what all rows share once."""
        self._asides = Asides.of(self.proposal, has_default=self.country is not None)
        self._unused = self.proposal.unused
        # "NA" is Namibia among codes, and "not available" among names.
        texts = [
            clean(row.cells[column.index]).text
            for column in self.proposal.sources.get("country", ())
            for row in self.proposal.rows
            if column.index < len(row.cells)
        ]
        self._namibia = all(len(text) == 2 for text in texts if text)

    def read(self, row: Row) -> ReadRow:
        """Read a row that is not blank."""
        read = ReadRow(row, is_aside=self._asides.is_aside(row))
        if not read.is_aside:
            self._refuse_shape(read)
        if read.is_aside or read.refused:
            return read
        texts = {name: self._texts(read, name) for name in self.proposal.sources}
        self._read_work(read, texts)
        self._read_point(read, texts)
        self._read_workers(read, texts)
        self._read_contact(read, texts)
        for name, found in texts.items():
            self._read_plain(read, name, found)
        self._read_country(read, texts)
        self._refuse_content(read)
        for column in self._unused:
            if text := self._cell(row, column).strip():
                read.rest.append((column.title, text))
        return read

    # -- refusing

    def _refuse(self, read: ReadRow, code: str, message: str, name: str = "") -> None:
        if read.refused is None:
            read.refused = self._problem(read.row, code, message, name)

    def _refuse_shape(self, read: ReadRow) -> None:
        row = read.row
        extra = [cell for cell in row.cells[len(self.proposal.columns) :] if cell.strip()]
        if extra:
            count = len(self.proposal.columns)
            message = f"The row has {counted(len(row.cells), 'cell')}, the header {count}; a comma may have split one."
            self._refuse(read, "row-length", message)
        elif self._asides.looks_like_one(row):
            text = next(cell for cell in row.cells if cell.strip())
            message = f"“{_short(text)}” may be a line about the list, and no factory."
            self._refuse(read, "import-name", message, "name")

    def _refuse_content(self, read: ReadRow) -> None:
        if "name" not in read.cells:
            self._refuse(read, "import-name", "The row has no name.", "name")
        for name in _NOT_DROPPED:
            limit = tables.table("factories").field(name).constraints["maxLength"]
            if len(read.cells.get(name, "")) > limit:
                message = f"{name} has {len(read.cells[name])} characters; it may have {limit}."
                self._refuse(read, "import-too-long", message, name)

    # -- reading

    def _cell(self, row: Row, column: Column) -> str:
        return row.cells[column.index] if column.index < len(row.cells) else ""

    def _problem(self, row: Row, code: str, message: str, name: str) -> Problem:
        file = self.proposal.source.name
        return problem(code, message, file=file, line=row.line, field=name)

    def _texts(self, read: ReadRow, name: str) -> list[tuple[Column, str]]:
        """The cleaned texts of a column of ours, without those that say there is no value."""
        found = []
        for column in self.proposal.sources[name]:
            cell = self._cell(read.row, column)
            cleaned = clean(cell)
            if cleaned.lost or cleaned.folded:
                what = "Characters were removed" if cleaned.lost else "Line breaks became spaces"
                message = f"{what}: “{_short(cleaned.text)}”."
                read.problems.append(self._problem(read.row, "import-text-cleaned", message, name))
            if cleaned.lost:
                read.rest.append((column.title, cell))
            is_namibia = name == "country" and self._namibia and cleaned.text.upper() == "NA"
            if is_namibia or not is_nothing(cleaned.text):
                found.append((column, cleaned.text))
        return found

    def _unread(self, read: ReadRow, name: str, column: Column, text: str) -> None:
        message = f"“{_short(text)}” in the column “{_short(column.title)}” could not be read."
        read.problems.append(self._problem(read.row, "import-cell-unread", message, name))
        read.rest.append((column.title, self._cell(read.row, column)))

    def _read_plain(self, read: ReadRow, name: str, found: list[tuple[Column, str]]) -> None:
        if not found or name in _SPECIAL:
            return
        reader = _readers().get(name)
        if reader is None:
            separator = ", " if name in ADDRESS_COLUMNS else " "
            text: str | None = separator.join(t.strip(" ,") for _, t in found)
        else:
            text = reader(found[0][1])
        if text and name in SOURCING_FIELDS:
            read.sourcing[name] = text
        elif text and (name in _NOT_DROPPED or len(text) <= _limit(name)):
            read.cells[name] = text
        else:
            self._unread(read, name, *found[0])
        if reader is not None:
            for column, other in found[1:]:
                self._unread(read, name, column, other)

    def _read_work(self, read: ReadRow, texts: dict[str, list[tuple[Column, str]]]) -> None:
        facility: list[str] = []
        processing: list[str] = []
        for name in ("facility_type", "facility_or_processing", "processing_types"):
            for column, text in texts.get(name, ()):
                work = self.codes.read(text, processing_first=name == "processing_types")
                facility += work.facility_types
                processing += work.processing_types
                read.unknown_codes += [(column.title, part) for part in work.unknown]
                read.rest += [(column.title, part) for part in work.unknown]
                if len(set(facility)) > 1:  # the table has room for the main one only
                    self._unread(read, "facility_type", column, text)
        if facility:
            read.cells["facility_type"] = facility[0]
        if processing:
            read.cells["processing_types"] = "|".join(dict.fromkeys(processing))

    def _read_point(self, read: ReadRow, texts: dict[str, list[tuple[Column, str]]]) -> None:
        halves = texts.get("latitude", [])[:1] + texts.get("longitude", [])[:1]
        pair = texts.get("coordinates", [])[:1]
        point = None
        if len(halves) == 2:
            point = values.read_point(halves[0][1], halves[1][1])
        elif pair and not halves:
            point = values.read_pair(pair[0][1])
        if point:
            read.cells["latitude"], read.cells["longitude"] = point
            return
        for column, text in halves + pair:
            self._unread(read, "latitude", column, text)

    def _read_workers(self, read: ReadRow, texts: dict[str, list[tuple[Column, str]]]) -> None:
        for column, text in texts.get("workers", ())[:1]:
            found = values.read_workers(text)
            if found is None:
                self._unread(read, "workers", column, text)
                return
            numbers = zip(("workers", "workers_min", "workers_max"), found, strict=True)
            read.cells |= {name: str(number) for name, number in numbers if number is not None}

    def _read_contact(self, read: ReadRow, texts: dict[str, list[tuple[Column, str]]]) -> None:
        given = {name: [t for _, t in texts.get(name, ())] for name in CONTACT_FIELDS}
        read.contact, unread = read_contact(given)
        for name in unread:
            for column, text in texts[name]:
                self._unread(read, name, column, text)

    def _read_country(self, read: ReadRow, texts: dict[str, list[tuple[Column, str]]]) -> None:
        given = texts.get("country", [])
        if given:
            code = find_country(given[0][1])
            missing = f"“{_short(given[0][1])}” is no country that is known."
        else:
            code = self.country or country_of_address(read.cells.get("street_address", ""))
            missing = "The row names no country, and its address does not end with one."
        if code:
            read.cells["country"] = code
        elif "name" in read.cells:
            self._refuse(read, "import-country", missing, "country")


_SPECIAL = frozenset(
    {
        *("country", "latitude", "longitude", "coordinates", "workers"),
        *("facility_type", "processing_types", "facility_or_processing"),
        *CONTACT_FIELDS,
    }
)


def _limit(name: str) -> int:
    return int(tables.table("factories").field(name).constraints.get("maxLength", 1_000))


def _short(cell: str) -> str:
    text = clean(cell).text
    return text if len(text) <= 80 else f"{text[:79]}…"
