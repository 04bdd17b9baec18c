"""The interactive maps of the site: one of the world, one a country, one a member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from madewhere.addresses import EMBED, to_root
from madewhere.maps import leaflet
from madewhere.maps.atlas import Atlas
from madewhere.maps.points import FIRST, MapPoint, points_files
from madewhere.render.speaker import Speaker
from madewhere.site_model import CountryProfile, Factory, MemberProfile, Site

ELEMENT = "factory_map"
ASSETS = "assets/maps/"
WORLD_BASEMAP = f"{ASSETS}world.geojson"
FINER_BASEMAP = f"{ASSETS}world-finer.geojson"
_LEAST_DEGREES = 2.0
_MARGIN = 1.2
_WHOLE_WORLD = ((-50.0, -120.0), (65.0, 150.0))


@dataclass(frozen=True, slots=True)
class MapView:
    """One map: the page that it belongs to, and the factories on it.

    ``place`` is the address of that page, ``map/`` for the world's; ``of`` the country or member.
    ``embedded`` is whether it stands on the page that other sites embed, beside the map's own.
    """

    place: str
    of: CountryProfile | MemberProfile | None
    factories: Sequence[Factory]
    embedded: bool = False

    @property
    def path(self) -> str:
        """The address of the page with the map, relative to the root of the language."""
        return EMBED + self.place if self.embedded else self.folder

    @property
    def folder(self) -> str:
        """Where the files of its points are, relative to the site's root."""
        return "map/" if self.of is None else f"{self.place}map/"

    @property
    def basemap(self) -> str:
        """The file of borders, relative to the site's root."""
        if isinstance(self.of, CountryProfile):
            return f"{ASSETS}{self.of.code}.geojson"
        return WORLD_BASEMAP

    @property
    def finer(self) -> str:
        """The file of finer borders, relative to the site's root; none where the first is fine."""
        return "" if isinstance(self.of, CountryProfile) else FINER_BASEMAP


def map_views(site: Site) -> list[MapView]:
    """Every map of the site; countries and members without a point have none."""
    views = [MapView("map/", None, site.factories)]
    views += [MapView(f"countries/{c.code}/", c, c.factories) for c in site.countries]
    views += [MapView(f"members/{m.member.slug}/", m, m.factories) for m in site.members]
    return [view for view in views if view.of is None or has_points(view.factories)]


def embedded_views(site: Site) -> list[MapView]:
    """The map of each member for other sites."""
    return [view for view in map(embedded_view, site.members) if view]


def embedded_view(profile: MemberProfile) -> MapView | None:
    """The map of a member for other sites; none where none of its factories has a place."""
    if not has_points(profile.factories):
        return None
    return MapView(f"members/{profile.member.slug}/", profile, profile.factories, embedded=True)


def has_points(factories: Sequence[Factory]) -> bool:
    """Whether any of these factories can be shown on a map."""
    return any(f.latitude is not None and f.longitude is not None for f in factories)


def files(view: MapView, site: Site, say: Speaker, prefix: str, atlas: Atlas) -> leaflet.MapFiles:
    """The map's fragment, script and style, with addresses relative to its page."""
    text = say.language.gettext
    root = to_root(prefix + view.path)
    country = view.of.code if isinstance(view.of, CountryProfile) else None
    world = atlas.world
    placed = [f for f in view.factories if has_points([f])]
    return leaflet.interactive_map(
        element_id=ELEMENT,
        basemap_url=root + view.basemap,
        finer_url=view.finer and root + view.finer,
        points_url=f"{root}{view.folder}{FIRST}",
        factories_url=f"{root}{prefix}F/",
        records_url=f"{root}F/",
        bounds=atlas.bounds(country) if country else _bounds(view.factories),
        tile_server=site.publication.tile_server,
        still=leaflet.StillPicture(root + world.href, world.width, world.height)
        if view.of is None and world is not None
        else None,
        texts=leaflet.MapTexts(
            label=text("Map of factories"),
            open=text("Open the factory’s page"),
            cluster=say.language.forms("%(n)s factory", "%(n)s factories"),
            countries={code: say.country(code) for code in sorted({f.country for f in placed})},
            states={f.state: say.label("state", f.state) for f in placed if not f.is_open},
            between=text(", "),
            borders=text("Borders: Natural Earth"),
            loading=text("The map is loading."),
            failed=text("The map could not be loaded in full."),
            no_script=text("The map needs scripts. The list has all that it shows."),
            zoom_in=text("Zoom in"),
            zoom_out=text("Zoom out"),
            close=text("Close"),
        ),
    )


def points(view: MapView) -> dict[str, bytes]:
    """The files of a map's factories, by their path relative to the map's; the same in every language."""
    return points_files(
        MapPoint(
            factory_id=f.factory_id,
            name=f.name,
            native=f.name_native or "",
            language=f.name_native_language or "",
            locality=f.locality or "",
            country=f.country,
            state="" if f.is_open else f.state,
            latitude=f.latitude,
            longitude=f.longitude,
        )
        for f in view.factories
        if f.latitude is not None and f.longitude is not None
    )


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
