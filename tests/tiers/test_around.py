"""What belongs to a supply network: a member's, and the one around a factory."""

from __future__ import annotations

from dataclasses import replace

import pytest
from networks import factory, linked, profile, said

from madewhere.tiers.around import (
    NOT_AGREED,
    NOT_KNOWN,
    Disclosed,
    factory_network,
    has_member_network,
    has_network,
    member_network,
)


def _names(bands) -> dict[object, str]:
    return {key: "".join(f.factory_id for f in factories) for key, factories in bands}


def _pairs(links) -> list[str]:
    return [f"{link.supplier.factory_id}>{link.customer.factory_id}" for link in links]


def test_a_members_factories_stand_in_its_tiers():
    """What the member's own link says comes first, then what it says of links, then what is not told."""
    found = linked("a>b c", a_b=(said(tier=3),))
    found["d"] = factory("d", agreed=frozenset({"identity"}))
    network = member_network(profile(found, b=1))
    assert _names(network.bands) == {1: "b", 3: "a", NOT_KNOWN: "c", NOT_AGREED: "d"}
    assert network.own_tier(found["a"]) is None


def test_the_members_own_tier_is_kept_beside_the_one_of_a_link():
    """A link whose tier contradicts the member's list moves no factory, and both can be told."""
    found = linked("a>b", a_b=(said(tier=3),))
    network = member_network(profile(found, a=2, b=1))
    assert _names(network.bands) == {1: "b", 2: "a"}
    assert network.own_tier(found["a"]) == 2
    assert network.links[0].statements[0].tier == 3


def test_only_what_the_member_states_is_in_its_network():
    """A link that others state alone is not the member's; of one that several state it knows the others."""
    found = linked(
        "a>b c>b", a_b=(said(slug="birch", by="factory"), said()), c_b=(said(slug="birch"),)
    )
    (link,) = member_network(profile(found)).links
    assert (link.supplier.factory_id, link.said) == ("a", "stated")
    assert [m.slug for m in link.others] == ["birch"]


def test_the_far_end_of_a_members_link_is_shown_too():
    """A supplier that the member does not list itself is in its network by the link."""
    found = linked("a>b", a_b=(said(tier=4),))
    network = member_network(profile({"b": found["b"]}, b=1))
    assert _names(network.bands) == {1: "b", 4: "a"}


def test_how_far_each_tier_is_disclosed_is_counted():
    """Factories, those with a supplier that is shown, and links by who said so."""
    found = linked("a>b c>b d>a e", c_b=(said(by="factory"),))
    network = member_network(profile(found, a=2, b=1, c=2, d=3, e=1))
    assert network.disclosed() == [
        Disclosed(1, factories=2, with_supplier=1, declared=1, stated=1),
        Disclosed(2, factories=2, with_supplier=1, declared=0, stated=1),
        Disclosed(3, factories=1, with_supplier=0, declared=0, stated=0),
    ]


def test_a_member_has_a_network_where_a_tier_or_a_link_is_shown():
    """Neither tiers nor links of its own: no page."""
    assert has_member_network(profile(linked("a"), a=1))
    assert has_member_network(profile(linked("a>b")))
    assert not has_member_network(profile(linked("a>b", a_b=(said(slug="birch"),))))
    assert not has_member_network(profile({}))


def test_a_link_says_who_said_so():
    """Declared by the factory, stated by a member, or both by two members."""
    both = (said(by="factory"), said(slug="birch"))
    found = linked("a>d b>d c>d", a_d=(said(by="factory"),), c_d=both)
    network = factory_network(found["d"])
    assert [link.said for link in network.links] == ["declared", "stated", "both"]


def test_a_factorys_network_goes_up_and_down():
    """Customers of customers above, suppliers of suppliers below, and what hangs on the side is not in it."""
    found = linked("a>b b>c c>d d>e x>d")
    network = factory_network(found["c"])
    assert _names(network.bands) == {-2: "e", -1: "d", 0: "c", 1: "b", 2: "a"}
    assert _pairs(network.links) == ["a>b", "b>c", "c>d", "d>e"]
    assert not network.further


def test_circles_end_where_they_began():
    """Each factory stands once, where it is nearest, and every link between those shown is kept."""
    found = linked("a>b b>c c>a")
    network = factory_network(found["a"])
    assert _names(network.bands) == {-1: "b", 0: "a", 1: "c"}
    assert _pairs(network.links) == ["c>a", "a>b", "b>c"]
    assert not has_network(found["a"])


def test_what_lies_too_far_is_told_of():
    """Four steps are shown, and the page knows that there are more."""
    found = linked("f>e e>d d>c c>b b>a")
    network = factory_network(found["a"])
    assert _names(network.bands) == {0: "a", 1: "b", 2: "c", 3: "d", 4: "e"}
    assert network.further
    assert not factory_network(found["b"]).further


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", False),
        ("b>a c>a a>d", False),
        ("b>a a>b", False),
        ("b>a c>b", True),
        ("a>b b>c", True),
        ("b>a b>c", False),
        ("b>a c>a c>b", False),
    ],
)
def test_a_page_is_worth_having_beyond_one_step(text, expected):
    """What is one step away stands on the factory's own page, so no page is made for it."""
    assert has_network(linked(text)["a"]) is expected


def test_closed_factories_stay_in_the_network():
    """A factory that closed or moved is shown, as links that were stated are."""
    found = linked("a>b b>c")
    closed = replace(found["c"], state="closed")
    assert [f.factory_id for f in factory_network(closed).factories] == ["c", "b", "a"]
