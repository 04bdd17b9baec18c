"""The pages of figures: everywhere, and of each country with enough audits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from madewhere.charts import Bars
from madewhere.render.figures import (
    MOST_COUNTRIES,
    HiddenYear,
    chapter_bars,
    chapter_titles,
    country_bars,
    hidden_bars,
    hidden_years,
    year_bars,
)
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.site_model import Site
from madewhere.site_model.figures import PlaceFigures, SchemeFigures

MOST_BEHIND = 100
"""How many factories behind schedule a page lists; the table to download has all."""


class Drawn(NamedTuple):
    """The charts of a scheme; None where there is nothing to draw."""

    chapters: Markup | None
    years: Markup | None
    countries: Markup | None


class FiguresPage(PageKind):
    """Figures over findings, with how much they are about."""

    name = "risk"
    template = "pages/figures.html"
    section = "audits/"

    def items(self, site: Site) -> Sequence[PlaceFigures]:
        """Everywhere, and each country with enough audits."""
        return (site.risk.everywhere, *site.risk.countries.values())

    def path(self, item: PlaceFigures) -> str:
        """A fixed address, and the country's code below it."""
        return "figures/" if item.country is None else f"figures/{item.country}/"

    def title(self, item: PlaceFigures, setting: Setting) -> str:
        """The page's name, with the country's."""
        if item.country is None:
            return setting.text("Figures on findings")
        name = setting.say.country(item.country)
        return setting.text("Figures on findings: %(country)s", country=name)

    def description(self, item: PlaceFigures, setting: Setting) -> str:
        """What the page holds."""
        return setting.text(
            "What audits found most often, how long correcting takes, and who is behind schedule."
        )

    def context(self, item: PlaceFigures, setting: Setting) -> dict[str, Any]:
        """The figures with their charts; everywhere also what is known of audits that are not shown."""
        site = setting.site
        hidden = hidden_years(site) if item.country is None else []
        here = [f for f in site.factories if item.country in (None, f.country)]
        return {
            "place": item,
            "schemes": [(scheme, self._drawn(scheme, setting)) for scheme in item.schemes],
            "behind": item.behind[:MOST_BEHIND],
            "hidden": [(each, self._hidden(each, setting)) for each in hidden],
            "chapters": site.handbook.chapters,
            "countries": setting.say.by_name(site.risk.countries) if item.country is None else [],
            "factories": len(here),
            "gone": sum(not factory.is_open for factory in here),
            "most_countries": MOST_COUNTRIES,
        }

    def _drawn(self, of: SchemeFigures, setting: Setting) -> Drawn:
        say, text = setting.say, setting.text
        called = chapter_titles(setting.site.handbook.chapters, setting.words)
        number = [say.number(count.findings) for count in of.years]
        here = of.countries[:MOST_COUNTRIES]
        return Drawn(
            _chart(
                setting,
                chapter_bars(of, called),
                [(called(c.key), say.percent(c.audits.percent or 0)) for c in of.chapters],
                text("Share of audits with a finding in the chapter"),
            ),
            _chart(
                setting,
                year_bars(of),
                list(zip((say.year(c.key) for c in of.years), number, strict=True)),
                text("Findings by year of the audit"),
            ),
            _chart(
                setting,
                country_bars(of),
                [(say.country(c.key), say.number(c.findings)) for c in here],
                text("Findings by country"),
            ),
        )

    def _hidden(self, of: HiddenYear, setting: Setting) -> Markup | None:
        called = chapter_titles(setting.site.handbook.chapters, setting.words)
        return _chart(
            setting,
            hidden_bars(of, called),
            [(called(row.key), setting.say.percent(row.percent or 0)) for row in of.chapters],
            setting.text("Share of factories with a finding in the chapter"),
        )


def _chart(
    setting: Setting, bars: Bars, words: Sequence[tuple[str, str]], title: str
) -> Markup | None:
    if not bars:
        return None
    mirrored = setting.say.language.direction == "rtl"
    svg = setting.atlas.charts().svg(bars, words, title, right_to_left=mirrored)
    return Markup(svg)  # noqa: S704 - every word in it is escaped
