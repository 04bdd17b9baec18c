"""The gate: the one place between what was read and what may be shown.

It looks at nothing but the scope of each field in the schemas, the text that first named it, and the
consents in force. A row comes out with every cell emptied that no consent covers, or not at all where
a required cell would be empty. Nothing that renders or exports accepts anything but what comes out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from madewhere.audit_identity import identity, withdrawn_audits
from madewhere.consent import Consents, Grant, grants
from madewhere.corpus import Corpus, Package
from madewhere.ledger import Event
from madewhere.left_out import LeftOut
from madewhere.publication import Publication
from madewhere.release import (
    DisclosedRow,
    Gone,
    WithheldCells,
    release_package,
    whole,
    without_unknown,
)
from madewhere.tables import REGISTER_TABLES, RELEASED_TABLES

_PASS = object()

__all__ = ["DisclosedRow", "Disclosure", "WithheldCells", "disclose"]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Everything that may be shown on the as-of date. Only `disclose` can make one.

    ``tables`` holds the members' rows by table, ``registers`` the registers' rows by table,
    ``consents`` the consents in force, ``identifiers`` the last event of every published identifier.
    ``successors`` says where a merged or moved factory leads in the end, shown or not.
    ``demo_members`` are the members whose packages are marked as invented.
    """

    as_of: date
    publication: Publication
    members: tuple[str, ...]
    demo_members: frozenset[str]
    tables: dict[str, tuple[DisclosedRow, ...]]
    registers: dict[str, tuple[dict[str, Any], ...]]
    consents: tuple[Grant, ...]
    identifiers: tuple[Event, ...]
    successors: dict[str, str]
    first_published: dict[tuple[str, str], date]
    key: object

    def __post_init__(self) -> None:
        """Refuse one that the gate did not make."""
        if self.key is not _PASS:
            raise TypeError("only the gate makes a Disclosure")


def disclose(corpus: Corpus) -> tuple[Disclosure, list[WithheldCells]]:
    """Pass the corpus through the gate; gives what may be shown, and apart from it what may not."""
    # Nobody answers for the package of a member that is not registered or has withdrawn, not for its
    # consents either.
    known = {
        slug
        for slug in corpus.register("members", "slug")
        if slug not in corpus.doubtful
        and corpus.ledger.state("member", slug, corpus.as_of) not in ("merged", "withdrawn")
    }
    members = [package for package in corpus.members if package.slug in known]
    consents = Consents(grants(members), corpus.ledger, corpus.as_of, corpus.doubtful)
    withheld: list[WithheldCells] = []
    gone = Gone(
        audits=withdrawn_audits(corpus),
        products=_not_shown(corpus, "product", "products", "product_id"),
        gtins=_not_shown(corpus, "gtin", "product_gtins", "gtin"),
    )
    left_out = corpus.left_out
    of_members = [release_package(p, consents, withheld, gone, left_out) for p in members]
    released = without_unknown(
        {name: tuple(row for each in of_members for row in each[name]) for name in RELEASED_TABLES}
    )
    released["audits"] = _plans_that_stand(released["audits"], members, left_out)
    withheld += (
        whole(package, name, row)
        for package in corpus.members
        if package.slug not in known
        for name in RELEASED_TABLES
        for row in package.rows(name)
    )
    shown = {row.cells["factory_id"] for row in released["factories"]}
    disclosure = Disclosure(
        as_of=corpus.as_of,
        publication=corpus.publication,
        members=tuple(package.slug for package in members),
        demo_members=frozenset(package.slug for package in members if package.demo),
        tables=released,
        registers={
            name: tuple(
                row.cells
                for row in corpus.registers.rows(name)
                if name != "members" or row.cells["slug"] in known
            )
            for name in REGISTER_TABLES
            if name != "decisions"
        },
        consents=tuple(
            grant
            for grant in consents.grants
            if grant.factory_id in shown and grant.given_in in known
        ),
        identifiers=tuple(
            last
            for kind, identifier in corpus.ledger.events
            if (last := corpus.ledger.last(kind, identifier, corpus.as_of))
        ),
        successors=_successors(corpus),
        first_published={
            key: days[0]
            for key, events in corpus.ledger.events.items()
            if (
                days := [
                    e.date for e in events if e.event == "published" and e.date <= corpus.as_of
                ]
            )
        },
        key=_PASS,
    )
    return disclosure, withheld


def _plans_that_stand(
    audits: tuple[DisclosedRow, ...], members: Iterable[Package], left_out: LeftOut
) -> tuple[DisclosedRow, ...]:
    """The audits, without a word on a plan that was called short for an error of one member alone.

    Whoever states the same plan to be complete, and has no such error, is not contradicted by it.
    """
    complete = {identity(row.cells) for row in audits if row.cells["cap_complete"]}
    short = {
        (package.slug, identity(row.cells))
        for package in members
        if left_out.knows(package.file("findings"))
        for row in package.rows("audits")
        if row.cells["cap_complete"]
    }
    return tuple(
        replace(row, cells=row.cells | {"cap_complete": None})
        if row.cells["cap_complete"] is False
        and (row.member, identity(row.cells)) in short
        and identity(row.cells) in complete
        else row
        for row in audits
    )


def _not_shown(corpus: Corpus, kind: str, name: str, column: str) -> set[str]:
    """The identifiers in a column of the members' tables that the ledger does not have as open or closed."""
    named = {row.cells[column] for package in corpus.members for row in package.rows(name)}
    return {
        identifier
        for identifier in named
        if identifier in corpus.doubtful
        or corpus.ledger.state(kind, identifier, corpus.as_of) not in ("open", "closed")
    }


def _successors(corpus: Corpus) -> dict[str, str]:
    """Where each merged or moved factory leads, over as many mergers as there were since."""
    found = {}
    for factory_id in corpus.ledger.known("factory"):
        last = corpus.ledger.last("factory", factory_id, corpus.as_of)
        if last is not None and last.successor is not None:
            end = corpus.ledger.stands_for("factory", last.successor, corpus.as_of)
            if end is not None and end != factory_id:
                found[factory_id] = end
    return found
