"""What changed since the last check, and the part of the data that a change can have any bearing on.

This rests on one rule, which every check that finds problems in rows keeps: what is said about a row
follows from the registers, the settings, the day, whether its package is marked as invented, and the rows
and events that share an identifier with it, the point of a factory being one too; and about an event also from the events that its successors lead to.
So where the rest stayed as it was, only rows that name an identifier of a changed row or of a new event are
looked at again, and of the others no more than what shares an identifier with these.
`tests/crosscheck/test_change.py` holds that the outcome is that of looking at everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from madewhere import fingerprint
from madewhere.corpus import Corpus, Package, Row, named_in, naming
from madewhere.discover import REGISTERS
from madewhere.left_out import LEDGER, LeftOut
from madewhere.problems import Problem
from madewhere.read import DataRead, kept_tables


@dataclass(slots=True)
class Checked:
    """A state of the data that was checked, and what was found in it that no decision had settled yet.

    ``settings`` is a digest of what everything depends on; ``packages`` and ``ledger`` have digests by
    folder and by file; ``demo`` says which packages are marked as invented. ``found`` is what row by row was found; ``duplicates`` are those of each country,
    with the state of the data in which its factories were kept.
    """

    settings: str
    packages: dict[str, str]
    ledger: dict[str, bytes]
    left_out: LeftOut
    demo: dict[str, bool]
    found: list[Problem] = field(default_factory=list)
    duplicates: dict[str, tuple[str, list[Problem]]] = field(default_factory=dict)

    @classmethod
    def of(cls, read: DataRead) -> Checked:
        """The state that was read, with nothing found in it so far."""
        publication = repr(read.corpus.publication)
        as_of = read.corpus.as_of.isoformat()
        settings = fingerprint.digest(as_of, publication, read.digests[REGISTERS])
        members = {
            folder: digest
            for folder, digest in read.digests.items()
            if folder not in (REGISTERS, LEDGER)
        }
        demo = {package.folder: package.demo for package in read.corpus.members}
        return cls(settings, members, read.ledger_files, read.left_out, demo)

    @property
    def state(self) -> str:
        """A digest of this state."""
        packages = sorted(self.packages.items())
        return fingerprint.digest(
            self.settings,
            repr(packages),
            repr(sorted(self.ledger.items())),
            repr(self.left_out.keys),
        )


@dataclass(slots=True)
class Change:
    """What a change has a bearing on.

    ``affected`` are the identifiers that changed rows and new events name, and those that lead to them.
    ``concerned`` is the data without the rows and events that name none of these; ``needed`` has beside
    them what shares an identifier with one. ``lines`` has for each file of a changed package the lines
    of the rows that stayed, before and now; ``countries`` are those of factories that are concerned.
    """

    affected: set[str]
    concerned: Corpus
    needed: Corpus
    lines: dict[str, dict[int, int]]
    countries: set[str]
    places: set[tuple[str, int]]
    """File and line of every row and event that is concerned."""

    def still(self, problems: Iterable[Problem]) -> list[Problem]:
        """The earlier problems of rows and events that are not concerned, where these stand now."""
        found = []
        for each in problems:
            line: int | None = each.line
            if each.file in self.lines:
                line = self.lines[each.file].get(each.line)
            if line is not None:
                now = each if line == each.line else replace(each, line=line)
                if not self.concerns(now):
                    found.append(now)
        return found

    def concerns(self, problem: Problem) -> bool:
        """Whether a problem is of a row or event that is concerned, or of no single one of a member."""
        general = not problem.line or problem.file.startswith(f"{REGISTERS}/")
        return general or (problem.file, problem.line) in self.places


def change_since(before: Checked | None, read: DataRead, cache: Path | None) -> Change | None:
    """What changed since then; None where that is not known, or is more than members' rows and events."""
    now = Checked.of(read)
    if before is None or (before.settings, before.left_out) != (now.settings, now.left_out):
        return None
    if any(now.ledger.get(file) != digest for file, digest in before.ledger.items()):
        return None
    if any(before.demo.get(folder, demo) != demo for folder, demo in now.demo.items()):
        return None
    packages = {package.folder: package for package in read.corpus.members}
    changed: list[tuple[str, Row]] = []
    lines: dict[str, dict[int, int]] = {}
    for folder in sorted({*before.packages, *now.packages}):
        earlier = before.packages.get(folder, "")
        if earlier == now.packages.get(folder):
            continue
        old = kept_tables(cache, earlier) if earlier else {}
        if old is None:
            return None
        tables: Mapping[str, list[Row]] = packages[folder].tables if folder in packages else {}
        for name in sorted({*old, *tables}):
            stayed, rows = _differing(old.get(name, []), tables.get(name, []))
            lines[f"{folder}/{name}.csv"] = stayed
            changed += [(name, row) for row in rows]
    return _change(read, changed, now.ledger.keys() - before.ledger.keys(), lines)


def _change(
    read: DataRead,
    changed: list[tuple[str, Row]],
    new_files: set[str],
    lines: dict[str, dict[int, int]],
) -> Change:
    cells = read.corpus.ledger.cells()
    leads = [(each[1], each[4]) for each in cells if each[4] is not None]
    affected = {each[1] for each in cells if each[5] in new_files}
    for name, row in changed:
        affected |= named_in({name: [row]})
    affected = _closed(affected, [(after, before) for before, after in leads])
    concerned = narrowed(read, affected, affected)
    needed = set(affected)
    for package in concerned.members:
        needed |= named_in(package.tables)
    own = {package.slug for package in concerned.members}
    places = {
        (package.file(name), row.line)
        for package in concerned.members
        for name, rows in package.tables.items()
        for row in rows
    }
    places |= {
        (event.file, event.line) for events in concerned.ledger.events.values() for event in events
    }
    factories = [row for package in concerned.members for row in package.rows("factories")]
    factories += [row for name, row in changed if name == "factories"]
    return Change(
        affected,
        concerned,
        narrowed(read, needed, _closed(needed | own, leads)),
        lines,
        {str(row.cells["country"]) for row in factories},
        places,
    )


def narrowed(read: DataRead, identifiers: set[str], in_ledger: set[str]) -> Corpus:
    """The data with only those rows of members, and only those events, that name an identifier.

    Every package and all registers stand in it. Packages that name none are not loaded for it.
    """
    may_name = {package.folder for package in read.naming(identifiers)}
    members = []
    for package in read.corpus.members:
        tables = naming(package.tables, identifiers) if package.folder in may_name else {}
        members.append(Package(package.slug, package.folder, package.demo, tables))
    return replace(read.corpus, members=members, ledger=read.corpus.ledger.about(in_ledger))


def _differing(old: list[Row], new: list[Row]) -> tuple[dict[int, int], list[Row]]:
    """The lines before and now of the rows that stayed, and the rows of either side that did not.

    Where rows changed places none stayed, because the order of rows can decide which one is told.
    """
    by_text = {_text(row): row for row in new}
    stayed: dict[int, int] = {}
    gone = []
    for row in old:
        same = by_text.pop(_text(row), None)
        if same is None:
            gone.append(row)
        else:
            stayed[row.line] = same.line
    if any(first > second for first, second in pairwise(stayed.values())):
        return {}, [*old, *new]
    return stayed, [*gone, *by_text.values()]


def _text(row: Row) -> str:
    """All that a row says; a text, because numbers can be equal and be written in two ways."""
    return repr(list(row.cells.values()))


def _closed(identifiers: set[str], leads: Iterable[tuple[str, str | None]]) -> set[str]:
    """The identifiers and all that they lead to, over as many steps as it takes."""
    steps: dict[str, list[str]] = {}
    for before, after in leads:
        if before is not None and after is not None:
            steps.setdefault(before, []).append(after)
    found = set(identifiers)
    open_ones = [identifier for identifier in identifiers if identifier in steps]
    while open_ones:
        following = {after for before in open_ones for after in steps.get(before, ())} - found
        found |= following
        open_ones = list(following)
    return found
