"""Tests for the country at the end of an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.address_endings import without_country


@pytest.mark.parametrize(
    ("address", "country", "expected"),
    [
        ("12 Road, Dhaka, Bangladesh", "BD", "12 Road, Dhaka"),
        ("12 Road, Dhaka,BANGLADESH.", "BD", "12 Road, Dhaka"),
        ("12 Road, Dhaka, BD", "BD", "12 Road, Dhaka"),
        ("12 Road, Dhaka (Bangladesh)", "BD", "12 Road, Dhaka"),
        ("12 Road Dhaka - Bangladesh", "BD", "12 Road Dhaka"),
        ("Savar Dhaka 1340 Bangladesh", "BD", "Savar Dhaka 1340"),
        ("Bangladesh, Bangladesh", "BD", ""),
        ("1 Street, Izmir, Türkiye", "TR", "1 Street, Izmir"),
        ("1 Street, Izmir, TURKEY", "TR", "1 Street, Izmir"),
        ("Weg 1, Ulm, Deutschland", "DE", "Weg 1, Ulm"),
        ("某路1号, 中国", "CN", "某路1号"),
        ("1 Road, Nantong, P.R. China", "CN", "1 Road, Nantong"),
        ("1 Main Street, Ames, United States of America", "US", "1 Main Street, Ames"),
        ("1 Road, Dili, Timor-Leste", "TL", "1 Road, Dili"),
    ],
)
def test_the_country_at_the_end_goes_however_it_is_written(address, country, expected):
    """Code, English name, everyday name and own name, after any mark, are the same country."""
    assert without_country(address, country) == expected


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("12 Road, Dhaka", "BD"),
        ("1 Main Street, Atlanta, Georgia", "US"),
        ("1 Main Street, San Jose, CA", "US"),
        ("12 Rue de Tunisie", "TN"),
        ("Zone 3, 40 Boulevard de la Tunisie", "TN"),
        ("Centro, 12 Plaza, Av. Brasil", "BR"),
        ("Calle 5, Colonia Centro, Ciudad de México", "MX"),
        ("Bangladesh Road 12", "BD"),
        ("", "BD"),
    ],
)
def test_what_is_not_the_country_stays(address, country):
    """Another country's name, a street's or a town's is part of the address."""
    assert without_country(address, country) == address


@given(st.text(max_size=60), st.sampled_from(["BD", "US", "HK", "XK", "ZZ"]))
def test_nothing_but_an_end_is_taken(text, code):
    """What is left is always the beginning of what was there."""
    assert text.startswith(without_country(text, code))
