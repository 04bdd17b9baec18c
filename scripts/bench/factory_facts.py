"""What the page of a factory says, as plain data that other site generators can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from audit_facts import Shown, audits_of, day, plan_of
from profile_facts import profile_facts, source_of

from madewhere.maps.atlas import Atlas
from madewhere.render.chrome import report
from madewhere.render.kinds.base import Setting
from madewhere.render.kinds.factory import FINDINGS_IN_FULL
from madewhere.render.renderer import page_environment
from madewhere.render.speaker import Speaker
from madewhere.render.words import WORDS
from madewhere.site_model import Factory, SupplyLink
from madewhere.tables import used_scopes
from madewhere.tiers.around import has_network

IDENTIFIERS = ("os_id", "gln", "lei", "registration_number")


def factory_facts(setting: Setting) -> Iterator[dict[str, Any]]:
    """The facts of each factory that is shown, in the order of names.

    Titles of types and requirements, names of countries and languages, places on outlines, sums, ages
    and most addresses are worked out already, which is to the advantage of who reads this.
    """
    shown = cast("Shown", page_environment(setting, "").globals["shown"])
    for factory in setting.site.factories:
        yield _facts(factory, setting, shown)


def words(setting: Setting) -> dict[str, Any]:
    """The words for the codes in the facts, and what else is the same on every page."""
    return {
        **WORDS,
        "scopes": list(used_scopes()),
        "as_of": day(setting.site.as_of),
        "findings_in_full": FINDINGS_IN_FULL,
    }


def _facts(f: Factory, setting: Setting, shown: Shown) -> dict[str, Any]:
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
        "report": report(site.publication, f"{f.factory_id} {f.name}")._asdict(),
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
        "state_since": day(f.state_since),
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
        "sources": {group: source_of(source) for group, source in f.sources.items()},
        "differing": [
            {
                "group": d.group,
                **source_of(d.source),
                "values": [{"column": c, "value": shown(c, v)} for c, v in d.values.items()],
            }
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
        "network": setting.addresses.factory_network(f.factory_id) if has_network(f) else "",
        "audits": audits_of(f, setting, shown),
        "progress": plan_of(f.progress),
        **profile_facts(f, setting),
        "confirmed": {**source_of(confirmed), "slug": confirmed.member.slug},
        "published_on": day(f.published_on),
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


def _link(link: SupplyLink, say: Speaker) -> dict[str, Any]:
    return {
        "id": link.other.factory_id,
        "name": link.other.name,
        "country_name": say.country(link.other.country),
        "tier": link.tier,
        "by": link.stated_by,
        "on": day(link.stated_on),
        "member": link.members[0].name if link.members else "",
    }
