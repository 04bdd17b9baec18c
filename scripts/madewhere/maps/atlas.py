"""The drawings of a build: outlines of countries, the world, and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import floor
from pathlib import Path
from typing import Any, TypeVar

from madewhere import fingerprint, kept
from madewhere.charts import Charts, draw_charts
from madewhere.pour import Output
from madewhere.render.figures import wanted_bars
from madewhere.render.languages import language
from madewhere.site_model import Factory, Site

T = TypeVar("T")

Bounds = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing that points can be placed on. ``href`` is relative to the site's root."""

    href: str
    width: float
    height: float
    place: Callable[[float, float], tuple[float, float]]

    def x(self, latitude: float, longitude: float) -> float:
        """How far a point, in WGS 84 degrees, lies from the left edge, in units of the drawing."""
        return self.place(latitude, longitude)[0]

    def y(self, latitude: float, longitude: float) -> float:
        """How far a point lies from the top, in units of the drawing."""
        return self.place(latitude, longitude)[1]


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
        # A preview, whose drawings are kept in memory, has no page with charts.
        self.charts = Charts({})
        if isinstance(cache, Path):
            directions = {language(c).direction == "rtl" for c in site.publication.languages}
            self.charts = draw_charts(wanted_bars(site), cache, directions=directions)

    def outline(self, code: str) -> Plot:
        """The drawing of a country that has factories."""
        return self._plots[code]

    def key(self, code: str) -> str:
        """What a country's drawing depends on; every page that places points on it does too."""
        return self._files[self._plots[code].href][0]

    def bounds(self, code: str) -> Bounds:
        """The south-west and north-east corners of a country's frame, as (latitude, longitude)."""
        return self._bounds[code]

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
