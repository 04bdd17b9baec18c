"""One factory's answers into a private folder: its rows, and what it agreed to with the proof.

The row is read and recognised as an import does it; here is decided which earlier statements it takes
the place of. Everything is worked out first and written in one go.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.errors import MadewhereError
from madewhere.form.likeness import KnownFactories
from madewhere.form.questions import QUESTIONS
from madewhere.form.reading import AnswerReader
from madewhere.importing.alike import find_alike, with_questions
from madewhere.importing.leftovers import Leftovers
from madewhere.importing.rows import ReadRow
from madewhere.importing.taking import Taking
from madewhere.package_writer import table_bytes
from madewhere.private.by_factory import by_factory
from madewhere.private.consents import with_answer
from madewhere.private.evidence import digests_of, evidence_of
from madewhere.private.folder import (
    PrivatePackage,
    Rows,
    blank_tables,
    open_private,
    write_private_table,
)
from madewhere.private.invitation.index import index_files
from madewhere.private.invitation.letters import settled
from madewhere.private.lookalikes import TABLE as LOOKALIKES
from madewhere.private.past import Past
from madewhere.private.writing import make_folder, write_files
from madewhere.problems import Problem
from madewhere.tables import groups

_NOT_ASKED = frozenset({"part_of"})
"""Columns without a question, which an answer to others in their group says nothing about."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a factory agreed to, and its proof: ``paper`` are the bytes of the signed sheet or form.

    ``decided`` are the scopes that it was asked about; those it did not agree to now lose a consent
    that the folder had. ``valid_until`` is None where it holds until it is withdrawn.
    """

    scopes: tuple[str, ...]
    decided: tuple[str, ...]
    member: str
    decided_on: date
    valid_until: date | None
    text_version: str
    language: str
    method: str
    recorded_by: str
    paper: bytes
    suffix: str


@dataclass(slots=True)
class Entered:
    """What became of one factory's answers.

    ``is_new`` says that the folder did not have it, ``recognised`` that others disclose it already.
    ``past`` is how it stood before. ``kept_aside`` are columns that stay as they were, because another's word or a newer one stands
    there. ``removed`` are scopes that it agreed to before and no more, ``settled`` the references of
    invitations that its yes answers.
    """

    factory_id: str
    name: str
    is_new: bool
    recognised: bool
    past: Past
    kept_aside: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    removed: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


def take_answers(
    values: Mapping[str, str],
    *,
    stated_by: str,
    private: Path,
    member: str,
    data: Path,
    stated_on: date,
    whole: bool = False,
    agreement: Agreement | None = None,
    known: KnownFactories | None = None,
    told_apart: Collection[str] = (),
    dry_run: bool = False,
    source: random.Random | None = None,
) -> Entered:
    """Take one factory into a private folder, which is made where there is none.

    ``values`` are answers by column, as `AnswerReader` takes them; ``stated_by`` is member or factory.
    ``whole`` says that what is not answered is not stated any more, else it stays. A factory's own
    word takes the place of the member's, and never the other way round. ``known`` are the factories of
    the folder and of ``data``, where they were read already; ``told_apart`` those of which a person said
    that this is another one. Raises `MadewhereError` where the row
    cannot be taken, or the factory answered otherwise since the day of its yes, and what `open_private` raises.
    """
    package = open_private(private, member, dry_run=True)
    factories = by_factory(package, "factories")
    sourcing = by_factory(package, "sourcing")
    reader = AnswerReader.of(data)
    stated = {**values, **{f"{group}_stated_by": stated_by for group in groups()}}
    known = known or KnownFactories.of(package, data, stated_on)
    found = known.recognise(read_row(reader, stated))
    past = known.pasts.of(found)
    if agreement is not None:
        _refuse_early_yes(found, past, agreement)
        _refuse_overtaken(package, found, agreement)
    read = read_row(reader, stated)
    if found in factories:
        read.cells["factory_id"] = found  # what it is recognised by is emptied in a moment
        _make_room(factories[found], read.cells, values, stated_by, stated_on, whole=whole)
        link = sourcing.get(found, {"factory_id": found, "tier": "", "since": ""})
        sourcing[found] = link | dict.fromkeys(read.sourcing, "")
    chance = source or random.SystemRandom()
    took = Taking("form", stated_on, known.published, known.pasts, chance, factories, sourcing)
    factory_id, is_new = took.take(read)
    row = took.factories[factory_id]
    alike = find_alike(took)
    entered = Entered(
        factory_id=factory_id,
        name=row["name"],
        is_new=is_new,
        recognised=factory_id in took.recognised,
        past=past,
        kept_aside=[c for c, text in read.rest if c in row and read.cells.get(c, row[c]) != row[c]],
        problems=[each.problem(took.file) for each in alike],
    )
    consents: Rows | None = None
    if agreement is not None:
        consents, entered.removed = _consents(package, factory_id, agreement)
        package.tables["invitations"], entered.settled = settled(
            package.tables.get("invitations", ()), factory_id, agreement.decided_on.isoformat()
        )
    if not dry_run:
        open_private(private, member)
        there = package.tables.get(LOOKALIKES, [])
        asked = with_questions(there, alike, stated_on.isoformat(), told_apart)
        _write(
            package, took, agreement, consents, factory_id, asked, answered=bool(entered.settled)
        )
        _keep_rest(package, factory_id, read)
    return entered


def _refuse_early_yes(factory_id: str, past: Past, agreement: Agreement) -> None:
    if past.said_no_on is not None and agreement.decided_on <= past.said_no_on:
        raise MadewhereError(
            f"{factory_id} said no on {past.said_no_on}, and this yes is of {agreement.decided_on}",
            hint="Nothing was written. A yes counts only where it is of a later day than the no. If it "
            "is, give its day; where a refusal was recorded by mistake, `madewhere respond --change`.",
        )


def _refuse_overtaken(package: PrivatePackage, factory_id: str, agreement: Agreement) -> None:
    """An older answer must not take the place of a newer one, which may allow less."""
    days = [
        row["decided_on"]
        for row in package.tables.get("consents", ())
        if row["factory_id"] == factory_id and row["scope"] in agreement.decided
    ]
    if days and max(days) > agreement.decided_on.isoformat():
        raise MadewhereError(
            f"the folder has a later answer of {factory_id}, of {max(days)}; "
            f"this one is of {agreement.decided_on}",
            hint="Nothing was written. If this one is the later, give the day on which it came.",
        )


def read_row(reader: AnswerReader, stated: Mapping[str, str]) -> ReadRow:
    """Read one factory's answers. Raises `MadewhereError` where they cannot be taken."""
    read = reader.row(stated)
    if read.refused is not None:
        raise MadewhereError(read.refused.message, hint=read.refused.fix)
    return read


def _make_room(
    old: dict[str, str],
    cells: dict[str, str],
    values: Mapping[str, str],
    stated_by: str,
    stated_on: date,
    *,
    whole: bool,
) -> None:
    """Empty the groups of the folder's row that are stated anew; what stays goes into ``cells``."""
    answered = {c for question in QUESTIONS if question.column in values for c in question.columns}
    for group, fields in groups().items():
        on, by = f"{group}_stated_on", f"{group}_stated_by"
        names = [each.name for each in fields]
        same_source = old[by] == stated_by
        if old[on] > stated_on.isoformat() or not (same_source or stated_by == "factory"):
            continue
        if not any(cells.get(name) for name in names) and not (whole and same_source):
            continue
        for name in names:
            stays = name not in answered and same_source and not whole
            if old[name] and (stays or name in _NOT_ASKED):
                cells.setdefault(name, old[name])
            old[name] = ""
        old[on] = old[by] = ""


def _consents(
    package: PrivatePackage, factory_id: str, agreement: Agreement
) -> tuple[Rows, tuple[str, ...]]:
    """The folder's consents with the new ones, whose hash is still missing, and what is lost by them."""
    until = agreement.valid_until
    given = [
        {
            "factory_id": factory_id,
            "scope": scope,
            "member": agreement.member,
            "decided_on": agreement.decided_on.isoformat(),
            "valid_until": until.isoformat() if until else "",
            "text_version": agreement.text_version,
            "language": agreement.language,
            "method": agreement.method,
            "evidence_sha256": "",
            "recorded_by": agreement.recorded_by,
        }
        for scope in agreement.scopes
    ]
    return with_answer(package, factory_id, {*agreement.scopes, *agreement.decided}, given)


def _write(
    package: PrivatePackage,
    took: Taking,
    agreement: Agreement | None,
    consents: Rows | None,
    factory_id: str,
    asked: Rows,
    *,
    answered: bool,
) -> None:
    folder = package.folder
    contents = blank_tables(package)
    if agreement is not None and consents is not None:
        digest = min(digests_of(package, agreement.paper, factory_id), default="")
        if not digest:  # the very same paper again is proved by the copy that is there
            evidence = evidence_of(
                package, agreement.paper, agreement.suffix, factory_id, took.stated_on
            )
            make_folder(evidence.place.parent)
            contents |= evidence.contents
            digest = evidence.digest
        for row in consents:
            row["evidence_sha256"] = row["evidence_sha256"] or digest
    contents |= {
        folder / f"{name}.csv": table_bytes(name, rows) for name, rows in took.tables().items()
    }
    if asked:
        contents[folder / f"{LOOKALIKES}.csv"] = table_bytes(LOOKALIKES, asked)
    if consents is not None:
        contents[folder / "consents.csv"] = table_bytes("consents", consents)
    if answered:
        letters = package.tables["invitations"]
        contents[folder / "invitations.csv"] = table_bytes("invitations", letters)
        contents |= index_files(package)
    write_files(contents)


def _keep_rest(package: PrivatePackage, factory_id: str, read: ReadRow) -> None:
    """Keep what has no place in the tables beside what imports left."""
    if not read.rest:
        return
    told = json.dumps(read.row.cells, ensure_ascii=False).encode()
    left = Leftovers("form", hashlib.sha256(told).hexdigest())
    for column, text in read.rest:
        left.keep(read.row.line, factory_id, column, text)
    rest = package.tables.get("import_rest", [])
    write_private_table(package.folder, "import_rest", [*rest, *left.rest])
