"""What cannot be about an answer: told one by one, in the words of whoever gave it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from madewhere.errors import UsageError
from madewhere.private.evidence import refuse_no_paper
from madewhere.private.invitation.languages import letter_languages
from madewhere.quoting import short, visible
from madewhere.tables import SCOPES


@dataclass(frozen=True, slots=True)
class Answer:
    """What the factory answered. For a no, only the day and the evidence mean anything.

    ``scopes`` empty means those that were asked, ``decided_on`` None the day of recording,
    ``valid_until`` None until it is withdrawn, ``language`` None that of the letter. ``evidence`` is the
    signed paper's file; ``beyond`` says that the factory agreed to more than the letter asked for.
    """

    accepted: bool
    scopes: tuple[str, ...] = ()
    decided_on: date | None = None
    valid_until: date | None = None
    method: str | None = None
    evidence: Path | None = None
    recorded_by: str | None = None
    all_members: bool = False
    beyond: bool = False
    language: str | None = None

    def agreed(self, invitation: dict[str, Any]) -> tuple[str, ...]:
        """The scopes that it says yes to, those that were asked unless it names them, in order."""
        scopes = self.scopes or tuple(invitation["scopes"].split("|"))
        return tuple(scope for scope in SCOPES if scope in scopes)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a text names what is given: the options of the command, or the columns of a list."""

    value_of: str
    flag_of: str
    hyphens: bool

    def value(self, name: str) -> str:
        """What takes a value, such as ``--evidence``."""
        return self.value_of.format(name.replace("_", "-") if self.hyphens else name)

    def flag(self, name: str) -> str:
        """What says yes to something, such as ``--beyond``."""
        return self.flag_of.format(name.replace("_", "-") if self.hyphens else name)


OPTIONS = Wording("--{}", "--{}", hyphens=True)
COLUMNS = Wording("the column {}", "yes in the column {}", hyphens=False)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that cannot be. ``code`` is that of the problem in a list, ``field`` the column."""

    code: str
    field: str
    message: str
    hint: str


def wrongs(
    answer: Answer, invitation: dict[str, Any], as_of: date, say: Wording
) -> Iterator[Wrong]:
    """Everything that cannot be about an answer to this invitation, recorded on that day."""
    no = "answer-contradiction"
    decided_on = answer.decided_on or as_of
    if decided_on > as_of + timedelta(days=1):  # the day begins earlier in the east
        yield Wrong(
            no, "decided_on", f"{decided_on} lies in the future", "Give the day of the answer."
        )
    if decided_on < invitation["invited_on"]:
        yield Wrong(
            no,
            "decided_on",
            f"{decided_on} lies before the invitation, which was made on {invitation['invited_on']}",
            f"Give the day of the answer with {say.value('decided_on')}. A yes that is older than the "
            "letter answers another one: record it under that one's reference, or with `madewhere add`.",
        )
    yield from wrong_paper(answer)
    if answer.accepted:
        yield from _wrong_yes(answer, invitation, as_of, say)
    elif answer.scopes or answer.valid_until or answer.all_members:
        yield Wrong(
            no,
            "scopes" if answer.scopes else "valid_until" if answer.valid_until else "all_members",
            "a refusal has no scopes, no end and no members",
            "A factory that agrees to a part has accepted: record a yes with that part.",
        )


def wrong_paper(answer: Answer) -> Iterator[Wrong]:
    """That there is no signed sheet where the answer says so; nothing where it names none."""
    if answer.evidence is not None:
        try:
            refuse_no_paper(answer.evidence)
        except UsageError as error:
            yield Wrong("answer-proof", "evidence", error.message, error.hint)


def _wrong_yes(
    answer: Answer, invitation: dict[str, Any], as_of: date, say: Wording
) -> Iterator[Wrong]:
    no, scopes = "answer-contradiction", answer.agreed(invitation)
    beyond = [scope for scope in scopes if scope not in invitation["scopes"].split("|")]
    if beyond and not answer.beyond:
        yield Wrong(
            no,
            "scopes",
            f"the letter did not ask for {', '.join(beyond)}, and did not explain it",
            f"Where the factory agreed to it all the same, in writing, give {say.flag('beyond')}.",
        )
    if "identity" not in scopes:
        yield Wrong(
            no,
            "scopes",
            "without identity nothing can be shown, so there is nothing to agree to",
            "Name identity too; where the factory did not tick it, record a no.",
        )
    missing = [
        name for name in ("evidence", "method", "recorded_by") if getattr(answer, name) is None
    ]
    if missing:
        yield Wrong(
            "answer-proof",
            missing[0],
            f"a yes is recorded with its proof; missing: {', '.join(map(say.value, missing))}",
            f"{say.value('evidence').capitalize()} names the signed sheet as a file; "
            "a copy of it stays in the private folder.",
        )
    day = max(answer.decided_on or as_of, as_of)
    if answer.valid_until is not None and answer.valid_until < day:
        yield Wrong(
            no,
            "valid_until",
            f"{answer.valid_until} is past already",
            "Give the last day on which it holds.",
        )
    if answer.language is not None and answer.language not in letter_languages():
        yield Wrong(
            no,
            "language",
            f"there is no invitation in {visible(short(answer.language))!r}",
            f"There are {', '.join(letter_languages())}.",
        )
