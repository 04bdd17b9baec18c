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
    if entered is None and (taken.about or taken.alike):
        lines = _open_question(taken)
    elif entered is None:
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


def _open_question(taken: Taken) -> list[str]:
    """Which factory a form may be about, and how a person answers that."""
    about, alike = taken.about, taken.alike
    said_no = next((each for each in ([about] if about else alike) if each.past.no), None)
    if said_no is not None:
        verb = "is about" if about else "looks like"
        lines = [f"The form {verb} {said_no.factory_id}, which {said_no.past.no}:"]
    elif about is not None:
        lines = ["An identifier in the form is that of a factory with another name and address:"]
    else:
        lines = ["The form looks like a factory that is known already:"]
    lines += [f"  {each.words}" for each in ([about] if about else alike)]
    lines.append(
        "Nothing was written. Anybody can send a form: ask the factory itself. Then run this"
    )
    lines.append("again with one of these:")
    lines += [
        f"  --factory {each.factory_id}: "
        + ("it agrees now, and this form is its yes" if each.past.no else "it is this one")
        for each in ([about] if about else alike)
    ]
    if about is None:
        lines.append("  --factory new: it is another one, and gets an ID of its own")
    return lines


def added_text(entered: Entered, scopes: tuple[str, ...] | None, private: Path, data: Path) -> str:
    """What became of answers at a terminal; ``scopes`` are None where nothing was agreed to yet."""
    lines = ["", *entered_lines(entered), _written(private, dry_run=False)]
    if scopes is None and entered.past.no:
        lines.append(
            "  Nothing of it is shown, and it is not asked again unless it comes back itself."
        )
    elif scopes is None:
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
    if entered.past.no:
        lines.append(f"  It {entered.past.no}.")
    if entered.kept_aside:
        lines.append(
            f"  Not changed, as the factory itself or somebody later states it otherwise: "
            f"{', '.join(entered.kept_aside)}. What you gave stands in import_rest.csv."
        )
    if entered.settled:
        lines.append(f"  This answers the invitation {', '.join(entered.settled)}, which waited.")
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
        return "known already, so it keeps that ID"
    return "new, with an ID of its own"


def _written(private: Path, *, dry_run: bool) -> str:
    return "  Nothing was written (--dry-run)." if dry_run else f"  Written to {private}."


def _command(name: str, private: Path, data: Path) -> str:
    folder = "" if data == Path("data") else f" --data {shlex.quote(str(data))}"
    return f"madewhere {name} {shlex.quote(str(private))}{folder}"


def _text(lines: list[str]) -> str:
    return "".join(f"{visible(line)}\n" for line in lines)
