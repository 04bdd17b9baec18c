"""The command `madewhere import`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from madewhere.cli.import_list import import_list
from madewhere.errors import UsageError
from madewhere.package_writer import table_bytes
from on_disk import csv_rows
from tiny_publication import TINY

LISTS = Path(__file__).resolve().parents[1] / "fixtures" / "lists"


@pytest.fixture
def run(tmp_path):
    """Run the command for a list with further arguments; there is no terminal."""
    shutil.copytree(TINY, tmp_path / "data")

    def invoke(name, *arguments):
        folders = ["--private", str(tmp_path / "p"), "--data", str(tmp_path / "data")]
        command = [str(LISTS / name), "--member", "alder", *folders, *arguments]
        return CliRunner().invoke(import_list, command)

    return invoke


def test_without_a_terminal_it_proposes_and_stops(run, tmp_path):
    """Without `--yes` the proposal and the command to go on are printed, and nothing is written."""
    result = run("odsas.csv")
    assert result.exit_code == 2
    assert "Factory Name" in result.output
    assert "Cloudmill Garments" in result.output
    assert "--yes" in result.output
    assert not (tmp_path / "p").exists()


def test_with_yes_it_takes_the_rows(run, tmp_path):
    """The report counts the rows; refused ones make the exit status 1."""
    good = run("odsas.csv", "--yes")
    assert (good.exit_code, "1 taken" in good.output) == (0, True)
    assert (tmp_path / "p" / "factories.csv").is_file()
    messy = run("messy.csv", "--yes")
    assert messy.exit_code == 1
    assert "7 rows: 3 taken, 1 repeated, 2 refused, 1 blank" in messy.output
    assert "Left out, as it is no factory: line 13, “Total: 120 factories”" in messy.output


def test_a_required_column_without_source_cannot_go_on(run):
    """A list without countries is shown, and then refused as wrong use, even with `--yes`."""
    result = run("messy.csv", "--yes", "--map", "country=", "--map", "street_address=")
    assert isinstance(result.exception, UsageError)
    assert "country" in result.exception.message


def test_a_mapping_needs_its_form(run):
    """`--map` without an equals sign is wrong use."""
    assert run("messy.csv", "--map", "country").exit_code == 2


def test_a_list_cannot_steer_the_terminal(run, tmp_path):
    """Escape sequences in names and headers are printed as nothing that a terminal acts on."""
    path = tmp_path / "hostile.csv"
    path.write_text("name,country,x\x1b[2J\nTotal \x1b]0;owned\x07,,\nA\x1b[31m,TR,1\n", "utf-8")
    result = run(str(path), "--yes")
    assert "1 taken" in result.output
    assert "\x1b" not in result.output
    assert "\x07" not in result.output


def test_a_list_whose_last_line_is_a_total_is_good(run, tmp_path):
    """A total below the factories is told and kept, and nothing of it is an error."""
    path = tmp_path / "total.csv"
    path.write_text("name,country,workers\nMill,TR,5\nTotal,,5\n", "utf-8")
    result = run(str(path), "--yes")
    assert result.exit_code == 0, result.output
    assert "1 row: 1 taken, 0 repeated, 0 refused, 0 blank" in result.output
    assert "Left out, as it is no factory: line 3, “Total 5”" in result.output
    assert ",3,,(no row of the list),Total 5\n" in (tmp_path / "p" / "import_rest.csv").read_text()


@pytest.mark.parametrize(
    ("member", "advice"), [("adler", "Did you mean 'alder'?"), ("x", "add it")]
)
def test_a_member_that_is_not_registered_is_refused(run, tmp_path, member, advice):
    """A slug with a typing error never gets a folder; the likely one is named."""
    result = run("odsas.csv", "--yes", "--member", member)
    assert isinstance(result.exception, UsageError)
    assert result.exception.message == f"the register of members has no {member!r}"
    assert advice in result.exception.hint
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("cells", "error", "advice"),
    [
        ({"country": "UK"}, "country: “UK” is no country code", "Write GB, which is the code of United Kingdom."),
        ({"country": "QQ"}, "country: “QQ” is no country code", "two-letter code"),
        ({"joined_on": "soon"}, "joined_on: “soon” is not a date", "Write dates as YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_an_error_in_the_members_own_row_is_told_before_anything_else(
    run, tmp_path, cells, error, advice
):
    """Not only when the member discloses; another member's error is none of its business."""
    register = tmp_path / "data" / "registers" / "members.csv"
    rows = csv_rows(register)
    wrong = [row | (cells if row["slug"] == "alder" else {}) for row in rows]
    register.write_bytes(table_bytes("members", wrong))
    result = run("odsas.csv", "--yes")
    assert isinstance(result.exception, UsageError)
    assert error in result.exception.message
    assert advice in result.exception.hint
    assert str(register) in result.exception.hint
    wrong = [row | (cells if row["slug"] == "birch" else {}) for row in rows]
    register.write_bytes(table_bytes("members", wrong))
    assert run("odsas.csv", "--yes", "--dry-run").exception is None


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2099-01-01", "2099-01-01 lies in the future"),
        ("14.3.2026", "'14.3.2026' is no date such as 2026-03-14"),
    ],
)
def test_a_list_speaks_for_a_day_that_has_been(run, tmp_path, day, said):
    """A day in the future or in another form is wrong use, before anything is read."""
    result = run("odsas.csv", "--yes", "--stated-on", day)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert not (tmp_path / "p").exists()
