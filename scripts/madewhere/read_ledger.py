"""Reading the ledger's files: each is validated once, and only files that are new are looked at again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any

from madewhere import fingerprint, kept
from madewhere.discover import Found
from madewhere.guard import MAX_TABLE_BYTES, read_guarded, read_raw
from madewhere.identifiers import is_factory_id, normalise_factory_id
from madewhere.ledger import EventCells
from madewhere.left_out import LEDGER, LeftOut
from madewhere.problems import Problem
from madewhere.tables import LEDGER_TABLE
from madewhere.validate import TableRead, validate_table

_LIKE_A_FACTORY_ID = re.compile(rb"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9A-Za-z]{7}(?![A-Za-z0-9])")


@dataclass(slots=True)
class LedgerRead:
    """The ledger's events, what is wrong with its files, and the digest of each file's content."""

    events: list[EventCells] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class _FileRead:
    """One file; ``keys`` are those of events that could not be used, ``whole`` is as in `LeftOut`."""

    digest: bytes
    events: list[EventCells]
    problems: list[Problem]
    keys: set[str]
    whole: bool


def ledger_contents(data: Path, found: Found, problems: list[Problem]) -> dict[str, bytes]:
    """The bytes of every file that may be opened; ``problems`` takes why others may not."""
    contents: dict[str, bytes] = {}
    for name in found.ledger:
        content, faults = read_guarded(data, name, MAX_TABLE_BYTES)
        problems.extend(faults)
        if content is not None:
            contents[name] = content
    return contents


def read_ledger(
    data: Path, found: Found, contents: dict[str, bytes], cache: Path | None
) -> LedgerRead:
    """Read the ledger from its files' bytes. ``cache`` keeps what each file gave."""
    key = fingerprint.digest(LEDGER, fingerprint.program())
    before: dict[str, _FileRead] = kept.load(cache, key) or {}
    ledger = LedgerRead()
    whole = found.ledger_whole and len(contents) == len(found.ledger)
    ledger.left_out.add(LEDGER, set(), whole=whole)
    for file in (*found.ledger, *found.ledger_refused):
        if file not in contents:
            content, _ = read_raw(data, file, MAX_TABLE_BYTES)
            ledger.left_out.add(LEDGER, _identifiers_in(file, content or b""), whole=False)
    now: dict[str, _FileRead] = {}
    for file, content in contents.items():
        digest = hashlib.sha256(content).digest()
        read = before.get(file)
        if read is None or read.digest != digest:
            read = _read_file(file, content, digest)
        now[file] = read
        ledger.files[file] = digest
        ledger.events += read.events
        ledger.problems += read.problems
        ledger.left_out.add(LEDGER, read.keys, whole=read.whole)
    if any(before.get(file) is not read for file, read in now.items()) or len(before) != len(now):
        kept.store(cache, key, now)
    return ledger


def _read_file(file: str, content: bytes, digest: bytes) -> _FileRead:
    read = validate_table(LEDGER_TABLE, content.decode(), file)
    keys = set(read.left_out)
    if not read.whole or _is_doubtful(read):
        keys |= _identifiers_in(file, content)
    problems = [p for p in read.problems if p.code != "rows-unsorted"]
    events = []
    for row in read.rows:
        cells: dict[str, Any] = row.cells
        kind, event = intern(cells["kind"]), intern(cells["event"])
        said = (kind, cells["identifier"], event, cells["date"], cells["successor"])
        events.append((*said, file, row.line))
    return _FileRead(digest, events, problems, keys, read.whole)


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
