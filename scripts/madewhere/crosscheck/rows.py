"""What the checks of rows share: a problem at a row's cell, and the keys of a register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from madewhere.corpus import Corpus, Package, Row
from madewhere.left_out import LeftOut
from madewhere.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the package and the table in which it stands."""

    package: Package
    table: str
    row: Row

    @property
    def cells(self) -> dict[str, Any]:
        """The row's cells."""
        return self.row.cells

    def problem(self, code: str, message: str, field: str, subject: str = "") -> Problem:
        """A problem of this row's cell."""
        return at_row(code, message, self.package, self.table, self.row, field, subject)


def placed(packages: Iterable[Package], table: str) -> list[Placed]:
    """The rows of one table of several packages, in order."""
    return [Placed(package, table, row) for package in packages for row in package.rows(table)]


def at_row(
    code: str,
    message: str,
    package: Package,
    table: str,
    row: Row,
    field: str,
    subject: str = "",
    fix: str = "",
) -> Problem:
    """A problem of one cell of a row in that table of that package; with the code's fix unless one is given."""
    file = package.file(table)
    return problem(code, message, file=file, line=row.line, field=field, subject=subject, fix=fix)


def subject_of(*identifiers: str) -> str:
    """The identifiers that a problem is about, as a decision names them."""
    return "|".join(sorted(identifiers))


class RegisterKeys:
    """The keys of one register, with those of rows that were left out."""

    def __init__(self, corpus: Corpus, left_out: LeftOut, name: str, key: str) -> None:
        self.rows = corpus.register(name, key)
        self._file = corpus.registers.file(name)
        self._left_out = left_out

    def __contains__(self, key: str) -> bool:
        """Whether the register has that key, or may have it in a row that was left out."""
        return key in self.rows or self._left_out.may_hold(self._file, key)

    @property
    def missing(self) -> bool:
        """Whether the publication has no such register at all, or an empty one."""
        return not self.rows and not self._left_out.knows(self._file)


def contradictions(
    rows: Iterable[Placed], key: tuple[str, ...], columns: tuple[str, ...]
) -> Iterator[tuple[Placed, Placed, str]]:
    """Where rows of one key state a column differently: the first that states it, a later one, the column.

    An empty cell contradicts nothing. The key has to hold an identifier.
    """
    same: defaultdict[tuple[Any, ...], list[Placed]] = defaultdict(list)
    for each in rows:
        same[tuple(each.cells[column] for column in key)].append(each)
    for group in same.values():
        for column in columns:
            stating = [each for each in group if each.cells[column] is not None]
            for later in stating[1:]:
                if later.cells[column] != stating[0].cells[column]:
                    yield stating[0], later, column
