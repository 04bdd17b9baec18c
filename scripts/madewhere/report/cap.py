"""What `cap status` says, as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from madewhere.plurals import counted
from madewhere.private.cap.monitoring import TASKS, CapStatus, FactoryCap, Watched
from madewhere.private.cap.recording import STATES
from madewhere.problems import Level, Problem
from madewhere.quoting import visible
from madewhere.site_model import Audit
from madewhere.site_model.audits import Finding, Progress

_MOST_PROBLEMS = 10

_TASKS = {
    "rules_not_kept": "against a monitoring rule",
    "overdue": "overdue",
    "reopened": "reopened",
    "awaiting": "waiting to be verified",
    "due": "due within {days} days",
}

_ACTIONS = {
    "alert": "an alert to the members",
    "contact": "contact with the factory",
    "evidence": "evidence",
    "visit": "a visit",
    "follow-up-audit": "a follow-up audit",
    "close": "closing",
}

COLUMNS = (
    "factory_id",
    "name",
    "country",
    "audit_id",
    "type",
    "audit_date",
    "finding",
    "requirement",
    "severity",
    "deadline",
    "days_left",
    "state",
    "tasks",
    "handed_in_on",
    "closed_on",
    "closed_by",
    "rules_not_kept",
    "reading",
)
"""The columns of the CSV form, one row a finding."""


def closed_by(finding: Finding) -> list[str]:
    """The members whose verification stands; none where it is not closed."""
    if not finding.closed:
        return []
    own = [e for e in finding.events if e.event == "verified-closed" and e.counts]
    return sorted({m.slug for e in own if e.date == finding.closed_on for m in e.members})


def status_text(status: CapStatus) -> str:
    """A line for all factories together, then each factory that has something to do, the worst first."""
    lines = [f"{status.member}, as of {status.as_of}: {_progress(status.progress)}"]
    lines.append(f"  {_counts(status.counts, status.due_within) or 'nothing to do'}")
    if status.has_grid:
        results = [each.reading.result for each in status.factories if each.reading]
        told = [f"{results.count(r):,} {r}" for r in dict.fromkeys(sorted(results))]
        lines.append(f"  by your reading grid: {', '.join(told) or 'no factory'}")
    quiet = 0
    for each in status.factories:
        read = each.reading is not None and each.reading.result not in ("green", "not-audited")
        if any(each.counts.values()) or read:
            lines += ["", *_factory(each, status)]
        else:
            quiet += 1
    if quiet:
        lines += ["", f"{counted(quiet, 'factory', 'factories')} with nothing to do."]
    errors = [p for p in status.problems if p.level is Level.ERROR]
    if errors:
        said = f"The folder has {counted(len(errors), 'error')}; such rows are left out:"
        return "\n".join([*map(visible, lines), "", said, *_problems(errors)]) + "\n"
    return "\n".join(map(visible, lines)) + "\n"


def problems_text(problems: list[Problem]) -> str:
    """What is wrong with a reading grid."""
    said = "The reading grid cannot be used; correct it, and run this again:"
    return "\n".join([said, *_problems(problems)]) + "\n"


def _progress(progress: Progress) -> str:
    if not progress.findings:
        return "no findings on record"
    return f"{progress.closed:,} of {counted(progress.findings, 'finding')} closed"


def _counts(counts: dict[str, int], due_within: int) -> str:
    said = [f"{counts[t]:,} {_TASKS[t].format(days=due_within)}" for t in TASKS if counts[t]]
    return ", ".join(said)


def _factory(of: FactoryCap, status: CapStatus) -> Iterator[str]:
    said = _counts(of.counts, status.due_within)
    reading = f"; {of.reading.result}" if of.reading else ""
    yield f"{of.factory_id}  {of.name}, {of.country}: {said or _progress(of.progress)}{reading}"
    if not of.sourced:
        yield "  You have no row for it in sourcing.csv, so your verification would not count."
    if of.reading:
        yield from (f"  {reason}" for reason in of.reading.reasons)
        yield from (f"  not stated: {reason}" for reason in of.reading.not_stated)
    for audit in of.audits:
        watched = [w for w in of.watched if w.audit is audit]
        if audit.plan is None or not watched:
            continue
        said = f"{audit.plan.closed} of {audit.plan.findings} closed, {audit.plan.state}"
        yield f"  {_audit(audit)}: {said}"
        yield from (f"    {_finding(w)}" for w in watched if w.tasks or not w.finding.closed)
        closed = [w.finding for w in watched if w.finding.closed]
        told = [f"{f.finding} on {f.closed_on} by {' and '.join(closed_by(f))}" for f in closed]
        if told:
            yield f"    closed: {'; '.join(told)}"


def _audit(audit: Audit) -> str:
    return f"{audit.type} audit of {audit.audit_date} ({audit.audit_id})"


def _finding(w: Watched) -> str:
    f = w.finding
    requirement = f.requirement.title if f.requirement else f.requirement_slug
    said = [STATES[f.state]]
    if w.handed_in_on:
        said[0] = f"evidence handed in on {w.handed_in_on}, not verified"
    if f.state == "reopened":
        last = next(e for e in reversed(f.events) if e.event == "reopened")
        said[0] = f"reopened on {last.date} by {' and '.join(m.slug for m in last.members)}"
    if w.days is not None:
        deadline = f"until {f.deadline}"
        late = f"{deadline}, {counted(-w.days, 'day')} overdue"
        said.append(late if w.days < 0 else f"{deadline}, {counted(w.days, 'day')} left")
    elif not f.closed:
        said.append("no deadline stated")
    for rule in w.rules:
        if rule.state == "not-kept":
            action = _ACTIONS[rule.action]
            said.append(f"{action} should have followed by {rule.due_on} and is not on record")
    return f"{f.finding}  {f.severity}, {requirement}: {'; '.join(said)}"


def _problems(problems: list[Problem]) -> Iterator[str]:
    for p in problems[:_MOST_PROBLEMS]:
        field = f", {p.field}" if p.field else ""
        yield visible(f"  {p.code}: {p.file}, line {p.line}{field}: {p.message}")
        yield f"    → {p.fix}"
    if len(problems) > _MOST_PROBLEMS:
        yield f"  … and {len(problems) - _MOST_PROBLEMS:,} more"


def status_json(status: CapStatus) -> str:
    """The same for programs, with closed findings too. The keys are a contract; new ones may come."""
    report = {
        "member": status.member,
        "as_of": status.as_of.isoformat(),
        "due_within_days": status.due_within,
        "findings": status.progress.findings,
        "closed": status.progress.closed,
        "counts": status.counts,
        "factories": [_factory_json(each) for each in status.factories],
        "errors": sum(1 for p in status.problems if p.level is Level.ERROR),
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _factory_json(of: FactoryCap) -> dict[str, Any]:
    reading = of.reading and {
        "result": of.reading.result,
        "reasons": list(of.reading.reasons),
        "not_stated": list(of.reading.not_stated),
    }
    return {
        "factory_id": of.factory_id,
        "name": visible(of.name),
        "country": of.country,
        "sourced": of.sourced,
        "findings": of.progress.findings,
        "closed": of.progress.closed,
        "counts": of.counts,
        "plans": [
            {"audit_id": a.audit_id, "state": a.plan.state, "progress": a.plan.progress}
            for a in of.audits
            if a.plan
        ],
        "reading": reading,
        "list": [_finding_json(each) for each in of.watched],
    }


def _finding_json(w: Watched) -> dict[str, Any]:
    f = w.finding
    return {
        "audit_id": w.audit.audit_id,
        "type": w.audit.type,
        "audit_date": w.audit.audit_date.isoformat(),
        "finding": f.finding,
        "requirement": f.requirement_slug,
        "severity": f.severity,
        "deadline": f.deadline.isoformat() if f.deadline else None,
        "days_left": w.days,
        "state": f.state,
        "tasks": list(w.tasks),
        "handed_in_on": w.handed_in_on.isoformat() if w.handed_in_on else None,
        "closed_on": f.closed_on.isoformat() if f.closed_on else None,
        "closed_by": closed_by(f),
        "stated_by": [m.slug for m in f.members],
        "rules": [
            {
                "action": rule.action,
                "within_days": rule.within_days,
                "due_on": rule.due_on.isoformat(),
                "done_on": rule.done_on.isoformat() if rule.done_on else None,
                "state": rule.state,
            }
            for rule in w.rules
        ],
    }


def status_csv(status: CapStatus) -> str:
    """One row a finding, the worst factory first; several values in one cell are separated by |."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for of in status.factories:
        for w in of.watched:
            told = _finding_json(w)
            writer.writerow(
                told
                | {
                    "factory_id": of.factory_id,
                    "name": visible(of.name),
                    "country": of.country,
                    "tasks": "|".join(w.tasks),
                    "closed_by": "|".join(told["closed_by"]),
                    "rules_not_kept": "|".join(
                        rule.action for rule in w.rules if rule.state == "not-kept"
                    ),
                    "reading": of.reading.result if of.reading else "",
                }
            )
    return out.getvalue()
