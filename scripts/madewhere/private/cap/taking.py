"""Taking in what another member tells of findings: everything is checked first, then all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.audit_identity import IDENTITY, identity
from madewhere.corpus import Row
from madewhere.crosscheck.finding_events import VERDICTS
from madewhere.crosscheck.identifiers import wrong_identifiers
from madewhere.private.cap.exchange import COLUMNS_OF_EVENT, COLUMNS_OF_FINDING, Sent, read_sent
from madewhere.private.cap.reading import FOUND, Cap, finding_of, read_cap
from madewhere.private.folder import write_private_table
from madewhere.problems import Level, Problem, in_order, problem
from madewhere.quoting import short, visible
from madewhere.site_model import Audit
from madewhere.site_model.audits import Finding
from madewhere.tables import table
from madewhere.validate import validate_table

_KEY = table("others_cap").key


@dataclass(frozen=True, slots=True)
class Change:
    """A finding whose state is another one after the import; ``before`` is None for a new finding."""

    audit: Audit
    before: Finding | None
    after: Finding


@dataclass(frozen=True, slots=True)
class Taken:
    """What was told. ``new`` are the rows that were not known, ``known`` counts the others.

    With an error among the problems nothing was taken in.
    """

    sender: str
    made_on: str
    new: tuple[dict[str, Any], ...]
    known: int
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """Whether nothing may be taken in."""
        return any(p.level is Level.ERROR for p in self.problems)


def import_cap(
    private: Path,
    data: Path,
    file: Path,
    *,
    as_of: date,
    dry_run: bool = False,
    cache: Path | None = None,
) -> Taken:
    """Take in a file of `madewhere cap export`; ``dry_run`` writes nothing.

    Raises `MadewhereError` for a file that is none, is damaged, or was made for another member, and
    where the folder's tables of audits have errors; `OSError` where nothing can be written.
    """
    cap = read_cap(private, data, as_of=as_of, cache=cache)
    cap.refuse_errors()
    sent = read_sent(file, cap.member)
    taken = _Taking(cap, sent, visible(file.name)).run()
    if taken.new and not taken.failed and not dry_run:
        rows: list[Mapping[str, Any]] = [*cap.folder.tables.get("others_cap", ()), *taken.new]
        write_private_table(private, "others_cap", rows)
    return taken


class _Taking:
    """Looks at the rows of one file, and gathers what is new and what is wrong."""

    def __init__(self, cap: Cap, sent: Sent, name: str) -> None:
        self._cap = cap
        self._sent = sent
        self._name = name
        self._problems: list[Problem] = []
        own = cap.package.rows("audits")
        self._audits = {identity(r.cells): r.cells["audit_id"] for r in own}
        told = cap.package.rows("others_cap")
        self._told = {tuple(row.cells[c] for c in _KEY): row for row in told}

    def run(self) -> Taken:
        """Look at every row."""
        if self._sent.sender not in self._cap.corpus.register("members", "slug"):
            self._tell("exchange-sender", f"the register has no member “{self._sent.sender}”", 1)
        read = validate_table("others_cap", self._sent.text, self._name)
        self._problems += [replace(p, line=p.line + 1) for p in read.problems]
        rows = [Row(row.line + 1, self._ours(row.cells)) for row in read.rows]
        usable = [row for row in rows if not self._wrong(row)]
        findings = {(r.cells["audit_id"], r.cells["finding"]) for r in rows if _is_finding(r)}
        new, known = [], 0
        first: dict[tuple[Any, ...], Row] = {}
        for row in usable:
            if not _is_finding(row):
                self._check_finding(row, findings)
            key = tuple(row.cells[column] for column in _KEY)
            if key in self._told:
                where = f"before (others_cap.csv, line {self._told[key].line})"
                self._same(row, self._told[key], where)
            elif key in first:
                # Two identifiers of one audit make two rows of one.
                self._same(row, first[key], f"in line {first[key].line}")
            elif not _is_finding(row) or not self._is_own(row):
                first[key] = row
                new.append(row.cells)
                continue
            known += 1
        failed = any(p.level is Level.ERROR for p in self._problems)
        return Taken(
            sender=self._sent.sender,
            made_on=self._sent.made_on,
            new=tuple(new),
            known=known,
            changes=() if failed else tuple(self._changes(new)),
            problems=tuple(in_order(self._problems)),
        )

    def _tell(self, code: str, message: str, line: int, column: str = "") -> None:
        found = problem(code, visible(message), file=self._name, line=line, field=column)
        self._problems.append(found)

    def _ours(self, cells: dict[str, Any]) -> dict[str, Any]:
        """The row with the identifier that the folder gives its audit."""
        ours = self._audits.get(identity(cells))
        return cells if ours is None else cells | {"audit_id": ours}

    def _wrong(self, row: Row) -> bool:
        """Whether a row cannot be used, by itself; what is wrong is noted."""
        cells, before = row.cells, len(self._problems)
        if cells["told_by"] != self._sent.sender:
            said = f"told by {cells['told_by']}, but the file is from {self._sent.sender}"
            self._tell("exchange-sender", said, row.line, "told_by")
        if not cells["sourcing"]:
            said = f"{cells['told_by']} does not say that it sources from {cells['factory_id']}"
            self._tell("exchange-sender", said, row.line, "sourcing")
        if identity(cells) not in self._audits:
            said = ", ".join(str(cells[column]) for column in IDENTITY)
            self._tell("exchange-audit", f"audits.csv has no audit {said}", row.line, "audit_date")
        elif cells["factory_id"] not in self._cap.sourced:
            said = f"sourcing.csv has no row for {cells['factory_id']}"
            self._tell("exchange-audit", said, row.line, "factory_id")
        for column in wrong_identifiers("others_cap", row):
            said = f"{cells[column]} has a typing error, or was made up"
            self._tell("id-check-character", said, row.line, column)
        for column, said in _wrong_event(cells, self._cap.as_of):
            self._tell("exchange-event", said, row.line, column)
        return len(self._problems) > before

    def _check_finding(self, row: Row, findings: set[tuple[str, str]]) -> None:
        cells = row.cells
        audit = self._cap.audit(cells["audit_id"])
        known = audit and any(f.finding == cells["finding"] for f in audit.findings)
        if not known and (cells["audit_id"], cells["finding"]) not in findings:
            said = f"nobody knows a finding {cells['finding']} of {cells['audit_id']}"
            self._tell("exchange-event", said, row.line, "finding")

    def _is_own(self, row: Row) -> bool:
        """Whether the folder has the finding itself; where it says otherwise, that is noted."""
        key = ("audit_id", "finding")
        for own in self._cap.package.rows("findings"):
            if any(own.cells[column] != row.cells[column] for column in key):
                continue
            for column in COLUMNS_OF_FINDING:
                here, there = own.cells[column], row.cells[column]
                if None in (here, there) or here == there:
                    continue
                told = (
                    f"{short(str(there))} here, {short(str(here))} in findings.csv, line {own.line}"
                )
                code = "exchange-conflict" if column == "requirement" else "exchange-differs"
                self._tell(code, f"{row.cells['finding']}: {told}", row.line, column)
            return True
        return False

    def _same(self, row: Row, before: Row, where: str) -> None:
        """Note what a row says otherwise than one in the same place; ``where`` says where that is."""
        for column, value in row.cells.items():
            if value != before.cells[column]:
                was = before.cells[column]
                said = (
                    f"{short(str('nothing' if value is None else value))}, but {self._sent.sender} "
                    f"told {short(str('nothing' if was is None else was))} {where}"
                )
                self._tell("exchange-conflict", said, row.line, column)

    def _changes(self, new: list[dict[str, Any]]) -> Iterator[Change]:
        after = self._cap.with_told(new)
        for audit_id, number in sorted({(cells["audit_id"], cells["finding"]) for cells in new}):
            audit, changed = self._cap.audit(audit_id), after.audit(audit_id)
            if audit is None or changed is None:
                continue
            before, now = finding_of(audit, number), finding_of(changed, number)
            if now is not None and (before is None or before.state != now.state):
                yield Change(changed, before, now)


def _is_finding(row: Row) -> bool:
    return bool(row.cells["event"] == FOUND)


def _wrong_event(cells: dict[str, Any], as_of: date) -> Iterator[tuple[str, str]]:
    """What makes a row no finding and no event that can be."""
    day = cells["date"]
    if day > as_of:
        yield "date", f"{day} lies in the future"
    if day < cells["audit_date"]:
        yield "date", f"{day} lies before the audit"
    strange: tuple[str, ...] = COLUMNS_OF_EVENT
    if cells["event"] == FOUND:
        yield from _wrong_finding(cells)
    else:
        strange = COLUMNS_OF_FINDING
        if cells["event"] == "verified-closed" and cells["by"] == "factory":
            yield "by", "a factory does not verify its own corrections"
        if cells["how"] is not None and cells["event"] not in VERDICTS:
            yield "how", f"it does not belong to a row with the event {cells['event']}"
        if cells["follow_up_audit"] is not None and cells["how"] != "follow-up-audit":
            yield "follow_up_audit", f"an audit is named, but how is {cells['how'] or 'empty'}"
    for column in strange:
        if cells[column] is not None:
            yield column, f"it does not belong to a row with the event {cells['event']}"


def _wrong_finding(cells: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for column in ("requirement", "severity"):
        if cells[column] is None:
            yield column, "a finding needs it"
    if cells["by"] != "member":
        yield "by", "a finding is told by the member"
    if cells["date"] > cells["audit_date"]:
        yield "date", f"a finding has the day of its audit, {cells['audit_date']}"
    if cells["deadline"] is not None and cells["deadline"] < cells["audit_date"]:
        yield "deadline", f"{cells['deadline']} lies before the audit"
