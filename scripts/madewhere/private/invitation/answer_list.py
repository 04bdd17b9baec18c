"""Answers from a list: one a line, all looked at first, and either all of them recorded or none."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from madewhere.errors import MadewhereError
from madewhere.identifiers import normalise_factory_id
from madewhere.importing.cells import Row
from madewhere.importing.names import plain_header
from madewhere.importing.reading import read_bytes, read_csv
from madewhere.private.invitation import index
from madewhere.private.invitation.answer_checks import COLUMNS, Answer
from madewhere.private.invitation.answering import Answered, Recording
from madewhere.private.writing import together
from madewhere.problems import Problem, in_order, problem
from madewhere.quoting import short, visible
from madewhere.tables import SCOPES, table

_REQUIRED = ("reference", "answer")
_YES = {"yes": True, "true": True, "no": False, "false": False, "": False}
_ANSWERS = {"accepted": True, "yes": True, "refused": False, "no": False}
_AS_ASKED = "as-asked"
"""What stands in the column of scopes for all that the letter asked for."""

_LAST_YEAR = 2099


class _UnreadError(Exception):
    """A cell that says nothing; its text is the fix."""


def _chosen(codes: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in codes:
            raise _UnreadError(f"Write one of {', '.join(codes)}.")
        return text

    return read


def _day(text: str) -> date:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        day = date.max
    if day.year > _LAST_YEAR:
        raise _UnreadError("Write the day as 2026-03-14.")
    return day


def _flag(text: str) -> bool:
    if text.lower() not in _YES:
        raise _UnreadError("Write yes or no; empty is no.")
    return _YES[text.lower()]


def _answer(text: str) -> bool:
    if text.lower() not in _ANSWERS:
        raise _UnreadError("Write accepted or refused.")
    return _ANSWERS[text.lower()]


def _scopes(text: str) -> tuple[str, ...]:
    if text.lower() == _AS_ASKED:
        return ()
    scopes = tuple(part for part in re.split(r"[|,;\s]+", text) if part)
    if not set(scopes) <= set(SCOPES):
        raise _UnreadError(f"Write scopes with | between them; there are {', '.join(SCOPES)}.")
    return scopes


READERS: dict[str, Callable[[str], Any]] = {
    "reference": str,
    "factory_id": normalise_factory_id,
    "answer": _answer,
    "scopes": _scopes,
    "decided_on": _day,
    "valid_until": _day,
    "method": _chosen(tuple(table("consents").field("method").constraints["enum"])),
    "evidence": str,
    "recorded_by": _chosen(tuple(table("consents").field("recorded_by").constraints["enum"])),
    "language": str,
    "all_members": _flag,
    "beyond": _flag,
    "change": _flag,
}
"""The columns of a list, with what reads a cell that is not empty."""

_BESIDE = {plain_header(name): name for name in index.COLUMNS if name not in READERS}
"""Columns of the index of letters, which may stay in a list that is made from it."""


@dataclass(slots=True)
class _Line:
    """One line of a list: what its cells say, and the columns that could not be read."""

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    @property
    def reference(self) -> str:
        return str(self.cells.get("reference", ""))

    def says(self, column: str) -> bool:
        """Whether something can be told of a column: it was read, and so was the answer."""
        return column == "reference" or not {column, "answer"} & self.unread

    @property
    def answer(self) -> Answer:
        names = [name for name in READERS if name not in ("reference", "factory_id", "change")]
        given = {name: self.cells[name] for name in names if name in self.cells}
        return Answer(**{"accepted": given.pop("answer", False)} | given)


@dataclass(slots=True)
class Listed:
    """What became of a list: the answers recorded, or the problems for which none was.

    ``unchanged`` counts lines that were recorded before, ``waiting`` those without an answer yet.
    """

    answered: list[Answered] = field(default_factory=list)
    unchanged: int = 0
    waiting: int = 0
    problems: list[Problem] = field(default_factory=list)


def respond_list(private: Path, file: Path, *, as_of: date) -> Listed:
    """Record every answer of a list that is not recorded yet; where one line is wrong, none.

    Files of signed sheets are named relative to the list's folder. Raises `MadewhereError` for a list
    that cannot be read at all, and `OSError` where something cannot be written; then nothing is.
    """
    recording = Recording(private, as_of)
    reader = _Reader(file)
    result = Listed(waiting=reader.waiting)
    new: list[_Line] = []
    seen: dict[str, int] = {}
    factories: dict[str, int] = {}
    for line in reader.lines:
        reference = line.reference
        invitation = recording.invitation(reference)
        if invitation is not None:
            reference = invitation["reference"]
            named = line.cells.get("factory_id", invitation["factory_id"])
            if named != invitation["factory_id"]:
                reader.tell(
                    "answer-reference",
                    f"{reference} is the letter to {invitation['factory_id']}, "
                    f"and not to {visible(short(named))}",
                    line,
                    "factory_id",
                    "Look at the signed sheet, which bears both, and correct the one that is wrong.",
                )
        if reference in seen:
            message = f"{visible(short(reference))} stands in line {seen[reference]} already"
            reader.tell("answer-reference", message, line, "reference", "Leave one of the two.")
            continue
        seen[reference] = line.number
        if not line.unread and recording.is_recorded(reference, line.answer):
            result.unchanged += 1
            continue
        reader.tell_missing_scopes(line)
        change = line.cells.get("change", False)
        for wrong in recording.wrongs(reference, line.answer, COLUMNS, change=change):
            if line.says(wrong.field):
                reader.tell(wrong.code, wrong.message, line, wrong.field, wrong.hint)
        factory_id = invitation["factory_id"] if invitation else ""
        if factory_id and factories.setdefault(factory_id, line.number) != line.number:
            message = f"line {factories[factory_id]} answers for {factory_id} already"
            fix = "Leave the line with the newer answer; it settles every letter to the factory."
            reader.tell("answer-reference", message, line, "reference", fix)
        new.append(line)
    result.problems = in_order(reader.problems)
    if new and not result.problems:
        with together() as add:
            result.answered = [recording.take(each.reference, each.answer, add) for each in new]
            recording.finish(add)
    return result


class _Reader:
    """Reads the lines of a list, and gathers what is wrong with them."""

    def __init__(self, file: Path) -> None:
        self.problems: list[Problem] = []
        self.lines: list[_Line] = []
        self.waiting = 0
        self._file = file
        rows = [row for row in _rows(file) if not row.is_blank]
        if rows and rows[0].cells[0].lower().startswith("sep="):
            rows.pop(0)
        if not rows:
            raise MadewhereError(
                f"{visible(file.name)} holds no rows", hint="Is it the right file?"
            )
        self._width = len(rows[0].cells)
        columns = self._columns(rows[0])
        if set(_REQUIRED) <= set(columns):
            for row in rows[1:]:
                self._read(row, columns)

    def tell(self, code: str, message: str, line: _Line, column: str, fix: str) -> None:
        """Note something wrong with a line."""
        shown = visible(self._file.name)
        self.problems.append(
            problem(code, message, file=shown, line=line.number, field=column, fix=fix)
        )

    def tell_missing_scopes(self, line: _Line) -> None:
        """Note a yes that does not say to what; a forgotten cell is no consent."""
        if line.answer.accepted and "scopes" not in {*line.cells, *line.unread}:
            fix = f"Write what was agreed to, or {_AS_ASKED} where it is all that the letter asked for."
            self.tell("answer-cell", "a yes names no scopes", line, "scopes", fix)

    def _columns(self, header: Row) -> list[str]:
        known = {plain_header(name): name for name in READERS} | _BESIDE
        names: list[str] = []
        at = _Line(header.line)
        told = ", ".join(READERS)
        for cell in header.cells:
            name = known.get(plain_header(cell), "")
            if cell.strip() and not name:
                near = difflib.get_close_matches(plain_header(cell), known, 1)
                fix = f"Did you mean {known[near[0]]}? " if near else "Remove or rename it. "
                message = f"there is no column {visible(short(cell))!r}"
                self.tell("answer-column", message, at, "", f"{fix}A list may have {told}.")
            elif name and name in names:
                message = f"the column {name} stands there twice"
                self.tell("answer-column", message, at, name, "Leave one of the two.")
            names.append(name)
        for name in _REQUIRED:
            if name not in names:
                message = f"the column {name} is missing"
                self.tell("answer-column", message, at, name, f"A list may have {told}.")
        return names

    def _read(self, row: Row, columns: list[str]) -> None:
        line = _Line(row.line)
        if any(cell.strip() for cell in row.cells[self._width :]):
            message = f"{len(row.cells)} cells instead of {self._width}"
            fix = "Put a cell that holds the list's separator in quotation marks."
            self.tell("answer-cell", message, line, "", fix)
            return
        texts = {
            name: cell.strip()
            for name, cell in zip(columns, row.cells, strict=False)
            if name in READERS and cell.strip()
        }
        if not texts.keys() - {"reference", "factory_id"}:
            self.waiting += 1
            return
        for name, text in texts.items():
            try:
                line.cells[name] = READERS[name](text)
            except _UnreadError as error:
                line.unread.add(name)
                message = f"{visible(short(text))!r} cannot be read"
                self.tell("answer-cell", message, line, name, str(error))
        if "evidence" in line.cells:
            line.cells["evidence"] = self._file.parent / line.cells["evidence"]
        for name in _REQUIRED:
            if name not in texts:
                line.unread.add(name)
                self.tell("answer-cell", "the cell is empty", line, name, f"Fill in the {name}.")
        if "reference" not in line.unread:
            self.lines.append(line)


def _rows(file: Path) -> list[Row]:
    shown, hint = visible(file.name), "Save the list as CSV UTF-8."
    if not file.is_file():
        raise MadewhereError(f"{visible(str(file))} is no file", hint="Name the list, a CSV file.")
    data = read_bytes(file)
    if data.startswith(b"PK\x03\x04"):
        raise MadewhereError(f"{shown} is a workbook or an archive, and no CSV file", hint=hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MadewhereError(f"{shown} is not UTF-8", hint=hint) from error
    return read_csv(shown, text, frozenset(map(plain_header, (*READERS, *index.COLUMNS))))
