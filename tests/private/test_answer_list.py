"""Answers from a list: every problem at its place, all recorded or none, and a second run that is idle."""

from __future__ import annotations

import csv
import os
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from madewhere.cli import madewhere
from madewhere.errors import MadewhereError
from madewhere.private.folder import write_private_table
from madewhere.private.invitation.answer_checks import Answer
from madewhere.private.invitation.answer_list import READERS, respond_list
from madewhere.private.invitation.answering import respond
from madewhere.private.invitation.index import COLUMNS
from madewhere.report.invitations import respond_list_text
from private.inviting_case import NEW, OTHER, ask, make_folder, rows_of
from tiny_publication import AS_OF, TINY

LATER = AS_OF + timedelta(days=9)
DAY = AS_OF + timedelta(days=3)
HEADER = "reference,answer,scopes,decided_on,method,evidence,recorded_by"
PROOF = "signed-document,scans/one.pdf,member-sourcing"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Alder's private folder with both factories asked, beside two signed sheets; made once."""
    folder = tmp_path_factory.mktemp("asked")
    private = make_folder(folder / "private")
    ask(private, TINY, NEW)
    ask(private, TINY, OTHER, source=random.Random(8))
    (folder / "scans").mkdir()
    (folder / "scans" / "one.pdf").write_bytes(b"%PDF one")
    (folder / "scans" / "two.pdf").write_bytes(b"%PDF two")
    return folder


@pytest.fixture
def place(asked, tmp_path):
    """A copy of all that."""
    return Path(shutil.copytree(asked, tmp_path / "desk"))


@pytest.fixture
def private(place):
    """The private folder in it."""
    return place / "private"


@pytest.fixture
def first(private):
    """The reference of the letter to the new factory."""
    return reference_of(private, NEW)


@pytest.fixture
def second(private):
    """The reference of the letter to the other one."""
    return reference_of(private, OTHER)


def reference_of(private, factory_id: str) -> str:
    """The reference of the first letter to a factory."""
    rows = rows_of(private, "invitations")
    return next(row["reference"] for row in rows if row["factory_id"] == factory_id)


def record(place, *lines: str, header: str = HEADER, as_of=LATER):
    """Write a list beside the private folder and record it."""
    file = place / "answers.csv"
    file.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return respond_list(place / "private", file, as_of=as_of)


def state(private) -> dict[Path, bytes]:
    """Every file of the folder with its bytes."""
    return {path: path.read_bytes() for path in private.rglob("*") if path.is_file()}


def told(found) -> list[tuple[str, int, str]]:
    """The problems by code, line and column."""
    return [(p.code, p.line, p.field) for p in found.problems]


def test_a_list_records_every_answer(place, private, first, second):
    """A yes with its consents and its paper, a no beside it, and the index is empty afterwards."""
    found = record(
        place,
        f"{first},accepted,identity,{DAY},{PROOF}",
        f"{second.lower()},refused,,{DAY},,,",
    )
    assert not found.problems
    assert [(a.reference, a.accepted) for a in found.answered] == [(first, True), (second, False)]
    (consent,) = rows_of(private, "consents")
    assert (consent["factory_id"], consent["scope"]) == (NEW, "identity")
    assert consent["decided_on"] == DAY.isoformat()
    (paper,) = rows_of(private, "evidence")
    assert (private / "evidence" / paper["file"]).read_bytes() == b"%PDF one"
    assert {row["answer"] for row in rows_of(private, "invitations")} == {"accepted", "refused"}
    assert len((private / "invitations" / "index.csv").read_text().splitlines()) == 1


def test_a_second_run_changes_nothing(place, private, first, second):
    """Not a byte, also on a later day and where the day of the answer was left to the first run."""
    lines = (f"{first},yes,as-asked,,{PROOF}", f"{second},no,,,,,")
    assert len(record(place, *lines).answered) == 2
    before = state(private)
    again = record(place, *lines, as_of=LATER + timedelta(days=400))
    assert (again.problems, again.answered, again.unchanged) == ([], [], 2)
    assert state(private) == before


def test_a_list_can_grow(place, private, first, second):
    """Lines without an answer wait, and what was recorded before is passed over."""
    yes = f"{first},accepted,as-asked,{DAY},{PROOF}"
    found = record(place, yes, f"{second},,,,,,")
    assert (len(found.answered), found.waiting) == (1, 1)
    found = record(place, yes, f"{second},refused,,{DAY},,,")
    assert ([a.reference for a in found.answered], found.unchanged) == ([second], 1)


def test_an_end_that_has_passed_since_does_not_stop_the_list(place, first):
    """A line that was right when it was recorded stays so."""
    header, end = f"{HEADER},valid_until", LATER + timedelta(days=30)
    line = f"{first},accepted,as-asked,{DAY},{PROOF},{end}"
    assert record(place, line, header=header).answered
    assert record(place, line, header=header, as_of=end + timedelta(days=9)).unchanged == 1


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("AAAAA-AAAAA,refused,,,,,", "answer-reference", "reference"),
        (",refused,,,,,", "answer-cell", "reference"),
        ("{0},perhaps,,,,,", "answer-cell", "answer"),
        ("{0},,identity,,,,", "answer-cell", "answer"),
        ("{0},accepted,everything,{day}," + PROOF, "answer-cell", "scopes"),
        ("{0},accepted,,{day}," + PROOF, "answer-cell", "scopes"),
        ("{0},accepted,as-asked|audits,{day}," + PROOF, "answer-cell", "scopes"),
        ("{0},accepted,as-asked,21/11/2026," + PROOF, "answer-cell", "decided_on"),
        ("{0},accepted,as-asked,2206-11-21," + PROOF, "answer-cell", "decided_on"),
        ("{0},accepted,as-asked,{day},fax,scans/one.pdf,member-sourcing", "answer-cell", "method"),
        ("{0},accepted,as-asked,{day},signed-document,scans/one.pdf,me", "answer-cell", "recorded_by"),
        ("{0},refused,,,,,,,too many", "answer-cell", ""),
        ("{0},accepted,audits,{day}," + PROOF, "answer-contradiction", "scopes"),
        ("{0},accepted,identity|profile,{day}," + PROOF, "answer-contradiction", "scopes"),
        ("{0},accepted,as-asked,2026-01-01," + PROOF, "answer-contradiction", "decided_on"),
        ("{0},accepted,as-asked,2026-12-24," + PROOF, "answer-contradiction", "decided_on"),
        ("{0},refused,identity,{day},,,", "answer-contradiction", "scopes"),
        ("{0},accepted,as-asked,{day},,,", "answer-proof", "evidence"),
        ("{0},accepted,as-asked,{day},signed-document,scans,member-sourcing", "answer-proof", "evidence"),
        ("{0},accepted,as-asked,{day},signed-document,none.pdf,member-sourcing", "answer-proof", "evidence"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_and_nothing_is_recorded(
    place, private, first, second, line, code, field
):
    """Its code, line, column and fix; the right line beside it is not recorded either."""
    before = state(private)
    right = f"{second},refused,,,,,"
    found = record(place, right, line.format(first, day=DAY))
    assert told(found) == [(code, 3, field)]
    assert found.problems[0].fix
    assert not found.answered
    assert state(private) == before


def test_every_problem_is_told_at_once(place, first, second):
    """Several in one line, and those of every other line, in the order of the list."""
    found = record(
        place,
        f"{first},accepted,audits,2026-01-01,fax,none.pdf,member-sourcing",
        f"{second},maybe,,soon,,,",
        "AAAAA-AAAAA,accepted,as-asked,,signed-document,none.pdf,member-sourcing",
    )
    assert told(found) == [
        ("answer-contradiction", 2, "decided_on"),
        ("answer-proof", 2, "evidence"),
        ("answer-cell", 2, "method"),
        ("answer-contradiction", 2, "scopes"),
        ("answer-cell", 3, "answer"),
        ("answer-cell", 3, "decided_on"),
        ("answer-proof", 4, "evidence"),
        ("answer-reference", 4, "reference"),
    ]
    said = respond_list_text(found, place / "private")
    assert "answers.csv, line 2, method: 'fax' cannot be read (answer-cell)" in said
    assert "  → Write one of signed-document, " in said
    assert "8 problems: nothing was recorded." in said


def test_texts_speak_of_columns(place, first):
    """Whoever fills in a list has no options."""
    found = record(
        place,
        f"{first},accepted,identity|profile,2026-01-01,,,",
    )
    texts = " ".join(p.message + p.fix for p in found.problems)
    assert "yes in the column beyond" in texts
    assert "the column recorded_by" in texts
    assert "--" not in texts


@pytest.mark.parametrize(
    ("header", "field", "said"),
    [
        ("reference,answer,scope", "", "Did you mean scopes?"),
        ("reference,answer,answer", "answer", "Leave one"),
        ("reference,scopes", "answer", "A list may have reference, "),
        ("letter code,answer", "reference", "A list may have"),
    ],
)
def test_a_wrong_header_is_told(place, first, header, field, said):
    """An unknown, missing or repeated column is named with those that there are."""
    found = record(place, f"{first},refused", header=header)
    problem = found.problems[-1]
    assert (problem.code, problem.line, problem.field) == ("answer-column", 1, field)
    assert said in problem.fix


def test_one_factory_has_one_line(place, private, tiny, first):
    """A letter named twice, and two letters to one factory, are told at the later line."""
    ask(private, tiny, again=True, source=random.Random(9))
    newer = next(
        row["reference"]
        for row in rows_of(private, "invitations")
        if row["factory_id"] == NEW and row["reference"] != first
    )
    twice = record(place, f"{first},refused,,,,,", f"{first},refused,,,,,")
    assert told(twice) == [("answer-reference", 3, "reference")]
    both = record(place, f"{first},refused,,,,,", f"{newer},accepted,as-asked,,{PROOF}")
    assert told(both) == [("answer-reference", 3, "reference")]
    assert f"line 2 answers for {NEW} already" in both.problems[0].message


def test_another_factory_than_the_letters_is_told(place, first, second):
    """A reference that slipped into the next line of a spreadsheet is found by the factory beside it."""
    header = "factory_id,reference,answer"
    found = record(place, f"{OTHER},{first},refused", f"{OTHER},{second},refused", header=header)
    assert told(found) == [("answer-reference", 2, "factory_id")]
    assert f"{first} is the letter to {NEW}" in found.problems[0].message


def test_another_answer_than_the_recorded_one_needs_a_word(place, private, first):
    """A different day, paper, answer or scope is told; with change it takes the place of the old one."""
    assert record(place, f"{first},accepted,as-asked,{DAY},{PROOF}").answered
    two = PROOF.replace("one", "two")
    for line in (
        f"{first},refused,,{DAY},,,",
        f"{first},accepted,as-asked,{LATER},{PROOF}",
        f"{first},accepted,as-asked,{DAY},{two}",
        f"{first},accepted,identity,{DAY},{PROOF}",
    ):
        assert told(record(place, line)) == [("answer-recorded", 2, "answer")]
    changed = f"{first},accepted,identity,{DAY},{two},yes"
    found = record(place, changed, header=f"{HEADER},change")
    assert found.answered[0].removed == ("audits",)
    assert record(place, changed, header=f"{HEADER},change").unchanged == 1
    assert [row["scope"] for row in rows_of(private, "consents")] == ["identity"]


def test_an_answer_that_was_replaced_since_is_not_brought_back(place, private, first):
    """The old list can be run again after a smaller yes on another paper; the smaller one stays."""
    line = f"{first},accepted,as-asked,{DAY},{PROOF}"
    record(place, line)
    smaller = Answer(
        accepted=True,
        scopes=("identity",),
        decided_on=DAY,
        method="signed-document",
        evidence=place / "scans" / "two.pdf",
        recorded_by="member-sourcing",
    )
    respond(private, first, smaller, as_of=LATER, change=True)
    before = state(private)
    assert record(place, line).unchanged == 1
    assert state(private) == before


def test_flags_language_and_members(place, private, first):
    """The columns that are seldom needed say the same as the options."""
    found = record(
        place,
        f"{first},accepted,identity;profile,{DAY},{PROOF},EN,yes,true,no".replace("EN", "en"),
        header=f"{HEADER},language,all_members,beyond,change",
    )
    assert not found.problems
    rows = rows_of(private, "consents")
    assert {(row["scope"], row["member"], row["language"]) for row in rows} == {
        ("identity", "*", "en"),
        ("profile", "*", "en"),
    }
    assert set(f"{HEADER},language,all_members,beyond,change".split(",")) <= READERS.keys()


def test_a_language_that_no_letter_has_is_told(place, first):
    """The language stands in the public consent, so it must be one that was read."""
    line = f"{first},accepted,as-asked,{DAY},{PROOF},km"
    found = record(place, line, header=f"{HEADER},language")
    assert told(found) == [("answer-contradiction", 2, "language")]


def test_a_copy_of_the_index_is_a_list(place, private, first, second):
    """Its columns may stay beside those of the answers, whatever a spreadsheet made of it."""
    with (private / "invitations" / "index.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    file = place / "answers.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        out.write("sep=;\r\n")
        writer = csv.writer(out, delimiter=";")
        writer.writerow((*COLUMNS, "Answer", "Decided on"))
        for row in rows:
            writer.writerow((*row.values(), "refused" if row["reference"] == first else "", ""))
    found = respond_list(private, file, as_of=LATER)
    assert ([a.reference for a in found.answered], found.waiting) == ([first], 1)


@pytest.mark.parametrize("failing", ["one.pdf", "consents.csv", "invitations.csv"])
def test_nothing_is_half_recorded(place, private, first, second, monkeypatch, failing):
    """Where one file cannot be written, no answer of the list is recorded, and no paper stays."""
    real = os.open

    def open_file(path, flags, *rest):
        if failing.replace("one.pdf", f"{second}.pdf") in str(path) and flags & os.O_CREAT:
            raise OSError(28, "No space left on device", str(path))
        return real(path, flags, *rest)

    before = state(private)
    monkeypatch.setattr(os, "open", open_file)
    lines = (
        f"{first},accepted,as-asked,{DAY},{PROOF}",
        f"{second},accepted,as-asked,{DAY},{PROOF}",
    )
    with pytest.raises(OSError, match="No space"):
        record(place, *lines)
    assert state(private) == before


def test_one_paper_in_two_lines_is_told(place, private, first, second):
    """The same scan for two factories is recorded, and the report asks whether it is right."""
    lines = (
        f"{first},accepted,as-asked,{DAY},{PROOF}",
        f"{second},accepted,as-asked,{DAY},{PROOF}",
    )
    found = record(place, *lines)
    assert [each.same_paper_as for each in found.answered] == [(), (first,)]
    assert "The very same file is the proof of" in respond_list_text(found, private)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is no file"),
        (b"", "holds no rows"),
        (b"PK\x03\x04", "is a workbook"),
        ("reference\u00e9".encode("latin-1"), "is not UTF-8"),
        (b'reference,answer\n"open', "never closed"),
    ],
)
def test_what_is_no_list(place, private, content, said):
    """A missing, empty or foreign file is told as such."""
    file = place / "answers.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(MadewhereError, match=said):
        respond_list(private, file, as_of=LATER)


def test_what_a_list_holds_cannot_steer_a_terminal(place, private):
    """Escape sequences of a list are shown as text."""
    found = record(place, "\x1b[31m,refused\x1b[31m", header="reference,answer,\x1b[31m")
    assert "\x1b" not in respond_list_text(found, private)


def run(private, *arguments: object, status: int = 0) -> str:
    """Run the command; gives what it said."""
    line = ["respond", str(private), *map(str, arguments), "--as-of", LATER.isoformat()]
    result = CliRunner().invoke(madewhere, line)
    if isinstance(result.exception, MadewhereError):
        return result.exception.message + " " + result.exception.hint
    assert result.exit_code == status, result.output
    return result.output


def test_the_command(place, private, first, second):
    """It ends with 1 and the problems, then with 0 and what was recorded, then with nothing new."""
    file = place / "answers.csv"
    file.write_text(f"{HEADER}\n{first},accepted,as-asked,{DAY},{PROOF}\n{second},no,why,,,,\n")
    said = run(private, "--list", file, status=1)
    assert "answers.csv, line 3, scopes: 'why' cannot be read (answer-cell)" in said
    assert "nothing was recorded" in said
    file.write_text(file.read_text().replace("why", ""))
    said = run(private, "--list", file)
    assert "2 answers recorded, 1 yes and 1 no." in said
    assert said.count("Now run `madewhere disclose") == 1
    assert "0 answers recorded; 2 recorded before." in run(private, "--list", file)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the reference of one invitation, or --list"),
        (("AAAAA-AAAAA", "--list", "x.csv"), "and not both"),
        (("--list", "x.csv", "--accepted"), "no answer is given by options"),
    ],
)
def test_wrong_use_of_the_command(private, arguments, said):
    """One reference or one list; of a list nothing is said by options."""
    assert said in run(private, *arguments)


def test_a_paper_of_the_same_size_is_another_paper(place, private, first):
    """What was recorded is told by the bytes of the paper, and not by its size or name."""
    record(place, f"{first},accepted,as-asked,{DAY},{PROOF}")
    (place / "scans" / "one.pdf").write_bytes(b"%PDF eno")
    assert told(record(place, f"{first},accepted,as-asked,{DAY},{PROOF}")) == [
        ("answer-recorded", 2, "answer")
    ]


def test_a_wrong_register_stops_the_list(place, private, first):
    """Where a row of the invitations cannot be read, nobody can tell what was answered."""
    rows = [row | {"invited_on": "soon"} for row in rows_of(private, "invitations")]
    write_private_table(private, "invitations", rows)
    with pytest.raises(MadewhereError, match=r"invitations.csv, line 2"):
        record(place, f"{first},refused,,,,,")
