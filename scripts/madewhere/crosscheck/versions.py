"""The versions of the requirements, as members' rows name them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from madewhere.corpus import Corpus
from madewhere.crosscheck.rows import RegisterKeys
from madewhere.left_out import LeftOut
from madewhere.problems import Problem, problem


class Versions:
    """The versions of each scheme's requirements, and since when audits go by them."""

    def __init__(self, corpus: Corpus, left_out: LeftOut) -> None:
        self._left_out = left_out
        self._file = corpus.registers.file("handbooks")
        self._since: defaultdict[str, dict[str, date]] = defaultdict(dict)
        for row in corpus.registers.rows("handbooks"):
            self._since[row.cells["scheme"]].setdefault(
                row.cells["version"], row.cells["valid_from"]
            )

    def has(self, scheme: str, version: str | None) -> bool:
        """Whether the register has that version of the scheme's requirements."""
        return version in self._since[scheme]

    def fault(self, scheme: str, version: str | None, day: date) -> str:
        """What is wrong with an audit of that day by that version; empty where nothing is.

        Where the register has no version of anything, nothing can be said.
        """
        if version is None or not any(self._since.values()) or self._left_out.knows(self._file):
            return ""
        since = self._since[scheme]
        if version not in since:
            return f"there is no version “{version}” of the {scheme} requirements"
        begun = {valid_from: name for name, valid_from in since.items() if valid_from <= day}
        if since[version] > day:
            return f"version {version} is in force from {since[version]}, after {day}"
        newest = max(begun)
        if since[version] < newest:
            return f"on {day} version {begun[newest]} was in force, not {version}"
        return ""


class Requirements:
    """In which versions of which scheme each requirement stands."""

    def __init__(self, corpus: Corpus, left_out: LeftOut) -> None:
        self._keys = RegisterKeys(corpus, left_out, "requirements", "slug")
        self._versions = Versions(corpus, left_out)
        schemes = {s: row.cells["scheme"] for s, row in corpus.register("chapters", "slug").items()}
        self._where: defaultdict[str, set[tuple[str | None, str]]] = defaultdict(set)
        for row in corpus.registers.rows("requirements"):
            cells = row.cells
            self._where[cells["slug"]].add((schemes.get(cells["chapter"]), cells["version"]))

    def fault(self, scheme: str, version: str | None, slug: str) -> tuple[str, str]:
        """The code and the message of what is wrong with a finding against it; empty where nothing is.

        ``scheme`` and ``version`` are the audit's.
        """
        if self._keys.missing:
            return "", ""
        if slug not in self._keys:
            return "reference-requirement", f"no version has a requirement “{slug}”"
        where = self._where[slug]
        known = {which for of, which in where if of in (scheme, None)}
        if where and not known:
            return (
                "reference-requirement",
                f"“{slug}” is no requirement of {scheme} audits",
            )
        if where and self._versions.has(scheme, version) and version not in known:
            newest = ", ".join(sorted(known))
            return (
                "requirement-other-version",
                f"version {version} of the audit has no “{slug}”; it is in {newest}",
            )
        return "", ""


_NEEDED = {
    "chapters": ("slug", ("audit_chapters",)),
    "requirements": ("slug", ("findings",)),
    "standards": ("slug", ("certificates", "claims")),
}
"""Which register, by what key, members' tables cannot be understood without."""


def missing_registers(corpus: Corpus, left_out: LeftOut) -> list[Problem]:
    """Find registers that members' rows need and that the publication does not have, each told once.

    Looks at all members, so it is asked of the whole data.
    """
    found = []
    for name, (key, tables) in _NEEDED.items():
        if RegisterKeys(corpus, left_out, name, key).missing:
            members = [p.slug for p in corpus.members if any(map(p.rows, tables))]
            if members:
                more = f" and {len(members) - 1:,} more" if len(members) > 1 else ""
                message = f"{' and '.join(tables)} of {members[0]}{more} name its entries"
                file = corpus.registers.file(name)
                found.append(problem("register-missing", message, file=file))
    return found
