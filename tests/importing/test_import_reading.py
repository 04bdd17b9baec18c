"""Lists as files: encodings, delimiters, spreadsheets, and what is refused unopened."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from madewhere.errors import MadewhereError
from madewhere.importing import cells, reading, workbook
from madewhere.importing.names import known_headers
from madewhere.importing.public_rows import MAX_CELL_CHARACTERS, rows_of

KNOWN = known_headers()
TEXT = "name;country\nNachtfalter Möbius GmbH;DE\n"


def read(tmp_path, data, name="list.csv", **options):
    """Write the bytes and read them as a list."""
    path = tmp_path / name
    path.write_bytes(data)
    return reading.read_source(path, KNOWN, **({"sheet": None, "encoding": None} | options))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_word(tmp_path, encoding):
    """UTF-8 with and without mark and UTF-16 with one need no guess."""
    source = read(tmp_path, TEXT.encode(encoding))
    assert source.rows[0].cells == ("name", "country")
    assert source.rows[1].cells[0] == "Nachtfalter Möbius GmbH"
    assert source.notices == []


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        ("cp1252", "Weiß & Söhne Phantasieweberei;DE\nGrünes Märchen Strickerei;DE\n"),
        ("cp1252", "Confecciones Ñandú;ES\nAtelier Chimère;FR\n"),
        ("cp1250", "Fabryka Księżyc;PL\nZakłady Zmyślone Żółw;PL\n"),
        ("cp1254", "Hayali Örgü Şirketi;TR\nDüş Işığı Giyim;TR\n"),
        ("cp1251", "Швейная фабрика Мечта;RU\nЛунная нить и вымысел;RU\nОбувной цех Небылица;RU\n"),
        ("gb18030", "月亮虚构服装厂;CN\n无处针织有限公司;CN\n"),
    ],
)
def test_a_guessed_encoding_is_right_and_said_loudly(tmp_path, encoding, rows):
    """Encodings that spreadsheets write are told apart in short lists, and a notice names them."""
    source = read(tmp_path, f"name;country\n{rows}".encode(encoding))
    assert "\n".join(";".join(row.cells) for row in source.rows[1:]) == rows.strip()
    assert "ENCODING GUESSED" in source.notices[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    """The delimiter that makes known column names counts, even beside more commas in cells."""
    lines = [("name", "country", "address"), ('"A, B, C"', "TR", '"1, 2, 3, 4"')]
    text = "\n".join(delimiter.join(line) for line in lines)
    rows = read(tmp_path, text.encode()).rows
    assert [len(row.cells) for row in rows] == [3, 3]


def test_lines_are_physical_lines(tmp_path):
    """A quoted line break moves the line numbers of the rows below it."""
    rows = read(tmp_path, b'name,country\n"A\nB",TR\n\nC,TR').rows
    assert [row.line for row in rows] == [1, 2, 4, 5]
    assert rows[1].cells[0] == "A\nB"


def test_an_open_quotation_mark_stops_the_import(tmp_path):
    """A quotation mark that is never closed would swallow the rest of the list."""
    with pytest.raises(MadewhereError, match=r"line 2: a quotation mark"):
        read(tmp_path, b'name,country\n"A,TR\nB,TR\n')


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"%PDF-1.7",
        b"<html><table>",
        b"n\0a\0m\0e\0",
        b"PK\x03\x04junk",
    ],
)
def test_other_files_are_refused_with_a_hint(tmp_path, data):
    """What is no CSV or XLSX is told by its content, and the hint says how to save it."""
    with pytest.raises(MadewhereError) as raised:
        read(tmp_path, data)
    assert "Save the list as" in raised.value.hint


def save(book) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_rows(tmp_path, rows, formats=()):
    """Write rows as a sheet and read them back as texts."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place, form in formats:
        book.active[place].number_format = form
    return [row.cells for row in read(tmp_path, save(book), "list.xlsx").rows]


def test_cells_of_a_sheet_are_what_a_person_sees(tmp_path):
    """Postal codes are not 1704.0, percent have their sign, and dates are ISO dates."""
    cells = sheet_rows(
        tmp_path,
        [
            ["name", "country", "zip", "x"],
            ["A", "TR", 1704.0, 0.62],
            ["B", None, 1300, date(2024, 5, 1)],
        ],
        [("D2", "0%"), ("C3", "00000")],
    )
    assert cells[1] == ("A", "TR", "1704", "62%")
    assert cells[2] == ("B", "", "01300", "2024-05-01")


def test_other_sheets_are_named_and_the_table_is_found(tmp_path):
    """The first sheet with a header is read, and the notice names the sheets that were not."""
    book = Workbook()
    book.active.title = "Cover"
    book.active.append(["Invented suppliers"])
    book.create_sheet("List").append(["name", "country"])
    source = read(tmp_path, save(book), "list.xlsx")
    assert source.rows[0].cells == ("name", "country")
    assert "'Cover'" in source.notices[0]


def test_a_formula_without_result_is_named(tmp_path):
    """A formula that no program has calculated would read as empty, so its cell is named."""
    book = Workbook()
    book.active.append(["name", "country", "workers"])
    book.active.append(["A", "TR", "=1+1"])
    source = read(tmp_path, save(book), "list.xlsx")
    assert "C2" in source.notices[-1]


def test_bombs_are_refused_before_parsing(tmp_path, monkeypatch):
    """An archive that unpacks to too much, and one with a document type, are never parsed."""
    book = Workbook()
    book.active.append(["name", "country"])
    good = save(book)
    bad = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(bad, "w") as new:
        for part in old.namelist():
            extra = b'<!DOCTYPE x [<!ENTITY a "b">]>' if part == "xl/worksheets/sheet1.xml" else b""
            new.writestr(part, extra + old.read(part))
    with pytest.raises(MadewhereError, match="document type"):
        read(tmp_path, bad.getvalue(), "list.xlsx")
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(MadewhereError, match="would unpack"):
        read(tmp_path, good, "list.xlsx")


def test_caps_on_bytes_and_cells(tmp_path, monkeypatch):
    """A file beyond the cap is not read, and a list beyond the cap of cells is refused."""
    monkeypatch.setattr(cells, "MAX_CELLS", 5)
    with pytest.raises(MadewhereError, match="more than 5 cells"):
        read(tmp_path, b"name,country\nA,TR\nB,TR\n")
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 5)
    with pytest.raises(MadewhereError, match="bytes"):
        read(tmp_path, b"name,country\n")


def test_a_short_list_of_western_europe_is_not_taken_for_macintosh(tmp_path):
    """A few accented letters are read as the letters that they are in cp1252."""
    file = tmp_path / "list.csv"
    file.write_bytes(
        "name,country,locality\nFábrica Inventada,Portugal,Guimarães\n".encode("latin-1")
    )
    text, notices = reading.read_text("list.csv", file.read_bytes(), None)
    assert "Guimarães" in text
    assert "cp1252" in notices[0]


@pytest.fixture
def usual_limit():
    """What Python takes in a cell by itself, whatever a library has set before; to be left so."""
    previous = csv.field_size_limit(131_072)
    yield
    assert csv.field_size_limit(previous) == 131_072


@pytest.mark.usefixtures("usual_limit")
@pytest.mark.parametrize("separator", ["", "sep=;\n"])
def test_a_long_cell_is_read_up_to_the_limit(tmp_path, separator):
    """Beyond what the reader takes by itself it is one cell; beyond our own limit the line is named."""
    lines = f"{separator}name;country\n{{}};DE\n"
    assert len(read(tmp_path, lines.format("x" * 200_000).encode()).rows[-1].cells[0]) == 200_000
    with pytest.raises(MadewhereError, match=r"list\.csv, line \d: field larger"):
        read(tmp_path, lines.format("x" * (reading.MAX_CELL_CHARACTERS + 1)).encode())


@pytest.mark.usefixtures("usual_limit")
def test_a_published_table_that_cannot_be_parted_is_named(tmp_path):
    """A long cell is for `check` to judge; one beyond the limit is told with its file."""
    file = tmp_path / "factories.csv"
    file.write_text(f"factory_id,name\nBD1G1D22Y,{'x' * 200_000}\n")
    assert len(rows_of(file)[0]["name"]) == 200_000
    file.write_text(f"factory_id,name\nBD1G1D22Y,{'x' * (MAX_CELL_CHARACTERS + 1)}\n")
    with pytest.raises(MadewhereError, match=r"factories\.csv cannot be read: field larger"):
        rows_of(file)
