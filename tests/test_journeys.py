"""A product's journey on a map: which part of the world, where the signs stand, and what is left out."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from madewhere.geography.windows import window
from madewhere.maps.journeys import WIDTH, Stop, area, draw, stops
from madewhere.maps.plot import Plot
from madewhere.render.product_parts import told_steps
from madewhere.site_model.products import Place, Step

AS_OF = date(2026, 11, 21)
DHAKA, DELHI, PORTO, SANTOS = (23.8, 90.4), (28.6, 77.2), (41.1, -8.6), (-23.9, -46.3)


def stop(number: int, point: tuple[float, float], country: str, kind: str = "factory") -> Stop:
    """A stop at a point."""
    return Stop(number, kind, *point, country, vague=False)


FLAT = Plot("", 3600, 1800, lambda lat, lng: ((lng + 180) * 10, (90 - lat) * 10))
"""The whole world, ten units a degree."""


def drawn(*found: Stop):
    """The drawing of these stops, of as many steps as they have, on the flat world."""
    told = [SimpleNamespace(number=n) for n in range(1, max(s.number for s in found) + 1)]
    return draw(told, found, FLAT)


def factory(point=(None, None), country="BD", precision="building"):
    """What a map needs of a factory."""
    return SimpleNamespace(
        latitude=point[0], longitude=point[1], country=country, coordinate_precision=precision
    )


def place(kind: str, *factories: str, country=None) -> Place:
    """A place that holds always."""
    return Place(kind, factories, None, country, None, None, None, AS_OF)


def test_each_kind_of_place_stands_where_it_may():
    """A factory at its point, a country in its middle, and what is not known nowhere."""
    site = SimpleNamespace(
        by_id={"A": factory(DHAKA), "B": factory(), "C": factory(DELHI, "IN", "region")}
    )
    steps = [
        Step(1, "raw-material", None, (place("country", country="IN"),)),
        Step(2, "spinning", None, (place("not-known"),)),
        Step(3, "fabric", None, (place("one-of", "A", "C"),)),
        Step(4, "making", None, (place("factory", "B"),)),
        Step(5, "packing", None, (place("not-disclosed"),)),
    ]
    found = stops(told_steps(steps, AS_OF), site)
    assert [(s.number, s.kind, s.vague) for s in found] == [
        (1, "country", True),
        (3, "one-of", False),
        (3, "one-of", True),
        (4, "country", True),
    ]
    assert (found[1].latitude, found[1].longitude) == DHAKA


def test_near_journeys_share_windows_of_a_grid_and_far_ones_the_world():
    """Two journeys in one region have one drawing; one across an ocean has the world's."""
    first = window(area([stop(1, DHAKA, "BD")]))
    second = window(area([stop(1, (24.4, 89.7), "BD")]))
    assert first is not None
    assert first == second
    assert window(area([stop(1, PORTO, "PT"), stop(2, SANTOS, "BR")])) is None


@pytest.mark.parametrize(
    "points", [[DHAKA], [DHAKA, DELHI], [PORTO], [PORTO, SANTOS, DHAKA], [(-17.8, 179.0)]]
)
def test_every_stop_stands_within_the_drawing(points):
    """Whatever lies together on the globe, each sign is inside, and the drawing fits a phone."""
    countries = {DHAKA: "BD", DELHI: "IN", PORTO: "PT", SANTOS: "BR"}
    made = drawn(*(stop(n, p, countries.get(p, "FJ")) for n, p in enumerate(points, start=1)))
    assert 100 < made.height < WIDTH
    for sign in made.signs:
        assert sign.left >= 0
        assert sign.left + sign.wide <= WIDTH
        assert sign.top >= 0
        assert sign.top + sign.tall <= made.height


def test_signs_share_a_place_or_stand_beside_each_other():
    """Steps in one town are one sign; of two kinds at one point none hides the other."""
    made = drawn(
        stop(1, DHAKA, "BD"),
        stop(2, DHAKA, "BD"),
        stop(3, DHAKA, "BD"),
        stop(5, (23.81, 90.41), "BD"),
        stop(4, DHAKA, "BD", "one-of"),
    )
    assert [sign.ranges for sign in made.signs] == [((1, 3), (5, 5)), ((4, 4),)]
    first, second = made.signs
    assert (
        abs(first.x - second.x) >= (first.wide + second.wide) // 2 or abs(first.y - second.y) >= 21
    )
    assert made.missing == ()


def test_the_thread_leads_from_step_to_step_over_those_that_are_missing():
    """It leaves out what stands nowhere, and fans out where a step is in one of several places."""
    made = drawn(
        stop(1, DELHI, "IN"), stop(3, DHAKA, "BD", "one-of"), stop(3, (16.0, 80.0), "IN", "one-of")
    )
    assert made.thread.count("M") == 2
    assert made.missing == (2,)
