"""Examining a proposed change: the model of all that it does, from what was read and a revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from madewhere.corpus import Corpus
from madewhere.crosscheck.duplicates import DUPLICATES
from madewhere.discover import DESCRIPTOR, REGISTERS
from madewhere.ledger import Event, Ledger
from madewhere.problems import Level, Problem
from madewhere.proposal.audits import audit_change, finding_change, finding_event_change
from madewhere.proposal.change import (
    ConsentChange,
    FactoryChange,
    Kind,
    PackageChange,
    ProposalChange,
    RegisterChange,
    RowCount,
)
from madewhere.proposal.comparison import RowChange, TableChange, compare_table, said_demo
from madewhere.proposal.entering import MEMBERS, entering, register_before, was_member
from madewhere.proposal.outside import outside, own_packages
from madewhere.proposal.owners import Register, as_made
from madewhere.proposal.products import TOLD as TOLD_OF_PRODUCTS
from madewhere.proposal.products import gtin_change, product_change, step_change
from madewhere.proposal.revision import Revision
from madewhere.read import DataRead
from madewhere.tables import MEMBER_TABLES, REGISTER_TABLES

_TOLD_ROW_BY_ROW = (
    *("factories", "consents", "audits", "findings", "finding_events"),
    *TOLD_OF_PRODUCTS,
)

T = TypeVar("T")

Disclosers = Mapping[str, Sequence[str]]
"""The members that disclose a factory, an audit, a product or a number, by its identifier."""


def examine(
    read: DataRead, revision: Revision, problems: Iterable[Problem], proposer: str = ""
) -> ProposalChange:
    """Tell what a change does. ``problems`` are all that a check found; ``proposer`` is an account.

    Of the base nothing is read but the tables that differ.
    """
    corpus = read.corpus
    tables = _tables(read, revision)
    members = [change for change in tables if change.file.startswith("members/")]
    entries = next((change for change in tables if change.file == MEMBERS), None)
    register = register_before(read, entries)
    new = entering(read, revision, register, entries)
    packages = _packages(read, revision, register, new, proposer)
    files = set(revision.under("ledger"))
    events = [e for each in corpus.ledger.events.values() for e in each if e.file in files]
    new_ids = new_identifiers(corpus.ledger, revision)
    disclosers = _disclosers(read, members, events)
    names = _names(corpus, members)
    problems = list(problems)
    faulty = {(p.file, p.line) for p in problems if p.level is Level.ERROR}
    factories = _each(
        members, "factories", lambda s, r: _factory(s, r, disclosers, new_ids, faulty)
    )
    audits = _each(members, "audits", audit_change)
    shown = {each.factory_id for each in factories if each.kind is not Kind.REMOVED}
    return ProposalChange(
        base=revision.commit,
        ahead=revision.ahead,
        proposer=proposer,
        files=tuple(revision.changed),
        elsewhere=len(revision.elsewhere),
        entering=tuple(package for package in own_packages(packages) if package.enters),
        outside=tuple(
            outside(
                revision,
                register,
                entries,
                packages,
                events,
                disclosers,
                as_made(corpus, revision),
            )
        ),
        packages=tuple(packages),
        factories=tuple(factories),
        consents=tuple(_each(members, "consents", lambda s, r: _consent(s, r, names))),
        events=tuple(events),
        new_ids=tuple(sorted(new_ids)),
        duplicates=tuple(
            p
            for p in sorted(problems, key=lambda p: (_rank(p), p.sort_key))
            if p.code in DUPLICATES and not shown.isdisjoint(p.subject.split("|"))
        ),
        audits=tuple(audits),
        findings=tuple(_each(members, "findings", finding_change)),
        finding_events=tuple(
            sorted(
                _each(members, "finding_events", finding_event_change),
                key=lambda e: e.kind is Kind.ADDED,
            )
        ),
        registers=tuple(
            RegisterChange(row.kind, _table(change), " | ".join(map(str, row.key)), row.cells())
            for change in tables
            if change not in members
            for row in change.rows
        ),
        others=tuple(
            _counted(change)
            for change in members
            if _table(change) not in _TOLD_ROW_BY_ROW and change.rows
        ),
        unread=tuple(each for change in tables for each in change.unread),
        products=tuple(
            _each(members, "products", lambda s, r: product_change(s, r, new_ids, faulty))
        ),
        gtins=tuple(_each(members, "product_gtins", lambda s, r: gtin_change(s, r, new_ids))),
        steps=tuple(_each(members, "product_steps", step_change)),
    )


def _rank(problem: Problem) -> int:
    """Sorts duplicates of what others disclose to the front."""
    return DUPLICATES.index(problem.code) if problem.code in DUPLICATES else len(DUPLICATES)


def _tables(read: DataRead, revision: Revision) -> list[TableChange]:
    """Compare every table that differs."""
    packages = {
        package.folder: package for package in (read.corpus.registers, *read.corpus.members)
    }
    files = [file for file in revision.changed if _is_table(file)]
    before = revision.read(files)
    return [
        compare_table(
            file, before.get(file), packages.get(str(PurePosixPath(file).parent)), read.left_out
        )
        for file in files
    ]


def _is_table(file: str) -> bool:
    match PurePosixPath(file).parts:
        case ("members", _, name):
            return name in {f"{table}.csv" for table in MEMBER_TABLES}
        case (folder, name):
            return folder == REGISTERS and name in {f"{table}.csv" for table in REGISTER_TABLES}
    return False


def _table(change: TableChange) -> str:
    return PurePosixPath(change.file).stem


def _packages(
    read: DataRead, revision: Revision, before: Register, new: Register, proposer: str
) -> list[PackageChange]:
    now = {package.slug: package for package in read.corpus.members}
    names = {**Register.of(read.corpus.registers.rows("members")).names, **before.names}
    slugs = {parts[1] for file in revision.under("members") if len(parts := file.split("/")) > 2}
    found = []
    for slug in sorted(slugs):
        descriptor = f"members/{slug}/{DESCRIPTOR}"
        demo_now = now[slug].demo if slug in now else None
        differs = descriptor in revision.changed
        kind = Kind.REMOVED if slug not in now else Kind.CHANGED
        if slug in now and differs and not revision.changed[descriptor]:
            kind = Kind.ADDED
        register = new if slug in new.names else before
        found.append(
            PackageChange(
                slug=slug,
                name=names.get(slug, ""),
                maintainers=register.maintainers.get(slug, ()),
                owner=register.owner(slug, proposer),
                kind=kind,
                demo=(said_demo(revision, descriptor) if differs else demo_now, demo_now),
                enters=slug in new.names,
                former=kind is Kind.ADDED and was_member(read, revision, slug),
            )
        )
    return found


def new_identifiers(ledger: Ledger, revision: Revision) -> set[str]:
    """The identifiers that only ledger files have which the revision does not."""
    added = {file for file in revision.under("ledger") if not revision.changed[file]}
    return {
        identifier
        for (_, identifier), events in ledger.events.items()
        if all(event.file in added for event in events)
    }


def _disclosers(
    read: DataRead, members: Iterable[TableChange], events: Iterable[Event]
) -> Disclosers:
    """Who discloses what the events and the rows of factories that differ are about."""
    about = {event.identifier for event in events}
    about |= {r.key[0] for change in members if _table(change) == "factories" for r in change.rows}
    found: dict[str, list[str]] = {}
    for package in read.naming(about):
        for name, key in _DISCLOSED:
            for row in package.rows(name):
                if row.cells[key] in about:
                    found.setdefault(row.cells[key], []).append(package.slug)
    return found


_DISCLOSED = (
    ("factories", "factory_id"),
    ("factories", "gln"),
    ("audits", "audit_id"),
    ("products", "product_id"),
    ("product_gtins", "gtin"),
)
"""Where identifiers with events stand: table and column."""


def _names(corpus: Corpus, members: Iterable[TableChange]) -> dict[str, str]:
    """The names of the factories of packages that the change touches, those removed too."""
    slugs = {PurePosixPath(change.file).parts[1] for change in members}
    rows = [
        change.row for table in members if _table(table) == "factories" for change in table.rows
    ]
    rows += [r for p in corpus.members if p.slug in slugs for r in p.rows("factories")]
    return {row.cells["factory_id"]: row.cells["name"] for row in rows}


def _each(
    members: Iterable[TableChange], name: str, make: Callable[[str, RowChange], T]
) -> list[T]:
    """What is made of every row that differs in one table of all members."""
    return [
        make(PurePosixPath(change.file).parts[1], row)
        for change in members
        if _table(change) == name
        for row in change.rows
    ]


def _factory(
    member: str,
    change: RowChange,
    disclosers: Disclosers,
    new_ids: set[str],
    faulty: set[tuple[str, int]],
) -> FactoryChange:
    cells = change.row.cells
    factory_id, latitude, longitude = (
        cells[name] for name in ("factory_id", "latitude", "longitude")
    )
    line = change.after.line if change.after else 0
    return FactoryChange(
        kind=change.kind,
        factory_id=factory_id,
        member=member,
        name=cells["name"],
        locality=cells["locality"] or "",
        country=cells["country"],
        line=line,
        point=None if latitude is None or longitude is None else (latitude, longitude),
        cells=change.cells() if change.kind is Kind.CHANGED else (),
        new=factory_id in new_ids,
        others=tuple(slug for slug in disclosers.get(factory_id, ()) if slug != member),
        faulty=(f"members/{member}/factories.csv", line) in faulty,
    )


def _consent(member: str, change: RowChange, names: Mapping[str, str]) -> ConsentChange:
    factory_id, scope, given_for = change.key
    cells = change.cells() if change.kind is Kind.CHANGED else ()
    name = names.get(factory_id, "")
    return ConsentChange(change.kind, factory_id, name, scope, given_for, member, cells)


def _counted(change: TableChange) -> RowCount:
    kinds = [row.kind for row in change.rows]
    return RowCount(change.file, *(kinds.count(kind) for kind in Kind))
