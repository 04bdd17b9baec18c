"""One and the same point for factories of different addresses."""

from __future__ import annotations

from random import Random

import pytest

from checking import BIRCH, FACTORIES, added, cells, findings
from madewhere.check import check
from madewhere.identifiers import mint_factory_id
from tiny_publication import AS_OF, DENIM, KNITS, WEAVES

BIRCHES = f"{BIRCH}/factories.csv"
POINT = {"latitude": "20.42123", "longitude": "106.16", "coordinate_precision": "street"}
HERE = {"street_address": "7 Make-believe Street", **POINT}
ELSEWHERE = {"street_address": "90 Invented Road", **POINT}


def shared(data):
    """What is told of points that are shared."""
    return [one for one in check(data, as_of=AS_OF).problems if one.code == "coordinates-shared"]


def test_a_point_of_two_streets_is_told_to_each_member(tiny):
    """Whoever has one of the factories is told once, with all of them as the subject of a decision."""
    cells(FACTORIES, 3, **HERE)(tiny)
    cells(BIRCHES, 3, **ELSEWHERE | {"latitude": "20.4212299999999"})(tiny)
    found = shared(tiny)
    assert [(one.file, one.line, one.level.label) for one in found] == [
        (FACTORIES, 3, "notice"),
        (BIRCHES, 3, "notice"),
    ]
    message = f"{DENIM}, {WEAVES} have one point, 20.42123, 106.16, but different streets"
    assert {one.message for one in found} == {message}
    assert {one.subject for one in found} == {f"{DENIM}|{WEAVES}"}


@pytest.mark.parametrize(
    "other",
    [
        HERE,
        HERE | {"street_address": "Unit 4, No. 7 Make-Believe St."},
        ELSEWHERE | {"street_address": ""},
        ELSEWHERE | {"street_address": "Plot 90"},
        ELSEWHERE | {"latitude": "20.4214"},
        ELSEWHERE | {"latitude": "", "longitude": "", "coordinate_precision": ""},
        ELSEWHERE | {"coordinate_precision": "locality"},
        ELSEWHERE | {"coordinate_precision": "region"},
        ELSEWHERE | {"part_of": WEAVES},
        ELSEWHERE | {"factory_id": WEAVES},
    ],
)
def test_points_that_may_be_shared_are_silent(tiny, other):
    """One street, a street that nobody told, a rough point, a unit of the same site, or one factory."""
    cells(FACTORIES, 3, **HERE)(tiny)
    cells(BIRCHES, 3, **other)(tiny)
    assert shared(tiny) == []


def test_units_of_a_third_factory_are_one_site(tiny):
    """Two units share the point of their site, whichever of their rows tells that they are units."""
    cells(FACTORIES, 2, part_of=DENIM, **ELSEWHERE)(tiny)
    cells(FACTORIES, 3, part_of=DENIM, **HERE)(tiny)
    cells(BIRCHES, 2, street_address="90 Invented Road", **POINT)(tiny)
    assert shared(tiny) == []


def test_a_decision_settles_a_shared_point(tiny):
    """Where somebody looked at it, nothing is told until another factory comes to that point."""
    cells(FACTORIES, 3, **HERE)(tiny)
    cells(BIRCHES, 3, **ELSEWHERE)(tiny)
    added(
        "registers/decisions.csv",
        code="coordinates-shared",
        subject=f"{DENIM}|{WEAVES}",
        reason="Two streets meet there.",
        decided_on="2026-01-01",
    )(tiny)
    assert [each for each in findings(tiny) if each[0].startswith(("coordinates-sh", "dec"))] == []
    cells(FACTORIES, 2, **HERE)(tiny)
    assert {one.subject for one in shared(tiny)} == {f"{KNITS}|{DENIM}|{WEAVES}"}


def test_many_factories_are_counted(tiny):
    """Where many share a point the message names three and counts the rest."""
    cells(FACTORIES, 3, **HERE)(tiny)
    others: set[str] = set()
    chance = Random(1)
    for _ in range(4):
        mint_factory_id("VN", chance, others)
    for factory in sorted(others):
        added(FACTORIES, factory_id=factory, **ELSEWHERE, name="X", country="VN")(tiny)
    [found] = shared(tiny)
    ids = sorted([*others, WEAVES])
    assert found.message.startswith(f"{', '.join(ids[:3])} and 2 more have one point")
    assert found.subject == "|".join(ids)
