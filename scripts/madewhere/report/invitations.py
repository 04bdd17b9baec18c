"""What `invite`, `respond` and `invitations` say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from madewhere.consent import ALL_MEMBERS
from madewhere.private.invitation.answering import Answered
from madewhere.private.invitation.inviting import Inviting
from madewhere.private.invitation.reminders import Entry, Overview
from madewhere.private.standing import ENDS_SOON_DAYS, REMIND_AFTER_DAYS
from madewhere.problems import Level, Problem
from madewhere.quoting import visible
from madewhere.report.own_rows import problem_lines
from madewhere.report.summary import counted

_MOST_PROBLEMS = 10


def _problems(problems: list[Problem]) -> list[str]:
    """The errors of the folder, two lines each; rows with one are left out of everything."""
    errors = [p for p in problems if p.level is Level.ERROR]
    if not errors:
        return []
    lines = ["", f"The folder has {counted(len(errors), 'error')}; such rows are left out:"]
    return [*lines, *problem_lines(errors, _MOST_PROBLEMS)]


def invite_text(result: Inviting, *, dry_run: bool) -> str:
    """Who is asked, who is not and why, and what to do next."""
    lines = []
    for each in result.invited:
        reference = "(a new reference)" if dry_run else each.reference
        via = f", named by {each.via}" if each.via else ""
        scopes = ", ".join(each.scopes)
        lines.append(
            visible(
                f"{reference}  {each.factory_id}  {each.name}: {scopes}; in {each.language}{via}"
            )
        )
    wanted = sorted({e.wanted for e in result.invited if e.wanted and e.language == "en"} - {"en"})
    wanted = [tag for tag in wanted if not tag.startswith("en-")]
    if wanted:
        lines.append(visible(f"No invitation in {', '.join(wanted)} yet: written in English."))
    if result.unchecked:
        lines.append(
            f"No native speaker has checked the text in {', '.join(result.unchecked)} yet; "
            "let one read it before you send it."
        )
    if result.skipped:
        lines.append(
            f"Not asked, {counted(len(result.skipped), 'factory')}:".replace("orys", "ories")
        )
        lines += [visible(f"  {s.factory_id}  {s.name}: {s.reason}") for s in result.skipped]
    asked = counted(len(result.invited), "invitation")
    if dry_run:
        lines.append(f"{asked} would be made; nothing was written.")
    elif result.invited:
        lines.append(
            f"{asked} made in {result.place}: print or send invitation.html with preview.html, and "
            "record the answer with `madewhere respond`."
        )
    else:
        lines.append("No invitation was made.")
    return "\n".join([*lines, *_problems(result.problems)]) + "\n"


def respond_text(answered: Answered, private: Path) -> str:
    """What was recorded, and what follows from it."""
    who = f"{answered.name} ({answered.factory_id})" if answered.name else answered.factory_id
    disclose = f"`madewhere disclose {private}`"
    if answered.accepted:
        members = "all members" if answered.member == ALL_MEMBERS else answered.member
        end = f"until {answered.valid_until}" if answered.valid_until else "until withdrawn"
        scopes = ", ".join(answered.scopes)
        said = f"{answered.reference}: {who} said yes on {answered.decided_on}"
        lines = [f"{said} to {scopes}, for {members}, {end}."]
        if answered.same_paper_as:
            others = ", ".join(answered.same_paper_as)
            lines.append(f"The very same file is the proof of {others} too. Is it the right one?")
        if answered.removed:
            lines.append(f"No longer agreed to: {', '.join(answered.removed)}.")
        lines.append(f"The signed sheet is in {answered.evidence}. Now run {disclose}.")
    else:
        lines = [f"{answered.reference}: {who} said no on {answered.decided_on}."]
        if answered.removed:
            lines.append(
                f"Its consent to {', '.join(answered.removed)} is out of the folder. Run {disclose} to "
                "take what is public out, and propose that."
            )
            lines.append(
                f"Where it wants to be gone for all members: `madewhere withdraw {answered.factory_id}`."
            )
        else:
            lines.append("Nothing of it is public through this folder, and nothing will be.")
    return "\n".join(visible(line) for line in lines) + "\n"


def overview_text(found: Overview) -> str:
    """Counts, then each list that holds somebody."""
    states = ", ".join(f"{count:,} {state}" for state, count in found.counts.items() if count)
    lines = [f"{found.member}, as of {found.as_of}: {states or 'no factories'}"]
    due = {each.reference for each in found.due}
    later = [each for each in found.waiting if each.reference not in due]
    for title, entries, when in (
        (f"Reminder due, {REMIND_AFTER_DAYS} days and more", found.due, _waits),
        ("Without an answer", later, _waits),
        ("Refused", found.refused, lambda e: f"on {e.since}" if e.since else ""),
        (f"Consent ends within {ENDS_SOON_DAYS} days", found.ending, lambda e: f"on {e.ends_on}"),
        ("Consent has run out", found.lapsed, lambda e: f"on {e.since}" if e.since else ""),
    ):
        if entries:
            lines += ["", f"{title}:"]
            lines += [visible(_line(each, when(each))) for each in entries]
    if found.due:
        lines += [
            "",
            "When a reminder is sent: `madewhere invitations PRIVATE_DIR --reminded REFERENCE`.",
        ]
    if found.ending or found.lapsed:
        lines += ["", "Ask these anew with `madewhere invite PRIVATE_DIR --factory ID`."]
    return "\n".join([*lines, *_problems(found.problems)]) + "\n"


def _waits(each: Entry) -> str:
    reminded = f", reminded on {each.reminded_on}" if each.reminded_on else ""
    return f"waits {counted(each.days or 0, 'day')}{reminded}"


def _line(each: Entry, when: str) -> str:
    reference = each.reference or "-" * 11
    language = each.language or "language not known"
    return f"  {reference}  {each.factory_id}  {each.name}, {each.country}, {language}: {when}"


def overview_json(found: Overview) -> str:
    """The same for programs. The keys are a contract; new ones may come."""
    report = {
        "member": found.member,
        "as_of": found.as_of.isoformat(),
        "counts": found.counts,
        "reminders_due": [_entry(each) for each in found.due],
        "without_answer": [_entry(each) for each in found.waiting],
        "refused": [_entry(each) for each in found.refused],
        "ending": [_entry(each) for each in found.ending],
        "lapsed": [_entry(each) for each in found.lapsed],
        "errors": sum(1 for p in found.problems if p.level is Level.ERROR),
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _entry(each: Entry) -> dict[str, Any]:
    return {
        "factory_id": each.factory_id,
        "name": visible(each.name),
        "country": each.country,
        "reference": each.reference or None,
        "language": each.language or None,
        "since": each.since.isoformat() if each.since else None,
        "days": each.days,
        "reminded_on": each.reminded_on.isoformat() if each.reminded_on else None,
        "ends_on": each.ends_on.isoformat() if each.ends_on else None,
    }
