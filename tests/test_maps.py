"""The interactive map: its files by themselves, and what a browser makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from browsers import serving
from madewhere.geography.basemaps import basemap_geojson
from madewhere.maps import atlas
from madewhere.maps.leaflet import (
    SCRIPTS,
    STYLESHEETS,
    MapTexts,
    StillPicture,
    TileServer,
    interactive_map,
    leaflet_assets,
)
from madewhere.maps.points import FIRST, WHOLE, MapPoint, points_files, tile_of
from madewhere.project import ROOT
from shown import site_of
from tiny_publication import TINY

HOSTILE = "<img src=x onerror=\"document.title='owned'\">"
TILES = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"


def point(factory_id, name, locality, latitude, longitude, **more):
    """A factory on a map, open and without a native name where nothing else is said."""
    said = {"native": "", "language": "", "country": "BD", "state": ""} | more
    return MapPoint(
        factory_id=factory_id,
        name=name,
        locality=locality,
        latitude=latitude,
        longitude=longitude,
        **said,
    )


def make_map(tile_server=None, texts=None, points_url=f"assets/{FIRST}"):
    """Make the map of the tests."""
    return interactive_map(
        element_id="map",
        basemap_url="assets/borders.json",
        finer_url="assets/finer.json",
        points_url=points_url,
        factories_url="F/",
        records_url="F/",
        bounds=((-35.0, -100.0), (60.0, 140.0)),
        tile_server=tile_server,
        texts=texts,
    )


def test_kept_drawings_depend_on_all_that_draws(monkeypatch):
    """A drawing is made again when the atlas or any module of geography changed."""
    seen = []
    monkeypatch.setattr(
        "madewhere.fingerprint.digest_files", lambda root, files: seen.extend(files) or ""
    )
    atlas.drawn_by.__wrapped__()
    names = {path.relative_to(ROOT / "scripts" / "madewhere").as_posix() for path in seen}
    assert {"maps/atlas.py", "geography/borders.py", "geography/outlines.py"} <= names


def test_drawings_are_made_when_they_are_asked_for(tmp_path):
    """A page's outline costs that country, and a build draws all of it before its pages."""
    drawings = atlas.Atlas(site_of(TINY), tmp_path)
    assert [each.key for each in drawings.outputs()]
    assert not list(tmp_path.glob("*.pickle"))
    drawings.outline("BD")
    assert [file.stem for file in tmp_path.glob("*.pickle")] == [drawings.key("BD")]
    drawings.draw()
    kept = {file.stem for file in tmp_path.glob("*.pickle")}
    assert kept >= {each.key for each in drawings.outputs()}


def test_assets_ask_for_no_missing_file():
    """No shipped file names a source map, and every image of the stylesheet is shipped."""
    assets = leaflet_assets()
    assert not [name for name, content in assets.items() if b"sourceMappingURL" in content]
    assert set(SCRIPTS) | set(STYLESHEETS) <= set(assets)
    named = {part.split(b")")[0].decode() for part in assets["leaflet.css"].split(b"url(")[1:]}
    assert {name for name in named if not name.startswith("#")} <= set(assets)
    assert b"BSD-2-Clause" in assets["THIRD_PARTY.txt"]
    assert b"MIT" in assets["THIRD_PARTY.txt"]


def test_map_is_deterministic_and_has_nothing_inline():
    """Two maps are equal byte for byte, and the fragment holds neither style nor script."""
    files = make_map()
    assert files == make_map()
    assert "style" not in files.body_html
    assert "<script" not in files.body_html
    assert "http" not in files.body_html + files.script + files.css


def test_texts_are_escaped():
    """Hostile texts become text in the fragment and in the script."""
    files = make_map(texts=MapTexts(label=HOSTILE, open="</script>", no_script=HOSTILE))
    assert "<img" not in files.body_html
    assert "</script>" not in files.script


def test_a_still_picture_stands_where_no_script_runs():
    """It is within `noscript`, before what is said; without one only that is said."""
    files = interactive_map(
        element_id="map",
        basemap_url="",
        points_url="",
        factories_url="",
        records_url="",
        bounds=((0, 0), (1, 1)),
        still=StillPicture("../a.svg?x&y", 1000.0, 507.5),
    )
    picture = '<noscript><img src="../a.svg?x&amp;y" width="1000" height="507.5" alt=""><p '
    assert picture in files.body_html
    assert "<img" not in make_map().body_html
    assert '"close": "Zu"' in make_map(texts=MapTexts(close="Zu")).script


def test_element_id_is_refused():
    """An id that is no JavaScript name is refused instead of written into a script."""
    with pytest.raises(ValueError, match="element"):
        interactive_map(
            element_id="a;alert(1)",
            basemap_url="",
            points_url="",
            factories_url="",
            records_url="",
            bounds=((0, 0), (1, 1)),
        )


def test_points_are_in_the_order_of_ids():
    """The file of points does not depend on the order that it is given."""
    points = [point(i, i, "", 1.23456789, 2.0) for i in ("BD2", "BD1")]
    written = points_files(points)
    assert written == points_files(reversed(points))
    assert list(written) == [FIRST]
    first = json.loads(written[FIRST])["features"][0]
    assert first["properties"] == {"id": "BD1", "name": "BD1", "country": "BD"}
    assert first["geometry"]["coordinates"] == [2.0, 1.234568]


def crowded(count=WHOLE + 1000):
    """Points of which half stand in one town, and one a place on the 180th meridian."""
    town = [
        point(f"BD{n:04}", f"Knitwear {n}", "Gazipur", 23.9 + n / 1e5, 90.4)
        for n in range(count // 2)
    ]
    wide = [
        point(f"IN{n:04}", f"Mill {n}", "", n % 60 - 30.0, n * 7 % 300 - 150.0)
        for n in range(count - len(town) - 1)
    ]
    return [*town, *wide, point("FJ0001", "Lagoon", "Taveuni", -16.8, 180.0, country="FJ")]


def test_many_points_are_cut_into_areas_that_hold_each_once():
    """The first file tells each area's count and middle; together the areas hold every factory."""
    points = crowded()
    files = points_files(points)
    areas = json.loads(files[FIRST])["areas"]
    assert set(files) == {FIRST, *(f"points/{name}.geojson" for name, *_ in areas)}
    found = []
    for name, count, latitude, longitude in areas:
        zoom, x, y = map(int, name.split("-"))
        inside = json.loads(files[f"points/{name}.geojson"])["features"]
        assert len(inside) == count
        places = [each["geometry"]["coordinates"] for each in inside]
        assert {tile_of(south, west, zoom)[1:] for west, south in places} == {(x, y)}
        assert min(p[1] for p in places) - 0.001 <= latitude <= max(p[1] for p in places) + 0.001
        assert min(p[0] for p in places) - 0.001 <= longitude <= max(p[0] for p in places) + 0.001
        assert count <= 400 or zoom == 13
        found += [each["properties"]["id"] for each in inside]
    assert sorted(found) == sorted(p.factory_id for p in points)
    assert files == points_files(reversed(points))


def test_the_first_file_of_a_hundred_thousand_factories_is_small():
    """It has a row for each area, so that the map of the world opens at once."""
    points = [
        point(f"X{n:06}", "Name", "Town", (n * 37 % 1100) / 10 - 50, (n * 101 % 3400) / 10 - 170)
        for n in range(100_000)
    ]
    assert len(points_files(points)[FIRST]) < 60_000


@pytest.mark.parametrize(
    ("place", "tile"),
    [
        ((0.0, 0.0), (1, 1, 1)),
        ((60.0, -179.9), (1, 0, 0)),
        ((-89.0, 180.0), (1, 1, 1)),
        ((89.0, -180.0), (1, 0, 0)),
    ],
)
def test_a_place_lies_in_one_tile(place, tile):
    """Poles and the 180th meridian belong to the last row and column."""
    assert tile_of(*place, 1) == tile


def test_tile_server_is_drawn_only_when_given():
    """A tile server adds a layer with an escaped attribution, and names its host for the policy."""
    server = TileServer(TILES, "© Maps <b>", 17)
    assert server.host == "https://*.tiles.example.org"
    assert "tiles.example.org" in make_map(server).script
    assert "<b>" not in make_map(server).script
    assert "tileLayer" not in make_map().script


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org; script-src */{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}{x}{y}",
    ],
)
def test_bad_tile_server_is_refused(url):
    """An address that cannot work, or would slip something into the policy, is refused."""
    with pytest.raises(ValueError, match="address"):
        TileServer(url, "Maps")


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Map</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src 'self' data:">
<link rel="icon" href="data:,">
{styles}</head><body><main><h1>Factories</h1>
{body}</main>
{scripts}</body></html>"""


def a_page(body, script):
    """A page with a map, whose own script has this name."""
    styles = [f'<link rel="stylesheet" href="assets/{s}">' for s in (*STYLESHEETS, "map.css")]
    scripts = [f'<script src="assets/{s}"></script>' for s in (*SCRIPTS, script)]
    return PAGE.format(styles="\n".join(styles), body=body, scripts="\n".join(scripts))


@pytest.fixture(scope="module")
def map_site(tmp_path_factory) -> Iterator[str]:
    """Serve a page with a map of 303 factories, and one of many; give the address of the first."""
    folder: Path = tmp_path_factory.mktemp("map")
    points = [
        point(f"BD{n:03}", f"Knitwear {n}", "Gazipur", 23.0 + n / 300, 90.2) for n in range(300)
    ]
    points += [
        point("PT001", HOSTILE, HOSTILE, 41.4, -8.4, country=HOSTILE),
        point("TR001", "Denim", "Istanbul", 41.0, 29.0, native="Kot", language="tr"),
        point("javascript:alert(1)", "Alpaca", "Lima", -12.0, -77.0),
    ]
    few, many = make_map(), make_map(points_url=f"assets/many/{FIRST}")
    files = {f"assets/{name}": content for name, content in leaflet_assets().items()} | {
        "assets/borders.json": basemap_geojson(fine=False),
        "assets/finer.json": basemap_geojson(fine=True),
        **{f"assets/{name}": content for name, content in points_files(points).items()},
        **{f"assets/many/{name}": content for name, content in points_files(crowded()).items()},
        "assets/map.css": few.css.encode(),
        "assets/few.js": few.script.encode(),
        "assets/many.js": many.script.encode(),
        "index.html": a_page(few.body_html, "few.js").encode(),
        "turkish.html": a_page(few.body_html, "few.js").replace('lang="en"', 'lang="tr"').encode(),
        "many.html": a_page(many.body_html, "many.js").encode(),
        "F/BD0150/record.json": b'{"latitude": 23.9015, "longitude": 90.4}',
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with serving(folder) as address:
        yield address


@pytest.fixture
def map_page(chromium, map_site):
    """A page whose complaints and requests are recorded; it fails the test that left any behind."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else 0)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith((map_site, "data:")) else complaints.append(r.url),
    )
    yield page
    page.close()
    assert complaints == []


def open_map(page, address):
    """Open the map and wait until it is filled."""
    page.goto(address)
    page.wait_for_selector('#map[data-filled="yes"]')


@pytest.mark.browser
def test_map_shows_borders_clusters_and_pins(map_page, map_site):
    """Under a strict policy the map draws land, a cluster with its count, and single factories."""
    open_map(map_page, map_site)
    assert map_page.locator("path.map-land").count() > 150
    assert map_page.locator(".map-cluster", has_text="300").count() == 1
    assert map_page.locator(".map-pin").count() == 3
    assert map_page.locator(".map-pin[title='Denim'][role=button]").count() == 1
    assert "Borders: Natural Earth" in map_page.inner_text(".leaflet-control-attribution")
    assert map_page.locator("a[href*='leafletjs']").count() == 0


@pytest.mark.browser
def test_popup_shows_a_hostile_name_as_text(map_page, map_site):
    """A name that is markup stands in the popup as it was written, with a link to this site only."""
    open_map(map_page, map_site + "#PT001")
    popup = map_page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert popup.locator("strong").inner_text() == HOSTILE
    assert popup.locator("img").count() == 0
    assert popup.locator("a").evaluate("a => a.href") == map_site + "F/PT001/"
    assert map_page.title() == "Map"


@pytest.mark.browser
def test_popup_links_to_factories_only(map_page, map_site):
    """What is no identifier becomes no link."""
    open_map(map_page, f"{map_site}#javascript:alert(1)")
    map_page.locator(".leaflet-popup-content").wait_for()
    assert map_page.locator(".leaflet-popup-content a").count() == 0


@pytest.mark.browser
def test_a_name_is_native_to_whoever_reads_it(map_page, map_site):
    """The pin and its popup have the name in the page's language where the factory has one."""
    open_map(map_page, f"{map_site}turkish.html#TR001")
    assert map_page.locator(".leaflet-popup-content strong").inner_text() == "Kot"
    assert map_page.locator(".map-pin[title='Kot']").count() == 1


@pytest.mark.browser
def test_hash_opens_a_clustered_factory(map_page, map_site):
    """The address of one factory opens its popup although it stands within a cluster."""
    open_map(map_page, map_site + "#BD150")
    map_page.locator(".leaflet-popup-content", has_text="Knitwear 150").wait_for()


@pytest.mark.browser
def test_hash_shows_a_part_of_the_map(map_page, map_site):
    """A hash of latitude, longitude and zoom shows that place."""
    open_map(map_page, map_site + "#41.0,29.0,8")
    pin = map_page.locator(".map-pin[title='Denim']").bounding_box()
    assert abs(pin["x"] + pin["width"] / 2 - 640) < 12


@pytest.mark.browser
def test_map_works_by_keyboard(map_page, map_site):
    """Enter opens a focused pin, and Enter on a focused cluster zooms into it."""
    open_map(map_page, map_site)
    map_page.locator(".map-pin[title='Denim']").focus()
    map_page.keyboard.press("Enter")
    map_page.locator(".leaflet-popup-content", has_text="Denim").wait_for()
    map_page.locator(".map-cluster", has_text="300").focus()
    map_page.keyboard.press("Enter")
    map_page.locator(".map-cluster", has_text="300").first.wait_for(state="detached")


@pytest.mark.browser
def test_many_factories_are_counts_until_one_comes_near(map_page, map_site):
    """A phone opens the world with the first file alone; a part of the map brings the areas in view."""
    map_page.set_viewport_size({"width": 360, "height": 640})
    asked: list[str] = []
    map_page.on("request", lambda r: asked.append(r.url) if ".geojson" in r.url else None)
    open_map(map_page, map_site + "many.html")
    assert [url.rpartition("/")[2] for url in asked] == [FIRST]
    shown = map_page.locator(".map-cluster [aria-hidden]").all_inner_texts()
    assert sum(int(text.replace(",", "")) for text in shown) == WHOLE + 1000
    map_page.goto(map_site + "many.html#-16.8,180,9")
    map_page.locator(".map-pin[title='Lagoon']").wait_for()
    assert 2 <= len(asked) <= 5


@pytest.mark.browser
def test_borders_are_finer_for_whoever_comes_near(map_page, map_site):
    """The world has coarse borders; a part of it has the finer ones, and those alone."""
    asked: list[str] = []
    map_page.on("request", lambda r: asked.append(r.url.rpartition("/")[2]))
    open_map(map_page, map_site)
    coarse = map_page.locator("path.map-land").count()
    assert "finer.json" not in asked
    with map_page.expect_response("**/finer.json"):
        map_page.goto(map_site + "#23.9,90.4,6")
    map_page.locator("path.map-land").nth(coarse + 5).wait_for(state="attached")
    assert asked.count("finer.json") == 1


@pytest.mark.browser
def test_an_area_opens_by_keyboard(map_page, map_site):
    """Enter on a count leads nearer until there are factories."""
    open_map(map_page, map_site + "many.html#-16.8,180,5")
    for _ in range(9):
        if map_page.locator(".map-pin[title='Lagoon']").count():
            break
        before = map_page.locator(".leaflet-proxy").get_attribute("style")
        map_page.locator(".map-cluster[tabindex='0']").last.press("Enter")
        map_page.locator(f".leaflet-proxy:not([style='{before}'])").wait_for(state="attached")
    map_page.locator(".map-pin[title='Lagoon']").wait_for()


@pytest.mark.browser
def test_hash_opens_a_factory_among_many(map_page, map_site):
    """The place of a factory that is not on the map yet comes from its record."""
    open_map(map_page, map_site + "many.html#BD0150")
    map_page.locator(".leaflet-popup-content", has_text="Knitwear 150").wait_for()
