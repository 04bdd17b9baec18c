"""How to take rows out of the history of the data's repository: commands for a person to run.

Nothing here changes a repository. The expressions name the identifier alone, which stays public, and no
value that was withdrawn, so they can be printed and kept.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from madewhere import git
from madewhere.events.subject import Subject

_REST_OF_LINE = r"[^\n]*\n?==>"


@dataclass(frozen=True, slots=True)
class Purge:
    """What to give to Git's tools.

    ``expressions`` are the lines for `git filter-repo --replace-text`, ``folders`` go from every commit,
    and with each of ``looks`` `git log` finds what is left.
    """

    expressions: tuple[str, ...]
    folders: tuple[str, ...]
    looks: tuple[str, ...]


def purge(data: Path, subjects: Sequence[Subject]) -> Purge | None:
    """What takes the rows about these subjects out of the history; None where there is no history."""
    prefix = _prefix(data)
    if prefix is None:
        return None
    expressions: list[str] = []
    for each in subjects:
        expressions += _EXPRESSIONS[each.kind](each.identifier)
    folders = [f"{prefix}members/{s.identifier}" for s in subjects if s.kind == "member"]
    places = shlex.join([f"{prefix}members", f"{prefix}registers/members.csv"])
    looks = [f"-G'^([^,]*,)?{each.identifier},' -- {places}" for each in subjects]
    return Purge(tuple(expressions), tuple(folders), tuple(looks))


def _factory(identifier: str) -> list[str]:
    """Rows that begin with the ID or have it second, cells of other rows, and decisions about it.

    Lines of the ledger begin with the kind, and are left as they are. A step of a product stays, and its
    factory becomes one that is not disclosed.
    """
    return [
        rf"regex:(?m)^(?!factory,)(?:[^,\n]*,)?{identifier},{_REST_OF_LINE}",
        rf"regex:(?m)^([0-9][^\n]*,)factory,{identifier},==>\1not-disclosed,,",
        rf"regex:(?m)^(?!factory,)([^\n]*,){identifier}(?=,|\r?$)==>\1",
        rf"regex:(?m)^(?!factory,)[a-z-]+,(?:[0-9A-Z]+\|)*{identifier}(?:\|[0-9A-Z]+)*,{_REST_OF_LINE}",
    ]


def _audit(identifier: str) -> list[str]:
    return [
        rf"regex:(?m)^{identifier},{_REST_OF_LINE}",
        rf"regex:(?m)^(?!audit,)([^\n]*,){identifier}(?=,|\r?$)==>\1",
        rf"regex:(?m)^(?!audit,)[a-z-]+,(?:[0-9A-Z]+\|)*{identifier}(?:\|[0-9A-Z]+)*,{_REST_OF_LINE}",
    ]


def _product(identifier: str) -> list[str]:
    """Rows that begin with the ID or have it second, and decisions about it."""
    return [
        rf"regex:(?m)^(?!product,)(?:[^,\n]*,)?{identifier},{_REST_OF_LINE}",
        rf"regex:(?m)^(?!product,)[a-z-]+,(?:[^,|\n]+\|)*{identifier}(?:\|[^,|\n]+)*,{_REST_OF_LINE}",
    ]


def _gtin(identifier: str) -> list[str]:
    return [rf"regex:(?m)^{identifier},{_REST_OF_LINE}"]


def _member(slug: str) -> list[str]:
    """The member's row of the register, told from an audit firm's by its number of columns."""
    return [rf"regex:(?m)^{slug},(?:\"(?:[^\"\n]|\"\")*\"|(?!\")[^,\n]*)(?:,[^,\n]*){{4,}}\n?==>"]


_EXPRESSIONS = {
    "factory": _factory,
    "audit": _audit,
    "product": _product,
    "gtin": _gtin,
    "member": _member,
}


def _prefix(data: Path) -> str | None:
    """Where the data folder stands in its repository, with a slash at the end; None without Git."""
    done = git.run(data, "rev-parse", "--show-prefix")
    if done is None:
        return None
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else None
