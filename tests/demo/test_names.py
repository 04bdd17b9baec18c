"""Nobody can take a name of the demo for a real one."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest

from madewhere.demo.names import FactoryNames, Words, member_name, native_name
from on_disk import csv_rows

FICTION = (
    "fable",
    "fictional",
    "imaginary",
    "invented",
    "make-believe",
    "pretend",
    "sample",
    "storybook",
)


def test_every_factory_says_that_it_is_invented(demo):
    """Each name carries a word that gives it away, in every member's statement."""
    for _, row in demo.all_rows("factories"):
        assert any(word in row["name"].lower() for word in FICTION), row["name"]


def test_names_are_unique_at_a_hundred_thousand():
    """No two factories of a large demo share a name."""
    names = FactoryNames(Random(1), Words())
    assert len({names.make("Knitwear", "{} Ltd")[0] for _ in range(100_000)}) == 100_000


def test_members_say_that_they_are_invented(demo):
    """Each member's name ends with what it is."""
    members = csv_rows(demo.data / "registers" / "members.csv")
    assert all(row["name"].endswith("(fictional brand)") for row in members)
    assert members[0]["slug"] == "aldermoss"


def test_member_names_do_not_repeat():
    """There are names for far more members than any demo has."""
    words = Words()
    assert len({member_name(words, number) for number in range(2891)}) == 2891
    with pytest.raises(IndexError):
        member_name(words, 2891)


def test_native_names_use_the_numerals_of_the_language():
    """A native-language name is made of whole phrases, or left out where there is none."""
    assert native_name("bn", "garments", 12, "Misty Heron") == "কল্পিত পোশাক কারখানা নং ১২"
    assert native_name("zh-Hans", "footwear", 12, "Misty Heron") == "虚构第12制鞋厂"
    assert native_name("fr", "leather", 12, "Misty Heron") == "Tannerie imaginaire Misty Heron"
    assert native_name("km", "spinning", 12, "Misty Heron") is None
    assert native_name("", "garments", 12, "Misty Heron") is None


def test_native_names_occur_in_many_scripts(demo):
    """The demo shows scripts that pages must be able to show, in composed form."""
    natives = [row for _, row in demo.all_rows("factories") if row["name_native"]]
    assert len({row["name_native_language"] for row in natives}) >= 12
    for row in natives:
        assert unicodedata.is_normalized("NFC", row["name_native"])
        assert row["name_native_language"]
