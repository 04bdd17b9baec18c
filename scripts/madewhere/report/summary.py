"""The sentence that sums up a check."""

from __future__ import annotations

from madewhere.check import CheckResult
from madewhere.problems import Level


def counted(number: int, word: str) -> str:
    """A number with its noun, such as “1 error” or “3 errors”."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def summary(result: CheckResult) -> str:
    """What was looked at and what was found, in one line."""
    found = [
        counted(result.count(level), level.label)
        for level in sorted(Level, reverse=True)
        if result.count(level)
    ]
    looked = f"{counted(result.packages, 'package')}, {counted(result.rows, 'row')}"
    return f"{looked}: {', '.join(found) if found else 'no problems'}"
