"""From a member's private folder to its public package: exactly what consent covers.

The rows go through the same gate as a build's, so that what is pushed to `data/` and what the site
shows are decided in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.corpus import Package
from madewhere.disclose import FACTORY_TABLES, WithheldCells, release
from madewhere.discover import DESCRIPTOR
from madewhere.errors import UsageError
from madewhere.identifiers import mint_audit_id
from madewhere.ledger import Ledger
from madewhere.package_writer import table_bytes, write_ledger_file, write_package
from madewhere.private.folder import PrivatePackage, read_private, typed, write_private_table
from madewhere.private.standing import Prospect
from madewhere.problems import Problem
from madewhere.read import read_data
from madewhere.tables import MEMBER_TABLES, table
from madewhere.upgrade import own_words


@dataclass(slots=True)
class GoingPublic:
    """What goes out of a private folder, what stays in, and what of that is new.

    ``rows`` counts the rows that go out by table, ``staying`` what the gate kept back. ``added``,
    ``removed`` are factory IDs against what is in the public package now; ``events`` are new in the
    ledger. ``changed`` says whether anything differs from what is there.
    """

    member: str
    rows: dict[str, int]
    staying: list[WithheldCells]
    problems: list[Problem]
    added: list[str]
    removed: list[str]
    events: list[dict[str, Any]] = field(default_factory=list)
    changed: bool = False


def go_public(
    private: Path, data: Path, *, as_of: date, demo: bool | None = None, dry_run: bool = False
) -> GoingPublic:
    """Write the public package of a private folder's member, and the ledger's new events.

    Rows with errors stay in and are reported. ``demo`` marks a package as invented; None keeps what
    it is. Doing it again changes nothing. Raises `UsageError` for a member that is not in the
    register, `MadewhereError` for a folder that is not private.
    """
    folder = read_private(private)
    read = read_data(data, as_of=as_of)
    if folder.member not in read.corpus.register("members", "slug"):
        raise UsageError(
            f"the register of members has no “{folder.member}”",
            hint="Add it to data/registers/members.csv first.",
        )
    minted = _mint_audits(folder)
    package, problems = typed(folder, MEMBER_TABLES)
    prospect = Prospect(package, read.corpus)
    given, consents, coming = prospect.given, prospect.consents, prospect.coming
    staying: list[WithheldCells] = []
    tables: dict[str, list[dict[str, Any]]] = {
        name: [row.cells for row in release(table(name), package, consents, staying)]
        for name in FACTORY_TABLES
    }
    shown = {cells["factory_id"] for cells in tables["factories"]}
    for name in FACTORY_TABLES:
        tables[name] = [cells for cells in tables[name] if _about(name, cells) <= shown]
    in_force = set(consents.grants)
    tables["consents"] = [
        row.cells
        for row, grant in zip(package.rows("consents"), given, strict=True)
        if grant.factory_id in shown and grant in in_force
    ]
    public = data / "members" / folder.member
    for place in (public.parent, public, data / "ledger"):
        if place.is_symlink():
            raise UsageError(
                f"{place} is a symbolic link, and nothing is written through one",
                hint="Put the folder itself in its place.",
            )
    before = _public_factories(read.corpus.members, folder.member)
    events = [
        {**event, "date": as_of, "successor": None}
        for event in _new_events(tables, read.corpus.ledger, coming & shown, folder.member)
    ]
    going = GoingPublic(
        member=folder.member,
        rows={name: len(tables[name]) for name in MEMBER_TABLES},
        staying=staying,
        problems=problems,
        added=sorted(shown - before),
        removed=sorted(before - shown),
        events=events,
    )
    title, description, was_demo = _described(data, folder.member)
    going.changed = bool(events) or _differs(public, tables, demo, was_demo=was_demo)
    if minted and not dry_run:
        write_private_table(private, "audits", folder.tables["audits"])
    if going.changed and not dry_run:
        write_package(
            public,
            name=folder.member,
            title=title,
            description=description,
            tables=tables,
            demo=was_demo if demo is None else demo,
        )
        if events:
            write_ledger_file(data / "ledger", events)
    return going


def _mint_audits(folder: PrivatePackage) -> bool:
    """Give each audit without an ID the one that follows from what it is; whether there was any."""
    minted = False
    for row in folder.tables.get("audits", ()):
        if not row["audit_id"].strip() and row["factory_id"] and row["audit_firm"]:
            try:
                audited_on = date.fromisoformat(row["audit_date"].strip())
            except ValueError:
                continue  # the check of the table speaks of it
            key = (row["factory_id"].strip(), row["type"].strip())
            row["audit_id"] = mint_audit_id(*key, audited_on, row["audit_firm"].strip())
            minted = True
    return minted


def _about(name: str, cells: dict[str, Any]) -> set[str]:
    """The factories that a row cannot do without."""
    return {
        cells[field.name]
        for field in table(name).fields
        if field.refers == "factory" and field.required
    }


def _public_factories(members: list[Package], slug: str) -> set[str]:
    return {
        row.cells["factory_id"]
        for package in members
        if package.slug == slug
        for row in package.rows("factories")
    }


def _new_events(
    tables: dict[str, list[dict[str, Any]]], ledger: Ledger, coming: set[str], member: str
) -> Iterator[dict[str, Any]]:
    wanted = [("factory", factory_id) for factory_id in sorted(coming)]
    wanted += [
        (kind, identifier)
        for kind, identifier in (
            *(("audit", cells["audit_id"]) for cells in tables["audits"]),
            ("member", member),
        )
        if (kind, identifier) not in ledger.events
    ]
    for kind, identifier in wanted:
        yield {"kind": kind, "identifier": identifier, "event": "published"}


def _described(data: Path, member: str) -> tuple[str, str, bool]:
    """The title, description and mark of the package that is there, or those of a new one."""
    own = own_words(data, f"members/{member}/{DESCRIPTOR}")
    return (
        own.get("title") or f"Factories disclosed by {member}",
        own.get("description") or "",
        own.get("demo") is True,
    )


def _differs(
    public: Path, tables: dict[str, list[dict[str, Any]]], demo: bool | None, *, was_demo: bool
) -> bool:
    if demo is not None and demo is not was_demo:
        return True
    if not (public / DESCRIPTOR).is_file():
        return True
    for name in MEMBER_TABLES:
        path = public / f"{name}.csv"
        expected = table_bytes(name, tables[name])
        if path.is_file() and path.read_bytes() != expected:
            return True
        if not path.is_file() and tables[name]:
            return True
    return False
