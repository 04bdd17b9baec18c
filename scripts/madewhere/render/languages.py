"""The languages of the interface: gettext catalogues, directions and locales."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from madewhere.project import TRANSLATIONS

SOURCE = "en"
"""The language in which the messages stand in the templates."""


_LOCALES = {"en": "en_GB"}
"""Where a language's usual locale is not the one to write dates and numbers by."""
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True)
class Language:
    """One language: its code, its own name, its direction, and its messages."""

    code: str
    name: str
    direction: str
    locale: Locale
    messages: dict[str, str | tuple[str, ...]] = field(repr=False)
    plural_index: Callable[[int], int] = field(repr=False)

    def gettext(self, message: str) -> str:
        """The message in this language, or as it is where the catalogue lacks it."""
        found = self.messages.get(message)
        return found if isinstance(found, str) and found else message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form of the message that this number takes in this language."""
        found = self.messages.get(singular)
        if isinstance(found, tuple):
            form = found[self.plural_index(number)]
            if form:
                return form
        return singular if number == 1 else plural

    def forms(self, singular: str, plural: str) -> dict[str, str]:
        """Every form of the message by the CLDR category of the numbers that take it, for scripts."""
        rule = self.locale.plural_form
        numbers = {rule(number): number for number in range(999, -1, -1)}
        return {
            category: self.ngettext(singular, plural, numbers[category])
            for category in sorted(numbers)
        }

    def isolated(self, text: str) -> str:
        """A text of the data as a part of a sentence, kept whole where directions of writing mix."""
        if self.direction == "ltr" and (
            text.isascii() or not any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
        ):
            return text
        return f"{_ISOLATE}{text}{_END}"


@cache
def available() -> tuple[str, ...]:
    """The codes of the languages that there are, the source language first."""
    return (SOURCE, *sorted(path.stem for path in TRANSLATIONS.glob("*.po")))


@cache
def language(code: str) -> Language:
    """Load a language. Raises `KeyError` for one that there is not."""
    if code not in available():
        raise KeyError(code)
    return from_catalogue(code, TRANSLATIONS / f"{code}.po")


def from_catalogue(code: str, path: Path) -> Language:
    """A language with the messages of a catalogue, which is not opened for the source language."""
    locale = Locale.parse(_LOCALES.get(code, code.replace("-", "_")))
    catalogue = Catalog(locale=locale)
    if code != SOURCE:
        with path.open("rb") as opened:
            catalogue = read_po(opened, locale=locale)
    messages: dict[str, str | tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, tuple | list):
            messages[message.id[0]] = tuple(message.string or ())
        else:
            messages[message.id] = str(message.string)
    plural = get_plural(locale)
    return Language(
        code=code,
        name=(locale.get_language_name(locale) or code).title(),
        direction=locale.text_direction,
        locale=locale,
        messages=messages,
        plural_index=_plural_index(plural.plural_expr),
    )


def _plural_index(expression: str) -> Callable[[int], int]:
    from gettext import c2py

    index: Callable[[int], int] = c2py(expression)
    return index
