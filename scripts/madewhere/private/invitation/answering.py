"""Recording what a factory answered: the invitation's answer, the consents, and the signed evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from madewhere.consent import ALL_MEMBERS
from madewhere.errors import UsageError
from madewhere.package_writer import cell_text, table_bytes
from madewhere.private.consents import answered_scopes, with_answer
from madewhere.private.evidence import Evidence, evidence_of, read_paper
from madewhere.private.folder import PrivatePackage, Rows, read_private, typed
from madewhere.private.invitation.references import nearest_reference, normalise_reference
from madewhere.private.opening import refuse_wrong_invitations
from madewhere.private.writing import make_folder, write_files
from madewhere.quoting import short, visible
from madewhere.tables import SCOPES, table


@dataclass(frozen=True, slots=True)
class Answer:
    """What the factory answered. For a no, only the day and the evidence mean anything.

    ``scopes`` empty means those that were asked, ``decided_on`` None the day of recording,
    ``valid_until`` None until it is withdrawn. ``evidence`` is the signed paper's file; ``beyond`` says
    that the factory agreed to more than the letter asked for.
    """

    accepted: bool
    scopes: tuple[str, ...] = ()
    decided_on: date | None = None
    valid_until: date | None = None
    method: str | None = None
    evidence: Path | None = None
    recorded_by: str | None = None
    all_members: bool = False
    beyond: bool = False


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
    folder = read_private(private)
    package, problems = typed(folder, ("invitations",))
    refuse_wrong_invitations(problems)
    invitations = {row.cells["reference"]: row.cells for row in package.rows("invitations")}
    invitation = _find(reference, invitations)
    if invitation["answer"] is not None and not change:
        raise UsageError(
            f"{invitation['reference']} was answered on {invitation['answered_on']}: "
            f"{invitation['answer']}",
            hint="Give --change to replace that answer.",
        )
    decided_on = answer.decided_on or as_of
    scopes = answer.scopes or tuple(invitation["scopes"].split("|"))
    scopes = tuple(scope for scope in SCOPES if scope in scopes)
    _refuse_wrong(answer, scopes, decided_on, invitation, as_of)
    contents: dict[Path, bytes] = {}
    proof: Evidence | None = None
    if answer.evidence is not None:
        paper, suffix = read_paper(answer.evidence)
        proof = evidence_of(folder, paper, suffix, invitation["reference"], as_of)
        contents |= proof.contents
    given = ALL_MEMBERS if answer.all_members else folder.member
    new: Rows = []
    if answer.accepted and proof is not None:
        new = _consents(answer, scopes, decided_on, invitation, given, proof.digest)
    # A yes decides about what was asked, what is agreed to, and what an earlier answer to the same
    # invitation agreed to; a no about everything.
    earlier = answered_scopes(folder, invitation["reference"])
    decided = {*invitation["scopes"].split("|"), *scopes, *earlier} if new else set(SCOPES)
    consents, removed = with_answer(folder, invitation["factory_id"], decided, new)
    if new or removed:
        contents[private / "consents.csv"] = table_bytes("consents", consents)
    rows = _answered_rows(folder, invitation, answer, decided_on)
    contents[private / "invitations.csv"] = table_bytes("invitations", rows)
    if proof is not None:
        make_folder(proof.place.parent)
    write_files(contents)
    factory_id = invitation["factory_id"]
    names = {row["factory_id"]: row["name"] for row in folder.tables.get("factories", ())}
    return Answered(
        reference=invitation["reference"],
        factory_id=factory_id,
        name=names.get(factory_id, ""),
        accepted=answer.accepted,
        decided_on=decided_on,
        scopes=scopes if answer.accepted else (),
        same_paper_as=proof.same_as if proof else (),
        member=given,
        valid_until=answer.valid_until if answer.accepted else None,
        removed=removed,
        evidence=proof.place if proof else None,
    )


def _find(typed_reference: str, invitations: dict[str, dict[str, Any]]) -> dict[str, Any]:
    reference = normalise_reference(typed_reference)
    if reference in invitations:
        return invitations[reference]
    near = nearest_reference(reference, invitations)
    raise UsageError(
        f"there is no invitation {visible(short(typed_reference))}",
        hint=f"Did you mean {near}?"
        if near
        else "The reference stands on the printed letter; `madewhere invitations` lists those that wait.",
    )


def _refuse_wrong(
    answer: Answer,
    scopes: tuple[str, ...],
    decided_on: date,
    invitation: dict[str, Any],
    as_of: date,
) -> None:
    if decided_on > as_of + timedelta(days=1):  # the day begins earlier in the east
        raise UsageError(f"{decided_on} lies in the future", hint="Give the day of the answer.")
    if decided_on < invitation["invited_on"]:
        raise UsageError(
            f"{decided_on} lies before the invitation, which was made on {invitation['invited_on']}",
            hint="Give the day of the answer with --decided-on.",
        )
    if not answer.accepted:
        if answer.scopes or answer.valid_until or answer.all_members:
            raise UsageError(
                "a refusal has no scopes, no end and no members",
                hint="A factory that agrees to a part has accepted: give --accepted with that part.",
            )
        return
    beyond = [scope for scope in scopes if scope not in invitation["scopes"].split("|")]
    if beyond and not answer.beyond:
        raise UsageError(
            f"the letter did not ask for {', '.join(beyond)}, and did not explain it",
            hint="Where the factory agreed to it all the same, in writing, give --beyond.",
        )
    if "identity" not in scopes:
        raise UsageError(
            "without identity nothing can be shown, so there is nothing to agree to",
            hint="Give --scope identity too, or --refused where the factory did not tick it.",
        )
    if answer.evidence is None or answer.method is None or answer.recorded_by is None:
        missing = [
            option
            for option, value in (
                ("--evidence", answer.evidence),
                ("--method", answer.method),
                ("--recorded-by", answer.recorded_by),
            )
            if value is None
        ]
        raise UsageError(
            f"a yes is recorded with its proof; missing: {', '.join(missing)}",
            hint="--evidence is the signed sheet as a file; it stays in the private folder.",
        )
    if answer.valid_until is not None and answer.valid_until < max(decided_on, as_of):
        raise UsageError(
            f"{answer.valid_until} is past already", hint="Give the last day on which it holds."
        )


def _consents(
    answer: Answer,
    scopes: tuple[str, ...],
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
            "language": invitation["language"],
            "method": answer.method or "",
            "evidence_sha256": digest,
            "recorded_by": answer.recorded_by or "",
        }
        for scope in scopes
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
        is_this = row["reference"].strip() == invitation["reference"]
        of_the_same = row["factory_id"].strip() == invitation["factory_id"]
        waits = not row["answer"].strip() and row["invited_on"].strip() <= decided_on.isoformat()
        goes_along = of_the_same and not is_this and (waits or settled in row["note"])
        if is_this or goes_along:
            row["answer"] = "accepted" if answer.accepted else "refused"
            row["answered_on"] = decided_on.isoformat()
        if goes_along and settled not in row["note"]:
            row["note"] = "; ".join(part for part in (row["note"], settled) if part)
        rows.append(row)
    return rows
