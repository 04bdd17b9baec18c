"""Problems are data: what is wrong, where, and what to do about it.

Every part of the program that looks at data yields problems and goes on. `CODES` is the one list of
all that can be found; the page of the site that explains problems is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from madewhere.problem_codes import CODES


class Level(IntEnum):
    """How much a problem matters; a greater value matters more."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The level in lower case, as every report writes it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the data, for the person who must act.

    ``file`` is relative to the data folder and uses ``/``. ``line`` counts from 1, with the header as
    line 1 of a CSV file, and is 0 where the problem is about the whole file. ``field`` may be empty.
    ``subject`` holds the identifiers that it is about, sorted and separated by ``|``, where a decision
    can settle it.
    """

    code: str
    level: Level
    file: str
    line: int
    field: str
    message: str
    fix: str
    subject: str = ""

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """The stable order of every report: by place, then by code."""
        return (self.file, self.line, self.field, self.code, self.message)


def problem(
    code: str,
    message: str,
    *,
    file: str,
    line: int = 0,
    field: str = "",
    fix: str = "",
    subject: str = "",
) -> Problem:
    """Make a problem of a known code; its level comes from `CODES`, and its fix unless one is given.

    Raises `KeyError` for a code that is not listed.
    """
    info = CODES[code]
    return Problem(
        code, Level[info.level.upper()], file, line, field, message, fix or info.fix, subject
    )


def in_order(problems: list[Problem]) -> list[Problem]:
    """Sort problems into the stable order and drop exact repeats."""
    return sorted(set(problems), key=lambda p: p.sort_key)
