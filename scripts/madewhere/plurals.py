"""Numbers with their nouns, for what commands, problems and reports say in English."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, such as “1 error” or “1,500 rows”.

    ``one`` is said of one thing, ``many`` of any other number; without it, ``one`` with an s.
    """
    return f"{number:,} {one}" if number == 1 else f"{number:,} {many or f'{one}s'}"
