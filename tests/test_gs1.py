"""The numbers of GS1, against GS1's own examples of what holds and what does not.

The numbers and addresses are those of the tests of gs1/gs1-syntax-engine (`dl.c`, `test_dl_parseDLuri`)
and gs1/gs1-syntax-dictionary (`lint_csum.c`), both under Apache-2.0, and of GS1's General Specifications.
"""

from __future__ import annotations

import pytest

from checking import added, both, cells, events
from madewhere.addresses import Addresses
from madewhere.disclose import disclose
from madewhere.gs1 import is_example, is_gln, is_gtin, padded_gtin, why_no_product
from madewhere.link import link
from madewhere.read import read_data
from tiny_publication import AS_OF, KNITS, TEE

GTINS = "members/alder/product_gtins.csv"
FACTORIES = "members/alder/factories.csv"


@pytest.mark.parametrize(
    "number",
    [
        "09520123456788", "09521234543213", "05412345000013", "12312312312333", "12312312312326",
        "09501101020917", "12345678901231", "00416000336108", "00000002345673", "01234567890128",
    ],
)  # fmt: skip
def test_gtins_whose_check_digit_fits(number):
    """GS1's examples are taken, and each with any other check digit is not."""
    assert is_gtin(number)
    others = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]
    assert not any(map(is_gtin, others))


@pytest.mark.parametrize("number", ["9520123456788", "1321202290648", "1234567890128"])
def test_glns_whose_check_digit_fits(number):
    """GS1's examples are taken, and each with any other check digit is not."""
    assert is_gln(number)
    others = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]
    assert not any(map(is_gln, others))


@pytest.mark.parametrize(
    "number",
    ["", "9520123456788", "095201234567880", " 9520123456788", "0952012345678٨", "0952012345678\n",
     "123456789012345675", "12345678 01231"],
)  # fmt: skip
def test_what_is_no_gtin(number):
    """It has 14 of the ten digits of ASCII, and nothing else."""
    assert not is_gtin(number)


@pytest.mark.parametrize(
    ("typed", "gtin"),
    [
        ("2112345678900", "02112345678900"),
        ("416000336108", "00416000336108"),
        ("02345673", "00000002345673"),
        ("9520123456788", "09520123456788"),
        ("12312312312333", "12312312312333"),
        ("952 0123 45678-8", "09520123456788"),
        ("12345673", None),
        ("416000336109", None),
        ("1234567890129", None),
        ("12345678901232", None),
        ("123456789", None),
        ("12345678901", None),
        ("", None),
    ],
)
def test_a_shorter_gtin_gets_zeros(typed, gtin):
    """GTINs of 8, 12 and 13 digits are the same numbers with 14; other lengths are none."""
    assert padded_gtin(typed) == gtin


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("02112345678900", "shop or country"),
        ("00212345678909", "shop or country"),
        ("00416000336108", "shop or country"),
        ("00000002345673", "shop or country"),
        ("00000020123451", "shop or country"),
        ("12312312312333", "shop or country"),
        ("30000002345674", "shop or country"),
        ("00512345678900", "coupons"),
        ("09812345678902", "coupons"),
        ("09842345678909", "coupons"),
        ("09912345678909", "coupons"),
        ("09802345678903", "refund"),
        ("90614141000411", "measured"),
        ("09520123456788", ""),
        ("05412345000013", ""),
        ("09501101020917", ""),
        ("00614141000418", ""),
        ("00000040170725", ""),
        ("00000096385074", ""),
        ("09791234567896", ""),
        ("09852345678908", ""),
        ("00000123456784", ""),
        ("50614141000413", ""),
    ],
)
def test_numbers_that_name_no_product(number, why):
    """Restricted circulation, coupons, refunds and variable measure are told; the rest can be published."""
    assert is_gtin(number)
    assert (why in why_no_product(number)) if why else not why_no_product(number)


def test_the_numbers_kept_for_examples():
    """Prefix 952 is an example in a GTIN, in a case of it, and in a GLN; other numbers have 952 within."""
    numbers = [
        "09520123456788",
        "19520123456785",
        "9520123456788",
        "00952012345672",
        "4012345000009",
    ]
    assert list(map(is_example, numbers)) == [True, True, True, False, False]


ANSWERED = {
    "01/09520123456788": True,
    "01/9520123456788": False,  # a GTIN in an address has 14 digits
    "01/09520123456789": False,  # the check digit
    "gtin/09520123456788": False,  # the words of old standards
    "some-extra/pathinfo/01/09520123456788": False,  # the stem is the publication's own
    "01/09520123456788/22/2A": False,  # what follows has no end, so no file can be there for each
    "01/09520123456788/10/ABC123": False,
    "01/09520123456788/21/12345": False,
    "01/09520123456788/235/XYZ": False,
    "414/9520123456788": True,
    "414/9520123456788/254/32a%2Fb": False,
    "417/9520123456788": False,  # a company, which is no place
    "253/1231231231232": False,
    "8004/9520614141234567": False,
}
"""Which of GS1's addresses a static publication answers that has this product and this factory."""


def test_the_addresses_that_are_answered(tiny):
    """A GTIN and a GLN each have one address, exactly as in GS1's examples."""
    gtin, gln = "09520123456788", "9520123456788"
    both(
        added(GTINS, gtin=gtin, product_id=TEE),
        cells(FACTORIES, 2, gln=gln),
        events(
            "x",
            ("gtin", gtin, "published", "2026-04-01", ""),
            ("gln", gln, "published", "2026-04-01", ""),
        ),
    )(tiny)
    site = link(disclose(read_data(tiny, as_of=AS_OF).corpus)[0])
    assert site.numbers.products[gtin] == (TEE,)
    assert site.numbers.factories[gln] == (KNITS,)
    addresses = Addresses(site.publication, "en")
    there = {addresses.gtin(number) for number in site.numbers.products}
    there |= {addresses.gln(number) for number in site.numbers.factories}
    assert {path: f"{path}/" in there for path in ANSWERED} == ANSWERED
