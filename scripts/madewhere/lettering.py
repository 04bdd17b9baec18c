"""How much room letters take in a drawing. Widths are estimated, and rather too much: no font is known."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width

_ENDS = " ,;.·"


def fitted(text: str, size: float, width: float) -> str:
    """The text, or as much of its beginning as has room in a line; ``size`` is the height of letters."""
    used, kept = 0.0, 0
    for number, character in enumerate(text):
        used += size * _broad(character)
        if used > width:
            return text[: max(1, kept)].rstrip(_ENDS) + "…"
        if used + size <= width:
            kept = number + 1
    return text


def in_lines(text: str, size: float, width: float, most: int) -> list[str]:
    """The text in up to ``most`` lines, broken between words; what has no room in the last is cut."""
    lines = list(_broken(text.split(), size, width))
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return [fitted(line, size, width) for line in lines]


def _broken(words: list[str], size: float, width: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and _width(longer, size) > width:
            yield line
            longer = word
        line = longer
    yield line


def _width(text: str, size: float) -> float:
    return sum(size * _broad(character) for character in text)


def _broad(character: str) -> float:
    """About how broad a letter is, as a share of the height of letters."""
    if character in " .,:;·'’|()[]/-ijlftrI":
        return 0.36
    if category(character) in ("Cf", "Mn"):
        return 0
    if east_asian_width(character) in "WF":
        return 1.02
    return 0.92 if character in "MW@%mw&" else 0.7 if character.isupper() else 0.56
