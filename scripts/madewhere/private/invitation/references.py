"""The reference codes of invitations: minting them, and reading what people type."""

from __future__ import annotations

import random
import re
from collections.abc import Collection

from rapidfuzz.distance import DamerauLevenshtein

from madewhere.identifiers import ALPHABET

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_HALF = 5
_SLIPS = 2


def mint_reference(source: random.Random, taken: set[str]) -> str:
    """Mint a code such as ``7K3QF-21M4P`` that is not taken, and add it to ``taken``.

    ``source`` is `random.SystemRandom()` outside of tests: nobody may guess another's code.
    """
    while True:
        characters = "".join(source.choices(ALPHABET, k=2 * _HALF))
        minted = f"{characters[:_HALF]}-{characters[_HALF:]}"
        if minted not in taken:
            taken.add(minted)
            return minted


def normalise_reference(typed: str) -> str:
    """Turn what a person typed into the form of a code; the result may still be none."""
    text = re.sub(r"[\W_]", "", typed).upper().translate(_MISREAD)
    return f"{text[:_HALF]}-{text[_HALF:]}"


def nearest_reference(reference: str, known: Collection[str]) -> str | None:
    """The known code that differs by at most two slips of the pen; None where none is so near."""
    near = [
        (slips, each)
        for each in known
        if (slips := DamerauLevenshtein.distance(reference, each)) <= _SLIPS
    ]
    return min(near)[1] if near else None
