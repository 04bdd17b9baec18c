"""What can be found: a new kind is a function that gives its entries, and a line in `KINDS`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from madewhere.render.languages import Language
from madewhere.render.search.entry import Entry, addresses, as_code, country_names, point_of
from madewhere.render.search.facets import FACETS
from madewhere.render.search.products import products
from madewhere.render.search.words import folded
from madewhere.render.words import N_
from madewhere.site_model import Factory, Site


def factories(site: Site) -> Iterator[Entry]:
    """Every factory that is shown."""
    address = addresses(site)
    told = {profile.code: country_names(site, profile.code) for profile in site.countries}
    for factory in site.factories:
        names = [factory.name, factory.name_native, *_other_names(factory)]
        texts = [factory.address_line, factory.parent_company, *told[factory.country]]
        codes = (factory.factory_id, factory.os_id, factory.gln, factory.lei)
        facets = {facet.name: facet.of(site, factory) for facet in FACETS}
        last = factory.last_audit
        yield Entry(
            order=(factory.country, factory.name.casefold(), factory.factory_id),
            href=address.factory(factory.factory_id),
            name=factory.name,
            names=[name for name in names if name],
            texts=[text for text in texts if text],
            codes=[code for code in (*codes, as_code(factory.registration_number)) if code],
            facets={**facets, "place": [key for key, _ in places_of(factory)]},
            point=point_of(factory.latitude, factory.longitude),
            native=factory.name_native or "",
            language=factory.name_native_language or "",
            about=factory.locality or factory.address_line or "not-known",
            country=factory.country,
            kind_of=factory.facility_type or _gap(factory, "profile", "not-known"),
            checked=last.audit_date.isoformat() if last else _gap(factory, "audits", "no-audit"),
            state="" if factory.is_open else factory.state,
        )


def members(site: Site) -> Iterator[Entry]:
    """Every member of the register."""
    for profile in site.members:
        member = profile.member
        yield Entry(
            order=(member.name.casefold(), member.slug),
            href=addresses(site).member(member.slug),
            name=member.name,
            names=[member.name],
            texts=country_names(site, member.country),
            country=member.country,
            count=profile.open,
        )


def places(site: Site) -> Iterator[Entry]:
    """Every country with factories, and every region and town that they name."""
    for profile in site.countries:
        yield Entry(
            order=("", "", profile.code),
            href=addresses(site).country(profile.code),
            name="",
            names=country_names(site, profile.code),
            facets={"country": [profile.code]},
            country=profile.code,
            count=profile.open,
        )
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for factory in site.factories:
        for key, spelling in places_of(factory):
            spellings[key][spelling] += factory.is_open
    for key, spelt in spellings.items():
        name = min(spelt, key=lambda each: (-spelt[each], each))
        code = key[:2]
        yield Entry(
            order=(code, name.casefold(), key),
            href=f"find/?place={quote(key)}",
            name=name,
            names=sorted(spelt),
            texts=country_names(site, code),
            facets={"country": [code], "place": [key]},
            country=code,
            count=spelt.total(),
        )


def places_of(factory: Factory) -> list[tuple[str, str]]:
    """The town and the region of a factory: a key that no two places of a country share, and the name."""
    named: dict[str, str] = {}
    for name in (factory.locality, factory.region):
        if name:
            named.setdefault(folded(name).replace(" ", "-"), name)
    return [(f"{factory.country}-{key}", name) for key, name in named.items() if key]


def _gap(factory: Factory, scope: str, otherwise: str) -> str:
    return otherwise if scope in factory.agreed else "no-consent"


def _other_names(factory: Factory) -> Iterable[str]:
    """What other members call it."""
    for other in factory.differing:
        said = (other.values.get(column) for column in ("name", "name_native"))
        yield from (name for name in said if name)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found.

    ``forms`` tells a number of them by plural category, its gap left open. ``columns`` are those of its
    table: what `find.js` knows each by, and its head. ``on_map`` says whether its entries have points.
    """

    name: str
    label: str
    forms: Callable[[Language], dict[str, str]]
    columns: Sequence[tuple[str, str]]
    entries: Callable[[Site], Iterable[Entry]]
    on_map: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(
        "factory",
        N_("Factories"),
        lambda language: language.forms("%(n)s factory", "%(n)s factories"),
        (
            ("name", N_("Factory")),
            ("about", N_("Place")),
            ("country", N_("Country")),
            ("type", N_("Kind of factory")),
            ("checked", N_("Last check")),
        ),
        factories,
        on_map=True,
    ),
    Kind(
        "product",
        N_("Products"),
        lambda language: language.forms("%(n)s product", "%(n)s products"),
        (
            ("name", N_("Product")),
            ("about", N_("Brand")),
            ("made", N_("Sewn in")),
            ("checked", N_("Factory checked")),
        ),
        products,
        on_map=True,
    ),
    Kind(
        "member",
        N_("Members"),
        lambda language: language.forms("%(n)s member", "%(n)s members"),
        (("name", N_("Member")), ("country", N_("Country")), ("count", N_("Factories"))),
        members,
    ),
    Kind(
        "place",
        N_("Places"),
        lambda language: language.forms("%(n)s place", "%(n)s places"),
        (("name", N_("Place")), ("country", N_("Country")), ("count", N_("Factories"))),
        places,
    ),
)
"""The kinds, in the order in which results are offered."""
