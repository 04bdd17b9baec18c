"""How problems and reports quote text from data, which may be hostile."""

from __future__ import annotations

import re

_LONGEST = 60
_JOINERS = "\u200c\u200d"
"""Invisible, and yet a part of words in Bengali, Hindi and Persian."""


def short(text: str) -> str:
    """The text as a problem quotes it: one line, at most 60 characters."""
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def visible(text: str) -> str:
    """The text on one line, what cannot be seen written as escapes.

    What a terminal would obey, what turns the direction of writing around and what no encoding takes
    thus never reaches a reader.
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if character.isspace() and character not in "\r\n\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    return character.encode("unicode_escape").decode()
