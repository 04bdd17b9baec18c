"""The interactive maps of the site: one of the world, one a country, one a member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from madewhere.addresses import to_root
from madewhere.maps import leaflet
from madewhere.maps.atlas import Atlas
from madewhere.render.speaker import Speaker
from madewhere.site_model import CountryProfile, Factory, MemberProfile, Site

ELEMENT = "factory_map"
ASSETS = "assets/maps/"
WORLD_BASEMAP = f"{ASSETS}world.geojson"
COARSE_BASEMAP = f"{ASSETS}coarse.geojson"
"""The world's borders in few lines, under the map of what was found."""
_LEAST_DEGREES = 2.0
_MARGIN = 1.2
_WHOLE_WORLD = ((-50.0, -120.0), (65.0, 150.0))


@dataclass(frozen=True, slots=True)
class MapView:
    """One map: the page that it belongs to, and the factories on it.

    ``place`` is the address of that page, ``map/`` for the world's; ``of`` the country or member.
    """

    place: str
    of: CountryProfile | MemberProfile | None
    factories: Sequence[Factory]

    @property
    def path(self) -> str:
        """The address of the map's page, relative to the root of the language."""
        return "map/" if self.of is None else f"{self.place}map/"

    @property
    def basemap(self) -> str:
        """The file of borders, relative to the site's root."""
        if isinstance(self.of, CountryProfile):
            return f"{ASSETS}{self.of.code}.geojson"
        return WORLD_BASEMAP


def map_views(site: Site) -> list[MapView]:
    """Every map of the site; countries and members without a point have none."""
    views = [MapView("map/", None, site.factories)]
    views += [MapView(f"countries/{c.code}/", c, c.factories) for c in site.countries]
    views += [MapView(f"members/{m.member.slug}/", m, m.factories) for m in site.members]
    return [view for view in views if view.of is None or has_points(view.factories)]


def has_points(factories: Sequence[Factory]) -> bool:
    """Whether any of these factories can be shown on a map."""
    return any(f.latitude is not None and f.longitude is not None for f in factories)


def files(view: MapView, site: Site, say: Speaker, prefix: str, atlas: Atlas) -> leaflet.MapFiles:
    """The map's fragment, script and style, with addresses relative to its page."""
    text, number = say.language.gettext, "{count}"
    root = to_root(prefix + view.path)
    country = view.of.code if isinstance(view.of, CountryProfile) else None
    world = atlas.world
    return leaflet.interactive_map(
        element_id=ELEMENT,
        basemap_url=root + view.basemap,
        points_url="points.geojson",
        bounds=atlas.bounds(country) if country else _bounds(view.factories),
        tile_server=site.publication.tile_server,
        still=leaflet.StillPicture(root + world.href, world.width, world.height)
        if view.of is None and world is not None
        else None,
        texts=leaflet.MapTexts(
            label=text("Map of factories"),
            open=text("Open the factory’s page"),
            cluster=text("%(n)s factories") % {"n": number},
            borders=text("Borders: Natural Earth"),
            loading=text("The map is loading."),
            failed=text("The map could not be loaded in full."),
            no_script=text("The map needs scripts. The list has all that it shows."),
            zoom_in=text("Zoom in"),
            zoom_out=text("Zoom out"),
            close=text("Close"),
        ),
    )


def points(view: MapView, say: Speaker) -> bytes:
    """The factories of a map, with the addresses of their pages relative to the map's."""
    back = to_root(view.path)
    return leaflet.points_geojson(
        leaflet.MapPoint(
            factory_id=f.factory_id,
            name=f.name,
            place=_place(f, say),
            url=f"{back}F/{f.factory_id}/",
            latitude=f.latitude,
            longitude=f.longitude,
        )
        for f in view.factories
        if f.latitude is not None and f.longitude is not None
    )


def _place(factory: Factory, say: Speaker) -> str:
    """Where it is, and that it is there no more."""
    place = ", ".join(part for part in (factory.locality, say.country(factory.country)) if part)
    return place if factory.is_open else f"{place} · {say.label('state', factory.state)}"


def _bounds(factories: Sequence[Factory]) -> tuple[leaflet.Corner, leaflet.Corner]:
    placed = [
        (f.latitude, f.longitude)
        for f in factories
        if f.latitude is not None and f.longitude is not None
    ]
    if not placed:
        return _WHOLE_WORLD
    south, north = min(p[0] for p in placed), max(p[0] for p in placed)
    west, east = min(p[1] for p in placed), max(p[1] for p in placed)
    tall = max(_LEAST_DEGREES, (north - south) * _MARGIN)
    wide = max(_LEAST_DEGREES, (east - west) * _MARGIN)
    middle, centre = (south + north) / 2, (west + east) / 2
    return (
        (round(middle - tall / 2, 2), round(centre - wide / 2, 2)),
        (round(middle + tall / 2, 2), round(centre + wide / 2, 2)),
    )
