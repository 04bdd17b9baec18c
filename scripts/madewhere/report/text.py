"""The report for a terminal."""

from __future__ import annotations

from itertools import groupby

from madewhere.check import CheckResult
from madewhere.quoting import visible
from madewhere.report.summary import summary


def text(result: CheckResult, prefix: str) -> str:
    """One block a file; each problem with its line, what is wrong, and what to do."""
    lines: list[str] = []
    for file, problems in groupby(result.problems, key=lambda p: p.file):
        # A line that begins with :: would be a command to the log of a workflow.
        place = "./" if f"{prefix}{file}".startswith(":") else ""
        lines.append(visible(f"{place}{prefix}{file}"))
        for p in problems:
            line = f"line {p.line}" if p.line else "whole file"
            field = f", {visible(p.field)}" if p.field else ""
            lines.append(f"  {p.level.label} {p.code} ({line}{field})")
            lines.append(f"    {visible(p.message)}")
            lines.append(f"    → {visible(p.fix)}")
        lines.append("")
    lines.append(summary(result))
    return "\n".join(lines) + "\n"
