"""What the commands of `cap` say that record something, make a file for a member, or take one in."""

from __future__ import annotations

from madewhere.plurals import counted
from madewhere.private.cap.exchange import Exported
from madewhere.private.cap.reading import FOUND
from madewhere.private.cap.recording import STATES, Recorded
from madewhere.private.cap.taking import Change, Taken
from madewhere.quoting import visible
from madewhere.report.cap import closed_by
from madewhere.site_model.audits import Finding

_MOST = 20


def _text(lines: list[str]) -> str:
    return "\n".join(map(visible, lines)) + "\n"


def _state(finding: Finding) -> str:
    by = f" on {finding.closed_on} by {' and '.join(closed_by(finding))}" if finding.closed else ""
    return STATES[finding.state] + by + (", overdue" if finding.overdue else "")


def recorded_text(done: Recorded, *, dry_run: bool) -> str:
    """The finding before and after."""
    audit, event = done.audit, done.event
    who = f"{audit.factory_id}, {audit.type} audit of {audit.audit_date}, {done.before.finding}"
    if not done.is_new:
        said = f"{event['event']} of {event['date']} is recorded already"
        return _text([f"{who}: {said}; nothing was changed."])
    lines = [
        f"{who}: {event['event']} on {event['date']}",
        f"  before: {_state(done.before)}",
        f"  after:  {_state(done.after)}",
    ]
    if done.paper:
        verb = "would be" if dry_run else "is"
        lines.append(f"  The file {verb} kept as {done.paper}; only its salted hash can go public.")
    if dry_run:
        lines.append("Nothing was written.")
    return _text(lines)


def exported_text(done: Exported) -> str:
    """What the file holds, and what to mind before it is sent."""
    told = f"{counted(done.findings, 'finding')} and {counted(done.events, 'event')}"
    lines = [f"{done.file} tells {done.to} of {told} of {counted(done.audits, 'audit')}."]
    if done.not_known:
        lines.append(
            f"The publication does not show that {done.to} sources from {', '.join(done.not_known)}: "
            "make sure of it before you send the file. Its import takes in nothing else."
        )
    if done.skipped:
        lines.append(f"Left out, not in your sourcing.csv: {', '.join(done.skipped)}.")
    if done.held:
        more = len(done.held) - _MOST
        told = "; ".join(done.held[:_MOST]) + (f"; and {more:,} more" if more > 0 else "")
        lines.append(f"Left out, because it looks like a person's contact: {told}.")
    lines.append("It is private: send it to that member alone, and keep it out of Git.")
    return _text(lines)


def imported_text(taken: Taken, *, dry_run: bool) -> str:
    """What is new and what follows from it, or everything for which nothing was taken in."""
    lines = []
    for p in taken.problems:
        field = f", {p.field}" if p.field else ""
        lines += [
            f"{p.level.label} {p.code}: {p.file}, line {p.line}{field}: {p.message}",
            f"  → {p.fix}",
        ]
    if taken.failed:
        return _text([*lines, "Nothing was taken in: a file is taken in as a whole or not at all."])
    findings = sum(row["event"] == FOUND for row in taken.new)
    events = len(taken.new) - findings
    said = (
        f"{taken.sender} told on {taken.made_on}: {counted(findings, 'finding')} and "
        f"{counted(events, 'event')} that you did not know; {taken.known:,} known before."
    )
    lines += [said, *(_change(each) for each in taken.changes[:_MOST])]
    if len(taken.changes) > _MOST:
        lines.append(f"  … and {len(taken.changes) - _MOST:,} more")
    if dry_run:
        lines.append("Nothing was written.")
    elif taken.new:
        lines.append("It counts in `madewhere cap status` and is never disclosed under your name.")
    return _text(lines)


def _change(each: Change) -> str:
    where = f"  {each.audit.factory_id}, {each.audit.audit_id}, {each.after.finding}"
    if each.before is None:
        return f"{where}: new, {_state(each.after)}"
    return f"{where}: {_state(each.before)} → {_state(each.after)}"
