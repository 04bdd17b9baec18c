"""The invitation's text: its version, its catalogues, and that every column has a word."""

from __future__ import annotations

import hashlib
import re
import shutil

import pytest
from babel.messages.extract import extract_from_file
from jinja2.ext import babel_extract

from madewhere.private.invitation import languages as letter_languages
from madewhere.private.invitation import words as letter_words
from madewhere.private.invitation.would_show import _NOT_OF_RECORDS
from madewhere.project import TEMPLATES, TRANSLATIONS
from madewhere.render.languages import available
from madewhere.tables import RELEASED_TABLES, SCOPES, table
from pseudo import pseudo_languages

HASHES = {
    "2026-1": "2d23ea4ff28ae8f5d50dd02d60a503632376ca9819b78eae244de6a38c269f17",
    "2026-2": "5ab0fcb2a892f7d9df01664f7fdf1094467c98700d3773440bc340b9be59d3fa",
    "2026-3": "bdd3aa3eb756115b972eb5b5f0757197d94d41bec3c3a13bcae7e371a92501d9",
}
"""The digest of the English text of every version."""


def sentences() -> list[str]:
    """What the template says."""
    words = []
    for path in sorted((TEMPLATES / "invitation").glob("*.jinja")):
        with path.open("rb") as opened:
            words += [message for _, _, message, _ in babel_extract(opened, ["_"], [], {})]
    return words


def messages() -> set[str]:
    """Every message of the letter and the preview's band, labels of columns among them."""
    found = extract_from_file("python", letter_words.__file__, keywords={"N_": None})
    return {message for _, message, _, _ in found} | set(sentences())


def placeholders(text: str) -> set[str]:
    """What is filled in."""
    return set(re.findall(r"%\(\w+\)s|%.", text))


def test_a_changed_text_has_a_new_version():
    """A consent names the version that was read: change the English text, and raise TEXT_VERSION."""
    scopes = [*letter_words.SCOPE_TITLES.items(), *letter_words.SCOPE_HELP.items()]
    nothing = (letter_words.NOTHING_YET, letter_words.NOTHING_FROM_MEMBER)
    told = repr((sorted(set(sentences())), sorted(scopes), nothing))
    digest = hashlib.sha256(told.encode()).hexdigest()
    assert HASHES[letter_words.TEXT_VERSION] == digest


def test_the_languages():
    """The eight that were asked for are there, and Arabic runs from the right."""
    asked = {"ar", "bn", "de", "es", "fr", "tr", "vi", "zh"}
    assert set(letter_languages.letter_languages()) >= {"en", *asked}
    assert letter_languages.letter_language("ar").direction == "rtl"


@pytest.mark.parametrize("code", letter_languages.letter_languages()[1:])
def test_a_catalogue_is_complete(code):
    """Every message is translated, nothing else is in it, and the same things are filled in."""
    translated = letter_languages.letter_language(code).messages
    assert set(translated) == messages()
    for message, text in translated.items():
        assert text.strip(), message
        assert placeholders(text) == placeholders(message), message


@pytest.mark.parametrize("code", letter_languages.letter_languages()[1:])
def test_a_catalogue_that_nobody_has_checked_says_so(code):
    """The mark on its header and the remark for people agree."""
    content = (TRANSLATIONS / code / letter_languages.CATALOGUE).read_text("utf-8")
    remark = "Not yet checked by a native speaker" in content
    assert letter_languages.is_unchecked(code) == remark


def test_the_catalogues_are_none_of_the_sites(tmp_path):
    """A language of the invitation alone does not become a language of the site."""
    with pseudo_languages(tmp_path, "ar"):
        (tmp_path / "vi").mkdir()
        shutil.copy(TRANSLATIONS / "vi" / letter_languages.CATALOGUE, tmp_path / "vi")
        assert available() == ("en", "ar")


def test_every_scope_has_words():
    """A new scope fails here until the letter can say what it covers."""
    assert set(letter_words.SCOPE_TITLES) == set(letter_words.SCOPE_HELP) == set(SCOPES)


@pytest.mark.parametrize(
    ("tag", "code"), [("bn", "bn"), ("zh-Hans", "zh"), ("fr-CA", "fr"), ("km", None), ("", None)]
)
def test_the_best_language(tag, code):
    """The language itself, or the one without script and region."""
    assert letter_languages.best_language(tag) == code


def test_names_are_kept_whole_where_directions_mix():
    """In Arabic every name is isolated; elsewhere only one that runs from the right."""
    arabic, english = map(letter_languages.letter_language, ("ar", "en"))
    assert arabic.isolated("Alder") == "\u2068Alder\u2069"
    assert english.isolated("Alder") == "Alder"
    assert english.isolated("مصنع") == "\u2068مصنع\u2069"


def test_every_record_is_told_in_words():
    """Each column and each code of what is told row by row has a word, or says by itself what it is."""
    for name in letter_words.RECORDS:
        for field in table(name).fields:
            told = field.name in letter_words.FIELDS or field.name in letter_words.UNLABELLED
            assert told or field.name in _NOT_OF_RECORDS, f"{name}: {field.name}"
            codes = set(field.constraints.get("enum", ())) - set("ABCDE")
            if field.name not in ("by", "stated_by"):
                assert codes <= set(letter_words.CODES.get(field.name, ())), f"{name}: {field.name}"


def test_every_table_that_hangs_on_a_factory_is_told():
    """A new table is told in words of its own, or as rows of its columns."""
    plain = {"factories", "audits", "sourcing", "supply_links", "confirmations", "product_steps"}
    hanging = {name for name in RELEASED_TABLES if table(name).naming("factory")}
    assert plain | set(letter_words.RECORDS) == hanging


def test_every_stage_has_a_word():
    """A step that was done at the factory is told in the factory's language."""
    stages = table("product_steps").field("stage").constraints["enum"]
    assert list(letter_words.CODES["stage"]) == stages
