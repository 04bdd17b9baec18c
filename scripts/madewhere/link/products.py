"""Products joined with the factories of their steps and with what supports the claims about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from madewhere.disclose import DisclosedRow, Disclosure
from madewhere.identifiers import FORMS
from madewhere.ledger import STATE_AFTER, Event
from madewhere.link.profiles import certificate_state, certificate_support
from madewhere.site_model import Certificate, Factory, Member
from madewhere.site_model.products import (
    GoneProduct,
    Gtin,
    MadeHere,
    Numbers,
    Place,
    Product,
    ProductClaim,
    Step,
)

_ORDER_OF_PLACES = ("factory", "one-of", "country", "not-disclosed", "not-known")


def link_products(
    disclosure: Disclosure, by_id: dict[str, Factory], members: dict[str, Member]
) -> dict[str, Product]:
    """Join the products that are shown, by ID, and tell their factories of them.

    An ID that two members claim is of the one whose package the product stands in first; a check tells
    both.
    """
    owner: dict[str, str] = {}
    for row in disclosure.tables["products"]:
        owner.setdefault(row.cells["product_id"], row.member)
    hanging = {
        name: _by_product(disclosure.tables[name], owner)
        for name in ("product_gtins", "product_steps", "product_certificates", "product_claims")
    }
    events = {e.identifier: e for e in disclosure.identifiers if e.kind == "product"}
    found: dict[str, Product] = {}
    for row in sorted(disclosure.tables["products"], key=lambda r: r.cells["product_id"]):
        cells = row.cells
        product_id = cells["product_id"]
        if owner[product_id] != row.member:
            continue
        of = {name: rows.get(product_id, []) for name, rows in hanging.items()}
        product = Product(
            **{name: cells[name] for name in _TOLD},
            member=members[row.member],
            state=STATE_AFTER[events[product_id].event],
            published_on=disclosure.first_published["product", product_id],
            materials=tuple(part for part in (cells["materials"] or "").split("|") if part),
            demo=row.member in disclosure.demo_members,
            gtins=tuple(
                Gtin(r.cells["gtin"], r.cells["variant"])
                for r in sorted(of["product_gtins"], key=lambda r: r.cells["gtin"])
                if FORMS["gtin"](r.cells["gtin"])
            ),
            steps=_steps(of["product_steps"], by_id, disclosure.as_of),
            certificates=_certificates(
                of["product_certificates"], members[row.member], disclosure.as_of
            ),
        )
        product.claims = _claims(of["product_claims"], product, by_id)
        found[product_id] = product
    _tell_factories(found.values(), by_id, disclosure.as_of)
    return found


_TOLD = (
    "product_id", "name", "name_language", "brand", "product_type", "website", "sold_from",
    "sold_until", "stated_on",
)  # fmt: skip


def _by_product(
    rows: Iterable[DisclosedRow], owner: dict[str, str]
) -> dict[str, list[DisclosedRow]]:
    found: defaultdict[str, list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        if owner.get(row.cells["product_id"]) == row.member:
            found[row.cells["product_id"]].append(row)
    return found


def _steps(rows: list[DisclosedRow], by_id: dict[str, Factory], as_of: date) -> tuple[Step, ...]:
    """The steps in the order of making; of one step what holds on the as-of date first, then the newest."""
    found = []
    told = sorted((row.cells for row in rows), key=lambda c: (c["position"], c["entry"]))
    for position, group in groupby(told, key=lambda cells: cells["position"]):
        entries = list(group)
        places = [
            _place(list(same), by_id)
            for _, same in groupby(sorted(entries, key=_period), key=_period)
        ]
        places.sort(key=lambda p: (not p.holds_on(as_of), -(p.valid_from or date.min).toordinal()))
        found.append(
            Step(position, entries[0]["stage"], entries[0]["part"], tuple(dict.fromkeys(places)))
        )
    return tuple(found)


def _period(cells: dict[str, Any]) -> tuple[Any, ...]:
    """What makes several rows of a step one place: one of several factories; others stand alone."""
    several = cells["place"] == "one-of"
    return (
        cells["lot"] or "",
        cells["valid_from"] or date.min,
        cells["valid_until"] or date.max,
        _ORDER_OF_PLACES.index(cells["place"]),
        0 if several else cells["entry"],
    )


def _place(rows: list[dict[str, Any]], by_id: dict[str, Factory]) -> Place:
    """One place of a step. A factory that is not shown makes it one that is not disclosed."""
    first = rows[0]
    shown = tuple(dict.fromkeys(c["factory_id"] for c in rows if c["factory_id"] in by_id))
    kind = first["place"]
    if kind in ("factory", "one-of") and not shown:
        kind = "not-disclosed"
    several = [cells["one_of"] for cells in rows if cells["one_of"] is not None]
    return Place(
        kind=kind,
        factories=shown if kind in ("factory", "one-of") else (),
        one_of=max(several, default=None) if kind == "one-of" else None,
        country=first["country"] if kind == "country" else None,
        lot=first["lot"],
        valid_from=first["valid_from"],
        valid_until=first["valid_until"],
        stated_on=max(cells["stated_on"] for cells in rows),
    )


def _certificates(rows: list[DisclosedRow], member: Member, as_of: date) -> tuple[Certificate, ...]:
    found = [
        Certificate(
            factory_id="",
            **{column: value for column, value in row.cells.items() if column != "product_id"},
            state=certificate_state(row.cells, as_of),
            members=(member,),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda c: (c.standard, c.number)))


def _claims(
    rows: list[DisclosedRow], product: Product, by_id: dict[str, Factory]
) -> tuple[ProductClaim, ...]:
    """The claims, each with the certificate that is named, of the product or of a factory of its steps."""
    held: dict[tuple[str, str], tuple[Certificate, str | None]] = {}
    for factory_id in product.factories:
        for each in by_id[factory_id].certificates:
            held.setdefault((each.standard, each.number), (each, factory_id))
    held |= {(each.standard, each.number): (each, None) for each in product.certificates}
    found = []
    for row in sorted(rows, key=lambda r: r.cells["claim"]):
        cells = row.cells
        certificate, holder = held.get((cells["standard"], cells["number"]), (None, None))
        found.append(
            ProductClaim(
                claim=cells["claim"],
                statement=cells["statement"],
                about=cells["about"],
                support=certificate_support(certificate),
                certificate=certificate,
                holder=holder,
                stated_on=cells["stated_on"],
            )
        )
    return tuple(found)


def _tell_factories(products: Iterable[Product], by_id: dict[str, Factory], as_of: date) -> None:
    made: defaultdict[str, list[MadeHere]] = defaultdict(list)
    for product in products:
        for factory_id in product.factories:
            steps = [
                (step.stage, place)
                for step in product.steps
                for place in step.places
                if factory_id in place.factories
            ]
            made[factory_id].append(
                MadeHere(
                    product_id=product.product_id,
                    name=product.name,
                    brand=product.brand,
                    stages=tuple(dict.fromkeys(stage for stage, _ in steps)),
                    certain=any(place.kind == "factory" for _, place in steps),
                    now=any(place.holds_on(as_of) for _, place in steps),
                )
            )
    for factory_id, several in made.items():
        several.sort(key=lambda m: (not m.now, m.brand.casefold(), m.name.casefold(), m.product_id))
        by_id[factory_id].products = tuple(several)


def gone_products(disclosure: Disclosure, products: dict[str, Product]) -> list[GoneProduct]:
    """The published products that are not shown, by ID, with a successor where that one is."""
    events = _published(disclosure, "product")
    following = {e.identifier: e.successor for e in events if e.event == "merged"}
    found = []
    for event in events:
        if event.identifier in products:
            continue
        state = STATE_AFTER[event.event]
        successor = _in_the_end(event.identifier, following) if state == "merged" else None
        shown_state = state if state in ("merged", "withdrawn") else "not-shown"
        found.append(
            GoneProduct(event.identifier, shown_state, successor if successor in products else None)
        )
    return found


def _in_the_end(product_id: str, following: dict[str, str | None]) -> str | None:
    """Where a merged product leads over as many mergers as there were since; None in a circle."""
    seen: set[str] = set()
    successor: str | None = product_id
    while successor in following and successor not in seen:
        seen.add(successor)
        successor = following[successor]
    return successor


def link_numbers(
    disclosure: Disclosure, products: dict[str, Product], by_id: dict[str, Factory]
) -> Numbers:
    """What each published number of GS1 leads to; one that was withdrawn leads nowhere."""
    gtins: defaultdict[str, list[str]] = defaultdict(list)
    gtins |= {e.identifier: [] for e in _published(disclosure, "gtin")}
    glns = {
        e.identifier: STATE_AFTER[e.event] in ("open", "closed")
        for e in _published(disclosure, "gln")
    }
    factories: dict[str, list[str]] = {gln: [] for gln in glns}
    for product_id in sorted(products):
        for each in products[product_id].gtins:
            gtins[each.gtin].append(product_id)
    for factory_id in sorted(by_id):
        gln = by_id[factory_id].gln
        if gln is not None and glns.get(gln):
            factories[gln].append(factory_id)
    return Numbers(
        products={gtin: tuple(found) for gtin, found in gtins.items()},
        factories={gln: tuple(found) for gln, found in factories.items()},
    )


def _published(disclosure: Disclosure, kind: str) -> list[Event]:
    """The last events of a kind, by identifier; what cannot be an address is left out."""
    events = (e for e in disclosure.identifiers if e.kind == kind and FORMS[kind](e.identifier))
    return sorted(events, key=lambda event: event.identifier)
