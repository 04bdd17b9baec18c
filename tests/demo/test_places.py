"""Every point of the demo lies on land in the country that it claims."""

from __future__ import annotations

import math
from collections import Counter
from random import Random

from madewhere.demo.names import Words
from madewhere.demo.places import Places, postal_code
from madewhere.geography.places import locate


def test_every_factory_lies_in_its_country(demo):
    """No member's point of any factory is at sea or across a border."""
    rows = [row for _, row in demo.all_rows("factories") if row["latitude"]]
    places = locate([(float(row["latitude"]), float(row["longitude"])) for row in rows])
    wrong = [
        (row["factory_id"], row["locality"], place)
        for row, place in zip(rows, places, strict=True)
        if place.countries != (row["country"],)
    ]
    assert len(rows) > 300
    assert not wrong


def test_every_town_has_room_around_it():
    """Any point within a town's radius is in its country, whatever the seed."""
    towns = Places(Words()).towns
    points, expected = [], []
    for town in towns:
        for step in range(16):
            angle = step * math.pi / 8
            scale = 111.2 * math.cos(math.radians(town.latitude))
            points.append(
                (
                    town.latitude + town.radius_km * math.sin(angle) / 111.2,
                    town.longitude + town.radius_km * math.cos(angle) / scale,
                )
            )
            expected.append(town)
    wrong = {
        town.name
        for town, place in zip(expected, locate(points), strict=True)
        if place.countries != (town.country,)
    }
    assert not wrong


def test_there_are_many_real_towns():
    """Seventy towns or more in twenty countries or more, no two of one name in a country."""
    towns = Places(Words()).towns
    assert len(towns) >= 70
    assert len({town.country for town in towns}) >= 20
    assert max(Counter((town.country, town.name) for town in towns).values()) == 1


def test_points_stay_within_the_radius():
    """A drawn point is no farther from the centre than the town reaches."""
    places, rng = Places(Words()), Random(5)
    for town in places.towns:
        latitude, longitude = places.point(rng, town)
        east = (longitude - town.longitude) * math.cos(math.radians(town.latitude))
        assert 111.2 * math.hypot(latitude - town.latitude, east) <= town.radius_km * 1.01


def test_postal_codes_follow_their_pattern():
    """Digits and letters stand where the pattern wants them; no pattern, no code."""
    code = postal_code(Random(1), "LE# #@@")
    assert code is not None
    assert code.startswith("LE")
    assert code[2].isdigit()
    assert code[-2:].isalpha()
    assert postal_code(Random(1), "") is None
