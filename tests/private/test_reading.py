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
        ("factory_id;tier;since\nA;1;\n", "has semicolons between its cells instead of commas"),
        ("factory_id\ttier\tsince\n", "has tabs between its cells instead of commas"),
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
