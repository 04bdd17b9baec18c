"""Reading `data/`: guard and validate every package, side by side and only where something changed."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
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
from madewhere.guard import MAX_DESCRIPTOR_BYTES, MAX_TABLE_BYTES, read_guarded, read_raw
from madewhere.identifiers import is_factory_id, normalise_factory_id
from madewhere.ledger import Event, Ledger
from madewhere.left_out import LEDGER, LeftOut
from madewhere.problems import Problem, problem
from madewhere.publication import Publication, read_publication
from madewhere.quoting import short
from madewhere.swap import end_with_the_build
from madewhere.tables import LEDGER_TABLE
from madewhere.validate import TableRead, validate_table

_LIKE_A_FACTORY_ID = re.compile(rb"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9A-Za-z]{7}(?![A-Za-z0-9])")

_SIDE_BY_SIDE_FROM_BYTES = 500_000


@dataclass(slots=True)
class PackageRead:
    """A package, its problems, and the digest of the files that it was read from."""

    package: Package
    problems: list[Problem]
    digest: str
    left_out: LeftOut


@dataclass(slots=True)
class DataRead:
    """Everything that was read, and everything that is wrong with a single file or table.

    ``digests`` holds the digest of each package's and the ledger's content by folder;
    ``reread`` the folders that had to be validated because nothing usable was kept of them;
    ``left_out`` what stands in the data but could not be used.
    """

    corpus: Corpus
    problems: list[Problem]
    digests: dict[str, str]
    reread: list[str]
    left_out: LeftOut


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
    ledger_contents = _ledger_contents(data, found, problems)
    digests = {
        folder.folder: _digest(folder, contents[folder.folder])
        for folder in (found.registers, *found.members)
    }
    digests[LEDGER] = _digest(found, ledger_contents)
    reads, reread = _read_packages(found, contents, digests, cache)
    left_out = LeftOut()
    for read in reads.values():
        problems.extend(read.problems)
        left_out.update(read.left_out)
    ledger = _kept(cache, digests[LEDGER], lambda: _read_ledger(data, found, ledger_contents))
    problems.extend(ledger.problems)
    left_out.update(ledger.left_out)
    by_ledger = Ledger.of(ledger.events)
    doubtful = {*left_out.keys.get(LEDGER, ()), *by_ledger.withdrawn_unpublished("factory")}
    corpus = Corpus(
        folder=data,
        as_of=as_of,
        publication=publication,
        registers=reads[REGISTERS].package,
        members=[reads[folder.folder].package for folder in found.members],
        ledger=by_ledger,
        doubtful=frozenset(doubtful),
    )
    return DataRead(corpus, problems, digests, reread, left_out)


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


def _digest(found: PackageFolder | Found, files: dict[str, bytes]) -> str:
    """What a folder's result depends on: where it is, what stands there, and all that was read."""
    if isinstance(found, PackageFolder):
        place = [found.folder, *found.files, "refused", *found.refused]
    else:
        place = [LEDGER, *found.ledger, "refused", *found.ledger_refused, str(found.ledger_whole)]
    parts = [part for name in sorted(files) for part in (name, files[name])]
    return fingerprint.digest(fingerprint.program(), repr(place), *parts)


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
    if workers < 2 or size < _SIDE_BY_SIDE_FROM_BYTES or not hasattr(os, "fork"):
        return [work(*job) for job in jobs]
    with ProcessPoolExecutor(
        workers, mp_context=get_context("fork"), initializer=end_with_the_build
    ) as pool:
        return list(pool.map(work, *zip(*jobs, strict=True)))


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
    described = _described(folder, contents, problems)
    if described is None and folder.folder != REGISTERS:
        # Whether its rows are invented is not known, so none of them may be shown.
        package.tables = {name: [] for name in package.tables}
        for name in folder.tables:
            left_out.add(package.file(name), set(), whole=False)
    elif described is not None:
        package.demo = described.get("demo") is not False
    return PackageRead(package, problems, digest, left_out)


def _described(
    folder: PackageFolder, contents: dict[str, bytes], problems: list[Problem]
) -> dict[str, Any] | None:
    """The descriptor as it was read and compared; None where it cannot be read."""
    file = f"{folder.folder}/{DESCRIPTOR}"
    content = contents.get(DESCRIPTOR)
    fault = ""
    loaded: Any = None
    if content is not None:
        try:
            loaded = json.loads(content, object_pairs_hook=_each_key_once)
        except ValueError as error:
            fault = f"no JSON: {error}"
        except RecursionError:
            fault = "it is nested too deeply"
        else:
            fault = "" if isinstance(loaded, dict) else "it is no JSON object"
    elif DESCRIPTOR not in (*folder.files, *folder.refused):
        fault = "there is no descriptor"
    if fault:
        problems.append(problem("package-unreadable", fault, file=file))
    if fault or content is None:
        return None
    problems.extend(descriptor_problems(loaded, folder.slug, folder.described, file))
    described: dict[str, Any] = loaded
    return described


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object in which a key stands twice: other programs may take the other value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise ValueError(f"the key “{short(twice)}” stands twice in one object")
    return found


@dataclass(slots=True)
class _LedgerRead:
    events: list[Event]
    problems: list[Problem]
    left_out: LeftOut


def _read_ledger(data: Path, found: Found, contents: dict[str, bytes]) -> _LedgerRead:
    ledger = _LedgerRead([], [], LeftOut())
    whole = found.ledger_whole and len(contents) == len(found.ledger)
    ledger.left_out.add(LEDGER, set(), whole=whole)
    for file in (*found.ledger, *found.ledger_refused):
        if file not in contents:
            content, _ = read_raw(data, file, MAX_TABLE_BYTES)
            ledger.left_out.add(LEDGER, _identifiers_in(file, content or b""), whole=False)
    for file, content in contents.items():
        read = validate_table(LEDGER_TABLE, content.decode(), file)
        if not read.whole:
            ledger.left_out.add(LEDGER, _identifiers_in(file, content), whole=False)
        elif _is_doubtful(read):
            ledger.left_out.add(LEDGER, _identifiers_in(file, content), whole=True)
        ledger.problems.extend(p for p in read.problems if p.code != "rows-unsorted")
        ledger.events.extend(Event(**row.cells, file=file, line=row.line) for row in read.rows)
        ledger.left_out.add(LEDGER, read.left_out, whole=read.whole)
    return ledger


def _is_doubtful(read: TableRead) -> bool:
    """Whether a ledger file may mean something else than it says."""
    if any(problem.level.label == "error" for problem in read.problems):
        return True
    return any(
        (row.cells["kind"] == "factory") != is_factory_id(row.cells["identifier"])
        for row in read.rows
        if row.cells["kind"] in ("factory", "audit")
    )


def _identifiers_in(file: str, content: bytes) -> set[str]:
    """Every factory ID in a doubtful ledger file, however it is written, its name included.

    Any of them may have been withdrawn there. UTF-16 has a zero byte beside each of these characters.
    """
    text = f"{file} ".encode() + content.replace(b"\0", b"")
    found = set()
    for spelled in (text, re.sub(rb"[ \-]", b"", text)):
        for match in _LIKE_A_FACTORY_ID.findall(spelled):
            normal = normalise_factory_id(match.decode())
            if is_factory_id(normal):
                found.add(normal)
    return found


def _kept(
    cache: Path | None,
    digest: str,
    make: Callable[[], _LedgerRead],
) -> _LedgerRead:
    earlier: _LedgerRead | None = kept.load(cache, digest)
    if earlier is None:
        earlier = make()
        kept.store(cache, digest, earlier)
    return earlier
