"""Writing data packages and ledger files, so that the same rows always give the same bytes.

Nothing that a program or a clock adds (times, hashes, versions) goes into a descriptor: two people
who change different rows must not meet in Git.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from madewhere.tables import (
    LEDGER_TABLE,
    MEMBER_TABLES,
    REGISTER_TABLES,
    REQUIRED_MEMBER_TABLES,
    REQUIRED_REGISTER_TABLES,
    table,
)

DESCRIPTOR_NAME = "datapackage.json"

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

LICENSES = (
    {
        "name": "ODbL-1.0",
        "title": "Open Data Commons Open Database License 1.0",
        "path": "https://opendatacommons.org/licenses/odbl/1-0/",
    },
    {
        "name": "DbCL-1.0",
        "title": "Open Data Commons Database Contents License 1.0",
        "path": "https://opendatacommons.org/licenses/dbcl/1-0/",
    },
)

_TABLE_ORDER = (*MEMBER_TABLES, *REGISTER_TABLES)
_ALWAYS_WRITTEN = frozenset((*REQUIRED_MEMBER_TABLES, *REQUIRED_REGISTER_TABLES))

_WORDS = {None: "", True: "true", False: "false"}

_WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_LEDGER_STEM = re.compile(r"[A-Za-z0-9-]+-[0-9]{8}")

Row = Mapping[str, Any]
"""One row of a table, by column; a column that is missing is an empty cell."""


def write_package(
    folder: Path,
    *,
    name: str,
    title: str,
    tables: Mapping[str, Iterable[Row]],
    demo: bool,
    description: str = "",
    first: Mapping[Path, bytes] | None = None,
) -> list[Path]:
    """Write a data package: one CSV file a table, rows sorted by key, and the descriptor.

    ``first`` are other files that are put in their places together with it and before it.

    ``tables`` is the whole package: a table's file that is left from earlier and not written now is
    removed. A table without rows is written only where it may not be missing. Returns what was
    written. Raises `KeyError` for a table that packages do not have, `ValueError` for a row with a
    column that its table does not have or a value that no cell can hold.
    """
    for table_name in tables:
        if table_name not in _TABLE_ORDER:
            raise KeyError(table_name)
    contents = {
        table_name: rows
        for table_name in _TABLE_ORDER
        if table_name in tables
        and ((rows := list(tables[table_name])) or table_name in _ALWAYS_WRITTEN)
    }
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = package_descriptor(
        name=name, title=title, tables=contents, demo=demo, description=description
    )
    files = {folder / f"{each}.csv": table_bytes(each, rows) for each, rows in contents.items()}
    files[folder / DESCRIPTOR_NAME] = descriptor_bytes(descriptor)
    replace_files({**(first or {}), **files})
    for table_name in _TABLE_ORDER:
        if table_name not in contents:
            (folder / f"{table_name}.csv").unlink(missing_ok=True)
    return list(files)


def package_descriptor(
    *, name: str, title: str, tables: Iterable[str], demo: bool, description: str = ""
) -> dict[str, Any]:
    """Make the descriptor of a package that holds these tables, with their schemas inlined.

    The resources stand in the order of `madewhere.tables`, whatever the order in ``tables``.
    """
    held = set(tables)
    descriptor: dict[str, Any] = {"$schema": PACKAGE_PROFILE, "name": name, "title": title}
    if description:
        descriptor["description"] = description
    descriptor["demo"] = demo
    descriptor["licenses"] = [dict(licence) for licence in LICENSES]
    descriptor["resources"] = [
        _resource(table_name) for table_name in _TABLE_ORDER if table_name in held
    ]
    return descriptor


def _resource(table_name: str) -> dict[str, Any]:
    """Describe one table's file; what names the table stands here and not again in its schema."""
    described = table(table_name)
    schema = {
        key: value
        for key, value in described.descriptor.items()
        if key not in ("name", "title", "description")
    }
    return {
        "name": described.name,
        "type": "table",
        "path": f"{described.name}.csv",
        "title": described.title,
        "description": described.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def descriptor_bytes(descriptor: Mapping[str, Any]) -> bytes:
    """Write a descriptor as it stands in a file: UTF-8, indented, one line a value."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def table_bytes(table_name: str, rows: Iterable[Row], *, in_order: bool = False) -> bytes:
    """Write a table as CSV: UTF-8, LF, columns in the order of the schema, rows sorted by key.

    With ``in_order`` the rows stay as they come. Raises `ValueError` as `write_package` does.
    """
    columns = table(table_name).columns
    known = frozenset(columns)
    lines = []
    for row in rows:
        if not known.issuperset(row):
            unknown = ", ".join(sorted(set(row) - known))
            raise ValueError(f"the table {table_name} has no column {unknown}")
        # Most cells are texts already, and large publications have tens of millions of them.
        lines.append(
            [
                value if value.__class__ is str else cell_text(value)
                for value in map(row.get, columns)
            ]
        )
    if not in_order:
        key = [
            (columns.index(column), table(table_name).field(column).type == "integer")
            for column in table(table_name).key
        ]
        lines.sort(
            key=lambda cells: (
                [_by_size(cells[at]) if whole else cells[at] for at, whole in key],
                cells,
            )
        )
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return out.getvalue().encode()


def _by_size(text: str) -> tuple[int, int, str]:
    """What puts whole numbers in their order; a text that is none comes last."""
    return (0, int(text), text) if _WHOLE.fullmatch(text) else (1, 0, text)


def cell_text(value: Any) -> str:
    """Write one value as a cell: dates in ISO form, true and false, numbers as short as they go.

    Several values are separated by ``|``. Raises `ValueError` for what no cell can hold.
    """
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "|".join(cell_text(part) for part in value)
    raise ValueError(f"no cell can hold {value!r}")


def ledger_file(ledger_folder: Path, events: Sequence[Row]) -> tuple[Path, bytes]:
    """The file by which one change is added to the ledger, its rows in the order given.

    The file is named by the first event's identifier, its date and a digest of the whole, so that two
    people who write the same change write the same file, and different changes never meet in one. One
    that is there already is left as it is. Raises `ValueError` where there are no events or the first
    identifier is no name for a file.
    """
    if not events:
        raise ValueError("a change of the ledger has at least one event")
    stem = f"{events[0]['identifier']}-{cell_text(events[0]['date']).replace('-', '')}"
    if not _LEDGER_STEM.fullmatch(stem):
        raise ValueError(f"no file of the ledger can be named {stem!r}")
    content = table_bytes(LEDGER_TABLE, events, in_order=True)
    return ledger_folder / f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}.csv", content


def write_ledger_file(ledger_folder: Path, events: Sequence[Row]) -> Path:
    """Add one change to the ledger as a new file; see `ledger_file`."""
    path, content = ledger_file(ledger_folder, events)
    ledger_folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        replace_file(path, content)
    return path


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in its place in one step, so that a reader sees the old one or the new one.

    A symbolic link that stands there is replaced and not followed.
    """
    replace_files({path: content})


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Put files in their places in the order given, after all of them were written beside them.

    A disk that is full is thus found before anything is in its place.
    """
    partials = {path: path.with_name(f".{path.name}.partial") for path in contents}
    try:
        for path, content in contents.items():
            partials[path].unlink(missing_ok=True)
            with partials[path].open("xb") as file:
                file.write(content)
        for path, partial in partials.items():
            partial.replace(path)
    except BaseException:
        for partial in partials.values():
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        raise
