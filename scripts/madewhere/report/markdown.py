"""The report as Markdown, for a comment on a proposal."""

from __future__ import annotations

import re
from itertools import groupby

from madewhere.check import CheckResult
from madewhere.quoting import visible
from madewhere.report.summary import summary

MOST_CHARACTERS = 60_000
"""How long a comment gets; GitHub refuses one of more than 65,536 characters."""


_MARKUP = re.compile(r"[\\`*_{}\[\]()#+!|<>&~$@%^]")
_REFERENCE = re.compile(
    r"(?:&#(?:33|35|36|37|38|64|94|126);|\bGH-)(?=\w|&#)|:(?=//|\w)|\bwww(?=\.)", re.IGNORECASE
)


def markdown(result: CheckResult, prefix: str) -> str:
    """A heading, then a table a file. Text from data is shown as it is and never as Markdown."""
    lines = [f"**{summary(result)}**", ""]
    length = listed = 0
    for file, problems in groupby(result.problems, key=lambda p: p.file):
        head = [
            f"#### {_plain(prefix + file)}",
            "",
            "| Line | Problem | What to do |",
            "| --: | --- | --- |",
        ]
        for p in problems:
            field = f" {_plain(p.field)}" if p.field else ""
            row = (
                f"| {p.line or ''} | {p.level.label} `{p.code}`{field}<br>{_plain(p.message)} "
                f"| {_plain(p.fix)} |"
            )
            length += len(row) + sum(map(len, head)) + 10
            if length > MOST_CHARACTERS:
                left = len(result.problems) - listed
                lines.append(f"… and {left:,} more; `madewhere check` lists them all.")
                return "\n".join(lines) + "\n"
            lines += [*head, row]
            listed += 1
            head = []
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    """Text that Markdown and HTML show as it is; no mention, reference, link or tag comes out of it.

    Hosts look for @names, #numbers and the like after Markdown is done, so an escape alone does not
    hide them: an invisible character that joins words stands between.
    """
    escaped = _MARKUP.sub(lambda match: f"&#{ord(match[0])};", visible(text))
    return _REFERENCE.sub("\\g<0>\u2060", escaped)
