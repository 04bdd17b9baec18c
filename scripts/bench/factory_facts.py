"""What the page of a factory says, as plain data that other site generators can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from madewhere.maps.atlas import Atlas
from madewhere.render.kinds.base import Setting
from madewhere.render.speaker import Speaker
from madewhere.render.words import WORDS
from madewhere.site_model import Audit, Factory, Source, SupplyLink
from madewhere.tables import used_scopes

IDENTIFIERS = ("os_id", "gln", "lei", "registration_number")


def factory_facts(setting: Setting) -> Iterator[dict[str, Any]]:
    """The facts of each factory that is shown, in the order of names.

    Titles of types, countries' names, places on outlines and ages are worked out already, which is
    to the advantage of who reads this.
    """
    for factory in setting.site.factories:
        yield _facts(factory, setting)


def words() -> dict[str, Any]:
    """The words for the codes in the facts, and the scopes in their order."""
    return {**WORDS, "scopes": list(used_scopes())}


def _facts(f: Factory, setting: Setting) -> dict[str, Any]:
    site, say = setting.site, setting.say

    def named(factory_ids: Sequence[str]) -> list[dict[str, str]]:
        shown = (site.by_id[each] for each in factory_ids if each in site.by_id)
        return [{"id": other.factory_id, "name": other.name} for other in shown]

    country = say.country(f.country)
    confirmed = f.last_confirmed
    return {
        "factory_id": f.factory_id,
        "title": ", ".join(part for part in (f.name, f.locality, country) if part),
        "url": site.publication.address(f"F/{f.factory_id}/"),
        "report_url": site.publication.report_url,
        "name": f.name,
        "name_native": f.name_native,
        "name_native_language": f.name_native_language,
        "locality": f.locality,
        "region": f.region,
        "postal_code": f.postal_code,
        "street_address": f.street_address,
        "address_line": f.address_line,
        "country": f.country,
        "country_name": country,
        "latitude": f.latitude,
        "longitude": f.longitude,
        "coordinate_precision": f.coordinate_precision,
        "outline": _outline(f, setting.atlas),
        "state": f.state,
        "state_since": _day(f.state_since),
        "successor": f.successor,
        "part_of": named([f.part_of] if f.part_of else []),
        "units": named(f.units),
        "agreed": sorted(f.agreed),
        "facility_type": site.facility_types.get(f.facility_type or "", f.facility_type),
        "processing_types": [site.processing_types.get(c, c) for c in f.processing_types],
        "product_types": list(f.product_types),
        "parent_company": f.parent_company,
        "workers": f.workers,
        "workers_min": f.workers_min,
        "workers_max": f.workers_max,
        "women_percent": f.women_percent,
        "migrant_percent": f.migrant_percent,
        "website": f.website,
        "identifiers": {c: getattr(f, c) for c in IDENTIFIERS if getattr(f, c)},
        "sources": {group: _source(source) for group, source in f.sources.items()},
        "differing": [
            {"group": d.group, **_source(d.source), "values": _values(d.values, say)}
            for d in f.differing
        ],
        "sourcing": [
            {
                "slug": s.member.slug,
                "name": s.member.name,
                "tier": s.tier,
                "since": s.since.year if s.since else None,
            }
            for s in f.sourcing
        ],
        "suppliers": [_link(link, say) for link in f.suppliers],
        "customers": [_link(link, say) for link in f.customers],
        "audits": [_audit(audit, say) for audit in f.audits],
        "confirmed": {**_source(confirmed), "slug": confirmed.member.slug},
        "published_on": _day(f.published_on),
    }


def _outline(f: Factory, atlas: Atlas) -> dict[str, Any] | None:
    if f.latitude is None or f.longitude is None:
        return None
    plot = atlas.outline(f.country)
    return {
        "href": plot.href,
        "width": plot.width,
        "height": plot.height,
        "x": plot.x(f.latitude, f.longitude),
        "y": plot.y(f.latitude, f.longitude),
    }


def _source(source: Source) -> dict[str, Any]:
    return {"member": source.member.name, "on": _day(source.stated_on), "by": source.stated_by}


def _link(link: SupplyLink, say: Speaker) -> dict[str, Any]:
    return {
        "id": link.other.factory_id,
        "name": link.other.name,
        "country_name": say.country(link.other.country),
        "tier": link.tier,
        "by": link.stated_by,
        "on": _day(link.stated_on),
        "member": link.members[0].name if link.members else "",
    }


def _audit(audit: Audit, say: Speaker) -> dict[str, Any]:
    return {
        "audit_id": audit.audit_id,
        "date": _day(audit.audit_date),
        "age": say.age(audit.audit_date),
        "type": audit.type,
        "category": audit.category,
        "announcement": audit.announcement,
        "firm": audit.firm.name,
        "members": [member.name for member in audit.members],
        "rating_letter": audit.rating_letter,
        "rating_percent": audit.rating_percent,
        "alerts": audit.alert_notifications,
        "differing": [
            {"member": member.name, "column": column, "value": _shown(value)}
            for member, column, value in audit.differing
        ],
    }


def _values(values: dict[str, Any], say: Speaker) -> list[dict[str, str]]:
    return [
        {
            "column": column,
            "value": say.country(value) if column == "country" else _shown(value),
        }
        for column, value in values.items()
    ]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _day(day: date) -> str:
    return day.isoformat()
