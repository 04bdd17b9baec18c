"""The identifiers that are printed on labels."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.audit_identity import identity
from madewhere.identifiers import (
    ALPHABET,
    FORMS,
    has_valid_check,
    is_factory_id,
    is_os_id,
    is_product_id,
    is_slug,
    mint_audit_id,
    mint_factory_id,
    mint_product_id,
    normalise_factory_id,
    normalise_product_id,
)
from tiny_publication import DENIM, GONE, JOINED, KNITS, TEE, WEAVES

SEEDS = st.integers(0, 2**32)


@given(SEEDS)
def test_what_is_minted_is_an_identifier(seed):
    """A minted ID has its country, no letter that is misread, and the right check character."""
    minted = mint_factory_id("BD", random.Random(seed), set())
    assert is_factory_id(minted)
    assert minted.startswith("BD")
    assert set(minted[2:]) <= set(ALPHABET)
    assert len(minted) == 9


def test_nothing_is_minted_twice():
    """An ID that is taken is not minted again, even by a generator that repeats itself."""
    taken: set[str] = set()
    first = mint_factory_id("BD", random.Random(1), taken)
    second = mint_factory_id("BD", random.Random(1), taken)
    assert first != second
    assert taken == {first, second}


@given(SEEDS, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(seed, place, character):
    """The check character tells every ID with a single wrong character."""
    minted = mint_factory_id("BD", random.Random(seed), set())
    wrong = minted[:place] + character + minted[place + 1 :]
    assert has_valid_check(wrong) == (wrong == minted)


@given(SEEDS)
def test_what_people_type_is_understood(seed):
    """Small letters, spaces, hyphens and the letters O, I and L after the country come out right."""
    minted = mint_factory_id("IO", random.Random(seed), set())
    typed = minted[:2] + minted[2:].replace("0", "o").replace("1", "l")
    assert normalise_factory_id(f" {typed[:4]}-{typed[4:].lower()} ") == minted
    assert normalise_factory_id(minted) == minted


@given(SEEDS)
def test_what_is_minted_for_a_product_is_taken_for_nothing_else(seed):
    """It begins with a digit, so its form tells its kind; it is minted once, and read as people type it."""
    taken: set[str] = set()
    minted = mint_product_id(random.Random(seed), taken)
    assert [kind for kind, is_one in FORMS.items() if is_one(minted) and kind != "member"] == [
        "product"
    ]
    assert minted[0].isdigit()
    assert mint_product_id(random.Random(seed), taken) != minted
    typed = minted.replace("0", "o").replace("1", "l").lower()
    assert normalise_product_id(f" {typed[:4]}-{typed[4:]}") == minted
    assert not is_product_id(minted[:-1] + ("0" if minted[-1] != "0" else "2"))


def test_the_form_of_an_identifier_tells_its_kind():
    """No text is of two kinds, but for the slug of a member, which any word can be."""
    examples = (KNITS, "AMZKZVZ40G", TEE, "09520123456788", "9520123456788", "alder")
    for kind, example in zip(FORMS, examples, strict=True):
        told = [each for each, is_one in FORMS.items() if is_one(example)]
        assert told in ([kind], [kind, "member"])


@pytest.mark.parametrize("good", [KNITS, WEAVES, DENIM, GONE, JOINED])
def test_identifiers_of_the_tiny_publication(good):
    """The identifiers that tests use are well formed."""
    assert is_factory_id(good)


@pytest.mark.parametrize(
    "bad", ["", "B", KNITS.lower(), KNITS[:-1], KNITS + "0", "B11G1D22Y", f"{KNITS}\n", "ВD1G1D22Y"]
)
def test_what_is_no_factory_id(bad):
    """Case, length, country letters and a trailing line break all matter."""
    assert not is_factory_id(bad)


def test_an_audit_has_one_identifier_whoever_mints_it():
    """The ID follows from factory, type, day and firm; each of them changes it."""
    same = (KNITS, "social", date(2024, 3, 5), "plumb")
    minted = mint_audit_id(*same)
    assert minted == mint_audit_id(*same) == "AMZKZVZ40G"
    others = {
        mint_audit_id(WEAVES, "social", date(2024, 3, 5), "plumb"),
        mint_audit_id(KNITS, "environmental", date(2024, 3, 5), "plumb"),
        mint_audit_id(KNITS, "social", date(2024, 3, 6), "plumb"),
        mint_audit_id(KNITS, "social", date(2024, 3, 5), "other"),
    }
    assert len(others | {minted}) == 5


def test_four_cells_make_an_audit_that_audit():
    """Factory, type, day and firm count, in the order in which the identifier is minted from them."""
    cells = {
        "audit_id": "AMZKZVZ40G",
        "audit_firm": "plumb",
        "audit_date": date(2024, 3, 5),
        "type": "social",
        "category": "initial",
        "factory_id": KNITS,
    }
    assert identity(cells) == (KNITS, "social", date(2024, 3, 5), "plumb")
    assert mint_audit_id(*identity(cells)) == cells["audit_id"]


@given(st.dates(), st.sampled_from(["social", "environmental"]))
def test_audit_identifiers_are_well_formed(day, audit_type):
    """Every audit ID begins with A, has ten characters and the right check character."""
    minted = mint_audit_id(KNITS, audit_type, day, "plumb")
    assert (minted[0], len(minted)) == ("A", 10)
    assert set(minted[1:]) <= set(ALPHABET)
    assert has_valid_check(minted)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("BD2019100FPTYTA", True),
        ("CN2020052SV22HT", False),
        ("BD2019100FPTYTB", False),
        ("BD2019101FPTYTA", False),
        ("BD2019367FPTYTA", False),
        ("BD2019000FPTYTA", False),
        ("BD2019100FPTYIA", False),
        ("BD2019100FPTYTA ", False),
        ("bd2019100fptyta", False),
        ("", False),
    ],
)
def test_an_os_id_is_judged_by_its_rule(text, good):
    """The form, the alphabet, the day of the year and the check character are looked at."""
    assert is_os_id(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [("aldermoss", True), ("a-1", True), ("", False), ("A", False), ("a--b", False), ("-a", False)],
)
def test_a_slug_is_lower_case_words_joined_by_hyphens(text, good):
    """What stands in addresses for ever has one form only."""
    assert is_slug(text) is good
