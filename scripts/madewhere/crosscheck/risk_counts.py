"""The consolidated counts: years that are over, sums that fit, and nothing that gives a row away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from madewhere.corpus import Corpus, Row
from madewhere.problems import Problem, problem
from madewhere.risk.contribution import ALL, SEVERITIES
from madewhere.risk.suppression import LEAST_FACTORIES, LEAST_MEMBERS

TABLE = "risk_counts"
_LEAST = LEAST_FACTORIES * LEAST_MEMBERS

Cells = tuple[str, str]
"""A country and a chapter."""


def check_risk_counts(corpus: Corpus) -> Iterator[Problem]:
    """Find rows of years that are not over, of unknown chapters, and sums that do not fit."""
    file = corpus.registers.file(TABLE)
    chapters = {
        slug: row.cells["scheme"] for slug, row in corpus.register("chapters", "slug").items()
    }
    groups: defaultdict[tuple[int, str], dict[Cells, Row]] = defaultdict(dict)
    for row in corpus.registers.rows(TABLE):
        cells = row.cells
        groups[cells["year"], cells["scheme"]][cells["country"], cells["chapter"]] = row
        if cells["year"] >= corpus.as_of.year:
            message = f"{cells['year']} is not over"
            yield problem("risk-year-open", message, file=file, line=row.line, field="year")
        if cells["chapter"] != ALL and chapters.get(cells["chapter"]) != cells["scheme"]:
            message = f"the {cells['scheme']} scheme has no chapter “{cells['chapter']}”"
            yield problem("risk-chapter", message, file=file, line=row.line, field="chapter")
    for (_, scheme), rows in groups.items():
        for code, row, field, message in _faults(rows, list(chapters.values()).count(scheme)):
            yield problem(code, message, file=file, line=row.line, field=field)


def _faults(rows: Mapping[Cells, Row], chapters: int) -> Iterator[tuple[str, Row, str, str]]:
    """What does not fit in the rows of a year and scheme: code, row, field and message."""
    for (country, chapter), row in rows.items():
        for above in {(country, ALL), (ALL, chapter), (ALL, ALL)} - {(country, chapter)}:
            if above not in rows:
                message = f"there is no row of country {above[0]} and chapter {above[1]} above it"
                yield "risk-margin", row, "country", message
    for (country, chapter), row in rows.items():
        if chapter == ALL:
            parts = [r for (c, k), r in rows.items() if c == country and k != ALL]
            yield from _line(row, parts, by_chapter=True, whole=len(parts) >= chapters)
        if country == ALL:
            parts = [r for (c, k), r in rows.items() if c != ALL and k == chapter]
            yield from _line(row, parts, by_chapter=False, whole=False)


def _line(
    total: Row, parts: list[Row], *, by_chapter: bool, whole: bool
) -> Iterator[tuple[str, Row, str, str]]:
    """A row of all against its parts. ``whole`` says that no part can be missing.

    Chapters of one factory overlap, so only findings add up over them.
    """
    if not parts:
        return
    left = {name: _left(total, parts, name) for name in SEVERITIES}
    factories = _left(total, parts, "factories")
    for name, rest in left.items():
        if rest < 0 or (whole and rest):
            message = f"the rows below it have {total.cells[name] - rest} {name} findings"
            yield "risk-margin", total, name, message
    most = max(row.cells["factories"] for row in parts)
    if (by_chapter and most > total.cells["factories"]) or (not by_chapter and factories < 0):
        yield "risk-margin", total, "factories", "the rows below it have more factories"
    elif not by_chapter and 0 < factories < _LEAST:
        message = f"what is left out is about {factories} factories"
        yield "risk-gives-away", total, "factories", message
    elif by_chapter and not whole and 0 < sum(left.values()) < _LEAST:
        message = f"what is left out is {sum(left.values())} findings"
        yield "risk-gives-away", total, "chapter", message


def _left(total: Row, parts: list[Row], name: str) -> int:
    cells: Mapping[str, Any] = total.cells
    return int(cells[name]) - sum(int(row.cells[name]) for row in parts)
