"""The published table `figures`: every figure of the pages of figures, one a row."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.exports.definitions import Published, Row, define, own
from madewhere.site_model import Site
from madewhere.site_model.figures import SEVERITIES, Count, PlaceFigures, SchemeFigures, Share

ALL = "*"

_FIGURES = (
    "audits-with-plan",
    "factories-with-plan",
    "findings",
    "audits-with-finding",
    "findings-closed",
    "findings-overdue",
    "days-to-close",
    "factories-with-alert",
    "factories-behind-schedule",
)


def _figures(site: Site) -> Iterator[Row]:
    rows = [
        row
        for place in (site.risk.everywhere, *site.risk.countries.values())
        for scheme in place.schemes
        for row in _scheme(place, scheme)
    ]
    yield from sorted(rows, key=lambda row: tuple(map(str, row[:6])))


def _scheme(place: PlaceFigures, of: SchemeFigures) -> Iterator[Row]:
    where = (of.scheme, place.country or ALL)

    def share(figure: str, value: Share) -> Row:
        return (figure, *where, ALL, ALL, ALL, value.n, value.of, value.percent)

    yield share("audits-with-plan", of.audits)
    yield share("factories-with-plan", of.factories)
    yield share("findings-closed", of.closed)
    yield share("findings-overdue", of.overdue)
    yield share("factories-with-alert", of.alerts)
    yield share("factories-behind-schedule", of.behind)
    yield ("days-to-close", *where, ALL, ALL, ALL, of.days.n, of.days.of, of.days.median)
    yield from _counted(where, ALL, ALL, of.findings)
    for count in of.chapters:
        yield from _counted(where, count.key, ALL, count)
    for count in of.years:
        yield from _counted(where, ALL, count.key, count)


def _counted(where: tuple[str, str], chapter: str, year: str, count: Count) -> Iterator[Row]:
    share = count.audits
    yield (
        *("audits-with-finding", *where, chapter, ALL, year),
        *(share.n, share.of, share.percent),
    )
    yield ("findings", *where, chapter, ALL, year, count.findings, None, None)
    for severity in SEVERITIES:
        number = count.severities[severity]
        yield ("findings", *where, chapter, severity, year, number, None, None)


FIGURE_TABLES: tuple[Published, ...] = (
    Published(
        define(
            "figures",
            "Figures",
            "The figures of the site over what is shown, one a row. They are about factories that agreed to show it, and hold for no country or industry.",
            [
                own(
                    "figure",
                    "string",
                    "Figure",
                    "What is counted.",
                    "findings",
                    enum=list(_FIGURES),
                ),
                own(
                    "scheme",
                    "string",
                    "Scheme",
                    "What the audits looked at.",
                    "social",
                    enum=["social", "environmental"],
                ),
                own("country", "string", "Country", "A country, or * for everywhere.", "BD"),
                own("chapter", "string", "Chapter", "A chapter, or * for all.", "working-hours"),
                own("severity", "string", "Severity", "A severity, or * for all.", "*"),
                own("year", "string", "Year", "The year of the audits, or * for all.", "2025"),
                own("n", "integer", "Number", "How many there are.", "12"),
                own("of", "integer", "Of", "Of how many, where it is a share.", "40"),
                own(
                    "value",
                    "number",
                    "Value",
                    "The share in percent, or the median in days; empty where it is over fewer than 5.",
                    "30",
                ),
            ],
            ("figure", "scheme", "country", "chapter", "severity", "year"),
        ),
        _figures,
    ),
)
"""The figures, in the order in which the data page lists them."""
