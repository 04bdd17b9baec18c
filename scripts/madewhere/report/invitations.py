"""What `invite`, `respond` and `invitations` say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from madewhere.consent import ALL_MEMBERS
from madewhere.plurals import counted
from madewhere.private.invitation.answer_list import Listed
from madewhere.private.invitation.answering import Answered
from madewhere.private.invitation.desk import Invited
from madewhere.private.invitation.index import INDEX
from madewhere.private.invitation.inviting import Inviting
from madewhere.private.invitation.languages import best_language
from madewhere.private.invitation.letter import ENGLISH, PAGE, PREVIEW
from madewhere.private.invitation.reminders import Entry, Overview
from madewhere.private.lookalikes import DIFFERENT
from madewhere.private.standing import ENDS_SOON_DAYS, REMIND_AFTER_DAYS
from madewhere.problems import Level, Problem
from madewhere.quoting import visible
from madewhere.report.for_all import for_all_lines
from madewhere.report.own_rows import problem_lines

_HOW_TO_ANSWER = (
    f"  → Two factories: write {DIFFERENT} into the column answer of that line, and run this again.",
    "  → One factory: write the other's ID in place of this one's in every table of the folder but consents",
    "    and invitations, for a yes to one ID is none to the other. Where a table has a row of the other",
    "    already, such as factories, remove this one's. If the other said no, remove all rows of this one.",
)

_MOST_PROBLEMS = 10
_MOST_NAMED = 10


def _problems(problems: list[Problem]) -> list[str]:
    """The errors of the folder and the contacts of nobody, two lines each; such rows are left out."""
    errors = [p for p in problems if p.level is Level.ERROR]
    strays = [p for p in problems if p.code == "contact-unknown"]
    lines = []
    for found, said in (
        (errors, f"The folder has {counted(len(errors), 'error')}; such rows are left out:"),
        (strays, f"{counted(len(strays), 'contact')} of no factory of the folder:"),
    ):
        if found:
            lines += ["", said, *problem_lines(found, _MOST_PROBLEMS)]
    return lines


def invite_text(result: Inviting, *, dry_run: bool) -> str:
    """Who is asked, who is not and why, and what to do next."""
    lines = _questions(result)
    for each in result.invited:
        reference = "(a new reference)" if dry_run else each.reference
        via = f", named by {each.via}" if each.via else ""
        scopes = ", ".join(each.scopes)
        lines.append(
            visible(
                f"{reference}  {each.factory_id}  {each.name}: {scopes}; "
                f"in {each.language}{' and en' if each.is_guessed else ''}{via}"
            )
        )
    wanted = sorted({e.wanted for e in result.invited if e.wanted and e.language == "en"} - {"en"})
    wanted = [tag for tag in wanted if not tag.startswith("en-")]
    if wanted:
        lines.append(visible(f"No invitation in {', '.join(wanted)} yet: written in English."))
    lines += _unstated(result.invited)
    if result.unchecked:
        lines.append(
            f"No native speaker has checked the text in {', '.join(result.unchecked)} yet; "
            "let one read it before you send it."
        )
    lines += map(visible, for_all_lines(result.standings, result.names))
    if result.skipped:
        lines.append(f"Not asked, {counted(len(result.skipped), 'factory', 'factories')}:")
        lines += [visible(f"  {s.factory_id}  {s.name}: {s.reason}") for s in result.skipped]
    asked = counted(len(result.invited), "invitation")
    if dry_run:
        lines.append(f"{asked} would be made; nothing was written.")
    elif result.invited:
        english = f" ({ENGLISH} too)" if any(each.is_guessed for each in result.invited) else ""
        lines.append(
            f"{asked} made in {result.place}: print or send {PAGE}{english} with {PREVIEW}, and "
            f"record the answer with `madewhere respond`. {INDEX} there lists all that wait for an "
            "answer, with where each goes."
        )
    else:
        lines.append("No invitation was made.")
    return "\n".join([*lines, *_problems(result.problems)]) + "\n"


def _questions(result: Inviting) -> list[str]:
    """Which factories are not asked before somebody says whether they are others, and how to say it."""
    if not result.questions:
        return []
    held = {each.factory_id for each in result.questions}
    looks = "looks" if len(held) == 1 else "look"
    who = counted(len(held), "factory", "factories")
    lines = [f"Not asked before you say which it is, {who} that {looks} like another one:"]
    lines += [
        visible(
            f"  {q.factory_id}  {q.name}: like {q.other_id} {q.other_name}; {q.reasons} "
            f"(lookalikes.csv, line {q.line})"
        )
        for q in result.questions[:_MOST_NAMED]
    ]
    if more := result.questions[_MOST_NAMED:]:
        lines.append(
            f"  … and {counted(len(more), 'more line')} of lookalikes.csv without an answer"
        )
    return [*lines, *_HOW_TO_ANSWER, ""]


def _unstated(invited: list[Invited]) -> list[str]:
    """Which factories have no language in the contacts, what they are written in, and how to set it."""
    unstated = [each for each in invited if not each.wanted]
    if not unstated:
        return []
    lines = [
        f"contacts.csv states no language for {counted(len(unstated), 'factory', 'factories')}:"
    ]
    for code in sorted({each.language for each in unstated if each.is_guessed}):
        named = _named([each for each in unstated if each.language == code])
        lines.append(f"  in {code}, usual in the country, with an English letter beside: {named}")
    if english := [each for each in unstated if not each.is_guessed]:
        lines.append(f"  in English only: {_named(english)}")
    lines.append(
        "  To set it, write a tag such as bn into the column language of contacts.csv, or give "
        "--language with --factory; --again makes a letter anew."
    )
    return lines


def _named(invited: list[Invited]) -> str:
    more = len(invited) - _MOST_NAMED
    ids = ", ".join(each.factory_id for each in invited[:_MOST_NAMED])
    return ids + (f" and {more:,} more" if more > 0 else "")


def respond_text(answered: Answered, private: Path) -> str:
    """What was recorded, and what follows from it."""
    return _text([*_answer(answered), *_next([answered], private)])


def respond_list_text(listed: Listed, private: Path) -> str:
    """What of a list was recorded, or everything that is wrong with it."""
    if listed.problems:
        lines = []
        for p in listed.problems:
            field = f", {p.field}" if p.field else ""
            lines += [f"{p.file}, line {p.line}{field}: {p.message} ({p.code})", f"  → {p.fix}"]
        wrong = counted(len(listed.problems), "problem")
        return _text([*lines, f"{wrong}: nothing was recorded. Mend the list and run this again."])
    lines = [line for each in listed.answered for line in _answer(each)]
    yes = sum(1 for each in listed.answered if each.accepted)
    said = f"{counted(len(listed.answered), 'answer')} recorded"
    if listed.answered:
        said += f", {yes:,} yes and {len(listed.answered) - yes:,} no"
    if listed.unchanged:
        said += f"; {listed.unchanged:,} recorded before"
    if listed.waiting:
        said += f"; {counted(listed.waiting, 'line')} without an answer yet"
    return _text([*lines, f"{said}.", *_next(listed.answered, private)])


def _text(lines: list[str]) -> str:
    return "\n".join(map(visible, lines)) + "\n"


def _answer(answered: Answered) -> list[str]:
    """What one factory answered."""
    who = f"{answered.name} ({answered.factory_id})" if answered.name else answered.factory_id
    if not answered.accepted:
        lines = [f"{answered.reference}: {who} said no on {answered.decided_on}."]
        if answered.removed:
            withdraw = f"`madewhere withdraw {answered.factory_id}`"
            return [
                *lines,
                f"  Its consent to {', '.join(answered.removed)} is out of the folder.",
                f"  Where it wants to be gone for all members: {withdraw}.",
            ]
        return [*lines, "  Nothing of it is public through this folder, and nothing will be."]
    members = "all members" if answered.member == ALL_MEMBERS else answered.member
    end = f"until {answered.valid_until}" if answered.valid_until else "until withdrawn"
    said = f"{answered.reference}: {who} said yes on {answered.decided_on}"
    lines = [f"{said} to {', '.join(answered.scopes)}, for {members}, {end}."]
    if answered.same_paper_as:
        others = ", ".join(answered.same_paper_as)
        lines.append(f"  The very same file is the proof of {others} too. Is it the right one?")
    if answered.removed:
        lines.append(f"  No longer agreed to: {', '.join(answered.removed)}.")
    return [*lines, f"  The signed sheet is in {answered.evidence}."]


def _next(answered: list[Answered], private: Path) -> list[str]:
    """The command that takes what changed into the public package, or out of it."""
    run = f"Now run `madewhere disclose {private}`"
    if any(each.removed for each in answered):
        return [f"{run}, which takes out what is agreed to no more, and propose that."]
    return [f"{run}."] if any(each.accepted for each in answered) else []


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
            "When all of these are: the same with --reminded-due.",
        ]
    if found.ending or found.lapsed:
        lines += ["", "Ask these anew with `madewhere invite PRIVATE_DIR --factory ID`."]
    return "\n".join([*lines, *_problems(found.problems)]) + "\n"


def _waits(each: Entry) -> str:
    reminded = f", reminded on {each.reminded_on}" if each.reminded_on else ""
    return f"waits {counted(each.days or 0, 'day')}{reminded}"


def _line(each: Entry, when: str) -> str:
    reference = each.reference or "-" * 11
    return f"  {reference}  {each.factory_id}  {each.name}, {each.country}, {_tongue(each)}: {when}"


def _tongue(each: Entry) -> str:
    """The language of the letter, and the contact's where it is another one."""
    contact = f"contact reads {each.contact_language}" if each.contact_language else ""
    if not each.language:
        return contact or "language not known"
    same = {"", each.contact_language, best_language(each.contact_language)}
    letter = f"letter in {each.language}"
    return letter if not contact or each.language in same else f"{letter} ({contact})"


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
        "contact_language": each.contact_language or None,
        "since": each.since.isoformat() if each.since else None,
        "days": each.days,
        "reminded_on": each.reminded_on.isoformat() if each.reminded_on else None,
        "ends_on": each.ends_on.isoformat() if each.ends_on else None,
    }
