"""What is filtered by; a new filter is one line in `FACETS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from madewhere.link.overview import months_before
from madewhere.render.product_parts import in_short
from madewhere.render.speaker import Speaker
from madewhere.render.words import N_
from madewhere.site_model import Audit, Factory, Product, Site


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: ``name`` in addresses, ``label`` on pages.

    ``of`` gives the values of a factory, ``order`` those that a publication may have in the order in
    which pages list them, each with what it is called. ``kinds`` are the kinds of thing that have any.
    """

    name: str
    label: str
    of: Callable[[Site, Factory], Sequence[str]]
    order: Callable[[Site, Speaker], Sequence[tuple[str, str]]]
    kinds: tuple[str, ...] = ("factory",)


def _members(site: Site) -> list[tuple[str, str]]:
    return [(profile.member.slug, profile.member.name) for profile in site.members]


def _countries(site: Site, say: Speaker) -> list[tuple[str, str]]:
    return [(code, say.country(code)) for code in say.by_name(occurring(site)["country"])]


def _terms(register: str, titles: Mapping[str, str], say: Speaker) -> list[tuple[str, str]]:
    """The codes of a register with their titles, where these are words of the trade in the page's language."""
    return [(code, say.language.pgettext(register, title)) for code, title in titles.items()]


def _tiers(factory: Factory) -> Sequence[str]:
    return sorted({str(link.tier) for link in factory.sourcing if link.tier is not None})


def _certificates(of: Factory | Product) -> Sequence[str]:
    return sorted({each.standard for each in of.certificates if each.state == "valid"})


def _standards(site: Site) -> list[tuple[str, str]]:
    titles = {slug: standard.title for slug, standard in site.standards.items()}
    held = [(slug, titles.get(slug, slug)) for slug in occurring(site)["certificate"]]
    return sorted(held, key=lambda each: each[::-1])


def audit_age(site: Site, factory: Factory) -> str:
    """How long ago the last audit was that is shown, or why none is: a code of ``audit_age``."""
    last = factory.last_audit
    return _age(site, last) if last else "none" if "audits" in factory.agreed else "no-consent"


def _age(site: Site, audit: Audit) -> str:
    for months in (12, 24):
        if audit.audit_date >= months_before(site.as_of, months):
            return str(months)
    return "older"


AUDIT_AGES = {
    "12": N_("Last 12 months"),
    "24": N_("12 to 24 months ago"),
    "older": N_("Longer ago"),
    "none": N_("No audit disclosed"),
    "no-consent": N_("No consent to show this"),
}

FACETS: tuple[Facet, ...] = (
    Facet(
        "country",
        N_("Country"),
        lambda _, factory: (factory.country,),
        _countries,
        ("factory", "product", "place"),
    ),
    Facet(
        "member",
        N_("Member"),
        lambda _, factory: sorted({link.member.slug for link in factory.sourcing}),
        lambda site, _: _members(site),
        ("factory", "product"),
    ),
    Facet(
        "type",
        N_("Kind of factory"),
        lambda _, factory: (factory.facility_type,) if factory.facility_type else (),
        lambda site, say: _terms("facility_type", site.facility_types, say),
    ),
    Facet(
        "process",
        N_("Work steps"),
        lambda _, factory: factory.processing_types,
        lambda site, say: _terms("processing_type", site.processing_types, say),
    ),
    Facet(
        "tier",
        N_("Tier"),
        lambda _, factory: _tiers(factory),
        lambda _, say: [(tier, say.number(int(tier))) for tier in "1234"],
    ),
    Facet(
        "audit",
        N_("Last check"),
        lambda site, factory: (audit_age(site, factory),),
        lambda _, say: [(code, say.language.gettext(word)) for code, word in AUDIT_AGES.items()],
        ("factory", "product"),
    ),
    Facet(
        "certificate",
        N_("Valid certificate"),
        lambda _, factory: _certificates(factory),
        lambda site, _: _standards(site),
        ("factory", "product"),
    ),
)
"""The filters, in the order of pages."""


def of_product(site: Site, product: Product) -> dict[str, Sequence[str]]:
    """The values of a product by filter: of where it was made, as lists of products tell it."""
    short = in_short(product, site)
    ages = (
        [_age(site, short.checked)]
        if short.checked
        else sorted({audit_age(site, factory) for factory in short.factories})
    )
    return {
        "country": short.countries,
        "member": (product.member.slug,),
        "audit": ages,
        "certificate": _certificates(product),
    }


@lru_cache(maxsize=1)
def occurring(site: Site) -> dict[str, frozenset[str]]:
    """The values that anything has, by filter."""
    of_products = [of_product(site, product) for product in site.products.values()]
    return {
        facet.name: frozenset(
            chain(
                chain.from_iterable(facet.of(site, factory) for factory in site.factories),
                chain.from_iterable(values.get(facet.name, ()) for values in of_products),
            )
        )
        for facet in FACETS
    }


def options(site: Site, say: Speaker) -> list[tuple[Facet, list[tuple[str, str]]]]:
    """Each filter with the values to choose from; filters with fewer than two are left out."""
    found = []
    for facet in FACETS:
        there = occurring(site)[facet.name]
        values = [(value, text) for value, text in facet.order(site, say) if value in there]
        if len(values) > 1:
            found.append((facet, values))
    return found
