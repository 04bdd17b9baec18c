"""The report for a terminal."""

from __future__ import annotations

from itertools import groupby

from madewhere.check import CheckResult
from madewhere.quoting import visible
from madewhere.report.own_rows import MEND_AT_HOME, of_members
from madewhere.report.proposal_sections import parted
from madewhere.report.proposal_text import proposal_text
from madewhere.report.summary import summary


def text(result: CheckResult, prefix: str) -> str:
    """One block a file; each problem with its line, what is wrong, and what to do.

    Where the check had a base, what the change does comes first, and problems that it does not touch
    are counted, unless they are errors.
    """
    lines: list[str] = []
    listed, left = result.problems, ""
    if result.proposal:
        lines = proposal_text(result.proposal, prefix)
        listed, left = parted(result.proposal, result.problems)
    for file, problems in groupby(listed, key=lambda p: p.file):
        lines.append(_no_command(visible(prefix + file)))
        for p in problems:
            line = f"line {p.line}" if p.line else "whole file"
            field = f", {visible(p.field)}" if p.field else ""
            lines.append(f"  {p.level.label} {p.code} ({line}{field})")
            lines.append(f"    {_no_command(visible(p.message))}")
            lines.append(f"    → {visible(p.fix)}")
        lines.append("")
    lines += [MEND_AT_HOME, ""] if of_members(listed) else []
    lines += [left] if left else []
    lines.append(summary(result))
    return "\n".join(lines) + "\n"


def _no_command(text: str) -> str:
    """Text that begins no command to the log of a workflow, which begins with ::, indented or not."""
    return text.replace("::", ": :", 1) if text.lstrip().startswith("::") else text
