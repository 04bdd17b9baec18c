"""The report as workflow commands, which GitHub shows at the lines of a pull request."""

from __future__ import annotations

from madewhere.check import CheckResult
from madewhere.quoting import visible
from madewhere.report.own_rows import fix_of
from madewhere.report.proposal_text import notice
from madewhere.report.summary import summary


def github(result: CheckResult, prefix: str) -> str:
    """One command a problem, then the summary; with a base, first a notice of what the change does.

    GitHub shows ten errors and ten warnings of a step, so those that the change touches come first.
    Text from data is escaped as the command's syntax asks for, so that a hostile cell cannot end one
    command and begin another.
    """
    lines = []
    problems = result.problems
    if result.proposal is not None:
        lines.append(
            f"::notice title=What this proposal changes::{_message(notice(result.proposal))}"
        )
        touched, others = result.proposal.parted(problems)
        problems = touched + others
    for p in problems:
        where = f"file={_property(prefix + p.file)}"
        if p.line:
            where += f",line={p.line}"
        title = _property(f"{p.code}{f' ({p.field})' if p.field else ''}")
        lines.append(
            f"::{p.level.label} {where},title={title}::{_message(f'{p.message} → {fix_of(p)}')}"
        )
    lines.append(_message(summary(result)))
    return "\n".join(lines) + "\n"


def _message(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
