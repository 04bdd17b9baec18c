"""Reading `data/`: guard and validate every package, side by side and only where something changed."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from madewhere import fingerprint, kept
from madewhere.corpus import (
    Corpus,
    KeptTables,
    Package,
    Row,
    factory_lines,
    named_in,
    pack,
    summed,
    unpack,
)
from madewhere.discover import DESCRIPTOR, REGISTERS, Found, PackageFolder, discover
from madewhere.errors import PublicationError
from madewhere.guard import MAX_DESCRIPTOR_BYTES, MAX_TABLE_BYTES, read_guarded
from madewhere.ledger import KeptEvents, Ledger
from madewhere.left_out import LEDGER, LeftOut
from madewhere.problems import Problem, problem
from madewhere.publication import Publication, read_publication
from madewhere.read.descriptor import read_descriptor
from madewhere.read.ledger import doubtful_identifiers, ledger_contents, read_ledger
from madewhere.validate import validate_table
from madewhere.workers import forked

_SIDE_BY_SIDE_FROM_BYTES = 500_000


@dataclass(slots=True)
class PackageRead:
    """A package, its problems, and the digest of the files that it was read from.

    ``rows`` counts its rows; ``sums`` are checksums of the identifiers that they name, see `summed`;
    ``lines`` says where each factory stands.
    """

    package: Package
    problems: list[Problem]
    digest: str
    left_out: LeftOut
    rows: int = 0
    sums: bytes = b""
    lines: dict[str, int] = field(default_factory=dict)


Packed = dict[str, bytes]
"""The rows of each table of a package, packed and pickled."""


@dataclass(slots=True)
class DataRead:
    """Everything that was read, and everything that is wrong with a single file or table.

    ``digests`` holds the digest of each package's and the ledger's content by folder;
    ``reread`` the folders that had to be validated because nothing usable was kept of them;
    ``left_out`` what stands in the data but could not be used; ``rows`` counts all rows of tables.
    ``sums`` has checksums of the identifiers that each package names, see `summed`, ``lines`` where each
    factory stands in it, both by folder; ``ledger_files`` a digest of each of the ledger's files.
    """

    corpus: Corpus
    problems: list[Problem]
    digests: dict[str, str]
    reread: list[str]
    left_out: LeftOut
    rows: int
    sums: dict[str, bytes]
    lines: dict[str, dict[str, int]]
    ledger_files: dict[str, bytes]

    def naming(self, identifiers: Iterable[str]) -> list[Package]:
        """The members' packages that may name one of them, sure to be all that do.

        Asking the other ones for their rows would take long for nothing.
        """
        sums = summed(identifiers)
        return [
            package
            for package in self.corpus.members
            if np.isin(sums, np.frombuffer(self.sums[package.folder], dtype=np.uint32)).any()
        ]


def read_data(
    data: Path,
    *,
    as_of: date,
    cache: Path | None = None,
    publication: Publication | None = None,
) -> DataRead:
    """Read a publication's data. Raises `PublicationError` where there is none.

    ``cache`` is a folder of earlier results by content; None reads everything anew. ``publication``
    are the settings where they were read already.
    """
    publication = publication or read_publication(data)
    found = discover(data)
    problems = list(found.problems)
    contents = {
        folder.folder: _contents(data, folder, problems)
        for folder in (found.registers, *found.members)
    }
    of_ledger = ledger_contents(data, found, problems)
    digests = {
        folder.folder: _digest(folder, contents[folder.folder])
        for folder in (found.registers, *found.members)
    }
    digests[LEDGER] = _digest(found, of_ledger)
    reads, reread = _read_packages(data, found, contents, digests, cache)
    left_out = LeftOut()
    for read in reads.values():
        problems.extend(read.problems)
        left_out.update(read.left_out)
    ledger = read_ledger(data, found, of_ledger, cache)
    problems.extend(ledger.problems)
    left_out.update(ledger.left_out)
    by_identifier = Ledger(KeptEvents(ledger.events))
    corpus = Corpus(
        folder=data,
        as_of=as_of,
        publication=publication,
        registers=reads[REGISTERS].package,
        members=[reads[folder.folder].package for folder in found.members],
        ledger=by_identifier,
        doubtful=doubtful_identifiers(by_identifier, left_out),
        left_out=left_out,
    )
    rows = sum(read.rows for read in reads.values())
    sums = {folder: read.sums for folder, read in reads.items() if folder != REGISTERS}
    lines = {folder: read.lines for folder, read in reads.items()}
    return DataRead(corpus, problems, digests, reread, left_out, rows, sums, lines, ledger.files)


def _contents(data: Path, folder: PackageFolder, problems: list[Problem]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for name in folder.files:
        limit = MAX_DESCRIPTOR_BYTES if name == DESCRIPTOR else MAX_TABLE_BYTES
        content, found = read_guarded(data, f"{folder.folder}/{name}", limit)
        problems.extend(found)
        if content is not None:
            contents[name] = content
    return contents


def _digest(found: PackageFolder | Found, files: dict[str, bytes]) -> str:
    """What a folder's result depends on: where it is, what stands there, and all that was read."""
    if isinstance(found, PackageFolder):
        place = [found.folder, *found.files, "refused", *found.refused]
    else:
        place = [LEDGER, *found.ledger, "refused", *found.ledger_refused, str(found.ledger_whole)]
    parts = [part for name in sorted(files) for part in (name, files[name])]
    return fingerprint.digest(fingerprint.program(), repr(place), *parts)


def _read_packages(
    data: Path,
    found: Found,
    contents: dict[str, dict[str, bytes]],
    digests: dict[str, str],
    cache: Path | None,
) -> tuple[dict[str, PackageRead], list[str]]:
    reads: dict[str, PackageRead] = {}
    todo: list[PackageFolder] = []
    for folder in (found.registers, *found.members):
        earlier: PackageRead | None = kept.load(cache, digests[folder.folder])
        if earlier is None:
            todo.append(folder)
        else:
            reads[folder.folder] = earlier
            earlier.package.tables = _later(data, folder, earlier, None, cache)
    size = sum(len(content) for folder in todo for content in contents[folder.folder].values())
    jobs = [(folder, contents[folder.folder], digests[folder.folder]) for folder in todo]
    for folder, (read, packed) in zip(todo, _side_by_side(_packed, jobs, size), strict=True):
        reads[folder.folder] = read
        kept.store(cache, _rows_key(read.digest), packed)
        kept.store(cache, read.digest, read)
        read.package.tables = _later(data, folder, read, packed, cache)
    return reads, [folder.folder for folder in todo]


def _side_by_side(
    work: Callable[..., tuple[PackageRead, Packed]], jobs: list[tuple[Any, ...]], size: int
) -> Iterable[tuple[PackageRead, Packed]]:
    """Do the jobs in several processes where there is enough to do and the system can fork."""
    workers = min(len(jobs), os.cpu_count() or 1)
    if workers < 2 or size < _SIDE_BY_SIDE_FROM_BYTES or not hasattr(os, "fork"):
        return [work(*job) for job in jobs]
    with forked(workers) as pool:
        return list(pool.map(work, *zip(*jobs, strict=True)))


def _packed(
    folder: PackageFolder, contents: dict[str, bytes], digest: str
) -> tuple[PackageRead, Packed]:
    """Validate one package, and part it from its rows, which are not always needed again."""
    read = read_package(folder, contents, digest)
    tables = read.package.tables
    read.rows = sum(len(rows) for rows in tables.values())
    if folder.folder != REGISTERS:
        read.sums = summed(named_in(tables)).tobytes()
        read.lines = factory_lines(read.package)
    packed = {name: pickle.dumps(pack(rows), protocol=5) for name, rows in tables.items()}
    read.package.tables = {name: [] for name in tables}
    return read, packed


def _later(
    data: Path, folder: PackageFolder, read: PackageRead, packed: Packed | None, cache: Path | None
) -> KeptTables:
    """The tables of a package, to be made when they are asked for.

    Raises `PublicationError` where nothing is kept of them any more and the files are others by now.
    """

    def make(name: str) -> list[Row]:
        nonlocal packed
        packed = packed or kept.load(cache, _rows_key(read.digest))
        if packed is None:
            contents = _contents(data, folder, [])
            if _digest(folder, contents) != read.digest:
                raise PublicationError(f"{folder.folder} was changed while it was read")
            _, packed = _packed(folder, contents, read.digest)
            kept.store(cache, _rows_key(read.digest), packed)
        return unpack(pickle.loads(packed[name]))  # noqa: S301 - our own bytes

    return KeptTables(read.package.tables, make)


def kept_tables(cache: Path | None, digest: str) -> dict[str, list[Row]] | None:
    """The tables of a package of that digest, where they were read at any time and are kept."""
    packed: Packed | None = kept.load(cache, _rows_key(digest))
    if packed is None:
        return None
    return {name: unpack(pickle.loads(rows)) for name, rows in packed.items()}  # noqa: S301 - our own


def _rows_key(digest: str) -> str:
    return f"{digest}-rows"


def read_package(folder: PackageFolder, contents: dict[str, bytes], digest: str) -> PackageRead:
    """Validate one package from the bytes of its files."""
    package = Package(folder.slug, folder.folder, demo=False)
    problems: list[Problem] = []
    left_out = LeftOut()
    for name in folder.tables:
        content = contents.get(f"{name}.csv")
        file = f"{folder.folder}/{name}.csv"
        if content is not None:
            read = validate_table(name, content.decode(), file)
            package.tables[name] = read.rows
            problems.extend(read.problems)
            left_out.add(file, read.left_out, whole=read.whole)
        elif name in folder.described:
            left_out.add(file, set(), whole=False)
            if f"{name}.csv" not in (*folder.files, *folder.refused):
                problems.append(problem("table-missing", f"{name}.csv is missing", file=file))
    described = read_descriptor(folder, contents, problems)
    if described is None and folder.folder != REGISTERS:
        # Whether its rows are invented is not known, so none of them may be shown.
        package.tables = {name: [] for name in package.tables}
        for name in folder.tables:
            left_out.add(package.file(name), set(), whole=False)
    elif described is not None:
        package.demo = described.get("demo") is not False
    return PackageRead(package, problems, digest, left_out)
