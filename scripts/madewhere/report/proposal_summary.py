"""What a proposed change does, in a few sentences, which stand at the top of every report for people.

Texts from data are raw here; whoever writes them out escapes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from madewhere.plurals import counted
from madewhere.proposal.change import Kind, Owner, ProposalChange
from madewhere.quoting import short
from madewhere.report.proposal_audits import counts_of_findings
from madewhere.report.proposal_parts import kept_by
from madewhere.report.proposal_products import counts_of_products

_LEAVES = {"withdrawn": "withdrawn", "merged": "merged into another"}
"""The events for which a factory's rows leave the data."""

_HAPPENS = _LEAVES | {"moved": "moved", "closed": "closed", "reopened": "reopened"}


def summary_sentence(change: ProposalChange) -> str:
    """What the change does, counted, in one sentence. A factory counts once, in however many packages."""
    consents = Counter(consent.kind for consent in change.consents)
    agreed = {
        c.factory_id
        for c in change.consents
        if c.kind is Kind.ADDED
        and c.scope == "identity"
        and f"members/{c.member}/factories.csv: {c.factory_id}" not in change.unread
    }
    others = [
        (len(agreed), "factory newly consented", "factories newly consented"),
        (consents[Kind.ADDED], "consent given", "consents given"),
        (consents[Kind.CHANGED], "consent changed", "consents changed"),
        (consents[Kind.REMOVED], "consent taken away", "consents taken away"),
        (len(change.new_ids), "new ID", "new IDs"),
        (len({a.audit_id for a in change.audits}), "audit touched", "audits touched"),
        *counts_of_findings(change),
        (len(change.registers), "row of the registers", "rows of the registers"),
        (len(change.duplicates), "likely duplicate", "likely duplicates"),
    ]
    parts = [*_factories(change), *counts_of_products(change)]
    parts += [
        f"{number:,} {one if number == 1 else many}" for number, one, many in others if number
    ]
    if not parts:
        return "No factory, product, consent, audit or identifier changes."
    return f"{', '.join(parts)}."


def _factories(change: ProposalChange) -> Iterator[str]:
    """How many factories were added, changed and removed, and what else happened to any."""
    told: set[str] = set()
    for kind in Kind:
        ids = {factory.factory_id for factory in change.of_kind(kind)}
        aside = []
        if kind is Kind.REMOVED:
            for what, said in _LEAVES.items():
                left = ids & change.events_of(what).keys()
                told |= left
                aside += [f"{len(left):,} {said}"] if left else []
        elif faulty := {f.factory_id for f in change.of_kind(kind) if f.faulty}:
            aside = [f"{len(faulty):,} with errors"]
        if ids:
            yield f"{_counted(len(ids))} {kind}" + (f" ({', '.join(aside)})" if aside else "")
    for what, said in _HAPPENS.items():
        if number := len(change.events_of(what).keys() - told):
            yield f"{_counted(number)} {said}"


def _counted(number: int) -> str:
    return f"{number:,} {'factory' if number == 1 else 'factories'}"


def whose_sentence(change: ProposalChange) -> str:
    """Whose packages the change touches."""
    packages = change.packages
    if not packages:
        return "It touches no member's package."
    named = [
        f"{p.slug} ({p.name or 'not in the register'}), "
        f"{'to be ' if p.enters else ''}kept by {kept_by(p)}"
        for p in packages[:5]
    ]
    more = [f"{len(packages) - 5:,} more"] if len(packages) > 5 else []
    many = f"the packages of {len(packages):,} members"
    touched = "the package of one member" if len(packages) == 1 else many
    sentence = f"It touches {touched}: {'; '.join(named + more)}."
    if change.proposer:
        own = [p.slug for p in packages if p.owner is Owner.OWN]
        whose = ", ".join(own) if own else "none of them"
        sentence += f" {change.proposer} keeps {whose}."
    return sentence


def warnings(change: ProposalChange) -> Iterator[str]:
    """What makes the rest less certain."""
    if change.ahead:
        yield (
            f"The base has {counted(change.ahead, 'commit')} that this state does not have. What they "
            "did looks undone here; merge the base first."
        )
    if change.unread:
        shown = ", ".join(map(short, change.unread[:10]))
        more = f" and {len(change.unread) - 10:,} more" if len(change.unread) > 10 else ""
        yield f"With an error of their own, so they could not be compared: {shown}{more}."
