"""The numbers of GS1: GTINs of products in bar codes, GLNs of places, and those that name nothing.

A GTIN has 8, 12, 13 or 14 digits; with zeros before it has 14, and so it stands here and in addresses.
After the indicator, the first of the 14 digits, comes the prefix. Some prefixes never name a product
outside one shop or country, by GS1's General Specifications (section 1.4, GS1 Prefixes).
"""

from __future__ import annotations

import re

from stdnum import ean

_GTIN = re.compile(r"[0-9]{14}")
_GLN = re.compile(r"[0-9]{13}")
_SHORTER = re.compile(r"[0-9]{8}|[0-9]{12,14}")

_WITHIN = "is for use within one shop or country, so others use the same number"
_NOT_FOR_PRODUCTS = (
    (re.compile(r"9"), "has the indicator 9, of what is measured when it is sold"),
    (re.compile(r".0{5}[02]"), _WITHIN),
    (re.compile(r".(02|04|2)"), _WITHIN),
    (re.compile(r".(05|98[1-4]|99)"), "is for coupons"),
    (re.compile(r".980"), "is for refund receipts"),
)
"""Which numbers of 14 digits name no product, and why; five zeros come before a GTIN of 8 digits."""


def is_gtin(text: str) -> bool:
    """Whether this is a GTIN with 14 digits, and the check digit fits."""
    return _GTIN.fullmatch(text) is not None and bool(ean.is_valid(text))


def is_gln(text: str) -> bool:
    """Whether this is a GLN, of 13 digits, and the check digit fits."""
    return _GLN.fullmatch(text) is not None and bool(ean.is_valid(text))


def padded_gtin(typed: str) -> str | None:
    """A GTIN of 8, 12, 13 or 14 digits with 14; None for what is none or has a wrong check digit.

    Spaces and hyphens between the digits do not count.
    """
    digits = re.sub(r"[ \-]", "", typed)
    if not _SHORTER.fullmatch(digits):
        return None
    gtin = digits.zfill(14)
    return gtin if is_gtin(gtin) else None


def why_no_product(gtin: str) -> str:
    """Why a GTIN of 14 digits can name no product for everybody; empty where it can."""
    return next((why for form, why in _NOT_FOR_PRODUCTS if form.match(gtin)), "")


def is_example(number: str) -> bool:
    """Whether a GTIN of 14 digits or a GLN has the prefix that GS1 keeps for examples."""
    return number[-13:].startswith("952")
