"""One factory's answers into a private folder: its rows, and what it agreed to with the proof.

The row is read and recognised as an import does it; here is decided which earlier statements it takes
the place of. Everything is worked out first and written in one go.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.errors import MadewhereError
from madewhere.form.questions import QUESTIONS
from madewhere.form.reading import AnswerReader
from madewhere.importing.known import read_published
from madewhere.importing.leftovers import Leftovers
from madewhere.importing.rows import ReadRow
from madewhere.importing.taking import Taking
from madewhere.package_writer import table_bytes
from madewhere.private.consents import with_answer
from madewhere.private.evidence import evidence_of
from madewhere.private.folder import PrivatePackage, Rows, open_private, write_private_table
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
    ``kept_aside`` are columns that stay as they were, because another's word or a newer one stands
    there. ``removed`` are scopes that it agreed to before and no more.
    """

    factory_id: str
    name: str
    is_new: bool
    recognised: bool
    kept_aside: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    removed: tuple[str, ...] = ()


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
    dry_run: bool = False,
    source: random.Random | None = None,
) -> Entered:
    """Take one factory into a private folder, which is made where there is none.

    ``values`` are answers by column, as `AnswerReader` takes them; ``stated_by`` is member or factory.
    ``whole`` says that what is not answered is not stated any more, else it stays. A factory's own
    word takes the place of the member's, and never the other way round. Raises `MadewhereError` where
    the row cannot be taken, and what `open_private` raises.
    """
    package = open_private(private, member, dry_run=True)
    factories = _by_id(package, "factories")
    sourcing = _by_id(package, "sourcing")
    reader = AnswerReader.of(data)
    stated = {**values, **{f"{group}_stated_by": stated_by for group in groups()}}
    published = read_published(data)

    def taking(chance: random.Random) -> Taking:
        return Taking("form", stated_on, published, chance, _copy(factories), _copy(sourcing))

    known = taking(random.Random(0)).take(_read(reader, stated))[0]  # noqa: S311 - an ID that is thrown away
    read = _read(reader, stated)
    if known in factories:
        read.cells["factory_id"] = known  # what it is recognised by is emptied in a moment
        _make_room(factories[known], read.cells, values, stated_by, stated_on, whole=whole)
        link = sourcing.get(known, {"factory_id": known, "tier": "", "since": ""})
        sourcing[known] = link | dict.fromkeys(read.sourcing, "")
    took = taking(source or random.SystemRandom())
    factory_id, is_new = took.take(read)
    row = took.factories[factory_id]
    entered = Entered(
        factory_id=factory_id,
        name=row["name"],
        is_new=is_new,
        recognised=factory_id in took.recognised,
        kept_aside=[c for c, text in read.rest if c in row and read.cells.get(c, row[c]) != row[c]],
        problems=took.find_likely_duplicates(),
    )
    consents: Rows | None = None
    if agreement is not None:
        consents, entered.removed = _consents(package, factory_id, agreement)
    if not dry_run:
        open_private(private, member)
        _write(package, took, agreement, consents, factory_id)
        _keep_rest(package, factory_id, read)
    return entered


def _read(reader: AnswerReader, stated: Mapping[str, str]) -> ReadRow:
    read = reader.row(stated)
    if read.refused is not None:
        raise MadewhereError(read.refused.message, hint=read.refused.fix)
    return read


def _by_id(package: PrivatePackage, name: str) -> dict[str, dict[str, str]]:
    rows = package.tables.get(name, [])
    twice = [key for key, count in Counter(row["factory_id"] for row in rows).items() if count > 1]
    if twice:
        raise MadewhereError(
            f"{package.folder / name}.csv has more than one row of {', '.join(sorted(twice)[:5])}",
            hint="Each factory has one row there. Remove the others first.",
        )
    return {row["factory_id"]: row for row in rows}


def _copy(rows: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {key: dict(row) for key, row in rows.items()}


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
) -> None:
    folder = package.folder
    contents: dict[Path, bytes] = {}
    if agreement is not None and consents is not None:
        evidence = evidence_of(
            package, agreement.paper, agreement.suffix, factory_id, took.stated_on
        )
        make_folder(evidence.place.parent)
        contents |= evidence.contents
        for row in consents:
            row["evidence_sha256"] = row["evidence_sha256"] or evidence.digest
    contents |= {
        folder / f"{name}.csv": table_bytes(name, rows) for name, rows in took.tables().items()
    }
    if consents is not None or "consents" not in package.tables:
        contents[folder / "consents.csv"] = table_bytes("consents", consents or [])
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
