"""The links of a member's supply network: who says what, what follows for tiers, where voices differ."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from madewhere.corpus import Package

DISAGREEMENTS = ("not-on-record", "not-declared", "other-way-round", "tiers")
"""How the two voices can differ: a declared link that the member's records lack; one on record that
the customer left out when it declared others; a link told in opposite directions; several tiers."""

TIER_SOURCES = ("record", "declared", "counted")
"""Where a tier comes from: the member's records, a declaration, or the shortest way to the member."""

_FACTORY = re.compile(r"[A-Z]{2}")


@dataclass(slots=True)
class Link:
    """Who makes for whom: each end a factory ID, a party, or the member as the customer.

    ``own_tiers`` and ``declared_tiers`` are what each voice says of the supplier's tier in this link.
    """

    supplier: str
    customer: str
    own: bool = False
    declared: bool = False
    own_tiers: set[int] = field(default_factory=set)
    declared_tiers: set[int] = field(default_factory=set)

    @property
    def told_by(self) -> str:
        """Who says so: ``own``, ``declared`` or ``both``."""
        return "both" if self.own and self.declared else "own" if self.own else "declared"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where the two voices differ; ``kind`` is one of `DISAGREEMENTS`.

    ``supplier`` and ``customer`` are as they were declared, or as they stand on record where nothing
    was; differing tiers have no customer.
    """

    kind: str
    supplier: str
    customer: str
    own_tiers: tuple[int, ...] = ()
    declared_tiers: tuple[int, ...] = ()


def is_factory(key: str) -> bool:
    """Whether the end of a link is a factory; the names of parties and members have no capitals."""
    return _FACTORY.match(key) is not None


def links_of(package: Package) -> list[Link]:
    """Both voices by the two ends; a factory on record in tier 1 delivers to the member itself."""
    member = package.slug
    found: dict[tuple[str, str], Link] = {}

    def link(supplier: str, customer: str) -> Link:
        return found.setdefault((supplier, customer), Link(supplier, customer))

    for row in package.rows("supply_links"):
        told = link(row.cells["supplier_id"], row.cells["customer_id"])
        tier = {row.cells["tier"]} - {None}
        if row.cells["stated_by"] == "factory":
            told.declared = True
            told.declared_tiers |= tier
        else:
            told.own = True
            told.own_tiers |= tier
    for row in package.rows("internal_links"):
        told = link(row.cells["supplier"], row.cells["customer"])
        told.own = True
        told.own_tiers |= {row.cells["tier"]} - {None}
    # Who delivers to a party, or is on record as a direct supplier already, needs no other link.
    led_on = {s for (s, c), told in found.items() if told.own and not is_factory(c)}
    for row in package.rows("sourcing"):
        if row.cells["tier"] == 1 and row.cells["factory_id"] not in led_on:
            link(row.cells["factory_id"], member).own = True
    # Nothing delivers to itself, and nothing comes after the member.
    return [told for (s, c), told in sorted(found.items()) if s not in (c, member)]


def _stated_tiers(package: Package, links: Iterable[Link]) -> dict[str, tuple[set[int], set[int]]]:
    """What each voice says of a factory's tier: the member's records, and what was declared."""
    told: defaultdict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for link in links:
        told[link.supplier][0].update(link.own_tiers)
        told[link.supplier][1].update(link.declared_tiers)
    for row in package.rows("sourcing"):
        told[row.cells["factory_id"]][0].update({row.cells["tier"]} - {None})
    return {key: both for key, both in told.items() if any(both) and is_factory(key)}


def tiers_of(package: Package, links: list[Link]) -> dict[str, tuple[int, str]]:
    """The tier of each factory and where it comes from; one step down a link is one tier.

    Sourcing counts before links, the member's word before a declaration, and a count only where
    nobody said anything. A party passes on the tier of whom it delivers to.
    """
    tiers: dict[str, tuple[int, str]] = {}
    for key, (own, declared) in _stated_tiers(package, links).items():
        tiers[key] = (min(own), "record") if own else (min(declared), "declared")
    for row in package.rows("sourcing"):
        if row.cells["tier"] is not None:
            tiers[row.cells["factory_id"]] = (row.cells["tier"], "record")
    suppliers: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        suppliers[link.customer].append(link.supplier)
    ways = [(0, package.slug), *((tier, key) for key, (tier, _) in tiers.items())]
    heapq.heapify(ways)
    passed: set[str] = set()
    while ways:
        far, key = heapq.heappop(ways)
        if key in passed:
            continue
        passed.add(key)
        if is_factory(key):
            tiers.setdefault(key, (far, "counted"))
        for supplier in suppliers[key]:
            if supplier not in passed and supplier not in tiers:
                heapq.heappush(ways, (far + is_factory(supplier), supplier))
    return tiers


def disagreements_of(package: Package, links: list[Link]) -> list[Disagreement]:
    """Where the two voices differ, by kind and ends.

    Silence is no voice: a link on record counts as undeclared only where its customer declared others.
    A declared link is on record too where the member has it over parties.
    """
    own = {(link.supplier, link.customer) for link in links if link.own}
    declared = {(link.supplier, link.customer) for link in links if link.declared}
    have_declared = {customer for _, customer in declared}
    through = _through_parties(own)
    found = []
    for link in links:
        pair = (link.supplier, link.customer)
        if not all(map(is_factory, pair)):
            continue
        turned = pair[::-1]
        if pair in declared and pair not in own and turned in own and turned not in declared:
            found.append(Disagreement("other-way-round", *pair))
        elif pair in declared and pair not in own and link.customer not in through(link.supplier):
            found.append(Disagreement("not-on-record", *pair))
        elif pair not in declared and turned not in declared and link.customer in have_declared:
            found.append(Disagreement("not-declared", *pair))
    for key, (of_own, of_declared) in sorted(_stated_tiers(package, links).items()):
        if len(of_own | of_declared) > 1:
            tiers = (tuple(sorted(of_own)), tuple(sorted(of_declared)))
            found.append(Disagreement("tiers", key, "", *tiers))
    return sorted(found, key=lambda d: (DISAGREEMENTS.index(d.kind), d.supplier, d.customer))


def _through_parties(own: set[tuple[str, str]]) -> Callable[[str], set[str]]:
    """Which factories a supplier reaches by the member's records over parties alone."""
    customers: defaultdict[str, list[str]] = defaultdict(list)
    for supplier, customer in own:
        customers[supplier].append(customer)

    def reached(supplier: str) -> set[str]:
        ahead, seen = [supplier], {supplier}
        while ahead:
            for customer in customers[ahead.pop()]:
                if customer not in seen:
                    seen.add(customer)
                    if not is_factory(customer):
                        ahead.append(customer)
        return seen

    return reached
