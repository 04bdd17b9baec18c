"""The report as Markdown, for a comment on a proposal."""

from __future__ import annotations

import re
from itertools import groupby

from madewhere.check import CheckResult
from madewhere.report.summary import summary

MOST = 200
"""How many problems a comment lists; hosts cut off comments that are too long."""


def markdown(result: CheckResult, prefix: str) -> str:
    """A heading, then a table a file. Text from data is shown as it is and never as Markdown."""
    lines = [f"**{summary(result)}**", ""]
    for file, problems in groupby(result.problems[:MOST], key=lambda p: p.file):
        lines += [
            f"#### {_plain(prefix + file)}",
            "",
            "| Line | Problem | What to do |",
            "| --: | --- | --- |",
        ]
        for p in problems:
            field = f" {_plain(p.field)}" if p.field else ""
            lines.append(
                f"| {p.line or ''} | {p.level.label} `{p.code}`{field}<br>{_plain(p.message)} "
                f"| {_plain(p.fix)} |"
            )
        lines.append("")
    left = len(result.problems) - MOST
    if left > 0:
        lines.append(f"… and {left:,} more; `madewhere check` lists them all.")
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    """Text that Markdown and HTML show as it is; no mention, link or tag comes out of it."""
    flat = re.sub(r"\s+", " ", text)
    escaped = re.sub(r"[\\`*_{}\[\]()#+!|<>&~$]", lambda m: f"&#{ord(m[0])};", flat)
    return (
        escaped.replace("@", "&#64;\u2060")
        .replace("://", ":\u2060//")
        .replace("www.", "www\u2060.")
    )
