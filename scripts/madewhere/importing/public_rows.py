"""Rows of a publication's tables as an import compares with them: tolerant, because `check` judges them."""

from __future__ import annotations

import csv
from pathlib import Path

from madewhere.errors import MadewhereError
from madewhere.quoting import visible

MAX_CELL_CHARACTERS = 1_000_000


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as text; none where there is no ordinary file. Wrong bytes are replaced.

    Raises `MadewhereError` for what cannot be parted into cells, such as a cell of megabytes.
    """
    if file.is_symlink() or not file.is_file():
        return []
    previous = csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(stream)]
    except csv.Error as error:
        raise MadewhereError(
            f"{visible(str(file))} cannot be read: {error}",
            hint="`madewhere check` says what is wrong with the data.",
        ) from error
    finally:
        csv.field_size_limit(previous)
