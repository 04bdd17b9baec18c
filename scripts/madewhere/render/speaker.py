"""Words, dates and numbers in one language, each worked out once."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from anyascii import anyascii
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from madewhere import countries
from madewhere.render.languages import Language
from madewhere.render.product_words import VOCABULARIES

_MONTHS_ALONE = 36
"""Months of an age from which on it is told in years and months."""


class Loop(Protocol):
    """What a template's loop tells of itself."""

    first: bool
    last: bool
    revindex: int


class Speaker:
    """What templates call to say something in a language, for an as-of date.

    Every method is a pure function of its arguments, and remembers what it said.
    """

    def __init__(self, language: Language, as_of: dt.date) -> None:
        self.language = language
        self.as_of = as_of
        self._words = {
            vocabulary: {code: language.pgettext(vocabulary, word) for code, word in words.items()}
            for vocabulary, words in VOCABULARIES.items()
        }
        self._and, self._or = (_between(language, style) for style in ("standard", "or"))
        remember = lru_cache(maxsize=100_000)
        self.number: Callable[[float], str] = remember(self._number)
        self.percent: Callable[[float], str] = remember(self._percent)
        self.date: Callable[[dt.date], str] = remember(self._date)
        self.month: Callable[[dt.date], str] = remember(self._month)
        self.year: Callable[[int | str], str] = remember(self._year)
        self.country: Callable[[str], str] = remember(self._country)
        self.language_name: Callable[[str], str] = remember(self._language_name)
        self.isolated: Callable[[str], str] = remember(language.isolated)
        self.age: Callable[[dt.date], str] = remember(self._age)

    def globals(self) -> dict[str, Any]:
        """The functions by the names that templates call them."""
        return {
            "number": self.number,
            "percent": self.percent,
            "date": self.date,
            "month": self.month,
            "year": self.year,
            "country": self.country,
            "language": self.language_name,
            "age": self.age,
            "label": self.label,
            "isolated": self.isolated,
            "gettext": self.language.gettext,
            "ngettext": self.language.ngettext,
            "pgettext": self.language.pgettext,
            "between": self.between,
            "either": self.either,
            "forms": self.forms,
        }

    def by_name(self, codes: Iterable[str]) -> list[str]:
        """Codes of countries in the order of their names, accents and small letters aside.

        Chinese names are ordered as they sound.
        """
        return sorted(codes, key=lambda code: (_plain(self.country(code)), code))

    def label(self, vocabulary: str, code: str) -> str:
        """The word for a code; the code itself where the vocabulary lacks it."""
        return self._words[vocabulary].get(code, code)

    def listed(self, parts: Sequence[str]) -> str:
        """Things of one kind in a row, such as "A, B and C"."""
        return str(format_list(parts, locale=self.language.locale))

    def between(self, loop: Loop) -> str:
        """What stands after a part of such a row where a template's loop writes it; nothing at its end."""
        return self._and.after(loop)

    def either(self, loop: Loop) -> str:
        """The same for things of which one holds, such as "A, B or C"."""
        return self._or.after(loop)

    def forms(self, singular: str, plural: str) -> str:
        """The forms of a message as JSON, by the category of `Intl.PluralRules`, for scripts."""
        forms = self.language.forms(singular, plural)
        return json.dumps(forms, ensure_ascii=False, separators=(",", ":"))

    def _number(self, value: float) -> str:
        return self.language.digits(format_decimal(value, locale=self.language.locale))

    def _percent(self, value: float) -> str:
        """A share given in percent, 0 to 100."""
        locale = self.language.locale
        pattern = locale.percent_formats[None].pattern.replace("0", "0.#")
        return self.language.digits(format_percent(value / 100, format=pattern, locale=locale))

    def _date(self, day: dt.date) -> str:
        return self.language.digits(format_date(day, "long", locale=self.language.locale))

    def _month(self, day: dt.date) -> str:
        return self.language.digits(format_skeleton("yMMMM", day, locale=self.language.locale))

    def _year(self, year: int | str) -> str:
        return self.language.digits(str(year))

    def _country(self, code: str) -> str:
        return countries.name(code, str(self.language.locale))

    def _language_name(self, code: str) -> str:
        names = self.language.locale.languages
        return str(
            names.get(code.replace("-", "_")) or names.get(code.split("-", maxsplit=1)[0]) or code
        )

    def _age(self, day: dt.date) -> str:
        """How long before the as-of date a day was, in whole days, months, or years and months.

        Never in years alone but where they are full, as an old audit would look younger than it is.
        """
        ngettext = self.language.ngettext
        days = (self.as_of - day).days
        months = (self.as_of.year - day.year) * 12 + self.as_of.month - day.month
        months -= self.as_of.day < day.day
        if days < 1:
            return self.language.gettext("today")
        if months < 1:
            return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": self._number(days)}
        if months < _MONTHS_ALONE:
            return ngettext("%(n)s month ago", "%(n)s months ago", months) % {
                "n": self._number(months)
            }
        years, rest = divmod(months, 12)
        if not rest:
            return ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": self._number(years)}
        return self.language.gettext("%(years)s %(months)s ago") % {
            "years": ngettext("%(n)s year", "%(n)s years", years) % {"n": self._number(years)},
            "months": ngettext("%(n)s month", "%(n)s months", rest) % {"n": self._number(rest)},
        }


class _Row(NamedTuple):
    """What stands between two things, and in a longer row after the first, others, the last but one."""

    two: str
    start: str
    middle: str
    end: str

    def after(self, loop: Loop) -> str:
        if loop.last:
            return ""
        if loop.revindex == 2:
            return self.two if loop.first else self.end
        return self.start if loop.first else self.middle


def _between(language: Language, style: str) -> _Row:
    patterns = language.locale.list_patterns[style]
    parts = (patterns[part] for part in ("2", "start", "middle", "end"))
    return _Row(*(part.removeprefix("{0}").removesuffix("{1}") for part in parts))


def _plain(name: str) -> str:
    """What a name is ordered by: letters without marks; Latin ones such as đ, and Chinese, as a to z."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(
        anyascii(letter) if unicodedata.name(letter, "").startswith(("LATIN", "CJK")) else letter
        for letter in decomposed
        if not unicodedata.combining(letter)
    ).casefold()
