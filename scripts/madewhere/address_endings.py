"""The country at the end of an address, which pages name themselves, in the reader's language."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from babel.languages import get_official_languages

from madewhere import countries

_WORD = re.compile(r"[^\s,;،，、|/()–—-]+")
_MARKS = " \t\n,;،，、|/(–—-"
_LONGEST_NAME = 4
"""Words of the longest names, such as United States of America."""
_FEWEST_WORDS = 3
"""Fewer words before a country's name are rather a street or a town of that name."""
_PARTS_OF_NAMES = re.compile(r"[^\W\d]{1,4}\.|[^\W\dA-Z]+")
"""What belongs to the word after it: an abbreviation such as Av., a small word such as de."""
_ALSO_A_TOWN = frozenset({"DJ", "GI", "GT", "HK", "KW", "LU", "MC", "MO", "MX", "PA", "SG", "SM"})
"""Countries in which a town or a region has the country's name."""


def without_country(text: str, code: str) -> str:
    """An address without its country, where it ends with the country of that two-letter code.

    The country is known by its code, by its names in English and by its name in its own languages.
    After a comma or another mark it goes; after a space only where it can hardly be part of the
    name of a street or town, as in "Rue de Tunisie".
    """
    kept = text
    while True:
        words = [(found.start(), found.end()) for found in _WORD.finditer(kept)]
        for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
            start, end = words[-count][0], words[-1][1]
            if _names(kept[start:end], code) and _ends_before(
                kept, words[:-count], start, end, code
            ):
                kept = kept[:start].rstrip(_MARKS)
                break
        else:
            return kept


def _ends_before(text: str, before: list[tuple[int, int]], start: int, end: int, code: str) -> bool:
    """Whether the address ends before the name that stands from ``start`` to ``end``."""
    if not before or text[before[-1][1] : start].strip():
        return True
    return (
        end - start > len("USA")
        and code not in _ALSO_A_TOWN
        and len(before) >= _FEWEST_WORDS
        and not _PARTS_OF_NAMES.fullmatch(text[slice(*before[-1])])
    )


@lru_cache(maxsize=50_000)
def _names(text: str, code: str) -> bool:
    return countries.find_code(text) == code or text.rstrip(".").casefold() in _own_names(code)


@cache
def _own_names(code: str) -> frozenset[str]:
    """The country's name in the languages that are official there, in small letters."""
    spoken = get_official_languages(code, de_facto=True)
    return frozenset(countries.name(code, language).casefold() for language in spoken)
