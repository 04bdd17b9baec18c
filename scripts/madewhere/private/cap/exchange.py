"""The file by which a member tells another one what it knows of findings, where that is not public.

Its first line says what it is, from whom and to whom it goes, and holds a digest of the rest, so that
damage is told. The rest is the table `others_cap`. It is private, and the check before a commit knows it.
A member tells only what it recorded itself, and passes on nothing that it was told.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.errors import MadewhereError, UsageError
from madewhere.identifiers import is_slug
from madewhere.importing.reading import read_bytes
from madewhere.package_writer import table_bytes
from madewhere.private.cap.reading import FOUND, Cap
from madewhere.private.folder import refuse_place_of_table, refuse_tracked
from madewhere.private.opening import CONTACTS
from madewhere.private.writing import write_files
from madewhere.quoting import short, visible
from madewhere.site_model import Audit

MARK = "Madewhere: private corrective actions"
"""How such a file begins; `scripts/hooks/pre-commit` knows it too."""

FORMAT = "1"
_HEAD = ("what", "format", "from", "to", "made on", "sha256 of the rest")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    ``not_known`` are factories at which the publication does not show the other member; ``skipped``
    those that this member does not source from; ``held`` are cells that look like a person's contact,
    by file, line and column.
    """

    file: Path
    to: str
    audits: int
    findings: int
    events: int
    not_known: tuple[str, ...]
    skipped: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came: from whom, to whom, made on which day, and the table in it as text."""

    sender: str
    to: str
    made_on: str
    text: str


def export_cap(
    cap: Cap, to: str, out: Path, *, factories: Sequence[str] = (), audits: Sequence[str] = ()
) -> Exported:
    """Write what the member recorded on these factories or audits, for the member ``to``.

    Without either, all factories at which the publication shows the other member. Raises `UsageError`
    for what makes no sense, `MadewhereError` where Git would take the file or another file is there.
    """
    cap.refuse_errors()
    known = cap.corpus.register("members", "slug")
    if not is_slug(to) or to not in known or to == cap.member:
        others = ", ".join(slug for slug in known if slug != cap.member)
        raise UsageError(
            f"{visible(short(to))} is no other member", hint=f"The register has {others or 'none'}."
        )
    shown = cap.shown_sourcing(to)
    chosen = _chosen(cap, shown, factories, audits)
    skipped = sorted({a.factory_id for a in chosen} - cap.sourced)
    if skipped and (factories or audits):
        raise UsageError(
            f"{cap.member} has no row for {', '.join(skipped)} in sourcing.csv",
            hint="Only members that source from a factory tell each other. Add the row, or leave it out.",
        )
    chosen = [audit for audit in chosen if audit.factory_id in cap.sourced]
    held: list[str] = []
    rows = [row for audit in chosen for row in _rows(cap, audit, held)]
    if not rows:
        raise UsageError(
            f"nothing is recorded that could be told to {to}",
            hint="Name factories with --factory, or audits with --audit. Without them only factories "
            "are meant at which the publication shows that member.",
        )
    _refuse_place(out)
    write_files({out: file_bytes(cap.member, to, cap.as_of, rows)})
    findings = sum(row["event"] == FOUND for row in rows)
    return Exported(
        file=out,
        to=to,
        audits=len({row["audit_id"] for row in rows}),
        findings=findings,
        events=len(rows) - findings,
        not_known=tuple(sorted({row["factory_id"] for row in rows} - shown)),
        skipped=tuple(skipped),
        held=tuple(held),
    )


def _chosen(
    cap: Cap, shown: frozenset[str], factories: Sequence[str], audits: Sequence[str]
) -> list[Audit]:
    wanted: list[Audit] = []
    for text in audits:
        found = cap.audit(text.strip().upper())
        if found is None:
            raise UsageError(
                f"the folder has no audit {visible(short(text))}",
                hint="`madewhere cap status` lists the audits with their findings.",
            )
        wanted.append(found)
    meant = frozenset(factories) if factories or audits else shown
    wanted += [audit for audit in cap.audits if audit.factory_id in meant]
    return list({audit.audit_id: audit for audit in wanted}.values())


def _rows(cap: Cap, audit: Audit, held: list[str]) -> list[dict[str, Any]]:
    """What the folder itself holds on an audit: its findings, then what happened.

    Cells that look like a person's contact stay in, and are added to ``held``.
    """
    contacts = {(p.file, p.line, p.field) for p in cap.problems if p.code in CONTACTS}
    head = {
        "told_by": cap.member,
        "sourcing": True,
        "factory_id": audit.factory_id,
        "type": audit.type,
        "audit_date": audit.audit_date,
        "audit_firm": audit.firm.slug,
    }
    found = []
    for name in ("findings", "finding_events"):
        for row in cap.package.rows(name):
            cells = row.cells
            if cap.audit(cells["audit_id"]) is not audit:
                continue
            for column in cells:
                if (f"{name}.csv", row.line, column) in contacts:
                    held.append(f"{name}.csv, line {row.line}, {column}")
                    cells = cells | {column: None}
            if cells.get("event") == "comment" and cells["text"] is None:
                continue
            if name == "findings":
                cells = cells | {"event": FOUND, "date": audit.audit_date, "by": "member"}
            if cells["date"] <= cap.as_of:
                found.append(cells | head)
    return found


def _refuse_place(out: Path) -> None:
    refuse_tracked(out.parent)
    refuse_place_of_table(out)
    if not out.parent.is_dir():
        raise MadewhereError(f"{out.parent} is no folder", hint="Make it first, or name another.")
    if out.is_symlink() or out.is_dir() or (out.exists() and not _is_ours(out)):
        raise MadewhereError(
            f"{out} is there already, and is no file of `madewhere cap export`",
            hint="Name another file with -o; nothing was replaced.",
        )


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK.encode()


def file_bytes(sender: str, to: str, made_on: date, rows: Sequence[dict[str, Any]]) -> bytes:
    """The file as bytes: its first line, then the table."""
    content = table_bytes("others_cap", rows)
    out = io.StringIO(newline="")
    head = (MARK, FORMAT, sender, to, made_on.isoformat(), _digest(content.decode()))
    csv.writer(out, lineterminator="\n").writerow(head)
    return out.getvalue().encode() + content


def _digest(text: str) -> str:
    """The SHA-256 of a table, whichever way its lines end: mail may change that."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def read_sent(file: Path, member: str) -> Sent:
    """Read such a file, and make sure that it came whole and to the right member.

    Raises `MadewhereError` for another file, a damaged one, or one for another member.
    """
    shown = visible(file.name)
    again = "Ask whoever sent it for the file again, and open it in no other program."
    right = "Name the file that the other member made with `madewhere cap export`."
    if not file.is_file():
        raise MadewhereError(f"{visible(str(file))} is not a file", hint=right)
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MadewhereError(f"{shown} is not UTF-8, so it is damaged", hint=again) from error
    first, _, rest = text.replace("\r\n", "\n").partition("\n")
    if not first.startswith(MARK):
        raise MadewhereError(f"{shown} is no file of `madewhere cap export`", hint=right)
    try:
        head = next(csv.reader([first]))
    except csv.Error as error:
        raise MadewhereError(
            f"{shown} is damaged: its first line cannot be read", hint=again
        ) from error
    if len(head) != len(_HEAD) or head[1] != FORMAT:
        raise MadewhereError(
            f"{shown} has another format than this version of Madewhere reads",
            hint="Use the version that the other member uses, or a newer one.",
        )
    if _digest(rest) != head[5]:
        raise MadewhereError(
            f"{shown} is not as it was written: its digest does not fit", hint=again
        )
    _, _, sender, to, made_on, _ = head
    if not _is_day(made_on):
        raise MadewhereError(
            f"{shown} is damaged: its first line does not say when it was made", hint=again
        )
    if to != member:
        raise MadewhereError(
            f"{shown} was made for {visible(short(to))}, and this folder is {member}'s",
            hint=f"Ask {visible(short(sender))} for one with `--for {member}`.",
        )
    if sender == member:
        raise MadewhereError(
            f"{shown} is of {member} itself, and tells nothing that its folder does not hold",
            hint=right,
        )
    return Sent(sender, to, made_on, rest)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


COLUMNS_OF_FINDING = ("requirement", "severity", "description", "corrective_action", "deadline")
"""The columns of a row that is a finding."""

COLUMNS_OF_EVENT = ("how", "follow_up_audit", "text", "evidence_sha256")
"""The columns of a row that is an event."""
