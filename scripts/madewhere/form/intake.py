"""Taking a filled-in form into a private folder: the factory's row, its consents and the paper itself."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from madewhere.errors import MadewhereError, UsageError
from madewhere.form.answers import Answers, read_answers, text_of
from madewhere.form.entry import Agreement, Entered, take_answers
from madewhere.form.questions import FORM_VERSION, scope_lines
from madewhere.form.reading import AnswerReader
from madewhere.tables import table

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form: ``entered`` is None where it was not taken; the answers' faults say why."""

    answers: Answers
    entered: Entered | None


def read_form(file: Path) -> bytes:
    """The bytes of a filled-in form. Raises `MadewhereError` where it is too large or no file."""
    if not file.is_file():
        raise MadewhereError(f"{file} is not a file", hint="Name the form that was filled in.")
    if file.stat().st_size > _MOST_BYTES:
        raise MadewhereError(f"{file} is too large for a form", hint="Send only the form itself.")
    return file.read_bytes()


def take_form(
    content: bytes,
    *,
    private: Path,
    member: str,
    data: Path,
    received_on: date,
    language: str = "en",
    dry_run: bool = False,
    source: random.Random | None = None,
) -> Taken:
    """Take a form into the private folder of the member that shows factories which enter themselves.

    A form with a fault is not taken, and nothing is written. What it says is the factory's own word,
    in place of all that it said before. Raises `UsageError` for a language that is no tag,
    `MadewhereError` for a text that is no form, and what opening the folder raises.
    """
    refuse_language(language)
    answers = read_answers(text_of(content), AnswerReader.of(data))
    if answers.faults:
        return Taken(answers, None)
    agreement = Agreement(
        scopes=tuple(answers.scopes),
        decided=tuple(scope_lines()),
        member=member,
        decided_on=received_on,
        valid_until=None,
        text_version=FORM_VERSION,
        language=language,
        method="online-form",
        recorded_by="factory-management",
        paper=content,
        suffix=".md",
    )
    entered = take_answers(
        answers.values,
        stated_by="factory",
        private=private,
        member=member,
        data=data,
        stated_on=received_on,
        whole=True,
        agreement=agreement,
        dry_run=dry_run,
        source=source,
    )
    return Taken(answers, entered)


def refuse_language(language: str) -> None:
    """Raise `UsageError` for what is no tag of a language as consents have it."""
    if not re.fullmatch(table("consents").field("language").constraints["pattern"], language):
        raise UsageError(
            f"{language!r} is no language", hint="Give its short code, such as en, bn or zh-Hans."
        )
