"""What stands between the cells of a table, which differs with the program that saved it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any


def separator(text: str, among: Sequence[str], score: Callable[[list[list[str]]], Any]) -> str:
    """The sign with which the rows of a text score highest; of several, the one that is named first.

    ``score`` judges the rows as they are with one sign; where they cannot be read, those before it.
    """

    def rows(sign: str) -> list[list[str]]:
        found: list[list[str]] = []
        with suppress(csv.Error):  # what cannot be read with the sign chosen is told later
            found.extend(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
        return found

    return max(among, key=lambda sign: score(rows(sign)))
