"""The languages of the interface: gettext catalogues, directions, digits and locales."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.plural import PluralRule

from madewhere.project import TRANSLATIONS

SOURCE = "en"
"""The language in which the messages stand in the templates."""

CATALOGUE = "site.po"
"""The name of the catalogue of the site's texts in the folder of each language."""

_LOCALES = {"en": "en_GB"}
"""Where a language's usual locale is not the one to write dates and numbers by."""
_ISOLATE, _END = "\u2068", "\u2069"
_ENOUGH_NUMBERS = 1000
"""Numbers below this take every form that a language has for whole numbers, but one for millions."""
_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀"}
"""The digit zero of numbering systems; the other nine follow it."""

Message = str | tuple[str, str]
"""What a message is found by: its English text, or that with its context before it."""


@dataclass(frozen=True, eq=False)
class Language:
    """One language: its code, its own name, its direction, and its messages. Equal only to itself."""

    code: str
    name: str
    direction: str
    locale: Locale
    messages: Mapping[Message, str | tuple[str, ...]] = field(repr=False)
    plurals: Plurals = field(repr=False)
    digits: Callable[[str], str] = field(repr=False)

    @property
    def tag(self) -> str:
        """The BCP 47 tag by which scripts write dates and numbers as the pages do."""
        system = self.locale.default_numbering_system
        return f"{str(self.locale).replace('_', '-')}-u-nu-{system}"

    @property
    def og_locale(self) -> str:
        """Language and territory as pages tell them to whoever shares a link, such as ``en_GB``."""
        language = self.locale.language
        likely: str = get_global("likely_subtags").get(language, language)
        return f"{language}_{self.locale.territory or likely.rpartition('_')[2].upper()}"

    def gettext(self, message: str) -> str:
        """The message in this language, or as it is where the catalogue lacks it."""
        found = self.messages.get(message)
        return found if isinstance(found, str) and found else message

    def pgettext(self, context: str, message: str) -> str:
        """The message as it is said in a context, such as the vocabulary that a word belongs to."""
        found = self.messages.get((context, message))
        return found if isinstance(found, str) and found else message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form of the message that this number takes in this language."""
        found = self.messages.get(singular)
        if isinstance(found, tuple):
            form = found[self.plurals.index(number)]
            if form:
                return form
        return singular if number == 1 else plural

    def forms(self, singular: str, plural: str) -> dict[str, str]:
        """Every form of the message by the CLDR category of the numbers that take it, for scripts."""
        found = self.messages.get(singular)
        if isinstance(found, tuple) and all(found):
            return dict(zip(self.plurals.categories, found, strict=True))
        return {"one": singular, "other": plural}

    def texts(self) -> Iterator[str]:
        """Everything that is said in this language, without its order meaning anything."""
        for said in self.messages.values():
            yield from (said,) if isinstance(said, str) else said

    def isolated(self, text: str) -> str:
        """A text of the data as a part of a sentence, kept whole where directions of writing mix."""
        if self.direction == "ltr" and (
            text.isascii() or not any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
        ):
            return text
        return f"{_ISOLATE}{text}{_END}"


@dataclass(frozen=True)
class Plurals:
    """The forms that counted nouns take, by CLDR's categories in the order of catalogues.

    Categories that no whole number below a million takes are left out: what is counted here is never
    written as "1 million", for which French and Spanish have a form of their own. "other" stays.
    """

    categories: tuple[str, ...]
    rule: PluralRule

    def index(self, number: int) -> int:
        """Which of the forms a number takes, from 0."""
        return self.categories.index(self.rule(number))

    def numbers(self, category: str) -> list[int]:
        """The numbers below a thousand that take this form."""
        return [n for n in range(_ENOUGH_NUMBERS) if self.rule(n) == category]


@cache
def plurals(code: str) -> Plurals:
    """The forms of a language."""
    whole = locale_of(code).plural_form
    taken = {"other", *(whole(number) for number in range(_ENOUGH_NUMBERS))}
    order = tuple(tag for tag in ("zero", "one", "two", "few", "many", "other") if tag in taken)
    rules = {tag: rule for tag, rule in whole.rules.items() if tag in taken}
    return Plurals(order, PluralRule(rules))


@cache
def available() -> tuple[str, ...]:
    """The codes of the languages that there are, the source language first."""
    return (SOURCE, *sorted(path.parent.name for path in TRANSLATIONS.glob(f"*/{CATALOGUE}")))


@cache
def language(code: str) -> Language:
    """Load a language. Raises `KeyError` for one that there is not."""
    if code not in available():
        raise KeyError(code)
    return from_catalogue(code, TRANSLATIONS / code / CATALOGUE)


def locale_of(code: str) -> Locale:
    """The locale by which dates and numbers of a language are written."""
    return Locale.parse(_LOCALES.get(code, code.replace("-", "_")))


def from_catalogue(code: str, path: Path) -> Language:
    """A language with the messages of a catalogue, which is not opened for the source language."""
    locale = locale_of(code)
    catalogue = Catalog(locale=locale)
    if code != SOURCE:
        with path.open("rb") as opened:
            catalogue = read_po(opened, locale=locale)
    messages: dict[Message, str | tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            text, said = message.id, str(message.string)
            messages[(message.context, text) if message.context else text] = said
            continue
        forms = tuple(message.string or ())
        if len(forms) == len(plurals(code).categories):
            messages[message.id[0]] = forms
    return Language(
        code=code,
        name=_own_name(locale) or code,
        direction=locale.text_direction,
        locale=locale,
        messages=messages,
        plurals=plurals(code),
        digits=_digits(locale.default_numbering_system),
    )


def _own_name(locale: Locale) -> str | None:
    """What a language calls itself, as it stands alone; None where that is not known."""
    name = locale.get_language_name(locale)
    return f"{name[0].upper()}{name[1:]}" if name else None


def _digits(system: str) -> Callable[[str], str]:
    """What writes the digits of a text as the numbering system does."""
    zero = _ZEROS.get(system)
    if zero is None:
        return str
    table = {ord("0") + n: chr(ord(zero) + n) for n in range(10)}
    return lambda text: text.translate(table)
