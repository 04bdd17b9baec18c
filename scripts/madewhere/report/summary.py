"""The sentence that sums up a check."""

from __future__ import annotations

from madewhere.check import CheckResult
from madewhere.plurals import counted
from madewhere.problems import Level


def summary(result: CheckResult) -> str:
    """What was looked at and what was found, in one line."""
    found = [
        counted(result.count(level), level.label)
        for level in sorted(Level, reverse=True)
        if result.count(level)
    ]
    looked = f"{counted(result.packages, 'package')}, {counted(result.rows, 'row')}"
    return f"{looked}: {', '.join(found) if found else 'no problems'}"
