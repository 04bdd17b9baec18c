"""Factories of a private folder that look like another one, and what a person said of each pair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from madewhere.ledger import Ledger
from madewhere.private.folder import PrivatePackage

TABLE = "lookalikes"

DIFFERENT = "different"
"""The answer to a pair that is two factories. Where it is one, one of the two leaves the folder."""


@dataclass(frozen=True, slots=True)
class Question:
    """A pair of which nobody has said yet whether it is one factory; ``line`` is that of its row."""

    factory_id: str
    name: str
    other_id: str
    other_name: str
    reasons: str
    line: int


def open_questions(folder: PrivatePackage, ledger: Ledger, as_of: date) -> Iterator[Question]:
    """The pairs without an answer, in the order of the table.

    A pair of which one has left, or that has one ID by now, is settled: it is not asked for again.
    """
    here = {row["factory_id"] for row in folder.tables.get("factories", ())}
    known = here | {row["factory_id"] for row in folder.tables.get("invitations", ())}
    rows = folder.tables.get(TABLE, [])
    for row, line in zip(rows, folder.lines.get(TABLE, [0] * len(rows)), strict=True):
        one, other = row["factory_id"], row["other_id"]
        if row["answer"].casefold() == DIFFERENT or one not in here:
            continue
        if other not in known and ledger.state("factory", other, as_of) is None:
            continue
        if ledger.stands_for("factory", one, as_of) == ledger.stands_for("factory", other, as_of):
            continue
        yield Question(one, row["name"], other, row["other_name"], row["reasons"], line)
