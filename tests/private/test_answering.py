"""Recording answers: consents with their proof, refusals, changes, and what cannot be."""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from checking import consent
from madewhere.errors import UsageError
from madewhere.private.evidence import evidence_of
from madewhere.private.folder import read_private
from madewhere.private.invitation.answer_checks import Answer
from madewhere.private.invitation.answering import respond
from madewhere.private.invitation.choosing import Choice
from madewhere.private.invitation.references import (
    mint_reference,
    nearest_reference,
    normalise_reference,
)
from madewhere.private.invitation.words import TEXT_VERSION
from madewhere.private.opening import open_both
from madewhere.private.standing import standings
from private.inviting_case import NEW, OTHER, add, ask, make_folder, rows_of
from tiny_publication import AS_OF, TINY

LATER = AS_OF + timedelta(days=9)
PAPER = b"%PDF signed"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A private folder of alder's in which the new factory was asked; made once."""
    folder = make_folder(tmp_path_factory.mktemp("asked") / "private")
    ask(folder, TINY)
    return folder


@pytest.fixture
def private(asked, tmp_path):
    """A copy of that folder."""
    return Path(shutil.copytree(asked, tmp_path / "private"))


@pytest.fixture
def yes(tmp_path):
    """A yes with its proof."""
    paper = tmp_path / "Scan 1.PDF"
    paper.write_bytes(PAPER)

    def make(**values) -> Answer:
        given = {
            "accepted": True,
            "method": "signed-document",
            "evidence": paper,
            "recorded_by": "member-sourcing",
        }
        return Answer(**given | values)

    return make


def reference_of(private, number: int = 0) -> str:
    """The reference of an invitation."""
    return rows_of(private, "invitations")[number]["reference"]


def state(private, tiny, factory_id: str = NEW) -> str:
    """How the factory stands."""
    opened = open_both(private, tiny, as_of=LATER)
    return standings(opened.package, opened.corpus)[factory_id].state


def test_a_yes_becomes_consents(private, tiny, yes):
    """One row a scope that was asked, with day, text, language and the hash of the paper."""
    respond(private, reference_of(private), yes(decided_on=AS_OF), as_of=LATER)
    consents = rows_of(private, "consents")
    assert [(c["scope"], c["member"]) for c in consents] == [
        ("audits", "alder"),
        ("identity", "alder"),
    ]
    for given in consents:
        assert (given["decided_on"], given["valid_until"]) == (AS_OF.isoformat(), "")
        assert (given["text_version"], given["language"]) == (TEXT_VERSION, "vi")
        assert (given["method"], given["recorded_by"]) == ("signed-document", "member-sourcing")
    (invitation,) = rows_of(private, "invitations")
    assert (invitation["answer"], invitation["answered_on"]) == ("accepted", AS_OF.isoformat())
    assert state(private, tiny) == "accepted"


def test_the_proof_stays_in_the_folder(private, yes):
    """The paper is copied for its owner alone, and the salted hash in the consents is its own."""
    reference = reference_of(private)
    respond(private, reference, yes(), as_of=LATER)
    (row,) = rows_of(private, "evidence")
    kept = private / "evidence" / f"{reference}.pdf"
    assert (row["file"], row["reference"]) == (kept.name, reference)
    assert kept.read_bytes() == PAPER
    assert kept.stat().st_mode & 0o777 == 0o600
    digest = hashlib.sha256(bytes.fromhex(row["salt"]) + PAPER).hexdigest()
    assert row["evidence_sha256"] == digest
    assert {c["evidence_sha256"] for c in rows_of(private, "consents")} == {digest}


def test_two_papers_of_one_content_have_two_hashes(private, tiny, yes):
    """The salt is random, so that equal papers cannot be told by their hashes."""
    respond(private, reference_of(private), yes(), as_of=LATER)
    respond(private, reference_of(private), yes(), as_of=LATER, change=True)
    rows = rows_of(private, "evidence")
    assert len({row["evidence_sha256"] for row in rows}) == 2
    assert {row["file"][11:] for row in rows} == {".pdf", "-2.pdf"}


def test_one_paper_for_two_factories_is_told(private, tiny, yes):
    """A file that is the proof of another answer already is named, in case it is the wrong one."""
    respond(private, reference_of(private), yes(), as_of=LATER)
    first = rows_of(private, "evidence")[0]["reference"]
    folder = read_private(private)
    again = evidence_of(folder, PAPER, ".pdf", "another", LATER)
    assert again.same_as == (first,)
    assert evidence_of(folder, PAPER, ".pdf", first, LATER).same_as == ()
    assert evidence_of(folder, b"other", ".pdf", "another", LATER).same_as == ()


def test_a_part_for_all_until_a_day(private, yes):
    """Scopes, end and members are recorded as the factory gave them."""
    until = date(2028, 1, 31)
    answer = yes(scopes=("identity", "profile"), valid_until=until, all_members=True)
    with pytest.raises(UsageError, match="did not ask for profile"):
        respond(private, reference_of(private), answer, as_of=LATER)
    answer = replace(answer, beyond=True)
    respond(private, reference_of(private), answer, as_of=LATER)
    found = {(c["scope"], c["member"], c["valid_until"]) for c in rows_of(private, "consents")}
    assert found == {(s, "*", "2028-01-31") for s in ("identity", "profile")}


def test_a_refusal_leaves_no_consent(private, tiny):
    """A no needs no proof, and the factory stands as refused."""
    respond(private, reference_of(private), Answer(accepted=False), as_of=LATER)
    assert rows_of(private, "invitations")[0]["answer"] == "refused"
    assert state(private, tiny) == "refused"


def test_a_later_no_takes_the_consents_out(private, tiny, yes):
    """A change from yes to no removes what this member recorded, and nobody else's."""
    add(private, "consents", **consent(OTHER))
    respond(private, reference_of(private), yes(), as_of=LATER)
    no = Answer(accepted=False)
    answered = respond(private, reference_of(private), no, as_of=LATER, change=True)
    assert answered.removed == ("identity", "audits")
    assert [c["factory_id"] for c in rows_of(private, "consents")] == [OTHER]
    assert state(private, tiny) == "refused"


def test_a_smaller_yes_replaces_the_larger(private, yes):
    """What was asked and is not ticked any more goes."""
    respond(private, reference_of(private), yes(all_members=True), as_of=LATER)
    smaller = yes(scopes=("identity",))
    answered = respond(private, reference_of(private), smaller, as_of=LATER, change=True)
    assert answered.removed == ("audits",)
    assert [(c["scope"], c["member"]) for c in rows_of(private, "consents")] == [
        ("identity", "alder")
    ]


def test_one_answer_settles_every_invitation_of_the_factory(private, tiny, yes):
    """Whichever letter is answered, no other to the same factory goes on waiting."""
    ask(private, tiny, again=True, source=random.Random(8))
    ask(private, tiny, OTHER, source=random.Random(9))
    first, second = (
        r["reference"] for r in rows_of(private, "invitations") if r["factory_id"] == NEW
    )
    respond(private, first, Answer(accepted=False), as_of=LATER)
    rows = {r["reference"]: r for r in rows_of(private, "invitations")}
    assert rows[second]["answer"] == "refused"
    assert first in rows[second]["note"]
    assert [r["answer"] for r in rows.values() if r["factory_id"] == OTHER] == [""]
    respond(private, first, yes(), as_of=LATER, change=True)
    assert {r["answer"] for r in rows_of(private, "invitations") if r["factory_id"] == NEW} == {
        "accepted"
    }


def test_what_people_type_is_read(private):
    """Small letters, spaces, a missing hyphen and misread letters are the same reference."""
    reference = reference_of(private)
    typed = reference.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert respond(private, typed, Answer(accepted=False), as_of=LATER).reference == reference


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scopes": ("audits",)}, "without identity"),
        ({"evidence": None}, "missing: --evidence"),
        ({"method": None, "recorded_by": None}, "missing: --method, --recorded-by"),
        ({"decided_on": LATER + timedelta(days=2)}, "in the future"),
        ({"decided_on": AS_OF - timedelta(days=1)}, "before the invitation"),
        ({"valid_until": AS_OF}, "past already"),
        ({"accepted": False, "scopes": ("identity",)}, "a refusal has no scopes"),
    ],
)
def test_wrong_use_changes_nothing(private, yes, change, said):
    """What cannot be is said, and the folder stays byte for byte as it was."""
    before = {p: p.read_bytes() for p in private.rglob("*") if p.is_file()}
    with pytest.raises(UsageError, match=said):
        respond(private, reference_of(private), yes(**change), as_of=LATER)
    assert {p: p.read_bytes() for p in private.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(("content", "said"), [(None, "is no file"), (b"", "is empty")])
def test_evidence_must_be_a_file_with_something_in_it(private, yes, tmp_path, content, said):
    """A folder, a missing file or an empty scan proves nothing."""
    paper = tmp_path / "scan.png"
    if content is not None:
        paper.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        respond(private, reference_of(private), yes(evidence=paper), as_of=LATER)


def test_an_unknown_reference(private):
    """The nearest one is named where two slips of the pen explain it."""
    reference = reference_of(private)
    slip = ("A" if reference[0] != "A" else "B") + reference[1:]
    with pytest.raises(UsageError) as caught:
        respond(private, slip, Answer(accepted=False), as_of=LATER)
    assert reference in caught.value.hint
    with pytest.raises(UsageError, match="there is no invitation"):
        respond(private, "what?", Answer(accepted=False), as_of=LATER)


def test_an_answer_is_not_overwritten_by_mistake(private, yes):
    """A second answer needs --change."""
    respond(private, reference_of(private), yes(), as_of=LATER)
    with pytest.raises(UsageError, match="was answered on"):
        respond(private, reference_of(private), Answer(accepted=False), as_of=LATER)


@pytest.mark.parametrize("failing", ["consents.csv", "invitations.csv"])
def test_nothing_is_half_recorded(private, yes, monkeypatch, failing):
    """Where one table cannot be written, the others and the paper are not either."""
    import os

    real = os.open

    def open_file(path, *rest):
        if failing in str(path):
            raise OSError(28, "No space left on device", str(path))
        return real(path, *rest)

    before = {p: p.read_bytes() for p in private.rglob("*") if p.is_file()}
    reference = reference_of(private)
    monkeypatch.setattr(os, "open", open_file)
    with pytest.raises(OSError, match="No space"):
        respond(private, reference, yes(), as_of=LATER)
    assert {p: p.read_bytes() for p in private.rglob("*") if p.is_file()} == before


def test_references():
    """They are of letters and digits that nobody misreads, and unlike each other."""
    taken: set[str] = set()
    minted = {mint_reference(random.Random(n), taken) for n in range(50)}
    assert len(minted) == 50
    assert all(normalise_reference(m) == m for m in minted)
    assert nearest_reference("7K3QF-21M4P", {"7K3QF-21MP4", "AAAAA-AAAAA"}) == "7K3QF-21MP4"
    assert nearest_reference("7K3QF-21M4P", {"AAAAA-AAAAA"}) is None


def test_an_agreed_factory_is_asked_by_its_own_name_again(private, tiny, yes):
    """After a yes the factory is not asked for the same."""
    respond(private, reference_of(private), yes(), as_of=LATER)
    skipped = ask(private, tiny, choice=Choice(factories=(NEW,)), as_of=LATER).skipped
    assert "has agreed" in skipped[0].reason


@pytest.mark.parametrize("column", ["scope", "member", "factory_id"])
def test_a_space_in_a_spreadsheet_keeps_no_consent_alive(private, yes, column):
    """What a factory took back goes, though a cell of its row has a space that nobody sees."""
    first = yes(scopes=("identity", "profile"), beyond=True)
    respond(private, reference_of(private), first, as_of=LATER)
    rows = rows_of(private, "consents")
    with (private / "consents.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(row | {column: f"{row[column]} "} for row in rows)
    second = yes(scopes=("identity",))
    answered = respond(private, reference_of(private), second, as_of=LATER, change=True)
    assert "profile" in answered.removed
    assert [row["scope"] for row in rows_of(private, "consents")] == ["identity"]
