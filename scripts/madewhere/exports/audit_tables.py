"""The published tables of audits: their chapters, what was found, and how far it is corrected."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.exports.definitions import MEMBERS, Published, Row, borrowed, define, own
from madewhere.site_model import Site
from madewhere.site_model.audits import Audit, Finding, Progress
from madewhere.tables import Field, table

_AUDIT = tuple(column for column in table("audits").columns if column != "audit_firm")
_PLAN_STATES = ["completed", "on-track", "behind-schedule", "pending", "nothing-to-correct"]


def _count(name: str, title: str, description: str, example: str) -> Field:
    return own(name, "integer", title, description, example)


def _plan_state(whose: str) -> Field:
    return own(
        "plan_state",
        "string",
        "State of the plan",
        f"How far {whose} has come; empty where no plan is shown. "
        "completed: every finding is verified as corrected; on-track: no deadline has passed; "
        "behind-schedule: one has; pending: findings or a deadline are missing; "
        "nothing-to-correct: the plan is complete and empty.",
        "on-track",
        enum=_PLAN_STATES,
    )


PROGRESS_FIELDS = (
    _count(
        "findings",
        "Findings",
        "How many findings of its audits are shown; empty where no plan is.",
        "12",
    ),
    _count("findings_closed", "Closed", "How many of them are verified as corrected.", "9"),
    _count(
        "findings_overdue",
        "Overdue",
        "How many of them are not closed and past their deadline on the as-of date.",
        "1",
    ),
    _plan_state("the least advanced of its corrective action plans"),
)
"""The columns that say how far the plans of a factory have come."""


def progress_cells(progress: Progress) -> Row:
    """The cells of `PROGRESS_FIELDS`."""
    if progress.state is None:
        return (None, None, None, None)
    return (progress.findings, progress.closed, progress.overdue, progress.state)


def _audits(site: Site) -> Iterator[Row]:
    for audit in _in_order(site):
        plan = audit.plan
        yield (
            *(getattr(audit, column) for column in _AUDIT),
            audit.firm.slug,
            "|".join(member.slug for member in audit.members),
            *((plan.findings, plan.closed, plan.overdue, plan.state) if plan else (None,) * 4),
            None if audit.found_compliant is None else len(audit.found_compliant),
        )


def _chapters(site: Site) -> Iterator[Row]:
    for audit in _in_order(site):
        for result in sorted(audit.chapters, key=lambda r: r.chapter.slug):
            yield (
                audit.audit_id,
                audit.factory_id,
                result.chapter.slug,
                result.score_percent,
                result.letter,
            )


def _findings(site: Site) -> Iterator[Row]:
    for audit in _in_order(site):
        country = site.by_id[audit.factory_id].country
        for finding in sorted(audit.findings, key=lambda f: f.finding):
            yield (
                audit.audit_id,
                audit.factory_id,
                finding.finding,
                country,
                audit.type,
                audit.audit_date,
                finding.requirement.chapter.slug if finding.requirement else None,
                finding.requirement_slug,
                finding.severity,
                finding.description,
                finding.corrective_action,
                finding.deadline,
                finding.state,
                finding.closed_on,
                _days(audit, finding),
                finding.overdue,
                "|".join(member.slug for member in finding.members),
            )


def _days(audit: Audit, finding: Finding) -> int | None:
    return finding.days_to_close(audit.audit_date)


def _events(site: Site) -> Iterator[Row]:
    for audit in _in_order(site):
        for finding in sorted(audit.findings, key=lambda f: f.finding):
            for number, event in enumerate(finding.events, start=1):
                yield (
                    audit.audit_id,
                    audit.factory_id,
                    finding.finding,
                    number,
                    event.date,
                    event.event,
                    event.by,
                    event.how,
                    event.follow_up_audit,
                    event.text,
                    event.evidence_sha256,
                    event.counts,
                    "|".join(member.slug for member in event.members),
                )


def _in_order(site: Site) -> list[Audit]:
    return sorted(site.audits, key=lambda audit: audit.audit_id)


AUDIT_TABLES: tuple[Published, ...] = (
    Published(
        define(
            "audits",
            "Audits",
            "One row an audit, however many members disclose it. An audit is neither a certificate nor a label.",
            [
                *(borrowed("audits", column) for column in _AUDIT),
                borrowed("audits", "audit_firm"),
                MEMBERS,
                _count(
                    "findings",
                    "Findings",
                    "How many findings its plan has; empty where no plan is shown.",
                    "12",
                ),
                _count("findings_closed", "Closed", "How many are verified as corrected.", "9"),
                _count(
                    "findings_overdue",
                    "Overdue",
                    "How many are not closed and past their deadline on the as-of date.",
                    "1",
                ),
                _plan_state("the corrective action plan"),
                _count(
                    "found_compliant",
                    "Found compliant",
                    "How many requirements were met; empty where that does not follow from what is stated.",
                    "41",
                ),
            ],
            ("audit_id",),
        ),
        _audits,
    ),
    Published(
        define(
            "audit_chapters",
            "Summary of Content",
            table("audit_chapters").description,
            [borrowed("audit_chapters", name) for name in table("audit_chapters").columns],
            ("audit_id", "chapter"),
        ),
        _chapters,
    ),
    Published(
        define(
            "findings",
            "Findings",
            "One row a finding of an audit's corrective action plan, with how far it is corrected on the as-of date.",
            [
                *(borrowed("findings", name) for name in ("audit_id", "factory_id", "finding")),
                borrowed("factories", "country"),
                borrowed("audits", "type"),
                borrowed("audits", "audit_date"),
                borrowed("requirements", "chapter"),
                *(
                    borrowed("findings", name)
                    for name in (
                        "requirement",
                        "severity",
                        "description",
                        "corrective_action",
                        "deadline",
                    )
                ),
                own(
                    "state",
                    "string",
                    "State",
                    "Where it stands, worked out from its events.",
                    "verified-closed",
                    enum=["open", "evidence-submitted", "verified-closed", "reopened"],
                ),
                own(
                    "closed_on",
                    "date",
                    "Closed on",
                    "The day of the verification that stands.",
                    "2026-04-20",
                ),
                _count(
                    "days_to_close",
                    "Days to close",
                    "The days from the audit to that verification.",
                    "64",
                ),
                own(
                    "overdue",
                    "boolean",
                    "Overdue",
                    "Whether it is not closed and past its deadline on the as-of date.",
                    "false",
                ),
                MEMBERS,
            ],
            ("audit_id", "finding"),
        ),
        _findings,
    ),
    Published(
        define(
            "finding_events",
            "Events of findings",
            "One row an event, in the order in which they happened to a finding.",
            [
                *(
                    borrowed("finding_events", name)
                    for name in ("audit_id", "factory_id", "finding")
                ),
                _count("number", "Number", "Its place among the finding's events.", "2"),
                *(
                    borrowed("finding_events", name)
                    for name in (
                        "date",
                        "event",
                        "by",
                        "how",
                        "follow_up_audit",
                        "text",
                        "evidence_sha256",
                    )
                ),
                own(
                    "counts",
                    "boolean",
                    "Counts",
                    "Whether it bears on the finding's state: a verification by a member without a link to the factory does not.",
                    "true",
                ),
                MEMBERS,
            ],
            ("audit_id", "finding", "number"),
        ),
        _events,
    ),
)
"""Everything about audits, in the order in which the data page lists it."""
