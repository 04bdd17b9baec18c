"""Rows of a publication's tables as an import compares with them: tolerant, because `check` judges them."""

from __future__ import annotations

import csv
from pathlib import Path


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as text; none where there is no ordinary file. Wrong bytes are replaced."""
    if file.is_symlink() or not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(stream)]
