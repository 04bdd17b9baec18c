"""What the picture of each page says: of the site, a country, a member, a factory, a product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from madewhere.maps.atlas import Atlas
from madewhere.maps.plot import Plot
from madewhere.render.kinds.base import Setting
from madewhere.render.product_parts import in_short
from madewhere.render.share.card import Card, CardMap
from madewhere.site_model import CountryProfile, Factory, MemberProfile, Product, Site

FILE = "share.png"
"""The name of a picture, beside the page that it is of."""


class Shared(NamedTuple):
    """A page with a picture: its address below that of the language, and what it is of."""

    path: str
    of: Any


def shared(site: Site) -> list[Shared]:
    """Every page that has a picture of its own, the site's first."""
    wanted = site.publication.share_pictures
    return [
        Shared("", site),
        *(Shared(f"countries/{each.code}/", each) for each in site.countries),
        *(Shared(f"members/{each.member.slug}/", each) for each in site.members),
        *(Shared(f"F/{f.factory_id}/", f) for f in site.factories if "factories" in wanted),
        *(Shared(f"P/{p}/", each) for p, each in site.products.items() if "products" in wanted),
    ]


def card(of: Any, setting: Setting) -> Card:
    """What the picture of a page says, in the page's language."""
    return _CARDS[type(of)](of, setting)


def _of_site(site: Site, setting: Setting) -> Card:
    publication = site.publication
    lines = [_counted(sum(f.is_open for f in site.factories), setting)] if site.factories else []
    return _card(
        setting,
        kind="",
        title=publication.name,
        fallback=urlsplit(publication.base_url).netloc,
        lines=[setting.tagline, *lines],
        drawn=_placed(setting.atlas, setting.atlas.world, ()),
    )


def _of_country(profile: CountryProfile, setting: Setting) -> Card:
    return _card(
        setting,
        kind=setting.text("Country"),
        title=str(setting.say.country(profile.code)),
        fallback=profile.code,
        lines=[_counted(profile.open, setting)],
        drawn=_placed(setting.atlas, setting.atlas.outline(profile.code), profile.factories),
    )


def _of_member(profile: MemberProfile, setting: Setting) -> Card:
    there = [f for f in profile.factories if f.is_open]
    codes = {f.country for f in there}
    only = setting.atlas.outline(next(iter(codes))) if len(codes) == 1 else setting.atlas.world
    return _card(
        setting,
        kind=setting.text("Member"),
        title=profile.member.name,
        fallback=profile.member.slug,
        lines=[_counted(len(there), setting)],
        drawn=_placed(setting.atlas, only, there),
    )


def _of_factory(factory: Factory, setting: Setting) -> Card:
    say, text = setting.say, setting.text
    audit = factory.last_audit
    checked = text("Last check") + text(": ") + say.month(audit.audit_date) if audit else ""
    place = [factory.locality, str(say.country(factory.country))]
    return _card(
        setting,
        kind=text("Factory"),
        title=setting.words.called(factory),
        fallback=factory.factory_id,
        lines=[text(", ").join(part for part in place if part), *([checked] if checked else [])],
        drawn=_placed(setting.atlas, setting.atlas.outline(factory.country), [factory]),
    )


def _of_product(product: Product, setting: Setting) -> Card:
    say, text = setting.say, setting.text
    short = in_short(product, setting.site)
    where = text(", ").join(str(say.country(code)) for code in short.countries)
    answer = say.label("stage_in", short.stage) + text(": ") + where if where else ""
    return _card(
        setting,
        kind=text("Product"),
        title=product.name,
        fallback=product.product_id,
        lines=[product.brand, *([answer] if answer else [])],
        drawn=_placed(
            setting.atlas,
            setting.atlas.outline(short.factories[0].country) if short.factories else None,
            short.factories,
        ),
    )


_CARDS: dict[type, Callable[[Any, Setting], Card]] = {
    Site: _of_site,
    CountryProfile: _of_country,
    MemberProfile: _of_member,
    Factory: _of_factory,
    Product: _of_product,
}


def _card(
    setting: Setting,
    *,
    kind: str,
    title: str,
    fallback: str,
    lines: Sequence[str],
    drawn: CardMap | None,
) -> Card:
    publication = setting.site.publication
    say = setting.say
    return Card(
        kind=kind,
        title=title,
        fallback=fallback,
        lines=tuple(lines),
        site=publication.name if kind else urlsplit(publication.base_url).netloc,
        foot=setting.text("As of %(date)s.", date=say.date(setting.site.as_of)),
        warning=setting.text("Invented, to show how it works") if setting.site.demo else "",
        right_to_left=say.language.direction == "rtl",
        map=drawn,
    )


def _counted(count: int, setting: Setting) -> str:
    say = setting.say
    said: str = say.language.ngettext("%(n)s factory", "%(n)s factories", count)
    return said % {"n": say.number(count)}


def _placed(atlas: Atlas, plot: Plot | None, factories: Sequence[Factory]) -> CardMap | None:
    """A drawing with the factories that have a place, each point once."""
    if plot is None:
        return None
    placed = (
        plot.place(f.latitude, f.longitude)
        for f in factories
        if f.latitude is not None and f.longitude is not None
    )
    dots = {(float(round(x)), float(round(y))) for x, y in placed}
    return CardMap(atlas.drawing(plot), plot.width, plot.height, tuple(sorted(dots)))
