"""What belongs to a supply network: the links that a member states, or all around a factory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from madewhere.site_model import Factory, LinkStatement, Member, MemberProfile, SupplyLink

MOST_STEPS = 4
"""So many steps up and down from a factory are shown; there are four tiers."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link with both its ends.

    ``statements`` are those that the network is made of, the newest first; ``others`` are further
    members that state the same link, by slug.
    """

    supplier: Factory
    customer: Factory
    statements: tuple[LinkStatement, ...]
    others: tuple[Member, ...] = ()

    @property
    def said(self) -> str:
        """Who said so: ``declared`` by the factory itself, ``stated`` by a member, or ``both``."""
        return said_by(statement.stated_by for statement in self.statements)


def said_by(whom: Iterable[str]) -> str:
    """How links are drawn that were stated by these, each member or factory."""
    found = set(whom)
    if len(found) > 1:
        return "both"
    return "declared" if found == {"factory"} else "stated"


NOT_KNOWN, NOT_AGREED = "not-known", "not-agreed"
"""Where a factory's tier stands that nobody stated, and one that it did not agree to show."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """How far a tier is disclosed: ``tier`` is a number, `NOT_KNOWN` or `NOT_AGREED`.

    ``with_supplier`` of the ``factories`` have a supplier in the network; ``declared`` and ``stated``
    are the links to their suppliers, by who said so.
    """

    tier: int | str
    factories: int
    with_supplier: int
    declared: int
    stated: int


@dataclass(frozen=True, slots=True)
class MemberNetwork:
    """What a member states: the tier of each factory, and who supplies whom.

    ``bands`` are the tiers from the finished product on, then `NOT_KNOWN` and `NOT_AGREED`, with their
    factories by name. ``links`` are in the order of the customers' and the suppliers' names.
    """

    profile: MemberProfile
    bands: tuple[tuple[int | str, tuple[Factory, ...]], ...]
    links: tuple[Link, ...]

    @property
    def factories(self) -> list[Factory]:
        """All factories of the network."""
        return [factory for _, factories in self.bands for factory in factories]

    def disclosed(self) -> list[Disclosed]:
        """How far each tier is disclosed, in the order of the bands."""
        with_supplier = {link.customer.factory_id for link in self.links}
        said = Counter(
            (link.customer.factory_id, link.statements[0].stated_by) for link in self.links
        )
        return [
            Disclosed(
                tier,
                len(factories),
                sum(factory.factory_id in with_supplier for factory in factories),
                sum(said[factory.factory_id, "factory"] for factory in factories),
                sum(said[factory.factory_id, "member"] for factory in factories),
            )
            for tier, factories in self.bands
        ]

    def own_tier(self, factory: Factory) -> int | None:
        """The tier that the member's own link to a factory has."""
        return self.profile.tiers.get(factory.factory_id)


def member_network(profile: MemberProfile) -> MemberNetwork:
    """The network of a member: its factories, and what it states of who supplies them."""
    links: dict[tuple[str, str], Link] = {}
    found = {factory.factory_id: factory for factory in profile.factories}
    for factory in profile.factories:
        ends = [(each, each.other, factory) for each in factory.suppliers]
        ends += [(each, factory, each.other) for each in factory.customers]
        for each, supplier, customer in ends:
            link = _stated_by(profile.member, each, supplier, customer)
            if link is not None:
                links[supplier.factory_id, customer.factory_id] = link
                found[supplier.factory_id], found[customer.factory_id] = supplier, customer
    told: dict[str, int] = {}
    for link in links.values():
        supplier_id, tier = link.supplier.factory_id, link.statements[0].tier
        if tier is not None:
            told[supplier_id] = min(tier, told.get(supplier_id, tier))
    tiers = told | {factory_id: tier for factory_id, tier in profile.tiers.items() if tier}

    def band(factory: Factory) -> int | str:
        untold = NOT_KNOWN if "tiers" in factory.agreed else NOT_AGREED
        return tiers.get(factory.factory_id, untold)

    factories = sorted(found.values(), key=by_name)
    bands = tuple(
        (tier, tuple(factory for factory in factories if band(factory) == tier))
        for tier in (1, 2, 3, 4, NOT_KNOWN, NOT_AGREED)
    )
    return MemberNetwork(profile, tuple(band for band in bands if band[1]), _ordered(links))


def _stated_by(
    member: Member, each: SupplyLink, supplier: Factory, customer: Factory
) -> Link | None:
    own = tuple(s for s in each.statements if s.member == member)
    others = tuple(other for other in each.members if other != member)
    return Link(supplier, customer, own, others) if own else None


def has_member_network(profile: MemberProfile) -> bool:
    """Whether anything of a member's network is shown: a tier, or a link that it states."""
    return any(profile.tiers.values()) or any(
        profile.member in each.members
        for factory in profile.factories
        for each in (*factory.suppliers, *factory.customers)
    )


@dataclass(frozen=True, slots=True)
class FactoryNetwork:
    """What is known up and down from a factory.

    ``bands`` are the steps from it: those it supplies below zero, itself at zero, its suppliers above,
    each with its factories by name. ``further`` tells whether there are more steps than are shown.
    """

    factory: Factory
    bands: tuple[tuple[int, tuple[Factory, ...]], ...]
    links: tuple[Link, ...]
    further: bool

    @property
    def factories(self) -> list[Factory]:
        """All factories of the network."""
        return [factory for _, factories in self.bands for factory in factories]


def factory_network(factory: Factory) -> FactoryNetwork:
    """The network around a factory, each other one where it is nearest; circles end there."""
    steps = {factory.factory_id: 0}
    found = {factory.factory_id: factory}
    ends = {-1: [factory], 1: [factory]}
    for step in range(1, MOST_STEPS + 1):
        for way, edge in ends.items():
            ends[way] = []
            for near in edge:
                for other in _next(near, way):
                    if other.factory_id not in steps:
                        steps[other.factory_id], found[other.factory_id] = way * step, other
                        ends[way].append(other)
    further = any(
        other.factory_id not in steps
        for way, edge in ends.items()
        for near in edge
        for other in _next(near, way)
    )
    links = {
        (each.other.factory_id, customer.factory_id): Link(each.other, customer, each.statements)
        for customer in found.values()
        for each in customer.suppliers
        if each.other.factory_id in found
    }
    factories = sorted(found.values(), key=by_name)
    bands = tuple(
        (step, tuple(each for each in factories if steps[each.factory_id] == step))
        for step in sorted(set(steps.values()))
    )
    return FactoryNetwork(factory, bands, _ordered(links), further)


def has_network(factory: Factory) -> bool:
    """Whether something lies two steps up or down; what is one step away stands on its own page."""
    direct = {factory.factory_id}
    direct.update(each.other.factory_id for each in (*factory.suppliers, *factory.customers))
    return any(
        other.factory_id not in direct
        for way in (-1, 1)
        for near in _next(factory, way)
        for other in _next(near, way)
    )


def _next(factory: Factory, way: int) -> list[Factory]:
    """The factories one step up (-1) or down (1) from one."""
    return [each.other for each in (factory.suppliers if way > 0 else factory.customers)]


def _ordered(links: dict[tuple[str, str], Link]) -> tuple[Link, ...]:
    return tuple(
        sorted(links.values(), key=lambda link: (by_name(link.customer), by_name(link.supplier)))
    )


def by_name(factory: Factory) -> tuple[str, str]:
    """What factories are sorted by wherever they are listed."""
    return factory.name.casefold(), factory.factory_id


Bands = Sequence[tuple[int | str, Sequence[Factory]]]
"""Factories by tier or by steps."""
