"""Events of findings that a change takes back: they only ever grow, so that progress can be followed."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.consent import Consents, grants
from madewhere.corpus import Corpus
from madewhere.problems import Problem, problem
from madewhere.proposal.change import FindingEventChange, Kind, Owner, ProposalChange

_TABLE = "finding_events"


def taken_back(change: ProposalChange, corpus: Corpus) -> Iterator[Problem]:
    """Find events of findings that were published and are changed or gone.

    What no consent covers any more has to go, and so has what hangs on an audit that was withdrawn.
    """
    touched = [event for event in change.finding_events if event.kind is not Kind.ADDED]
    if not touched:
        return
    covered = Consents(grants(corpus.members), corpus.ledger, corpus.as_of, corpus.doubtful)
    others = {package.slug for package in change.packages if package.owner is Owner.OTHER}
    for event in touched:
        audit = corpus.ledger.state("audit", event.audit_id, corpus.as_of)
        may_stay = covered.covers(event.factory_id, "cap", event.member) and audit != "withdrawn"
        if event.kind is Kind.CHANGED or may_stay:
            theirs = event.member in others
            yield problem(
                "event-taken-back-elsewhere" if theirs else "event-taken-back",
                _told(event),
                file=f"members/{event.member}/{_TABLE}.csv",
                line=event.line,
                field=event.cells[0].field if event.cells else "",
            )


def _told(event: FindingEventChange) -> str:
    what = (
        f"{event.audit_id}, finding {event.finding}: {event.event} on {event.date} "
        f"by the {event.by}"
    )
    if event.kind is Kind.REMOVED:
        return f"{what} was removed"
    columns = ", ".join(cell.field for cell in event.cells)
    return f"{what} reads differently: {columns}"
