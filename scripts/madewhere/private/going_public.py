"""From a member's private folder to its public package: exactly what consent covers.

`plan` works out what would go out and why the rest stays, `write` puts it there.

The rows go through the same gate as a build's, so that what is pushed to `data/` and what the site
shows are decided in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.check import state_of
from madewhere.corpus import Package, Row
from madewhere.discover import DESCRIPTOR
from madewhere.errors import MadewhereError, UsageError
from madewhere.package_writer import ledger_file, table_bytes, write_package
from madewhere.private.folder import PrivatePackage, write_private_table
from madewhere.private.hindering import hindrance
from madewhere.private.judging import brought, lines_of, set_aside
from madewhere.private.letting_out import Tables, ended, let_out, new_events
from madewhere.private.named_others import hold_back_names
from madewhere.private.opening import CONTACTS, HeldBack, open_both
from madewhere.private.standing import Prospect, Standing, standings
from madewhere.problems import Level, Problem, in_order
from madewhere.proposal.comparison import RowChange, compare_rows
from madewhere.read import read_data
from madewhere.release import WithheldCells
from madewhere.tables import MEMBER_TABLES, table
from madewhere.upgrade import own_words


@dataclass(frozen=True, slots=True)
class Products:
    """Products that come into the public package and leave it, by ID, and the names of all that are known.

    ``unknown`` are those of them that leave because the folder does not know them; ``ended`` are products
    and GTINs of the folder that the ledger does not let out, and why.
    """

    added: list[str]
    removed: list[str]
    unknown: list[str]
    ended: dict[str, str]
    names: dict[str, str]


@dataclass(slots=True)
class GoingPublic:
    """What goes out of a private folder, what stays in and why, worked out before anything is written.

    ``tables`` are the rows that go out, ``rows`` those of each table that are new in the public package,
    differ from what it has, or leave it. ``staying`` is what the gate kept back, ``standings`` how each
    factory stands, ``held`` what looks like a contact or names a factory that stays in. ``added`` and
    ``removed`` are factory IDs against what is public now, ``products`` the same of products; ``faulty`` says what is wrong with a factory's own row or consents; ``events`` are
    new in the ledger. ``problems`` are those of the folder's rows, ``brought`` those that the publication
    would have and does not have now, see `brought`. ``differs`` says whether there is anything to write,
    ``drop_missing`` whether most of what is public may go because the folder does not know it.
    """

    member: str
    private: Path
    data: Path
    tables: Tables
    rows: dict[str, list[RowChange]]
    staying: list[WithheldCells]
    standings: dict[str, Standing]
    held: list[HeldBack]
    problems: list[Problem]
    brought: list[Problem]
    added: list[str]
    removed: list[str]
    products: Products
    names: dict[str, str]
    doubtful: list[str]
    faulty: dict[str, Problem]
    events: list[dict[str, Any]]
    differs: bool
    demo: bool
    minted: PrivatePackage | None
    as_of: date
    state: str
    drop_missing: bool

    @property
    def hindrance(self) -> str:
        """Why nothing may be written; empty where nothing stands in the way."""
        return hindrance(self)[0]


def plan(
    private: Path,
    data: Path,
    *,
    as_of: date,
    demo: bool | None = None,
    contacts: bool = False,
    others: bool = False,
    drop_missing: bool = False,
    cache: Path | None = None,
) -> GoingPublic:
    """Work out what consent lets out of a private folder; writes nothing.

    Rows with errors stay in and are reported. ``demo`` marks a package as invented; None keeps what
    it is. ``contacts`` lets texts out that look like e-mail addresses or telephone numbers, ``others`` those that
    name a factory which stays in,
    ``drop_missing`` most of the public factories go though the folder does not know them. ``cache`` is that of `read_data`. Raises what `open_both` raises.
    """
    tables_out = (*MEMBER_TABLES, "invitations")
    opened = open_both(
        private, data, as_of=as_of, cache=cache, tables=tables_out, contacts=contacts
    )
    folder, package, corpus = opened.folder, opened.package, opened.corpus
    problems = in_order([*opened.problems, *set_aside(folder, package, corpus.ledger)])
    prospect = Prospect(package, corpus)
    stand = standings(package, corpus)
    over = ended(package, corpus)
    if not others:
        opened.held += hold_back_names(opened, prospect.consents)
    tables, staying = let_out(package, prospect, over)
    shown = {cells["factory_id"] for cells in tables["factories"]}
    public = data / "members" / folder.member
    _refuse_links(public, data)
    there = next((p for p in corpus.members if p.slug == folder.member), None)
    before = {row.cells["factory_id"] for row in there.rows("factories")} if there else set()
    events = [
        {**event, "date": as_of, "successor": None}
        for event in new_events(tables, corpus.ledger, prospect.coming & shown, folder.member)
    ]
    _, _, was_demo = _described(data, folder.member)
    is_demo = was_demo if demo is None else demo
    return GoingPublic(
        member=folder.member,
        private=private,
        data=data,
        tables=tables,
        rows=_against(there, tables),
        staying=staying,
        standings=stand,
        held=opened.held,
        problems=[p for p in problems if contacts or p.code not in CONTACTS],
        brought=brought(opened.read, package, tables, events, demo=is_demo),
        added=sorted(shown - before),
        removed=sorted(before - shown),
        products=_products(folder, there, tables, over),
        names=opened.names,
        doubtful=sorted(opened.names.keys() & corpus.doubtful),
        faulty=_faulty(folder, problems),
        events=events,
        differs=bool(events) or _differs(public, tables, demo, was_demo=was_demo),
        demo=is_demo,
        minted=folder if opened.minted else None,
        as_of=as_of,
        state=state_of(opened.read),
        drop_missing=drop_missing,
    )


def _products(
    folder: PrivatePackage, there: Package | None, tables: Tables, over: dict[str, str]
) -> Products:
    known = {row["product_id"]: row["name"] for row in folder.tables.get("products", ())}
    rows = there.rows("products") if there else []
    before = {row.cells["product_id"]: row.cells["name"] for row in rows}
    now = {cells["product_id"] for cells in tables["products"]}
    removed = sorted(before.keys() - now)
    unknown = [each for each in removed if each not in known]
    return Products(sorted(now - before.keys()), removed, unknown, over, before | known)


def _faulty(folder: PrivatePackage, problems: list[Problem]) -> dict[str, Problem]:
    """The first error of each listed factory's own row, or else of its consents, by factory ID."""
    listed = set(lines_of(folder, "factories").values())
    found: dict[str, Problem] = {}
    for name in ("factories", "consents"):
        own = lines_of(folder, name)
        for each in problems:
            factory_id = own.get(each.line, "")
            if (each.file, each.level) == (f"{name}.csv", Level.ERROR) and factory_id in listed:
                found.setdefault(factory_id, each)
    return found


def write(going: GoingPublic, *, cache: Path | None = None) -> None:
    """Write the public package as planned, and the ledger's new events; nothing where nothing differs.

    ``cache`` is that of `read_data`. Raises `MadewhereError` where something stands in the way.
    """
    why, what_to_do = hindrance(going)
    if why:
        raise MadewhereError(why, hint=f"Nothing was written. {what_to_do}.")
    now = read_data(going.data, as_of=going.as_of, cache=cache) if going.differs else None
    if now is not None and state_of(now) != going.state:
        raise MadewhereError(
            f"{going.data} has just been changed", hint="Nothing was written. Run this again."
        )
    if going.minted is not None:
        write_private_table(going.private, "audits", going.minted.tables["audits"])
    if not going.differs:
        return
    first = {}
    if going.events:
        (going.data / "ledger").mkdir(exist_ok=True)
        first = dict([ledger_file(going.data / "ledger", going.events)])
    title, description, _ = _described(going.data, going.member)
    write_package(
        going.data / "members" / going.member,
        name=going.member,
        title=title,
        description=description,
        tables=going.tables,
        demo=going.demo,
        first=first,
    )


def _refuse_links(public: Path, data: Path) -> None:
    for place in (public.parent, public, data / "ledger"):
        if place.is_symlink():
            raise UsageError(
                f"{place} is a symbolic link, and nothing is written through one",
                hint="Put the folder itself in its place.",
            )


def _against(there: Package | None, tables: Tables) -> dict[str, list[RowChange]]:
    """The rows of each table that the public package lacks, has otherwise, or has beside these."""
    return {
        name: compare_rows(
            there.rows(name) if there else [], [Row(0, cells) for cells in rows], table(name).key
        )
        for name, rows in tables.items()
    }


def _described(data: Path, member: str) -> tuple[str, str, bool]:
    """The title, description and mark of the package that is there, or those of a new one."""
    own = own_words(data, f"members/{member}/{DESCRIPTOR}")
    return (
        own.get("title") or f"Factories disclosed by {member}",
        own.get("description") or "",
        own.get("demo") is True,
    )


def _differs(public: Path, tables: Tables, demo: bool | None, *, was_demo: bool) -> bool:
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
