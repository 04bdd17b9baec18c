"""Codes and names of countries, and which codes stand for one place."""

from __future__ import annotations

import pytest

from madewhere import countries


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("BD", "BD"),
        ("bgd", "BD"),
        ("  bangladesh ", "BD"),
        ("Turkey", "TR"),
        ("TÜRKİYE", "TR"),
        ("South Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("U.S.A.", "US"),
        ("The United States of America", "US"),
        ("Scotland", "GB"),
        ("P.R. China", "CN"),
        ("Hong Kong SAR", "HK"),
        ("Macau", "MO"),
        ("Taiwan, Province of China", "TW"),
        ("Czech Republic", "CZ"),
        ("Cote d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Lao People's Democratic Republic", "LA"),
        ("Burma", "MM"),
        ("Kosovo", "XK"),
        ("Bosnia & Herzegovina", "BA"),
    ],
)
def test_names_that_people_write_are_found(written, code):
    """Codes, official, common and everyday names give the code, whatever their case or accents."""
    assert countries.find_code(written) == code


@pytest.mark.parametrize("written", ["", "Bangladsh", "Atlantis", "Saint Martin", "XX", "—"])
def test_unknown_names_are_not_guessed(written):
    """A name that is misspelt, ambiguous or no country gives nothing."""
    assert countries.find_code(written) is None


def test_every_code_has_a_name_that_leads_back():
    """Each code is named in English, and that name is found again."""
    assert len(countries.codes()) == 250
    for code in countries.codes():
        assert countries.name(code) != code
        assert countries.find_code(countries.name(code)) == code


def test_names_follow_the_language():
    """Names come in the language asked for, and in English where there is none."""
    assert countries.name("DE", "de") == "Deutschland"
    assert countries.name("TR", "zh-Hans") == countries.name("TR", "zh_Hans") == "土耳其"
    assert countries.name("DE", "no such language") == "Germany"
    assert countries.name("ZZ") == "ZZ"


def test_territories_are_accepted_where_addresses_differ():
    """Dependent territories are accepted both ways only where people use both codes."""
    assert {"FR", "RE", "GP"} <= countries.accepted_codes("FR")
    assert countries.accepted_codes("RE") == {"RE"}
    assert "US" in countries.accepted_codes("PR")
    assert "PR" in countries.accepted_codes("US")
    assert "CN" in countries.accepted_codes("TW")
    assert countries.accepted_codes("BD") == {"BD"}


def test_disputed_regions_are_accepted_only_there():
    """A code accepted in one region is not accepted elsewhere in the same country."""
    assert "UA" in countries.accepted_codes("RU", 44.6, 33.5)
    assert "UA" not in countries.accepted_codes("RU", 50.4, 30.5)
    assert "UA" not in countries.accepted_codes("RU")


def test_table_of_territories_names_known_codes():
    """Every code in the table exists, so that no row is without effect."""
    rows = countries._acceptances()
    named = set(rows).union(*(row.accepts for group in rows.values() for row in group))
    assert named <= countries.codes()
