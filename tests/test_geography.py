"""Borders, places, and the drawings made from them."""

from __future__ import annotations

import gzip
import json
import math
import pickle
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.countries import codes
from madewhere.geography import basemaps, outlines, places
from madewhere.geography.borders import borders

PARIS, DHAKA, REUNION = (48.85, 2.35), (23.81, 90.41), (-21.1, 55.5)


def paths_of(svg):
    """The path elements of an SVG document, which thereby is well-formed."""
    return list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}path"))  # noqa: S314 - our own


def test_every_code_has_ground():
    """Each code that a row may name has a valid polygon, and there is none beside."""
    assert set(borders().codes) == codes()
    assert all(shape.is_valid and shape.area > 0 for shape in borders().geometries)


@pytest.mark.parametrize(
    ("point", "code"),
    [
        (PARIS, "FR"),
        (REUNION, "RE"),
        ((4.9, -52.3), "GF"),
        ((12.15, -68.27), "BQ"),
        ((78.2, 15.6), "SJ"),
        ((71.1, 25.7), "NO"),
        ((34.6, 32.98), "CY"),
        ((42.66, 21.16), "XK"),
        ((33.0, 35.77), "SY"),
        ((9.6, 28.4), "SD"),
        ((66.0, -172.0), "RU"),
    ],
)
def test_points_are_located(point, code):
    """Points lie in the country or territory that has the code, also where the source lacks it."""
    assert places.locate([point]) == [places.Place((code,), 0.0)]


def test_point_at_sea_knows_its_coast():
    """A point in the sea lies in no country, and its distance to land is measured."""
    sea, land = places.locate([(51.0, 1.45), DHAKA])
    assert sea.countries == ()
    assert 10 < sea.sea_km < 30
    assert land.sea_km == 0


def test_places_keep_their_order():
    """The result of many points is that of each by itself."""
    points = [PARIS, (0.0, 0.0), DHAKA, (-48.0, -120.0), (64.8, -168.9)]
    together = places.locate(points)
    assert [places.locate([point])[0].countries for point in points] == [
        place.countries for place in together
    ]
    assert places.locate([]) == []


def test_haversine_agrees_with_known_distances():
    """A degree of a great circle is 111.2 km, and half the way round is half the circumference."""
    assert places.haversine_km(0, 0, 0, 1) == pytest.approx(111.195, abs=0.01)
    assert places.haversine_km(0, 0, 0, 180) == pytest.approx(math.pi * 6371.0088)
    assert places.haversine_km(0, 179.5, 0, -179.5) == pytest.approx(111.195, abs=0.01)


@pytest.mark.parametrize(
    ("point", "code", "low", "high"),
    [
        (PARIS, "FR", 0, 0),
        ((51.2, 1.6), "FR", 28, 32),
        ((23.81, 88.0), "BD", 50, 62),
        ((64.8, -168.0), "RU", 60, 130),
        ((-18.0, -179.9), "FJ", 30, 80),
        ((-18.0, 179.9), "TO", 400, 900),
        ((89.9, 10.0), "NO", 1000, 2200),
    ],
)
def test_distances_to_countries(point, code, low, high):
    """Distances are right near and far, at high latitudes and across the 180th meridian."""
    assert low <= places.distance_to_country_km(*point, code) <= high


@given(st.floats(-70, 70), st.floats(-180, 180), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_distance_never_jumps(latitude, longitude, north, east):
    """Two points differ in their distance to a country by no more than their own distance."""
    other = (min(max(latitude + north, -70), 70), min(max(longitude + east, -180), 180))
    first = places.distance_to_country_km(latitude, longitude, "LK")
    second = places.distance_to_country_km(*other, "LK")
    apart = float(places.haversine_km(latitude, longitude, *other))
    assert abs(first - second) <= apart + 0.05 * max(first, 1)


def test_unknown_code_is_infinitely_far():
    """A code without ground contains nothing and is never near."""
    assert places.distance_to_country_km(*PARIS, "ZZ") == math.inf
    assert not places.lies_in("ZZ", np.array([1.0]), np.array([1.0])).any()


@pytest.mark.parametrize("code", ["BD", "FR", "US", "RU", "FJ", "NZ", "SG", "VA", "AQ"])
def test_outline_is_a_safe_and_small_image(code):
    """A drawing is well-formed, without style or script, small, and equal each time and when kept."""
    drawing = outlines.country_outline(code)
    assert drawing == outlines.country_outline(code)
    assert drawing == pickle.loads(pickle.dumps(drawing))  # noqa: S301 - our own
    assert not re.search(r"style|script|href|on\w+=", drawing.svg)
    assert [path for path in paths_of(drawing.svg) if path.get("class") == "country"]
    assert len(gzip.compress(drawing.svg.encode())) < 10_000
    assert max(drawing.width, drawing.height) == 1000


@pytest.mark.parametrize(
    ("code", "point"),
    [
        ("BD", DHAKA),
        ("US", (21.3, -157.86)),
        ("RU", (66.0, -172.0)),
        ("RU", (55.75, 37.6)),
        ("FJ", (-16.8, -179.99)),
        ("PT", (37.74, -25.67)),
        ("FR", REUNION),
        ("ZZ", (10.0, 10.0)),
    ],
)
def test_outline_holds_the_given_points(code, point):
    """Every given point falls inside the frame, also on far islands and across the date line."""
    drawing = outlines.country_outline(code, [point])
    x, y = drawing.project(*point)
    assert 0 < x < drawing.width
    assert 0 < y < drawing.height


def test_outline_leaves_out_what_is_far():
    """The frame of a country is that of its main land."""
    united_states = outlines.country_outline("US")
    assert united_states.project(21.3, -157.86)[0] < 0
    x, y = united_states.project(39.0, -98.0)
    assert abs(x - 500) < 100
    assert 0 < y < united_states.height


def test_country_across_the_date_line_is_one_piece():
    """Both ends of Russia lie in one frame, west to east."""
    russia = outlines.country_outline("RU")
    assert 0 < russia.project(55.75, 37.6)[0] < russia.project(66.0, -172.0)[0] < russia.width


def test_world_has_every_country():
    """The world is drawn with a path for each code but Antarctica, and stays small."""
    world = outlines.world_outline()
    assert {path.get("data-code") for path in paths_of(world.svg)} == codes() - {"AQ"}
    assert len(world.svg) < 50_000
    x, y = world.project(*PARIS)
    assert 0 < x < world.width
    assert 0 < y < world.height


def test_world_is_tinted_by_count_and_escapes_its_title():
    """More factories give a darker tint, points become dots, and a title is text."""
    svg = outlines.world_svg({"BD": 900, "IN": 30, "PT": 1}, [DHAKA, DHAKA, PARIS], "a <b> & c")
    fills = {path.get("data-code"): path.get("fill") for path in paths_of(svg)}
    assert fills["BD"] == outlines.TINTS[3]
    assert fills["IN"] == outlines.TINTS[2]
    assert fills["PT"] == outlines.TINTS[0]
    assert fills["FR"] == outlines.LAND
    assert svg.count("<circle") == 2
    assert "<title>a &lt;b&gt; &amp; c</title>" in svg
    assert outlines.world_svg({}) == outlines.world_svg({})


def test_tint_never_falls_with_the_count():
    """The scale begins at nothing, ends at the most, and never steps back."""
    steps = [outlines.tint_step(count, 1000) for count in range(1001)]
    assert steps == sorted(steps)
    assert (steps[0], steps[1], steps[-1]) == (0, 1, 4)
    assert outlines.tint_step(1, 1) == 4


@pytest.mark.parametrize(
    ("fine", "most", "least_area"), [(True, 230_000, 0.01), (False, 42_000, 0.1)]
)
def test_base_map_is_small_and_closed(fine, most, least_area):
    """The world's borders fit a phone's connection, the first of them by far, and every ring is closed."""
    written = basemaps.basemap_geojson(fine=fine)
    assert len(gzip.compress(written)) < most
    features = json.loads(written)["features"]
    large = {code for code in codes() - {"AQ"} if borders().by_code[code].area > least_area}
    assert {one["properties"]["code"] for one in features} >= large
    rings = [r for one in features for polygon in one["geometry"]["coordinates"] for r in polygon]
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)


def test_country_base_map_is_finer_and_says_its_region():
    """A country's map has more detail than the world's, marks neighbours and states its region."""
    detail = json.loads(basemaps.country_basemap("BD"))
    features = {one["properties"]["code"]: one for one in detail["features"]}
    world = json.loads(basemaps.basemap_geojson(fine=True))["features"]
    coarse = next(one for one in world if one["properties"]["code"] == "BD")
    assert len(json.dumps(features["BD"]["geometry"])) > 2 * len(json.dumps(coarse["geometry"]))
    assert "neighbour" not in features["BD"]["properties"]
    assert features["IN"]["properties"]["neighbour"]
    (south, west), (north, east) = basemaps.country_bounds("BD")
    region = detail["bbox"]
    assert region[0] <= west < east <= region[2]
    assert region[1] <= south < north <= region[3]
