"""One cell against its field: its form, its value by Frictionless, and what no cell may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from madewhere.celltext import control_characters, find_email, find_phone, is_formula
from madewhere.quoting import short
from madewhere.tables import PRIVATE, Field
from madewhere.validate.patterns import rule

_MOST_CHARACTERS = 1000
"""How long a cell of a column without a limit of its own may be."""

_FORMS = {
    "integer": (re.compile(r"-?[0-9]+"), "a whole number, such as 640"),
    "number": (re.compile(r"-?[0-9]+(\.[0-9]+)?"), "a number with a point, such as 23.99"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date such as 2026-03-14"),
    "boolean": (re.compile(r"true|false"), "true or false"),
}
"""How each type is written. Frictionless would also take NaN, Arabic digits or a date like 2026-3-4."""

_OF_A_YEAR = frozenset({"since"})
"""Columns with a date in which the first day of a year may stand for the year."""

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")

_FULL_OF_DIGITS = frozenset({"postal_code", "registration_number", "evidence_sha256"})
"""Columns in which a long number is what is asked for, so it is not taken for a telephone number."""

_FrictionlessReader = Callable[[str], tuple[Any, dict[str, str] | None]]

_Reading = tuple[Any, tuple[tuple[str, str], ...]]
"""A cell's value, and what is wrong with it as (code, message)."""


class CellReader:
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
            year = self.field.name in _OF_A_YEAR and _YEAR.fullmatch(stripped)
            first = f"; a year alone is written as its first day, {stripped}-01-01" if year else ""
            faults.append(("cell-type", f"“{short(text)}” is not {form[1]}{first}"))
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
        if self.field.scope == PRIVATE or self.field.contact:
            return  # where persons, or public ways to reach somebody, belong
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
            return "cell-pattern", f"“{shown}” is not {rule(self.field)}"
        if constraint in ("minimum", "maximum"):
            low, high = limits.get("minimum"), limits.get("maximum")
            span = f"from {low}" + ("" if high is None else f" to {high:,}")
            return "cell-range", f"{shown} is not {span}"
        return "cell-type", f"“{shown}”: {note}"  # pragma: no cover - no schema has another one
