"""What a factory's page says of an audit and of what was found in it, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from madewhere.render.kinds.base import Setting
from madewhere.site_model import Audit, Factory, Member
from madewhere.site_model.audits import Finding, FindingEvent, Plan, Progress

Shown = Callable[[str, Any], str]
"""A value of a column as a person reads it."""


def audits_of(f: Factory, setting: Setting, shown: Shown) -> list[dict[str, Any]]:
    """The audits of a factory, newest first; addresses are relative to the site's root."""
    paths = {audit.audit_id: _path(audit, setting) for audit in f.audits}
    return [_audit(audit, paths, setting, shown) for audit in f.audits]


def plan_of(plan: Plan | Progress | None) -> dict[str, Any] | None:
    """The state and the counts of one plan, or of several together; None where none is shown."""
    if plan is None or plan.state is None:
        return None
    return {name: getattr(plan, name) for name in ("state", "findings", "closed", "overdue")}


def day(value: date | None) -> str | None:
    """A day as data files write it."""
    return None if value is None else value.isoformat()


def _path(audit: Audit, setting: Setting) -> str:
    if audit.in_depth:
        return setting.addresses.audit(audit.factory_id, audit.audit_id)
    return f"{setting.addresses.factory(audit.factory_id)}#{audit.audit_id}"


def _audit(
    audit: Audit, paths: Mapping[str, str], setting: Setting, shown: Shown
) -> dict[str, Any]:
    return {
        "audit_id": audit.audit_id,
        "date": day(audit.audit_date),
        "age": setting.say.age(audit.audit_date),
        "type": audit.type,
        "category": audit.category,
        "announcement": audit.announcement,
        "firm": {"name": audit.firm.name, "path": setting.addresses.audit_firm(audit.firm.slug)},
        "members": [member.name for member in audit.members],
        "rating_letter": audit.rating_letter,
        "rating_percent": audit.rating_percent,
        "alerts": audit.alert_notifications,
        "in_depth": audit.in_depth,
        "path": paths[audit.audit_id],
        "chapters": [
            {"title": r.chapter.title, "letter": r.letter, "percent": r.score_percent}
            for r in audit.chapters
        ],
        "plan": plan_of(audit.plan),
        "met": None if audit.found_compliant is None else len(audit.found_compliant),
        "findings": [_finding(finding, paths, setting, shown) for finding in audit.findings],
        "differing": _differing(audit.differing, shown),
    }


def _finding(
    finding: Finding, paths: Mapping[str, str], setting: Setting, shown: Shown
) -> dict[str, Any]:
    asked = finding.requirement
    return {
        "finding": finding.finding,
        "slug": finding.requirement_slug,
        "requirement": asked
        and {
            "title": asked.title,
            "chapter": asked.chapter.title,
            "path": setting.addresses.requirement(asked.chapter.scheme, asked.version, asked.slug),
        },
        "severity": finding.severity,
        "state": finding.state,
        "closed": finding.closed,
        "closed_on": day(finding.closed_on),
        "overdue": finding.overdue,
        "deadline": day(finding.deadline),
        "description": finding.description,
        "corrective_action": finding.corrective_action,
        "comments": [_event(event, paths) for event in finding.comments],
        "steps": [_event(event, paths) for event in finding.steps],
        "differing": _differing(finding.differing, shown),
    }


def _event(event: FindingEvent, paths: Mapping[str, str]) -> dict[str, Any]:
    return {
        "date": day(event.date),
        "event": event.event,
        "by": event.by,
        "member": event.members[0].name,
        "counts": event.counts,
        "how": event.how,
        "path": paths.get(event.follow_up_audit or ""),
        "text": event.text,
    }


def _differing(found: Iterable[tuple[Member, str, Any]], shown: Shown) -> list[dict[str, Any]]:
    return [
        {"member": member.name, "column": column, "value": shown(column, value)}
        for member, column, value in found
    ]
