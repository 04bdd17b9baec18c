"""The record of one product, beside its page: `record.json`."""

from __future__ import annotations

from typing import Any

from madewhere.exports.records import FORMAT, as_json, member_ref, plain
from madewhere.site_model import Factory, GoneProduct, Product, Site
from madewhere.site_model.products import Place, Step


def product_json(site: Site, product: Product) -> bytes:
    """Everything that the page shows, as JSON."""
    return as_json(
        {
            "format": FORMAT,
            "licence": "ODbL-1.0",
            "product_id": product.product_id,
            "url": site.publication.address(f"P/{product.product_id}/"),
            "state": product.state,
            "published_on": product.published_on,
            "demo": product.demo,
            "member": member_ref(product.member),
            "name": product.name,
            "name_language": product.name_language,
            "brand": product.brand,
            "product_type": product.product_type,
            "materials": list(product.materials),
            "website": product.website,
            "sold_from": product.sold_from,
            "sold_until": product.sold_until,
            "stated_on": product.stated_on,
            "gtins": [
                {
                    "gtin": each.gtin,
                    "variant": each.variant,
                    "url": site.publication.address(f"01/{each.gtin}/"),
                    "claimed_by": list(site.numbers.products[each.gtin]),
                }
                for each in product.gtins
            ],
            "steps": [_step(site, step) for step in product.steps],
            "certificates": plain(product.certificates),
            "claims": plain(product.claims),
        }
    )


def gone_product_json(site: Site, gone: GoneProduct) -> bytes:
    """What is left of a product that is not shown: its ID, its state, a successor."""
    return as_json(
        {
            "format": FORMAT,
            "product_id": gone.product_id,
            "url": site.publication.address(f"P/{gone.product_id}/"),
            "state": gone.state,
            "successor": gone.successor,
        }
    )


def _step(site: Site, step: Step) -> dict[str, Any]:
    return {
        "position": step.position,
        "stage": step.stage,
        "part": step.part,
        "places": [_place(site, place) for place in step.places],
    }


def _place(site: Site, place: Place) -> dict[str, Any]:
    found: dict[str, Any] = plain(place)
    factories = [site.by_id[factory_id] for factory_id in place.factories]
    return {**found, "factories": [_factory(site, factory) for factory in factories]}


def _factory(site: Site, factory: Factory) -> dict[str, Any]:
    """A factory as its step names it: who and where it is, and when it was checked last."""
    audit = factory.last_audit
    return {
        "factory_id": factory.factory_id,
        "url": site.publication.address(f"F/{factory.factory_id}/"),
        "name": factory.name,
        "locality": factory.locality,
        "country": factory.country,
        "state": factory.state,
        "audits_agreed": "audits" in factory.agreed,
        "last_audit": audit
        and {
            "audit_id": audit.audit_id,
            "type": audit.type,
            "audit_date": audit.audit_date,
            "audit_firm": audit.firm.slug,
        },
    }
