"""A form that a factory filled in becomes its rows, its consents and the proof of them."""

from __future__ import annotations

import hashlib
import shutil

import pytest
from click.testing import CliRunner

from madewhere.cli.intake import intake
from madewhere.errors import MadewhereError, UsageError
from madewhere.private.going_public import plan
from tiny_publication import AS_OF, KNITS, TINY


@pytest.fixture
def run(tmp_path):
    """Take a form's text with further arguments into ``tmp_path/private``."""
    shutil.copytree(TINY, tmp_path / "data")

    def invoke(form, *arguments):
        file = tmp_path / "form.md"
        file.write_bytes(form if isinstance(form, bytes) else form.encode())
        folders = ["--private", str(tmp_path / "private"), "--data", str(tmp_path / "data")]
        command = [str(file), "--member", "alder", "--as-of", AS_OF.isoformat(), *folders]
        return CliRunner().invoke(intake, [*command, *arguments])

    return invoke


def test_a_form_becomes_rows_consents_and_evidence(run, fill, rows, tmp_path):
    """The consents are the factory's, for the member under which it is shown, with the form's hash."""
    result = run(fill(scopes=("identity", "contact")))
    assert result.exit_code == 0, result.output
    (factory,) = rows("factories")
    assert {factory[c] for c in factory if c.endswith("stated_by")} == {"factory", ""}
    consents = rows("consents")
    assert [row["scope"] for row in consents] == ["contact", "identity"]
    for row in consents:
        assert (row["member"], row["recorded_by"]) == ("alder", "factory-management")
        assert (row["method"], row["decided_on"]) == ("online-form", AS_OF.isoformat())
    (evidence,) = rows("evidence")
    paper = tmp_path / "private" / "evidence" / evidence["file"]
    salted = hashlib.sha256(bytes.fromhex(evidence["salt"]) + paper.read_bytes()).hexdigest()
    assert salted == consents[0]["evidence_sha256"] == evidence["evidence_sha256"]
    assert paper.stat().st_mode & 0o077 == 0


def test_what_was_agreed_to_can_be_disclosed(run, fill, tmp_path):
    """The folder that an intake makes is one that `disclose` takes, as far as the form agreed."""
    run(fill(scopes=("identity", "contact")))
    going = plan(tmp_path / "private", tmp_path / "data", as_of=AS_OF)
    assert going.problems == []
    (factory,) = (row for row in going.tables["factories"])
    assert factory["website"] == "https://quietwater.example/"
    assert factory["workers_max"] is None


def test_a_form_with_a_fault_is_not_taken(run, fill, tmp_path):
    """Everything that is wrong is told at once, nothing is written, and the status is 1."""
    result = run(fill({"Name": "Call a@b.example", "Country": "Nowhere\x1b[2J"}, declared=False))
    assert result.exit_code == 1
    assert "e-mail" in result.output
    assert "Nowhere" in result.output
    assert "not agreed to" in result.output
    assert "\x1b" not in result.output
    assert not (tmp_path / "private").exists()


def test_a_dry_run_writes_nothing(run, fill, tmp_path):
    """It says what would happen."""
    result = run(fill(), "--dry-run")
    assert (result.exit_code, "Nothing was written" in result.output) == (0, True)
    assert not (tmp_path / "private").exists()


def test_a_known_factory_keeps_its_id(run, fill, rows):
    """A form with the name and OS ID of a published factory is about it; a person is told to ask it."""
    result = run(fill({"Name": "Fable Knitwear Ltd", "OS ID": "BD2019100FPTYTA"}))
    assert [row["factory_id"] for row in rows("factories")] == [KNITS]
    assert "ask the factory" in result.output


def test_a_second_form_takes_the_place_of_the_first(run, fill, rows):
    """Rows and consents are those of the second; both papers stay."""
    run(fill())
    first = rows("factories")[0]
    result = run(fill({"Website": "_No response_", "Workers": "640"}, scopes=("identity",)))
    assert "Not agreed to any more: profile, contact" in result.output
    (second,) = rows("factories")
    assert second["factory_id"] == first["factory_id"]
    assert [second[c] for c in ("workers", "workers_min", "website")] == ["640", "", ""]
    assert [row["scope"] for row in rows("consents")] == ["identity"]
    assert len(rows("evidence")) == 2


def test_a_yes_to_audits_can_be_given_by_form(run, fill, rows, tmp_path):
    """A line for the audits stands in the form, and its consent is one that `disclose` takes."""
    assert run(fill(scopes=("identity", "audits"))).exit_code == 0
    assert [row["scope"] for row in rows("consents")] == ["audits", "identity"]
    assert plan(tmp_path / "private", tmp_path / "data", as_of=AS_OF).problems == []


def test_a_form_without_a_line_takes_back_nothing_of_that_subject(run, fill, rows):
    """An older blank form has no line for the audits, so it says nothing of them."""
    run(fill(scopes=("identity", "audits")))
    older = "\n".join(line for line in fill().split("\n") if "(audits)" not in line)
    assert run(older).exit_code == 0
    scopes = ["audits", "contact", "identity", "profile"]
    assert [row["scope"] for row in rows("consents")] == scopes


def test_the_same_form_again_changes_no_statement(run, fill, rows, tmp_path):
    """Taking a form twice by mistake does no harm, and keeps one copy of it; another form is another proof."""
    run(fill())
    before = {name: rows(name) for name in ("factories", "consents", "evidence")}
    assert run(fill()).exit_code == 0
    assert {name: rows(name) for name in before} == before
    assert len(before["consents"]) == 3
    evidence = tmp_path / "private" / "evidence"
    assert [path.name for path in evidence.iterdir()] == [before["evidence"][0]["file"]]
    run(fill({"Workers": "7"}))
    assert len(rows("evidence")) == len(list(evidence.iterdir())) == 2
    assert {row["evidence_sha256"] for row in rows("consents")}.isdisjoint(
        row["evidence_sha256"] for row in before["evidence"]
    )


def test_an_answer_that_cannot_be_read_is_told_and_kept(run, fill, rows):
    """The factory is taken without it."""
    result = run(fill({"Workers": "about 500"}))
    assert result.exit_code == 0
    assert "Left out: Workers: “about 500”" in result.output
    assert [row["text"] for row in rows("import_rest")] == ["about 500"]


def test_wrong_use_is_said(run, fill, tmp_path):
    """A member that is not registered, a language that is none, a file that is no form."""
    assert isinstance(run(fill(), "--member", "nobody").exception, UsageError)
    assert isinstance(run(fill(), "--language", "English").exception, UsageError)
    assert isinstance(run(b"\xff\x00\x81").exception, MadewhereError)
    assert isinstance(run("hello").exception, MadewhereError)
    assert CliRunner().invoke(intake, []).exit_code == 2
    assert not (tmp_path / "private").exists()


def test_the_blank_forms_are_printed():
    """Without a file, a member or a publication."""
    assert "### Name" in CliRunner().invoke(intake, ["--text-form"]).output
    assert "type: checkboxes" in CliRunner().invoke(intake, ["--issue-form"]).output
