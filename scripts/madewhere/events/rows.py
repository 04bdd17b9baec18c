"""Taking rows out of a table's file without touching any other row.

The text is cut and not written anew: rows that the schema refuses, rows with too many cells and bytes
that are no UTF-8 may belong to somebody else, and stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from madewhere.events.subject import normal
from madewhere.product_rows import without_certificate, without_factory
from madewhere.tables import REGISTER_TABLES, groups, table

Identifiers = Mapping[str, AbstractSet[str]]
"""Identifiers by their kind."""

_BYTES = "latin-1"
"""Reads any byte as one character and back, so that whatever stands in a file survives."""

_BOM = "\xef\xbb\xbf"


@dataclass(slots=True)
class Cut:
    """A table's bytes without the rows; ``removed`` holds those rows by column, as texts."""

    content: bytes
    removed: list[dict[str, str]] = field(default_factory=list)
    emptied: int = 0


def cut(name: str, content: bytes, gone: Identifiers, unnamed: Identifiers) -> Cut:
    """Remove the rows about ``gone``, and empty the cells of other rows that name ``unnamed``.

    What cannot be read for certain stays: everything after a quotation mark that is never closed, and
    a whole file whose header is not clear.
    """
    about, naming = _columns(name)
    result = Cut(content)
    kept: list[str] = []
    places: dict[str, int] = {}
    width = 0
    for number, (text, cells) in enumerate(_records(content.decode(_BYTES))):
        if number == 0 and cells is not None:
            header = [cell.removeprefix(_BOM).strip() for cell in cells]
            width = len(header)
            if len(set(header)) == width:
                places = {column: place for place, column in enumerate(header)}
        elif cells is not None:
            if any(_names(cells, places, column, kind, gone) for column, kind in about):
                result.removed.append(dict(zip(places, cells, strict=False)))
                continue
            hits = [
                places[column]
                for column, kind in naming
                if len(cells) == width and _names(cells, places, column, kind, unnamed)
            ]
            if hits:
                result.emptied += len(hits)
                for place in hits:
                    cells[place] = ""
                _close(name, cells, places)
                kept.append(_written(cells, text))
                continue
        kept.append(text)
    result.content = "".join(kept).encode(_BYTES)
    return result


def readable_rows(content: bytes) -> list[dict[str, str]]:
    """Every row that can be read, by column, as texts."""
    rows = [cells for _, cells in _records(content.decode(_BYTES)) if cells is not None]
    header = [cell.removeprefix(_BOM).strip() for cell in rows[0]] if rows else []
    return [dict(zip(header, cells, strict=False)) for cells in rows[1:]]


def _columns(name: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The columns that say what a row is about, and those that merely name something, with kinds."""
    about: list[tuple[str, str]] = []
    naming: list[tuple[str, str]] = []
    if name not in REGISTER_TABLES:
        for column in table(name).fields:
            if column.refers:
                (about if column.required else naming).append((column.name, column.refers))
    if name in _OWN:
        about.append(_OWN[name])
    elif name == "decisions":
        about += [("subject", kind) for kind in ("factory", "audit", "product")]
    return about, naming


_OWN = {
    "audits": ("audit_id", "audit"),
    "products": ("product_id", "product"),
    "product_gtins": ("gtin", "gtin"),
    "consents": ("member", "member"),
    "members": ("slug", "member"),
}
"""The column of a table with what its rows are about, where that is no reference, and its kind."""


def _names(
    cells: list[str], places: dict[str, int], column: str, kind: str, wanted: Identifiers
) -> bool:
    place = places.get(column)
    if place is None or place >= len(cells) or kind not in wanted:
        return False
    parts = cells[place].split("|") if column == "subject" else [cells[place]]
    return any(normal(kind, part) in wanted[kind] for part in parts)


def _close(name: str, cells: list[str], places: dict[str, int]) -> None:
    """Make a row fit again of which cells were emptied."""
    if name not in _CLOSING or set(places) != set(table(name).columns):
        return
    row = {column: cells[place].strip() for column, place in places.items()}
    before = dict(row)
    _CLOSING[name](row)
    for column, place in places.items():
        if row[column] != before[column]:
            cells[place] = row[column]


def _close_groups(row: MutableMapping[str, str]) -> None:
    """Empty the date and the source of a group of a factory's fields that says nothing any more."""
    for group, fields in groups().items():
        if not any(row[each.name] for each in fields):
            row[f"{group}_stated_on"] = row[f"{group}_stated_by"] = ""


_CLOSING: dict[str, Callable[[dict[str, str]], None]] = {
    "factories": _close_groups,
    "product_steps": without_factory,
    "product_claims": without_certificate,
}
"""What a row of these tables needs after a cell of it was emptied."""


def _records(text: str) -> Iterator[tuple[str, list[str] | None]]:
    """Each record as it is written and as cells; None for a rest that is not readable as CSV."""
    stream = io.StringIO(text, newline="\n")
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in stream:
            taken.append(line)
            yield line

    reader = csv.reader(lines(), strict=True)
    while True:
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield "".join(taken) + stream.read(), None
            return
        yield "".join(taken), cells


def _written(cells: list[str], before: str) -> str:
    end = "\r\n" if before.endswith("\r\n") else "\n" if before.endswith("\n") else ""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerow(cells)
    return out.getvalue()
