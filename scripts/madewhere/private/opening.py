"""A private folder and the publication beside it, read together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from madewhere.corpus import Corpus, Package
from madewhere.discover import REGISTERS
from madewhere.errors import MadewhereError, UsageError
from madewhere.identifiers import mint_audit_id
from madewhere.private.folder import PrivatePackage, read_private, typed
from madewhere.problems import Level, Problem
from madewhere.read import DataRead, read_data
from madewhere.tables import MEMBER_TABLES

CONTACTS = ("cell-email", "cell-phone")
"""The problems of cells that look like a person's contact."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A cell of a table that goes public, and that stays in for what its text looks like.

    ``code`` is one of `CONTACTS`, or says that the text names the factory ``names``.
    """

    file: str
    line: int
    factory_id: str
    column: str
    code: str
    names: str = ""


@dataclass(slots=True)
class Opened:
    """A private folder as text and typed, the publication, and what is wrong with the folder.

    ``names`` are the factories' names as they stand in the folder, those of rows with an error too.
    ``held`` are the cells that were emptied; ``minted`` says whether an audit got its identifier.
    """

    folder: PrivatePackage
    package: Package
    read: DataRead
    problems: list[Problem]
    names: dict[str, str]
    held: list[HeldBack]
    minted: bool

    @property
    def corpus(self) -> Corpus:
        """The publication."""
        return self.read.corpus


def open_both(
    private: Path,
    data: Path,
    *,
    as_of: date,
    cache: Path | None = None,
    tables: Iterable[str] = (*MEMBER_TABLES, "contacts", "invitations"),
    contacts: bool = False,
    own_eyes: bool = False,
) -> Opened:
    """Read a private folder and the publication that its member belongs to.

    ``tables`` are those that are typed. Audits get the identifiers, and cells that look like a person's
    contact are empty, as they will be when they go public; with ``contacts`` they stay. With ``own_eyes``
    it is for the member alone: they stay too, and what follows does not stop it. Raises `MadewhereError`
    where the invitations cannot be relied on, `UsageError` for a member that is not in the register;
    with or without, `MadewhereError` for a folder that is not private.
    """
    folder = read_private(private)
    read = read_data(data, as_of=as_of, cache=cache)
    if not own_eyes and folder.member not in read.corpus.register("members", "slug"):
        wrong = read.left_out.may_hold(f"{REGISTERS}/members.csv", folder.member)
        raise UsageError(
            f"the register of members has {'an error in the row of' if wrong else 'no'} "
            f"“{folder.member}”",
            hint="`madewhere check` says what is wrong there."
            if wrong
            else "Add it to data/registers/members.csv first.",
        )
    minted = mint_audits(folder)
    package, problems = typed(folder, tables)
    if not own_eyes:
        refuse_wrong_invitations(problems)
    held = [] if contacts or own_eyes else hold_back_contacts(package, problems)
    names = {row["factory_id"]: row["name"] for row in folder.tables.get("factories", ())}
    return Opened(folder, package, read, problems, names, held, minted)


def refuse_wrong_invitations(problems: list[Problem]) -> None:
    """Raise `MadewhereError` where a row of the invitations has an error: somebody was asked there."""
    for found in problems:
        if found.file == "invitations.csv" and found.level is Level.ERROR:
            raise MadewhereError(
                f"invitations.csv, line {found.line}: {found.message}",
                hint=f"{found.fix} Until then nobody can tell who was asked, and what the answer was.",
            )


def mint_audits(folder: PrivatePackage) -> bool:
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


def hold_back_contacts(package: Package, problems: list[Problem]) -> list[HeldBack]:
    """Empty the cells that look like an e-mail address or a telephone number, and tell which."""
    rows = {(f"{name}.csv", row.line): row for name in MEMBER_TABLES for row in package.rows(name)}
    held = []
    for found in problems:
        row = rows.get((found.file, found.line))
        if found.code in CONTACTS and row is not None and row.cells[found.field] is not None:
            row.cells[found.field] = None
            factory_id = str(row.cells.get("factory_id") or "")
            held.append(HeldBack(found.file, found.line, factory_id, found.field, found.code))
    return held
