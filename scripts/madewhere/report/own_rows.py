"""Problems of rows that a member keeps in a private folder: where they are listed and mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from madewhere.problems import Problem
from madewhere.quoting import visible

MEND_AT_HOME = (
    "A member's row that comes from a private folder is mended there; `madewhere disclose` then writes "
    "the public one, and would undo a change made there alone."
)
"""What a check adds, because the public tables of members are written from private ones."""

_PUBLIC_ROWS = re.compile(r"members/[^/]+/[^/]+\.csv")


def of_members(problems: Iterable[Problem]) -> bool:
    """Whether one of them is about rows of a member's public tables."""
    return any(_PUBLIC_ROWS.fullmatch(each.file) for each in problems)


def fix_of(problem: Problem) -> str:
    """What to do, where it stands alone, such as at a line of a proposal."""
    if of_members([problem]):
        return f"{problem.fix} A row that comes from a private folder is mended there first."
    return problem.fix


def problem_lines(problems: Sequence[Problem], most: int) -> list[str]:
    """Two lines a problem, those that matter most first: where and what, then what to do.

    ``most`` says how many are listed; the others are counted.
    """
    lines = []
    for p in sorted(problems, key=lambda p: -p.level)[:most]:
        where = ", ".join(
            [p.file, *([f"line {p.line}"] if p.line else []), *filter(None, [p.field])]
        )
        lines.append(visible(f"  {p.level.label} {p.code}: {where}: {p.message}"))
        lines.append(visible(f"    → {p.fix}"))
    if len(problems) > most:
        lines.append(f"  … and {len(problems) - most:,} more")
    return lines
