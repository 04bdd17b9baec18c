"""What a member contributes: counts over its audits of one year that are not shown, and no names.

A contribution is a table of its own, `risk_contribution`, which is private: it goes to the publisher
by other means than Git, and its columns make the check before a commit refuse it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from madewhere import countries
from madewhere.corpus import Row
from madewhere.problems import Level, Problem, problem
from madewhere.site_model.handbook import Chapter
from madewhere.tables import CONTRIBUTION_TABLE
from madewhere.validate import validate_table

ALL = "*"
"""All chapters together, or all countries."""

SEVERITIES = ("minor", "major", "critical")

Place = tuple[str, str]
"""A scheme and a country."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What one member counted in a country: ``audited`` factories, and ``faulted``, with a finding.

    ``findings`` are the minor, the major and the critical ones. In a chapter, ``faulted`` and
    ``findings`` are the chapter's, and ``audited`` stays that of the country.
    """

    audited: int
    faulted: int
    findings: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Contribution:
    """The counts of one member and year, by scheme and country, and there by chapter or `ALL`."""

    member: str
    year: int
    counts: Mapping[Place, Mapping[str, Counts]]

    def rows(self) -> Iterator[dict[str, Any]]:
        """The contribution as rows of its table."""
        for (scheme, country), by_chapter in self.counts.items():
            for chapter, counts in by_chapter.items():
                yield {
                    "contributor": self.member,
                    "year": self.year,
                    "scheme": scheme,
                    "country": country,
                    "chapter": chapter,
                    "audited_factories": counts.audited,
                    "faulted_factories": counts.faulted,
                    **dict(zip(SEVERITIES, counts.findings, strict=True)),
                }


def read_contribution(
    content: str, file: str, year: int, chapters: Mapping[str, Chapter]
) -> tuple[Contribution | None, list[Problem]]:
    """Read a contribution to a year; None with the problems where anything in it is wrong."""
    read = validate_table(CONTRIBUTION_TABLE, content, file)
    # In which order rows stand changes no number.
    problems = [p for p in read.problems if p.code != "rows-unsorted"]
    problems += _contradictions(read.rows, file, year, chapters)
    if not problems and not read.rows:
        problems.append(problem("contribution-wrong", "it has no row", file=file))
    if any(p.level is Level.ERROR for p in problems):
        return None, problems
    counts: dict[Place, dict[str, Counts]] = {}
    for row in read.rows:
        cells = row.cells
        by_chapter = counts.setdefault((cells["scheme"], cells["country"]), {})
        by_chapter[cells["chapter"]] = _counts(cells)
    return Contribution(read.rows[0].cells["contributor"], year, counts), problems


def _counts(cells: Mapping[str, Any]) -> Counts:
    minor, major, critical = (cells[name] for name in SEVERITIES)
    return Counts(cells["audited_factories"], cells["faulted_factories"], (minor, major, critical))


def _contradictions(
    rows: Iterable[Row], file: str, year: int, chapters: Mapping[str, Chapter]
) -> Iterator[Problem]:
    """What rows of the right form say that cannot be."""
    groups: dict[Place, list[Row]] = {}
    members: set[str] = set()
    for row in rows:
        cells = row.cells
        members.add(cells["contributor"])
        groups.setdefault((cells["scheme"], cells["country"]), []).append(row)
        for field, message in _wrong_cells(cells, year, chapters):
            code = "country-unknown" if field == "country" else "contribution-wrong"
            yield problem(code, message, file=file, line=row.line, field=field)
    if len(members) > 1:
        message = f"it has rows of several members: {', '.join(sorted(members))}"
        yield problem("contribution-wrong", message, file=file, field="contributor")
    for group in groups.values():
        yield from _sums(group, file)


def _wrong_cells(
    cells: Mapping[str, Any], year: int, chapters: Mapping[str, Chapter]
) -> Iterator[tuple[str, str]]:
    counts = _counts(cells)
    chapter = cells["chapter"]
    if cells["year"] != year:
        yield "year", f"it is of {cells['year']}, not of {year}"
    if cells["country"] not in countries.codes():
        yield "country", f"“{cells['country']}” is no country code"
    if chapter != ALL and (chapter not in chapters or chapters[chapter].scheme != cells["scheme"]):
        yield "chapter", f"the {cells['scheme']} scheme has no chapter “{chapter}”"
    if counts.faulted > counts.audited:
        message = f"{counts.faulted} factories with a finding, but {counts.audited} were audited"
        yield "faulted_factories", message
    total = sum(counts.findings)
    if total < counts.faulted or (total and not counts.faulted):
        yield "faulted_factories", f"{total} findings cannot be of {counts.faulted} factories"


def _sums(group: list[Row], file: str) -> Iterator[Problem]:
    """The chapters of a country add up to its row of all chapters."""
    whole = next((row for row in group if row.cells["chapter"] == ALL), None)
    first = group[0]
    where = f"{first.cells['scheme']}, {first.cells['country']}"
    if whole is None:
        message = f"{where} has no row of all chapters"
        yield problem("contribution-wrong", message, file=file, line=first.line, field="chapter")
        return
    parts = [row for row in group if row is not whole]
    for name in SEVERITIES:
        added = sum(row.cells[name] for row in parts)
        if added != whole.cells[name]:
            message = f"{where}: the chapters add up to {added} {name} findings, and all have {whole.cells[name]}"
            yield problem("contribution-wrong", message, file=file, line=whole.line, field=name)
    if any(row.cells["audited_factories"] != whole.cells["audited_factories"] for row in parts):
        message = f"{where}: not every row has the same number of audited factories"
        yield problem(
            "contribution-wrong", message, file=file, line=whole.line, field="audited_factories"
        )
    by_chapter = [row.cells["faulted_factories"] for row in parts]
    faulted = whole.cells["faulted_factories"]
    if not max(by_chapter, default=0) <= faulted <= sum(by_chapter):
        message = f"{where}: {faulted} factories with a finding do not fit those of the chapters"
        yield problem(
            "contribution-wrong", message, file=file, line=whole.line, field="faulted_factories"
        )
