"""What the tests of the form share: a form that is filled in, and reading a table of a folder."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from madewhere.form.questions import (
    DECLARATIONS,
    NAME_OF_CONSENT,
    NAME_OF_DECLARATIONS,
    QUESTIONS,
    scope_lines,
)
from madewhere.form.reading import AnswerReader
from tiny_publication import TINY

GOOD = {
    "Name": "Quietwater Knits Ltd",
    "Street address": "12 Lantern Road",
    "Town or city": "Gazipur",
    "Country": "Bangladesh",
    "Website": "https://quietwater.example/",
    "Workers": "201-500",
}


@pytest.fixture(scope="session")
def reader() -> AnswerReader:
    """A reader of answers that knows the registers of the tiny publication."""
    return AnswerReader.of(TINY)


@pytest.fixture
def fill():
    """Write a form as a Git host writes an issue: by label, ``scopes`` and declarations ticked."""

    def filled(answers=None, *, scopes=("identity", "profile", "contact"), declared=True, tick="x"):
        given = GOOD | (answers or {})
        parts = [f"### {NAME_OF_CONSENT}\n\n"]
        for scope, line in scope_lines().items():
            parts.append(f"- [{tick if scope in scopes else ' '}] {line}\n")
        told = [(q.label, given.get(q.label, "_No response_")) for q in QUESTIONS]
        parts += [f"\n### {label}\n\n{text}\n" for label, text in told]
        parts.append(f"\n### {NAME_OF_DECLARATIONS}\n\n")
        parts += [f"- [{'x' if declared else ' '}] {line}\n" for line in DECLARATIONS]
        return "".join(parts)

    return filled


@pytest.fixture
def rows(tmp_path: Path):
    """Read a table of the private folder ``tmp_path/private``; none where it is not there."""

    def read(name):
        file = tmp_path / "private" / f"{name}.csv"
        if not file.exists():
            return []
        with file.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return read
