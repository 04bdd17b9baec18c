"""The files of one factory, beside its page: `record.json` and `factory.csv`."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from madewhere.exports.factories import FACTORIES, factory_row
from madewhere.site_model import (
    Audit,
    Claim,
    Factory,
    Member,
    Site,
    Source,
    SupplyLink,
    Tombstone,
)
from madewhere.site_model.audits import Finding
from madewhere.site_model.products import ProductClaim

FORMAT = 1
"""The version of the record's form; it grows when a key changes its meaning or goes."""


def record_json(site: Site, factory: Factory) -> bytes:
    """Everything that the page shows, as JSON."""
    row = dict(zip(FACTORIES.columns, factory_row(site, factory), strict=True))
    lists = ("members", "agreed")
    record: dict[str, Any] = {
        "format": FORMAT,
        "licence": "ODbL-1.0",
        **{
            key: value.split("|") if key in lists and value else value for key, value in row.items()
        },
        "published_on": factory.published_on,
        "sources": {group: _source(source) for group, source in factory.sources.items()},
        "differing": [
            {"group": d.group, **_source(d.source), "values": d.values} for d in factory.differing
        ],
        "sourcing": [
            {"member": member_ref(s.member), "tier": s.tier, "since": s.since}
            for s in factory.sourcing
        ],
        "audits": [_audit(audit, "cap" in factory.agreed) for audit in factory.audits],
        "suppliers": [_supply_link(link) for link in factory.suppliers],
        "customers": [_supply_link(link) for link in factory.customers],
        "units": list(factory.units),
        "workforce": plain(factory.workforce),
        "profile": plain(factory.profile),
        "certificates": plain(factory.certificates),
        "claims": plain(factory.claims),
        "surveys": plain(factory.surveys),
        "grievance_channels": plain(factory.grievance_channels),
        "confirmations": plain(factory.confirmations),
        "products": plain(factory.products),
        "consents": [
            {
                "scope": c.scope,
                "member": c.member.slug if c.member else "*",
                "decided_on": c.decided_on,
                "valid_until": c.valid_until,
                "method": c.method,
            }
            for c in factory.consents
        ],
    }
    return as_json(record)


def tombstone_json(site: Site, tombstone: Tombstone) -> bytes:
    """What is left of a factory that is not shown: its ID, its state, a successor."""
    return as_json(
        {
            "format": FORMAT,
            "factory_id": tombstone.factory_id,
            "url": site.publication.address(f"F/{tombstone.factory_id}/"),
            "state": tombstone.state,
            "successor": tombstone.successor,
        }
    )


def as_json(record: dict[str, Any]) -> bytes:
    """A record as the bytes of its file."""
    return (json.dumps(record, ensure_ascii=False, indent=1, default=_value) + "\n").encode()


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a record")


def plain(told: Any) -> Any:
    """An output type as JSON has it: members by their slugs, and nothing twice."""
    if isinstance(told, tuple):
        return [plain(each) for each in told]
    if isinstance(told, Member):
        return told.slug
    if isinstance(told, Source):
        return _source(told)
    if not is_dataclass(told):
        return told
    found = {each.name: plain(getattr(told, each.name)) for each in fields(told)}
    found.pop("factory_id", None)
    if isinstance(told, Claim | ProductClaim) and told.certificate:
        certificate = told.certificate
        found["certificate"] = {"standard": certificate.standard, "number": certificate.number}
    return found


def member_ref(member: Member) -> dict[str, Any]:
    """A member as records name it."""
    return {"slug": member.slug, "name": member.name}


def _source(source: Source) -> dict[str, Any]:
    return {
        "member": source.member.slug,
        "stated_on": source.stated_on,
        "stated_by": source.stated_by,
    }


def _audit(audit: Audit, agreed: bool) -> dict[str, Any]:
    return {
        "audit_id": audit.audit_id,
        "type": audit.type,
        "category": audit.category,
        "announcement": audit.announcement,
        "audit_date": audit.audit_date,
        "audit_firm": {"slug": audit.firm.slug, "name": audit.firm.name},
        "requirements_version": audit.requirements_version,
        "follows_audit": audit.follows_audit,
        "rating_percent": audit.rating_percent,
        "rating_letter": audit.rating_letter,
        "alert_notifications": audit.alert_notifications,
        "cap_complete": audit.cap_complete,
        "members": plain(audit.members),
        "differing": _differing(audit.differing),
        "chapters": [
            {
                "chapter": result.chapter.slug,
                "score_percent": result.score_percent,
                "letter": result.letter,
            }
            for result in audit.chapters
        ],
        "plan": plain(audit.plan),
        "findings": [_finding(audit, finding) for finding in audit.findings],
        "found_compliant": None
        if audit.found_compliant is None
        else [requirement.slug for requirement in audit.found_compliant],
        "found_compliant_unstated_because": audit.unstated_because if agreed else "not-agreed",
    }


def _finding(audit: Audit, finding: Finding) -> dict[str, Any]:
    requirement = finding.requirement
    return {
        "finding": finding.finding,
        "requirement": finding.requirement_slug,
        "requirement_title": requirement.title if requirement else None,
        "chapter": requirement.chapter.slug if requirement else None,
        "severity": finding.severity,
        "description": finding.description,
        "corrective_action": finding.corrective_action,
        "deadline": finding.deadline,
        "state": finding.state,
        "closed_on": finding.closed_on,
        "days_to_close": finding.days_to_close(audit.audit_date),
        "overdue": finding.overdue,
        "events": plain(finding.events),
        "members": plain(finding.members),
        "differing": _differing(finding.differing),
    }


def _differing(differing: tuple[tuple[Member, str, Any], ...]) -> list[dict[str, Any]]:
    return [
        {"member": member.slug, "field": field, "value": value}
        for member, field, value in differing
    ]


def _supply_link(link: SupplyLink) -> dict[str, Any]:
    return {
        "factory_id": link.other.factory_id,
        "name": link.other.name,
        "tier": link.tier,
        "since": link.since,
        "stated_on": link.stated_on,
        "stated_by": link.stated_by,
        "members": [member.slug for member in link.members],
    }
