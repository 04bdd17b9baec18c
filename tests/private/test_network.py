"""The network of a private folder: tiers, who says what, where voices differ, and who agreed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from madewhere.private.folder import open_private
from madewhere.private.network.model import read_network
from madewhere.private.network.tree import DEEPEST, tree_of
from network_folders import IDS, Folder
from tiny_publication import AS_OF, GONE

A, B, C, D, E = IDS[:5]


@pytest.fixture
def folder(tiny, tmp_path):
    """An empty private folder of alder's, to be filled by the test."""
    return Folder(tmp_path / "private", tiny)


def tiers(network):
    """The tier of each factory and where it comes from."""
    return {node.factory_id: (node.tier, node.tier_from) for node in network.factories}


def differing(network):
    """The disagreements as kind and ends."""
    return [(each.kind, each.supplier, each.customer) for each in network.disagreements]


def test_the_members_word_on_a_tier_counts_first(folder):
    """Sourcing beats the tier of a link, and the member's records beat what was declared."""
    folder.factories(A, B, C)
    folder.sourcing(A, 2)
    folder.own(A, B, tier=3)
    folder.declared(B, C, tier=4)
    folder.own(C, "alder", tier=1)
    assert tiers(folder.network()) == {A: (2, "record"), B: (4, "declared"), C: (1, "record")}


def test_a_tier_that_nobody_stated_is_counted_along_the_links(folder):
    """One step is one tier, the shortest way counts, and a party in between adds nothing."""
    folder.factories(A, B, C, D)
    folder.party("harbour")
    folder.own("harbour", "alder")
    folder.own(A, "harbour")
    folder.declared(B, A)
    folder.declared(C, B)
    folder.own(C, A)
    found = tiers(folder.network())
    assert found == {A: (1, "counted"), B: (2, "counted"), C: (2, "counted"), D: (None, "")}


def test_circles_end(folder):
    """Factories that deliver to each other have a tier each, or none where nothing leads to the member."""
    folder.factories(A, B, C, D)
    folder.sourcing(A, 1)
    folder.own(B, A)
    folder.own(A, B)
    folder.own(C, D)
    folder.own(D, C)
    network = folder.network()
    assert tiers(network) == {
        A: (1, "record"),
        B: (2, "counted"),
        C: (None, ""),
        D: (None, ""),
    }
    assert sorted(opened(tree_of(network))) == [A, B, C, D]


def opened(branches):
    """The keys that a tree opens up, in the order of the page."""
    found, ahead = [], [node for branch in branches for node in branch.nodes]
    while ahead:
        node = ahead.pop(0)
        if not node.repeats:
            found.append(node.key)
        ahead += node.children
    return found


def test_a_direct_supplier_stands_under_the_member_and_through_a_party_under_the_party(folder):
    """A factory on record in tier 1 delivers to the member, unless it is known to go through somebody."""
    folder.factories(A, B)
    folder.sourcing(A, 1)
    folder.sourcing(B, 1)
    folder.party("harbour")
    folder.own("harbour", "alder")
    folder.own(B, "harbour")
    [branch] = tree_of(folder.network())
    assert [(node.key, [child.key for child in node.children]) for node in branch.nodes] == [
        ("harbour", [B]),
        (A, []),
    ]


def test_a_factory_under_two_customers_is_opened_once_and_marked(folder):
    """It stands under both, its own suppliers under the nearer one, and it is counted once."""
    folder.factories(A, B, C, D)
    folder.sourcing(A, 1)
    folder.sourcing(B, 1)
    folder.own(C, A)
    folder.declared(C, B)
    folder.own(D, C)
    [branch] = tree_of(folder.network())
    first, second = branch.nodes
    assert [(c.key, c.repeats, c.customers, len(c.children)) for c in first.children] == [
        (C, False, 2, 1)
    ]
    assert [(c.key, c.repeats, c.customers, len(c.children)) for c in second.children] == [
        (C, True, 2, 0)
    ]
    assert second.children[0].link.told_by == "declared"
    assert sum(branch.below.values()) == 4


def test_a_very_long_chain_is_cut_into_branches(folder):
    """However long a chain is, the page is never nested deeper, and nothing is lost."""
    chain = IDS[: 3 * DEEPEST]
    folder.factories(*chain)
    folder.sourcing(chain[0], 1)
    for customer, supplier in pairwise(chain):
        folder.own(supplier, customer)
    branches = tree_of(folder.network())
    assert sorted(opened(branches)) == list(chain)
    assert {branch.kind for branch in branches} == {"member", "further"}


def test_what_leads_nowhere_stands_by_its_tier(folder):
    """A factory whose customer nobody knows is in a branch of its tier, with its suppliers below."""
    folder.factories(A, B, C)
    folder.sourcing(A, 3)
    folder.own(B, A)
    loose = [branch for branch in tree_of(folder.network()) if branch.nodes]
    assert [(branch.kind, branch.tier, opened([branch])) for branch in loose] == [
        ("loose", 3, [A, B]),
        ("loose", None, [C]),
    ]


def test_a_declared_link_that_the_records_lack_is_named(folder):
    """The member's own link, and one on record over a party, are no difference."""
    folder.factories(A, B, C, D)
    folder.party("trader")
    folder.declared(B, A)
    folder.declared(C, A)
    folder.own(C, A)
    folder.declared(D, A)
    folder.own(D, "trader")
    folder.own("trader", A)
    network = folder.network()
    assert differing(network) == [("not-on-record", B, A)]
    told = {(link.supplier, link.customer): link.told_by for link in network.links}
    assert (told[B, A], told[C, A], told[D, "trader"]) == ("declared", "both", "own")


def test_silence_is_no_difference(folder):
    """A link on record is missed only where its customer declared others."""
    folder.factories(A, B, C, D)
    folder.own(B, A)
    folder.own(C, D)
    assert differing(folder.network()) == []
    folder.declared(D, A)
    assert differing(folder.network()) == [("not-on-record", D, A), ("not-declared", B, A)]


def test_a_link_told_the_other_way_round_is_one_difference(folder):
    """It is not also missing on either side."""
    folder.factories(A, B)
    folder.declared(A, B)
    folder.own(B, A)
    assert differing(folder.network()) == [("other-way-round", A, B)]


def test_tiers_that_differ_are_named_with_who_says_what(folder):
    """The same tier from two sides is no difference."""
    folder.factories(A, B, C)
    folder.sourcing(A, 2)
    folder.declared(A, C, tier=3)
    folder.sourcing(B, 2)
    folder.declared(B, C, tier=2)
    [tier] = [each for each in folder.network().disagreements if each.kind == "tiers"]
    assert (tier.supplier, tier.own_tiers, tier.declared_tiers) == (A, (2,), (3,))


def test_rates_are_accepted_of_those_asked(folder):
    """By tier, country and month; a factory that nobody asked is counted apart."""
    folder.factories(A, B, C, D)
    folder.factories(E, country="TR")
    for factory, tier in ((A, 1), (B, 1), (C, 2), (D, 2)):
        folder.sourcing(factory, tier)
    folder.invited(A, "2026-03-02", answer="accepted")
    folder.agreed(A)
    folder.invited(B, "2026-03-20", answer="refused")
    folder.invited(C, "2026-04-01")
    folder.agreed(E)
    network = folder.network()

    def told(rates):
        return [(r.key, r.accepted, r.asked, r.not_asked) for r in rates]

    assert told(network.by_tier) == [("1", 1, 2, 0), ("2", 0, 1, 1), ("", 1, 1, 0)]
    assert told(network.by_country) == [("BD", 1, 3, 1), ("TR", 1, 1, 0)]
    assert told(network.by_month) == [("2026-03", 1, 2, 0), ("2026-04", 0, 1, 0), ("", 1, 1, 0)]
    assert network.by_tier[0].percent == 50
    assert network.lowest_tier.key == "2"
    assert network.counts["accepted"] == 2
    assert network.counts["not-asked"] == 1


def test_of_two_tiers_that_agree_as_little_the_deeper_one_is_the_lowest(folder):
    """Where nobody was asked there is no lowest tier."""
    folder.factories(A, B)
    folder.sourcing(A, 1)
    folder.sourcing(B, 3)
    assert folder.network().lowest_tier is None
    folder.invited(A, "2026-03-02")
    folder.invited(B, "2026-03-02")
    assert folder.network().lowest_tier.key == "3"


def test_who_is_only_spoken_of_is_in_the_network_too(folder):
    """A factory without a row is shown by its ID, a withdrawn one as withdrawn, a party by its name."""
    folder.factories(A)
    folder.own(GONE, A)
    folder.own("nobody-knows", A)
    network = folder.network()
    found = {node.factory_id: node for node in network.factories}
    assert (found[GONE].name, found[GONE].listed) == (GONE, False)
    assert found[GONE].standing.state == "withdrawn"
    assert not found[GONE].asked
    assert [(party.name, party.listed) for party in network.parties] == [("nobody-knows", False)]


def test_nothing_delivers_to_itself_and_nothing_comes_after_the_member(folder):
    """Such rows make no links."""
    folder.factories(A)
    folder.own(A, A)
    folder.own("alder", A)
    assert folder.network().links == []


def test_a_row_with_an_error_is_left_out_and_reported(folder):
    """A wrong row neither stops the page nor gets onto it."""
    folder.factories(A)
    folder.add("internal_links", supplier="Not A Key", customer=A)
    network = folder.network()
    assert network.links == []
    assert [problem.file for problem in network.problems] == ["internal_links.csv"]


def test_the_member_has_its_public_name_and_a_stranger_its_slug(folder, tiny, tmp_path):
    """A private folder may be older than the member's place in the register."""
    assert folder.network().member_name == "Alder (fictional)"
    open_private(tmp_path / "other", "nobody")
    assert read_network(tmp_path / "other", tiny, as_of=AS_OF).member_name == "nobody"
