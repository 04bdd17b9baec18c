"""Codes of official texts, and the addresses that are made from them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from madewhere.official_texts import (
    SDG_TARGETS,
    UNGP_PRINCIPLES,
    ilo_parts,
    ilo_url,
    sdg_url,
    ungp_url,
)
from madewhere.render.reference_words import ILO_TITLES, SDG_GOALS, UNGP_PARTS


def test_there_are_as_many_targets_and_principles_as_the_united_nations_adopted():
    """169 targets, 126 of them with a number, under 17 goals; 31 principles."""
    assert len(SDG_TARGETS) == 169
    assert sum(target.rpartition(".")[2].isdigit() for target in SDG_TARGETS) == 126
    assert {target.partition(".")[0] for target in SDG_TARGETS} == set(SDG_GOALS)
    assert len(UNGP_PRINCIPLES) == 31 == UNGP_PARTS[-1][0]
    assert {"8.7", "8.8", "6.b", "17.19"} <= SDG_TARGETS


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("C138 Art. 3", ("C138", "3")),
        ("C29", ("C29", "")),
        ("C029 Art. 2A", ("C29", "2A")),
        ("P155 Art. 3", ("P155", "3")),
        ("X1", None),
        ("C138 Article 3", None),
        ("", None),
    ],
)
def test_a_reference_to_the_ilo_has_a_code_and_perhaps_an_article(reference, parts):
    """Both are told apart, and leading noughts do not matter; anything else is no reference."""
    assert ilo_parts(reference) == parts


def test_the_ilo_writes_codes_with_three_digits():
    """The address of C29 ends with C029, or it would lead nowhere."""
    assert ilo_url("C29").endswith(":C029")
    assert ilo_url("R190").endswith(":R190")


def test_addresses_lead_to_the_official_sites_only():
    """Each is https, on the site of the organisation whose text it is."""
    addresses = {
        "normlex.ilo.org": [ilo_url(code) for code in ILO_TITLES],
        "sdgs.un.org": [sdg_url(target) for target in SDG_TARGETS],
        "www.ohchr.org": [ungp_url(principle) for principle in UNGP_PRINCIPLES],
    }
    for host, found in addresses.items():
        assert {urlsplit(each)[:2] for each in found} == {("https", host)}


def test_what_there_is_not_has_no_address():
    """Neither a made-up target nor a made-up principle leads anywhere."""
    assert sdg_url("8.11") is None
    assert sdg_url("17.a") is None
    assert ungp_url("32") is None
    assert ungp_url("0") is None
