"""Members, countries and figures over all factories that are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from madewhere.site_model import (
    Audit,
    CountryProfile,
    Factory,
    Figures,
    Member,
    MemberProfile,
    Product,
)

RECENT_MONTHS = 24
"""An audit of the last two years counts as recent in the figures."""


def member_profiles(
    members: dict[str, Member], factories: list[Factory], products: Iterable[Product]
) -> list[MemberProfile]:
    """Every member with its factories and products, by name; members without any included."""
    profiles = {slug: MemberProfile(member) for slug, member in members.items()}
    for factory in factories:
        for sourcing in factory.sourcing:
            profile = profiles[sourcing.member.slug]
            profile.factories.append(factory)
            profile.tiers[factory.factory_id] = sourcing.tier
    for product in sorted(products, key=by_name):
        profiles[product.member.slug].products.append(product)
    return sorted(profiles.values(), key=lambda p: (p.member.name.casefold(), p.member.slug))


def by_name(product: Product) -> tuple[str, ...]:
    """The order of lists of products."""
    return (product.name.casefold(), product.brand.casefold(), product.product_id)


def country_profiles(factories: list[Factory]) -> list[CountryProfile]:
    """Every country that has factories, by code."""
    profiles: dict[str, CountryProfile] = {}
    for factory in factories:
        profiles.setdefault(factory.country, CountryProfile(factory.country)).factories.append(
            factory
        )
    return [profiles[code] for code in sorted(profiles)]


def figures(
    factories: list[Factory],
    members: list[MemberProfile],
    countries: list[CountryProfile],
    audits: list[Audit],
    products: Iterable[Product],
    as_of: date,
) -> Figures:
    """Count what is shown."""
    recent = months_before(as_of, RECENT_MONTHS)
    there = [factory for factory in factories if factory.is_open]
    return Figures(
        factories=len(there),
        gone=len(factories) - len(there),
        members=sum(1 for profile in members if profile.open),
        countries=sum(1 for profile in countries if profile.open),
        audits=len(audits),
        audited=sum(1 for factory in there if factory.audits),
        audited_recently=sum(
            1 for factory in there if factory.audits and factory.audits[0].audit_date >= recent
        ),
        audits_agreed=sum(1 for factory in there if "audits" in factory.agreed),
        products=sum(1 for product in products if product.state == "open"),
    )


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")  # pragma: no cover
