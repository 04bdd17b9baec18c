"""Recording what happened to a finding: evidence handed in, verified, opened again, a comment.

A row of the events is added and none is ever changed. What would not have the effect that it is meant
to have, by the rules of the site, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.errors import UsageError
from madewhere.package_writer import table_bytes
from madewhere.private.cap.reading import Cap, finding_of, read_cap
from madewhere.private.evidence import FOLDER, Evidence, digests_of, evidence_of, read_paper
from madewhere.private.writing import make_folder, write_files
from madewhere.problems import Level
from madewhere.quoting import short, visible
from madewhere.site_model import Audit
from madewhere.site_model.audits import Finding
from madewhere.tables import table
from madewhere.validate import validate_table

EVIDENCE, VERIFIED, REOPENED, COMMENT = (
    "evidence-submitted",
    "verified-closed",
    "reopened",
    "comment",
)

_ALLOWED = {
    EVIDENCE: ("open", "evidence-submitted", "reopened"),
    VERIFIED: ("open", "evidence-submitted", "reopened"),
    REOPENED: ("verified-closed",),
    COMMENT: ("open", "evidence-submitted", "verified-closed", "reopened"),
}
"""In which states of a finding each event makes sense."""

STATES = {
    "open": "open",
    "evidence-submitted": "evidence handed in, not verified",
    "verified-closed": "verified and closed",
    "reopened": "reopened",
}
"""The states of a finding in words."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be recorded. ``on`` is None for the as-of date.

    ``how`` is documents, visit or follow-up-audit; ``file`` the evidence.
    """

    event: str
    by: str
    on: date | None = None
    how: str | None = None
    follow_up: str | None = None
    text: str | None = None
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finding before and after. ``is_new`` is false where the very same was recorded before.

    ``paper`` is where the evidence lies in the folder.
    """

    audit: Audit
    before: Finding
    after: Finding
    event: dict[str, Any]
    is_new: bool
    paper: Path | None


def record(
    private: Path,
    data: Path,
    audit_id: str,
    number: str,
    happening: Happening,
    *,
    as_of: date,
    dry_run: bool = False,
    cache: Path | None = None,
) -> Recorded:
    """Add an event to a finding; ``dry_run`` writes nothing.

    Raises `UsageError` for what cannot be, `MadewhereError` where the folder's tables of audits have
    errors, and `OSError` where something cannot be written; then nothing is.
    """
    cap = read_cap(private, data, as_of=as_of, cache=cache)
    cap.refuse_errors()
    audit, finding = _find(cap, audit_id, number)
    on = happening.on or as_of
    event: dict[str, Any] = dict.fromkeys(table("finding_events").columns) | {
        "audit_id": _own_id(cap, audit),
        "factory_id": audit.factory_id,
        "finding": finding.finding,
        "date": on,
        "event": happening.event,
        "by": happening.by,
        "how": happening.how,
        "follow_up_audit": _follow_up(cap, audit, happening, on),
        "text": " ".join((happening.text or "").split()) or None,
    }
    _refuse_day(audit, on, as_of)
    if happening.event in (VERIFIED, REOPENED) and audit.factory_id not in cap.sourced:
        raise UsageError(
            f"{cap.member} has no row for {audit.factory_id} in sourcing.csv",
            hint="Only a member that sources from a factory verifies there. If it does, add the row.",
        )
    paper = None
    if happening.file is not None:
        content, suffix = read_paper(happening.file)
        reference = f"{event['audit_id']}.{finding.finding}"
        known = digests_of(cap.folder, content, reference)
        if again := _same_paper(cap, event, finding, known):
            return Recorded(audit, finding, finding, again, is_new=False, paper=None)
        paper = evidence_of(cap.folder, content, suffix, reference, as_of)
        event["evidence_sha256"] = paper.digest
    if _is_recorded(cap, event):
        return Recorded(audit, finding, finding, event, is_new=False, paper=None)
    after = _after(cap, audit, finding, event)
    place = None if paper is None else paper.place
    if not dry_run:
        _write(cap, event, paper)
    return Recorded(audit, finding, after, event, is_new=True, paper=place)


def _find(cap: Cap, audit_id: str, number: str) -> tuple[Audit, Finding]:
    audit = cap.audit(audit_id.strip().upper())
    if audit is None:
        raise UsageError(
            f"the folder has no audit {visible(short(audit_id))}",
            hint="`madewhere cap status` lists the audits with their findings.",
        )
    finding = finding_of(audit, number.strip())
    if finding is None:
        known = ", ".join(sorted(each.finding for each in audit.findings))
        raise UsageError(
            f"the audit {audit.audit_id} has no finding {visible(short(number))}",
            hint=f"It has {known}." if known else "No finding of it is in findings.csv.",
        )
    return audit, finding


def _own_id(cap: Cap, audit: Audit) -> str:
    """The identifier that the folder gives the audit."""
    return next(
        str(row.cells["audit_id"])
        for row in cap.package.rows("audits")
        if cap.audit(row.cells["audit_id"]) is audit
    )


def _refuse_day(audit: Audit, on: date, as_of: date) -> None:
    if on > as_of:
        raise UsageError(f"{on} lies in the future", hint="Give the day on which it happened.")
    if on < audit.audit_date:
        raise UsageError(
            f"{on} lies before the audit, which was on {audit.audit_date}",
            hint="Give the day on which it happened.",
        )


def _follow_up(cap: Cap, audit: Audit, happening: Happening, on: date) -> str | None:
    """The audit in which a correction was looked at."""
    if (happening.how == "follow-up-audit") is (happening.follow_up is None):
        raise UsageError(
            "a follow-up audit is named exactly where it is how it was looked at",
            hint="Give --how follow-up-audit with --follow-up AUDIT_ID, or neither.",
        )
    if happening.follow_up is None:
        return None
    follow_up = cap.audit(happening.follow_up.strip().upper())
    if follow_up is None:
        raise UsageError(
            f"the folder has no audit {visible(short(happening.follow_up))}",
            hint="Put the follow-up audit into audits.csv first.",
        )
    wrong = ""
    if follow_up.factory_id != audit.factory_id:
        wrong = f"was at {follow_up.factory_id}, not at {audit.factory_id}"
    elif follow_up.type != audit.type or follow_up.audit_id == audit.audit_id:
        wrong = f"is no later {audit.type} audit"
    elif not audit.audit_date <= follow_up.audit_date <= on:
        wrong = f"was on {follow_up.audit_date}; this happened on {on}"
    if wrong:
        raise UsageError(f"the audit {follow_up.audit_id} {wrong}", hint="Name the right one.")
    return _own_id(cap, follow_up)


def _same_paper(
    cap: Cap, event: dict[str, Any], finding: Finding, known: set[str]
) -> dict[str, Any] | None:
    """The event by which this very paper was recorded, unless the finding was opened again since."""
    for row in cap.package.rows("finding_events"):
        same = all(row.cells[c] == event[c] for c in ("audit_id", "finding", "event", "by"))
        stands = finding.state in (EVIDENCE, VERIFIED) or row.cells["date"] == event["date"]
        if same and stands and row.cells["evidence_sha256"] in known:
            return row.cells
    return None


def _is_recorded(cap: Cap, event: dict[str, Any]) -> bool:
    """Whether the folder has this very event. Raises `UsageError` where another one is in its place."""
    of = table("finding_events")
    for row in cap.package.rows("finding_events"):
        if all(row.cells[column] == event[column] for column in of.key):
            if row.cells == event:
                return True
            raise UsageError(
                f"finding_events.csv, line {row.line} has an event of this kind, day and side",
                hint="What is recorded is never changed, and a day has one of a kind. Give another "
                "day with --on; several files of one day go into one.",
            )
    return False


def _after(cap: Cap, audit: Audit, before: Finding, event: dict[str, Any]) -> Finding:
    """The finding after the event. Raises `UsageError` where it would not be what the event says."""
    content = table_bytes("finding_events", [event]).decode()
    for found in validate_table("finding_events", content, "finding_events.csv").problems:
        if found.level is Level.ERROR:
            option = {"text": "--text"}.get(found.field, found.field)
            raise UsageError(f"{option}: {found.message}", hint=found.fix)
    what = event["event"]
    if before.state not in _ALLOWED[what]:
        last = next((e for e in reversed(before.events) if e.event == before.state), None)
        by = f" since {last.date}, by {' and '.join(m.slug for m in last.members)}" if last else ""
        raise UsageError(
            f"{before.finding} is {STATES[before.state]}{by}",
            hint="What came back after it was closed is opened again with `madewhere cap reopen`."
            if before.closed
            else "Only what was verified and closed can be opened again; a comment can say what is missing.",
        )
    changed = cap.with_event(audit, event)
    after = next(each for each in changed.findings if each.finding == before.finding)
    if what not in (COMMENT, after.state):
        later = next(e for e in reversed(after.events) if e.event == after.state)
        raise UsageError(
            f"{event['date']} is too early: {later.event} is recorded for {later.date}",
            hint="Events count in the order of their days; on one day evidence comes before a "
            "verification, and that before an opening again. Give the right day with --on.",
        )
    return after


def _write(cap: Cap, event: dict[str, Any], paper: Evidence | None) -> None:
    contents = {}
    if paper is not None:
        make_folder(cap.folder.folder / FOLDER)
        contents = dict(paper.contents)
    rows = [*cap.folder.tables.get("finding_events", ()), event]
    contents[cap.folder.folder / "finding_events.csv"] = table_bytes("finding_events", rows)
    write_files(contents)
