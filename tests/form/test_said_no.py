"""A factory that is known, above all one that refused or withdrew, is recognised when it comes again."""

from __future__ import annotations

import random
import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from madewhere.cli.add import add
from madewhere.cli.intake import intake
from madewhere.errors import MadewhereError, UsageError
from madewhere.events.withdrawal import merge, withdraw
from madewhere.form.entry import take_answers
from madewhere.form.questions import LINK_QUESTIONS, QUESTIONS
from madewhere.package_writer import table_bytes
from madewhere.private.going_public import plan, write
from madewhere.private.invitation.reminders import overview
from tiny_publication import KNITS, TINY

MILL = {"name": "Quiet Mill Ltd", "street_address": "12 Lantern Road, Gazipur", "country": "BD"}
SAME = {"Name": "Quiet Mill Ltd", "Street address": "12 Lantern Road"}
ALIKE = {
    "Name": "Quiet Mills Limited",
    "Street address": "12, Lantern Rd.",
    "Town or city": "Gazipur",
}
OTHER = {"Name": "Far Dyeing", "Street address": "9 Hill Street", "Town or city": "Savar"}
NO = "2026-03-01"


@pytest.fixture
def data(tmp_path):
    """A copy of the tiny publication."""
    return shutil.copytree(TINY, tmp_path / "data")


@pytest.fixture
def mill(tmp_path, data):
    """The ID of a factory that stands in ``tmp_path/private``."""
    entered = take_answers(
        MILL,
        stated_by="member",
        private=tmp_path / "private",
        member="alder",
        data=data,
        stated_on=date(2026, 1, 5),
        source=random.Random(3),
    )
    return entered.factory_id


def invited(folder, factory_id, *, answer="", answered_on=""):
    """Write the one invitation of a private folder."""
    row = {
        "reference": "4T0WX-9RC2D",
        "factory_id": factory_id,
        "via": "",
        "scopes": "identity",
        "text_version": "2026-1",
        "language": "en",
        "invited_on": "2026-02-01",
        "reminded_on": "",
        "answered_on": answered_on,
        "answer": answer,
        "note": "",
    }
    (folder / "invitations.csv").write_bytes(table_bytes("invitations", [row]))


@pytest.fixture
def refused(mill, tmp_path):
    """The ID of the factory, which refused on a day."""
    invited(tmp_path / "private", mill, answer="refused", answered_on=NO)
    return mill


@pytest.fixture
def send(tmp_path, data, fill):
    """Take a form in, as of a month after the refusal unless told otherwise."""

    def run(answers, *arguments, as_of="2026-04-01"):
        file = tmp_path / "form.md"
        file.write_text(fill({"Website": "_No response_", **answers}), "utf-8")
        folders = ["--private", str(tmp_path / "private"), "--data", str(data)]
        command = [str(file), "--member", "alder", "--as-of", as_of, *folders, *arguments]
        return CliRunner().invoke(intake, command)

    return run


@pytest.fixture
def type_in(tmp_path, data):
    """Answer `add`: name, address and country, the number chosen, nothing else, and the end."""

    def run(name, address, chosen, *end, as_of="2026-04-01"):
        skipped = [q for q in (*QUESTIONS, *LINK_QUESTIONS) if not q.required]
        told = [name, address, "BD", chosen, *("" for _ in skipped), *end]
        folders = ["--private", str(tmp_path / "private"), "--data", str(data)]
        command = ["--member", "alder", "--as-of", as_of, *folders]
        return CliRunner().invoke(add, command, input="\n".join(told) + "\n")

    return run


def withdrawn(private, data, factory_id):
    """Publish the factory by a yes of April, and let it withdraw in May."""
    write(plan(private, data, as_of=date(2026, 4, 2)))
    withdraw([factory_id], data, day=date(2026, 5, 1))


@pytest.mark.parametrize(("answers", "verb"), [(SAME, "is about"), (ALIKE, "looks like")])
def test_a_form_of_a_factory_that_refused_is_asked_about(send, rows, refused, answers, verb):
    """Nothing is written, no ID is minted, and the day of the refusal is told."""
    before = rows("factories")
    result = send(answers)
    assert result.exit_code == 1
    assert f"The form {verb} {refused}, which refused on {NO}" in result.output
    assert f"--factory {refused}" in result.output
    assert "Nothing was written" in result.output
    assert (rows("factories"), rows("consents")) == (before, [])


def test_the_form_can_be_its_new_yes(send, rows, refused, tmp_path, data):
    """Under the old ID, from the day after the refusal; then it can go public."""
    result = send(ALIKE, "--factory", refused.lower())
    assert result.exit_code == 0, result.output
    assert f"It refused on {NO}" in result.output
    assert [row["factory_id"] for row in rows("factories")] == [refused]
    going = plan(tmp_path / "private", data, as_of=date(2026, 4, 2))
    assert [row["name"] for row in going.tables["factories"]] == ["Quiet Mills Limited"]


def test_a_form_answers_the_letter_that_waits(send, rows, mill, tmp_path):
    """A factory that was asked and sends the form instead is not reminded, and leaves the list."""
    private = tmp_path / "private"
    invited(private, mill)
    (private / "invitations").mkdir()
    result = send(SAME)
    assert result.exit_code == 0, result.output
    assert "answers the invitation 4T0WX-9RC2D" in result.output
    (row,) = rows("invitations")
    assert (row["answer"], row["answered_on"]) == ("accepted", "2026-04-01")
    assert "form" in row["note"]
    assert rows("invitations/index") == []
    assert overview(private, tmp_path / "data", as_of=date(2026, 5, 1)).waiting == []


def test_a_form_answers_no_letter_to_another_factory_and_no_later_one(send, rows, mill, tmp_path):
    """Only what was asked before it, of the factory itself, is settled by its yes."""
    invited(tmp_path / "private", KNITS)
    assert "answers the invitation" not in send(SAME).output
    assert rows("invitations")[0]["answer"] == ""
    invited(tmp_path / "private", mill)
    assert "answers the invitation" not in send(SAME, as_of="2026-01-20").output
    assert rows("invitations")[0]["answer"] == ""


def test_a_yes_of_the_day_of_the_no_is_none(send, rows, refused):
    """It would not count, so it is not taken."""
    result = send(ALIKE, "--factory", refused, as_of=NO)
    assert isinstance(result.exception, MadewhereError)
    assert f"said no on {NO}" in result.exception.message
    assert rows("consents") == []


def test_a_form_can_be_of_another_factory(send, rows, refused):
    """Said by a person, it gets an ID of its own, and the likeness to one that refused is told."""
    result = send(ALIKE, "--factory", "new")
    assert result.exit_code == 0, result.output
    assert (
        f"looks like {refused} (in the private folder), Quiet Mill Ltd, which refused on {NO}"
        in (result.output)
    )
    assert "import-said-no" in result.output
    assert len(rows("factories")) == 2


def test_what_nothing_tells_apart_is_not_new(send, rows, refused):
    """The same name and address do not get a second ID, whoever says so."""
    result = send(SAME, "--factory", "new")
    assert isinstance(result.exception, UsageError)
    assert refused in result.exception.message
    assert len(rows("factories")) == 1


def test_a_withdrawn_factory_comes_back_under_its_id(send, rows, mill, tmp_path, data):
    """Its form is asked about too, must be of a later day, and then publishes the old ID again."""
    send(SAME)
    withdrawn(tmp_path / "private", data, mill)
    asked = send(ALIKE, as_of="2026-05-02")
    assert asked.exit_code == 1
    assert f"looks like {mill}, which withdrew on 2026-05-01" in asked.output
    early = send(SAME, "--factory", mill, as_of="2026-05-01")
    assert isinstance(early.exception, MadewhereError)
    assert send(SAME, "--factory", mill, as_of="2026-05-02").exit_code == 0
    going = plan(tmp_path / "private", data, as_of=date(2026, 5, 3))
    assert going.problems == []
    assert [event["identifier"] for event in going.events] == [mill]
    assert [row["factory_id"] for row in rows("factories")] == [mill]


def test_a_withdrawal_that_cannot_be_read_is_not_overlooked(send, mill, data):
    """The ledger may say that it withdrew."""
    (data / "ledger" / "broken.csv").write_text(
        f"kind,identifier,event,date,successor\nfactory,{mill},withdrawn,yesterday,\n"
    )
    assert "may have withdrawn" in send(SAME).output


def test_a_form_like_any_known_factory_is_asked_about(send, rows):
    """An ID is for ever, so a likely match with one that is shown gets no second one silently."""
    result = send({"Name": "Fable Knitwear", "Street address": "Plot 14, Imaginary Zone"})
    assert result.exit_code == 1
    assert f"{KNITS} Fable Knitwear" in result.output
    assert "disclosed by alder, birch" in result.output
    assert rows("factories") == []
    send(
        {"Name": "Fable Knitwear", "Street address": "Plot 14, Imaginary Zone"}, "--factory", "new"
    )
    assert [(r["other_id"], r["answer"]) for r in rows("lookalikes")] == [(KNITS, "different")]


def test_the_number_of_another_factory_makes_no_form_its_own(send, rows):
    """With another name and address it is not taken before somebody says that it is that one."""
    result = send({**OTHER, "OS ID": "BD2019100FPTYTA"})
    assert (result.exit_code, rows("factories")) == (1, [])
    assert "another name and address" in result.output
    send({**OTHER, "OS ID": "BD2019100FPTYTA"}, "--factory", KNITS)
    assert [row["factory_id"] for row in rows("factories")] == [KNITS]


@pytest.mark.parametrize("given", ["BD\x1b[2J", "BD1G1D22Z", "BD0EYMW34", "INMBH2168"])
def test_a_factory_that_it_cannot_be_is_refused(send, given, tmp_path):
    """No ID, one with a typing error, one that nobody knows, one that was merged."""
    result = send(OTHER, "--factory", given)
    assert isinstance(result.exception, UsageError)
    assert "\x1b" not in result.exception.message
    assert not (tmp_path / "private").exists()


def test_a_merged_factory_is_the_one_that_it_was_merged_into(send, rows, mill, tmp_path, data):
    """A yes under an ID that is not shown any more would be lost."""
    send(SAME)
    write(plan(tmp_path / "private", data, as_of=date(2026, 4, 2)))
    shutil.copytree(TINY / "members" / "alder", data / "members" / "alder", dirs_exist_ok=True)
    merge(mill, KNITS, data, day=date(2026, 4, 3))
    result = send(SAME, "--factory", KNITS, as_of="2026-05-01")
    assert result.exit_code == 0, result.output
    assert {row["factory_id"] for row in rows("consents") if row["decided_on"] > "2026-04-30"} == {
        KNITS
    }


def test_an_older_form_does_not_undo_a_newer_one(send, rows):
    """What was agreed to later, and may be less, stays."""
    send(OTHER, as_of="2026-05-01")
    before = rows("consents")
    result = send(OTHER, as_of="2026-04-01")
    assert isinstance(result.exception, MadewhereError)
    assert "later answer" in result.exception.message
    assert rows("consents") == before


def test_add_shows_how_each_candidate_stands(type_in, refused, rows):
    """One that refused is told with its day, and again when it is chosen; then there is a way to go on."""
    result = type_in("Quiet Mills", "12 Lantern Rd, Gazipur", "1", "y", "n")
    assert f"1 {refused} Quiet Mill Ltd, 12 Lantern Road, Gazipur, BD (refused on {NO})" in (
        result.output
    )
    assert f"! It refused on {NO}" in result.output
    assert "madewhere invite" not in result.output
    assert len(rows("factories")) == 1


def test_add_takes_only_a_yes_after_the_no(type_in, refused, rows, tmp_path):
    """The day of the refusal is asked again."""
    paper = tmp_path / "yes.pdf"
    paper.write_bytes(b"signed")
    end = ("y", "y", "1", "n", NO, "2026-03-02", "n", "1", "2", "en", str(paper), "1")
    result = type_in("Quiet Mills", "12 Lantern Rd, Gazipur", "1", *end)
    assert result.exit_code == 0, result.output
    assert f"{NO} is not from 2026-03-02" in result.output
    assert [(r["factory_id"], r["decided_on"]) for r in rows("consents")] == [
        (refused, "2026-03-02")
    ]


def test_add_asks_for_no_yes_where_none_can_count(type_in, refused, tmp_path, rows):
    """On the day before a refusal's own there is no day to give, so it is not asked for one."""
    result = type_in("Quiet Mills", "12 Lantern Rd, Gazipur", "1", "y", as_of="2026-02-27")
    assert result.exit_code == 0, result.output
    assert rows("consents") == []


def test_add_says_that_a_new_one_looks_like_one_that_refused(type_in, refused, rows):
    """Whoever takes none of those offered is told what it looks like."""
    result = type_in("Quiet Mills", "12 Lantern Rd, Gazipur", "", "y", "n")
    assert f"looks like {refused} (in the private folder)" in result.output
    assert f"which refused on {NO}" in result.output
    assert len(rows("factories")) == 2
    assert [(r["other_id"], r["answer"]) for r in rows("lookalikes")] == [(refused, "different")]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("closed,2026-02-03,", "disclosed by alder, birch; closed on 2026-02-03"),
        (
            "moved,2026-02-03,TRJCZ1V9R",
            "disclosed by alder, birch; moved to TRJCZ1V9R on 2026-02-03",
        ),
        ("withdrawn,2026-02-03,", "(withdrew on 2026-02-03)"),
    ],
)
def test_add_knows_what_the_ledger_says(type_in, data, event, words):
    """Closed, moved and withdrawn factories are told as such."""
    (data / "ledger" / "z.csv").write_text(
        f"kind,identifier,event,date,successor\nfactory,{KNITS},{event}\n"
    )
    assert words in type_in("Fable Knitwear Limited", "Plot 14", "", "n").output


def test_add_knows_who_was_invited(type_in, mill, tmp_path):
    """And when, as long as there is no answer."""
    invited(tmp_path / "private", mill)
    result = type_in("Quiet Mill", "12 Lantern Road, Gazipur", "", "n")
    assert "invited on 2026-02-01, no answer yet" in result.output


def test_a_refusal_stays_private(send, refused, tmp_path, data):
    """When the factory goes public after all, nothing public has the day of its refusal."""

    def told(what):
        return sum(f.read_text("utf-8").count(what) for f in data.rglob("*") if f.is_file())

    before = told(NO)  # the day that a product was stated on
    send(ALIKE, "--factory", refused)
    write(plan(tmp_path / "private", data, as_of=date(2026, 4, 2)))
    assert told(refused)
    assert told(NO) <= before
