"""Recording what a factory answered: the invitation's answer, the consents, and the signed evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.consent import ALL_MEMBERS
from madewhere.errors import UsageError
from madewhere.package_writer import cell_text, table_bytes
from madewhere.private.consents import answered_scopes, with_answer
from madewhere.private.evidence import Evidence, digests_of, evidence_of, read_paper
from madewhere.private.folder import PrivatePackage, Rows, read_private, typed
from madewhere.private.invitation.answer_checks import (
    OPTIONS,
    Answer,
    Wording,
    Wrong,
    wrong_paper,
    wrongs,
)
from madewhere.private.invitation.index import index_files
from madewhere.private.invitation.letters import waits, with_note
from madewhere.private.invitation.references import nearest_reference, normalise_reference
from madewhere.private.opening import refuse_wrong_invitations
from madewhere.private.writing import make_folder, together
from madewhere.quoting import short, visible
from madewhere.tables import SCOPES, table

ANSWERS = {True: "accepted", False: "refused"}
"""How the table of invitations writes a yes and a no."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was recorded.

    ``removed`` are the scopes that the folder held a consent to and no more, ``same_paper_as`` the
    references whose proof is the very same file.
    """

    reference: str
    factory_id: str
    name: str
    accepted: bool
    decided_on: date
    scopes: tuple[str, ...]
    same_paper_as: tuple[str, ...]
    member: str
    valid_until: date | None
    removed: tuple[str, ...]
    evidence: Path | None


def respond(
    private: Path, reference: str, answer: Answer, *, as_of: date, change: bool = False
) -> Answered:
    """Record an answer; ``change`` replaces one that was recorded before.

    A yes takes the place of what the folder held of the same factory, scope and member; a no takes
    all of it out. Raises `UsageError` for what cannot be, and `OSError` where something cannot be
    written; then nothing is.
    """
    recording = Recording(private, as_of)
    wrong = recording.wrongs(reference, answer, OPTIONS, change=change)
    if wrong:
        raise UsageError(
            "; ".join(each.message for each in wrong),
            hint=" ".join(dict.fromkeys(each.hint for each in wrong)),
        )
    with together() as add:
        answered = recording.take(reference, answer, add)
        recording.finish(add)
    return answered


class Recording:
    """Answers that are recorded in one go: looked at first, then taken one by one, then finished."""

    def __init__(self, private: Path, as_of: date) -> None:
        self._folder = read_private(private)
        self._as_of = as_of
        package, problems = typed(self._folder, ("invitations",))
        refuse_wrong_invitations(problems)
        self._invitations = {
            row.cells["reference"]: row.cells for row in package.rows("invitations")
        }
        factories = self._folder.tables.get("factories", ())
        self._names = {row["factory_id"]: row["name"] for row in factories}
        self._changed: set[str] = set()

    def invitation(self, reference: str) -> dict[str, Any] | None:
        """The invitation with this reference as a person typed it; None where there is none."""
        return self._invitations.get(normalise_reference(reference))

    def wrongs(
        self, reference: str, answer: Answer, say: Wording, *, change: bool = False
    ) -> list[Wrong]:
        """Everything for which this answer cannot be recorded."""
        invitation = self.invitation(reference)
        if invitation is None:
            return [self._unknown(reference), *wrong_paper(answer)]
        found = list(wrongs(answer, invitation, self._as_of, say))
        if invitation["answer"] is not None and not change:
            message = (
                f"{invitation['reference']} was answered on {invitation['answered_on']}: "
                f"{invitation['answer']}"
            )
            hint = f"Give {say.flag('change')} to replace that answer."
            found.insert(0, Wrong("answer-recorded", "answer", message, hint))
        return found

    def _unknown(self, reference: str) -> Wrong:
        near = nearest_reference(normalise_reference(reference), self._invitations)
        return Wrong(
            "answer-reference",
            "reference",
            f"there is no invitation {visible(short(reference))}",
            f"Did you mean {near}?"
            if near
            else "The reference stands on the printed letter; `madewhere invitations` lists those "
            "that wait.",
        )

    def is_recorded(self, reference: str, answer: Answer) -> bool:
        """Whether this very answer was recorded, with this very paper.

        What took its place later, such as a smaller yes on another paper, does not count against it.
        """
        invitation = self.invitation(reference)
        if invitation is None or invitation["answer"] != ANSWERS[answer.accepted]:
            return False
        if answer.decided_on not in (None, invitation["answered_on"]):
            return False
        if answer.evidence is None:
            return not answer.accepted
        try:
            content, _ = read_paper(answer.evidence)
        except UsageError:
            return False
        papers = digests_of(self._folder, content, invitation["reference"])
        if not papers or not answer.accepted:
            return bool(papers)
        kept = [
            row
            for row in self._folder.tables.get("consents", ())
            if row["evidence_sha256"] in papers
        ]
        day = invitation["answered_on"]
        meant = [
            _consents(answer, day, invitation, self._given(answer), digest) for digest in papers
        ]
        return not kept or any(_in_order(kept) == _in_order(rows) for rows in meant)

    def _given(self, answer: Answer) -> str:
        return ALL_MEMBERS if answer.all_members else self._folder.member

    def take(self, reference: str, answer: Answer, add: Callable[[Path, bytes], None]) -> Answered:
        """Take an answer about which nothing is wrong; ``add`` writes its paper."""
        folder, invitation = self._folder, self._invitations[normalise_reference(reference)]
        factory_id = invitation["factory_id"]
        decided_on = answer.decided_on or self._as_of
        proof: Evidence | None = None
        if answer.evidence is not None:
            paper, suffix = read_paper(answer.evidence)
            proof = evidence_of(folder, paper, suffix, invitation["reference"], self._as_of)
            make_folder(proof.place.parent)
            add(proof.place, paper)
            folder.tables.setdefault("evidence", []).append(proof.row)
            self._changed.add("evidence")
        given = self._given(answer)
        new: Rows = []
        if answer.accepted and proof is not None:
            new = _consents(answer, decided_on, invitation, given, proof.digest)
        # A yes decides about what was asked, what is agreed to, and what an earlier answer to the same
        # invitation agreed to; a no about everything.
        earlier = answered_scopes(folder, invitation["reference"])
        scopes = answer.agreed(invitation) if answer.accepted else ()
        decided = {*invitation["scopes"].split("|"), *scopes, *earlier} if new else set(SCOPES)
        consents, removed = with_answer(folder, factory_id, decided, new)
        if new or removed:
            folder.tables["consents"] = consents
            self._changed.add("consents")
        folder.tables["invitations"] = _answered_rows(folder, invitation, answer, decided_on)
        self._changed.add("invitations")
        return Answered(
            reference=invitation["reference"],
            factory_id=factory_id,
            name=self._names.get(factory_id, ""),
            accepted=answer.accepted,
            decided_on=decided_on,
            scopes=scopes,
            same_paper_as=proof.same_as if proof else (),
            member=given,
            valid_until=answer.valid_until if answer.accepted else None,
            removed=removed,
            evidence=proof.place if proof else None,
        )

    def finish(self, add: Callable[[Path, bytes], None]) -> None:
        """Write the tables that changed, the invitations last, and the list of what waits."""
        for name in ("evidence", "consents", "invitations"):
            if name in self._changed:
                path = self._folder.folder / f"{name}.csv"
                add(path, table_bytes(name, self._folder.tables[name]))
        if self._changed:
            for path, content in index_files(self._folder).items():
                add(path, content)


def _in_order(rows: Rows) -> list[list[str]]:
    return sorted([row[column] for column in table("consents").columns] for row in rows)


def _consents(
    answer: Answer,
    decided_on: date,
    invitation: dict[str, Any],
    given: str,
    digest: str,
) -> Rows:
    return [
        {
            "factory_id": invitation["factory_id"],
            "scope": scope,
            "member": given,
            "decided_on": cell_text(decided_on),
            "valid_until": cell_text(answer.valid_until),
            "text_version": invitation["text_version"],
            "language": answer.language or invitation["language"],
            "method": answer.method or "",
            "evidence_sha256": digest,
            "recorded_by": answer.recorded_by or "",
        }
        for scope in answer.agreed(invitation)
    ]


def _answered_rows(
    folder: PrivatePackage, invitation: dict[str, Any], answer: Answer, decided_on: date
) -> Rows:
    """The invitations with the answer; others to the same factory that wait are settled by it."""
    columns = table("invitations").columns
    settled = f"Answered under {invitation['reference']}"
    rows = []
    for old in folder.tables["invitations"]:
        row = {column: old[column] for column in columns}
        is_this = row["reference"] == invitation["reference"]
        waiting = waits(row, invitation["factory_id"], decided_on.isoformat())
        goes_along = not is_this and (waiting or settled in row["note"])
        if is_this or goes_along:
            row["answer"] = ANSWERS[answer.accepted]
            row["answered_on"] = decided_on.isoformat()
        rows.append(with_note(row, settled) if goes_along else row)
    return rows
