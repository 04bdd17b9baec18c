"""A text in lines as even as they can be, measured in the letters that write it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from madewhere.outlines import lettering


@lru_cache(maxsize=lettering.KEPT)
def broken(text: str, width: float, most: int, right_to_left: bool) -> tuple[str, ...] | None:
    """A text in as few lines as fit this width at type of size 1, as even as they can be.

    None where it takes more than ``most``, or a word is wider than a line.
    """
    parts = [(part, *_widths(part, right_to_left)) for part in _parts(text)]
    found: list[tuple[str, ...]] = []
    limit = width
    while filled := _filled(parts, limit):
        lines, widest = filled
        if len(lines) > most or (found and len(lines) > len(found[-1])):
            break
        found.append(lines)
        limit = widest - 1e-6
    return found[-1] if found else None


def _filled(
    parts: list[tuple[str, float, float]], width: float
) -> tuple[tuple[str, ...], float] | None:
    """The parts in lines, each filled, and the widest line; None where a part is wider than a line."""
    lines, widest, sofar = [""], 0.0, 0.0
    for part, with_space, alone in parts:
        if alone > width:
            return None
        if lines[-1] and sofar + alone > width:
            lines.append("")
            sofar = 0.0
        lines[-1] += part
        widest = max(widest, sofar + alone)
        sofar += with_space
    return tuple(each.strip() for each in lines), widest


def _widths(part: str, right_to_left: bool) -> tuple[float, float]:
    """How wide a part of a text is with the space at its end, and without it."""
    whole, alone = (
        lettering.line(each, bold=True, right_to_left=right_to_left).width
        for each in (part, part.rstrip())
    )
    return whole, alone


def _parts(text: str) -> list[str]:
    """Where a line may end: after spaces that are not hard, and between Chinese letters, never before a mark."""
    parts = [""]
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF"
        if parts[-1] and (
            parts[-1][-1] == " " or (wide and unicodedata.category(letter)[0] != "P")
        ):
            parts.append("")
        parts[-1] += letter
    return parts
