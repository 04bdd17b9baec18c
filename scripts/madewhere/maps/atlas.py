"""The drawings of a build: outlines of countries, the world, and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import floor
from pathlib import Path
from typing import Any, TypeVar

from madewhere import fingerprint, kept
from madewhere.charts import Charts, draw_charts
from madewhere.geography.windows import Box, window
from madewhere.maps.journeys import areas
from madewhere.maps.plot import Plot
from madewhere.pour import Output
from madewhere.render.data_words import DataWords
from madewhere.render.figures import wanted_bars
from madewhere.render.languages import language
from madewhere.site_model import Factory, Site

T = TypeVar("T")

Bounds = tuple[tuple[float, float], tuple[float, float]]


class Atlas:
    """Draws each country once, and the world; with ``only`` that country and nothing else.

    Drawings are kept in ``cache``: a folder keeps them between builds, a dictionary for as long as it
    lives. A drawing tells where factories are, so those of a private folder are never kept in one.
    """

    def __init__(
        self, site: Site, cache: Path | dict[str, Any], *, only: str | None = None
    ) -> None:
        self._site = site
        self._cache = cache
        self._plots: dict[str, Plot] = {}
        self._files: dict[str, tuple[str, bytes]] = {}
        self._bounds: dict[str, Bounds] = {}
        for profile in site.countries:
            if only is None or profile.code == only:
                self._draw_country(profile.code, profile.factories)
        self.world = self._draw_world() if only is None else None
        self._windows: dict[Box | None, Plot] = {}
        if only is None:
            for box in {window(area) for area in areas(site)}:
                self._windows[box] = self._draw_window(box)
        # A preview, whose drawings are kept in memory, has no page with charts.
        self.charts = Charts({})
        if isinstance(cache, Path):
            main, *_ = codes = site.publication.languages
            wanted = {
                (bars, language(code).direction == "rtl")
                for code in codes
                for bars in wanted_bars(site, DataWords(language(code), main))
            }
            self.charts = draw_charts(wanted, cache)

    def outline(self, code: str) -> Plot:
        """The drawing of a country that has factories."""
        return self._plots[code]

    def journey(self, area: Box) -> Plot:
        """The drawing that holds an area in which a product's journey lies."""
        return self._windows[window(area)]

    def key(self, code: str) -> str:
        """What a country's drawing depends on; every page that places points on it does too."""
        return self._files[self._plots[code].href][0]

    def bounds(self, code: str) -> Bounds:
        """The south-west and north-east corners of a country's frame, as (latitude, longitude)."""
        return self._bounds[code]

    def drawing(self, plot: Plot) -> bytes:
        """The SVG of a drawing."""
        return self._files[plot.href][1]

    def outputs(self) -> Iterator[Output]:
        """The drawings as files."""
        for path, (key, content) in self._files.items():
            yield Output(path, key, lambda content=content: content)  # type: ignore[misc]

    def _draw_country(self, code: str, factories: list[Factory]) -> None:
        from madewhere.geography.basemaps import country_bounds
        from madewhere.geography.outlines import country_outline

        # Whole degrees, so that a drawing does not change with every factory that joins.
        cells = sorted(
            {
                (floor(f.latitude) + 0.5, floor(f.longitude) + 0.5)
                for f in factories
                if f.latitude is not None and f.longitude is not None
            }
        )
        key = fingerprint.digest("country", drawn_by(), code, repr(cells))
        outline, self._bounds[code] = self._drawn(
            key, lambda: (country_outline(code, cells), country_bounds(code, cells))
        )
        href = f"assets/maps/{code}.svg"
        self._files[href] = (key, outline.svg.encode())
        self._plots[code] = Plot(href, outline.width, outline.height, outline.project)

    def _draw_world(self) -> Plot:
        from madewhere.geography.outlines import world_outline, world_svg

        counts = {profile.code: profile.open for profile in self._site.countries}
        points = [
            (f.latitude, f.longitude)
            for f in self._site.factories
            if f.is_open and f.latitude is not None and f.longitude is not None
        ]
        key = fingerprint.digest(
            "world", drawn_by(), repr(sorted(counts.items())), repr(sorted(points))
        )
        outline, svg = self._drawn(key, lambda: (world_outline(), world_svg(counts, points)))
        href = "assets/maps/world.svg"
        self._files[href] = (key, svg.encode())
        return Plot(href, outline.width, outline.height, outline.project)

    def _draw_window(self, box: Box | None) -> Plot:
        from madewhere.geography.outlines import plain_world, window_outline

        key = fingerprint.digest("window", drawn_by(), repr(box))
        outline = self._drawn(key, lambda: window_outline(box) if box else plain_world())
        name = "plain-world" if box is None else "-".join(f"{edge + 360:g}" for edge in box[:2])
        href = f"assets/maps/{name}.svg"
        self._files[href] = (key, outline.svg.encode())
        return Plot(href, outline.width, outline.height, outline.project)

    def _drawn(self, key: str, draw: Callable[[], T]) -> T:
        made: T | None
        if isinstance(self._cache, dict):
            made = self._cache[key] = self._cache.get(key) or draw()
            return made
        made = kept.load(self._cache, key)
        if made is None:
            made = draw()
            kept.store(self._cache, key, made)
        return made


@cache
def drawn_by() -> str:
    """What drawings depend on beside their data: this file, and those that draw."""
    program = Path(__file__).parents[1]
    return fingerprint.digest_files(program, [Path(__file__), *program.glob("geography/*.py")])
