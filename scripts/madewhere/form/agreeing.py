"""Asking what a factory has agreed to already, and for the proof of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from madewhere.consent import ALL_MEMBERS
from madewhere.errors import UsageError
from madewhere.form.conversation import Conversation
from madewhere.form.entry import Agreement
from madewhere.importing.values import read_day
from madewhere.private.evidence import read_paper
from madewhere.private.invitation.words import SCOPE_TITLES, TEXT_VERSION
from madewhere.private.past import Past
from madewhere.tables import table, used_scopes

_OWN_PAPER = "own-paper"
"""What stands for the version of the text where the factory agreed to a text of its own."""

_ROLES = {
    "member-sourcing": "the member's sourcing",
    "member-compliance": "the member's compliance",
    "factory-management": "the factory's management",
    "publisher": "the publisher",
}
_METHODS = {
    "signed-document": "a paper that was signed",
    "electronic-signature": "signed electronically",
    "online-form": "a form on the web",
    "own-proposal": "the factory proposed it itself",
}
_EARLIEST = date(2000, 1, 1)


def ask_agreement(
    talk: Conversation, member: str, today: date, past: Past | None = None
) -> Agreement | None:
    """Ask whether the factory has agreed to be shown; None where it has not, or there is no proof.

    ``today`` is the day from which on a day lies in the future. ``past`` is what is known of the factory:
    a yes that is not later than its no is none.
    """
    said_no_on = past.said_no_on if past else None
    earliest = said_no_on + timedelta(days=1) if said_no_on else _EARLIEST
    talk.say("")
    if past and past.no:
        talk.say(f"This factory {past.no}. Only a yes of a later day counts.")
    if earliest > today + timedelta(days=1):
        return None
    if not talk.ask_yes("Has the factory agreed already to be shown, with a proof that you have?"):
        return None
    scopes = used_scopes()
    talk.say("What did it agree to? Only what it said yes to; without identity nothing is shown.")
    shown = [f"{scope}: {SCOPE_TITLES[scope]}" for scope in scopes]
    agreed = tuple(scopes[place] for place in talk.choose_some("Their numbers", shown))
    if "identity" not in agreed:
        talk.say("! Without identity nothing can be shown, so there is nothing to record.", "  ")
        if not talk.ask_yes("Did it agree to identity too?"):
            return None
        agreed = ("identity", *agreed)
    for_all = talk.ask_yes(f"Did it agree for all members, and not for {member} only?")
    decided_on = _ask_day(talk, "The day of its yes, such as 2026-03-14", earliest, today)
    last = date(2099, 12, 31)
    ends = talk.ask_yes("Did it name a last day on which this holds?")
    until = _ask_day(talk, "That day", max(today, decided_on), last) if ends else None
    methods = table("consents").field("method").constraints["enum"]
    talk.say("How did it say yes?")
    method = methods[talk.choose("Number", [f"{each}: {_METHODS[each]}" for each in methods])]
    versions = [
        f"{TEXT_VERSION}: the invitation of Madewhere",
        f"{_OWN_PAPER}: a text of the member's or the factory's own",
    ]
    talk.say("Which text did it agree to?")
    version = (TEXT_VERSION, _OWN_PAPER)[talk.choose("Number", versions)]
    language = _ask_language(talk)
    paper, suffix = _ask_paper(talk)
    roles = table("consents").field("recorded_by").constraints["enum"]
    talk.say("Who records this? A role, never a name.")
    role = roles[talk.choose("Number", [f"{each}: {_ROLES[each]}" for each in roles])]
    return Agreement(
        scopes=agreed,
        decided=scopes,
        member=ALL_MEMBERS if for_all else member,
        decided_on=decided_on,
        valid_until=until,
        text_version=version,
        language=language,
        method=method,
        recorded_by=role,
        paper=paper,
        suffix=suffix,
    )


def _ask_day(talk: Conversation, prompt: str, first: date, last: date) -> date:
    while True:
        answer = talk.ask(f"{prompt}: ")
        # A year alone would be read as its first day, which nobody meant here.
        read = read_day(answer) if len(answer) > len("2026-03") else None
        if read is None:
            talk.say("! This is no day such as 2026-03-14.", "  ")
        elif not first <= (day := date.fromisoformat(read)) <= last + timedelta(days=1):
            talk.say(f"! {day} is not from {first} to {last}.", "  ")
        else:
            return day


def _ask_language(talk: Conversation) -> str:
    form = re.compile(table("consents").field("language").constraints["pattern"])
    while True:
        answer = talk.ask("The language of that text, such as en, bn or vi; Enter for en: ") or "en"
        if form.fullmatch(answer):
            return answer
        talk.say("! Give its short code, such as en, bn or zh-Hans.", "  ")


def _ask_paper(talk: Conversation) -> tuple[bytes, str]:
    """Ask for the file of the proof until it can be read; gives its bytes and its ending."""
    while True:
        answer = talk.ask("The file of the signed sheet or other proof; a copy is kept: ")
        # A file that is dragged into a terminal comes in quotation marks.
        try:
            return read_paper(Path(answer.strip("'\"") or "nothing").expanduser())
        except UsageError as error:
            talk.say(f"! {error.message}.", "  ")
        except (OSError, ValueError, RuntimeError):
            talk.say(f"! {answer} is no file.", "  ")
