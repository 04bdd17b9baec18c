"""The drawings of a build: outlines of countries, the world, and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

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

if TYPE_CHECKING:
    from madewhere.geography.outlines import Outline

T = TypeVar("T")

Bounds = tuple[tuple[float, float], tuple[float, float]]


class Atlas:
    """Draws each country once, and the world, when they are asked for; with ``only`` that country alone.

    Drawings are kept in ``cache``: a folder keeps them between builds, a dictionary for as long as it
    lives. A drawing tells where factories are, so those of a private folder are never kept in one.
    """

    def __init__(
        self, site: Site, cache: Path | dict[str, Any], *, only: str | None = None
    ) -> None:
        self._site = site
        self._cache = cache
        self._cells = {
            profile.code: _cells(profile.factories)
            for profile in site.countries
            if only is None or profile.code == only
        }
        self._keys = {
            code: fingerprint.digest("country", drawn_by(), code, repr(cells))
            for code, cells in self._cells.items()
        }
        self._made: dict[str, Any] = {}
        self._charts: Charts | None = None
        self.world = None if only else _world()

    def draw(self) -> None:
        """Draw all of it now, for processes that are forked afterwards."""
        for output in self.outputs():
            output.make()
        self.charts()

    def outline(self, code: str) -> Plot:
        """The drawing of a country that has factories."""
        outline, _ = self._country(code)
        return Plot(_file(code), outline.width, outline.height, outline.project)

    def journey(self, area: Box) -> Plot:
        """The drawing that holds an area in which a product's journey lies."""
        box = window(area)
        outline = self._window(box)
        return Plot(_window_file(box), outline.width, outline.height, outline.project)

    def key(self, code: str) -> str:
        """What a country's drawing depends on; every page that places points on it does too."""
        return self._keys[code]

    def bounds(self, code: str) -> Bounds:
        """The south-west and north-east corners of a country's frame, as (latitude, longitude)."""
        _, bounds = self._country(code)
        return bounds

    def charts(self) -> Charts:
        """The charts. A preview, whose drawings are kept in memory, has no page with charts."""
        if self._charts is None:
            main, *_ = codes = self._site.publication.languages
            wanted = {
                (bars, language(code).direction == "rtl")
                for code in codes
                for bars in wanted_bars(self._site, DataWords(language(code), main))
            }
            kept_in = self._cache if isinstance(self._cache, Path) else None
            self._charts = draw_charts(wanted, kept_in) if kept_in else Charts({})
        return self._charts

    def drawing(self, plot: Plot) -> bytes:
        """The SVG of a drawing."""
        return next(each.make() for each in self.outputs() if each.path == plot.href)

    def outputs(self) -> Iterator[Output]:
        """The drawings as files."""
        for code, key in self._keys.items():
            yield Output(_file(code), key, lambda c=code: self._country(c)[0].svg.encode())  # type: ignore[misc]
        if self.world is None:
            return
        yield self._world_output(self.world.href)
        for box in {window(area) for area in areas(self._site)}:
            key = _window_key(box)
            yield Output(_window_file(box), key, lambda b=box: self._window(b).svg.encode())  # type: ignore[misc]

    def _country(self, code: str) -> tuple[Outline, Bounds]:
        from madewhere.geography.basemaps import country_bounds
        from madewhere.geography.outlines import country_outline

        cells = self._cells[code]
        return self._drawn(
            self._keys[code], lambda: (country_outline(code, cells), country_bounds(code, cells))
        )

    def _world_output(self, path: str) -> Output:
        from madewhere.geography.outlines import world_svg

        counts = {profile.code: profile.open for profile in self._site.countries}
        points = [
            (f.latitude, f.longitude)
            for f in self._site.factories
            if f.is_open and f.latitude is not None and f.longitude is not None
        ]
        key = fingerprint.digest(
            "world", drawn_by(), repr(sorted(counts.items())), repr(sorted(points))
        )
        return Output(
            path, key, lambda: self._drawn(key, lambda: world_svg(counts, points)).encode()
        )

    def _window(self, box: Box | None) -> Outline:
        from madewhere.geography.outlines import plain_world, window_outline

        return self._drawn(_window_key(box), lambda: window_outline(box) if box else plain_world())

    def _drawn(self, key: str, draw: Callable[[], T]) -> T:
        made: T | None = self._made.get(key)
        if made is None:
            made = self._made[key] = self._kept(key, draw)
        return made

    def _kept(self, key: str, draw: Callable[[], T]) -> T:
        made: T | None
        if isinstance(self._cache, dict):
            made = self._cache[key] = self._cache.get(key) or draw()
            return made
        made = kept.load(self._cache, key)
        if made is None:
            made = draw()
            kept.store(self._cache, key, made)
        return made


def _cells(factories: Iterable[Factory]) -> list[tuple[float, float]]:
    """The middles of the degrees that hold factories: a drawing does not change with each that joins."""
    return sorted(
        {
            (floor(f.latitude) + 0.5, floor(f.longitude) + 0.5)
            for f in factories
            if f.latitude is not None and f.longitude is not None
        }
    )


def _world() -> Plot:
    from madewhere.geography.outlines import empty_world

    world = empty_world()
    return Plot(_file("world"), world.width, world.height, world.project)


def _file(name: str) -> str:
    return f"assets/maps/{name}.svg"


def _window_file(box: Box | None) -> str:
    return _file("plain-world" if box is None else "-".join(f"{edge + 360:g}" for edge in box[:2]))


def _window_key(box: Box | None) -> str:
    return fingerprint.digest("window", drawn_by(), repr(box))


@cache
def drawn_by() -> str:
    """What drawings depend on beside their data: this file, and those that draw."""
    program = Path(__file__).parents[1]
    return fingerprint.digest_files(program, [Path(__file__), *program.glob("geography/*.py")])
