"""A member's reading grid: what makes a factory green, amber or red, and what is wrong with a grid."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from madewhere.cli import madewhere
from madewhere.errors import MadewhereError
from madewhere.private.cap.grid import NAME, own_grid, read_grid
from madewhere.private.cap.monitoring import cap_status
from madewhere.private.cap.reading import read_cap
from private.cap_case import add_finding, make_private
from tiny_publication import AS_OF, KNITS, WEAVES

HEADER = "rule,result,type,measure,chapter,at_least,at_most,note\n"


@pytest.fixture
def alder(tiny, tmp_path):
    """The private folder of alder."""
    return make_private(tmp_path / "alder", tiny, "alder")


@pytest.fixture
def read(alder, tiny):
    """Read by a grid in the folder; gives each factory's reading, by its identifier."""

    def run(*lines: str, as_of: date = AS_OF):
        (alder / NAME).write_text(HEADER + "".join(f"{line}\n" for line in lines))
        cap = read_cap(alder, tiny, as_of=as_of)
        grid, problems = own_grid(alder, None, cap.handbook.chapters)
        assert problems == []
        found = cap_status(cap, due_within=30, grid=grid).factories
        return {each.factory_id: each.reading for each in found}

    return run


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("r,red,social,letter,,B,,", "red"),
        ("r,red,social,letter,,C,,", "green"),
        ("r,red,social,letter,,,A,", "green"),
        ("r,amber,social,percent,,,88.5,", "amber"),
        ("r,amber,social,percent,,,88.4,", "green"),
        ("r,amber,social,major,,1,,", "amber"),
        ("r,amber,social,major,,2,,", "green"),
        ("r,amber,social,minor,,1,1,", "amber"),
        ("r,amber,social,critical,,1,,", "green"),
        ("r,red,social,major-found,,2,2,", "red"),
        ("r,red,social,minor-found,,2,,", "green"),
        ("r,red,social,critical-found,,1,,", "green"),
        ("r,red,social,overdue,,2,,", "red"),
        ("r,red,social,reopened,,1,,", "red"),
        ("r,red,social,alerts,,1,,", "green"),
        ("r,red,social,chapter-letter,working-hours,B,B,", "red"),
        ("r,red,social,chapter-letter,health-and-safety,C,,", "green"),
        ("r,red,social,chapter-percent,health-and-safety,,92,", "red"),
        ("r,red,social,months,,20,20,", "red"),
        ("r,red,social,months,,21,,", "green"),
    ],
)
def test_each_measure_at_its_limit(read, rule, result):
    """Ratings, chapters and alerts are the newest that are stated, open findings those of all audits."""
    assert read(rule)[KNITS].result == result


def test_the_gravest_rule_counts_and_all_are_told(read):
    """The reasons stand there with the value and the limit, the gravest first."""
    found = read("late,amber,,overdue,,1,,", "grave,red,social,letter,,B,,")[KNITS]
    assert found.result == "red"
    assert found.reasons == (
        "red by grave: social, letter is B, at least B",
        "amber by late: social, overdue is 2, at least 1",
    )


def test_what_is_not_stated_is_not_green(read):
    """Where a rule cannot be looked at, the factory is unknown, unless another rule applies."""
    found = read("r,red,environmental,percent,,,50,")
    assert found[WEAVES].result == "unknown"
    assert found[WEAVES].not_stated == ("r: environmental audits state no percent",)
    found = read("r,red,environmental,percent,,,50,", "old,amber,,months,,24,,")
    assert (found[WEAVES].result, found[KNITS].result) == ("amber", "unknown")


def test_open_findings_are_unknown_where_no_plan_is(read):
    """No findings on record and none stated to be complete is not the same as none found."""
    assert read("r,red,environmental,major,,1,,")[WEAVES].result == "unknown"


def test_a_factory_without_an_audit(read, alder):
    """It is not audited, whatever the rules say."""
    path = alder / "audits.csv"
    path.write_text("".join(x for x in path.open(encoding="utf-8") if WEAVES not in x))
    assert read("r,red,,months,,0,,")[WEAVES].result == "not-audited"


def test_a_critical_finding(read, alder):
    """The everyday rule: one that is open makes it red."""
    add_finding(alder)
    assert read("r,red,,critical,,1,,")[KNITS].result == "red"


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("r,red,,letter,,3,,", "at_least", "letter takes a letter from A to E"),
        ("r,red,,percent,,,C,", "at_most", "percent takes a number"),
        ("r,red,,major,,,,", "at_least", "it has no limit"),
        ("r,red,,major,,5,2,", "at_most", "2 is less than 5"),
        ("r,red,,chapter-percent,,1,,", "chapter", "it names no chapter"),
        ("r,red,,chapter-percent,fire,1,,", "chapter", "there is no such chapter"),
        ("r,red,environmental,chapter-percent,working-hours,1,,", "type", "one of social audits"),
        ("r,red,,major,working-hours,1,,", "chapter", "major looks at no chapter"),
        ("r,green,,major,,1,,", "result", ""),
        ("r,red,,size,,1,,", "measure", ""),
        ("r,red,,major,,F,,", "at_least", ""),
        (",red,,major,,1,,", "rule", ""),
    ],
)
def test_what_is_wrong_with_a_rule(tmp_path, tiny, alder, line, column, said):
    """It is told with its line and column, and the grid is not used."""
    file = tmp_path / "mine.csv"
    file.write_text(f"{HEADER}ok,amber,,major,,1,,\n{line}\n")
    chapters = read_cap(alder, tiny, as_of=AS_OF).handbook.chapters
    grid, (found,) = read_grid(file, chapters)
    assert grid == ()
    assert found.code == "grid-rule" if said else found.code.startswith("cell-")
    assert (found.file, found.line, found.field) == ("mine.csv", 3, column)
    assert said in found.message
    assert found.fix


def test_files_that_are_no_grid(tmp_path):
    """No file, no text and no rule are told as such."""
    with pytest.raises(MadewhereError, match="is not a file"):
        read_grid(tmp_path / "none.csv", {})
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(MadewhereError, match="not UTF-8"):
        read_grid(tmp_path / "a.csv", {})
    (tmp_path / "b.csv").write_text(HEADER)
    assert [p.message for p in read_grid(tmp_path / "b.csv", {})[1]] == ["there is no rule"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_grid_that_a_spreadsheet_program_saved(alder, tiny, separator):
    """A German Excel writes semicolons, a byte-order mark, CR LF and empty rows; columns may be moved."""

    def saved(limit: str) -> None:
        columns = [*reversed(HEADER.strip().split(","))]
        rule = {"rule": " late", "result": "red", "measure": "overdue", "at_least": limit}
        lines = [columns, [""] * len(columns), [rule.get(column, "") for column in columns]]
        text = "".join(separator.join(cells) + "\r\n" for cells in lines)
        (alder / NAME).write_bytes(text.encode("utf-8-sig"))

    cap = read_cap(alder, tiny, as_of=AS_OF)
    saved("2")
    (rule,), problems = own_grid(alder, None, cap.handbook.chapters)
    assert (problems, rule.rule, rule.result, rule.least) == ([], "late", "red", 2)
    saved("many")
    grid, (found,) = own_grid(alder, None, cap.handbook.chapters)
    assert (grid, found.file, found.line, found.field) == ((), NAME, 3, "at_least")


def test_the_command(alder, tiny, tmp_path, monkeypatch):
    """Another grid than the folder's can be named; a faulty one ends with 1 and says why."""
    monkeypatch.setattr("madewhere.cli.cap._PACKAGES", tmp_path / "cache")
    file = tmp_path / "mine.csv"

    def run(text: str, code: int) -> str:
        file.write_text(HEADER + text)
        line = ["cap", "status", alder, "--grid", file, "--data", tiny, "--as-of", AS_OF]
        result = CliRunner().invoke(madewhere, list(map(str, line)))
        assert result.exit_code == code, result.output
        return result.output

    said = run("late,amber,social,overdue,,1,,\n", 0)
    assert "by your reading grid: 1 amber, 1 unknown" in said
    assert "  amber by late: social, overdue is 2, at least 1" in said
    assert "not stated: late: environmental audits" not in said
    said = run("late,amber,,overdue,,many,,\n", 1)
    assert "mine.csv, line 2, at_least" in said


def test_an_empty_table_is_no_grid(alder):
    """Every new private folder has one with its columns alone; a row without a value is none."""
    for text in (HEADER, f"{HEADER},,,,,,,\n"):
        (alder / NAME).write_text(text)
        assert own_grid(alder, None, {}) == (None, [])
