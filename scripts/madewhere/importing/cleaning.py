"""Cells as lists have them, made into plain text: one line, trimmed, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LOST_CHARACTERS = "\ufffd\u25a1"
"""What programs write for a character that they could not keep."""

# The joiners shape words in Indic scripts and Persian, so they stay inside a word.
_JOINERS = "\u200c\u200d"
_KEPT_CATEGORIES = {"Zs", "Zl", "Zp"}
_BREAKS = "\n\r\t\v\f\x85\u2028\u2029"

_NOTHING = frozenset(
    {
        *(
            "n/a",
            "n.a.",
            "n.a",
            "na",
            "#n/a",
            "none",
            "null",
            "nil",
            "nan",
            "tbd",
            "tbc",
            "unknown",
        ),
        *("-", "--", "---", "\u2013", "\u2014", ".", "?"),
        *("not available", "not applicable", "not known"),
    }
)

_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().-]*$)")


class Cleaned(NamedTuple):
    """A cell's plain text. ``lost`` says that characters were dropped, ``folded`` that lines were."""

    text: str
    lost: bool
    folded: bool


def clean(cell: str) -> Cleaned:
    """Make a cell one trimmed line in Unicode's composed form, without invisible characters."""
    if cell.isascii() and cell.isprintable():
        return Cleaned(" ".join(cell.split()), lost=False, folded=False)
    text = unicodedata.normalize("NFC", cell)
    folded = any(character in _BREAKS for character in text.strip())
    kept = []
    lost = False
    for character in text:
        if character in _BREAKS or unicodedata.category(character) in _KEPT_CATEGORIES:
            kept.append(" ")
        elif character in LOST_CHARACTERS or (
            unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
            and character not in _JOINERS
        ):
            # A byte-order mark or zero-width space at an edge says nothing worth a word.
            lost = lost or character not in "\ufeff\u200b"
        else:
            kept.append(character)
    return Cleaned(" ".join("".join(kept).split()).strip(_JOINERS + " "), lost, folded)


def is_nothing(text: str) -> bool:
    """Whether a cleaned text only says that there is no value, such as ``N/A`` or ``-``."""
    return not text or text.casefold() in _NOTHING


def comparable(*texts: str) -> str:
    """Reduce texts to what makes two rows the same: letters and digits, without case or form."""
    bare = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    if not bare.isascii():
        # Vowel signs of Indic scripts are marks, which \w leaves out.
        bare = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in bare)
        return " ".join(bare.split())
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def inert(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula, for files people open."""
    return f"'{text}" if _FORMULA.match(text) else text
