"""Writing packages again as the tool writes them: descriptors, order of rows, trimmed cells."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from madewhere.celltext import control_characters
from madewhere.discover import DESCRIPTOR, REGISTERS, PackageFolder, discover
from madewhere.guard import MAX_DESCRIPTOR_BYTES, MAX_TABLE_BYTES, read_guarded
from madewhere.package_writer import (
    descriptor_bytes,
    package_descriptor,
    replace_file,
    table_bytes,
)
from madewhere.tables import table


@dataclass(slots=True)
class Upgraded:
    """The files that were rewritten, and those left alone because they cannot be read for sure.

    All are relative to the data folder.
    """

    written: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)


def upgrade(data: Path) -> Upgraded:
    """Rewrite what differs.

    No value changes: rows are put in the order of their key, a row that stands there twice goes once,
    spaces around cells go, columns are put in order. A table whose columns or rows are not sound is left alone, for `check` to explain.
    """
    found = discover(data)
    done = Upgraded()
    for folder in (found.registers, *found.members):
        if folder.files:
            _upgrade_package(data, folder, done)
    return done


def _upgrade_package(data: Path, folder: PackageFolder, done: Upgraded) -> None:
    written = done.written
    for name in folder.tables:
        file = f"{folder.folder}/{name}.csv"
        if f"{name}.csv" not in folder.files:
            continue
        content, _ = read_guarded(data, file, MAX_TABLE_BYTES)
        better = _in_form(name, content) if content is not None else None
        if better is None:
            done.left_alone.append(file)
        elif better != (data / file).read_bytes():
            replace_file(data / file, better)
            written.append(file)
    file = f"{folder.folder}/{DESCRIPTOR}"
    is_registers = folder.folder == REGISTERS
    if DESCRIPTOR in folder.refused:
        return
    own: dict[str, Any] = {}
    before = None
    if DESCRIPTOR in folder.files:
        before, faults = read_guarded(data, file, MAX_DESCRIPTOR_BYTES)
        if any(fault.code == "file-not-regular" for fault in faults):
            return
        own = own_words(data, file)
    default = "Registers" if is_registers else f"Factories disclosed by {folder.slug}"
    expected = descriptor_bytes(
        package_descriptor(
            name=folder.slug,
            title=own.get("title") or default,
            description=own.get("description") or "",
            # One that does not say whether it is invented counts as invented, as everywhere.
            demo=DESCRIPTOR in folder.files and own.get("demo") is not False,
            tables=folder.described,
        )
    )
    if before is None or (data / file).read_bytes() != expected:
        replace_file(data / file, expected)
        written.append(file)


def _in_form(name: str, content: bytes) -> bytes | None:
    """The table as the tool writes it; None where it cannot be read without losing something."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode(), newline="\n"), strict=True))
    except csv.Error:
        return None
    if not rows or sorted(rows[0]) != sorted(table(name).columns):
        return None
    # Git can repeat a row where it merges two changes of one table.
    filled = [list(row) for row in dict.fromkeys(map(tuple, rows[1:])) if any(map(str.strip, row))]
    if any(len(row) != len(rows[0]) for row in filled):
        return None
    return table_bytes(
        name,
        [dict(zip(rows[0], (cell.strip() for cell in row), strict=True)) for row in filled],
    )


def own_words(data: Path, file: str) -> dict[str, Any]:
    """What a descriptor says of its package by itself, where that is of the right kind.

    Gives its ``title``, ``description`` and ``demo``; nothing where the file cannot be read.
    """
    if not os.path.lexists(data / file):
        return {}
    content, _ = read_guarded(data, file, MAX_DESCRIPTOR_BYTES)
    try:
        loaded = json.loads(content or b"")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    texts = {
        key: loaded[key]
        for key in ("title", "description")
        if isinstance(loaded.get(key), str) and not control_characters(loaded[key])
    }
    return {**texts, "demo": loaded.get("demo")}
