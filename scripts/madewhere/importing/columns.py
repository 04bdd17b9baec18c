"""Which column of a list fills which of ours: finding the header, and proposing the mapping."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from madewhere.errors import MadewhereError, UsageError
from madewhere.importing.cells import Row
from madewhere.importing.cleaning import clean
from madewhere.importing.names import (
    FACTORIES,
    fields,
    header_score,
    is_address_part,
    known_headers,
    names,
    plain_header,
)
from madewhere.importing.reading import Source

HEADER_WITHIN = 30
"""How many rows from the top are searched for the header."""

SIMILAR = 90.0
"""From which likeness (0 to 100) on a misspelt name is taken for a known one."""

_SHORTEST_SIMILAR = 5  # characters; shorter names are similar to too much


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list, counted from 0. ``title`` is never empty, ``plain`` is for comparing."""

    index: int
    title: str
    plain: str


@dataclass(slots=True)
class Proposal:
    """A list with its table found and a source proposed for each of our columns.

    ``preamble`` holds the rows above the header, ``rows`` those below. ``sources`` maps our column to
    the list's columns, whose texts are joined in that order; ``how`` says why, by our column.
    """

    source: Source
    header: Row
    preamble: list[Row]
    rows: list[Row]
    columns: list[Column]
    template: str
    kind: str = FACTORIES
    sources: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)

    @property
    def unused(self) -> list[Column]:
        """The columns that fill nothing of ours and hold something."""
        used = {column.index for columns in self.sources.values() for column in columns}
        filled = {i for row in self.rows for i, cell in enumerate(row.cells) if cell.strip()}
        return [c for c in self.columns if c.index not in used and c.index in filled]

    def examples(self, column: Column, count: int = 2) -> list[str]:
        """The first different texts of a column, for a person to look at."""
        found: dict[str, None] = {}
        for row in self.rows:
            text = (
                " ".join(row.cells[column.index].split()) if column.index < len(row.cells) else ""
            )
            if text:
                found[text] = None
            if len(found) == count:
                break
        return list(found)


def propose(source: Source, mapping: Mapping[str, str], kind: str = FACTORIES) -> Proposal:
    """Find the header, and a source for as many of our columns as have one.

    ``mapping`` (our column to the list's, several joined by ``|``, empty for none) wins over what the
    names say. ``kind`` is what the list is of. Raises `MadewhereError` where no header is found, `UsageError` for a wrong mapping.
    """
    for name in mapping:
        if name not in fields(kind):
            near = difflib.get_close_matches(name, fields(kind), 1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Columns: {', '.join(fields(kind))}."
            raise UsageError(f"--map {name}=…: Madewhere has no column {name!r}", hint=hint)
    given = [part for text in mapping.values() for part in (text, *text.split("|")) if part.strip()]
    place = _find_header(source, known_headers(given, kind), names(kind).example)
    header, below = source.rows[place], source.rows[place + 1 :]
    columns = _columns(header, below, widen=source.is_sheet)
    plain = frozenset(column.plain for column in columns)
    proposal = Proposal(
        source=source,
        header=header,
        preamble=[row for row in source.rows[:place] if not row.is_blank],
        rows=below,
        columns=columns,
        template=_template(plain, kind),
        kind=kind,
    )
    _take_given(proposal, mapping)
    _take_named(proposal, mapping)
    return proposal


def _find_header(source: Source, known: frozenset[str], example: str) -> int:
    scores = [header_score(row.cells, known) for row in source.rows[:HEADER_WITHIN]]
    for place, score in enumerate(scores):
        if score > 1:
            # Over two rows of headings the lower one names the columns, the upper one groups them.
            return place + 1 if scores[place + 1 : place + 2] > [score] else place
    if 1 in scores:
        return scores.index(1)
    first = next((row.cells for row in source.rows if not row.is_blank), ())
    if not first:
        raise MadewhereError(f"{source.name} holds no rows", hint="Is it the right file or sheet?")
    raise MadewhereError(
        f"{source.name} has no header that can be recognised in its first {HEADER_WITHIN} rows",
        hint=f"Name its columns: {example}. Its first row is: {' | '.join(first)}",
    )


def _columns(header: Row, rows: list[Row], *, widen: bool) -> list[Column]:
    titles = [clean(cell).text for cell in header.cells]
    while titles and not titles[-1]:
        titles.pop()
    width = max([len(titles), *(len(row.cells) for row in rows if widen)])
    titles += [""] * (width - len(titles))
    seen: dict[str, int] = {}
    columns = []
    for index, title in enumerate(titles):
        seen[title] = seen.get(title, 0) + 1
        again = f" {seen[title]}" if title and seen[title] > 1 else ""
        shown = f"{title}{again}" if title else f"column {index + 1}"
        columns.append(Column(index, shown, plain_header(title + again)))
    return columns


def _template(plain: frozenset[str], kind: str) -> str:
    plain -= {""}
    for name, needs, columns in names(kind).templates:
        if needs <= plain <= columns:
            return name
    return ""


def _take_given(proposal: Proposal, mapping: Mapping[str, str]) -> None:
    by_plain = {column.plain: column for column in proposal.columns if column.plain}
    by_plain |= {column.title: column for column in proposal.columns}
    for name, text in mapping.items():
        if not text.strip():
            continue
        wanted = [text] if text in by_plain or plain_header(text) in by_plain else text.split("|")
        found = [by_plain.get(part.strip()) or by_plain.get(plain_header(part)) for part in wanted]
        taken = tuple(column for column in found if column is not None)
        if len(taken) < len(wanted):
            titles = ", ".join(repr(column.title) for column in proposal.columns)
            raise UsageError(
                f"--map {name}={text!r}: the list has no such column", hint=f"It has: {titles}."
            )
        proposal.sources[name] = taken
        proposal.how[name] = "given"


def _take_named(proposal: Proposal, mapping: Mapping[str, str]) -> None:
    """Give each of our columns without a source the best column whose name says so."""
    used = {column.index for columns in proposal.sources.values() for column in columns}
    best: dict[str, tuple[int, int, int, Column]] = {}
    parts: list[Column] = []
    for column in proposal.columns:
        if column.index in used:
            continue
        if proposal.kind == FACTORIES and is_address_part(column.plain):
            parts.append(column)
            continue
        found = _recognise(column.plain, proposal.kind)
        if found is None:
            continue
        name, rank, unlike = found
        candidate = (unlike, rank, column.index, column)
        if name not in mapping and (name not in best or candidate[:3] < best[name][:3]):
            best[name] = candidate
    for name, (unlike, _, _, column) in best.items():
        proposal.sources[name] = (column,)
        proposal.how[name] = "looks like it" if unlike else "by its name"
    if parts and "street_address" not in mapping:
        # "Address", "Address 2" are two lines; beside "Address 1" a whole address would say it twice.
        has_first = any(column.plain.endswith("1") for column in parts)
        whole = () if has_first else proposal.sources.get("street_address", ())
        proposal.sources["street_address"] = (*whole, *parts)
        proposal.how["street_address"] = "lines joined"
    if {"latitude", "longitude"} <= proposal.sources.keys() and "coordinates" not in mapping:
        proposal.sources.pop("coordinates", None)


def _recognise(plain: str, kind: str) -> tuple[str, int, int] | None:
    """Our column, the name's rank, and 1 where the name is only similar."""
    known = names(kind)
    if plain in known.fields:
        return (*known.fields[plain], 0)
    if plain in known.never or len(plain) < _SHORTEST_SIMILAR:
        return None
    near = process.extractOne(
        plain, [*known.fields, *sorted(known.never)], scorer=fuzz.ratio, score_cutoff=SIMILAR
    )
    if near is None or near[0] not in known.fields:
        return None
    return (*known.fields[near[0]], 1)
