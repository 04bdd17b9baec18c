"""The static map: what is drawn and said, and that nothing of the data can come out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from madewhere.proposal.change import FactoryChange, Kind, ProposalChange
from madewhere.proposal.map import map_svg

FACTORY = FactoryChange(
    Kind.ADDED, "BDVRD8GCD", "alder", "<script>", "<b>", "BD", 2, (23.8, 90.3), (), True, ()
)
EMPTY = ProposalChange(
    base="0" * 40,
    ahead=0,
    proposer="",
    files=(),
    elsewhere=0,
    entering=(),
    outside=(),
    packages=(),
    factories=(),
    consents=(),
    events=(),
    new_ids=(),
    duplicates=(),
    audits=(),
    findings=(),
    finding_events=(),
    registers=(),
    others=(),
    unread=(),
)


def drawn(*factories: FactoryChange) -> str:
    """The map of a change of these factories."""
    return map_svg(replace(EMPTY, factories=factories))


def test_a_factory_of_two_packages_is_one_dot():
    """It counts once; where the two state different points, each is drawn."""
    other = replace(FACTORY, member="birch")
    assert drawn(FACTORY, other) == drawn(FACTORY)
    elsewhere = drawn(FACTORY, replace(other, point=(22.4, 91.8)))
    assert elsewhere.count("<circle") == 2
    assert "adds 1 and changes 0 factories" in elsewhere
    assert "Bangladesh: 1 added." in elsewhere


def test_added_ones_are_full_and_changed_ones_hollow():
    """Those without a point and those removed are not drawn."""
    svg = drawn(
        FACTORY,
        replace(FACTORY, kind=Kind.CHANGED, point=(22.4, 91.8)),
        replace(FACTORY, point=None),
        replace(FACTORY, kind=Kind.REMOVED),
    )
    fills = re.findall(r'<circle [^>]*fill="([^"]+)"', svg)
    assert len(fills) == 2
    assert fills[0] != "none"
    assert fills[1] == "none"


def test_it_says_in_words_what_it_shows():
    """A title and a description, for whoever does not see it."""
    svg = drawn(FACTORY, replace(FACTORY, kind=Kind.CHANGED, country="TR", point=(37.8, 29.1)))
    assert '<title id="title">Where the change adds 1 and changes 1 factories</title>' in svg
    assert "Bangladesh: 1 added; Türkiye: 1 changed." in svg


@pytest.mark.parametrize(
    "points", [[], [(0.0, 0.0)], [(23.8, 90.3), (22.0, 92.0)], [(40.0, -74.0), (23.8, 90.3)], [(-17.8, 178.1), (-17.8, -179.5)]]
)  # fmt: skip
def test_every_point_lies_on_the_drawing(points):
    """In one country, in several, on both sides of the world, and where there is none."""
    codes = ["BD", "MM"]
    svg = drawn(*(replace(FACTORY, point=p, country=codes[i]) for i, p in enumerate(points)))
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    circles = root.findall("{http://www.w3.org/2000/svg}circle")
    assert len(circles) == len(points)
    for circle in circles:
        assert 0 <= float(circle.attrib["cx"]) <= width
        assert 0 <= float(circle.attrib["cy"]) <= height


def test_it_holds_no_name_and_no_script():
    """Nothing of a factory but its point and its country is in the file, and the same bytes twice."""
    svg = drawn(FACTORY)
    assert not re.search(r"script|&lt;b|href|style=|on\w+=|BDVRD8GCD", svg)
    assert svg == drawn(FACTORY)
