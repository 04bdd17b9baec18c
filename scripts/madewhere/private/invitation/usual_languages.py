"""In which language a factory is written to where its contact states none: its country's usual one.

Only what management is sure to read counts, and only of the languages that there is a letter in.
English lies beside it, because it is a guess. Everywhere else the letter is in English alone: where it
is a language of law or business itself (as in India, Pakistan, Sri Lanka, the Philippines and the Gulf
states, whose managers come from many countries), where a country has several and none is for all
(Belgium, Switzerland, Luxembourg), and where there is no letter in its language yet, such as the
traditional characters of Hong Kong, Macao and Taiwan.
"""

from __future__ import annotations

USUAL_LANGUAGES = (
    ("bn", "BD", "It is the one official language, and business at home is done in it."),
    ("tr", "TR", "It is the one official language, and business at home is done in it."),
    ("vi", "VN", "It is the one official language, and business at home is done in it."),
    (
        "zh",
        "CN",
        "It is the one official language, in the simplified characters of the letter.",
    ),
    ("de", "AT DE LI", "It is the official language."),
    (
        "es",
        "AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE",
        "It is official and the language of business; other languages are spoken beside it.",
    ),
    ("fr", "FR MC", "It is the official language."),
    (
        "fr",
        "BF BJ CD CG CI GA GN HT MG ML NE SN TG",
        "Contracts and authorities use it, whatever is spoken at work.",
    ),
    (
        "fr",
        "MA TN",
        "Arabic is official, but the makers of clothes there write French with their customers.",
    ),
    (
        "ar",
        "DZ EG IQ JO LB LY SA SD SY YE",
        "It is the official language, and what authorities and managers write.",
    ),
)
"""Each language with the countries where a letter begins in it, and why."""

_BY_COUNTRY = {
    country: language for language, countries, _ in USUAL_LANGUAGES for country in countries.split()
}


def usual_language(country: str) -> str | None:
    """The language to begin in at a factory of this country, as a two-letter code; None for English."""
    return _BY_COUNTRY.get(country)
