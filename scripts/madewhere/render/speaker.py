"""Words, dates and numbers in one language, each worked out once."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from madewhere import countries
from madewhere.render.languages import Language
from madewhere.render.product_words import PRODUCT_WORDS
from madewhere.render.words import WORDS

_MONTHS_ALONE = 36
"""Months of an age from which on it is told in years and months."""


class Speaker:
    """What templates call to say something in a language, for an as-of date.

    Every method is a pure function of its arguments, and remembers what it said.
    """

    def __init__(self, language: Language, as_of: dt.date) -> None:
        self.language = language
        self.as_of = as_of
        self._words = {
            vocabulary: {code: language.gettext(word) for code, word in words.items()}
            for vocabulary, words in (WORDS | PRODUCT_WORDS).items()
        }
        remember = lru_cache(maxsize=100_000)
        self.number: Callable[[float], str] = remember(self._number)
        self.percent: Callable[[float], str] = remember(self._percent)
        self.date: Callable[[dt.date], str] = remember(self._date)
        self.month: Callable[[dt.date], str] = remember(self._month)
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
            "country": self.country,
            "language": self.language_name,
            "age": self.age,
            "label": self.label,
            "isolated": self.isolated,
            "gettext": self.language.gettext,
            "ngettext": self.language.ngettext,
        }

    def by_name(self, codes: Iterable[str]) -> list[str]:
        """Codes of countries in the order of their names, accents and small letters aside."""

        def plain(code: str) -> tuple[str, str]:
            decomposed = unicodedata.normalize("NFKD", self.country(code))
            return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold(), code

        return sorted(codes, key=plain)

    def label(self, vocabulary: str, code: str) -> str:
        """The word for a code; the code itself where the vocabulary lacks it."""
        return self._words[vocabulary].get(code, code)

    def _number(self, value: float) -> str:
        return str(format_decimal(value, locale=self.language.locale))

    def _percent(self, value: float) -> str:
        """A share given in percent, 0 to 100."""
        pattern = "#,##0.#%"
        return str(format_percent(value / 100, format=pattern, locale=self.language.locale))

    def _date(self, day: dt.date) -> str:
        return str(format_date(day, "long", locale=self.language.locale))

    def _month(self, day: dt.date) -> str:
        return str(format_skeleton("yMMMM", day, locale=self.language.locale))

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
