"""What makes an audit that audit, whatever identifiers members gave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from madewhere.corpus import Corpus
from madewhere.identifiers import mint_audit_id

IDENTITY = ("factory_id", "type", "audit_date", "audit_firm")
"""What makes an audit that audit, however many members disclose it."""

Identity = tuple[Any, ...]
"""The factory, type, day and firm of an audit."""


def identity(cells: Mapping[str, Any]) -> Identity:
    """What makes the audit of a row that audit; equal for two rows about one audit."""
    return tuple(cells[column] for column in IDENTITY)


def withdrawn_audits(corpus: Corpus) -> set[Identity]:
    """The audits of which one identifier was withdrawn, or has an event that cannot be used."""
    gone = corpus.doubtful | {
        audit_id
        for audit_id in corpus.ledger.known("audit")
        if corpus.ledger.state("audit", audit_id, corpus.as_of) == "withdrawn"
    }
    if not gone:
        return set()
    found = set()
    for package in corpus.members:
        for row in package.rows("audits"):
            audit = identity(row.cells)
            if row.cells["audit_id"] in gone or mint_audit_id(*audit) in gone:
                found.add(audit)
    return found
