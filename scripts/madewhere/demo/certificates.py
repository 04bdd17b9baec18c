"""The demo's certificates, and what is claimed with them or without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from madewhere.demo.chance import happens, years_after
from madewhere.demo.factories import DemoFactory
from madewhere.demo.handbook import DemoHandbook

Row = dict[str, Any]
_Claim = tuple[str, str, str]

_ISSUERS = (
    ("lindenfall", "Lindenfall Demo Certification"),
    ("stonebridge", "Stonebridge Demo Certifiers"),
    ("windmark", "Windmark Certification (fictional)"),
    ("bluegate", "Bluegate Register of Invented Certificates"),
)
_BY_WORD = {
    "organic": ("organic-fibre", "material", "{product} made with organic {fibre}"),
    "recycled": ("recycled-content", "material", "{product} with a third of recycled {fibre}"),
    "dyeing": ("clean-dyeing", "process", "Dyed and washed with care for the river"),
    "substance": ("tested", "product", "{product} tested for substances that harm the skin"),
}
"""What is claimed with a certificate, by a word of its standard's slug: name, about, statement."""

_OF_PRODUCTS = ("organic", "recycled", "substance")
"""Words of the slugs of standards that give certificates to products."""

_OTHERWISE = ("certified", "factory", "Certified by the {title}")
_WITH_AN_AUDIT = (
    ("exits-checked", "factory", "All exits are checked at the start of each shift"),
    ("paid-on-time", "factory", "Wages are paid by the seventh of the month"),
    ("fees-refunded", "factory", "Nobody who works here paid a fee for the job"),
)
_WITHOUT = (
    ("sun-power", "process", "Runs on the power of the sun by day"),
    ("short-ways", "product", "{product} whose parts come from within 100 km"),
    ("kind-to-skin", "product", "{product} kind to the skin"),
)
_OF_PRODUCTS_WITHOUT = (
    *_WITHOUT[1:],
    ("lasts", "product", "{product} made to last for years"),
    ("no-plastic", "process", "Packed without plastic"),
    ("small-batches", "process", "Made in small batches"),
)
_WITHOUT_FIBRES = ("leather", "suede", "button", "zip", "polyester")
"""Products of which nobody claims that they are made with organic or recycled fibres."""


def certificate_rows(
    rng: Random, handbook: DemoHandbook, factory: DemoFactory, reference_date: date
) -> list[Row]:
    """The certificates of a factory: most valid, some expired, a few that begin after the date."""
    standards = handbook.standards
    count = min(len(standards), rng.choices((0, 1, 2, 3), (15, 45, 28, 12))[0])
    found = []
    for number, standard in enumerate(rng.sample(standards, count)):
        issuer, name = rng.choice(_ISSUERS)
        years = rng.choice((1, 2, 3))
        since = rng.choices(("valid", "expired", "not-yet"), (66, 26, 8))[0]
        if since == "valid":
            start = reference_date - timedelta(days=rng.randrange(20, 365 * years - 20))
        elif since == "expired":
            start = years_after(reference_date, -years) - timedelta(days=rng.randrange(5, 500))
        else:
            start = reference_date + timedelta(days=5 + rng.randrange(40))
        end = years_after(start, years) - timedelta(days=1)
        found.append(
            {
                "factory_id": factory.factory_id,
                "standard": standard.slug,
                "number": f"{issuer[:2].upper()}{start.year % 100}-{factory.number}-{number + 1}",
                "issuer": name,
                "covers": _covers(rng, factory),
                "valid_from": start,
                "valid_until": end if since != "valid" or happens(rng, 94) else None,
                "verify_url": f"https://{issuer}.example/verify" if happens(rng, 70) else None,
            }
        )
    return found


def claim_rows(
    rng: Random,
    handbook: DemoHandbook,
    factory: DemoFactory,
    certificates: list[Row],
    stated: tuple[date, str],
    *,
    audits: bool,
) -> Iterator[Row]:
    """What is claimed: with a certificate, with an audit where ``audits`` are told, or with nothing."""
    product = factory.products[0] if factory.products else "Goods"
    words = {
        "product": product,
        "fibre": "wool" if "wool" in product.lower() else "cotton",
    }
    claims: list[tuple[_Claim, Row]] = []
    for row in certificates:
        if happens(rng, 75):
            support = {"standard": row["standard"], "number": row["number"]}
            claims.append((_claimed(handbook, row["standard"], product), support))
    social = [audit for audit in factory.audits if audit.type == "social"]
    if social and audits and happens(rng, 40):
        audit = social[-1] if happens(rng, 70) else social[0]
        claims.append((rng.choice(_WITH_AN_AUDIT), {"audit_id": audit.audit_id}))
    if happens(rng, 30):
        claims.append((rng.choice(_WITHOUT), {}))
    named: dict[str, tuple[_Claim, Row]] = {}
    for kind, support in claims:
        named.setdefault(kind[0], (kind, support))
    for (claim, about, statement), support in named.values():
        yield {
            "factory_id": factory.factory_id,
            "claim": claim,
            "statement": statement.format_map(words),
            "about": about,
            "standard": None,
            "number": None,
            "audit_id": None,
            **support,
            "stated_on": stated[0],
            "stated_by": stated[1],
        }


def product_certificate_rows(
    rng: Random, handbook: DemoHandbook, product: Row, number: int, reference_date: date
) -> Iterator[Row]:
    """The certificates of a product itself: none or one, valid or expired."""
    fitting = [s for s in handbook.standards if any(w in s.slug for w in _OF_PRODUCTS)]
    if not fitting or not happens(rng, 40):
        return
    standard, (issuer, name) = rng.choice(fitting), rng.choice(_ISSUERS)
    expired = happens(rng, 28)
    start = years_after(reference_date, -1) - timedelta(days=rng.randrange(5, 300))
    if not expired:
        start = reference_date - timedelta(days=rng.randrange(20, 340))
    yield {
        "product_id": product["product_id"],
        "standard": standard.slug,
        "number": f"{issuer[:2].upper()}P{start.year % 100}-{number}",
        "issuer": name,
        "covers": product["product_type"] if happens(rng, 60) else None,
        "valid_from": start,
        "valid_until": years_after(start, 1) - timedelta(days=1),
        "verify_url": f"https://{issuer}.example/verify" if happens(rng, 70) else None,
    }


def product_claim_rows(
    rng: Random, handbook: DemoHandbook, product: Row, certificates: list[Row], held: list[Row]
) -> Iterator[Row]:
    """What is claimed about a product: with its certificates, with those ``held`` in its steps, or with nothing."""
    claims: list[tuple[_Claim, Row | None]] = [
        (_claimed(handbook, row["standard"], product["product_type"]), row)
        for row in certificates
        if happens(rng, 85)
    ]
    if held and happens(rng, 45):
        row = rng.choice(held)
        claims.append((_claimed(handbook, row["standard"], product["product_type"]), row))
    if happens(rng, 30):
        claims.append((rng.choice(_OF_PRODUCTS_WITHOUT), None))
    fibre = "wool" if "wool" in " ".join(product["materials"]).lower() else "cotton"
    words = {"product": product["product_type"], "fibre": fibre}
    named: dict[str, tuple[_Claim, Row | None]] = {}
    for kind, by in claims:
        named.setdefault(kind[0], (kind, by))
    for (claim, about, statement), by in named.values():
        yield {
            "product_id": product["product_id"],
            "claim": claim,
            "statement": statement.format_map(words),
            "about": "process" if about == "factory" else about,
            "standard": by and by["standard"],
            "number": by and by["number"],
            "stated_on": product["stated_on"],
        }


def _claimed(handbook: DemoHandbook, standard: str, product: str) -> _Claim:
    """What is claimed with a certificate of a standard about that product."""
    for word, claimed in _BY_WORD.items():
        fibre = "{fibre}" not in claimed[2] or not any(
            w in product.lower() for w in _WITHOUT_FIBRES
        )
        if word in standard and fibre:
            return claimed
    name, about, statement = _OTHERWISE
    title = next(known.title for known in handbook.standards if known.slug == standard)
    return name, about, statement.replace("{title}", title)


def _covers(rng: Random, factory: DemoFactory) -> str | None:
    """What a certificate is valid for."""
    if not factory.products or not factory.processing or happens(rng, 15):
        return "The whole site" if happens(rng, 60) else None
    step = factory.processing[0].replace("-", " ").capitalize()
    return f"{step} of {factory.products[0].lower()}"
