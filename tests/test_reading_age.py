"""Texts for shoppers are as easy to read as a school book for children of twelve or thirteen.

English is judged by the grade of Flesch and Kincaid (1975), French by the reading ease of Kandel and Moles
(1958), where 60 is plain language. Both count syllables, which Pyphen finds by where a word may be parted. It
misses some, so more is asked for here than the tables of these authors ask.
"""

from __future__ import annotations

import re
from functools import cache

import pyphen
import pytest
from babel.messages.pofile import read_po

from madewhere.project import SITE_SRC, TRANSLATIONS
from madewhere.render.glossary import TERMS
from madewhere.translations import template

PAGES = ("read-a-product.md", "read-an-audit.md", "check-a-claim.md", "about.md", "consent.md")
SHOPPERS = (
    "pages/product.html",
    "pages/factory.html",
    "parts/signs.html",
    "parts/factory_found.html",
)
"""The templates whose sentences a shopper reads first."""

LEAST_WORDS = 6
"""Shorter texts are names of things, and no sentences."""


@cache
def _parter(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang={"en": "en_US", "fr": "fr_FR"}[language], left=1, right=1)


def _counted(texts: list[str], language: str) -> tuple[int, int, int]:
    """Sentences, words and syllables of some texts."""
    sentences = words = syllables = 0
    for text in texts:
        sentences += max(1, len(re.findall(r"[.!?:;](?=\s|$)", text)))
        found = re.findall(r"[^\W\d_]+", text)
        words += len(found)
        syllables += sum(len(_parter(language).positions(word.lower())) + 1 for word in found)
    return sentences, words, syllables


def grade(texts: list[str]) -> float:
    """The school year in which English texts are understood, by Flesch and Kincaid."""
    sentences, words, syllables = _counted(texts, "en")
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def ease(texts: list[str]) -> float:
    """How easily French texts are read, by Kandel and Moles; 100 is easiest."""
    sentences, words, syllables = _counted(texts, "fr")
    return 207 - 1.015 * words / sentences - 73.6 * syllables / words


def _prose(path: str) -> list[str]:
    """The paragraphs and entries of a written page, without its tables, code, links and headings."""
    text = (SITE_SRC / path).read_text("utf-8").split("---\n", 2)[2]
    text = re.sub(r"```[\s\S]*?```|\{[^}]*\}|^[#|].*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    blocks = re.split(r"\n\s*\n|\n(?=\s*[-*:\d])", re.sub(r"[`*_]", "", text))
    return [" ".join(block.split()) for block in blocks if len(block.split()) >= LEAST_WORDS]


def _interface(language: str) -> list[str]:
    """The sentences of the pages that shoppers see first, in a language."""
    wanted = {
        str(message.id)
        for message in template()
        if isinstance(message.id, str)
        and any(place.endswith(SHOPPERS) for place, _ in message.locations)
    }
    if language != "en":
        catalogue = read_po(
            (TRANSLATIONS / language / "site.po").read_bytes().decode().splitlines()
        )
        said = {str(m.id): str(m.string) for m in catalogue if isinstance(m.id, str)}
        wanted = {said[text] for text in wanted}
    plain = (re.sub(r"%\(\w+\)s", "X", text) for text in sorted(wanted))
    return [text for text in plain if len(text.split()) >= LEAST_WORDS]


@pytest.mark.parametrize("page", PAGES)
def test_pages_for_shoppers_are_plain_in_english(page):
    """A child of twelve understands them."""
    assert grade(_prose(page)) <= 7


@pytest.mark.parametrize("page", PAGES)
def test_pages_for_shoppers_are_plain_in_french(page):
    """They are plain language or easier."""
    assert ease(_prose(f"fr/{page}")) >= 85


def test_sentences_of_pages_that_labels_lead_to_are_plain():
    """Those of the page of a product and of a factory, in both languages."""
    assert grade(_interface("en")) <= 6
    assert ease(_interface("fr")) >= 85


def test_the_glossary_is_plain():
    """It explains words and does not add to them."""
    assert grade([term.meaning for term in TERMS]) <= 5


def test_the_measure_tells_plain_words_from_hard_ones():
    """A sentence of an authority is far from one of a neighbour."""
    plain = "The man saw the red car. He ran to it."
    hard = "Notwithstanding contractual stipulations, organisational responsibilities necessitate verification."
    assert grade([plain]) < 3
    assert grade([hard]) > 16
    assert ease(["Le chat dort sur le lit. Il est noir."]) > 90
