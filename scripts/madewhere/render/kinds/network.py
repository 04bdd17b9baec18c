"""The supply network of a member, and the one around a factory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madewhere.addresses import NETWORK
from madewhere.digests import network_digest
from madewhere.exports.network import SUPPLY_LINKS
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.network_words import FactoryWords, MemberWords, NetworkWords
from madewhere.site_model import Factory, MemberProfile, Site
from madewhere.tiers.around import (
    FactoryNetwork,
    MemberNetwork,
    factory_network,
    has_member_network,
    has_network,
    member_network,
)
from madewhere.tiers.drawing import draw
from madewhere.tiers.folding import Folded, fold, with_members

MOST_LINKS = 250
"""Links in a page's table; a member's file has all."""


def _context(
    network: MemberNetwork | FactoryNetwork, folded: Folded, words: NetworkWords, setting: Setting
) -> dict[str, Any]:
    """What both kinds of page show."""
    drawing = draw(folded, mirrored=setting.say.language.direction == "rtl")
    return {
        "network": network,
        "drawing": drawing,
        "words": words,
        "table": network.links[:MOST_LINKS],
        "more_links": max(0, len(network.links) - MOST_LINKS),
        "grouped": any(len(row.factories) > 1 for row in folded.rows),
        "gone": sorted({f.state for row in folded.rows if (f := row.factory)} - {"open"}),
        "said": sorted({wire.said for wire in folded.wires}),
    }


class MemberNetworkPage(PageKind):
    """Who supplies whom among the factories of a member, tier by tier, and how far that is disclosed."""

    name = "member_network"
    template = "pages/network.html"
    section = "members/"

    def items(self, site: Site) -> Sequence[MemberProfile]:
        """Members of whose network anything is shown."""
        return [profile for profile in site.members if has_member_network(profile)]

    def path(self, item: MemberProfile) -> str:
        """Below the member's page."""
        return f"members/{item.member.slug}/{NETWORK}"

    def depends_on(self, item: MemberProfile, setting: Setting) -> str:
        """The factories in it, with their links."""
        return network_digest(setting.site, member_network(item))

    def title(self, item: MemberProfile, setting: Setting) -> str:
        """Whose network it is."""
        return setting.text("Supply network of %(member)s", member=item.member.name)

    def description(self, item: MemberProfile, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("Which factories supply which, tier by tier, as far as it is shown.")

    def context(self, item: MemberProfile, setting: Setting) -> dict[str, Any]:
        """The network, its drawing, and how far each tier is disclosed."""
        network = member_network(item)
        folded = fold(network.bands, network.links)
        return {
            **_context(network, folded, MemberWords(setting, network), setting),
            "member": item.member,
            "further": False,
            "disclosed": network.disclosed(),
            "csv": f"members/{item.member.slug}/{SUPPLY_LINKS}",
        }


class FactoryNetworkPage(PageKind):
    """Who supplies a factory and whom it supplies, step by step, where there is more than one step."""

    name = "factory_network"
    template = "pages/network.html"
    section = "factories/"

    def items(self, site: Site) -> Sequence[Factory]:
        """Factories whose own page does not say all."""
        return [factory for factory in site.factories if has_network(factory)]

    def path(self, item: Factory) -> str:
        """Below the factory's page."""
        return f"F/{item.factory_id}/{NETWORK}"

    def depends_on(self, item: Factory, setting: Setting) -> str:
        """The factories in it, with their links."""
        return network_digest(setting.site, factory_network(item))

    def title(self, item: Factory, setting: Setting) -> str:
        """Around which factory it is."""
        return setting.text("Supply network around %(factory)s", factory=item.name)

    def description(self, item: Factory, setting: Setting) -> str:
        """What the page holds."""
        return setting.text(
            "Who supplies this factory and whom it supplies, as far as it is shown."
        )

    def context(self, item: Factory, setting: Setting) -> dict[str, Any]:
        """The network and its drawing, with the members that name the factory on top."""
        network = factory_network(item)
        members = [sourcing.member for sourcing in item.sourcing]
        folded = with_members(fold(network.bands, network.links), members, item)
        return {
            **_context(network, folded, FactoryWords(setting, network), setting),
            "member": None,
            "further": network.further,
            "factory": item,
        }
