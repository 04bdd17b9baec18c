"""What a proposed change does to audits, to what was found in them, and to what happened since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from madewhere.proposal.change import (
    FindingChange,
    FindingEventChange,
    Kind,
    ProposalChange,
)
from madewhere.quoting import short
from madewhere.report.proposal_parts import CELL, Section, cell_line, cell_rows, titled

_HAPPENED = {
    "verified-closed": ("finding verified as corrected", "findings verified as corrected"),
    "reopened": ("finding opened again", "findings opened again"),
    "evidence-submitted": ("finding with evidence handed in", "findings with evidence handed in"),
    "comment": ("comment on a finding", "comments on findings"),
}
"""What an added event of a finding is called, of one and of several."""


def counts_of_findings(change: ProposalChange) -> Iterator[tuple[int, str, str]]:
    """How many findings and events of them there are of each kind, with what one and several are called.

    A finding counts once, in however many packages its row changes or something is said to have happened.
    """
    kinds = Counter(kind for kind, *_ in {(f.kind, f.audit_id, f.finding) for f in change.findings})
    for kind in Kind:
        yield kinds[kind], f"finding {kind}", f"findings {kind}"
    added = [event for event in change.finding_events if event.kind is Kind.ADDED]
    for event, (one, many) in _HAPPENED.items():
        told = [(e.audit_id, e.finding) for e in added if e.event == event]
        yield len(told if event == "comment" else set(told)), one, many
    taken = len(change.finding_events) - len(added)
    yield taken, "event of a finding taken back", "events of findings taken back"


def audit_sections(change: ProposalChange) -> list[Section]:
    """Audits, their findings, and what happened to these: taken back first."""
    audits, findings, events = change.audits, change.findings, change.finding_events
    return [
        Section(
            titled("Audits", {audit.audit_id for audit in audits}),
            ("ID", "Factory", "Audit", "Member", *CELL),
            _audit_line,
            cell_rows(
                (a, (a.audit_id, a.factory_id, f"{a.type}, {a.audit_date.isoformat()}", a.member))
                for a in audits
            ),
        ),
        Section(
            titled("Findings", {(finding.audit_id, finding.finding) for finding in findings}),
            ("Finding", "Audit", "Factory", "What", "Member", *CELL),
            _finding_line,
            cell_rows((f, (*_of(f), f"{f.severity}, {f.requirement}", f.member)) for f in findings),
        ),
        Section(
            titled("What happened to findings", events),
            ("Finding", "Audit", "Factory", "Event", "Member", *CELL),
            _finding_line,
            cell_rows(
                (e, (*_of(e), f"{e.event} by the {e.by}, {e.date.isoformat()}", e.member))
                for e in events
            ),
        ),
    ]


def _of(change: FindingChange | FindingEventChange) -> tuple[str, str, str]:
    return short(change.finding), change.audit_id, change.factory_id


def _audit_line(audit: str, factory: str, what: str, member: str, *cell: str) -> str:
    return f"{audit} of {factory}, {what}; by {member}: {cell_line(*cell)}"


def _finding_line(
    finding: str, audit: str, factory: str, what: str, member: str, *cell: str
) -> str:
    return f"{finding} of {audit} at {factory}, {what}; by {member}: {cell_line(*cell)}"
