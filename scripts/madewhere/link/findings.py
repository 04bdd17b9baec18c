"""What was found in an audit and how far it is corrected, by the rules that the site explains.

A finding's state follows from its events from the day of the audit up to the as-of date, in the order
of days; on one day a verification comes after what was handed in, and an opening again after the
verification. Only a member that sources from the factory may verify or open again, and a factory may say
that a thing came back. What was never closed is not opened again, but open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from madewhere.disclose import Disclosure
from madewhere.link.compliance import found_compliant
from madewhere.link.statement import Statement
from madewhere.site_model import Handbook, Member
from madewhere.site_model.audits import Audit, ChapterResult, Finding, FindingEvent, Plan

_RANK = {"comment": 0, "evidence-submitted": 1, "verified-closed": 2, "reopened": 3}
_SEVERITIES = ("critical", "major", "minor")
_KEY = frozenset({"audit_id", "factory_id", "finding"})

Stated = tuple[str, str]
"""A member, and its identifier of an audit: one row of that member's audits."""


@dataclass(slots=True)
class AuditRows:
    """The rows that hang on audits, by member and audit ID, and who may verify corrections where.

    A site makes it `of` what the gate released, a member of its private folder.
    """

    as_of: date
    handbook: Handbook
    members: dict[str, Member]
    sourcing: frozenset[tuple[str, str]]
    chapters: dict[Stated, list[Statement]] = field(default_factory=dict)
    findings: dict[Stated, list[Statement]] = field(default_factory=dict)
    events: dict[Stated, list[Statement]] = field(default_factory=dict)

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

    def add_to(self, audit: Audit, stated: Collection[Stated], ids: dict[str, str]) -> Audit:
        """The audit with its chapters, findings and plan.

        ``stated`` are the rows that state it, so that nothing of another audit gets here that a member
        gave the same identifier. ``ids`` leads from each member's identifier of an audit of this factory
        to the one that is shown.
        """
        findings = self._findings(audit, stated, ids)
        compliant, unstated = found_compliant(audit, findings, self.handbook)
        contested = ("cap_complete", False) in (
            (column, value) for _, column, value in audit.differing
        )
        return replace(
            audit,
            chapters=self._chapters(audit, stated),
            findings=findings,
            plan=plan_of(findings, False if contested else audit.cap_complete),
            found_compliant=compliant,
            unstated_because=unstated,
        )

    def _chapters(self, audit: Audit, stated: Collection[Stated]) -> tuple[ChapterResult, ...]:
        """The results of the scheme's chapters in the handbook's order, each as it is stated first."""
        found: dict[str, ChapterResult] = {}
        for row in _rows(self.chapters, stated):
            chapter = self.handbook.chapters.get(row.cells["chapter"])
            score, letter = row.cells["score_percent"], row.cells["letter"]
            if (
                chapter is None
                or chapter.scheme != audit.type
                or (score is None and letter is None)
            ):
                continue
            first = found.setdefault(chapter.slug, ChapterResult(chapter, score, letter))
            found[chapter.slug] = replace(
                first,
                score_percent=score if first.score_percent is None else first.score_percent,
                letter=first.letter or letter,
            )
        return tuple(sorted(found.values(), key=lambda r: (r.chapter.position, r.chapter.slug)))

    def _findings(
        self, audit: Audit, stated: Collection[Stated], ids: dict[str, str]
    ) -> tuple[Finding, ...]:
        events: defaultdict[str, list[Statement]] = defaultdict(list)
        for row in _rows(self.events, stated):
            if audit.audit_date <= row.cells["date"] <= self.as_of:
                events[row.cells["finding"]].append(row)
        same: defaultdict[str, list[Statement]] = defaultdict(list)
        for row in _rows(self.findings, stated):
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
            found.append(
                FindingEvent(
                    date=cells["date"],
                    event=cells["event"],
                    by=cells["by"],
                    how=cells["how"],
                    follow_up_audit=ids.get(cells["follow_up_audit"]),
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
    state, closed_on, was_closed = "open", None, False
    for event in events:
        if not event.counts or event.event == "comment":
            continue
        if event.event == "verified-closed":
            if state != "verified-closed":
                state, closed_on, was_closed = "verified-closed", event.date, True
        elif event.event == "reopened":
            state, closed_on = "reopened" if was_closed else "open", None
        elif state != "verified-closed":
            state = "evidence-submitted"
    return state, closed_on


def plan_of(findings: Collection[Finding], complete: bool | None) -> Plan | None:
    """How far a plan has come; None where none is shown.

    ``complete`` is what is stated of it, False where one member says that findings are missing.
    """
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


def by_audit(rows: Iterable[Statement]) -> dict[Stated, list[Statement]]:
    """Rows that hang on audits, by the member that states them and the audit's ID."""
    found: defaultdict[Stated, list[Statement]] = defaultdict(list)
    for row in rows:
        found[row.member, row.cells["audit_id"]].append(row)
    return found


def _rows(found: dict[Stated, list[Statement]], stated: Iterable[Stated]) -> list[Statement]:
    """The rows that hang on an audit, member by member."""
    return [row for each in sorted(stated) for row in found.get(each, ())]
