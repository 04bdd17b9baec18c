"""The languages in which there is an invitation: catalogues of their own, apart from the site's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from babel.messages.pofile import read_po

from madewhere.corpus import Package
from madewhere.project import TRANSLATIONS
from madewhere.render.languages import SOURCE, Language, from_catalogue

CATALOGUE = "invitation.po"
"""The name of the catalogue in the folder of each language."""

_SEPARATORS = {"ar": "، ", "zh": "、"}
_GREATER = {"ar": "؛ ", "zh": "；"}
"""What stands between parts that are lists themselves."""


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


def contact_languages(package: Package) -> dict[str, str]:
    """By factory the language that its contacts state, as a BCP 47 tag: the first that one does."""
    found: dict[str, str] = {}
    for row in package.rows("contacts"):
        if row.cells["language"]:
            found.setdefault(row.cells["factory_id"], row.cells["language"])
    return found


@cache
def is_unchecked(code: str) -> bool:
    """Whether no native speaker has checked the catalogue yet; its header is then marked fuzzy."""
    if code == SOURCE:
        return False
    with (TRANSLATIONS / code / CATALOGUE).open("rb") as opened:
        return bool(read_po(opened, locale=code).fuzzy)


@cache
def letter_language(code: str) -> Language:
    """Load a language of the invitation. Raises `KeyError` for one that there is not."""
    if code not in letter_languages():
        raise KeyError(code)
    return from_catalogue(code, TRANSLATIONS / code / CATALOGUE)


def joined(parts: Iterable[str], language: Language) -> str:
    """Parts as a list on one line."""
    return _SEPARATORS.get(language.code, ", ").join(parts)


def lists_joined(parts: Iterable[str], language: Language) -> str:
    """Parts that are lists themselves, on one line."""
    return _GREATER.get(language.code, "; ").join(parts)
