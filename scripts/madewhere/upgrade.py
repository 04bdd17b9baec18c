"""Writing packages again as the tool writes them: descriptors, order of rows, trimmed cells."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from madewhere.discover import DESCRIPTOR, REGISTERS, PackageFolder, discover
from madewhere.guard import MAX_TABLE_BYTES, read_guarded
from madewhere.package_writer import (
    descriptor_bytes,
    package_descriptor,
    replace_file,
    table_bytes,
)
from madewhere.tables import table


def upgrade(data: Path) -> list[str]:
    """Rewrite what differs, and give the files that were rewritten, relative to the data folder.

    No value changes: rows are put in the order of their key, spaces around cells go, columns are put
    in order. A table whose columns or rows are not sound is left alone, for `check` to explain.
    """
    found = discover(data)
    written: list[str] = []
    for folder in (found.registers, *found.members):
        if folder.files:
            written += _upgrade_package(data, folder)
    return written


def _upgrade_package(data: Path, folder: PackageFolder) -> list[str]:
    written = []
    for name in folder.tables:
        file = f"{folder.folder}/{name}.csv"
        if f"{name}.csv" not in folder.files:
            continue
        content, _ = read_guarded(data, file, MAX_TABLE_BYTES)
        better = _in_form(name, content) if content is not None else None
        if better is not None and better != (data / file).read_bytes():
            replace_file(data / file, better)
            written.append(file)
    file = f"{folder.folder}/{DESCRIPTOR}"
    is_registers = folder.folder == REGISTERS
    own = _own_words(data / file if DESCRIPTOR in folder.files else None)
    present = [name for name in folder.tables if f"{name}.csv" in folder.files]
    default = "Registers" if is_registers else f"Factories disclosed by {folder.slug}"
    expected = descriptor_bytes(
        package_descriptor(
            name=folder.slug,
            title=own.get("title") or default,
            description=own.get("description") or "",
            demo=own.get("demo") is True,
            tables=present,
        )
    )
    if DESCRIPTOR not in folder.files or (data / file).read_bytes() != expected:
        replace_file(data / file, expected)
        written.append(file)
    return written


def _in_form(name: str, content: bytes) -> bytes | None:
    """The table as the tool writes it; None where it cannot be read without losing something."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    except csv.Error:
        return None
    if not rows or sorted(rows[0]) != sorted(table(name).columns):
        return None
    filled = [row for row in rows[1:] if any(row)]
    if any(len(row) != len(rows[0]) for row in filled):
        return None
    return table_bytes(
        name,
        [dict(zip(rows[0], (cell.strip() for cell in row), strict=True)) for row in filled],
    )


def _own_words(path: Path | None) -> dict[str, Any]:
    """What the package says about itself, where that can be read and is of the right kind."""
    if path is None or path.is_symlink():
        return {}
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    texts = {
        key: loaded[key] for key in ("title", "description") if isinstance(loaded.get(key), str)
    }
    return {**texts, "demo": loaded.get("demo")}
