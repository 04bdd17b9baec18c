"""The files of the interactive maps: their scripts, their points, and the borders under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from madewhere import fingerprint, kept
from madewhere.maps import leaflet
from madewhere.maps.atlas import drawn_by
from madewhere.pour import Output
from madewhere.render import map_views
from madewhere.render.kinds.base import Setting
from madewhere.render.map_views import MapView
from madewhere.site_model import Site


class MapScripts:
    """The script of each interactive map, in one language."""

    def __init__(self, setting: Setting, static: str) -> None:
        site = setting.site
        self.items: Sequence[MapView] = [
            *map_views.map_views(site),
            *map_views.embedded_views(site),
        ]
        self._setting = setting
        self._static = static

    def outputs(self, item: MapView) -> Iterator[Output]:
        """The script beside a map's page."""
        setting = self._setting
        folder = setting.addresses.page(item.path)
        told = [setting.site.digests[factory.factory_id] for factory in item.factories]
        key = fingerprint.digest(self._static, item.path, *told)
        yield Output(f"{folder}map.js", key, lambda: self._script(item))

    def _script(self, item: MapView) -> bytes:
        setting = self._setting
        prefix = setting.addresses.prefix
        return map_views.files(
            item, setting.site, setting.say, prefix, setting.atlas
        ).script.encode()


class MapPoints:
    """The factories of each interactive map, for all languages."""

    def __init__(self, site: Site) -> None:
        self.items: Sequence[MapView] = map_views.map_views(site)

    def outputs(self, item: MapView) -> Iterator[Output]:
        """One file for each area of the map, and the first, which leads to them."""
        for name, content in map_views.points(item).items():
            key = fingerprint.digest(content)
            yield Output(f"{item.folder}{name}", key, lambda c=content: c)  # type: ignore[misc]


class BasemapFiles:
    """The borders under the maps, and the scripts and styles that all maps share."""

    def __init__(self, site: Site, cache: Path) -> None:
        self.items: Sequence[str] = sorted(
            {
                name
                for view in map_views.map_views(site)
                for name in (view.basemap, view.finer)
                if name
            }
        )
        self._cache = cache

    def outputs(self, item: str) -> Iterator[Output]:
        """One file of borders, with that of the world what all maps share."""
        key = fingerprint.digest("basemap", drawn_by(), item)
        yield Output(item, key, lambda: self._borders(item))
        if item == map_views.WORLD_BASEMAP:
            for asset, content in leaflet.leaflet_assets().items():
                yield Output(
                    f"{map_views.ASSETS}{asset}",
                    fingerprint.digest(content),
                    lambda c=content: c,  # type: ignore[misc]
                )
            style = leaflet.stylesheet()
            yield Output(f"{map_views.ASSETS}map.css", fingerprint.digest(style), lambda: style)

    def _borders(self, item: str) -> bytes:
        """Borders take seconds to simplify, so they are kept between builds."""
        key = fingerprint.digest("borders", drawn_by(), item)
        made: bytes | None = kept.load(self._cache, key)
        if made is None:
            from madewhere.geography.basemaps import basemap_geojson, country_basemap

            fine = item == map_views.FINER_BASEMAP
            made = (
                basemap_geojson(fine=fine)
                if fine or item == map_views.WORLD_BASEMAP
                else country_basemap(Path(item).stem)
            )
            kept.store(self._cache, key, made)
        return made
