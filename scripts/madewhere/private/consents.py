"""The consents of a private folder: what a new answer of a factory takes the place of."""

from __future__ import annotations

from collections.abc import Collection

from madewhere.consent import ALL_MEMBERS
from madewhere.private.folder import PrivatePackage, Rows
from madewhere.tables import SCOPES


def with_answer(
    folder: PrivatePackage, factory_id: str, decided: Collection[str], new: Rows
) -> tuple[Rows, tuple[str, ...]]:
    """The folder's consents after an answer, and the scopes that the factory agrees to no more.

    ``decided`` are the scopes that the answer speaks of; of these only the ``new`` consents stay,
    whether the old ones were given to the member or for all.
    """
    kept, gone = [], set()
    for row in folder.tables.get("consents", ()):
        given_here = row["member"] in (folder.member, ALL_MEMBERS)
        if row["factory_id"] == factory_id and given_here and row["scope"] in decided:
            gone.add(row["scope"])
        else:
            kept.append(row)
    lost = gone - {row["scope"] for row in new}
    return [*kept, *new], tuple(scope for scope in SCOPES if scope in lost)


def answered_scopes(folder: PrivatePackage, reference: str) -> set[str]:
    """The scopes of consents whose evidence answers an invitation."""
    papers = {
        row["evidence_sha256"]
        for row in folder.tables.get("evidence", ())
        if row["reference"] == reference
    }
    return {
        row["scope"]
        for row in folder.tables.get("consents", ())
        if row["evidence_sha256"] in papers
    }
