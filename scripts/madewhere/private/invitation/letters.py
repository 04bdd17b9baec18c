"""Which letters to a factory still wait for an answer, and which one is the newest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

REPLACED = "Replaced by"
"""How the note of a letter begins that a newer one to the same factory took the place of."""

BY_FORM = "Answered by the factory's form or another paper"
"""The note of a letter that was settled by a yes which does not name it."""

_Letter = TypeVar("_Letter", bound=Mapping[str, Any])


def newest_letters(rows: Iterable[_Letter]) -> dict[str, _Letter]:
    """The newest letter to each factory, by factory ID; of one day that which none replaced."""

    def age(row: _Letter) -> tuple[Any, bool, str]:
        return row["invited_on"], REPLACED not in (row["note"] or ""), row["reference"]

    return {row["factory_id"]: row for row in sorted(rows, key=age)}


def waits(row: Mapping[str, str], factory_id: str, day: str) -> bool:
    """Whether a row of the table is a letter to the factory, made by that day, without an answer."""
    return row["factory_id"] == factory_id and not row["answer"] and row["invited_on"] <= day


def with_note(row: Mapping[str, str], note: str) -> dict[str, str]:
    """The row with this added to its note, once."""
    if note in row["note"]:
        return dict(row)
    return {**row, "note": "; ".join(part for part in (row["note"], note) if part)}


def replaced(
    rows: Iterable[Mapping[str, str]], newer: Mapping[str, str], day: str
) -> list[dict[str, str]]:
    """The rows, those that wait noted as replaced; ``newer`` are the new references by factory ID."""
    return [
        with_note(row, f"{REPLACED} {newer[row['factory_id']]}")
        if row["factory_id"] in newer and waits(row, row["factory_id"], day)
        else dict(row)
        for row in rows
    ]


def settled(
    rows: Iterable[Mapping[str, str]], factory_id: str, day: str
) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """The rows after a yes of that day which names no letter, and the references that it answers."""
    done, references = [], []
    for row in rows:
        if waits(row, factory_id, day):
            references.append(row["reference"])
            done.append(with_note(row, BY_FORM) | {"answer": "accepted", "answered_on": day})
        else:
            done.append(dict(row))
    return done, tuple(references)
