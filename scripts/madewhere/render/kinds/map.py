"""The pages of the interactive maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from madewhere.maps.leaflet import SCRIPTS, STYLESHEETS
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.map_views import ASSETS as MAP_ASSETS
from madewhere.render.map_views import MapView, has_points, map_views
from madewhere.render.map_views import files as map_files
from madewhere.site_model import CountryProfile, Site


class MapPage(PageKind):
    """An interactive map: of the world, of a country, of a member."""

    name = "map"
    template = "pages/map.html"
    section = "map/"

    def items(self, site: Site) -> Sequence[MapView]:
        """Every map of the site."""
        return map_views(site)

    def path(self, item: MapView) -> str:
        """Below the page that it belongs to."""
        return item.path

    def title(self, item: MapView, setting: Setting) -> str:
        """The map's name, with what it is of."""
        word = setting.text("Map")
        return word if item.of is None else word + setting.text(": ") + self._of(item, setting)

    def _of(self, item: MapView, setting: Setting) -> str:
        if isinstance(item.of, CountryProfile):
            return str(setting.say.country(item.of.code))
        return item.of.member.name if item.of else ""

    def description(self, item: MapView, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("Every factory with a place, on a map.")

    def context(self, item: MapView, setting: Setting) -> dict[str, Any]:
        """The map, and how many of its factories have a place."""
        there = [factory for factory in item.factories if factory.is_open]
        shown = [factory for factory in item.factories if has_points([factory])]
        placed = sum(factory.is_open for factory in shown)
        return {
            **map_context(item, setting),
            "placed": placed,
            "unplaced": len(there) - placed,
            "gone_here": len(shown) - placed,
            "empty": not item.factories,
            "of": self._of(item, setting),
            "list_href": setting.addresses.page("factories/" if item.of is None else item.place),
        }


def map_context(view: MapView, setting: Setting) -> dict[str, Any]:
    """What a template needs for a map: its element and, relative to the root, the files that fill it."""
    files = map_files(view, setting.site, setting.say, setting.addresses.prefix, setting.atlas)
    return {
        "map_body": Markup(files.body_html),  # noqa: S704 - holds no data, see maps
        "styles": [f"{MAP_ASSETS}{name}" for name in (*STYLESHEETS, "map.css")],
        "scripts": [f"{MAP_ASSETS}{name}" for name in SCRIPTS],
    }
