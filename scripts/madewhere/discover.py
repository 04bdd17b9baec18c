"""Finding what there is in `data/`: names only, nothing is opened and no link is followed."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from madewhere.problems import Problem, problem
from madewhere.publication import FILE as PUBLICATION_FILE
from madewhere.tables import MEMBER_TABLES, REGISTER_TABLES

DESCRIPTOR = "datapackage.json"
REGISTERS = "registers"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LEDGER_FILE = re.compile(r"[A-Za-z0-9-]+\.csv")


@dataclass(slots=True)
class PackageFolder:
    """A folder that holds a package. ``folder`` is relative to the data folder; files are names."""

    slug: str
    folder: str
    tables: tuple[str, ...]
    files: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """What there is to read, in a stable order, and what should not be there."""

    registers: PackageFolder
    members: list[PackageFolder]
    ledger: list[str]
    problems: list[Problem]


def discover(data: Path) -> Found:
    """List the packages and ledger files of a publication."""
    problems: list[Problem] = []
    registers = PackageFolder(REGISTERS, REGISTERS, REGISTER_TABLES)
    found = Found(registers, [], [], problems)
    for entry in _entries(data):
        if not entry.is_dir(follow_symlinks=False):
            if entry.name not in (PUBLICATION_FILE, "README.md", "LICENSE"):
                problems.append(_unexpected(entry.name, entry))
        elif entry.name == REGISTERS:
            _files(data, registers, problems)
        elif entry.name == "members":
            found.members = _members(data, problems)
        elif entry.name == "ledger":
            found.ledger = _ledger(data, problems)
        else:
            problems.append(_unexpected(entry.name, entry))
    return found


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder, by name; files of the desktop and of Git that mean nothing are passed."""
    with os.scandir(folder) as entries:
        return sorted(
            (e for e in entries if e.name not in (".DS_Store", ".gitkeep", "Thumbs.db")),
            key=lambda e: e.name,
        )


def _members(data: Path, problems: list[Problem]) -> list[PackageFolder]:
    members = []
    for entry in _entries(data / "members"):
        folder = f"members/{entry.name}"
        if not entry.is_dir(follow_symlinks=False) or not _SLUG.fullmatch(entry.name):
            problems.append(_unexpected(folder, entry))
            continue
        package = PackageFolder(entry.name, folder, MEMBER_TABLES)
        _files(data, package, problems)
        members.append(package)
    return members


def _files(data: Path, package: PackageFolder, problems: list[Problem]) -> None:
    expected = {DESCRIPTOR, *(f"{name}.csv" for name in package.tables)}
    for entry in _entries(data / package.folder):
        if entry.name in expected and not entry.is_dir(follow_symlinks=False):
            package.files.append(entry.name)
        else:
            problems.append(_unexpected(f"{package.folder}/{entry.name}", entry))


def _ledger(data: Path, problems: list[Problem]) -> list[str]:
    files = []
    for entry in _entries(data / "ledger"):
        name = f"ledger/{entry.name}"
        if not entry.is_dir(follow_symlinks=False) and _LEDGER_FILE.fullmatch(entry.name):
            files.append(name)
        else:
            problems.append(_unexpected(name, entry))
    return files


def _unexpected(name: str, entry: os.DirEntry[str]) -> Problem:
    if entry.is_symlink():
        return problem("file-not-regular", "this is a symbolic link", file=name)
    what = "folder" if entry.is_dir(follow_symlinks=False) else "file"
    return problem("file-unexpected", f"no {what} of this name belongs here", file=name)
