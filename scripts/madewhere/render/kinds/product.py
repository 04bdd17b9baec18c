"""The permanent page of a product that is shown, which the GTINs in its bar codes lead to as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madewhere.maps.atlas import drawn_by
from madewhere.maps.journeys import area, draw, stops
from madewhere.render.chrome import report
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.product_parts import answer, contested, known, lands, told_steps
from madewhere.site_model import Product, Site


class ProductPage(PageKind):
    """The permanent page of a product that is shown."""

    name = "product"
    template = "pages/product.html"
    section = "products/"

    def items(self, site: Site) -> Sequence[Product]:
        """Every product that is shown."""
        return list(site.products.values())

    def path(self, item: Product) -> str:
        """The permanent address."""
        return f"P/{item.product_id}/"

    def copies(self, item: Product, site: Site) -> Sequence[str]:
        """The address of each of its GTINs that no other product claims."""
        contested_here = contested(item, site.numbers.products)
        return [f"01/{g.gtin}/" for g in item.gtins if g.gtin not in contested_here]

    def picture(self, item: Product, site: Site) -> str:
        """One of its own where the publisher wants it."""
        return self.path(item) if "products" in site.publication.share_pictures else ""

    def depends_on(self, item: Product, setting: Setting) -> str:
        """The product with its factories, who else claims its numbers, and how maps are drawn."""
        claimed = sorted(contested(item, setting.site.numbers.products))
        return setting.site.product_digests[item.product_id] + drawn_by() + repr(claimed)

    def title(self, item: Product, setting: Setting) -> str:
        """Its name and brand."""
        return item.name + setting.text(", ") + item.brand

    def description(self, item: Product, setting: Setting) -> str:
        """What the page answers."""
        return setting.text(
            "Where %(product)s by %(brand)s was made, step by step, and what is not known.",
            product=item.name,
            brand=item.brand,
        )

    def context(self, item: Product, setting: Setting) -> dict[str, Any]:
        """The steps, the answer to who asks where it was made, and the journey as a drawing."""
        site = setting.site
        told = told_steps(item.steps, site.as_of)
        found = stops(told, site)
        return {
            "product": item,
            "told": told,
            "lands": lands,
            "answer": answer(told),
            "known": known(told),
            "drawing": draw(told, found, setting.atlas.journey(area(found))) if found else None,
            "contested": contested(item, site.numbers.products),
            "permanent": setting.url(self.path(item)),
            "report": report(site.publication, f"{item.product_id} {item.name}"),
        }

    def jsonld(self, item: Product, setting: Setting) -> dict[str, Any]:
        """A product with its brand and numbers, and the country that it was put together in."""
        found: dict[str, Any] = {
            "@type": "Product",
            "name": item.name,
            "productID": item.product_id,
            "url": setting.url(setting.addresses.product(item.product_id)),
            "brand": {"@type": "Brand", "name": item.brand},
        }
        if item.product_type:
            found["category"] = item.product_type
        if item.materials:
            found["material"] = list(item.materials)
        if item.gtins:
            found["gtin"] = [each.gtin for each in item.gtins]
        told = answer(told_steps(item.steps, setting.site.as_of))
        if told and told.stage == "making" and told.certain:
            countries = {setting.site.by_id[f].country for f in told.factories}
            if len(countries) == 1:
                found["countryOfAssembly"] = countries.pop()
        return found
