"""What reports in Markdown are made of: tables of problems, and text that is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from madewhere.problems import Problem
from madewhere.quoting import visible
from madewhere.report.own_rows import MEND_AT_HOME, of_members

MOST_CHARACTERS = 60_000
"""How long a comment gets; GitHub refuses one of more than 65,536 characters."""

_MARKUP = re.compile(r"[\\`*_{}\[\]()#+!|<>&~$@%^]")
_REFERENCE = re.compile(
    r"(?:&#(?:33|35|36|37|38|64|94|126);|\bGH-)(?=\w|&#)|:(?=//|\w)|\bwww(?=\.)", re.IGNORECASE
)


def problem_tables(
    problems: Sequence[Problem], prefix: str, room: int = MOST_CHARACTERS
) -> list[str]:
    """The lines of a table a file, as many as there is room for, in characters."""
    lines: list[str] = []
    length = listed = 0
    for file, group in groupby(problems, key=lambda p: p.file):
        head = [
            f"#### {plain(prefix + file)}",
            "",
            "| Line | Problem | What to do |",
            "| --: | --- | --- |",
        ]
        for p in group:
            field = f" {plain(p.field)}" if p.field else ""
            row = (
                f"| {p.line or ''} | {p.level.label} `{p.code}`{field}<br>{plain(p.message)} "
                f"| {plain(p.fix)} |"
            )
            length += len(row) + sum(map(len, head)) + 10
            if length > room:
                left = len(problems) - listed
                lines.append(f"… and {left:,} more; `madewhere check` lists them all.")
                return lines
            lines += [*head, row]
            listed += 1
            head = []
        lines.append("")
    return [*lines, MEND_AT_HOME, ""] if of_members(problems) else lines


def plain(text: str) -> str:
    """Text that Markdown and HTML show as it is; no mention, reference, link or tag comes out of it.

    Hosts look for @names, #numbers and the like after Markdown is done, so an escape alone does not
    hide them: an invisible character that joins words stands between.
    """
    escaped = _MARKUP.sub(lambda match: f"&#{ord(match[0])};", visible(text))
    return _REFERENCE.sub("\\g<0>\u2060", escaped)
