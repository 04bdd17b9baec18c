"""Members that enter by a change: their row in the register, their package and their name are new."""

from __future__ import annotations

from collections.abc import Iterable

from madewhere.discover import REGISTERS
from madewhere.left_out import LEDGER
from madewhere.proposal.comparison import TableChange
from madewhere.proposal.owners import Register
from madewhere.proposal.revision import Revision
from madewhere.read import DataRead

MEMBERS = f"{REGISTERS}/members.csv"
"""The register of members, relative to the data folder."""


def register_before(read: DataRead, members: TableChange | None) -> Register:
    """The members register of the base: as it is now, with what the change did to it undone."""
    rows = {row.cells["slug"]: row for row in read.corpus.registers.rows("members")}
    for each in members.rows if members else ():
        rows.pop(each.key[0], None)
        if each.before:
            rows[each.key[0]] = each.before
    return Register.of(rows.values())


def entering(
    read: DataRead, revision: Revision, before: Register, members: TableChange | None
) -> Register:
    """The rows of members that enter with the change, as a register of their own.

    Nobody had said before whose such a package is, so its row does. A name that the ledger of the base
    has, or that its row or the ledger may have had where that cannot be read, is no new one: nobody
    takes over what a former member left.
    """
    now = Register.of(read.corpus.registers.rows("members"))
    slugs = {package.slug for package in read.corpus.members} & now.names.keys()
    if members is None or members.unread or revision.at_base("ledger"):
        return Register({}, {})
    new = {
        slug
        for slug in slugs - before.names.keys()
        if not revision.at_base(f"members/{slug}") and not was_member(read, revision, slug)
    }
    return Register(
        {slug: now.names[slug] for slug in sorted(new)},
        {slug: now.maintainers[slug] for slug in sorted(new)},
    )


def was_member(read: DataRead, revision: Revision, slug: str) -> bool:
    """Whether the ledger of the base has an event of a member of that name, or may have one."""
    events = read.corpus.ledger.events.get(("member", slug), ())
    return read.left_out.may_hold(LEDGER, slug) or any(
        event.file not in revision.changed for event in events
    )


def only_enter(members: TableChange | None, slugs: Iterable[str]) -> bool:
    """Whether these members' entries are all that the change does to their register."""
    rows = {row.key[0] for row in members.rows} if members and not members.unread else set()
    return bool(rows) and rows <= set(slugs)
