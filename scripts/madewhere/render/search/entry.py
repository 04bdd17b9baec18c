"""One thing that can be found, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from madewhere import countries
from madewhere.addresses import Addresses
from madewhere.render.languages import language
from madewhere.render.search.words import folded
from madewhere.render.words import N_
from madewhere.site_model import Site

GAPS = {
    "no-audit": N_("No audit disclosed"),
    "no-consent": N_("No consent"),
    "no-factory": N_("No factory is named"),
    "not-known": N_("Not known"),
}
"""Why something is not shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    ``order`` sorts the entries of a kind. ``names`` and ``texts`` are what it is found by; what is
    found in a name comes first. ``codes`` are identifiers, in capitals; a GTIN has 14 digits. ``facets``
    are its values by filter, ``point`` latitude and longitude in degrees.

    A result shows the rest: ``href`` relative to the root of the language; the name, and the same name
    in another language; the language of the latter, or of the name where that is the only one;
    ``about`` (a town, a brand); the codes of countries with a space between; ``checked`` (the day of the
    last audit as YYYY-MM-DD); ``kind_of`` (the code of a kind of factory, or what a product is); its
    state where that is not open; how many factories there are; and of a product the stage that its
    countries are about, and the kind of place where that is not one factory. For what is not shown
    stands why: a code of `GAPS`.
    """

    order: tuple[str, ...]
    href: str
    name: str
    names: Sequence[str]
    texts: Sequence[str] = ()
    codes: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    point: tuple[float, float] | None = None
    native: str = ""
    language: str = ""
    about: str = ""
    country: str = ""
    kind_of: str = ""
    checked: str = ""
    state: str = ""
    count: int = 0
    stage: str = ""
    known: str = ""

    def row(self) -> list[Any]:
        """What a result shows, as a list whose end may be missing where it is empty."""
        row = [
            *(self.href, self.name, self.about, self.country, self.checked, self.kind_of),
            *(self.native, self.language, self.state, self.count or "", self.stage, self.known),
        ]
        while row[-1] == "":
            row.pop()
        return row


def addresses(site: Site) -> Addresses:
    """The addresses below the root of a language, which are the same in all."""
    return Addresses(site.publication, site.publication.languages[0])


def country_names(site: Site, code: str) -> list[str]:
    """What a country is called in the languages of the publication, what people call it in English, and its code."""
    locales = [str(language(each).locale) for each in ("en", *site.publication.languages)]
    names = [countries.name(code, locale) for locale in locales] + countries.everyday_names(code)
    return list(dict.fromkeys([*names, code]))


def as_code(text: str | None) -> str:
    """An identifier as it is looked for: letters and digits, in capitals."""
    return folded(text or "").replace(" ", "").upper()


def point_of(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """A point, or None where a part of it is not known."""
    return None if latitude is None or longitude is None else (latitude, longitude)
