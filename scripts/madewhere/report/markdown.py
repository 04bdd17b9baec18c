"""The report as Markdown, for a comment on a proposal."""

from __future__ import annotations

from madewhere.check import CheckResult
from madewhere.report.markdown_parts import problem_tables
from madewhere.report.proposal_markdown import proposal_markdown
from madewhere.report.summary import summary


def markdown(result: CheckResult, prefix: str) -> str:
    """A heading, then a table a file. Text from data is shown as it is and never as Markdown.

    Where the check had a base, what the change does comes first.
    """
    if result.proposal is not None:
        return proposal_markdown(result, result.proposal, prefix)
    lines = [f"**{summary(result)}**", "", *problem_tables(result.problems, prefix)]
    return "\n".join(lines).rstrip() + "\n"
