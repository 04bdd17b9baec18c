"""Products as they are found: told as lists of products tell them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import chain

from madewhere.link.overview import by_name
from madewhere.render.product_parts import Short, in_short
from madewhere.render.search.entry import Entry, addresses, country_names, point_of
from madewhere.render.search.facets import of_product
from madewhere.site_model import Site


def products(site: Site) -> Iterator[Entry]:
    """Every product that is shown."""
    address = addresses(site)
    told = cache(partial(country_names, site))
    for product in site.products.values():
        short = in_short(product, site)
        made_in = chain.from_iterable(map(told, short.countries))
        texts = (product.product_type, *product.materials, product.member.name, *made_in)
        maker = short.factories[0] if len(short.factories) == 1 else None
        yield Entry(
            order=by_name(product),
            href=address.product(product.product_id),
            name=product.name,
            names=(product.name, product.brand),
            texts=[text for text in texts if text],
            codes=(product.product_id, *(each.gtin for each in product.gtins)),
            facets=of_product(site, product),
            point=point_of(maker.latitude, maker.longitude) if maker else None,
            language=product.name_language or "",
            about=product.brand,
            country=" ".join(short.countries),
            kind_of=product.product_type or "",
            checked=_checked(short),
            state="ended" if product.state == "closed" else "",
            stage=short.stage,
            known="" if short.kind == "factory" else short.kind,
        )


def _checked(short: Short) -> str:
    """The day of the last audit of a factory that is named, or why there is none."""
    if short.checked:
        return short.checked.audit_date.isoformat()
    if not short.factories:
        return "no-factory"
    return "no-audit" if "audits" in short.factories[0].agreed else "no-consent"
