"""Reading the ledger's files: each is validated once, and only files that are new are looked at again."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any

from madewhere import fingerprint, kept
from madewhere.discover import Found, discover
from madewhere.guard import MAX_TABLE_BYTES, read_guarded, read_raw
from madewhere.identifiers import (
    FORMS,
    is_slug,
    normalise_factory_id,
    normalise_product_id,
)
from madewhere.ledger import EventCells, KeptEvents, Ledger
from madewhere.left_out import LEDGER, LeftOut
from madewhere.problems import Problem
from madewhere.tables import LEDGER_TABLE
from madewhere.validate import TableRead, validate_table

_NO_PART_OF_AN_ID = re.compile(r"[^0-9A-Za-z]")
_WORDS = re.compile(r"[0-9a-z][0-9a-z-]*")
_LONGEST_SEARCHED = 1_000_000


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


def doubtful_identifiers(ledger: Ledger, left_out: LeftOut) -> frozenset[str]:
    """The identifiers with an event that could not be used, which may have been a withdrawal."""
    return frozenset({*left_out.keys.get(LEDGER, ()), *ledger.withdrawn_unpublished()})


def ledger_alone(data: Path) -> tuple[Ledger, frozenset[str]]:
    """The ledger of a publication and its doubtful identifiers, where nothing else of it is needed."""
    found = discover(data)
    read = read_ledger(data, found, ledger_contents(data, found, []), None)
    ledger = Ledger(KeptEvents(read.events))
    return ledger, doubtful_identifiers(ledger, read.left_out)


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
        (row.cells["kind"] == kind) != is_one(row.cells["identifier"])
        for row in read.rows
        for kind, is_one in FORMS.items()
        if kind != "member" or row.cells["kind"] == kind  # any word can be the slug of a member
    )


def _identifiers_in(file: str, content: bytes) -> set[str]:
    """Everything that a doubtful ledger file may speak of, of every kind, its name included.

    Any of them may have been withdrawn there, however the identifier is written: in other forms of the
    letters, with spaces and signs between, in UTF-16, which has a zero byte beside each character.
    Some that are found so are chance, and hidden all the same.
    """
    text = f"{file}\n" + content[:_LONGEST_SEARCHED].replace(b"\0", b"").decode("utf-8", "replace")
    text = unicodedata.normalize("NFKC", text)
    squeezed = _NO_PART_OF_AN_ID.sub("", text)
    found = {word for word in _WORDS.findall(text.casefold()) if is_slug(word)}
    for place in range(len(squeezed)):
        for length, kind, normal in _IN_DOUBT:
            identifier = normal(squeezed[place : place + length])
            if FORMS[kind](identifier):
                found.add(identifier)
    return found


def _padded(digits: str) -> str:
    return digits.zfill(14)


_IN_DOUBT: tuple[tuple[int, str, Callable[[str], str]], ...] = (
    (9, "factory", normalise_factory_id),
    (9, "product", normalise_product_id),
    (10, "audit", str.upper),
    (13, "gln", str),
    *((length, "gtin", _padded) for length in (8, 12, 13, 14)),
)
"""How long an identifier of each kind is, and what makes of a text the form that it has."""
