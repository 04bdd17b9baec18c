"""The rows of an XLSX file, as the text that a person sees in its cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from madewhere.errors import MadewhereError
from madewhere.importing.cells import SAVE_HINT, Row, refuse_too_many
from madewhere.importing.names import header_score
from madewhere.plurals import counted

MAX_UNPACKED_BYTES = 400_000_000
MAX_PARTS = 5_000
MAX_ROWS = 1_048_576  # what a sheet can have
MAX_RAW_CELLS = 50_000_000

_CHUNK = 1 << 20


def read_workbook(
    name: str, data: bytes, known: frozenset[str], sheet: str | None
) -> tuple[list[Row], list[str]]:
    """Read one sheet: the one named, else the first that has a row of ``known`` column names.

    The second value says which other sheets were not read. Raises `MadewhereError` for a file that
    is no XLSX, is damaged, or would unpack to more than it may.
    """
    _refuse_bomb(name, data)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise MadewhereError(f"{name} cannot be read as XLSX: {error}", hint=SAVE_HINT) from error
    titles = [ws.title for ws in book.worksheets]
    if sheet is not None and sheet not in titles:
        raise MadewhereError(
            f"{name} has no sheet {sheet!r}", hint=f"Its sheets are: {', '.join(titles)}."
        )
    visible = [ws for ws in book.worksheets if ws.sheet_state == "visible"] or book.worksheets
    if sheet is not None:
        chosen = book[sheet]
        rows = _rows(name, chosen)
    else:
        chosen, rows = _find_table(name, visible, known)
    left = [title for title in titles if title != chosen.title]
    notices = []
    if left:
        notices.append(
            f"Only the sheet {chosen.title!r} was read. Not read: {', '.join(map(repr, left))}; "
            "name one with `--sheet`."
        )
    return rows, notices + _formulas_without_result(name, data, chosen.title)


def _find_table(name: str, sheets: list[Any], known: frozenset[str]) -> tuple[Any, list[Row]]:
    first: tuple[Any, list[Row]] | None = None
    for ws in sheets:
        rows = _rows(name, ws)
        if any(header_score(row.cells, known) > 1 for row in rows[:30]):
            return ws, rows
        first = first or (ws, rows)
    if first is None:
        raise MadewhereError(f"{name} has no sheet with cells", hint=SAVE_HINT)
    return first


def _refuse_bomb(name: str, data: bytes) -> None:
    """Look at the archive before any of it is parsed.

    Declared sizes can be trusted as an upper bound, because reading stops there. No part of an XLSX
    file has a document type, so one that has is an attack with entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise MadewhereError(f"{name} is an archive, not XLSX", hint=SAVE_HINT)
            total = sum(part.file_size for part in parts)
            if total > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS:
                raise MadewhereError(
                    f"{name} would unpack to {total:,} bytes in {len(parts):,} parts, "
                    "more than a list can need",
                    hint="Copy the table into a new file, and import that.",
                )
            for part in parts:
                if "/media/" not in part.filename and _has_doctype(archive, part):
                    raise MadewhereError(
                        f"{name} has a document type in {part.filename}, which no spreadsheet writes",
                        hint="Do not open this file; ask whoever sent it.",
                    )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise MadewhereError(f"{name} is damaged: {error}", hint=SAVE_HINT) from error


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            # Without NULs the search finds the word in UTF-16 too.
            text = tail + chunk.replace(b"\0", b"")
            if b"<!DOCTYPE" in text:
                return True
            tail = text[-16:]
    return False


def _rows(name: str, ws: Any) -> list[Row]:
    ws.reset_dimensions()  # what a file says of its own size is often wrong
    rows: list[Row] = []
    kept = raw = 0
    try:
        for number, cells in enumerate(ws.iter_rows(), start=1):
            raw += len(cells)
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            rows.append(Row(number, tuple(texts)))
            kept += len(texts)
            refuse_too_many(name, kept)
            if number > MAX_ROWS or raw > MAX_RAW_CELLS:
                _refuse_sheet(name)
    except MadewhereError:
        raise
    except Exception as error:  # a damaged sheet raises anything
        raise MadewhereError(
            f"the sheet {ws.title!r} of {name} is damaged: {error}", hint=SAVE_HINT
        ) from error
    while rows and rows[-1].is_blank:
        rows.pop()  # formatted cells below the table, which hold nothing
    return rows


def _refuse_sheet(name: str) -> None:
    raise MadewhereError(
        f"a sheet of {name} is larger than any list",
        hint="Copy the table into a new file, and import that.",
    )


def _text(cell: Any) -> str:
    """What the cell shows: no ``.0`` at whole numbers, percent with its sign, days as ISO dates."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return str(value)  # dates are in ISO form so


def _number(value: float, shown_as: str) -> str:
    if "%" in shown_as:
        return f"{value * 100:.10g}%"
    if float(value).is_integer():
        text = str(int(value))
        # Postal codes are often numbers shown with leading zeros.
        return text.zfill(len(shown_as)) if re.fullmatch(r"0{2,}", shown_as) else text
    return repr(value)


def _formulas_without_result(name: str, data: bytes, title: str) -> list[str]:
    """Say which cells hold a formula that no program has calculated yet: they were read as empty."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not any(_has_formula(archive, part) for part in archive.infolist()):
            return []
    from openpyxl import load_workbook

    # Two passes: one reads formulas, the other their stored results.
    books = [
        load_workbook(io.BytesIO(data), read_only=True, data_only=results)
        for results in (False, True)
    ]
    found = []
    for formulas, results in zip(*(_cells(book[title]) for book in books), strict=False):
        for formula, result in zip(formulas, results, strict=False):
            if formula.data_type == "f" and result.value is None:
                found.append(formula.coordinate)
    if not found:
        return []
    notice = (
        f"{counted(len(found), 'cell')} of {name} with a formula whose result is not stored, read as "
        f"empty: {', '.join(found[:5])}. Open the file in a spreadsheet program and save it again."
    )
    return [notice]


def _cells(ws: Any) -> Iterator[Any]:
    ws.reset_dimensions()
    yield from ws.iter_rows()


def _has_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    if not part.filename.startswith("xl/worksheets/"):
        return False
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if b"<f>" in chunk or b"<f " in chunk:
                return True
    return False
