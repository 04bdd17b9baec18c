"""Which country a point lies in, and how far it is from one. Points are (latitude, longitude) in WGS 84 degrees."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from madewhere.geography.borders import borders

Floats = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
"""The mean radius. A sphere instead of the ellipsoid errs by up to 0.5 %."""

KM_PER_DEGREE = EARTH_RADIUS_KM * np.pi / 180

_BAND = 0.5
"""Points within so many degrees of latitude share one scaled drawing of a border."""

_LEAST_SCALE = 0.02
"""The cosine of latitude is never taken as less, so that nothing breaks at the poles."""

_BOX_REACH_KM, _CENTROID_REACH_KM = 3.5, 0.1
"""How near a point is taken for its country's middle. Of 16,119 real points 46 are, each of them a
geocoder's default. A centroid is what it is: Bangladesh's lies in Savar, where hundreds of factories are."""

_DEFAULT_POINTS = Path(__file__).parent / "default_points.csv"
"""Points that a geocoder gives for a whole country and that are none of its middles, as real lists have
them for addresses far from each other; ``addresses`` says for how many."""

_SMALL_KM2 = 3000
"""Countries of less ground have no middle that tells anything."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point lies.

    ``countries`` holds the codes whose ground contains it, in order: more than one only exactly on a
    border, none at sea. ``sea_km`` is then the distance to the nearest land, and 0 on land.
    """

    countries: tuple[str, ...]
    sea_km: float


def haversine_km(
    latitude: float | Floats,
    longitude: float | Floats,
    other_latitude: float | Floats,
    other_longitude: float | Floats,
) -> Floats:
    """Measure great-circle distances in kilometres; takes numbers or arrays of one shape."""
    first, second = np.radians(latitude), np.radians(other_latitude)
    across = np.radians(np.subtract(other_longitude, longitude))
    chord = np.sin((second - first) / 2) ** 2
    chord = chord + np.cos(first) * np.cos(second) * np.sin(across / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))


def middles(code: str) -> list[tuple[float, float, float]]:
    """Give the points that stand for a whole country: latitude, longitude, and reach in kilometres.

    Geocoders answer with the middle of the country's box, which their own borders put a little
    elsewhere; others with the centroid of all its ground or of its largest part, or with a point of their
    own. None for a country so small that a factory may well stand there.
    """
    shape = borders().by_code.get(code)
    if shape is None:
        return []
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    squeeze = float(_scale(np.array([largest.centroid.y]))[0])
    if shape.area * squeeze * KM_PER_DEGREE**2 < _SMALL_KM2:
        return []
    found = list(_default_points().get(code, ()))
    for ground in (shape, largest):
        west, south, east, north = ground.bounds
        found.append(((south + north) / 2, (west + east) / 2, _BOX_REACH_KM))
        found.append((ground.centroid.y, ground.centroid.x, _CENTROID_REACH_KM))
    return found


@cache
def _default_points() -> dict[str, list[tuple[float, float, float]]]:
    found = defaultdict(list)
    with _DEFAULT_POINTS.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            point = float(row["latitude"]), float(row["longitude"]), _CENTROID_REACH_KM
            found[row["country"]].append(point)
    return found


def lies_in(code: str, latitudes: Floats, longitudes: Floats) -> npt.NDArray[np.bool_]:
    """Tell for each point whether it lies in one country, or on its border."""
    shape = borders().by_code.get(code)
    if shape is None:
        return np.zeros(len(latitudes), dtype=bool)
    return np.asarray(shapely.intersects_xy(shape, longitudes, latitudes))


def countries_at(latitudes: Floats, longitudes: Floats) -> list[tuple[str, ...]]:
    """Find the codes whose ground contains each point: mostly one, none at sea."""
    world = borders()
    found: list[list[str]] = [[] for _ in latitudes]
    # The tree compares boxes only: testing all points of a box against one prepared polygon is far
    # quicker than letting the tree test point after point.
    numbers, shapes = world.tree.query(shapely.points(longitudes, latitudes))
    for shape in np.unique(shapes):
        near = numbers[shapes == shape]
        inside = lies_in(world.codes[shape], latitudes[near], longitudes[near])
        for number in near[inside]:
            found[number].append(world.codes[shape])
    return [tuple(codes) for codes in found]


def locate(points: Sequence[tuple[float, float]]) -> list[Place]:
    """Find the place of each point, in the order given."""
    if not points:
        return []
    latitudes, longitudes = np.asarray(points, dtype=np.float64).T
    found = countries_at(latitudes, longitudes)
    at_sea = np.asarray([not codes for codes in found])
    sea_km = np.zeros(len(points))
    sea_km[at_sea] = distances_to_land_km(latitudes[at_sea], longitudes[at_sea])
    return [Place(codes, km) for codes, km in zip(found, sea_km.tolist(), strict=True)]


def distance_to_country_km(latitude: float, longitude: float, code: str) -> float:
    """Measure the distance from one point to a country, 0 inside; see `distances_to_country_km`."""
    return float(distances_to_country_km(np.array([latitude]), np.array([longitude]), code)[0])


def distances_to_country_km(latitudes: Floats, longitudes: Floats, code: str) -> Floats:
    """Measure the distance from each point to a country in kilometres, 0 inside.

    The nearest point of the border is searched for on a flat drawing scaled to the latitude, and the
    distance to it measured on the sphere. Up to 100 km the result is within 1 % of the distance to
    the drawn border; over thousands of kilometres it may come out several percent too long, never
    too short. Infinite for a code that the map does not have.
    """
    shape = borders().by_code.get(code)
    if shape is None:
        return np.full(len(latitudes), np.inf)
    nearest = _distances_km(shape, latitudes, longitudes)
    # The same point seen from the other side of the 180th meridian.
    wrapped = longitudes - np.copysign(360.0, longitudes)
    far = nearest > _far_km(latitudes, longitudes)
    if far.any():
        around = _distances_km(shape, latitudes[far], wrapped[far])
        nearest[far] = np.minimum(nearest[far], around)
    return nearest


def distances_to_land_km(latitudes: Floats, longitudes: Floats) -> Floats:
    """Measure the distance from each point to the nearest land of any country, 0 on land.

    The nearest one in degrees gives a bound; only countries whose boxes lie within it are measured.
    """
    result = np.full(len(latitudes), np.inf)
    if not len(latitudes):
        return result
    world = borders()
    scale = _scale(latitudes)
    points: Any = shapely.points(longitudes, latitudes)
    (numbers, _), degrees = world.tree.query_nearest(points, return_distance=True)
    reach = np.zeros(len(latitudes))
    reach[numbers] = degrees
    wide, high = np.minimum(reach / scale, 360.0) + 1e-6, reach + 1e-6
    windows = shapely.box(longitudes - wide, latitudes - high, longitudes + wide, latitudes + high)
    pairs, shapes = world.tree.query(windows)
    for shape in np.unique(shapes):
        near = pairs[shapes == shape]
        km = _distances_km(world.geometries[shape], latitudes[near], longitudes[near])
        result[near] = np.minimum(result[near], km)
    return result


def _far_km(latitudes: Floats, longitudes: Floats) -> Floats:
    """Measure the way to the 180th meridian along the parallel: what is nearer needs no wrapping."""
    return (180 - np.abs(longitudes)) * KM_PER_DEGREE * _scale(latitudes)


def _scale(latitudes: Floats) -> Floats:
    return np.maximum(np.cos(np.radians(latitudes)), _LEAST_SCALE)


def _distances_km(shape: BaseGeometry, latitudes: Floats, longitudes: Floats) -> Floats:
    result = np.zeros(len(latitudes))
    bands = np.round(latitudes / _BAND)
    for band in np.unique(bands):
        here = bands == band
        squeeze = np.array([_scale(band * _BAND), 1.0])
        drawing = shapely.transform(shape, squeeze.__mul__)
        shapely.prepare(drawing)
        points = shapely.points(longitudes[here] * squeeze[0], latitudes[here])
        ends = shapely.get_coordinates(shapely.shortest_line(drawing, points))[::2] / squeeze
        result[here] = haversine_km(latitudes[here], longitudes[here], ends[:, 1], ends[:, 0])
    return result
