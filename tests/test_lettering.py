"""Texts in drawings: cut to their room, or broken between words."""

from __future__ import annotations

import pytest

from madewhere.lettering import fitted, in_lines

SIZE = 13.5
LONG = "Freedom of association and grievance mechanisms"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short", "Short"),
        ("A name that has far more letters than there is room for", "…"),
        ("深圳市虚构针织制衣有限公司深圳市虚构针织制衣有限公司", "…"),
        ("M" * 300, "…"),
        ("", ""),
    ],
)
def test_a_text_is_cut_to_its_room(text, expected):
    """What is too long ends with an ellipsis, and no room at all still shows a letter."""
    shown = fitted(text, SIZE, 150)
    assert shown == expected or (shown.endswith(expected) and text.startswith(shown[:-1]))
    assert len(fitted(text, SIZE, 1)) <= 2


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Short", 340, ["Short"]),
        ("", 340, [""]),
        (LONG, 300, ["Freedom of association and grievance", "mechanisms"]),
        ("One" + "x" * 60 + " two", 100, ["Onexxxxxxxx…", "two"]),
    ],
)
def test_a_text_is_broken_between_words(text, width, lines):
    """Each line has room, and only a word that alone has none is cut."""
    assert in_lines(text, SIZE, width, 2) == lines


def test_what_has_no_room_in_the_last_line_is_cut():
    """A third line is never begun."""
    first, second = in_lines(f"{LONG} {LONG}", SIZE, 300, 2)
    assert first == "Freedom of association and grievance"
    assert second.startswith("mechanisms Freedom of")
    assert second.endswith("…")


def test_marks_of_direction_take_no_room():
    """A name that is kept apart in a sentence of the other direction is cut where it would be alone."""
    assert fitted("\u2068Short name\u2069", SIZE, 80) == "\u2068Short name\u2069"
