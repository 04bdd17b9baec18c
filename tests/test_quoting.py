"""How text from data is quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.quoting import short, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fable", "Fable"),
        ("কল্পিত নিটওয়্যার", "কল্পিত নিটওয়্যার"),
        ("می\u200cبافیم", "می\u200cبافیم"),
        ("a\nb", "a\\nb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202e", "\\u202e"),
        ("\ud800", "\\ud800"),
        ("\u00a0", " "),
        ("\u3000", " "),
        ("\u2028", "\\u2028"),
        ("\x85", "\\x85"),
    ],
)
def test_what_cannot_be_seen_is_written_as_an_escape(text, shown):
    """Letters of every script stay; what steers or hides is spelt out."""
    assert visible(text) == shown


@given(st.text())
def test_what_is_visible_stays_on_its_line(text):
    """Any text becomes one line that can be encoded, and making it visible again changes nothing."""
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert visible(shown) == shown


@given(st.text(max_size=200))
def test_a_quotation_is_short(text):
    """A quotation has at most 60 characters on one line, and a short text stays whole."""
    assert len(short(text)) <= 60
    assert "\n" not in short(text)
    if len(text) <= 60 and text.isprintable():
        assert short(text) == text
