"""One answer at a time, read by the readers of an import, with what is wrong in plain words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from madewhere import countries
from madewhere.celltext import find_email, find_phone
from madewhere.crosscheck.places import PlacedRow, place_problems
from madewhere.form.questions import LINK_QUESTIONS, QUESTIONS, Question
from madewhere.importing.cells import Row
from madewhere.importing.cleaning import clean, is_nothing
from madewhere.importing.columns import propose
from madewhere.importing.country_names import find_country
from madewhere.importing.public_rows import rows_of
from madewhere.importing.reading import Source
from madewhere.importing.rows import ReadRow, RowReader
from madewhere.importing.work_codes import WorkCodes, read_codes
from madewhere.package_writer import table_bytes
from madewhere.quoting import short
from madewhere.tables import table
from madewhere.validate import validate_table

_NUMBERS = frozenset({"coordinates", "gln", "lei", "os_id", "registration_number", "workers"})
"""Questions whose answers are long numbers by themselves, which are no telephone numbers."""

_ANY_ROW = {"name": "Any factory", "country": "BD"}
"""What makes a row of a single answer, so that the readers of rows can read it."""

_MOST_CHARACTERS = 2_000

_LOST = "The answer has characters that cannot be seen, or that were lost."


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer was read as: the ``cells`` of the tables, and a ``fault`` in plain words, or "".

    ``refuses`` says that a form with this answer cannot be taken; other faults cost only the answer.
    """

    cells: dict[str, str]
    fault: str = ""
    refuses: bool = False


@dataclass(slots=True)
class AnswerReader:
    """Reads answers as an import reads cells. ``titles`` are those of the registers, by register."""

    codes: WorkCodes
    titles: Mapping[str, tuple[str, ...]]
    _questions: dict[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        """Index the questions."""
        self._questions = {question.column: question for question in (*QUESTIONS, *LINK_QUESTIONS)}

    @classmethod
    def of(cls, data: Path) -> AnswerReader:
        """A reader that knows the registers of a publication."""
        registers = data / "registers"
        names = sorted({question.register for question in QUESTIONS if question.register})
        return cls(read_codes(registers), {name: _titles(registers, name) for name in names})

    def row(self, values: Mapping[str, str]) -> ReadRow:
        """Read one factory's values by column as the one row of a list, without a file between."""
        columns = tuple(values)
        rows = [Row(1, columns), Row(2, tuple(values.values()))]
        proposal = propose(Source("form", "", rows=rows), {column: column for column in columns})
        return RowReader(proposal, self.codes, None).read(proposal.rows[0])

    def read(self, column: str, text: str) -> Reading:
        """Read one answer; one that says that there is nothing, such as n/a, has no cells."""
        question = self._questions[column]
        told = clean(text).text
        is_namibia = column == "country" and find_country(told) is not None
        if is_nothing(told) and not is_namibia:
            return _refused("It has to be answered.") if question.required else Reading({})
        if len(text) > _MOST_CHARACTERS:
            return _refused(f"The answer has {len(text):,} characters, more than any answer needs.")
        contact = _contact(column, told)
        return _refused(contact) if contact else self._read(question, text, told)

    def _read(self, question: Question, text: str, told: str) -> Reading:
        read = self.row(_ANY_ROW | {question.column: text})
        both = read.cells | read.sourcing
        cells = {name: both[name] for name in question.columns if both.get(name)}
        if read.refused is not None:
            unread = self._unread(question, [told])
            return _refused(unread if question.wrong else _sentence(read.refused.message))
        if fault := _unfit(cells):
            return _refused(fault)
        if not cells or read.unknown_codes or len(cells) < len(both.keys() - _ANY_ROW.keys()):
            parts = [part for _, part in read.unknown_codes] or [told]
            return Reading(cells, self._unread(question, parts))
        is_lost = clean(text).lost
        return Reading(cells, _LOST if is_lost else "")

    def _unread(self, question: Question, parts: Sequence[str]) -> str:
        """Say which parts of an answer cannot be read, what it has to be like, and what was meant."""
        told = ", ".join(f"“{short(part)}”" for part in parts)
        known = self._known(question)
        near = [difflib.get_close_matches(part.casefold(), known, 1, 0.7) for part in parts]
        meant = ", ".join(known[each[0]] for each in near if each)
        sentences = [f"{told} cannot be read.", question.wrong]
        return " ".join([*filter(None, sentences), *([f"Did you mean {meant}?"] if meant else [])])

    def _known(self, question: Question) -> dict[str, str]:
        """The answers that a typing error may have meant, by how they are compared."""
        if question.column == "country":
            names = tuple(countries.name(code) for code in sorted(countries.codes()))
        else:
            names = self.titles.get(question.register, ())
        return {name.casefold(): name for name in names}


def _refused(fault: str) -> Reading:
    return Reading({}, fault, refuses=True)


def _contact(column: str, text: str) -> str:
    """What in an answer looks like a way to reach a person, in words; "" where nothing does."""
    if address := find_email(text):
        return f"“{short(address)}” looks like an e-mail address. Write nothing about a person."
    number = None if column in _NUMBERS else find_phone(text)
    if number:
        return f"“{short(number)}” looks like a telephone number. Write nothing about a person."
    return ""


def _unfit(cells: dict[str, str]) -> str:
    """What the check of the table would say of these cells; "" where it would say nothing."""
    of = table("factories")
    known = {name: text for name, text in cells.items() if name in of.columns}
    row = {"factory_id": of.field("factory_id").example} | _ANY_ROW | known
    for found in validate_table("factories", table_bytes("factories", [row]).decode(), "").problems:
        if found.field in known:
            return _sentence(found.message)
    return ""


def place_fault(cells: Mapping[str, str]) -> str:
    """What is wrong with a factory's point in its country, in words; "" where nothing is."""
    if not (cells.get("latitude") and cells.get("longitude") and cells.get("country")):
        return ""
    point = float(cells["latitude"]), float(cells["longitude"])
    precision = cells.get("coordinate_precision")
    for found in place_problems([PlacedRow("", 2, "", cells["country"], *point, precision)]):
        return _sentence(found.message)
    return ""


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}".rstrip(".") + "."


def _titles(registers: Path, name: str) -> tuple[str, ...]:
    titles = (row.get("title", "") for row in rows_of(registers / f"{name}.csv"))
    return tuple(title for title in titles if title)
