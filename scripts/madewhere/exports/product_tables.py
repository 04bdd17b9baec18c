"""The published tables of products: what they are, their numbers, steps, certificates and claims."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.exports.definitions import Published, Row, borrowed, define, own
from madewhere.site_model import Site
from madewhere.tables import Field, table

_MEMBER = own("member", "string", "Member", "The slug of the member that sells it.", "aldermoss")
_PRODUCT = table("products").columns
_CERTIFICATE = tuple(c for c in table("product_certificates").columns if c != "product_id")


def _products(site: Site) -> Iterator[Row]:
    for product_id in sorted(site.products):
        product = site.products[product_id]
        cells = {name: getattr(product, name) for name in _PRODUCT if name != "materials"}
        cells["materials"] = "|".join(product.materials) or None
        yield (
            *(cells[name] for name in _PRODUCT),
            product.state,
            product.published_on,
            site.publication.address(f"P/{product_id}/"),
            product.member.slug,
        )


def _gtins(site: Site) -> Iterator[Row]:
    for product_id in sorted(site.products):
        for each in site.products[product_id].gtins:
            yield (each.gtin, product_id, each.variant)


def _steps(site: Site) -> Iterator[Row]:
    for product_id in sorted(site.products):
        for step in site.products[product_id].steps:
            entry = 0
            for place in step.places:
                for factory_id in place.factories or (None,):
                    entry += 1
                    yield (
                        product_id,
                        step.position,
                        entry,
                        step.stage,
                        step.part,
                        place.kind,
                        factory_id,
                        place.one_of,
                        place.country,
                        place.lot,
                        place.valid_from,
                        place.valid_until,
                        place.stated_on,
                    )


def _certificates(site: Site) -> Iterator[Row]:
    for product_id in sorted(site.products):
        for each in site.products[product_id].certificates:
            yield (product_id, *(getattr(each, name) for name in _CERTIFICATE), each.state)


def _claims(site: Site) -> Iterator[Row]:
    for product_id in sorted(site.products):
        for each in site.products[product_id].claims:
            certificate = each.certificate
            yield (
                product_id,
                each.claim,
                each.statement,
                each.about,
                certificate.standard if certificate else None,
                certificate.number if certificate else None,
                each.stated_on,
                each.support,
                each.holder,
            )


def _all_of(name: str) -> list[Field]:
    return [borrowed(name, column) for column in table(name).columns]


PRODUCT_TABLES: tuple[Published, ...] = (
    Published(
        define(
            "products",
            "Products",
            "One row a product that is shown, with who sells it.",
            [
                *_all_of("products"),
                own(
                    "state",
                    "string",
                    "State",
                    "Open, or closed where the member ended it.",
                    "open",
                    enum=["open", "closed"],
                ),
                own(
                    "published_on",
                    "date",
                    "Published on",
                    "The day it was published.",
                    "2026-02-01",
                ),
                own(
                    "url",
                    "string",
                    "Page",
                    "The permanent address of its page.",
                    "https://madewhere.example/P/7K3QF214M/",
                ),
                _MEMBER,
            ],
            ("product_id",),
        ),
        _products,
    ),
    Published(
        define(
            "product_gtins",
            "GTINs of products",
            "One row a number in a bar code; a product has one for each size and colour.",
            _all_of("product_gtins"),
            ("gtin", "product_id"),
        ),
        _gtins,
    ),
    Published(
        define(
            "product_steps",
            "Steps of products",
            "One row a step and place; where it is one of several factories, one for each that is shown. A factory that did not agree makes the place one that is not disclosed.",
            _all_of("product_steps"),
            ("product_id", "position", "entry"),
        ),
        _steps,
    ),
    Published(
        define(
            "product_certificates",
            "Certificates of products",
            table("product_certificates").description,
            [
                *_all_of("product_certificates"),
                own(
                    "state",
                    "string",
                    "State",
                    "Whether it is valid on the as-of date.",
                    "valid",
                    enum=["valid", "expired", "not-yet"],
                ),
            ],
            ("product_id", "standard", "number"),
        ),
        _certificates,
    ),
    Published(
        define(
            "product_claims",
            "Claims about products",
            "One row a claim, with whether a certificate that is shown supports it on the as-of date.",
            [
                *_all_of("product_claims"),
                own(
                    "support",
                    "string",
                    "Support",
                    "Whether a certificate that is shown supports it on the as-of date.",
                    "supported",
                    enum=["supported", "expired", "without-evidence"],
                ),
                own(
                    "holder",
                    "string",
                    "Held by",
                    "The factory that holds the certificate; empty where it is of the product.",
                    "BD7K3QF21",
                ),
            ],
            ("product_id", "claim"),
        ),
        _claims,
    ),
)
"""Everything about products, in the order of the data page."""
