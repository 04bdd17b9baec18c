"""`madewhere check` with a base: what is written where, and with which status."""

from __future__ import annotations

import json
import sys

import pytest

from checking import FACTORIES, SOURCING, cells
from madewhere import __main__ as program
from madewhere.report.proposal_markdown import MARKER


@pytest.fixture
def check(monkeypatch, capsys, published, tmp_path_factory):
    """Run `madewhere check` at the top of the tiny publication's repository."""
    monkeypatch.chdir(published.parent)
    monkeypatch.setattr("madewhere.cli.check.CACHE", tmp_path_factory.mktemp("cache"))

    def run_command(*arguments: str) -> tuple[int, str, str]:
        command = ["madewhere", "check", "--as-of", "2026-11-21", *arguments]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as stopped:
            program.main()
        return (int(stopped.value.code or 0), *capsys.readouterr())

    return run_command


def test_one_run_writes_every_form(check, published, tmp_path_factory):
    """The log, the comment, the JSON, GitLab's report and the map come from one check."""
    cells(FACTORIES, 2, workers="700")(published)
    out = tmp_path_factory.mktemp("out")
    forms = ("markdown", "json", "gitlab")
    writes = [part for form in forms for part in ("--write", form, str(out / form))]
    status, said, err = check(
        "--base", "HEAD", "--format", "github", *writes, "--map", str(out / "map")
    )
    assert (status, err) == (0, "")
    assert said.startswith("::notice title=What this proposal changes::1 factory changed")
    assert (out / "markdown").read_text().startswith(MARKER)
    assert json.loads((out / "json").read_text())["proposal"]["factories"][0]["member"] == "alder"
    assert isinstance(json.loads((out / "gitlab").read_text()), list)
    assert (out / "map").read_text().startswith("<svg ")


def test_files_are_written_where_there_are_errors(check, published, tmp_path_factory):
    """A proposal with an error needs its comment most; the status is as ever."""
    cells(SOURCING, 2, tier="9")(published)
    file = tmp_path_factory.mktemp("out") / "c.md"
    assert check("--base", "HEAD", "--write", "markdown", str(file))[0] == 1
    assert "cell-range" in file.read_text()


def test_the_proposer_decides_what_is_outside(check, published):
    """Named by the host, compared with the register."""
    cells(FACTORIES, 2, workers="700")(published)
    assert "Look first" not in check("--base", "HEAD", "--proposer", "alder-data")[1]
    assert "Look first" in check("--base", "HEAD", "--proposer", "mallory")[1]


@pytest.mark.parametrize(
    "arguments", [("--proposer", "ann"), ("--map", "x.svg"), ("--base", "--help"), ("--base", "")]
)
def test_wrong_use(check, arguments):
    """Without a base there is no change to speak of, and an option is no base."""
    assert check(*arguments)[0] == 2
