"""A member's supply network: its factories, who stands between, who makes for whom, and who agreed.

Two voices are kept apart throughout: what factories declared, and what the member has on record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.corpus import Corpus, Package, Row
from madewhere.private.network.links import (
    Disagreement,
    Link,
    disagreements_of,
    is_factory,
    links_of,
    tiers_of,
)
from madewhere.private.opening import open_both
from madewhere.private.standing import STANDINGS, Standing, standings
from madewhere.problems import Problem

TABLES = (
    "factories",
    "consents",
    "sourcing",
    "supply_links",
    "invitations",
    "parties",
    "internal_links",
)
"""What the network is made of. Contacts and notes stay where they are: its page gets mailed around."""


@dataclass(frozen=True, slots=True)
class FactoryNode:
    """A factory. ``point`` is (latitude, longitude) in WGS 84 degrees, ``country`` a two-letter code.

    ``tier_from`` is one of `TIER_SOURCES`, empty where the tier is not known. ``asked`` says whether
    the member invited it or ever had its consent. One that is not ``listed`` is only spoken of: the
    folder has no usable row for it.
    """

    factory_id: str
    name: str
    country: str | None
    locality: str | None
    point: tuple[float, float] | None
    tier: int | None
    tier_from: str
    standing: Standing
    asked: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class PartyNode:
    """A supplier or intermediary that is no factory. ``listed`` as with factories."""

    party: str
    name: str
    kind: str
    country: str | None
    listed: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """How many factories of a group agreed. ``key`` is a tier, a country code or a month; may be empty.

    ``counts`` is by state, over those that were asked; ``not_asked`` counts the others.
    """

    key: str
    counts: dict[str, int]
    not_asked: int

    @property
    def asked(self) -> int:
        """How many were asked."""
        return sum(self.counts.values())

    @property
    def accepted(self) -> int:
        """How many of those have a consent in force."""
        return self.counts.get("accepted", 0)

    @property
    def percent(self) -> float | None:
        """The accepted of those asked, in percent; None where nobody was asked."""
        return 100 * self.accepted / self.asked if self.asked else None


@dataclass(slots=True)
class Network:
    """All that the page shows. Factories are by tier and name, parties by name, links by their ends."""

    member: str
    member_name: str
    demo: bool
    as_of: date
    factories: list[FactoryNode]
    parties: list[PartyNode]
    links: list[Link]
    disagreements: list[Disagreement]
    by_tier: list[Rate]
    by_country: list[Rate]
    by_month: list[Rate]
    problems: list[Problem]

    @property
    def counts(self) -> dict[str, int]:
        """The number of factories in each state, in the order of `STANDINGS`."""
        states = [node.standing.state for node in self.factories]
        return {state: states.count(state) for state in STANDINGS}

    @property
    def lowest_tier(self) -> Rate | None:
        """The tier with the least share of acceptance, the deeper one of two; None where none is known."""
        known = [rate for rate in self.by_tier if rate.key and rate.asked]
        return min(known, key=lambda r: (r.accepted / r.asked, -int(r.key)), default=None)


def read_network(private: Path, data: Path, *, as_of: date, cache: Path | None = None) -> Network:
    """Read a private folder and the publication, and make the network.

    Rows with errors are left out and reported in ``problems``. Raises `MadewhereError` for a folder
    that is not private, `PublicationError` where there is no publication.
    """
    opened = open_both(private, data, as_of=as_of, cache=cache, tables=TABLES, own_eyes=True)
    return network_of(opened.package, opened.corpus, opened.problems)


def network_of(package: Package, corpus: Corpus, problems: Iterable[Problem] = ()) -> Network:
    """Make the network of a private folder's typed tables."""
    member = package.slug
    links = links_of(package)
    rows = {row.cells["factory_id"]: row.cells for row in package.rows("factories")}
    spoken_of = {end for link in links for end in (link.supplier, link.customer) if is_factory(end)}
    for name in ("sourcing", "invitations"):
        spoken_of |= {row.cells["factory_id"] for row in package.rows(name)}
    unlisted = [Row(0, {"factory_id": key}) for key in sorted(spoken_of - rows.keys())]
    whole = Package(
        member,
        package.folder,
        package.demo,
        {**package.tables, "factories": [*package.rows("factories"), *unlisted]},
    )
    asked = {row.cells["factory_id"] for row in package.rows("invitations")}
    asked |= {
        row.cells["factory_id"]
        for row in package.rows("consents")
        if row.cells["scope"] == "identity"
    }
    tiers = tiers_of(package, links)
    factories = []
    for key, standing in standings(whole, corpus).items():
        cells = rows.get(key, {})
        factories.append(
            FactoryNode(
                factory_id=key,
                name=cells.get("name") or key,
                country=cells.get("country"),
                locality=cells.get("locality"),
                point=_point(cells),
                tier=tiers.get(key, (None, ""))[0],
                tier_from=tiers.get(key, (None, ""))[1],
                standing=standing,
                asked=key in asked,
                listed=key in rows,
            )
        )
    factories.sort(key=lambda f: (f.tier is None, f.tier, f.name.casefold(), f.factory_id))
    of_member = corpus.register("members", "slug").get(member)
    return Network(
        member=member,
        member_name=of_member.cells["name"] if of_member else member,
        demo=any(each.demo for each in corpus.members if each.slug == member),
        as_of=corpus.as_of,
        factories=factories,
        parties=_parties(package, links),
        links=links,
        disagreements=disagreements_of(package, links),
        by_tier=_rates(factories, lambda f: "" if f.tier is None else str(f.tier)),
        by_country=sorted(_rates(factories, lambda f: f.country or ""), key=lambda r: -r.asked),
        by_month=_rates([f for f in factories if f.asked], _month),
        problems=list(problems),
    )


def _point(cells: dict[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = cells.get("latitude"), cells.get("longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _parties(package: Package, links: Iterable[Link]) -> list[PartyNode]:
    known = {row.cells["party"]: row.cells for row in package.rows("parties")}
    named = {end for link in links for end in (link.supplier, link.customer)}
    keys = {key for key in named | known.keys() if not is_factory(key)} - {package.slug}
    nodes = [
        PartyNode(
            party=key,
            name=known[key]["name"] if key in known else key,
            kind=known[key]["kind"] if key in known else "",
            country=known[key]["country"] if key in known else None,
            listed=key in known,
        )
        for key in keys
    ]
    return sorted(nodes, key=lambda node: (node.name.casefold(), node.party))


def _month(node: FactoryNode) -> str:
    invitation = node.standing.invitation
    return f"{invitation['invited_on']:%Y-%m}" if invitation else ""


def _rates(nodes: Iterable[FactoryNode], key: Callable[[FactoryNode], str]) -> list[Rate]:
    """The rates of each group, in the order of keys; those without a key come last."""
    groups: defaultdict[str, list[FactoryNode]] = defaultdict(list)
    for node in nodes:
        groups[key(node)].append(node)
    rates = []
    for name, inside in groups.items():
        states = [node.standing.state for node in inside if node.asked]
        counts = {state: states.count(state) for state in STANDINGS if state in states}
        rates.append(Rate(name, counts, len(inside) - len(states)))
    return sorted(rates, key=lambda rate: (rate.key == "", len(rate.key), rate.key))
