"""Countries and territories: their codes, the names that people write, and which codes stand for one place.

A code is ISO 3166-1 alpha-2 in capitals, or XK for Kosovo, which has no ISO code.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pycountry
from babel import Locale, UnknownLocaleError

TERRITORIES_FILE = Path(__file__).parent / "territories.csv"

KOSOVO = "XK"

# What people write and neither ISO 3166 nor CLDR lists. Keys are compared as `_plain` leaves them.
_EVERYDAY_NAMES = {
    "AE": "UAE|U.A.E.|Emirates",
    "BN": "Brunei",
    "BO": "Bolivia",
    "BQ": "Bonaire",
    "CD": "DRC|DR Congo|D.R. Congo|Democratic Republic of Congo|Zaire",
    "CG": "Republic of Congo|Congo-Brazzaville",
    "CI": "Ivory Coast|Côte d'Ivoire",
    "CN": "China PR|China P.R.|P.R. China|P.R.C.|China Mainland|Mainland China",
    "CV": "Cape Verde",
    "CZ": "Czech Republic|Czechia",
    "DE": "Federal Republic of Germany",
    "FM": "Micronesia",
    "FK": "Falklands",
    "GB": (
        "UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland"
        "|United Kingdom of Great Britain"
    ),
    "GR": "EL|Hellas",
    "HK": "Hong Kong|Hongkong|Hong Kong SAR|Hong Kong S.A.R.|Hong Kong China|China Hong Kong",
    "IE": "Republic of Ireland|Eire",
    "IR": "Iran",
    "KN": "St Kitts and Nevis",
    "KP": "North Korea|DPRK|Korea North",
    "KR": "South Korea|Korea|Republic of Korea|Korea South|Korea Republic|S. Korea|ROK",
    "LA": "Laos|Lao PDR|Lao P.D.R.",
    "LC": "St Lucia",
    "LY": "Libya",
    "MD": "Moldova",
    "MK": "Macedonia|FYROM|Republic of Macedonia",
    "MM": "Burma|Myanmar",
    "MO": "Macau|Macao|Macau SAR|Macao SAR|Macau China|Macao China",
    "NL": "Holland|The Netherlands",
    "PS": "Palestine|Palestinian Territories|Occupied Palestinian Territory",
    "PH": "The Philippines",
    "RE": "Reunion Island",
    "RU": "Russia",
    "ST": "Sao Tome",
    "SY": "Syria",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey|Turkiye",
    "TW": "Taiwan|Taiwan R.O.C.|Taiwan ROC|Taiwan China|Republic of China",
    "TZ": "Tanzania",
    "US": "USA|U.S.A.|U.S.|United States of America|America",
    "VA": "Vatican|Vatican City",
    "VC": "St Vincent and the Grenadines",
    "VE": "Venezuela",
    "VN": "Vietnam|Viet Nam",
    KOSOVO: "XKX|Kosovo|Republic of Kosovo",
}


@dataclass(frozen=True, slots=True)
class _Acceptance:
    """One row of the table: ``within`` is (south, west, north, east) in degrees, None for anywhere."""

    accepts: frozenset[str]
    within: tuple[float, float, float, float] | None


@cache
def codes() -> frozenset[str]:
    """All codes that a country column may hold."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | {KOSOVO}


def find_code(text: str) -> str | None:
    """Find the code of a country by its two- or three-letter code or its name; None where unknown.

    Names are official, common and everyday ones in English, in any case, with or without accents
    and punctuation. Nothing is guessed: a name that is merely similar gives None.
    """
    return _codes_by_name().get(_plain(text))


def advice(text: str) -> str:
    """What to write instead of a text that is no code, such as GB for UK; empty where nobody can tell."""
    code = find_code(text)
    return f"Write {code}, which is the code of {name(code)}." if code else ""


def name(code: str, locale: str = "en") -> str:
    """Name a country in a language as CLDR does; an unknown code is returned as it is.

    ``locale`` is a BCP 47 tag such as ``pt-BR``. A language that CLDR lacks gives the English name.
    """
    return str(_names(locale).get(code, code))


def everyday_names(code: str) -> list[str]:
    """What people call a country in English, beside the name that CLDR gives it."""
    return [name for name in _EVERYDAY_NAMES.get(code, "").split("|") if name]


def accepted_codes(
    code: str, latitude: float | None = None, longitude: float | None = None
) -> frozenset[str]:
    """Which codes of the map's borders a row that declares this code may lie in, itself included.

    The table is `territories.csv`. Some of its rows hold for one region only; they count where a
    point in that region is given, in degrees. A state accepts its dependent territories; a dependent
    territory accepts the state only where people use both codes for one address. To accept is not to take sides: addresses in dependent
    or disputed territories are written with one code or the other, each for a reason, and this only
    keeps the program from calling a declared code wrong because the map's makers drew otherwise.
    """
    accepted = {code}
    for row in _acceptances().get(code, ()):
        if row.within is None or _is_within(row.within, latitude, longitude):
            accepted |= row.accepts
    return frozenset(accepted)


def _is_within(
    area: tuple[float, float, float, float], latitude: float | None, longitude: float | None
) -> bool:
    south, west, north, east = area
    return (
        latitude is not None
        and longitude is not None
        and south <= latitude <= north
        and west <= longitude <= east
    )


def _plain(text: str) -> str:
    """Reduce a name to lower-case words: no accents, no punctuation, no leading article."""
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and "))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    joined = re.sub(r"['\u2019.`\u00b4]", "", bare)
    words = re.sub(r"[^\w]+", " ", joined).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@cache
def _codes_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    english = _names("en")
    for country in pycountry.countries:
        written = [country.alpha_2, country.alpha_3, country.name, english[country.alpha_2]]
        written += [getattr(country, kind, "") for kind in ("common_name", "official_name")]
        found |= {_plain(one): country.alpha_2 for one in written if one}
    for code, names in _EVERYDAY_NAMES.items():
        found |= {_plain(one): code for one in names.split("|")}
    return found | {_plain(KOSOVO): KOSOVO}


@cache
def _names(locale: str) -> dict[str, str]:
    try:
        territories = Locale.parse(locale.replace("_", "-"), sep="-").territories
    except (UnknownLocaleError, ValueError):
        territories = Locale.parse("en").territories
    return {code: territories[code] for code in sorted(codes()) if code in territories}


@cache
def _acceptances() -> dict[str, list[_Acceptance]]:
    rows: dict[str, list[_Acceptance]] = {}
    with TERRITORIES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            corners = [float(corner) for corner in row["within"].split()]
            within = (corners[0], corners[1], corners[2], corners[3]) if corners else None
            accepts = frozenset(row["accepts"].split("|"))
            rows.setdefault(row["code"], []).append(_Acceptance(accepts, within))
    return rows
