"""The identifiers that are printed on labels: minting, checking and reading what people type.

A factory ID is a country code, six Crockford base32 characters and an ISO 7064 MOD 37,36 check
character, such as ``BD7K3QF21``. An audit ID is ``A``, eight such characters computed from what makes
the audit that audit, and the check character. A product ID is a digit, seven such characters and the
check character, such as ``7K3QF214M``; by the digit nobody takes it for a factory's. The letters I, L, O
and U never occur after the country code, because people misread them.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from madewhere.gs1 import is_gln, is_gtin

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: digits and capitals without I, L, O and U."""

_DIGITS = ALPHABET[:10]

_FACTORY_ID = re.compile(rf"[A-Z]{{2}}[{ALPHABET}]{{7}}")
_OS_ID = re.compile(rf"[A-Z]{{2}}\d{{4}}(\d{{3}})[{ALPHABET}]{{6}}", re.ASCII)
_AUDIT_ID = re.compile(rf"A[{ALPHABET}]{{9}}")
_PRODUCT_ID = re.compile(rf"[0-9][{ALPHABET}]{{8}}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def _checked(body: str) -> str | None:
    """Append the check character; None where it would be a letter that people misread."""
    check: str = mod_37_36.calc_check_digit(body)
    return body + check if check in ALPHABET else None


def is_slug(text: str) -> bool:
    """Whether this can name a member: lower-case letters and digits, with single hyphens between."""
    return _SLUG.fullmatch(text) is not None


def has_valid_check(identifier: str) -> bool:
    """Whether the last character is the one that the others give."""
    try:
        mod_37_36.validate(identifier)
    except ValidationError:
        return False
    return True


def is_factory_id(text: str) -> bool:
    """Whether this is a well-formed factory ID with the right check character."""
    return bool(_FACTORY_ID.fullmatch(text)) and has_valid_check(text)


def is_audit_id(text: str) -> bool:
    """Whether this has the form and the check character of an audit ID."""
    return _AUDIT_ID.fullmatch(text) is not None and has_valid_check(text)


def is_product_id(text: str) -> bool:
    """Whether this is a well-formed product ID with the right check character."""
    return _PRODUCT_ID.fullmatch(text) is not None and has_valid_check(text)


FORMS: dict[str, Callable[[str], bool]] = {
    "factory": is_factory_id,
    "audit": is_audit_id,
    "product": is_product_id,
    "gtin": is_gtin,
    "gln": is_gln,
    "member": is_slug,
}
"""How an identifier of each kind in the ledger is told from what can never be an address.

But for a member's slug, which any word can be, no text is of two kinds.
"""


def is_os_id(text: str) -> bool:
    """Whether this is a well-formed Open Supply Hub ID whose check character fits.

    It is made of a country code, the year and the day of that year, and five characters; the check
    character is the sum of the letters' code points and the other characters' base32 values.
    """
    found = _OS_ID.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= 366:
        return False
    total = ord(text[0]) + ord(text[1]) + sum(ALPHABET.index(each) for each in text[2:14])
    return ALPHABET[total % 32] == text[14]


def mint_factory_id(country: str, source: random.Random, taken: set[str]) -> str:
    """Mint an ID that is not taken, and add it to ``taken``.

    ``country`` is a two-letter code in capitals. ``source`` is `random.SystemRandom()` for real
    factories and a seeded generator for demo data.
    """
    return _mint(lambda: country + _random(source, 6), taken)


def mint_product_id(source: random.Random, taken: set[str]) -> str:
    """Mint a product ID that is not taken, and add it to ``taken``; ``source`` as for factories."""
    return _mint(lambda: source.choice(_DIGITS) + _random(source, 7), taken)


def _random(source: random.Random, characters: int) -> str:
    return "".join(source.choices(ALPHABET, k=characters))


def _mint(body: Callable[[], str], taken: set[str]) -> str:
    while True:
        minted = _checked(body())
        if minted is not None and minted not in taken:
            taken.add(minted)
            return minted


def mint_audit_id(factory_id: str, audit_type: str, audited_on: date, firm: str) -> str:
    """Make the ID of the audit of this factory, type, day and firm.

    Two members that disclose the same audit arrive at the same ID without asking each other. An ID
    that is published stays, even where the date is corrected later.
    """
    for attempt in range(100):
        key = f"{factory_id}|{audit_type}|{audited_on.isoformat()}|{firm}|{attempt}"
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
        characters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(8))
        minted = _checked("A" + characters)
        if minted is not None:
            return minted
    raise AssertionError("a hundred hashes cannot all end on a misread letter")  # pragma: no cover


def normalise_factory_id(typed: str) -> str:
    """Turn what a person typed into the form that addresses use.

    Spaces and hyphens go, letters become capitals, and after the country code O becomes 0, I and L
    become 1. The result may still be no factory ID; `is_factory_id` tells.
    """
    text = re.sub(r"[\s\-]", "", typed).upper()
    return text[:2] + text[2:].translate(_MISREAD)


def normalise_product_id(typed: str) -> str:
    """The same for a product: it has no country code, so every O becomes 0, every I and L becomes 1."""
    return re.sub(r"[\s\-]", "", typed).upper().translate(_MISREAD)
