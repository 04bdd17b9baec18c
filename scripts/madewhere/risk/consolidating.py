"""Adding up contributions, and releasing what is safe of them into the register `risk_counts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.corpus import Corpus
from madewhere.disclose import disclose
from madewhere.discover import DESCRIPTOR, REGISTERS, discover
from madewhere.errors import MadewhereError, UsageError
from madewhere.guard import MAX_TABLE_BYTES, read_guarded
from madewhere.package_writer import (
    descriptor_bytes,
    package_descriptor,
    replace_files,
    table_bytes,
)
from madewhere.problems import Level, Problem, in_order
from madewhere.read import DataRead, read_data
from madewhere.risk.contribution import Contribution, read_contribution
from madewhere.risk.counting import refuse_open
from madewhere.risk.suppression import LEAST_MEMBERS, release
from madewhere.site_model.handbook import Chapter
from madewhere.upgrade import own_words

TABLE = "risk_counts"


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What was added up. ``rows`` are those released; ``problems`` are why nothing was."""

    year: int
    members: tuple[str, ...]
    rows: list[dict[str, Any]]
    problems: list[Problem] = field(default_factory=list)
    written: bool = False


def consolidate(
    files: Sequence[Path], data: Path, *, year: int, as_of: date, dry_run: bool = False
) -> Consolidated:
    """Add up the contributions to a year, and write what may be released into the register.

    A file with an error stops all of it, and so does a member that contributes twice. Raises
    `UsageError` for a year that is not over or was released before, and for too few files;
    `MadewhereError` where the register cannot be relied on.
    """
    refuse_open(year, as_of)
    if len(files) < LEAST_MEMBERS:
        raise UsageError(
            "one contribution alone can never be released",
            hint=f"Name the files of at least {LEAST_MEMBERS} members.",
        )
    read = read_data(data, as_of=as_of)
    before = _released(read, year)
    chapters = {
        row.cells["slug"]: Chapter(**row.cells) for row in read.corpus.registers.rows("chapters")
    }
    contributions, problems = _read_all(files, year, chapters)
    if problems:
        return Consolidated(year, (), [], problems)
    _refuse_strangers(contributions, read.corpus)
    by_scheme: dict[str, tuple[str, ...]] = {}
    for chapter in chapters.values():
        by_scheme[chapter.scheme] = (*by_scheme.get(chapter.scheme, ()), chapter.slug)
    members = tuple(sorted(contributions))
    rows = release([contributions[member] for member in members], by_scheme)
    if rows and not dry_run:
        _write(data, [*before, *rows])
    return Consolidated(year, members, rows, written=bool(rows) and not dry_run)


def _released(read: DataRead, year: int) -> list[dict[str, Any]]:
    """The rows that the register has already."""
    file = read.corpus.registers.file(TABLE)
    if any(p.file == file and p.level is Level.ERROR for p in read.problems):
        raise MadewhereError(
            f"{file} has errors", hint="Run `madewhere check` and mend them; nothing was written."
        )
    rows = [row.cells for row in read.corpus.registers.rows(TABLE)]
    if any(row["year"] == year for row in rows):
        raise UsageError(
            f"{year} was released already, and a year that was released never changes",
            hint="Two releases of a year could be subtracted from each other. Nothing was written.",
        )
    return rows


def _read_all(
    files: Sequence[Path], year: int, chapters: Mapping[str, Chapter]
) -> tuple[dict[str, Contribution], list[Problem]]:
    found: dict[str, Contribution] = {}
    given: dict[str, Path] = {}
    problems: list[Problem] = []
    for file in files:
        content, wrong = read_guarded(file.parent, file.name, MAX_TABLE_BYTES)
        contribution = None
        if content is not None:
            contribution, wrong = read_contribution(content.decode(), str(file), year, chapters)
        if contribution is None:
            problems += wrong
        elif contribution.member in given:
            raise UsageError(
                f"{file} is of {contribution.member}, and so is {given[contribution.member]}",
                hint="A member contributes once a year. Nothing was written.",
            )
        else:
            given[contribution.member] = file
            found[contribution.member] = contribution
    return found, in_order(problems)


def _refuse_strangers(contributions: Mapping[str, Contribution], corpus: Corpus) -> None:
    """Refuse who is no member, or not any more: one that was renamed would count as two."""
    disclosure, _ = disclose(corpus)
    members = {row["slug"] for row in disclosure.registers["members"]}
    if strangers := sorted(contributions.keys() - members):
        registered = strangers[0] in corpus.register("members", "slug")
        raise UsageError(
            f"by the ledger “{strangers[0]}” was withdrawn or goes on under another name"
            if registered
            else f"the register of members has no “{strangers[0]}”",
            hint="Only members contribute. Nothing was written.",
        )


def _write(data: Path, rows: list[dict[str, Any]]) -> None:
    """Put the table and the descriptor that lists it in their places."""
    folder = data / REGISTERS
    if folder.is_symlink():
        raise UsageError(f"{folder} is a symbolic link", hint="Put the folder itself in its place.")
    own = own_words(data, f"{REGISTERS}/{DESCRIPTOR}")
    descriptor = package_descriptor(
        name=REGISTERS,
        title=own.get("title") or "Registers",
        description=own.get("description") or "",
        demo=own.get("demo") is not False,
        tables=[*discover(data).registers.described, TABLE],
    )
    replace_files(
        {
            folder / f"{TABLE}.csv": table_bytes(TABLE, rows),
            folder / DESCRIPTOR: descriptor_bytes(descriptor),
        }
    )
