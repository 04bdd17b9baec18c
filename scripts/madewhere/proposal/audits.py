"""What a proposed change does to audits, their findings and what happened to these."""

from __future__ import annotations

from madewhere.proposal.change import AuditChange, FindingChange, FindingEventChange, Kind
from madewhere.proposal.comparison import RowChange


def audit_change(member: str, change: RowChange) -> AuditChange:
    """An audit's row."""
    cells = change.row.cells
    return AuditChange(
        kind=change.kind,
        audit_id=cells["audit_id"],
        factory_id=cells["factory_id"],
        member=member,
        type=cells["type"],
        audit_date=cells["audit_date"],
        cells=change.cells() if change.kind is Kind.CHANGED else (),
    )


def finding_change(member: str, change: RowChange) -> FindingChange:
    """A finding's row."""
    names = ("audit_id", "finding", "factory_id", "severity", "requirement")
    told = {name: change.row.cells[name] for name in names}
    cells = change.cells() if change.kind is Kind.CHANGED else ()
    return FindingChange(kind=change.kind, member=member, cells=cells, **told)


def finding_event_change(member: str, change: RowChange) -> FindingEventChange:
    """The row of something that happened to a finding."""
    names = ("audit_id", "finding", "factory_id", "event", "by", "date")
    told = {name: change.row.cells[name] for name in names}
    cells = change.cells() if change.kind is Kind.CHANGED else ()
    line = change.after.line if change.after else 0
    return FindingEventChange(kind=change.kind, member=member, line=line, cells=cells, **told)
