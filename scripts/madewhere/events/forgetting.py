"""Taking everything about some identifiers out of `data/`, in memory."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.discover import PackageFolder, discover
from madewhere.events.change import Change
from madewhere.events.rows import Cut, Identifiers, cut, readable_rows
from madewhere.events.subject import Subject, normal
from madewhere.guard import MAX_TABLE_BYTES, read_raw

_SPELLINGS = {"0": "[0Oo]", "1": "[1IiLl]"}


@dataclass(slots=True)
class Forgotten:
    """What leaves the data: rows by (folder, table), cells that named it by the same, and the rest.

    ``newest_consent`` is the last day on which something that leaves was consented to; ``members`` the
    factories that each member's package had among those asked for; ``gtins`` have no row any more; ``left``
    are places (file, line) that still name an identifier and have to be looked at by a person.
    """

    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    members: dict[str, set[str]] = field(default_factory=dict)
    gtins: set[str] = field(default_factory=set)
    newest_consent: dict[str, date] = field(default_factory=dict)
    left: list[tuple[str, int]] = field(default_factory=list)


def forget(data: Path, subjects: AbstractSet[Subject], change: Change) -> Forgotten:
    """Put into ``change`` what takes every row about these subjects out of the data.

    A member's whole package goes. Cells of other rows that name what is gone then are emptied. A table
    keeps its header also where no row is left, so that another proposal still finds it to add to.
    """
    found = discover(data)
    folders = {folder.folder: folder for folder in (found.registers, *found.members)}
    gone = _by_kind(subjects)
    leaving = {f"members/{slug}" for slug in gone.get("member", ())}
    tables: dict[tuple[str, str], bytes] = {}
    for folder in folders.values():
        for name in folder.tables:
            if f"{name}.csv" in folder.files:
                content, _ = read_raw(data, f"{folder.folder}/{name}.csv", MAX_TABLE_BYTES)
                if content is not None:
                    tables[folder.folder, name] = content
    forgotten = Forgotten()
    first = {
        place: _whole(content) if place[0] in leaving else cut(place[1], content, gone, {})
        for place, content in tables.items()
    }
    unnamed = _no_longer_there(first, tables, gone)
    for (folder_name, name), content in tables.items():
        whole = folder_name in leaving
        done = first[folder_name, name] if whole else cut(name, content, gone, unnamed)
        _count(forgotten, folder_name, name, done)
        if done.content != content:
            file = f"{folder_name}/{name}.csv"
            change.files[file], change.before[file] = done.content, content
    for name in leaving & folders.keys():
        _drop_package(data, folders[name], change)
    forgotten.left = sorted(_still_named(data, subjects, change))
    return forgotten


def _by_kind(subjects: AbstractSet[Subject]) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for each in subjects:
        kinds.setdefault(each.kind, set()).add(each.identifier)
    return kinds


def _whole(content: bytes) -> Cut:
    """A table of a package that goes whole, with all its rows as removed."""
    return Cut(b"", readable_rows(content))


def _no_longer_there(
    first: dict[tuple[str, str], Cut],
    tables: dict[tuple[str, str], bytes],
    gone: Identifiers,
) -> dict[str, set[str]]:
    """What was in the data and is not any more: what was asked for, and what only went with it."""
    unnamed = {kind: set(identifiers) for kind, identifiers in gone.items()}
    for kind, column, *own in _STANDING_IN:
        went = {
            normal(kind, row[column])
            for (_, name), done in first.items()
            if name in own
            for row in done.removed
            if column in row
        }
        if went - unnamed.get(kind, set()):
            stays = {
                normal(kind, row[column])
                for place in tables
                if place[1] in own and first[place].content
                for row in readable_rows(first[place].content)
                if column in row
            }
            went -= stays
        unnamed.setdefault(kind, set()).update(went)
    return unnamed


_STANDING_IN = (
    ("factory", "factory_id", "factories"),
    ("audit", "audit_id", "audits"),
    ("product", "product_id", "products"),
    ("certificate", "number", "certificates", "product_certificates"),
)
"""What other rows name: its kind, and the column and the tables in which it stands itself."""


def _count(forgotten: Forgotten, folder: str, name: str, done: Cut) -> None:
    if done.removed:
        forgotten.rows[folder, name] += len(done.removed)
    if done.emptied:
        forgotten.cells[folder, name] += done.emptied
    for row in done.removed:
        factory_id = normal("factory", row.get("factory_id", ""))
        if name == "product_gtins" and "gtin" in row:
            forgotten.gtins.add(row["gtin"])
        if name == "factories":
            forgotten.members.setdefault(folder.removeprefix("members/"), set()).add(factory_id)
        if name == "consents":
            try:
                day = date.fromisoformat(row.get("decided_on", "").strip())
            except ValueError:
                continue
            forgotten.newest_consent[factory_id] = max(
                day, forgotten.newest_consent.get(factory_id, day)
            )


def _drop_package(data: Path, folder: PackageFolder, change: Change) -> None:
    for file_name in folder.files:
        file = f"{folder.folder}/{file_name}"
        content, _ = read_raw(data, file, MAX_TABLE_BYTES)
        if content is not None:
            change.files[file], change.before[file] = None, content


def _still_named(
    data: Path, subjects: AbstractSet[Subject], change: Change
) -> Iterator[tuple[str, int]]:
    """Lines of packages that name one of these, however it is spelled; a member's slug may be any word."""
    spelled = [
        "[ -]*".join(_SPELLINGS.get(c, f"[{c}{c.lower()}]") for c in each.identifier)
        for each in sorted(subjects)
        if each.kind != "member"
    ]
    if not spelled:
        return
    wanted = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(spelled)})(?![A-Za-z0-9])".encode())
    for place in ("members", "registers"):
        for folder, _, names in os.walk(data / place):
            for name in names:
                file = (Path(folder) / name).relative_to(data).as_posix()
                content = change.files.get(file, b"") or b""
                if file not in change.files:
                    content = read_raw(data, file, MAX_TABLE_BYTES)[0] or b""
                # UTF-16 has a zero byte beside each of these characters.
                plain = content.replace(b"\0", b"")
                for match in wanted.finditer(plain):
                    shown = os.fsencode(file).decode("utf-8", "backslashreplace")
                    yield shown, plain.count(b"\n", 0, match.start()) + 1
