"""One table against its schema: what each kind of cell takes, and what a hostile file comes to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import madewhere
from madewhere.tables import table
from madewhere.validate import validate_table
from madewhere.validate.patterns import rule
from tiny_publication import KNITS

FIRST = {
    "factory_id": KNITS,
    "name": "Fable",
    "country": "BD",
    "name_stated_on": "2025-02-01",
    "name_stated_by": "member",
}


def text(name, *rows):
    """A table's text from rows by column."""
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, table(name).columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(**cells):
    """Read one factory with these cells: the row's cells or None, and the problems as (code, field)."""
    result = validate_table("factories", text("factories", FIRST | cells), "f.csv")
    row = result.rows[0].cells if result.rows else None
    return row, [(p.code, p.field) for p in result.problems]


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("workers", "640", 640),
        ("workers", "0", 0),
        ("workers", "1000000", 1_000_000),
        ("latitude", "23.9999", 23.9999),
        ("latitude", "-90", -90.0),
        ("longitude", "180", 180.0),
        ("women_percent", "62.5", 62.5),
        ("name_stated_on", "2024-02-29", date(2024, 2, 29)),
        ("name_stated_on", "0001-01-01", date(1, 1, 1)),
        ("name_stated_on", "9999-12-31", date(9999, 12, 31)),
        ("name_native", "কল্পিত নিটওয়্যার", "কল্পিত নিটওয়্যার"),
        ("name_native", "می‌بافیم", "می‌بافیم"),
        ("name", "O'Brien & Söhne GmbH (Unit 2)", "O'Brien & Söhne GmbH (Unit 2)"),
        ("name", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("name", "{{ 7*7 }}", "{{ 7*7 }}"),
        ("name", "../../etc/passwd", "../../etc/passwd"),
        ("name", "| a | b |", "| a | b |"),
        ("name", "NA", "NA"),
        ("name", "null", "null"),
        ("postal_code", "01704", "01704"),
        ("name_native", "", None),
    ],
)
def test_a_good_cell_is_read_as_it_stands(column, written, value):
    """Numbers and dates get their type, texts stay as they are, and an empty cell is None."""
    row, problems = read(**{column: written})
    assert problems == []
    assert row[column] == value
    assert type(row[column]) is type(value)


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("workers", "1_000", "cell-type"),
        ("workers", "1,000", "cell-type"),
        ("workers", "1 000", "cell-type"),
        ("workers", "640.0", "cell-type"),
        ("workers", "6e2", "cell-type"),
        ("workers", "+640", "cell-type"),
        ("workers", "١٢", "cell-type"),
        ("workers", "１２", "cell-type"),
        ("workers", "²", "cell-type"),
        ("workers", "0x10", "cell-type"),
        ("workers", "NaN", "cell-type"),
        ("workers", "true", "cell-type"),
        ("workers", "-1", "cell-range"),
        ("workers", "1000001", "cell-range"),
        ("workers", "9" * 1000, "cell-range"),
        ("workers", "9" * 5000, "cell-too-long"),
        ("latitude", "1e999", "cell-type"),
        ("latitude", "NaN", "cell-type"),
        ("latitude", "nan", "cell-type"),
        ("latitude", "Infinity", "cell-type"),
        ("latitude", "-inf", "cell-type"),
        ("latitude", "23,99", "cell-type"),
        ("latitude", "23.", "cell-type"),
        ("latitude", ".5", "cell-type"),
        ("latitude", "23°59'", "cell-type"),
        ("latitude", "90.0000001", "cell-range"),
        ("latitude", "9" * 400, "cell-range"),
        ("latitude", "9" * 10_000_000, "cell-too-long"),
        ("name_stated_on", "2026-02-30", "cell-type"),
        ("name_stated_on", "2025-02-29", "cell-type"),
        ("name_stated_on", "0000-01-01", "cell-type"),
        ("name_stated_on", "10000-01-01", "cell-type"),
        ("name_stated_on", "2026-3-4", "cell-type"),
        ("name_stated_on", "14/03/2026", "cell-type"),
        ("name_stated_on", "20260314", "cell-type"),
        ("name_stated_on", "2026-03-14T00:00:00", "cell-type"),
        ("name_stated_on", "٢٠٢٦-٠٣-١٤", "cell-type"),
        ("name_stated_on", "yesterday", "cell-type"),
        ("factory_id", "bd1g1d22y", "cell-pattern"),
        ("factory_id", "BD1G1D22", "cell-pattern"),
        ("factory_id", "BDIG1D22Y", "cell-pattern"),
        ("factory_id", "../../etc", "cell-pattern"),
        ("factory_id", "ВD1G1D22Y", "cell-pattern"),
        ("country", "bd", "cell-pattern"),
        ("country", "BGD", "cell-pattern"),
        ("website", "javascript:alert(1)", "cell-pattern"),
        ("website", "ftp://fable.example/", "cell-pattern"),
        ("website", "fable.example", "cell-pattern"),
        ("website", "https://fable.example/ x", "cell-pattern"),
        ("website", "https://fable.example/\u202egpj.exe", "cell-control-character"),
        ("website", "https://fable.example/\x1b[31m", "cell-control-character"),
        ("processing_types", "cutting||sewing", "cell-pattern"),
        ("processing_types", "cutting, sewing", "cell-pattern"),
        ("name_stated_by", "Member", "cell-choice"),
        ("coordinate_precision", "exact", "cell-choice"),
        ("name", "a" * 201, "cell-too-long"),
        ("name", "+1" * 5_000_000, "cell-too-long"),
        ("processing_types", "a|" * 1000 + "a", "cell-too-long"),
        ("website", "https://" + "a" * 300, "cell-too-long"),
        ("name", "Fable\nKnitwear", "cell-control-character"),
        ("name", "Fable\r\nKnitwear", "cell-control-character"),
        ("name", "Fable\tKnitwear", "cell-control-character"),
        ("name", "Fable\x1b]0;x\x07", "cell-control-character"),
        ("name", "Fable\u202edtL", "cell-control-character"),
        ("name", "Fable\u2066x\u2069", "cell-control-character"),
        ("name", "Fable\u200b", "cell-control-character"),
        ("name", "Fable\ufeff", "cell-control-character"),
        ("name", "Fable\ufffdx", "cell-control-character"),
        ("name", "Fable\u2028x", "cell-control-character"),
        ("name", "\n", "cell-control-character"),
        ("workers", "640\n", "cell-control-character"),
        ("workers", "640\x1f", "cell-control-character"),
        ("name_stated_on", "2026-03-14\u2028", "cell-control-character"),
        ("name", "=1+1", "cell-formula"),
        ("name", "@SUM(A1)", "cell-formula"),
        ("name", "+cmd|' /C calc'!A0", "cell-formula"),
        ("name", "-2+3", "cell-formula"),
        ("name", "＝1+1", "cell-formula"),
        ("name", "", "cell-required"),
        ("name", "\u00a0 ", "cell-required"),
        ("country", " ", "cell-required"),
    ],
)
def test_a_wrong_cell_is_one_problem_and_the_row_is_left_out(column, written, code):
    """Each wrong value is found once, at its column, and its row is not used."""
    assert read(**{column: written}) == (None, [(code, column)])


@pytest.mark.parametrize(
    ("column", "written", "value", "code"),
    [
        ("name", " Fable", "Fable", "cell-untrimmed"),
        ("name", "Fable\u00a0", "Fable", "cell-untrimmed"),
        ("workers", "640 ", 640, "cell-untrimmed"),
        ("country", " BD", "BD", "cell-untrimmed"),
        ("name_stated_on", " 2025-02-01", date(2025, 2, 1), "cell-untrimmed"),
        ("name_native", "  ", None, "cell-untrimmed"),
        ("street_address", "boss@fable.example", "boss@fable.example", "cell-email"),
        ("street_address", "Tel. +880 2 1234 5678", "Tel. +880 2 1234 5678", "cell-phone"),
    ],
)
def test_a_doubtful_cell_is_a_warning_and_the_row_is_used(column, written, value, code):
    """A space or something personal is told, and the value is read all the same."""
    row, problems = read(**{column: written})
    assert problems == [(code, column)]
    assert row[column] == value


def test_a_cell_that_breaks_a_pattern_is_told_the_rule():
    """Not only what a good one looks like; the example comes after."""
    content = text("factories", FIRST | {"factory_id": "aldermoss"})
    (wrong,) = validate_table("factories", content, "f.csv").problems
    assert wrong.message == (
        "“aldermoss” is not a factory ID: two capital letters, then seven digits or capital letters "
        "but I, L, O, U, such as BD7K3QF21"
    )


def test_every_pattern_of_a_column_has_its_rule_in_words():
    """A column with a new pattern has to say in words what it asks for."""
    schemas = Path(madewhere.__file__).parent.glob("schemas/*.json")
    fields = (field for each in schemas for field in table(each.stem).fields)
    patterned = [field for field in fields if "pattern" in field.constraints]
    assert len(patterned) > 50
    for field in patterned:
        assert rule(field).endswith(f", such as {field.example}")


def test_every_wrong_cell_of_a_row_is_told():
    """A row with three wrong cells gives three problems at once."""
    _, problems = read(workers="many", latitude="north", name="")
    assert sorted(problems) == [
        ("cell-required", "name"),
        ("cell-type", "latitude"),
        ("cell-type", "workers"),
    ]


def test_long_registration_numbers_are_no_telephone_numbers():
    """Where a long number is asked for, it is not taken for a telephone number."""
    assert read(registration_number="0171 1123 456")[1] == []


SMALL = "factory_id,tier,since\n"


def sourcing(content):
    """The rows of a sourcing table's text, and its problems as (code, line)."""
    result = validate_table("sourcing", content, "s.csv")
    return len(result.rows), [(p.code, p.line) for p in result.problems]


@pytest.mark.parametrize(
    ("content", "rows", "problems"),
    [
        (SMALL, 0, []),
        (SMALL + "BD1G1D22Y,1,", 1, []),
        ((SMALL + "BD1G1D22Y,1,\n").replace("\n", "\r\n"), 1, []),
        (SMALL + '"BD1G1D22Y","1",""\n', 1, []),
        ("", 0, [("column-missing", 1)]),
        ("\n", 0, [("column-missing", 1)] * 3),
        (SMALL.replace(",", ";") + "BD1G1D22Y;1;\n", 0, [("column-unknown", 1)] + [("column-missing", 1)] * 3),
        (SMALL + "BD1G1D22Y,1\n", 0, [("row-length", 2)]),
        (SMALL + "BD1G1D22Y,1,,\n", 0, [("row-length", 2)]),
        (SMALL + "\n\nBD1G1D22Y,1,\n\n", 1, [("row-blank", 2), ("row-blank", 3), ("row-blank", 5)]),
        (SMALL + "BD1G1D22Y,1,\nBD1G1D22Y,1,\n", 1, [("key-repeated", 3)]),
        (SMALL + "VNDT37MY2,1,\nBD1G1D22Y,1,\nBD1G1D22Y,2,\n", 2, [("rows-unsorted", 3), ("key-repeated", 4)]),
        (SMALL + "VNDT37MY2,1,\nTRJCZ1V9R,1,\nBD1G1D22Y,1,\n", 3, [("rows-unsorted", 3)]),
        (SMALL.replace("\n", "\r") + "BD1G1D22Y,1,\r", 0, [("csv-broken", 1)]),
        (SMALL + "BD1G1D22Y,1,\rVNDT37MY2,1,\n", 0, [("csv-broken", 2)]),
        (SMALL + 'BD1G1D22Y,1,\nVNDT37MY2,1,"2019\n\n\nx', 1, [("csv-broken", 3)]),
        (SMALL + 'BD1G1D22Y,1,"2019"-01-01\n', 0, [("csv-broken", 2)]),
        (SMALL + f"BD1G1D22Y,1,{'9' * 10_000_000}\n", 0, [("cell-too-long", 2)]),
        (SMALL + 'BD1G1D22Y,"1\n\n",\nVNDT37MY2,9,\n', 0, [("cell-control-character", 2), ("cell-range", 5)]),
        ("factory_id,tier,since,,\nBD1G1D22Y,1,,,\n", 1, [("column-unknown", 1)] * 2),
        ("tier,factory_id,since\n1,BD1G1D22Y,\n", 1, [("column-order", 1)]),
        ("factory_id,tier\nBD1G1D22Y,1\n", 1, [("column-missing", 1)]),
        ("tier,since\n1,\n", 0, [("column-missing", 1)]),
        ("factory_id,tier,since,factory_id\nBD1G1D22Y,1,,VNDT37MY2\n", 0, [("column-repeated", 1)]),
        ("factory_id,tier,since,tier\nBD1G1D22Y,1,,2\n", 0, [("column-repeated", 1)]),
        ("factory_id ,tier,since\nBD1G1D22Y,1,\n", 0, [("column-unknown", 1), ("column-missing", 1)]),
        ("Factory_ID,tier,since\nBD1G1D22Y,1,\n", 0, [("column-unknown", 1), ("column-missing", 1)]),
        ("\ufefffactory_id,tier,since\nBD1G1D22Y,1,\n", 0, [("column-unknown", 1), ("column-missing", 1)]),
        ("<html>\n<body>x\n", 0, [("column-unknown", 1)] + [("column-missing", 1)] * 3),
    ],
)  # fmt: skip
def test_the_form_of_a_file(content, rows, problems):
    """Line ends, quotes, headers and blank lines: what is read, and what is told at which line."""
    assert sourcing(content) == (rows, problems)


def test_a_column_is_never_guessed_from_its_place():
    """With the columns in another order each value still goes to the column that its header names."""
    result = validate_table("sourcing", "since,factory_id,tier\n2019-01-01,BD1G1D22Y,3\n", "s.csv")
    assert result.rows[0].cells == {
        "factory_id": "BD1G1D22Y",
        "tier": 3,
        "since": date(2019, 1, 1),
    }


def test_rows_beyond_the_limit_are_not_looked_at(monkeypatch):
    """Reading ends at the greatest number of rows, with one problem, and the table is not whole."""
    monkeypatch.setattr("madewhere.validate.table.MAX_ROWS", 1)
    result = validate_table("sourcing", SMALL + "BD1G1D22Y,1,\nVNDT37MY2,x,\nx\n", "s.csv")
    assert [(p.code, p.line) for p in result.problems] == [("too-many-rows", 3)]
    assert (len(result.rows), result.whole) == (1, False)


def test_messages_quote_a_short_piece():
    """However long the cell or the column's name, a problem stays one short line."""
    content = f"{'x' * 100_000},tier,since\n{'y' * 100_000},{'9' * 100_000},\n"
    for found in validate_table("sourcing", content, "s.csv").problems:
        assert len(found.message) < 200
        assert len(found.field) <= 60


def test_what_was_left_out_is_noted():
    """The keys of rows with an error are kept, so that rows that name them can be told apart."""
    result = validate_table("sourcing", SMALL + "BD1G1D22Y,9,\nVNDT37MY2\nTRJCZ1V9R,1,\n", "s.csv")
    assert result.left_out == {"BD1G1D22Y", "VNDT37MY2"}
    assert result.whole


@given(st.text(alphabet=st.sampled_from('",\r\n a1é\u202e=\x1b'), max_size=60))
def test_no_text_breaks_the_reader(content):
    """Any mixture of quotes, commas and line ends gives rows and problems, and never an exception."""
    result = validate_table("sourcing", SMALL + content, "s.csv")
    assert all(row.line >= 2 for row in result.rows)
    for found in result.problems:
        assert 1 <= found.line <= content.count("\n") + 2


@given(st.text(max_size=30))
def test_any_text_in_a_cell_is_read_or_refused(cell):
    """Whatever stands in a name, the row comes back with that text trimmed, or is left out."""
    if not cell.isprintable():
        cell = "".join(character for character in cell if character not in "\x00\ud800")
    row, problems = read(name=cell)
    if row is None:
        assert problems
    else:
        assert row["name"] == cell.strip()


@pytest.mark.parametrize("name", ["internal_links", "supply_links", "sourcing"])
def test_a_year_alone_is_told_how_to_write_it(name):
    """Where the first day of a year stands for it; a day of another kind cannot be a year."""
    head = ",".join(table(name).columns)
    line = ",".join("2019" if c == "since" else "" for c in table(name).columns)
    told = [p.message for p in validate_table(name, f"{head}\n{line}\n", "f.csv").problems]
    year = "“2019” is not a date such as 2026-03-14; a year alone is written as its first day, 2019-01-01"
    assert year in told
    written = FIRST | {"name_stated_on": "2019"}
    (found,) = validate_table("factories", text("factories", written), "f.csv").problems
    assert found.message == "“2019” is not a date such as 2026-03-14"


def test_dates_written_otherwise_are_one_problem_a_row():
    """A spreadsheet program changes all columns at once; the form is named, and the fix says where."""
    written = {
        column: "22/11/2026" for column in table("factories").columns if column.endswith("_on")
    }
    result = validate_table("factories", text("factories", FIRST | written), "f.csv")
    (found,) = result.problems
    assert (found.code, found.line, found.field) == ("cell-type", 2, "name_stated_on")
    assert found.message.startswith(
        "“22/11/2026” is not a date such as 2026-03-14; nor are those in "
    )
    assert all(column in found.message for column in written if column != found.field)
    assert "YYYY-MM-DD" in found.fix
