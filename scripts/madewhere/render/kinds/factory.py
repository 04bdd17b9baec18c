"""The permanent page of a factory that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madewhere.render.chrome import report
from madewhere.render.factory_parts import alerted, calls
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.kinds.lists import PRODUCTS_LISTED
from madewhere.site_model import Factory, Site

FINDINGS_IN_FULL = 20
"""Findings that a factory's page tells in full, open ones first: 40 took 20 kB of the 40 of a visit."""


class FactoryPage(PageKind):
    """The permanent page of a factory that is shown."""

    name = "factory"
    template = "pages/factory.html"
    section = "factories/"

    def items(self, site: Site) -> Sequence[Factory]:
        """Every factory that is shown."""
        return site.factories

    def path(self, item: Factory) -> str:
        """The permanent address."""
        return f"F/{item.factory_id}/"

    def copies(self, item: Factory, site: Site) -> Sequence[str]:
        """The address of its GLN, where that is published and no other factory claims it."""
        alone = item.gln and site.numbers.factories.get(item.gln) == (item.factory_id,)
        return [f"414/{item.gln}/"] if alone else []

    def picture(self, item: Factory, site: Site) -> str:
        """One of its own where the publisher wants it."""
        return self.path(item) if "factories" in site.publication.share_pictures else ""

    def depends_on(self, item: Factory, setting: Setting) -> str:
        """The factory with its audits, and the drawing of its country."""
        return setting.site.digests[item.factory_id] + setting.atlas.key(item.country)

    def title(self, item: Factory, setting: Setting) -> str:
        """Its name and where it is."""
        parts = (setting.words.called(item), item.locality, setting.say.country(item.country))
        return setting.text(", ").join(part for part in parts if part)

    def description(self, item: Factory, setting: Setting) -> str:
        """Who buys there and when it was last audited."""
        members = setting.text(", ").join(s.member.name for s in item.sourcing[:3])
        text = setting.text(
            "Where this factory is and who buys there: %(members)s.", members=members
        )
        if item.audits:
            when = setting.say.month(item.audits[0].audit_date)
            text += " " + setting.text("Last audit: %(when)s.", when=when)
        return text

    def context(self, item: Factory, setting: Setting) -> dict[str, Any]:
        """What the page needs of audits, tiers and channels, its code's address, and where to write to."""
        return {
            "audits": {audit.audit_id: audit for audit in item.audits},
            "in_depth": any(audit.in_depth for audit in item.audits),
            "alerted": alerted(item.audits),
            "newest_summary": next((audit for audit in item.audits if audit.chapters), None),
            "in_full": FINDINGS_IN_FULL,
            "most_products": PRODUCTS_LISTED,
            "planned": [audit for audit in item.audits if audit.findings],
            "factory": item,
            "permanent": setting.url(self.path(item)),
            "tiered": any(s.tier for s in item.sourcing) or any(s.tier for s in item.suppliers),
            "calls": calls(item, setting.site.publication, setting.say.language.code),
            "report": report(setting.site.publication, f"{item.factory_id} {item.name}"),
        }

    def jsonld(self, item: Factory, setting: Setting) -> dict[str, Any]:
        """A place with its address, point and identifiers."""
        address = {
            "@type": "PostalAddress",
            "streetAddress": item.street_address,
            "addressLocality": item.locality,
            "addressRegion": item.region,
            "postalCode": item.postal_code,
            "addressCountry": item.country,
        }
        place: dict[str, Any] = {
            "@type": "Place",
            "name": item.name,
            "url": setting.url(setting.addresses.factory(item.factory_id)),
            "identifier": item.factory_id,
            "address": {key: value for key, value in address.items() if value},
        }
        if item.name_native:
            place["alternateName"] = item.name_native
        if item.latitude is not None and item.longitude is not None:
            place["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": item.latitude,
                "longitude": item.longitude,
            }
        if item.gln:
            place["globalLocationNumber"] = item.gln
        return place
