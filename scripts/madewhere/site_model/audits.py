"""An audit with what was found in it, and how far that is corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from madewhere.site_model.handbook import Chapter, Requirement
from madewhere.site_model.parties import AuditFirm, Member


@dataclass(frozen=True, slots=True)
class ChapterResult:
    """The result of one chapter of an audit. ``score_percent`` is 0 to 100, ``letter`` A to E."""

    chapter: Chapter
    score_percent: float | None
    letter: str | None


@dataclass(frozen=True, slots=True)
class FindingEvent:
    """Something that happened to a finding. ``counts`` is false for a verification without standing.

    ``event`` is comment, evidence-submitted, verified-closed or reopened; ``by`` factory or member;
    ``how`` documents, visit or follow-up-audit. ``members`` are those that state it.
    """

    date: date
    event: str
    by: str
    how: str | None
    follow_up_audit: str | None
    text: str | None
    evidence_sha256: str | None
    members: tuple[Member, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A requirement that was not met. ``severity`` is minor, major or critical.

    ``state`` is open, evidence-submitted, verified-closed or reopened; ``closed_on`` the day of the
    verification that stands; ``overdue`` whether its deadline has passed and it is not closed.
    ``requirement`` is None where the register does not know it, ``requirement_slug`` always there.
    ``differing`` lists, as (member, column, value), what other members state differently.
    """

    finding: str
    requirement_slug: str
    requirement: Requirement | None
    severity: str
    description: str | None
    corrective_action: str | None
    deadline: date | None
    state: str
    closed_on: date | None
    overdue: bool
    events: tuple[FindingEvent, ...]
    members: tuple[Member, ...]
    differing: tuple[tuple[Member, str, Any], ...]

    @property
    def closed(self) -> bool:
        """Whether its correction was verified, and it did not come back."""
        return self.state == "verified-closed"

    @property
    def comments(self) -> tuple[FindingEvent, ...]:
        """What was said about it, the factory's own words first."""
        said = [event for event in self.events if event.event == "comment"]
        return tuple(sorted(said, key=lambda event: event.by != "factory"))

    @property
    def steps(self) -> tuple[FindingEvent, ...]:
        """What was done about it, in the order of days."""
        return tuple(event for event in self.events if event.event != "comment")

    def days_to_close(self, audited_on: date) -> int | None:
        """The days from the audit to the verification that stands; None where it is not closed."""
        return None if self.closed_on is None else (self.closed_on - audited_on).days


@dataclass(frozen=True, slots=True)
class Plan:
    """The corrective action plan of one audit, as far as it has come.

    ``state`` is completed, on-track, behind-schedule, pending or nothing-to-correct.
    """

    state: str
    findings: int
    closed: int
    overdue: int

    @property
    def progress(self) -> float | None:
        """Verified closed of all findings, 0 to 1; None where there is nothing to correct."""
        return self.closed / self.findings if self.findings else None


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit, however many members disclose it. Neither a certificate nor a label.

    ``rating_percent`` is 0 to 100, ``rating_letter`` A to E. ``differing`` lists, as (member, column,
    value), what other members state differently. ``chapters`` is the Summary of Content.
    ``plan`` is None where no corrective action plan is shown; ``found_compliant`` None where it is not
    stated what was found compliant, and ``unstated_because`` is then the condition that is not met:
    follow-up, contested, plan-unknown, plan-incomplete, version-unknown, version-not-in-force or
    requirement-unknown.
    """

    audit_id: str
    factory_id: str
    type: str
    category: str
    announcement: str
    audit_date: date
    firm: AuditFirm
    requirements_version: str | None
    follows_audit: str | None
    rating_percent: float | None
    rating_letter: str | None
    alert_notifications: int | None
    cap_complete: bool | None
    members: tuple[Member, ...]
    differing: tuple[tuple[Member, str, Any], ...]
    chapters: tuple[ChapterResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    plan: Plan | None = None
    found_compliant: tuple[Requirement, ...] | None = None
    unstated_because: str | None = None

    @property
    def in_depth(self) -> bool:
        """Whether more is shown of it than when it was, by whom and of which kind."""
        return bool(self.chapters) or self.plan is not None or self.found_compliant is not None


_LEAST_ADVANCED_FIRST = (
    "behind-schedule",
    "pending",
    "on-track",
    "completed",
    "nothing-to-correct",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far several plans have come together. ``states`` counts plans by their state."""

    findings: int
    closed: int
    overdue: int
    states: dict[str, int]

    @classmethod
    def over(cls, audits: Iterable[Audit]) -> Progress:
        """Add up the plans that are shown, each audit once."""
        plans = [audit.plan for audit in audits if audit.plan is not None]
        return cls(
            findings=sum(plan.findings for plan in plans),
            closed=sum(plan.closed for plan in plans),
            overdue=sum(plan.overdue for plan in plans),
            states=dict(Counter(plan.state for plan in plans)),
        )

    @property
    def plans(self) -> int:
        """How many plans are added up."""
        return sum(self.states.values())

    @property
    def state(self) -> str | None:
        """The state of the least advanced plan; None where no plan is shown."""
        return next((state for state in _LEAST_ADVANCED_FIRST if state in self.states), None)

    @property
    def share(self) -> float | None:
        """Verified closed of all findings, 0 to 1; None where there is nothing to correct."""
        return self.closed / self.findings if self.findings else None
