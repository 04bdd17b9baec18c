"""A tile server that the publisher turns on: allowed on maps alone, and only for images."""

from __future__ import annotations

import re

import pytest

from madewhere.build import build
from madewhere.publication import examine_publication
from tiny_publication import AS_OF, KNITS

TILES = """tile_server:
  url: https://{s}.tiles.example/{z}/{x}/{y}.png
  attribution: Tiles by Example
  max_zoom: 17
"""


@pytest.fixture
def with_tiles(tiny):
    """The tiny publication with a tile server; gives what replaces its settings."""

    def write(settings: str):
        file = tiny / "publication.yaml"
        file.write_text(file.read_text().replace("tile_server: null\n", settings))
        return tiny

    return write


def policy(page: str) -> str:
    """The content security policy of a page."""
    return re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]


def test_only_maps_may_ask_the_tile_server(with_tiles, tmp_path):
    """Maps may load its images and nothing else of it; every other page asks nobody."""
    site = tmp_path / "site"
    build(with_tiles(TILES), site, as_of=AS_OF, cache=tmp_path / "cache")
    page = policy((site / "map/index.html").read_text("utf-8"))
    assert "img-src 'self' data: https://*.tiles.example;" in page
    assert page.count("tiles.example") == 1
    assert "tiles.example" in (site / "map/map.js").read_text("utf-8")
    for other in ("index.html", f"F/{KNITS}/index.html", "data/index.html"):
        assert "tiles.example" not in (site / other).read_text("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example' *; script-src */{z}/{x}/{y}",
        "javascript:alert(1)//{z}{x}{y}",
    ],
)
def test_an_address_that_could_weaken_the_page_is_refused(with_tiles, url):
    """The setting is refused with its line, and no policy is ever made of it."""
    data = with_tiles(TILES.replace("https://{s}.tiles.example/{z}/{x}/{y}.png", f'"{url}"'))
    publication, problems = examine_publication(data)
    assert publication is None
    assert [(p.code, p.field) for p in problems] == [("publication-value", "tile_server.url")]
