"""Pages of many products: all of them, those of a member, and those made in a factory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madewhere.link.overview import by_name
from madewhere.render.factory_list import ListPage, RowList
from madewhere.render.kinds.base import Setting
from madewhere.render.kinds.lists import PRODUCTS_LISTED, ListKind
from madewhere.render.product_parts import in_short
from madewhere.site_model import Factory, MemberProfile, Site


class Products(ListKind):
    """The list of all products, and the longer ones of members and factories."""

    name = "products"
    template = "pages/products.html"
    section = "products/"

    def lists(self, site: Site) -> Sequence[RowList]:
        """One of everything, and one of each member and factory with more than its page lists."""
        return [
            RowList(site, sorted(site.products.values(), key=by_name)),
            *(RowList(m, m.products) for m in site.members if len(m.products) > PRODUCTS_LISTED),
            *(
                RowList(f, [site.products[made.product_id] for made in f.products])
                for f in site.factories
                if len(f.products) > PRODUCTS_LISTED
            ),
        ]

    def place(self, of: Site | MemberProfile | Factory) -> str:
        """A fixed address, or below the page of the member or factory."""
        if isinstance(of, MemberProfile):
            return f"members/{of.member.slug}/products/"
        return f"F/{of.factory_id}/products/" if isinstance(of, Factory) else "products/"

    def heading(self, of: Site | MemberProfile | Factory, setting: Setting) -> str:
        """The list's name."""
        if isinstance(of, MemberProfile):
            return setting.text("Products of %(member)s", member=of.member.name)
        if isinstance(of, Factory):
            return setting.text("Products made in %(factory)s", factory=setting.words.called(of))
        return setting.text("All products")

    def description(self, item: ListPage, setting: Setting) -> str:
        """What the list is."""
        return setting.text(
            "Products with where they were made, when that factory was checked, and what is not known."
        )

    def context(self, item: ListPage, setting: Setting) -> dict[str, Any]:
        """Also what is told of each product in short, and above what the list stands."""
        return {
            **super().context(item, setting),
            "heading": self.heading(item.of, setting),
            "in_short": lambda product: in_short(product, setting.site),
            "member": item.of.member if isinstance(item.of, MemberProfile) else None,
            "factory": item.of if isinstance(item.of, Factory) else None,
        }
