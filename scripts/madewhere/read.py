"""Reading `data/`: guard and validate every package, side by side and only where something changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from madewhere import fingerprint, kept
from madewhere.corpus import Corpus, Package
from madewhere.descriptor import descriptor_problems
from madewhere.discover import DESCRIPTOR, REGISTERS, Found, PackageFolder, discover
from madewhere.guard import MAX_DESCRIPTOR_BYTES, MAX_TABLE_BYTES, read_guarded
from madewhere.ledger import Event, Ledger
from madewhere.problems import Problem, problem
from madewhere.publication import read_publication
from madewhere.tables import LEDGER_TABLE, REGISTER_TABLES, REQUIRED_MEMBER_TABLES
from madewhere.validate import validate_table

_SIDE_BY_SIDE_FROM_BYTES = 500_000


@dataclass(slots=True)
class PackageRead:
    """A package, its problems, and the digest of the files that it was read from."""

    package: Package
    problems: list[Problem]
    digest: str


@dataclass(slots=True)
class DataRead:
    """Everything that was read, and everything that is wrong with a single file or table.

    ``digests`` holds the digest of each package's and the ledger's content by folder;
    ``reread`` the folders that had to be validated because nothing usable was kept of them.
    """

    corpus: Corpus
    problems: list[Problem]
    digests: dict[str, str]
    reread: list[str]


def read_data(data: Path, *, as_of: date, cache: Path | None = None) -> DataRead:
    """Read a publication's data. Raises `PublicationError` where there is none.

    ``cache`` is a folder of earlier results by content; None reads everything anew.
    """
    publication = read_publication(data)
    found = discover(data)
    problems = list(found.problems)
    contents = {
        folder.folder: _contents(data, folder, problems)
        for folder in (found.registers, *found.members)
    }
    ledger_contents = _ledger_contents(data, found, problems)
    digests = {folder: _digest(files) for folder, files in contents.items()}
    digests["ledger"] = _digest(ledger_contents)
    reads, reread = _read_packages(found, contents, digests, cache)
    for read in reads.values():
        problems.extend(read.problems)
    events, ledger_problems = _kept(cache, digests["ledger"], lambda: _read_ledger(ledger_contents))
    problems.extend(ledger_problems)
    corpus = Corpus(
        folder=data,
        as_of=as_of,
        publication=publication,
        registers=reads[REGISTERS].package,
        members=[reads[folder.folder].package for folder in found.members],
        ledger=Ledger.of(events),
    )
    return DataRead(corpus, problems, digests, reread)


def _contents(data: Path, folder: PackageFolder, problems: list[Problem]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for name in folder.files:
        limit = MAX_DESCRIPTOR_BYTES if name == DESCRIPTOR else MAX_TABLE_BYTES
        content, found = read_guarded(data, f"{folder.folder}/{name}", limit)
        problems.extend(found)
        if content is not None:
            contents[name] = content
    return contents


def _ledger_contents(data: Path, found: Found, problems: list[Problem]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for name in found.ledger:
        content, faults = read_guarded(data, name, MAX_TABLE_BYTES)
        problems.extend(faults)
        if content is not None:
            contents[name] = content
    return contents


def _digest(files: dict[str, bytes]) -> str:
    parts = [part for name in sorted(files) for part in (name, files[name])]
    return fingerprint.digest(fingerprint.program(), *parts)


def _read_packages(
    found: Found,
    contents: dict[str, dict[str, bytes]],
    digests: dict[str, str],
    cache: Path | None,
) -> tuple[dict[str, PackageRead], list[str]]:
    reads: dict[str, PackageRead] = {}
    todo: list[PackageFolder] = []
    for folder in (found.registers, *found.members):
        earlier = kept.load(cache, digests[folder.folder])
        if earlier is None:
            todo.append(folder)
        else:
            reads[folder.folder] = earlier
    size = sum(len(content) for folder in todo for content in contents[folder.folder].values())
    jobs = [(folder, contents[folder.folder], digests[folder.folder]) for folder in todo]
    for read in _side_by_side(read_package, jobs, size):
        reads[read.package.folder] = read
        kept.store(cache, read.digest, read)
    return reads, [folder.folder for folder in todo]


def _side_by_side(
    work: Callable[..., PackageRead], jobs: list[tuple[Any, ...]], size: int
) -> Iterable[PackageRead]:
    """Do the jobs in several processes where there is enough to do and the system can fork."""
    workers = min(len(jobs), os.cpu_count() or 1)
    if workers < 2 or size < _SIDE_BY_SIDE_FROM_BYTES or not hasattr(os, "fork"):  # noqa: PLR2004
        return [work(*job) for job in jobs]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(work, *zip(*jobs, strict=True)))


def read_package(folder: PackageFolder, contents: dict[str, bytes], digest: str) -> PackageRead:
    """Validate one package from the bytes of its files."""
    package = Package(folder.slug, folder.folder, demo=False)
    problems: list[Problem] = []
    for name in folder.tables:
        content = contents.get(f"{name}.csv")
        file = f"{folder.folder}/{name}.csv"
        if content is not None:
            read = validate_table(name, content.decode(), file)
            package.tables[name] = read.rows
            problems.extend(read.problems)
        elif f"{name}.csv" not in folder.files and name in _required(folder):
            problems.append(problem("table-missing", f"{name}.csv is missing", file=file))
    descriptor = contents.get(DESCRIPTOR)
    file = f"{folder.folder}/{DESCRIPTOR}"
    if descriptor is None:
        if DESCRIPTOR not in folder.files:
            problems.append(problem("package-unreadable", "there is no descriptor", file=file))
    else:
        try:
            loaded = json.loads(descriptor)
        except (ValueError, RecursionError) as error:
            problems.append(problem("package-unreadable", f"no JSON: {error}", file=file))
        else:
            present = [name for name in folder.tables if f"{name}.csv" in folder.files]
            problems.extend(descriptor_problems(loaded, present, file))
            package.demo = isinstance(loaded, dict) and loaded.get("demo") is True
    return PackageRead(package, problems, digest)


def _required(folder: PackageFolder) -> tuple[str, ...]:
    return REGISTER_TABLES if folder.folder == REGISTERS else REQUIRED_MEMBER_TABLES


def _read_ledger(contents: dict[str, bytes]) -> tuple[list[Event], list[Problem]]:
    events: list[Event] = []
    problems: list[Problem] = []
    for file, content in contents.items():
        read = validate_table(LEDGER_TABLE, content.decode(), file)
        problems.extend(p for p in read.problems if p.code != "rows-unsorted")
        events.extend(Event(**row.cells, file=file, line=row.line) for row in read.rows)
    return events, problems


def _kept(
    cache: Path | None,
    digest: str,
    make: Callable[[], tuple[list[Event], list[Problem]]],
) -> tuple[list[Event], list[Problem]]:
    earlier: tuple[list[Event], list[Problem]] | None = kept.load(cache, digest)
    if earlier is None:
        earlier = make()
        kept.store(cache, digest, earlier)
    return earlier
