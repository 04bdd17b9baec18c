"""The languages in which there is an invitation: catalogues of their own, apart from the site's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from madewhere.project import TRANSLATIONS
from madewhere.render.languages import SOURCE, Language

CATALOGUE = "invitation.po"
"""The name of the catalogue in the folder of each language."""

_LOCALES = {"en": "en_GB"}
_SEPARATORS = {"ar": "، ", "zh": "、"}
_GREATER = {"ar": "؛ ", "zh": "；"}
"""What stands between parts that are lists themselves."""
_ISOLATE, _END = "\u2068", "\u2069"


@cache
def letter_languages() -> tuple[str, ...]:
    """The codes of the languages that there are, the source language first."""
    return (SOURCE, *sorted(path.parent.name for path in TRANSLATIONS.glob(f"*/{CATALOGUE}")))


def best_language(tag: str) -> str | None:
    """The language to write in for somebody who reads the one of this BCP 47 tag; None if none."""
    for code in (tag, tag.split("-", maxsplit=1)[0]):
        if code in letter_languages():
            return code
    return None


@cache
def _catalogue(code: str) -> Catalog:
    with (TRANSLATIONS / code / CATALOGUE).open("rb") as opened:
        return read_po(opened, locale=code)


def is_unchecked(code: str) -> bool:
    """Whether no native speaker has checked the catalogue yet; its header is then marked fuzzy."""
    return code != SOURCE and bool(_catalogue(code).fuzzy)


@cache
def letter_language(code: str) -> Language:
    """Load a language of the invitation. Raises `KeyError` for one that there is not."""
    if code not in letter_languages():
        raise KeyError(code)
    locale = Locale.parse(_LOCALES.get(code, code))
    messages: dict[str, str | tuple[str, ...]] = {}
    if code != SOURCE:
        messages = {
            str(message.id): str(message.string)
            for message in _catalogue(code)
            if message.id and not message.fuzzy
        }
    return Language(
        code=code,
        name=locale.get_language_name(locale) or code,
        direction=locale.text_direction,
        locale=locale,
        messages=messages,
        plural_index=lambda _: 0,  # the letter has no message with a plural
    )


def isolated(text: str, language: Language) -> str:
    """A name or address as a part of a sentence, kept whole where directions of writing mix."""
    if language.direction == "ltr" and all(
        unicodedata.bidirectional(character) not in ("R", "AL") for character in text
    ):
        return text
    return f"{_ISOLATE}{text}{_END}"


def joined(parts: Iterable[str], language: Language) -> str:
    """Parts as a list on one line."""
    return _SEPARATORS.get(language.code, ", ").join(parts)


def lists_joined(parts: Iterable[str], language: Language) -> str:
    """Parts that are lists themselves, on one line."""
    return _GREATER.get(language.code, "; ").join(parts)
