"""A private table that cannot be read is told in words, with its file and its line."""

from __future__ import annotations

import pytest

from madewhere.errors import MadewhereError
from madewhere.private.reading import read_table

COLUMNS = ("factory_id", "tier", "since")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty: not even the names of the columns stand in it"),
        ("factory_id;tier\nA;1\n", "lacks “since” among the columns"),
        ("factory_id|tier|since\n", "has what it should not, “factory_id|tier|since” among"),
        ('factory_id;tier;since\n"A"B;2;\n', ", line 2: text follows a closing quotation mark"),
        ("factory_id,tier\n", "lacks “since” among the columns"),
        ("factory_id,tier,Since\n", "lacks “since” and has what it should not, “Since” among"),
        ("factory_id,tier,since,\n", "has what it should not, “(no name)” among"),
        ("factory_id,tier,since,tier\n", "has a column twice among"),
        ("a,b,c,d,e,f,g\n", "“a”, “b”, “c”, “d”, “e” and 2 more among"),
        ("factory_id,tier,since\n\nA\n", ", line 3: 1 cell instead of 3"),
        ("factory_id,tier,since\nA,1,,,\n", ", line 2: 5 cells instead of 3"),
        ('factory_id,tier,since\nA,1,\n"B,2,\nC,3,\n', ", line 3: a quotation mark is opened here"),
        ('factory_id,tier,since\n"A"B,2,\n', ", line 2: text follows a closing quotation mark"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, said):
    """No list of Python's, no message of a library, and never all of forty columns."""
    path = tmp_path / "sourcing.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MadewhereError) as refused:
        read_table(path, COLUMNS, trim=True)
    assert str(refused.value).startswith(str(path))
    assert said in str(refused.value)


def test_rows_come_with_the_lines_on_which_they_begin(tmp_path):
    """Empty lines, rows of commas and cells over several lines are counted."""
    path = tmp_path / "sourcing.csv"
    path.write_text('since,tier,factory_id\n\n ,"1\n2", A \n,,\n,3,B\n', encoding="utf-8-sig")
    rows, lines = read_table(path, COLUMNS, trim=True)
    assert [row["factory_id"] for row in rows] == ["A", "B"]
    assert lines == [3, 6]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_what_a_spreadsheet_program_saves_is_read(tmp_path, separator, quote):
    """A German Excel writes semicolons, a byte-order mark and CR LF; commas in cells stay."""
    lines = [COLUMNS, ("A", "1, 2" if separator != "," else "1", "2020")]
    written = "".join(separator.join(f"{quote}{c}{quote}" for c in line) + "\r\n" for line in lines)
    path = tmp_path / "sourcing.csv"
    path.write_bytes(written.encode("utf-8-sig"))
    rows, _ = read_table(path, COLUMNS, trim=True)
    assert rows == [dict(zip(COLUMNS, lines[1], strict=True))]


def test_a_first_line_that_is_short_is_told_whole(tmp_path):
    """The hint holds the line to write, of however many columns, and speaks of no copy."""
    path = tmp_path / "audits.csv"
    path.write_text("factory_id\n", encoding="utf-8")
    with pytest.raises(MadewhereError) as refused:
        read_table(path, COLUMNS, trim=True)
    assert refused.value.hint.endswith(": factory_id,tier,since")
    assert "copy" not in refused.value.hint


@pytest.mark.parametrize(
    ("row", "advice"), [("A", "commas that are missing"), ("A,1,,", "quotation")]
)
def test_the_advice_fits_what_a_row_lacks(tmp_path, row, advice):
    """A row that is too short lacks commas; one that is too long has a comma in a cell."""
    path = tmp_path / "sourcing.csv"
    path.write_text(f"factory_id,tier,since\n{row}\n", encoding="utf-8")
    with pytest.raises(MadewhereError) as refused:
        read_table(path, COLUMNS, trim=True)
    assert advice in refused.value.hint
