"""What is overdue, due, to be verified or came back, factory by factory, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from madewhere.crosscheck.finding_events import VERDICTS
from madewhere.private.cap.grid import Grid, Reading, read_by
from madewhere.private.cap.reading import Cap
from madewhere.problems import Problem
from madewhere.site_model import Audit
from madewhere.site_model.audits import Finding, FindingEvent, Progress

TASKS = ("rules_not_kept", "overdue", "reopened", "awaiting", "due")
"""What can be to do about a finding, the worst first; one finding can have several."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A monitoring rule as it stands for one finding.

    ``done_on`` is the day on which what it asks for is first on record. ``state`` is kept, late,
    not-kept, to-come, or not-stated where nobody could know.
    """

    action: str
    within_days: int
    note: str
    due_on: date
    done_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Watched:
    """A finding with what is to do about it. ``days`` are those left until its deadline, or below 0.

    ``handed_in_on`` is the day of the last evidence, where it waits to be verified.
    """

    audit: Audit
    finding: Finding
    tasks: tuple[str, ...]
    days: int | None
    handed_in_on: date | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class FactoryCap:
    """One factory with its audits. ``counts`` counts findings by task; ``reading`` is by the grid."""

    factory_id: str
    name: str
    country: str
    sourced: bool
    audits: tuple[Audit, ...]
    watched: tuple[Watched, ...]
    counts: dict[str, int]
    progress: Progress
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class CapStatus:
    """How far the findings of a member's factories are corrected, the factory with most to do first."""

    member: str
    as_of: date
    due_within: int
    factories: tuple[FactoryCap, ...]
    counts: dict[str, int]
    progress: Progress
    has_grid: bool
    problems: tuple[Problem, ...]


def cap_status(
    cap: Cap,
    *,
    due_within: int,
    factories: Sequence[str] = (),
    countries: Sequence[str] = (),
    grid: Grid | None = None,
) -> CapStatus:
    """Work out what is to do. Without ``factories`` and ``countries`` all of the folder are meant.

    ``due_within`` days from the as-of date a deadline counts as due.
    """
    by_factory: dict[str, list[Audit]] = {each: [] for each in sorted(cap.factories)}
    for audit in cap.audits:
        by_factory.setdefault(audit.factory_id, []).append(audit)
    found = []
    for factory_id, audits in by_factory.items():
        name, country = cap.factories.get(factory_id, ("", ""))
        if (factories and factory_id not in factories) or (countries and country not in countries):
            continue
        watched = tuple(w for audit in audits for w in _watched(cap, audit, audits, due_within))
        counts = {task: sum(task in each.tasks for each in watched) for task in TASKS}
        found.append(
            FactoryCap(
                factory_id=factory_id,
                name=name,
                country=country,
                sourced=factory_id in cap.sourced,
                audits=tuple(audits),
                watched=watched,
                counts=counts,
                progress=Progress.over(audits),
                reading=read_by(grid, audits, cap.as_of) if grid else None,
            )
        )
    found.sort(key=_worst_first)
    return CapStatus(
        member=cap.member,
        as_of=cap.as_of,
        due_within=due_within,
        factories=tuple(found),
        counts={task: sum(each.counts[task] for each in found) for task in TASKS},
        progress=Progress.over(audit for each in found for audit in each.audits),
        has_grid=grid is not None,
        problems=tuple(cap.problems),
    )


def _worst_first(of: FactoryCap) -> tuple[Any, ...]:
    grave = [w for w in of.watched if w.finding.severity == "critical" and not w.finding.closed]
    late = max((-(w.days or 0) for w in of.watched if "overdue" in w.tasks), default=0)
    return (-len(grave), *(-of.counts[task] for task in TASKS), -late, of.factory_id)


def _watched(cap: Cap, audit: Audit, audits: Sequence[Audit], due_within: int) -> Iterator[Watched]:
    for finding in audit.findings:
        days = None if finding.deadline is None else (finding.deadline - cap.as_of).days
        rules = tuple(_rules(cap, audit, finding, audits))
        is_so = {
            "rules_not_kept": any(rule.state == "not-kept" for rule in rules),
            "overdue": finding.overdue,
            "reopened": finding.state == "reopened",
            "awaiting": finding.state == "evidence-submitted",
            "due": not finding.closed and days is not None and 0 <= days <= due_within,
        }
        handed_in = [e.date for e in finding.events if e.event == "evidence-submitted"]
        yield Watched(
            audit=audit,
            finding=finding,
            tasks=tuple(task for task in TASKS if is_so[task]),
            days=None if finding.closed else days,
            handed_in_on=max(handed_in) if is_so["awaiting"] else None,
            rules=rules,
        )


def _rules(cap: Cap, audit: Audit, finding: Finding, audits: Sequence[Audit]) -> Iterator[Rule]:
    """The register's rules for findings of this severity, as far as they were followed."""
    for row in cap.handbook.monitoring_rules:
        if row["severity"] != finding.severity:
            continue
        due_on = audit.audit_date + timedelta(days=row["within_days"])
        days = sorted(_DONE[row["action"]](audit, finding, audits))
        done_on = days[0] if days else None
        if done_on is not None:
            state = "kept" if done_on <= due_on else "late"
        elif row["action"] == "alert" and audit.alert_notifications is None:
            state = "not-stated"
        else:
            state = "not-kept" if due_on < cap.as_of else "to-come"
        yield Rule(row["action"], row["within_days"], row["note"] or "", due_on, done_on, state)


_Days = Callable[[Audit, Finding, Sequence[Audit]], list[date]]


def _events(accepts: Callable[[FindingEvent], bool]) -> _Days:
    return lambda _audit, finding, _audits: [
        event.date for event in finding.events if event.counts and accepts(event)
    ]


def _later(audit: Audit, audits: Sequence[Audit], categories: frozenset[str]) -> list[date]:
    """The days of later audits of the same kind at the factory."""
    return [
        each.audit_date
        for each in audits
        if each.type == audit.type
        and each.audit_date > audit.audit_date
        and each.category in categories
    ]


_AGAIN = frozenset({"follow-up", "re-audit"})
_ANY = _AGAIN | {"initial"}
_on_site = _events(lambda e: e.how in ("visit", "follow-up-audit") and e.event in VERDICTS)

_DONE: dict[str, _Days] = {
    "alert": lambda audit, _finding, _audits: [audit.audit_date] * bool(audit.alert_notifications),
    "contact": _events(lambda _event: True),
    "evidence": _events(lambda e: e.event in ("evidence-submitted", "verified-closed")),
    "visit": lambda audit, finding, audits: [
        *_on_site(audit, finding, audits),
        *_later(audit, audits, _ANY),
    ],
    "follow-up-audit": lambda audit, _finding, audits: _later(audit, audits, _AGAIN),
    "close": lambda _audit, finding, _audits: [finding.closed_on] if finding.closed_on else [],
}
"""By the action that a rule asks for, the days on which it is on record."""
