"""Cells made into plain text, numbers, points and dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.importing import values
from madewhere.importing.cleaning import clean, comparable, inert, is_nothing


@given(st.text())
def test_cleaning_gives_one_trimmed_line_and_settles(text):
    """A cleaned text has no line break or control character, and cleaning it again changes nothing."""
    cleaned = clean(text)
    assert clean(cleaned.text) == (cleaned.text, False, False)
    assert cleaned.text == " ".join(cleaned.text.split())


def test_what_was_lost_is_said():
    """Removed characters and folded lines are told apart; joiners inside words stay."""
    assert clean("Lantern□ Works") == ("Lantern Works", True, False)
    assert clean("Sample\nMill ") == ("Sample Mill", False, True)
    assert clean("می\u200cخواهم") == ("می\u200cخواهم", False, False)
    assert clean("safe\u202eevil").lost


@pytest.mark.parametrize("text", ["", "N/A", "-", "none", "—"])
def test_words_for_nothing(text):
    """What only says that there is no value is empty."""
    assert is_nothing(text)


def test_comparing_ignores_form_and_keeps_scripts():
    """Case, punctuation and width say nothing; vowel signs do."""
    assert comparable("MOON Co., LTD.") == comparable("moon co ltd")
    assert comparable("কাপড়") != comparable("কাপড়ি")


def test_formulas_are_made_harmless():
    """What a spreadsheet would run gets an apostrophe; telephone numbers do not."""
    assert inert("=1+1") == "'=1+1"
    assert inert("+880 2 555-0100") == "+880 2 555-0100"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("640", (640, None, None)),
        ("1 200", (1200, None, None)),
        ("1.200 Mitarbeiter", (1200, None, None)),
        ("640.0", (640, None, None)),
        ("1,001-5,000", (None, 1001, 5000)),
        ("1001 to 5000", (None, 1001, 5000)),
        ("Less than 1000", (None, None, 999)),
        (">10000", (None, 10001, None)),
        ("10,000+", (None, 10000, None)),
        ("about 500", None),
        ("5000-100", None),
        ("1950-01-01", None),
        ("9999999", None),
    ],
)
def test_numbers_of_workers(text, expected):
    """Exact numbers and ranges are read, and nothing is guessed."""
    assert values.read_workers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("62%", "62"),
        ("62,5 %", "62.5"),
        ("0", "0"),
        ("0.62%", "0.62"),
        ("0.62", None),
        ("101", None),
    ],
)
def test_percent(text, expected):
    """A share below 1 without a sign may mean either, and is not read."""
    assert values.read_percent(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23.99, 90.42", ("23.99", "90.42")),
        ("(23.99 90.42)", ("23.99", "90.42")),
        ("23,99; 90,42", ("23.99", "90.42")),
        ("23°59'N 90°25'E", ("23.9833333", "90.4166667")),
        ("33.9 S, 18.4 E", ("-33.9", "18.4")),
        ("0, 0", None),
        ("91, 10", None),
        ("23,99", None),
        ("90°25'E 23°59'N", None),
    ],
)
def test_points_in_one_cell(text, expected):
    """Pairs are read in degrees or degrees and minutes, latitude first."""
    assert values.read_pair(text) == expected


def test_dates_are_only_read_where_certain():
    """A year or month means its first day; 03/04/2026 may be two days."""
    assert values.read_day("2019") == "2019-01-01"
    assert values.read_day("14.03.2026") == values.read_day("03/14/2026") == "2026-03-14"
    assert values.read_day("03/04/2026") is None
    assert values.read_day("2026-02-30") is None


def test_identifiers_need_their_check_digit():
    """A GLN, LEI or OS ID with a typing error is not taken."""
    assert values.read_os_id("BD2019100FPTYTA") == values.read_os_id("bd 2019100-FPTYTA")
    assert values.read_os_id("BD2019100FPTYTB") is None
    assert values.read_gln("952 012345678 8") == "9520123456788"
    assert values.read_gln("9520123456787") is None
    assert values.read_lei("529900T8BM49AURSDO55")
    assert values.read_lei("529900T8BM49AURSDO56") is None
    assert values.read_website("ftp://x.example") is None
    assert values.read_website("www.x.example") == "https://www.x.example"
