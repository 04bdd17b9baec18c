"""What `intake` and `add` say about the factory that was taken, or why it was not."""

from __future__ import annotations

import shlex
from pathlib import Path

from madewhere.form.entry import Entered
from madewhere.form.intake import Taken
from madewhere.quoting import visible


def taken_text(taken: Taken, private: Path, data: Path, *, dry_run: bool) -> str:
    """What became of a form."""
    answers, entered = taken.answers, taken.entered
    if entered is None:
        lines = ["The form was not taken, and nothing was written:"]
        lines += [f"  {fault}" for fault in answers.faults + answers.unread]
        lines.append("Ask the factory to put it right and send it again.")
    else:
        lines = entered_lines(entered)
        lines.append(f"  Agreed to: {', '.join(answers.scopes)}.")
        lines += [f"  Left out: {told}" for told in answers.unread]
        lines.append("  Anybody can send a form: ask the factory itself before it is shown.")
        lines.append(_written(private, dry_run=dry_run))
        if not dry_run:
            lines.append(f"  Next: {_command('disclose', private, data)}")
    return _text(lines)


def added_text(entered: Entered, scopes: tuple[str, ...] | None, private: Path, data: Path) -> str:
    """What became of answers at a terminal; ``scopes`` are None where nothing was agreed to yet."""
    lines = ["", *entered_lines(entered), _written(private, dry_run=False)]
    if scopes is None:
        lines.append("  It stays there until the factory agrees. Next, ask it:")
        lines.append(f"  {_command('invite', private, data)} --factory {entered.factory_id}")
    else:
        lines.append(
            f"  Agreed to: {', '.join(scopes)}. Next: {_command('disclose', private, data)}"
        )
    return _text(lines)


def entered_lines(entered: Entered) -> list[str]:
    """The factory and whether it is known, what stayed as it was, and what looks like it."""
    lines = [f"{entered.factory_id} {entered.name}: {_known(entered)}."]
    if entered.kept_aside:
        lines.append(
            f"  Not changed, as the factory itself or somebody later states it otherwise: "
            f"{', '.join(entered.kept_aside)}. What you gave stands in import_rest.csv."
        )
    if entered.removed:
        lines.append(f"  Not agreed to any more: {', '.join(entered.removed)}.")
    for found in entered.problems:
        lines += [f"  {found.level.label} {found.code}: {found.message}", f"    → {found.fix}"]
    return lines


def _known(entered: Entered) -> str:
    """Whether the factory is new here, in words."""
    if not entered.is_new:
        return "the folder had it already, and what was stated anew is replaced"
    if entered.recognised:
        return "published already, so it keeps that ID"
    return "new, with an ID of its own"


def _written(private: Path, *, dry_run: bool) -> str:
    return "  Nothing was written (--dry-run)." if dry_run else f"  Written to {private}."


def _command(name: str, private: Path, data: Path) -> str:
    folder = "" if data == Path("data") else f" --data {shlex.quote(str(data))}"
    return f"madewhere {name} {shlex.quote(str(private))}{folder}"


def _text(lines: list[str]) -> str:
    return "".join(f"{visible(line)}\n" for line in lines)
