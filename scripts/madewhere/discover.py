"""Finding what there is in `data/`: names only, nothing is opened and no link is followed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from madewhere.identifiers import is_slug
from madewhere.problems import Problem, problem
from madewhere.publication import FILE as PUBLICATION_FILE
from madewhere.tables import (
    MEMBER_TABLES,
    REGISTER_TABLES,
    REQUIRED_MEMBER_TABLES,
    REQUIRED_REGISTER_TABLES,
)

DESCRIPTOR = "datapackage.json"
REGISTERS = "registers"
_FILES_AT_THE_TOP = (PUBLICATION_FILE, "README.md", "LICENSE")
_MEAN_NOTHING = (".DS_Store", ".gitkeep", "Thumbs.db")
_LEDGER_FILE = re.compile(r"[A-Za-z0-9-]+\.csv")


@dataclass(slots=True)
class PackageFolder:
    """A folder that holds a package. ``folder`` is relative to the data folder; files are names.

    ``refused`` are names of files that stand there, but as something that is never opened.
    """

    slug: str
    folder: str
    tables: tuple[str, ...]
    files: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def expected(self) -> frozenset[str]:
        """The names of all files that may stand in the folder."""
        return frozenset({DESCRIPTOR, *(f"{name}.csv" for name in self.tables)})

    @property
    def required(self) -> tuple[str, ...]:
        """The tables that may not be missing."""
        return REQUIRED_REGISTER_TABLES if self.folder == REGISTERS else REQUIRED_MEMBER_TABLES

    @property
    def described(self) -> list[str]:
        """The tables that the descriptor lists: those that stand there or have to."""
        stands = {*self.files, *self.refused}
        return [n for n in self.tables if n in self.required or f"{n}.csv" in stands]


@dataclass(slots=True)
class Found:
    """What there is to read, in a stable order, and what should not be there.

    ``ledger_whole`` is false where a part of the ledger stands there as something never opened;
    ``ledger_refused`` are its ordinary files whose names are not those of ledger files.
    """

    registers: PackageFolder
    members: list[PackageFolder]
    ledger: list[str]
    problems: list[Problem]
    ledger_whole: bool = True
    ledger_refused: list[str] = field(default_factory=list)


def discover(data: Path) -> Found:
    """List the packages and ledger files of a publication."""
    problems: list[Problem] = []
    registers = PackageFolder(REGISTERS, REGISTERS, REGISTER_TABLES)
    found = Found(registers, [], [], problems)
    for entry in _entries(data):
        if not entry.is_dir(follow_symlinks=False):
            if entry.is_symlink() or entry.name not in _FILES_AT_THE_TOP:
                problems.append(_unexpected(entry.name, entry))
            if entry.name == REGISTERS:
                registers.refused = sorted(registers.expected)
            elif entry.name == "ledger":
                found.ledger_whole = False
        elif entry.name == REGISTERS:
            _files(data, registers, problems)
        elif entry.name == "members":
            found.members = _members(data, problems)
        elif entry.name == "ledger":
            found.ledger = _ledger(data, found)
        else:
            problems.append(_unexpected(entry.name, entry))
    return found


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder, by name; files of the desktop and of Git that mean nothing are passed."""
    with os.scandir(folder) as entries:
        return sorted(
            (e for e in entries if not (e.name in _MEAN_NOTHING and _is_regular(e))),
            key=lambda e: e.name,
        )


def _is_regular(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _members(data: Path, problems: list[Problem]) -> list[PackageFolder]:
    members = []
    for entry in _entries(data / "members"):
        folder = f"members/{entry.name}"
        if not entry.is_dir(follow_symlinks=False) or not is_slug(entry.name):
            problems.append(_unexpected(folder, entry))
            continue
        package = PackageFolder(entry.name, folder, MEMBER_TABLES)
        _files(data, package, problems)
        members.append(package)
    return members


def _files(data: Path, package: PackageFolder, problems: list[Problem]) -> None:
    for entry in _entries(data / package.folder):
        if entry.name in package.expected and not entry.is_dir(follow_symlinks=False):
            package.files.append(entry.name)
            continue
        problems.append(_unexpected(f"{package.folder}/{entry.name}", entry))
        if entry.name in package.expected:
            package.refused.append(entry.name)


def _ledger(data: Path, found: Found) -> list[str]:
    files = []
    for entry in _entries(data / "ledger"):
        name = f"ledger/{entry.name}"
        if not entry.is_dir(follow_symlinks=False) and _LEDGER_FILE.fullmatch(entry.name):
            files.append(name)
        else:
            found.problems.append(_unexpected(name, entry))
            if entry.name.endswith(".csv"):
                found.ledger_whole = False
            found.ledger_refused += _files_under(data, name, entry)
    return files


def _files_under(data: Path, name: str, entry: os.DirEntry[str]) -> Iterator[str]:
    """The ordinary files that an unexpected entry is or holds, to look for withdrawals in them."""
    if entry.is_file(follow_symlinks=False):
        yield name
    elif entry.is_dir(follow_symlinks=False):
        for inner in _entries(data / name):
            yield from _files_under(data, f"{name}/{inner.name}", inner)


def _unexpected(name: str, entry: os.DirEntry[str]) -> Problem:
    # A name may hold bytes that are no UTF-8, which no report could print.
    name = os.fsencode(name).decode("utf-8", "backslashreplace")
    if entry.is_symlink():
        return problem("file-not-regular", "this is a symbolic link", file=name)
    what = "folder" if entry.is_dir(follow_symlinks=False) else "file"
    return problem("file-unexpected", f"no {what} of this name belongs here", file=name)
