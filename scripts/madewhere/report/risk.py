"""What `risk contribute` and `risk consolidate` say."""

from __future__ import annotations

from collections.abc import Sequence

from madewhere.plurals import counted
from madewhere.problems import Problem
from madewhere.quoting import visible
from madewhere.risk.consolidating import Consolidated
from madewhere.risk.contribution import ALL
from madewhere.risk.counting import Counted

_MOST = 20


def contribution_text(done: Counted) -> str:
    """What was counted, and where it stands."""
    lines = [f"Counted    {counted(done.audits, 'audit')} that the site does not show"]
    if done.shown:
        lines.append(f"Left out   {counted(done.shown, 'audit')} that the site shows")
    if done.without_plan:
        lines.append(f"Left out   {counted(done.without_plan, 'audit')} without a plan on record")
    if done.problems:
        lines += [*_problems(done.problems), "Nothing was written."]
    elif done.out is None:
        lines.append("There is nothing to contribute, so nothing was written.")
    else:
        lines.append(visible(f"Written to {done.out}."))
        lines.append(
            "It is private: hand it to the publisher of the site, and never put it into Git."
        )
    return "\n".join(lines) + "\n"


def consolidation_text(done: Consolidated, *, dry_run: bool) -> str:
    """What was added up, and how much of it may be shown."""
    if done.problems:
        return "\n".join([*_problems(done.problems), "Nothing was written."]) + "\n"
    lines = [f"Added up   {counted(len(done.members), 'member')}: {', '.join(done.members)}"]
    for scheme in dict.fromkeys(row["scheme"] for row in done.rows):
        rows = [row for row in done.rows if row["scheme"] == scheme]
        shown = {row["country"] for row in rows} - {ALL}
        total = next(row for row in rows if row["country"] == row["chapter"] == ALL)
        lines.append(
            f"{scheme.capitalize():<13}  {counted(len(rows), 'row')}, "
            f"{counted(total['factories'], 'factory', 'factories')}, "
            f"{counted(len(shown), 'country', 'countries')} by name"
        )
    if not done.rows:
        lines.append("Too few factories stand behind every number, so nothing may be shown.")
    if done.written:
        lines.append(
            f"Written to registers/risk_counts.csv. {done.year} never changes from now on."
        )
    elif dry_run and done.rows:
        lines.append("Nothing was written.")
    return "\n".join(lines) + "\n"


def _problems(problems: Sequence[Problem]) -> list[str]:
    lines = []
    for p in problems[:_MOST]:
        where = ", ".join(
            [p.file, *([f"line {p.line}"] if p.line else []), *filter(None, [p.field])]
        )
        lines.append(visible(f"{p.level.label} {p.code}: {where}: {p.message}"))
        lines.append(f"  → {p.fix}")
    if len(problems) > _MOST:
        lines.append(f"… and {len(problems) - _MOST:,} more")
    return lines
