"""`invite`, `respond` and `invitations` as commands: what they say, and with which status they end."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from madewhere.cli import madewhere
from madewhere.errors import UsageError
from madewhere.private.folder import write_private_table
from private.inviting_case import NEW, OTHER, make_folder, rows_of
from tiny_publication import AS_OF


@pytest.fixture
def run(tiny, tmp_path, monkeypatch):
    """Run a command on alder's private folder; gives what it said."""
    private = make_folder(tmp_path / "private")
    for name in ("invite", "invitations"):
        monkeypatch.setattr(f"madewhere.cli.{name}.CACHE", tmp_path / "cache", raising=False)

    def run_command(name: str, *arguments: object, status: int = 0) -> str:
        options = ["--data", str(tiny)] if name != "respond" else []
        line = [name, str(private), *map(str, arguments), *options, "--as-of", AS_OF.isoformat()]
        result = CliRunner().invoke(madewhere, line)
        if isinstance(result.exception, UsageError):
            raise result.exception
        assert result.exit_code == status, result.output
        return result.output

    run_command.private = private
    return run_command


def test_the_whole_way(run, tmp_path):
    """Ask, look, answer, look again."""
    said = run("invite", "--factory", NEW)
    (row,) = rows_of(run.private, "invitations")
    assert row["reference"] in said
    assert "No native speaker has checked the text in vi yet" in said
    assert "1 pending" in run("invitations")
    paper = tmp_path / "scan.pdf"
    paper.write_bytes(b"signed")
    said = run(
        "respond", row["reference"], "--accepted", "--evidence", paper,
        "--method", "signed-document", "--recorded-by", "member-sourcing",
    )  # fmt: skip
    assert "said yes on 2026-11-21 to identity, audits, for alder, until withdrawn." in said
    report = json.loads(run("invitations", "--format", "json"))
    assert (report["counts"]["accepted"], report["without_answer"]) == (1, [])


@pytest.mark.parametrize("flags", [(), ("--accepted", "--refused")])
def test_an_answer_is_yes_or_no(run, flags):
    """Neither and both are wrong use."""
    run("invite", "--all")
    with pytest.raises(UsageError, match="--accepted or --refused"):
        run("respond", rows_of(run.private, "invitations")[0]["reference"], *flags)


def test_a_reminder_is_noted_first(run):
    """What --reminded notes is in the list that follows."""
    run("invite", "--factory", NEW)
    reference = rows_of(run.private, "invitations")[0]["reference"]
    assert f"reminded on {AS_OF}" in run("invitations", "--reminded", reference)


def test_all_reminders_that_are_due_are_noted_at_once(run, monkeypatch):
    """What was due is noted as sent, and what is not due yet is left alone."""
    run("invite", "--factory", OTHER)
    rows = rows_of(run.private, "invitations")
    early = (AS_OF - timedelta(days=20)).isoformat()
    write_private_table(run.private, "invitations", [rows[0] | {"invited_on": early}])
    run("invite", "--factory", NEW)
    report = json.loads(run("invitations", "--reminded-due", "--format", "json"))
    assert report["reminders_due"] == []
    told = {each["factory_id"]: each["reminded_on"] for each in report["without_answer"]}
    assert told == {OTHER: AS_OF.isoformat(), NEW: None}


def test_an_error_in_the_folder_is_told(run):
    """The others are asked, the error is named, and the status is 1."""
    path = run.private / "factories.csv"
    path.write_text(path.read_text().replace(",7421,", ",many,"))
    said = run("invite", "--all", status=1)
    assert "1 invitation made" in said
    assert "factories.csv, line" in said


def test_a_dry_run_says_so(run):
    """Nothing is written, and no reference is shown that will not be used."""
    said = run("invite", "--all", "--dry-run")
    assert "2 invitations would be made; nothing was written." in said
    assert "(a new reference)" in said
    assert not (run.private / "invitations.csv").exists()
