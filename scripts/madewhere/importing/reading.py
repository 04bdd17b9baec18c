"""The list as it stands in its file: its bytes, its encoding, and its lines as rows of text cells.

A list is hostile input: whoever sent it may not have made it. Sizes are capped before anything is
unpacked, and what kind of file it is follows from its content, never from its name.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

from charset_normalizer import from_bytes

from madewhere.errors import MadewhereError
from madewhere.importing.cells import SAVE_HINT, Row, refuse_too_many
from madewhere.importing.names import header_score
from madewhere.separators import separator

MAX_FILE_BYTES = 100_000_000
MAX_CELL_CHARACTERS = 1_000_000

DELIMITERS = (",", ";", "\t", "|")

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)

_SPREADSHEET_ENCODINGS = (
    *(f"cp{number}" for number in (874, *range(1250, 1259))),
    *("gb18030", "big5", "cp932", "cp949", "mac_roman"),
)
"""What spreadsheet programs write for CSV where it is not UTF-8; with more, short lists are misread."""

_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or one with a password"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed file"),
)


@dataclass(slots=True)
class Source:
    """A list as it was read: every row of it, the header and what stands above it included.

    ``notices`` are sentences that the person must see, such as a guessed encoding. ``sha256`` is
    that of the file's bytes. ``is_sheet`` tells a spreadsheet, where a cell too many shifts no other.
    """

    name: str
    sha256: str
    is_sheet: bool = False
    rows: list[Row] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_bytes(file: Path) -> bytes:
    """Read the list's bytes. Raises `MadewhereError` where it is no ordinary file or too large."""
    if not file.is_file():
        raise MadewhereError(f"{file} is not a file", hint="Name a CSV or XLSX file.")
    size = file.stat().st_size
    if size > MAX_FILE_BYTES:
        raise MadewhereError(
            f"{file.name} has {size:,} bytes; a list may have {MAX_FILE_BYTES:,}",
            hint="Split the list.",
        )
    return file.read_bytes()


def read_text(name: str, data: bytes, encoding: str | None) -> tuple[str, list[str]]:
    """Decode a CSV file; say in the second value what had to be guessed.

    A byte-order mark decides, then UTF-8; anything else is guessed by charset-normalizer. Raises
    `MadewhereError` for what is no text, or does not fit the encoding that was asked for.
    """
    for magic, kind in _OTHER_KINDS:
        if data.startswith(magic):
            raise MadewhereError(f"{name} is {kind}, which cannot be read", hint=SAVE_HINT)
    if re.match(rb"\s*<(!doctype|html|\?xml|table)", data[:200], re.IGNORECASE):
        raise MadewhereError(f"{name} is a web page or XML, not a table", hint=SAVE_HINT)
    if encoding is not None:
        return _decode(name, data, encoding), []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(name, data, "utf-16"), []
    if b"\0" in data:
        raise MadewhereError(
            f"{name} holds NUL bytes, so it is no text in a usual encoding",
            hint="If it is UTF-16 without a mark, add `--encoding utf-16-le`. " + SAVE_HINT,
        )
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _guess(name, data)


def _decode(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except LookupError:
        raise MadewhereError(
            f"{encoding!r} is no encoding that Python knows", hint="For example cp1252 or gb18030."
        ) from None
    except UnicodeError as error:
        raise MadewhereError(
            f"{name} is not {encoding}: {error}", hint="Name another encoding with `--encoding`."
        ) from error


def _guess(name: str, data: bytes) -> tuple[str, list[str]]:
    matches = list(from_bytes(data, cp_isolation=list(_SPREADSHEET_ENCODINGS)))
    if not matches:
        raise MadewhereError(
            f"{name} is not UTF-8, and its encoding could not be found out",
            hint="Save it as CSV UTF-8, or name the encoding with `--encoding`.",
        )
    best = min(matches, key=lambda match: (match.chaos, -match.coherence))
    # Where nothing tells cp1252 from its look-alikes, it is the likeliest by far.
    alike = {best.encoding, *best.could_be_from_charset} | {
        match.encoding
        for match in matches
        if (match.chaos, match.coherence) == (best.chaos, best.coherence)
    }
    likelier = _strange(data, "cp1252") == 0 < _strange(data, best.encoding)
    encoding = "cp1252" if "cp1252" in alike or likelier else best.encoding
    text = data.decode(encoding)
    words = [word for word in re.findall(r"[^\s,;|\"]+", text) if not word.isascii()]
    shown = ", ".join(list(dict.fromkeys(words))[:5])
    notice = (
        f"ENCODING GUESSED: {name} is not UTF-8; it was read as {encoding}. Compare these words "
        f"with the source: {shown}. If they are wrong, name the encoding with `--encoding`."
    )
    return text, [notice]


def _strange(data: bytes, encoding: str) -> int:
    """How many characters beyond ASCII are no letters when read so; -1 where it cannot be."""
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return -1
    return sum(not (character.isascii() or character.isalpha()) for character in text)


def read_csv(name: str, text: str, known: frozenset[str]) -> list[Row]:
    """Split the text into rows with whichever delimiter finds most ``known`` column names.

    Raises `MadewhereError` where a quotation mark is never closed, since it swallows all that follows,
    and for too many cells.
    """
    said = _SEPARATOR_LINE.match(text)
    previous = csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        return _rows(name, text, said[1] if said else _delimiter(text, known))
    finally:
        csv.field_size_limit(previous)


def _delimiter(text: str, known: frozenset[str]) -> str:
    sample = "".join(itertools.islice(io.StringIO(text, newline=""), 60))

    def score(rows: list[list[str]]) -> tuple[int, int]:
        widths = [len(row) for row in rows if len(row) > 1]
        named = (header_score(row, known) for row in rows[:30])
        usual = max((widths.count(width) for width in set(widths)), default=0)
        return max(named, default=0), usual

    return separator(sample, DELIMITERS, score)


def _rows(name: str, text: str, delimiter: str) -> list[Row]:
    # A last line of our own: if the reader does not give it back, a quotation mark was left open.
    end = "\x1fend of the list"
    whole = text + ("" if not text or text.endswith(("\n", "\r")) else "\n") + end
    rows: list[Row] = []
    cells = 0
    line = 1
    try:
        reader = csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter)
        for row in reader:
            if row == [end]:
                return rows
            rows.append(Row(line, tuple(row)))
            line = reader.line_num + 1
            cells += len(row)
            refuse_too_many(name, cells)
    except csv.Error as error:
        raise MadewhereError(f"{name}, line {line}: {error}", hint=SAVE_HINT) from error
    raise MadewhereError(
        f"{name}, line {rows[-1].line}: a quotation mark is opened and never closed",
        hint="Close or remove it; everything after it would be read as one cell.",
    )


def read_source(
    file: Path, known: frozenset[str], *, sheet: str | None, encoding: str | None
) -> Source:
    """Read a CSV or XLSX file whole. ``known`` are plain column names, which help to find the table.

    Raises `MadewhereError` for anything else, for what is damaged, and for what is too large.
    """
    data = read_bytes(file)
    source = Source(file.name, hashlib.sha256(data).hexdigest())
    if data.startswith(b"PK\x03\x04"):
        from madewhere.importing.workbook import read_workbook

        source.is_sheet = True
        source.rows, source.notices = read_workbook(file.name, data, known, sheet)
        return source
    if sheet is not None:
        raise MadewhereError(f"{file.name} is no XLSX file, so it has no sheets")
    text, source.notices = read_text(file.name, data, encoding)
    source.rows = read_csv(file.name, text, known)
    return source
