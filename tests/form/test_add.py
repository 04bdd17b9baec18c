"""Entering one factory at a terminal: answers are piped in, one a line."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from madewhere.cli.add import add
from madewhere.errors import MadewhereError, UsageError
from madewhere.form.questions import LINK_QUESTIONS, QUESTIONS
from madewhere.private.going_public import plan
from madewhere.tables import table
from tiny_publication import AS_OF, KNITS, TINY

ORDER = [
    *(question.column for question in QUESTIONS if question.required),
    *(question.column for question in QUESTIONS if not question.required),
    *(question.column for question in LINK_QUESTIONS),
]
MILL = {"name": "Quiet Mill", "street_address": "12 Lantern Road", "country": "Türkiye"}
FABLE = {
    "name": "Fable Knitwear Limited",
    "street_address": "Plot 14, Imaginary Zone",
    "country": "BD",
    "locality": "Gazipur",
}


def lines(answers, *, after_required=(), end=("y", "n")):
    """The lines that answer every question in order; an answer may be several lines."""
    told = []
    for place, column in enumerate(ORDER):
        if place == 3:
            told += after_required
        given = answers.get(column, "")
        told += [given] if isinstance(given, str) else given
    return "\n".join([*told, *end]) + "\n"


@pytest.fixture
def run(tmp_path):
    """Answer the command's questions for ``tmp_path/private``."""
    shutil.copytree(TINY, tmp_path / "data")

    def invoke(text, *arguments):
        folders = ["--private", str(tmp_path / "private"), "--data", str(tmp_path / "data")]
        command = ["--member", "alder", "--as-of", AS_OF.isoformat(), *folders, *arguments]
        return CliRunner().invoke(add, command, input=text)

    return invoke


def test_a_factory_is_entered(run, rows):
    """Required questions come first, Enter skips the others, and how to invite is said."""
    result = run(lines(MILL | {"locality": "Izmir", "tier": "1", "since": "2019"}))
    assert result.exit_code == 0, result.output
    (row,) = rows("factories")
    assert (row["country"], row["locality"], row["name_stated_by"]) == ("TR", "Izmir", "member")
    assert rows("sourcing")[0]["since"] == "2019-01-01"
    assert f"--factory {row['factory_id']}" in result.output
    assert "madewhere invite" in result.output


def test_a_fresh_folder_shows_what_may_be_put_in(run, tmp_path):
    """As that of an import does: blank tables have their columns."""
    run(lines(MILL))
    head = (tmp_path / "private" / "audits.csv").read_text()
    assert head == ",".join(table("audits").columns) + "\n"
    assert (tmp_path / "private" / "supply_links.csv").exists()
    going = plan(tmp_path / "private", tmp_path / "data", as_of=AS_OF)
    assert going.problems == []


def test_a_wrong_answer_is_asked_again(run, rows):
    """What is wrong is said in plain words, as soon as it is typed."""
    answers = {
        **MILL,
        "name": ["", "a@b.example", "Quiet Mill"],
        "country": ["Turky", "TR"],
        "coordinates": ["51.5, -0.1", "38.42, 27.14"],
        "workers": ["about 500", "500"],
        "tier": ["7", "1"],
    }
    result = run(lines(answers))
    for told in ("has to be answered", "e-mail", "Kingdom", "about 500", "from 1 to 4"):
        assert told in result.output
    assert [rows("factories")[0][c] for c in ("name", "workers")] == ["Quiet Mill", "500"]


def test_a_question_mark_shows_the_choices(run):
    """Those of the publication's registers."""
    answers = MILL | {
        "facility_type": ["?", "Final Product Assembly"],
        "processing_types": ["?", ""],
    }
    result = run(lines(answers))
    assert "Textile or Material Production" in result.output
    assert "Sewing" in result.output


def test_a_published_factory_is_offered(run, rows):
    """A number takes its ID; a number that is none of those shown is asked again."""
    result = run(lines(FABLE, after_required=("9", "1")))
    assert "Is it one of these?" in result.output
    assert "from 1 to 1" in result.output
    assert [row["factory_id"] for row in rows("factories")] == [KNITS]


def test_enter_takes_none_of_those_offered(run, rows):
    """Then it has an ID of its own, and looks like the other one still."""
    other = FABLE | {"street_address": "Plot 15, Imaginary Zone"}
    result = run(lines(other, after_required=("",)))
    assert rows("factories")[0]["factory_id"] != KNITS
    assert result.exit_code == 0


def test_enter_keeps_what_the_folder_has(run, rows):
    """A factory that is entered again is shown as it stands."""
    run(lines(MILL | {"locality": "Izmir", "workers": "500", "tier": "2"}))
    result = run(lines(MILL | {"workers": "640"}, after_required=("1",)))
    assert "Now: Izmir" in result.output
    (row,) = rows("factories")
    assert [row[c] for c in ("locality", "workers")] == ["Izmir", "640"]
    assert rows("sourcing")[0]["tier"] == "2"


def test_an_answer_can_be_changed_at_the_end(run, rows):
    """By its number in the summary; anything else is asked again."""
    end = ("what", str(ORDER.index("locality") + 1), "Bursa", "y", "n")
    run(lines(MILL | {"locality": "Izmir"}, end=end))
    assert rows("factories")[0]["locality"] == "Bursa"


def test_a_no_at_the_end_writes_nothing(run, tmp_path):
    """And says so."""
    result = run(lines(MILL, end=("n",)))
    assert "Nothing was written" in result.output
    assert not (tmp_path / "private").exists()


def agreement(paper, *, scopes="1 2", day="2026-11-01"):
    """The answers after the summary that record a signed yes."""
    return ("y", "y", scopes, "n", day, "n", "1", "2", "bn", str(paper), "1")


def test_a_yes_is_recorded_with_its_proof(run, rows, tmp_path):
    """Scopes, day, method, language, role and the paper, in one go with the factory."""
    paper = tmp_path / "Yes.PDF"
    paper.write_bytes(b"signed")
    result = run(lines(MILL, end=agreement(f"'{paper}'")))
    assert result.exit_code == 0, result.output
    consents = rows("consents")
    assert [row["scope"] for row in consents] == ["audits", "identity"]
    assert (consents[0]["method"], consents[0]["language"]) == ("signed-document", "bn")
    assert (consents[0]["decided_on"], consents[0]["valid_until"]) == ("2026-11-01", "")
    assert rows("evidence")[0]["file"] == f"{rows('factories')[0]['factory_id']}.pdf"
    going = plan(tmp_path / "private", tmp_path / "data", as_of=AS_OF)
    assert [row["name"] for row in going.tables["factories"]] == ["Quiet Mill"]
    assert going.problems == []


def test_the_proof_is_looked_at_too(run, rows, tmp_path):
    """A day in the future, a year alone and a paper that is not there are asked again."""
    paper = tmp_path / "yes.pdf"
    paper.write_bytes(b"signed")
    (tmp_path / "empty.pdf").touch()
    end = list(agreement(paper))
    end[4:5] = ["2027-01-01", "2026", "soon", "2026-11-01"]
    end[-2:-2] = ["", str(tmp_path), str(tmp_path / "empty.pdf"), "\0"]
    result = run(lines(MILL, end=end))
    assert result.exit_code == 0, result.output
    assert "is empty" in result.output
    assert "2027-01-01 is not from" in result.output
    assert rows("consents")


def test_a_yes_without_identity_is_none(run, rows, tmp_path):
    """The factory is taken, and has yet to be invited."""
    result = run(lines(MILL, end=("y", "y", "2", "n")))
    assert "madewhere invite" in result.output
    assert rows("consents") == []


def test_the_end_of_the_input_writes_nothing(run, tmp_path):
    """Wherever it comes: after any number of lines there is no folder, until the last one."""
    paper = tmp_path / "yes.pdf"
    paper.write_bytes(b"signed")
    told = lines(MILL, end=agreement(paper)).splitlines(keepends=True)
    for count in (0, 1, 3, len(ORDER), len(ORDER) + 2, len(told) - 1):
        result = run("".join(told[:count]))
        assert result.exit_code == 1
        assert not (tmp_path / "private").exists()
    assert run("".join(told)).exit_code == 0


def test_it_is_refused_before_anything_is_asked(run, tmp_path):
    """An unknown member, or a folder that holds other things."""
    assert isinstance(run("", "--member", "nobody").exception, UsageError)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "letter.txt").touch()
    assert isinstance(run("").exception, MadewhereError)


def test_a_terminal_is_not_steered_by_what_is_published(run, tmp_path, edit):
    """A published name with an escape sequence is shown as text."""
    file = tmp_path / "data" / "members" / "birch" / "factories.csv"
    alder = tmp_path / "data" / "members" / "alder" / "factories.csv"
    for path in (file, alder):
        edit(path, lambda found: found[0].update(name="Fable Knitwear Limited\x1b[2J"))
    result = run(lines(FABLE, after_required=("",)))
    assert "\x1b" not in result.output
    assert "\\x1b[2J" in result.output
