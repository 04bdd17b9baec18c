"""What was found in an audit and how far it is corrected, by the rules that the site explains.

A finding's state follows from its events up to the as-of date, in the order of days; on one day a
verification comes after what was handed in, and an opening again after the verification. Only a member
that sources from the factory may verify or open again, and a factory may say that a thing came back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from madewhere.disclose import Disclosure
from madewhere.link.statement import Statement
from madewhere.site_model import Handbook, Member
from madewhere.site_model.audits import Audit, ChapterResult, Finding, FindingEvent, Plan
from madewhere.site_model.handbook import Requirement

_RANK = {"comment": 0, "evidence-submitted": 1, "verified-closed": 2, "reopened": 3}
_SEVERITIES = ("critical", "major", "minor")
_KEY = frozenset({"audit_id", "factory_id", "finding"})


@dataclass(slots=True)
class AuditRows:
    """The rows that hang on audits, by audit ID, and who may verify corrections where.

    A site makes it `of` what the gate released, a member of its private folder.
    """

    as_of: date
    handbook: Handbook
    members: dict[str, Member]
    sourcing: frozenset[tuple[str, str]]
    chapters: dict[str, list[Statement]] = field(default_factory=dict)
    findings: dict[str, list[Statement]] = field(default_factory=dict)
    events: dict[str, list[Statement]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, disclosure: Disclosure, handbook: Handbook, members: dict[str, Member]
    ) -> AuditRows:
        """Sort what the gate released by audit."""
        return cls(
            as_of=disclosure.as_of,
            handbook=handbook,
            members=members,
            sourcing=frozenset(
                (row.member, row.cells["factory_id"]) for row in disclosure.tables["sourcing"]
            ),
            chapters=by_audit(disclosure.tables["audit_chapters"]),
            findings=by_audit(disclosure.tables["findings"]),
            events=by_audit(disclosure.tables["finding_events"]),
        )

    def add_to(self, audit: Audit, audit_ids: Collection[str], ids: dict[str, str]) -> Audit:
        """The audit with its chapters, findings and plan.

        ``audit_ids`` are the identifiers that members gave it, ``ids`` leads from each member's
        identifier of an audit to the one that is shown.
        """
        findings = self._findings(audit, audit_ids, ids)
        return replace(
            audit,
            chapters=self._chapters(audit_ids),
            findings=findings,
            plan=plan_of(findings, audit.cap_complete),
            found_compliant=found_compliant(audit, findings, self.handbook),
        )

    def _chapters(self, audit_ids: Collection[str]) -> tuple[ChapterResult, ...]:
        """Each chapter's result as the first member states it, in the handbook's order."""
        found: dict[str, ChapterResult] = {}
        for row in _rows(self.chapters, audit_ids):
            cells = row.cells
            chapter = self.handbook.chapters.get(cells["chapter"])
            if chapter and chapter.slug not in found:
                found[chapter.slug] = ChapterResult(
                    chapter, cells["score_percent"], cells["letter"]
                )
        return tuple(sorted(found.values(), key=lambda r: (r.chapter.position, r.chapter.slug)))

    def _findings(
        self, audit: Audit, audit_ids: Collection[str], ids: dict[str, str]
    ) -> tuple[Finding, ...]:
        events: defaultdict[str, list[Statement]] = defaultdict(list)
        for row in _rows(self.events, audit_ids):
            if row.cells["date"] <= self.as_of:
                events[row.cells["finding"]].append(row)
        same: defaultdict[str, list[Statement]] = defaultdict(list)
        for row in _rows(self.findings, audit_ids):
            same[row.cells["finding"]].append(row)
        found = [
            self._finding(audit, rows, self._events(events.get(number, []), audit.factory_id, ids))
            for number, rows in same.items()
        ]
        return tuple(sorted(found, key=_order))

    def _finding(
        self, audit: Audit, rows: list[Statement], events: tuple[FindingEvent, ...]
    ) -> Finding:
        merged: dict[str, Any] = {}
        differing = []
        for row in rows:
            for column, value in row.cells.items():
                if value is None:
                    continue
                if merged.setdefault(column, value) != value and column not in _KEY:
                    differing.append((self.members[row.member], column, value))
        state, closed_on = _state(events)
        deadline = merged.get("deadline")
        late = deadline is not None and deadline < self.as_of
        slug = merged["requirement"]
        return Finding(
            finding=merged["finding"],
            requirement_slug=slug,
            requirement=self.handbook.requirement(audit.type, audit.requirements_version, slug),
            severity=merged["severity"],
            description=merged.get("description"),
            corrective_action=merged.get("corrective_action"),
            deadline=deadline,
            state=state,
            closed_on=closed_on,
            overdue=late and state != "verified-closed",
            events=events,
            members=_members(rows, self.members),
            differing=tuple(differing),
        )

    def _events(
        self, rows: list[Statement], factory_id: str, ids: dict[str, str]
    ) -> tuple[FindingEvent, ...]:
        """Each event once, however many members tell it, in the order in which they happened."""
        same: defaultdict[tuple[Any, ...], list[Statement]] = defaultdict(list)
        for row in rows:
            cells = row.cells
            own = row.member if cells["by"] == "member" else ""
            same[cells["date"], cells["event"], cells["by"], own, cells["text"] or ""].append(row)
        found = []
        for group in same.values():
            cells = group[0].cells
            follow_up = cells["follow_up_audit"]
            found.append(
                FindingEvent(
                    date=cells["date"],
                    event=cells["event"],
                    by=cells["by"],
                    how=cells["how"],
                    follow_up_audit=ids.get(follow_up, follow_up),
                    text=cells["text"],
                    evidence_sha256=cells["evidence_sha256"],
                    members=_members(group, self.members),
                    counts=_counts(cells, group[0].member, self.sourcing, factory_id),
                )
            )
        found.sort(
            key=lambda e: (e.date, _RANK[e.event], e.by, [m.slug for m in e.members], e.text or "")
        )
        return tuple(found)


def _counts(
    cells: dict[str, Any], member: str, sourcing: Collection[tuple[str, str]], factory_id: str
) -> bool:
    if cells["by"] == "factory":
        return bool(cells["event"] != "verified-closed")
    return cells["event"] in ("comment", "evidence-submitted") or (member, factory_id) in sourcing


def _state(events: Iterable[FindingEvent]) -> tuple[str, date | None]:
    """The state after these events, and since when it is closed."""
    state, closed_on = "open", None
    for event in events:
        if not event.counts or event.event == "comment":
            continue
        if event.event == "verified-closed":
            if state != "verified-closed":
                state, closed_on = "verified-closed", event.date
        elif event.event == "reopened":
            if state != "open":
                state, closed_on = "reopened", None
        elif state != "verified-closed":
            state = "evidence-submitted"
    return state, closed_on


def plan_of(findings: Collection[Finding], complete: bool | None) -> Plan | None:
    """How far a plan has come; None where none is shown. ``complete`` is what the audit states."""
    if not findings:
        return Plan("nothing-to-correct", 0, 0, 0) if complete else None
    closed = sum(finding.closed for finding in findings)
    overdue = sum(finding.overdue for finding in findings)
    if overdue:
        state = "behind-schedule"
    elif complete is False or any(f.deadline is None and not f.closed for f in findings):
        state = "pending"
    else:
        state = "completed" if closed == len(findings) else "on-track"
    return Plan(state, len(findings), closed, overdue)


def found_compliant(
    audit: Audit, findings: Collection[Finding], handbook: Handbook
) -> tuple[Requirement, ...] | None:
    """The requirements that were met; None where that does not follow from what is stated.

    It follows only for a first or a full audit whose plan is said to be complete, by everybody who
    states it, and that names the version of the requirements in force on its day, all of whose findings
    the register knows.
    """
    version = handbook.version(audit.type, audit.requirements_version)
    contested = {column for _, column, _ in audit.differing}
    if (
        not audit.cap_complete
        or audit.category not in ("initial", "re-audit")
        or version is None
        or version is not handbook.in_force(audit.type, audit.audit_date)
        or contested & {"cap_complete", "requirements_version", "category"}
    ):
        return None
    known = {requirement.slug for requirement in version.requirements}
    not_met = {finding.requirement_slug for finding in findings}
    if not not_met <= known:
        return None
    return tuple(r for r in version.requirements if r.slug not in not_met)


def _order(finding: Finding) -> tuple[Any, ...]:
    """Open ones first, overdue before others, then the graver, then by deadline and number."""
    return (
        finding.closed,
        not finding.overdue,
        _SEVERITIES.index(finding.severity),
        finding.deadline or date.max,
        finding.finding,
    )


def _members(rows: Iterable[Statement], members: dict[str, Member]) -> tuple[Member, ...]:
    return tuple(members[slug] for slug in sorted({row.member for row in rows}))


def by_audit(rows: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Rows that hang on audits, by audit ID."""
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for row in rows:
        found[row.cells["audit_id"]].append(row)
    return found


def _rows(found: dict[str, list[Statement]], audit_ids: Iterable[str]) -> list[Statement]:
    return [row for audit_id in sorted(audit_ids) for row in found.get(audit_id, ())]
