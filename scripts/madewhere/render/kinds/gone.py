"""The permanent pages of identifiers and numbers that show nothing: they answer, and say how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from madewhere.render.chrome import report
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.words import N_
from madewhere.site_model import GoneProduct, Site, Tombstone

_FACTORY = {
    "merged": (
        N_("This factory has another page now"),
        N_("Two identifiers named the same factory, and they have been joined."),
    ),
    "withdrawn": (
        N_("This factory’s page was withdrawn"),
        N_(
            "The identifier stays valid and will not be given to another factory. Nothing else is shown here."
        ),
    ),
    "not-shown": (
        N_("Not shown at present"),
        N_(
            "No consent covers this page today. The identifier stays valid, and the page may come back."
        ),
    ),
}
_PRODUCT = {
    "merged": (
        N_("This product has another page now"),
        N_("Two identifiers named the same product, and they have been joined."),
    ),
    "withdrawn": (
        N_("This product’s page was withdrawn"),
        N_(
            "The identifier stays valid and will not be given to another product. Nothing else is shown here."
        ),
    ),
    "not-shown": (
        N_("Not shown at present"),
        N_(
            "Nothing is shown of this product today. The identifier stays valid, and the page may come back."
        ),
    ),
}
_GTIN = {
    "none": (
        N_("No product is shown for this number"),
        N_(
            "The number was published here, and nothing is shown of its product today. The page may come back."
        ),
    ),
    "several": (
        N_("Several products claim this number"),
        N_(
            "The number under a bar code belongs to one product only. These all claim it, and nobody here can tell whose it is."
        ),
    ),
}
_GLN = {
    "none": (
        N_("No factory is shown for this number"),
        N_(
            "The number was published here, and no factory that is shown today has it. The page may come back."
        ),
    ),
    "several": (
        N_("Several factories claim this number"),
        N_(
            "A location number belongs to one place only. These all claim it, and nobody here can tell whose it is."
        ),
    ),
}


class Claim(NamedTuple):
    """One of several that claim a number: its address relative to the root, its name, and of whom."""

    href: str
    name: str
    sub: str


class GonePage(PageKind):
    """What every such page has: its state in words, where that leads, and where to report an error."""

    template = "pages/tombstone.html"
    in_sitemap = False
    words: ClassVar[dict[str, tuple[str, str]]]
    elsewhere: ClassVar[tuple[str, str]]
    """Where to look on: the address of a list, and what it is called."""

    def identifier(self, item: Any) -> str:
        """What the page answers for."""
        raise NotImplementedError

    def state(self, item: Any) -> str:
        """Which of the words fit."""
        raise NotImplementedError

    def successor(self, item: Any, setting: Setting) -> tuple[str, str] | None:
        """The identifier that it was joined with, where that is shown, and its page's address."""
        return None

    def claims(self, item: Any, setting: Setting) -> list[Claim]:
        """Those that claim it, where there are several."""
        return []

    def title(self, item: Any, setting: Setting) -> str:
        """The identifier and nothing else."""
        return self.identifier(item)

    def context(self, item: Any, setting: Setting) -> dict[str, Any]:
        """What is left of it, and where to report an error."""
        heading, lead = self.words[self.state(item)]
        path, name = self.elsewhere
        return {
            "identifier": self.identifier(item),
            "state": self.state(item),
            "heading": setting.text(heading),
            "lead": setting.text(lead),
            "successor": self.successor(item, setting),
            "claims": self.claims(item, setting),
            "elsewhere": (path, setting.text(name)),
            "report": report(setting.site.publication, self.identifier(item)),
        }


class TombstonePage(GonePage):
    """The permanent page of a factory that shows nothing but its state."""

    name = "tombstone"
    section = "factories/"
    words = _FACTORY
    elsewhere = ("factories/", N_("All factories"))

    def items(self, site: Site) -> Sequence[Tombstone]:
        """Every published factory that is not shown."""
        return site.tombstones

    def path(self, item: Tombstone) -> str:
        """The permanent address."""
        return f"F/{item.factory_id}/"

    def identifier(self, item: Tombstone) -> str:
        """The factory's ID."""
        return item.factory_id

    def state(self, item: Tombstone) -> str:
        """Merged, withdrawn or not-shown."""
        return item.state

    def successor(self, item: Tombstone, setting: Setting) -> tuple[str, str] | None:
        """The factory that it was merged into."""
        new = item.successor
        return (new, setting.addresses.factory(new)) if new else None


class GoneProductPage(GonePage):
    """The permanent page of a product that shows nothing but its state."""

    name = "gone_product"
    section = "products/"
    words = _PRODUCT
    elsewhere = ("products/", N_("All products"))

    def items(self, site: Site) -> Sequence[GoneProduct]:
        """Every published product that is not shown."""
        return site.gone_products

    def path(self, item: GoneProduct) -> str:
        """The permanent address."""
        return f"P/{item.product_id}/"

    def identifier(self, item: GoneProduct) -> str:
        """The product's ID."""
        return item.product_id

    def state(self, item: GoneProduct) -> str:
        """Merged, withdrawn or not-shown."""
        return item.state

    def successor(self, item: GoneProduct, setting: Setting) -> tuple[str, str] | None:
        """The product that it was merged into."""
        new = item.successor
        return (new, setting.addresses.product(new)) if new else None


Number = tuple[str, tuple[str, ...]]
"""A number of GS1, and the IDs of those that are shown and claim it."""


class GtinPage(GonePage):
    """The address of a GTIN that leads to no product, or to several."""

    name = "gtin"
    section = "products/"
    words = _GTIN
    elsewhere = ("products/", N_("All products"))

    def items(self, site: Site) -> Sequence[Number]:
        """Every published GTIN that is not that of one product."""
        return [(gtin, ids) for gtin, ids in site.numbers.products.items() if len(ids) != 1]

    def path(self, item: Number) -> str:
        """The address of GS1 Digital Link."""
        return f"01/{item[0]}/"

    def identifier(self, item: Number) -> str:
        """The GTIN."""
        return item[0]

    def state(self, item: Number) -> str:
        """None or several."""
        return "several" if item[1] else "none"

    def claims(self, item: Number, setting: Setting) -> list[Claim]:
        """The products, each with who sells it."""
        products = [setting.site.products[product_id] for product_id in item[1]]
        return [
            Claim(
                setting.addresses.product(p.product_id),
                p.name + setting.text(", ") + p.brand,
                p.member.name,
            )
            for p in products
        ]


class GlnPage(GonePage):
    """The address of a GLN that leads to no factory, or to several."""

    name = "gln"
    section = "factories/"
    words = _GLN
    elsewhere = ("factories/", N_("All factories"))

    def items(self, site: Site) -> Sequence[Number]:
        """Every published GLN that is not that of one factory."""
        return [(gln, ids) for gln, ids in site.numbers.factories.items() if len(ids) != 1]

    def path(self, item: Number) -> str:
        """The address of GS1 Digital Link."""
        return f"414/{item[0]}/"

    def identifier(self, item: Number) -> str:
        """The GLN."""
        return item[0]

    def state(self, item: Number) -> str:
        """None or several."""
        return "several" if item[1] else "none"

    def claims(self, item: Number, setting: Setting) -> list[Claim]:
        """The factories, each with its country."""
        factories = [setting.site.by_id[factory_id] for factory_id in item[1]]
        return [
            Claim(
                setting.addresses.factory(f.factory_id),
                setting.words.called(f),
                setting.say.country(f.country),
            )
            for f in factories
        ]


class FormerMemberPage(PageKind):
    """The permanent page of a member that withdrew, or that the register no longer has."""

    name = "former_member"
    template = "pages/former_member.html"
    section = "members/"
    in_sitemap = False

    def items(self, site: Site) -> Sequence[str]:
        """The slug of every published member that is not shown."""
        return site.former_members

    def path(self, item: str) -> str:
        """The permanent address."""
        return f"members/{item}/"

    def title(self, item: str, setting: Setting) -> str:
        """The slug and nothing else."""
        return item

    def context(self, item: str, setting: Setting) -> dict[str, Any]:
        """What is left of it, and where to report an error."""
        return {"slug": item, "report": report(setting.site.publication, item)}
