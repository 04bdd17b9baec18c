"""Every problem that can be found in data: its code, its level, what it means and what to do.

The codes stand in files beside this one, one a heading, in the order in which the documentation explains
them. A code never changes its meaning, because people search for it and decisions name it. To add a
check, add its codes there; the site's page of problems and the tests follow.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """One kind of problem. ``level`` is error, warning or notice; the texts are plain English."""

    code: str
    level: str
    title: str
    meaning: str
    fix: str


def _read() -> dict[str, dict[str, CodeInfo]]:
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        heading = entries.pop("title")
        found[heading] = {code: CodeInfo(code, **entry) for code, entry in entries.items()}
    return found


_READ = _read()

GROUPS: dict[str, tuple[str, ...]] = {heading: tuple(codes) for heading, codes in _READ.items()}
"""The codes of each heading, in the order in which the documentation explains them."""

CODES: dict[str, CodeInfo] = {
    code: info for codes in _READ.values() for code, info in codes.items()
}
"""Every code with what it means."""
