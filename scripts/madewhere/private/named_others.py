"""Texts that name a factory which has not agreed, such as a subcontractor in the words of a finding."""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick

from madewhere.consent import Consents
from madewhere.private.opening import HeldBack, Opened
from madewhere.tables import MEMBER_TABLES, table

NAMED = "names-factory"
"""What stands as the code of a cell that is held back for naming a factory."""

_SHORTEST = 8
"""A name of one word, or of fewer signs, also stands in texts that mean something else."""


def hold_back_names(opened: Opened, consents: Consents) -> list[HeldBack]:
    """Empty the texts about factories that go out which name one that does not, and tell which.

    A factory of the folder is named by its ID, or by a name of several words, in capitals or not.
    ``consents`` are those that would be in force.
    """
    package = opened.package
    going = {
        row.cells["factory_id"]
        for row in package.rows("factories")
        if consents.covers(row.cells["factory_id"], "identity", package.slug)
    }
    spelled = _spelled(opened, going)
    if not spelled:
        return []
    patterns = sorted(spelled)
    search = AhoCorasick(patterns)
    held = []
    for name in MEMBER_TABLES:
        columns = _texts(name) if name != "factories" else ()
        for row in package.rows(name) if columns else ():
            if row.cells["factory_id"] not in going:
                continue
            for column in columns:
                text = _plain(row.cells[column])
                found = [
                    spelled[patterns[which]]
                    for which, begin, end in search.find_matches_as_indexes(text, overlapping=True)
                    if not re.search(r"\w\w", text[max(0, begin - 1) : begin + 1])
                    and not re.search(r"\w\w", text[end - 1 : end + 1])
                ]
                if found:
                    row.cells[column] = None
                    own = str(row.cells["factory_id"])
                    file = f"{name}.csv"
                    held.append(HeldBack(file, row.line, own, column, NAMED, min(found)))
    return held


def _spelled(opened: Opened, going: set[str]) -> dict[str, str]:
    """How the factories of the folder are named that nobody shows, each with its ID."""
    public = going | {
        row.cells["factory_id"]
        for each in opened.corpus.members
        if each.slug != opened.package.slug
        for row in each.rows("factories")
    }
    names = {
        row["factory_id"]: [_plain(row[column]) for column in ("name", "name_native")]
        for row in opened.folder.tables.get("factories", ())
    }
    spelled: dict[str, str] = {}
    for factory_id in sorted(names.keys() - public):
        spelled[factory_id.casefold()] = factory_id
        for name in names[factory_id]:
            if len(name) >= _SHORTEST and " " in name:
                spelled.setdefault(name, factory_id)
    patterns = sorted(spelled)
    shown = "\n".join(name for each in sorted(public) for name in names.get(each, ()))
    # A part of a name that is shown, such as that of a group, names nothing else.
    for which, _, _ in AhoCorasick(patterns).find_matches_as_indexes(shown, overlapping=True):
        spelled.pop(patterns[which], None)
    return spelled


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _texts(name: str) -> tuple[str, ...]:
    """The columns of a table about one factory that take any words."""
    of = table(name)
    if "factory_id" not in of.columns:
        return ()
    return tuple(
        field.name
        for field in of.fields
        if field.type == "string" and not ({"pattern", "enum"} & field.constraints.keys())
    )
