"""The published table `figures`: every figure of the pages of figures, one a row."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.exports.definitions import Published, Row, define, own
from madewhere.site_model import Site
from madewhere.site_model.figures import SEVERITIES, Count, PlaceFigures, SchemeFigures, Share

ALL = "*"

_FIGURES = {
    "audits-with-plan": "audits whose corrective action plan is shown, of all audits shown",
    "factories-with-plan": "factories with such an audit, of those with an audit",
    "findings": "findings",
    "audits-with-finding": "audits with a finding, of those with a plan",
    "findings-closed": "findings verified as corrected, of all findings",
    "findings-overdue": "findings past their deadline and not corrected, of all findings",
    "days-to-close": "the median of the days from the audit to the verified correction, over n corrected findings of all",
    "factories-with-alert": "factories with an alert, of those that show whether there was one",
    "factories-behind-schedule": "factories with an overdue finding, of those with a plan",
}


def _figures(site: Site) -> Iterator[Row]:
    risk = site.risk
    rows = [
        row
        for place in (risk.everywhere, *risk.countries.values())
        for scheme in place.schemes
        for row in _scheme(place, scheme)
    ]
    for scheme in risk.everywhere.schemes:
        for count in scheme.countries:
            if count.key not in risk.countries:
                rows += _counted((scheme.scheme, count.key), ALL, ALL, count)
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
            "The figures of the site over what is shown, one a row. They are about factories that agreed to show it, and hold for no country or industry. A country in which fewer than five audits show their plan has only its findings and its audits with a finding.",
            [
                own(
                    "figure",
                    "string",
                    "Figure",
                    "What is counted. "
                    + "; ".join(f"{code}: {meaning}" for code, meaning in _FIGURES.items())
                    + ".",
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
