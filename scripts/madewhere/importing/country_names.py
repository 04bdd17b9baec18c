"""The countries that lists name: in several languages, and at the end of addresses."""

from __future__ import annotations

import re
from functools import cache

from madewhere import countries
from madewhere.importing.cleaning import comparable

_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "tr", "vi", "id", "zh")
"""The languages, beside English, in which lists name countries."""

# The country Georgia cannot be told from the American state at the end of an address.
_NO_COUNTRY_IN_ADDRESS = frozenset({"georgia"})

_SHORTEST_IN_ADDRESS = 3  # CA, IN and DE are states there more often than countries


@cache
def find_country(text: str) -> str | None:
    """Find a country's code by its code, or by its name in English or another language of lists."""
    return countries.find_code(text) or _foreign_names().get(comparable(text))


@cache
def _foreign_names() -> dict[str, str]:
    """Countries' names in other languages; a name that means two countries is left out."""
    found: dict[str, set[str]] = {}
    for code in sorted(countries.codes()):
        for language in _LANGUAGES:
            found.setdefault(comparable(countries.name(code, language)), set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def country_of_address(address: str) -> str | None:
    """Find the country that an address ends with, before a postal code or a full stop."""
    last = re.sub(r"[\d\s.-]+$", "", address.rsplit(",", 1)[-1]).strip()
    if len(last) < _SHORTEST_IN_ADDRESS or last.casefold() in _NO_COUNTRY_IN_ADDRESS:
        return None
    return find_country(last)
