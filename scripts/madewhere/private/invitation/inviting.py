"""Asking factories for their consent: who is asked, for what, in which language, and with which pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.errors import UsageError
from madewhere.identifiers import normalise_factory_id
from madewhere.private.contacts import stray_contacts
from madewhere.private.invitation.choosing import Choice, choose, declarations
from madewhere.private.invitation.desk import Desk, Invited
from madewhere.private.invitation.index import FOLDER
from madewhere.private.invitation.languages import best_language, is_unchecked, letter_languages
from madewhere.private.lookalikes import Question, open_questions
from madewhere.private.opening import Opened, open_both
from madewhere.private.standing import Standing, standings
from madewhere.problems import Problem, in_order
from madewhere.quoting import short, visible
from madewhere.tables import SCOPES, used_scopes

USUAL_SCOPES = ("identity", "audits")
"""What an invitation asks for unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A factory that is not asked, and why."""

    factory_id: str
    name: str
    reason: str


@dataclass(slots=True)
class Inviting:
    """What became of an invitation: who is asked, who is not, and where the pages are.

    ``unchecked`` are the languages used whose catalogue no native speaker has checked. ``standings`` are
    those of the factories that were chosen, before. ``questions`` are pairs of which nobody has said whether
    they are one factory: the first of each is not asked.
    """

    member: str
    place: Path
    invited: list[Invited] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    standings: dict[str, Standing] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def invite(
    private: Path,
    data: Path,
    choice: Choice,
    *,
    as_of: date,
    scopes: Sequence[str] = (),
    language: str | None = None,
    again: bool = False,
    dry_run: bool = False,
    cache: Path | None = None,
    source: random.Random | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Inviting:
    """Make the invitations of the factories that are chosen, and note them in the private folder.

    ``scopes`` are asked beside identity; without any, the usual ones, and of a factory whose consent
    ends soon all that it agreed to. ``language`` is for all; without it each contact's own counts, and
    without that the usual one of the country, with an English letter beside it.
    ``again`` asks those too that were asked before. Reference codes come from ``source``, the
    system's random numbers unless given. ``dry_run`` writes nothing. ``progress`` is told how many of
    how many are done.

    Raises `UsageError` for a choice that makes no sense, `MadewhereError` for a folder that cannot be
    used, `OSError` where something cannot be written; then nothing is.
    """
    _refuse_scopes(scopes)
    _refuse_language(language)
    opened = open_both(private, data, as_of=as_of, cache=cache)
    corpus, package = opened.corpus, opened.package
    chosen = choose(package, choice, opened.names)
    problems = in_order([*opened.problems, *stray_contacts(opened)])
    result = Inviting(opened.folder.member, private / FOLDER, problems=problems)
    desk = Desk(opened, as_of, private / FOLDER, language, source or random.SystemRandom())
    stand = standings(package, corpus)
    result.standings = {each: stand[each] for each in chosen if each in stand}
    result.names = opened.names
    declared = declarations(package)
    questions = open_questions(opened.folder, corpus.ledger, as_of)
    result.questions = [each for each in questions if each.factory_id in set(chosen)]
    held = {each.factory_id for each in result.questions}
    chosen = [each for each in chosen if each not in held]
    try:
        for done, factory_id in enumerate(chosen):
            progress(done, len(chosen))
            standing = stand.get(factory_id)
            asked = _asked(scopes, standing, as_of)
            reason = _reason_not_to_ask(opened, factory_id, standing, asked, as_of, again=again)
            if not reason:
                via = _via(choice, declared.get(factory_id, []))
                reason = desk.write(factory_id, asked, via, standing, dry_run=dry_run)
            if reason:
                result.skipped.append(Skipped(factory_id, opened.names[factory_id], reason))
        result.invited = desk.invited
        if desk.invited and not dry_run:
            desk.send()
    finally:
        desk.clear()
    result.unchecked = sorted({i.language for i in desk.invited if is_unchecked(i.language)})
    return result


def _refuse_scopes(scopes: Sequence[str]) -> None:
    """Raise `UsageError` for what is no scope, and for what the site could not show yet."""
    if wrong := sorted(set(scopes) - set(used_scopes())):
        known = [scope for scope in wrong if scope in SCOPES]
        what = (
            f"the site cannot show {', '.join(known)} yet, so no factory is asked to agree to it"
            if known == wrong
            else f"there is no scope {visible(short(', '.join(each for each in wrong if each not in known)))}"
        )
        raise UsageError(what, hint=f"These can be asked for: {', '.join(used_scopes())}.")


def _refuse_language(tag: str | None) -> None:
    """Raise `UsageError` for a language that all letters should be in, and that there is not."""
    if tag is not None and best_language(tag) is None:
        raise UsageError(
            f"there is no invitation in {visible(short(tag))!r}",
            hint=f"There are {', '.join(letter_languages())}; give one of these tags.",
        )


def _asked(scopes: Sequence[str], standing: Standing | None, as_of: date) -> tuple[str, ...]:
    wanted = {"identity", *scopes} if scopes else set(USUAL_SCOPES)
    if not scopes and standing is not None and standing.ends_soon(as_of):
        wanted |= standing.scopes & {*used_scopes()}
    return tuple(scope for scope in SCOPES if scope in wanted)


def _reason_not_to_ask(
    opened: Opened,
    factory_id: str,
    standing: Standing | None,
    asked: tuple[str, ...],
    as_of: date,
    *,
    again: bool,
) -> str:
    """Why this factory is not asked now; empty where it is."""
    if standing is None:
        return "its row in factories.csv has an error; `madewhere disclose --dry-run` says which"
    if factory_id in opened.corpus.doubtful:
        return "an event of the ledger about it cannot be read; mend that first"
    return _reason_of_state(standing, asked, as_of, again=again)


def _reason_of_state(
    standing: Standing, asked: tuple[str, ...], as_of: date, *, again: bool
) -> str:
    reason = ""
    if standing.state == "withdrawn":
        reason = f"withdrew on {standing.since}; it is for the factory to come back"
    elif is_open(standing):
        reason = f"asked on {_invited_on(standing)}, no answer yet; --again asks once more"
    elif standing.state == "refused":
        reason = f"said no on {standing.since}; --again asks once more"
    elif standing.state == "accepted" and not standing.ends_soon(as_of):
        older = sorted(standing.older_text & {*asked})
        if standing.scopes >= {*asked} and not older:
            return "has agreed to all of this"
        if older:
            shown = ", ".join(older)
            reason = f"has agreed to an older text on {shown}; --again asks with the new one"
        else:
            reason = f"has agreed to {', '.join(sorted(standing.scopes))}; --again asks for more"
    return "" if again and standing.state != "withdrawn" else reason


def is_open(standing: Standing) -> bool:
    """Whether the newest invitation waits for an answer; also one that asks anew after a yes."""
    if standing.invitation is None or standing.invitation["answer"] is not None:
        return False
    if standing.state == "accepted":
        since = standing.since
        return since is not None and since < standing.invitation["invited_on"]
    return standing.state == "pending"


def _invited_on(standing: Standing) -> date | None:
    return standing.invitation["invited_on"] if standing.invitation else None


def _via(choice: Choice, customers: list[str]) -> str:
    """Through whom the factory became known: who was named, or the only one that declared it."""
    if choice.declared_by:
        return normalise_factory_id(choice.declared_by)
    return customers[0] if len(customers) == 1 else ""
