"""The interactive map: a Leaflet map made with folium, whose script, style and data are all files.

The page that holds it needs no inline script or style and asks no other host for anything, unless
the publisher turns a tile server on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import folium
from branca.element import Figure, MacroElement
from folium.template import Template
from xstatic.pkg import leaflet, leaflet_markercluster

from madewhere.maps.tiles import TileServer

SCRIPTS = ("leaflet.js", "leaflet.markercluster.js", "maps.js")
"""What a page with a map loads, in this order, before the map's own script."""

STYLESHEETS = ("leaflet.css", "MarkerCluster.css")
"""What a page with a map loads before the map's own stylesheet."""

Corner = tuple[float, float]

_ELEMENT_ID = re.compile(r"[a-z][a-z0-9_]*")

_SOURCE_MAP = re.compile(rb"^\s*//# sourceMappingURL=.*$\n?", re.MULTILINE)

_NOTICE = """\
The map on this site uses the work of others.

Leaflet 1.9.3, leaflet.js, leaflet.css and the files in images/
  Copyright 2010-2022 Volodymyr Agafonkin; copyright 2010-2011 CloudMade
  Licence: BSD-2-Clause, https://spdx.org/licenses/BSD-2-Clause.html

Leaflet.markercluster 1.4.1, leaflet.markercluster.js and MarkerCluster.css
  Copyright 2012-2017 Dave Leaver, smartrak
  Licence: MIT, https://spdx.org/licenses/MIT.html

The borders are those of Natural Earth, which are in the public domain.
"""


@dataclass(frozen=True, slots=True)
class MapTexts:
    """What the map says, in the page's language; plain text.

    ``cluster`` has a text with ``%(n)s`` for each category of numbers that CLDR has for the language;
    ``countries`` and ``states`` have the words for codes that the map's factories have; ``between``
    stands between a place and its country.
    """

    label: str = "Map of factories"
    open: str = "Open the factory's page"
    cluster: Mapping[str, str] = field(
        default_factory=lambda: {"one": "%(n)s factory", "other": "%(n)s factories"}
    )
    countries: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    between: str = ", "
    borders: str = "Borders: Natural Earth"
    loading: str = "The map is loading."
    failed: str = "The map could not be loaded in full."
    no_script: str = "The map needs JavaScript. The list of factories shows the same without it."
    zoom_in: str = "Zoom in"
    zoom_out: str = "Zoom out"
    close: str = "Close"


@dataclass(frozen=True, slots=True)
class StillPicture:
    """What is shown where no script runs. ``url`` is relative to the page, sizes are in pixels."""

    url: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class MapFiles:
    """What a page needs: a fragment of HTML, and the content of a script and of a stylesheet.

    ``css`` is the same for all maps.
    """

    body_html: str
    script: str
    css: str


def leaflet_assets() -> dict[str, bytes]:
    """Read the files that every map shares, by their path within one folder of the site."""
    own, cluster = Path(leaflet.BASE_DIR), Path(leaflet_markercluster.BASE_DIR)
    sources = {
        "leaflet.js": own / "leaflet.js",
        "leaflet.css": own / "leaflet.css",
        "leaflet.markercluster.js": cluster / "leaflet.markercluster.js",
        "MarkerCluster.css": cluster / "MarkerCluster.css",
        "maps.js": Path(__file__).with_name("maps.js"),
    }
    sources |= {f"images/{image.name}": image for image in (own / "images").glob("*.png")}
    # A browser's developer tools would ask for source maps, which are not shipped.
    assets = {
        name: _SOURCE_MAP.sub(b"", file.read_bytes()) if name.endswith(".js") else file.read_bytes()
        for name, file in sorted(sources.items())
    }
    return assets | {"THIRD_PARTY.txt": _NOTICE.encode()}


def stylesheet() -> bytes:
    """The stylesheet that every map shares."""
    return Path(__file__).with_name("maps.css").read_bytes()


def interactive_map(
    *,
    element_id: str,
    basemap_url: str,
    finer_url: str = "",
    points_url: str,
    factories_url: str,
    records_url: str,
    bounds: tuple[Corner, Corner],
    tile_server: TileServer | None = None,
    max_zoom: int = 12,
    texts: MapTexts | None = None,
    still: StillPicture | None = None,
) -> MapFiles:
    """Make a map of clustered factories over the world's borders.

    ``element_id`` names the map's element, in lower-case letters, digits and underscores. The
    addresses are relative to the page: the file of borders and that of finer ones for whoever comes
    nearer, the first file of points (see
    `maps.points`), and the folders of the factories' pages and of their records; ``bounds`` are the south-west and north-east corners, as
    (latitude, longitude), that the map shows at first. On the page, ``#ID`` opens the map at that
    factory, ``#latitude,longitude,zoom`` at that place. Raises `ValueError` for a bad element id.
    """
    if not _ELEMENT_ID.fullmatch(element_id):
        raise ValueError(f"{element_id!r} cannot name a map's element")
    texts = texts or MapTexts()
    zoom = tile_server.max_zoom if tile_server else max_zoom
    # Images of maps blur between whole zoom steps; without them a map can fit its place exactly.
    drawn = _Map(element_id, max_zoom=zoom, zoom_snap=1.0 if tile_server else 0.25)
    if tile_server:
        _tile_layer(tile_server).add_to(drawn)
    settings = {
        "borders": basemap_url,
        "finer": finer_url,
        "points": points_url,
        "factories": factories_url,
        "records": records_url,
        "bounds": [list(corner) for corner in bounds],
        "tiles": tile_server is not None,
        "texts": {_camel(name): text for name, text in asdict(texts).items()},
    }
    drawn.add_child(_Filling(settings))
    figure = drawn.get_root()
    assert isinstance(figure, Figure), "folium puts every map into a figure of its own"
    figure.render()
    script = _without_indent(figure.script.render())
    return MapFiles(
        body_html=_body(figure, texts, still),
        # Names made by folium stay within the function, so that a page may hold several maps.
        script=f"(function () {{\n{script}\n}})();\n",
        css=Path(__file__).with_name("maps.css").read_text(encoding="utf-8"),
    )


class _Map(folium.Map):
    """A map of folium's without tiles, whose name is given instead of random."""

    def __init__(self, element_id: str, max_zoom: int, zoom_snap: float) -> None:
        self._element_id = element_id
        # markercluster refuses a map without maxZoom; folium's own max_zoom is that of the tiles.
        # The zoom buttons are added with titles in the page's language.
        super().__init__(
            tiles=None, maxZoom=max_zoom, minZoom=0, zoomSnap=zoom_snap, zoom_control=False
        )

    def get_name(self) -> str:
        """Name the element and the script's variable."""
        return self._element_id


class _Filling(MacroElement):
    """The call that fills the map, see `maps.js`."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.fillFactoryMap({{ this._parent.get_name() }}, {{ this.settings|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Filling"
        self.settings = settings


def _tile_layer(server: TileServer) -> folium.TileLayer:
    attribution = escape(server.attribution)
    if server.attribution_url:
        attribution = f'<a href="{escape(server.attribution_url)}">{attribution}</a>'
    layer = folium.TileLayer(tiles=server.url, attr=attribution, max_zoom=server.max_zoom)
    layer._id = "of_publisher"  # noqa: SLF001 - branca makes it at random and has no other way to set it
    return layer


def _body(figure: Figure, texts: MapTexts, still: StillPicture | None) -> str:
    """Wrap folium's element, which has no style of its own, with what it says without a script."""
    picture = (
        f'<img src="{escape(still.url)}" width="{still.width:g}" height="{still.height:g}" alt="">'
        if still
        else ""
    )
    return (
        f'<div class="factory-map" role="region" aria-label="{escape(texts.label)}">\n'
        f"{_without_indent(figure.html.render())}\n"
        f'<noscript>{picture}<p class="map-message">{escape(texts.no_script)}</p></noscript>\n'
        "</div>\n"
    )


def _without_indent(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
