"""A member's audits with all that is known about their findings, by the rules that the site has too.

Three voices are joined: the member's own folder; what other members told it, which `cap import` took
in; and what other members disclose about the very same audits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.audit_identity import identity
from madewhere.corpus import Corpus, Package, Row
from madewhere.disclose import Disclosure, disclose
from madewhere.errors import MadewhereError, UsageError
from madewhere.link import link_members
from madewhere.link.audits import link_audits
from madewhere.link.findings import AuditRows, by_audit
from madewhere.link.handbook import link_handbook
from madewhere.link.statement import Statement
from madewhere.private.folder import PrivatePackage, read_private, typed
from madewhere.private.opening import mint_audits
from madewhere.problems import Level, Problem, in_order, problem
from madewhere.read import read_data
from madewhere.site_model import Audit, AuditFirm, Handbook
from madewhere.site_model.audits import Finding
from madewhere.tables import table

OF_AUDITS = ("audits", "audit_chapters", "findings", "finding_events", "sourcing", "others_cap")
"""The tables of the folder that say what was found and what happened since."""

FOUND = "finding"
"""What stands in the column ``event`` of `others_cap` in a row that is a finding and no event."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the private folder with the member that states it; see `madewhere.link.statement`."""

    member: str
    cells: dict[str, Any]


@dataclass(slots=True)
class Cap:
    """What a member knows about the findings of its audits on the as-of date.

    ``package`` holds the folder's typed rows, ``problems`` what is wrong with them; rows with an error
    are left out. ``factories`` are the names and countries by factory ID, ``sourced`` the factories that
    the member sources from. ``audits`` are the folder's, newest first.
    """

    folder: PrivatePackage
    package: Package
    corpus: Corpus
    problems: list[Problem]
    as_of: date
    factories: dict[str, tuple[str, str]]
    sourced: frozenset[str]
    handbook: Handbook
    audits: list[Audit]
    _public: Disclosure
    _rows: AuditRows
    _ids: dict[str, str]

    @property
    def member(self) -> str:
        """The slug of the member."""
        return self.folder.member

    def audit(self, audit_id: str) -> Audit | None:
        """The audit that has this identifier, in the folder or in another member's package."""
        shown = self._ids.get(audit_id)
        return next((audit for audit in self.audits if audit.audit_id == shown), None)

    def shown_sourcing(self, member: str) -> frozenset[str]:
        """The factories of the folder's audits at which the publication shows another member."""
        rows = self._public.tables["sourcing"]
        return frozenset(row.cells["factory_id"] for row in rows if row.member == member)

    def with_event(self, audit: Audit, cells: dict[str, Any]) -> Audit:
        """The audit as it would be after one more event of the member."""
        own = (self.member, cells["audit_id"])
        events = {
            **self._rows.events,
            own: [*self._rows.events.get(own, ()), Told(self.member, cells)],
        }
        rows = replace(self._rows, events=events)
        stated = {
            key
            for found in (rows.chapters, rows.findings, rows.events)
            for key in found
            if self._ids.get(key[1]) == audit.audit_id
        }
        return rows.add_to(audit, stated, self._ids)

    def with_told(self, rows: Iterable[dict[str, Any]]) -> Cap:
        """The same with more rows told by others."""
        tables = dict(self.package.tables)
        tables["others_cap"] = [*self.package.rows("others_cap"), *(Row(0, each) for each in rows)]
        package = replace(self.package, tables=tables)
        return _joined(self.folder, package, self.corpus, self.problems, self._public)

    def refuse_errors(self) -> None:
        """Raise `MadewhereError` where a row of the audits' tables has an error: it would not count."""
        for found in self.problems:
            if found.level is Level.ERROR and found.file.removesuffix(".csv") in OF_AUDITS:
                raise MadewhereError(
                    f"{found.file}, line {found.line}: {found.message}",
                    hint=f"{found.fix} Until then nobody can tell how far findings are corrected.",
                )


def read_cap(private: Path, data: Path, *, as_of: date, cache: Path | None = None) -> Cap:
    """Read a private folder, and of the publication what others disclose about the same audits.

    Raises `UsageError` for a member that is not in the register, `MadewhereError` for a folder that is
    not private or a publication that cannot be read.
    """
    folder = read_private(private)
    corpus = read_data(data, as_of=as_of, cache=cache).corpus
    if folder.member not in corpus.register("members", "slug"):
        raise UsageError(
            f"the register of members has no “{folder.member}”",
            hint="Add it to data/registers/members.csv first.",
        )
    mint_audits(folder)
    package, problems = typed(folder, ("factories", *OF_AUDITS))
    public, _ = disclose(_of_others(corpus, package))
    return _joined(folder, package, corpus, problems, public)


def _of_others(corpus: Corpus, package: Package) -> Corpus:
    """The publication with nothing but what is about the audits of a private folder.

    Of the member's own package only the consents stay, which may hold for all members.
    """
    audits = {identity(row.cells) for row in package.rows("audits")}
    mine = {factory_id for factory_id, *_ in audits}
    kept = []
    for each in corpus.members:
        names = (
            ("consents",) if each.slug == package.slug else ("factories", "consents", *OF_AUDITS)
        )
        tables = {
            name: [row for row in each.rows(name) if row.cells["factory_id"] in mine]
            for name in names
            if name != "others_cap"
        }
        if "audits" in tables:
            tables["audits"] = [row for row in tables["audits"] if identity(row.cells) in audits]
        kept.append(replace(each, tables=tables))
    return replace(corpus, members=kept)


def _joined(
    folder: PrivatePackage,
    package: Package,
    corpus: Corpus,
    problems: list[Problem],
    public: Disclosure,
) -> Cap:
    members = link_members(public)
    firms = {row["slug"]: AuditFirm(**row) for row in public.registers["audit_firms"]}
    handbook = link_handbook(public)
    told = [row for row in package.rows("others_cap") if row.cells["told_by"] in members]
    sourced = frozenset(row.cells["factory_id"] for row in package.rows("sourcing"))

    def stated(name: str) -> list[Told]:
        own = [Told(package.slug, row.cells) for row in package.rows(name)]
        return [*own, *(Told(row.member, row.cells) for row in public.tables[name])]

    def of_others(name: str) -> list[Told]:
        columns = table(name).columns
        return [
            Told(row.cells["told_by"], {column: row.cells[column] for column in columns})
            for row in told
            if (row.cells["event"] == FOUND) is (name == "findings")
        ]

    def hanging(name: str) -> dict[tuple[str, str], list[Statement]]:
        # What others told hangs on the folder's own audits, whoever told it.
        found = by_audit(stated(name))
        for row in of_others(name):
            found.setdefault((package.slug, row.cells["audit_id"]), []).append(row)
        return found

    rows = AuditRows(
        as_of=corpus.as_of,
        handbook=handbook,
        members=members,
        sourcing=frozenset(
            {(row.member, row.cells["factory_id"]) for row in stated("sourcing")}
            | {(r.cells["told_by"], r.cells["factory_id"]) for r in told if r.cells["sourcing"]}
        ),
        chapters=by_audit(stated("audit_chapters")),
        findings=hanging("findings"),
        events=hanging("finding_events"),
    )
    audits = stated("audits")
    shown = {row.cells["factory_id"] for row in audits}
    linked, ids = link_audits(audits, shown, members, firms, rows)
    return Cap(
        folder=folder,
        package=package,
        corpus=corpus,
        problems=in_order([*problems, *_unusable(package, firms, members)]),
        as_of=corpus.as_of,
        factories={
            row["factory_id"]: (row["name"], row["country"])
            for row in folder.tables.get("factories", ())
        },
        sourced=sourced,
        handbook=handbook,
        audits=linked,
        _public=public,
        _rows=rows,
        _ids=ids,
    )


def _unusable(
    package: Package, firms: dict[str, AuditFirm], members: Iterable[str]
) -> list[Problem]:
    """Audits of a firm, and rows of a member, that the registers do not know; they cannot be used."""
    known = frozenset(members)
    found = [
        problem(
            "reference-audit-firm",
            f"there is no audit firm “{row.cells['audit_firm']}”",
            file="audits.csv",
            line=row.line,
            field="audit_firm",
        )
        for row in package.rows("audits")
        if row.cells["audit_firm"] not in firms
    ]
    return found + [
        problem(
            "reference-member",
            f"the register has no member “{row.cells['told_by']}”, so what it told does not count",
            file="others_cap.csv",
            line=row.line,
            field="told_by",
        )
        for row in package.rows("others_cap")
        if row.cells["told_by"] not in known and row.line
    ]


def finding_of(audit: Audit, number: str) -> Finding | None:
    """The finding with this number, capitals or not."""
    exact = [each for each in audit.findings if each.finding == number]
    near = [each for each in audit.findings if each.finding.casefold() == number.casefold()]
    return next(iter(exact or near), None)
