"""What the members state: the rows of their packages, with nothing that no consent was given for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from madewhere.demo.chance import day_between, happens
from madewhere.demo.depth import DEPTH_TABLES, Depth
from madewhere.demo.factories import DemoFactory
from madewhere.demo.members import DemoMember, Link
from madewhere.tables import SCOPES, groups, table

Row = dict[str, Any]

_WITHOUT_POINT = 53
"""Every so manieth factory has no coordinates, so that pages without a map are seen too."""

_SHIFT_DEGREES = 0.065
"""About 7 km to the north or south: more than two members' points may lie apart."""


class Statements:
    """Writes members' statements about factories as rows."""

    def __init__(self, rng: Random, depth: Depth) -> None:
        self._rng = rng
        self._depth = depth

    def member_tables(self, member: DemoMember) -> dict[str, list[Row]]:
        """All tables of a member's package."""
        links = [link for link in member.links if link.factory.has_rows]
        rows = [
            self.factory_row(link, member.batches[-1], frozenset(link.consents)) for link in links
        ]
        tables: dict[str, list[Row]] = {
            "factories": rows,
            "consents": [row for link in links for row in consent_rows(link)],
            "audits": [row for link in links for row in audit_rows(link, frozenset(link.consents))],
            "sourcing": [sourcing_row(link, tiers=link.agreed("tiers")) for link in links],
            "supply_links": list(self._supply_links(links, member.batches[-1])),
            **{name: [] for name in DEPTH_TABLES},
        }
        for link, row in zip(links, rows, strict=True):
            self._depth.add_to(tables, member, link, row, frozenset(link.consents))
        return tables

    def factory_row(self, link: Link, latest: date, scopes: frozenset[str]) -> Row:
        """One member's statement about a factory, as far as ``scopes`` go.

        ``latest`` is the last day on which the member stated anything.
        """
        factory = link.factory
        row: Row = {"factory_id": factory.factory_id}
        for values in (
            self._name(link),
            self._address(link),
            self._point(link),
            self._production(link),
            self._workforce(link),
            _identifiers(factory),
            {"website": factory.website},
        ):
            row.update(values)
        for group, fields in groups().items():
            covered = [field.name for field in fields if field.scope in scopes]
            for field in fields:
                if field.name not in covered:
                    row.pop(field.name, None)
            if any(row.get(name) is not None for name in covered):
                row[f"{group}_stated_on"] = self._stated_on(link, latest)
                row[f"{group}_stated_by"] = (
                    "factory"
                    if happens(self._rng, 55 if group == "workforce" else 35)
                    else "member"
                )
        return row

    def _stated_on(self, link: Link, latest: date) -> date:
        if happens(self._rng, 35):
            return day_between(self._rng, link.disclosed_on, latest)
        return link.disclosed_on - timedelta(days=self._rng.randrange(45))

    def _varies(self, link: Link, percent: float) -> bool:
        """Whether a second member's statement differs a little from the first one's."""
        return link.place == 1 and happens(self._rng, percent)

    def _name(self, link: Link) -> Row:
        factory = link.factory
        return {
            "name": factory.name.upper() if self._varies(link, 15) else factory.name,
            "name_native": factory.name_native,
            "name_native_language": factory.town.language if factory.name_native else None,
        }

    def _address(self, link: Link) -> Row:
        factory = link.factory
        street = f"Gate 2, {factory.street}" if self._varies(link, 25) else factory.street
        return {
            "street_address": street,
            "locality": factory.town.name,
            "region": factory.town.region,
            "postal_code": factory.postal_code,
            "country": factory.country,
        }

    def _point(self, link: Link) -> Row:
        factory = link.factory
        if factory.role == "plain" and factory.number % _WITHOUT_POINT == 0:
            return {}
        latitude, longitude = factory.latitude, factory.longitude
        if link.place == 1 and factory.role == "displaced":
            # Towards the town's centre and beyond, so that the point stays in the country.
            latitude += _SHIFT_DEGREES if latitude < factory.town.latitude else -_SHIFT_DEGREES
        elif self._varies(link, 50):
            latitude += self._rng.randrange(-250, 251) / 100_000
            longitude += self._rng.randrange(-250, 251) / 100_000
        return {
            "latitude": round(latitude, 5),
            "longitude": round(longitude, 5),
            "coordinate_precision": factory.precision,
        }

    def _production(self, link: Link) -> Row:
        factory = link.factory
        products = factory.products[:1] if self._varies(link, 30) else factory.products
        return {
            "sector": factory.trade.sector,
            "facility_type": factory.trade.facility_type,
            "processing_types": factory.processing,
            "product_types": products,
            "parent_company": factory.parent_company,
        }

    def _workforce(self, link: Link) -> Row:
        factory = link.factory
        row: Row = {
            "women_percent": factory.women_percent,
            "migrant_percent": factory.migrant_percent,
        }
        if factory.role == "contradicted":
            row["workers"] = factory.workers * 2 // 5 if link.place == 1 else factory.workers
        elif factory.workers_as_range:
            row["workers_min"], row["workers_max"] = factory.workers_range
        elif self._varies(link, 60):
            row["workers"] = factory.workers * self._rng.randrange(80, 121) // 100
        else:
            row["workers"] = factory.workers
        return row

    def _supply_links(self, links: list[Link], latest: date) -> Iterator[Row]:
        rng = self._rng
        told = [link for link in links if link.agreed("tiers") and not link.lapsed]
        by_trade: dict[str, list[Link]] = {}
        for link in told:
            by_trade.setdefault(link.factory.trade.code, []).append(link)
        for supplier in told:
            fed = [
                customer
                for trade in supplier.factory.trade.feeds
                for customer in by_trade.get(trade, ())
            ]
            for customer in rng.sample(fed, min(len(fed), 1 + rng.randrange(3))):
                first = max(supplier.disclosed_on, customer.disclosed_on)
                yield {
                    "supplier_id": supplier.factory.factory_id,
                    "customer_id": customer.factory.factory_id,
                    "tier": supplier.factory.trade.tier,
                    "since": max(supplier.since, customer.since),
                    "stated_on": day_between(rng, first, latest),
                    "stated_by": "factory" if happens(rng, 30) else "member",
                }


def consent_rows(link: Link) -> list[Row]:
    """The consents that a link rests on, in the order of the scopes."""
    return [
        {
            "factory_id": link.factory.factory_id,
            "scope": scope,
            **{
                column: getattr(link.consents[scope], column)
                for column in table("consents").columns[2:]
            },
        }
        for scope in SCOPES
        if scope in link.consents
    ]


def sourcing_row(link: Link, *, tiers: bool) -> Row:
    """The member's own link to a factory; the tier only where ``tiers``."""
    return {
        "factory_id": link.factory.factory_id,
        "tier": link.factory.trade.tier if tiers else None,
        "since": link.since,
    }


def audit_rows(link: Link, scopes: frozenset[str]) -> Iterator[Row]:
    """The audits of a link's factory, as far as ``scopes`` go."""
    ratings, cap = "ratings" in scopes, "cap" in scopes
    for audit in link.factory.audits if "audits" in scopes else ():
        yield {
            "audit_id": audit.audit_id,
            "factory_id": link.factory.factory_id,
            "type": audit.type,
            "category": audit.category,
            "announcement": audit.announcement,
            "audit_date": audit.audit_date,
            "audit_firm": audit.audit_firm,
            "requirements_version": audit.requirements_version,
            "follows_audit": audit.follows_audit,
            "rating_percent": audit.rating_percent if ratings else None,
            "rating_letter": audit.rating_letter if ratings else None,
            "alert_notifications": audit.alert_notifications if ratings else None,
            "cap_complete": audit.cap_complete if cap else None,
        }


def _identifiers(factory: DemoFactory) -> Row:
    return {
        "gln": factory.gln,
        "registration_number": factory.registration_number,
        "part_of": factory.part_of,
    }
