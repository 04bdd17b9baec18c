"""Made-up factories in any network, for tests: `linked` takes who supplies whom as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from madewhere.site_model import Factory, LinkStatement, Member, MemberProfile, Site, SupplyLink
from shown import site_of
from tiny_publication import KNITS, TINY


@cache
def tiny_site() -> Site:
    """The site's model of the tiny publication; not to be changed."""
    return site_of(TINY)


def member(slug: str) -> Member:
    """A member of the tiny publication."""
    return next(p.member for p in tiny_site().members if p.member.slug == slug)


def said(by: str = "member", slug: str = "alder", tier: int | None = 2) -> LinkStatement:
    """A statement of a member, or of the factory through it."""
    return LinkStatement(member(slug), tier, date(2021, 1, 1), by, date(2025, 2, 1))


def factory(name: str, **changes: object) -> Factory:
    """A factory with nothing but what all have, and its name as its identifier."""
    bare = {"suppliers": (), "customers": (), "units": (), "part_of": None}
    return replace(
        tiny_site().by_id[KNITS], factory_id=name, name=f"Factory {name}", **(bare | changes)
    )


def linked(text: str, **statements: tuple[LinkStatement, ...]) -> dict[str, Factory]:
    """Factories by name: ``a>b`` for a that supplies b, parted by spaces; a name alone has no link.

    What is said of a link is given as ``a_b``; else alder states it.
    """
    found: dict[str, Factory] = {}
    for pair in text.split():
        ends = pair.split(">")
        for name in ends:
            found.setdefault(name, factory(name))
        if len(ends) == 2:
            supplier, customer = (found[name] for name in ends)
            told = statements.get("_".join(ends), (said(),))
            customer.suppliers += (SupplyLink(supplier, told),)
            supplier.customers += (SupplyLink(customer, told),)
    return found


def profile(factories: dict[str, Factory], **tiers: int | None) -> MemberProfile:
    """The profile of alder with these factories, and the tiers of its own links."""
    return MemberProfile(
        member("alder"),
        factories=list(factories.values()),
        tiers={name: tiers.get(name) for name in factories},
    )
