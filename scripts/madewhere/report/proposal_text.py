"""What a change does, as text for a terminal or an annotation."""

from __future__ import annotations

from madewhere.plurals import counted
from madewhere.proposal.change import ProposalChange
from madewhere.quoting import visible
from madewhere.report.proposal_parts import Section, kept_by
from madewhere.report.proposal_sections import (
    first_sections,
    sections,
)
from madewhere.report.proposal_summary import summary_sentence, warnings, whose_sentence

_MOST_ROWS = 50


def proposal_text(change: ProposalChange, prefix: str) -> list[str]:
    """The lines of the report, what lies outside the proposer's package first."""
    lines = [f"What changes since {change.base[:12]}", ""]
    for section in first_sections(change):
        lines += _section(section)
    said = (summary_sentence(change), whose_sentence(change), *warnings(change))
    lines += [*map(visible, said), ""]
    for section in sections(change, prefix):
        lines += _section(section)
    return lines


def _section(section: Section) -> list[str]:
    # A hyphen first, for a line that begins with :: would be a command to the log of a workflow.
    rows = [f"  - {visible(section.line(*row))}" for row in section.rows[:_MOST_ROWS]]
    if len(section.rows) > _MOST_ROWS:
        rows.append(f"  - … and {len(section.rows) - _MOST_ROWS:,} more")
    return [section.title, *rows, ""]


def notice(change: ProposalChange) -> str:
    """The change in a few sentences, for the notice at the top of a workflow's run."""
    outside = change.outside
    number = counted(len(outside), "change")
    first = [
        f"A new member enters: {p.slug}, to be kept by {kept_by(p)}." for p in change.entering[:5]
    ]
    first += [f"Look first: {number} outside the proposer's own package."] if outside else []
    return " ".join([*first, summary_sentence(change), whose_sentence(change), *warnings(change)])
