"""The gate: the one place between what was read and what may be shown.

It looks at nothing but the scope of each field in the schemas, the text that first named it, and the
consents in force. A row comes out with every cell emptied that no consent covers, or not at all where
a required cell would be empty. Nothing that renders or exports accepts anything but what comes out here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from madewhere.consent import Consents, Grant, grants
from madewhere.corpus import Corpus, Package, Row
from madewhere.identifiers import audit_identity, mint_audit_id
from madewhere.ledger import Event
from madewhere.left_out import NOTHING, LeftOut
from madewhere.publication import Publication
from madewhere.tables import MEMBER_TABLES, REGISTER_TABLES, Table, table

_PASS = object()

FACTORY_TABLES = tuple(name for name in MEMBER_TABLES if name != "consents")
"""The tables that are released row by row. Consents are not: those in force decide, and are listed."""


@dataclass(frozen=True, slots=True)
class DisclosedRow:
    """One row as it may be shown: ``cells`` has every column, None where empty or not covered."""

    member: str
    cells: dict[str, Any]


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


@dataclass(frozen=True, slots=True)
class WithheldCells:
    """What the gate kept back of one row, for the report and for the search of the finished site.

    ``cells`` holds the values that are not shown. It never goes near a page.
    """

    file: str
    line: int
    factory_id: str
    cells: dict[str, Any]
    whole_row: bool


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
    withdrawn = _withdrawn_audits(corpus)
    left_out = corpus.left_out
    of_members = [release_package(p, consents, withheld, withdrawn, left_out) for p in members]
    released = _without_unknown_audits(
        {name: tuple(row for each in of_members for row in each[name]) for name in FACTORY_TABLES}
    )
    withheld += (
        _whole(package, name, row)
        for package in corpus.members
        if package.slug not in known
        for name in FACTORY_TABLES
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


def _without_unknown_audits(
    released: dict[str, tuple[DisclosedRow, ...]],
) -> dict[str, tuple[DisclosedRow, ...]]:
    """The rows, without the mention of audits that are not shown."""
    shown = {None, *(row.cells["audit_id"] for row in released["audits"])}
    found = {}
    for name, rows in released.items():
        columns = [f.name for f in table(name).fields if f.refers == "audit" and not f.required]
        found[name] = tuple(
            replace(row, cells=row.cells | dict.fromkeys(unknown))
            if (unknown := [c for c in columns if row.cells[c] not in shown])
            else row
            for row in rows
        )
    return found


def _withdrawn_audits(corpus: Corpus) -> set[tuple[Any, ...]]:
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
            audit = audit_identity(row.cells)
            if row.cells["audit_id"] in gone or mint_audit_id(*audit) in gone:
                found.add(audit)
    return found


def _whole(package: Package, name: str, row: Row) -> WithheldCells:
    """A row of which nothing is shown."""
    own = next(field.name for field in table(name).fields if field.refers == "factory")
    return WithheldCells(
        file=package.file(name),
        line=row.line,
        factory_id=row.cells[own],
        cells={column: value for column, value in row.cells.items() if value is not None},
        whole_row=True,
    )


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


def release_package(
    package: Package,
    consents: Consents,
    withheld: list[WithheldCells],
    withdrawn: Collection[tuple[Any, ...]] = (),
    left_out: LeftOut = NOTHING,
) -> dict[str, list[DisclosedRow]]:
    """Pass the tables of one package through the gate, and add what is kept back to ``withheld``.

    What hangs on an audit comes out only with that audit, about the same factory. ``withdrawn`` are the
    audits that are not shown any more. No plan is called complete that has a finding in ``left_out``.
    """
    found: dict[str, list[DisclosedRow]] = {}
    audits: set[tuple[str, str]] = set()
    for name in FACTORY_TABLES:  # audits stand before what hangs on them
        needed = [f.name for f in table(name).fields if f.refers == "audit" and f.required]
        found[name] = []
        for row, cells in _release(table(name), package, consents, withheld):
            gone = name == "audits" and audit_identity(cells) in withdrawn
            if gone or any((cells[c], cells["factory_id"]) not in audits for c in needed):
                withheld.append(_whole(package, name, row))
                continue
            if name == "audits":
                audits.add((cells["audit_id"], cells["factory_id"]))
                if left_out.may_hold(package.file("findings"), cells["audit_id"]):
                    cells["cap_complete"] = None
            found[name].append(DisclosedRow(package.slug, cells))
    return found


def _release(
    of: Table, package: Package, consents: Consents, withheld: list[WithheldCells]
) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The rows of one table that may be shown, each with its cells as they may be.

    A cell that names another factory needs that factory's consent too, for the same member.
    """
    own = next(field.name for field in of.fields if field.refers == "factory")
    kinds = sorted({(field.scope, field.since_text) for field in of.fields})
    plan = [
        (field.name, (field.scope, field.since_text), field.refers == "factory")
        for field in of.fields
    ]
    required = [field.name for field in of.fields if field.required]
    for row in package.rows(of.name):
        cells = row.cells
        factory_id = cells[own]
        covered = {
            (scope, since): consents.covers(factory_id, scope, package.slug, since)
            for scope, since in kinds
        }
        kept: dict[str, Any] = {}
        lost: dict[str, Any] = {}
        for name, kind, names_factory in plan:
            value = cells[name]
            if value is not None and not (
                covered[kind]
                and (
                    not names_factory
                    or value == factory_id
                    or consents.covers(value, kind[0], package.slug, kind[1])
                )
            ):
                lost[name] = value
                value = None
            kept[name] = value
        whole_row = any(kept[name] is None for name in required)
        if lost:
            withheld.append(
                WithheldCells(
                    file=package.file(of.name),
                    line=row.line,
                    factory_id=factory_id,
                    cells=dict(cells) if whole_row else lost,
                    whole_row=whole_row,
                )
            )
        if not whole_row:
            yield row, kept
