"""What the pages of figures show: their tables, and which of them are drawn too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from madewhere.charts import Bar, Bars, lines_of
from madewhere.render.data_words import DataWords
from madewhere.site_model import Site
from madewhere.site_model.figures import FEWEST, Count, SchemeFigures
from madewhere.site_model.handbook import Chapter

ALL = "*"

MOST_COUNTRIES = 12
"""How many countries a chart has; the table beside it has all."""


Titles = Callable[[str], str]
"""What a chapter is called in a language, by its slug."""


def chapter_titles(chapters: Mapping[str, Chapter], words: DataWords) -> Titles:
    """What chapters are called on pages; their slugs where the register lacks them."""
    return lambda slug: (
        words.term_text("chapter", chapters[slug].title) if slug in chapters else slug
    )


def chapter_bars(of: SchemeFigures, called: Titles) -> Bars:
    """In which share of audits something was found, by chapter; nothing where there are too few audits."""
    return _bars(
        [
            Bar(count.audits.percent, lines_of(called(count.key)))
            for count in of.chapters
            if count.audits.percent is not None
        ],
        of,
    )


def year_bars(of: SchemeFigures) -> Bars:
    """Findings by year of the audit."""
    return _bars([Bar(count.findings) for count in of.years], of)


def country_bars(of: SchemeFigures) -> Bars:
    """Findings by country, those with the most first; nothing where there is one country only."""
    counted: Sequence[Count] = of.countries[:MOST_COUNTRIES]
    return _bars([Bar(count.findings) for count in counted], of) if len(counted) > 1 else ()


def _bars(bars: Sequence[Bar], of: SchemeFigures) -> Bars:
    enough = of.audits.n >= FEWEST and any(bar.length for bar in bars)
    return tuple(bar._replace(length=round(bar.length, 1)) for bar in bars) if enough else ()


class HiddenRow(NamedTuple):
    """A row of the consolidated counts. ``percent`` is the share of factories with a finding in a chapter."""

    key: str
    members: int
    factories: int
    minor: int
    major: int
    critical: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class HiddenYear:
    """The consolidated counts of a scheme and year: all, by country, by chapter, and both."""

    scheme: str
    year: int
    whole: HiddenRow
    countries: tuple[HiddenRow, ...]
    chapters: tuple[HiddenRow, ...]
    depth: tuple[tuple[str, tuple[HiddenRow, ...]], ...]


def hidden_bars(of: HiddenYear, called: Titles) -> Bars:
    """In which share of factories something was found, by chapter."""
    return tuple(
        Bar(round(row.percent or 0.0, 1), lines_of(called(row.key))) for row in of.chapters
    )


def hidden_years(site: Site) -> list[HiddenYear]:
    """The consolidated counts, social ones first, the newest year first.

    Rows without the row of all above them are left out; the check tells of them.
    """
    groups: dict[tuple[str, int], dict[tuple[str, str], dict[str, Any]]] = {}
    for cells in site.disclosure.registers["risk_counts"]:
        if cells["year"] < site.as_of.year:
            group = groups.setdefault((cells["scheme"], cells["year"]), {})
            group[cells["country"], cells["chapter"]] = cells
    ordered = sorted(groups, key=lambda key: (key[0] != "social", -key[1]))
    return [
        HiddenYear(
            scheme,
            year,
            _row(ALL, rows[ALL, ALL], None),
            tuple(sorted(_line(rows, lambda c, k: c != ALL and k == ALL, 0), key=_largest)),
            tuple(sorted(_line(rows, lambda c, k: c == ALL and k != ALL, 1), key=_largest)),
            tuple(
                (country, tuple(sorted(chapters, key=_largest)))
                for country in sorted({c for c, k in rows if ALL not in (c, k)})
                if (chapters := list(_chapters(rows, country)))
            ),
        )
        for scheme, year in ordered
        if (ALL, ALL) in (rows := groups[scheme, year])
    ]


def _line(
    rows: dict[tuple[str, str], dict[str, Any]], which: Callable[[str, str], bool], part: int
) -> Iterator[HiddenRow]:
    whole = rows[ALL, ALL]
    for key, cells in rows.items():
        if which(*key):
            yield _row(key[part], cells, whole if part else None)


def _chapters(rows: dict[tuple[str, str], dict[str, Any]], country: str) -> Iterator[HiddenRow]:
    whole = rows.get((country, ALL))
    for (here, chapter), cells in rows.items():
        if here == country and chapter != ALL and whole is not None:
            yield _row(chapter, cells, whole)


def _row(key: str, cells: dict[str, Any], of: dict[str, Any] | None) -> HiddenRow:
    return HiddenRow(
        key,
        cells["members"],
        cells["factories"],
        cells["minor"],
        cells["major"],
        cells["critical"],
        100 * cells["factories"] / of["factories"] if of else None,
    )


def _largest(row: HiddenRow) -> tuple[int, str]:
    return -row.factories, row.key


def wanted_bars(site: Site, words: DataWords) -> set[Bars]:
    """The bars of every chart of the site in a language."""
    risk, called = site.risk, chapter_titles(site.handbook.chapters, words)
    found = {hidden_bars(each, called) for each in hidden_years(site)}
    for place in (risk.everywhere, *risk.countries.values()):
        for scheme in place.schemes:
            found |= {chapter_bars(scheme, called), year_bars(scheme), country_bars(scheme)}
    return found - {()}
