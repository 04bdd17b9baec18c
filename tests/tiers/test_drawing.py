"""Drawings of supply networks: few rows, every link on a line, nothing over a text."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys

import pytest
from networks import factory, member, said

from madewhere.site_model import Factory
from madewhere.tiers.around import Link
from madewhere.tiers.drawing import WIDTH, draw
from madewhere.tiers.folding import (
    MOST_LOOSE,
    MOST_MEMBERS,
    MOST_ROWS,
    Folded,
    Wire,
    fold,
    with_members,
)
from madewhere.tiers.trunks import lanes_of, trunks_of


def _network(
    seed: int, per_tier: int, links: int, countries: str = "BD CN IN"
) -> tuple[list[tuple[int, list[Factory]]], list[Link]]:
    rng = random.Random(seed)
    bands = [
        (
            tier,
            [
                factory(f"t{tier}n{n:03}", country=rng.choice(countries.split()))
                for n in range(per_tier)
            ],
        )
        for tier in (1, 2, 3, 4)
    ]
    pairs = {
        (rng.choice(bands[tier][1]).factory_id, rng.choice(bands[tier - 1][1]).factory_id)
        for tier in (1, 2, 3)
        for _ in range(links)
    }
    by_id = {f.factory_id: f for _, factories in bands for f in factories}
    return bands, [
        Link(by_id[a], by_id[b], (said(by=rng.choice(["factory", "member"])),))
        for a, b in sorted(pairs)
    ]


def _folded(seed: int = 1, per_tier: int = 5, links: int = 6) -> Folded:
    return fold(*_network(seed, per_tier, links))


def test_a_small_network_shows_every_factory():
    """Nothing is put together where all have room."""
    bands, links = _network(1, 5, 6)
    folded = fold(bands, links)
    assert [row.factory for row in folded.rows] == [f for _, factories in bands for f in factories]
    assert sum(wire.links for wire in folded.wires) == len(links)


@pytest.mark.parametrize(
    "countries", ["BD CN IN", " ".join(f"{a}{b}" for a in "ABCD" for b in "EFGHIJK")]
)
def test_a_large_network_has_few_rows_and_loses_nobody(countries):
    """Every factory is in one row and every link on a wire or inside a row, however many there are."""
    bands, links = _network(2, 120, 200, countries)
    folded = fold(bands, links)
    assert len(folded.rows) <= MOST_ROWS
    assert [band.count for band in folded.bands] == [120] * 4
    shown = [f.factory_id for row in folded.rows for f in row.factories]
    assert len(shown) == len(set(shown)) == 480
    inside = sum(row.inside for row in folded.rows)
    assert sum(wire.links for wire in folded.wires) + inside == len(links)
    for row in folded.rows:
        assert row.country in {*{f.country for f in row.factories}, None}
        assert (row.country is None) == (len({f.country for f in row.factories}) > 1)


def test_links_within_a_country_are_counted_at_its_row():
    """A line from a row to itself would say nothing."""
    first = [factory(f"a{n}", country="BD") for n in range(50)]
    second = [factory(f"b{n}", country="CN") for n in range(30)]
    folded = fold([(1, first), (2, second)], [Link(first[0], first[1], (said(),))])
    assert [row.inside for row in folded.rows if row.factories == tuple(first)] == [1]
    assert folded.wires == ()


def test_a_tier_without_links_takes_little_room():
    """Many factories of which no link is shown become a few rows, even where all would have room."""
    loose = [factory(f"n{n:02}", country=f"A{chr(65 + n)}") for n in range(20)]
    folded = fold([("not-agreed", loose)], [])
    assert len(folded.rows) == MOST_LOOSE
    assert folded.rows[-1].country is None


def test_wires_tell_who_said_so():
    """Where some links of two rows are declared and some stated, the wire says both."""
    china = [factory(f"c{n:02}", country="CN") for n in range(40)]
    india = [factory(f"i{n:02}", country="IN") for n in range(40)]
    links = [
        Link(china[0], india[0], (said(by="factory"),)),
        Link(china[1], india[0], (said(by="member"),)),
    ]
    (wire,) = fold([(1, india), (2, china)], links).wires
    assert (wire.said, wire.links) == ("both", 2)


def test_members_stand_on_top_and_the_last_ones_together():
    """The members that name a factory are rows above it, each joined to it."""
    one = factory("a")
    members = [member("alder"), member("birch")] * 6
    folded = with_members(fold([(0, [one])], []), members, one)
    assert [len(row.members) for row in folded.bands[0].rows] == [1] * (MOST_MEMBERS - 1) + [5]
    place = folded.rows.index(next(row for row in folded.rows if row.factory is one))
    assert {(wire.supplier, wire.said) for wire in folded.wires} == {(place, "stated")}


@pytest.mark.parametrize("seed", range(20))
def test_every_wire_is_on_one_trunk_and_trunks_in_a_lane_do_not_touch(seed):
    """What shares a line belongs to one row, and what shares a lane is apart."""
    rng = random.Random(seed)
    pairs = sorted({(rng.randrange(12), rng.randrange(12)) for _ in range(25)})
    wires = [Wire(a, b, "stated", 1) for a, b in pairs if a != b]
    trunks = trunks_of(wires)
    held = [wire for trunk in trunks for wire in trunk.wires]
    assert sorted(held, key=str) == sorted(wires, key=str)
    for trunk in trunks:
        ends = {wire.customer if trunk.receiving else wire.supplier for wire in trunk.wires}
        assert ends == {trunk.row}
    spans = [tuple(sorted((rng.random(), rng.random()))) for _ in range(30)]
    lanes = lanes_of(spans)
    for (a, lane_a), (b, lane_b) in (
        ((spans[i], lanes[i]), (spans[j], lanes[j])) for i in range(30) for j in range(i)
    ):
        assert lane_a != lane_b or a[1] < b[0] or b[1] < a[0]


def test_as_few_trunks_as_can_be():
    """One supplier of many takes one line, and so does one customer of many."""
    star = [Wire(0, n, "stated", 1) for n in range(1, 9)]
    assert len(trunks_of(star)) == 1
    assert len(trunks_of([Wire(n, 0, "stated", 1) for n in range(1, 9)])) == 1
    assert trunks_of([]) == []


def test_rows_lie_under_each_other_in_their_tiers():
    """Rows do not overlap, stand below their tier's heading, and all end before the drawing does."""
    drawing = draw(_folded())
    bottom = 0.0
    for band in drawing.bands:
        assert band.top >= bottom
        bottom = band.top
        for row in band.rows:
            assert row.top >= bottom + (0 if row is not band.rows[0] else 20)
            assert row.top < row.y < row.top + row.height
            bottom = row.top + row.height
    assert bottom <= drawing.height


def test_lines_never_reach_the_names():
    """All lines stay on the side of the signs, in both directions of writing."""
    for mirrored in (False, True):
        drawing = draw(_folded(3, 12, 20), mirrored=mirrored)
        for kind, path in drawing.lines.items():
            across = [float(x) for x in re.findall(r"[MHL](-?[\d.]+)", path)]
            if kind != "bands" and across:
                assert all(0 < x < WIDTH for x in across)
                inner = min(across) if mirrored else max(across)
                assert (inner > drawing.text_x) if mirrored else (inner < drawing.text_x)


def test_a_mirrored_drawing_is_the_same_seen_from_the_other_side():
    """For languages from right to left each thing is as far from the right edge as else from the left."""
    plain, mirrored = (draw(_folded(4), mirrored=m) for m in (False, True))
    assert mirrored.text_x == pytest.approx(WIDTH - plain.text_x, abs=0.1)
    assert [r.y for b in mirrored.bands for r in b.rows] == [
        r.y for b in plain.bands for r in b.rows
    ]


def test_what_is_said_decides_the_line():
    """Declared and stated links are on paths of their own."""
    one, two, three = factory("a"), factory("b"), factory("c")
    links = [Link(two, one, (said(by="factory"),)), Link(three, one, (said(by="member"),))]
    lines = draw(fold([(1, [one]), (2, [two, three])], links)).lines
    assert lines["declared"].count("M") == lines["stated"].count("M") == 1
    assert lines["both"] == ""
    assert lines["arrows"].count("Z") == 1


def test_a_drawing_without_links_has_no_lines():
    """Only the tiers with their rows."""
    drawing = draw(fold([(1, [factory("a")])], []))
    assert {kind for kind, path in drawing.lines.items() if path} == {"bands"}


def test_the_same_input_draws_the_same_bytes():
    """Whatever the seed of Python's hashes, in another process too."""
    code = (
        "import sys; sys.path[:0] = ['tests', 'tests/tiers']\n"
        "from test_drawing import _folded; from madewhere.tiers.drawing import draw\n"
        "print(repr(draw(_folded(5, 30, 60)).lines))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
