"""Numbers with their nouns."""

from __future__ import annotations

from madewhere.plurals import counted


def test_one_is_singular_and_none_and_many_are_plural():
    """The noun gets an s, and a number its thousands apart."""
    said = [counted(number, "row") for number in (0, 1, 2, 1500)]
    assert said == ["0 rows", "1 row", "2 rows", "1,500 rows"]


def test_a_noun_can_bring_its_own_plural():
    """What takes more than an s is given as a whole."""
    said = [counted(number, "factory", "factories") for number in (0, 1, 2)]
    assert said == ["0 factories", "1 factory", "2 factories"]
