"""Taking a filled-in form into a private folder: the factory's row, its consents and the paper itself."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from madewhere.errors import MadewhereError, UsageError
from madewhere.form.answers import Answers, read_answers, text_of
from madewhere.form.entry import Agreement, Entered, read_row, take_answers
from madewhere.form.likeness import Known, KnownFactories, to_choose_from
from madewhere.form.questions import FORM_VERSION
from madewhere.form.reading import AnswerReader
from madewhere.identifiers import is_factory_id, normalise_factory_id
from madewhere.private.folder import open_private
from madewhere.quoting import short, visible
from madewhere.tables import table

NEW = "new"
"""What says that a form is about no factory that is known."""

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form.

    ``entered`` is None where it was not taken: the answers' faults say why, or a person has to say first
    which factory it is about. Then ``about`` is the one that it surely is about, and ``alike`` are those
    that it may be about.
    """

    answers: Answers
    entered: Entered | None
    about: Known | None = None
    alike: tuple[Known, ...] = ()


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
    factory: str | None = None,
    dry_run: bool = False,
    source: random.Random | None = None,
) -> Taken:
    """Take a form into the private folder of the member that shows factories which enter themselves.

    A form with a fault is not taken, and nothing is written; neither is one that looks like a factory
    that is known, or is about one that refused or withdrew, unless ``factory`` says which it is: an ID,
    or ``new``. What it says is the factory's own word, in place of all that it said before. Raises
    `UsageError` for a language that is no tag or a factory that it cannot be, `MadewhereError` for a text
    that is no form, and what opening the folder and `take_answers` raise.
    """
    refuse_language(language)
    reader = AnswerReader.of(data)
    answers = read_answers(text_of(content), reader)
    if answers.faults:
        return Taken(answers, None)
    known = KnownFactories.of(open_private(private, member, dry_run=True), data, received_on)
    read = read_row(reader, answers.values)
    about, alike = known.get(known.recognise(read)), known.alike(read.cells)
    values = dict(answers.values)
    if factory is None:
        if _is_open(about, alike):
            return Taken(answers, None, about, tuple(to_choose_from(alike)))
    elif factory.casefold() != NEW:
        values["factory_id"] = _chosen(factory, known)
    elif about is not None:
        raise UsageError(
            f"the form is about {about.factory_id}: its name and address, or an identifier of its "
            "place, say so",
            hint="Where it is another factory, ask it what tells the two apart, such as the number of "
            "a building or unit, and let it send the form again.",
        )
    agreement = Agreement(
        scopes=tuple(answers.scopes),
        decided=tuple(answers.asked),
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
        values,
        stated_by="factory",
        private=private,
        member=member,
        data=data,
        stated_on=received_on,
        whole=True,
        agreement=agreement,
        known=known,
        told_apart={each.factory_id for each in alike},
        dry_run=dry_run,
        source=source,
    )
    return Taken(answers, entered)


def _is_open(about: Known | None, alike: Sequence[Known]) -> bool:
    """Whether a person has to say which factory a form is about, or that it may undo a no.

    A number that is another factory's does not make a form its own, nor does a name alone.
    """
    if about is None:
        return bool(alike)
    return bool(about.past.no) or about not in alike


def _chosen(typed: str, known: KnownFactories) -> str:
    factory_id = normalise_factory_id(typed)
    if not is_factory_id(factory_id):
        raise UsageError(
            f"{visible(short(typed))} is no factory ID, or has a typing error",
            hint="An ID looks like BD7K3QF21; for a factory without one give `--factory new`.",
        )
    if known.get(factory_id) is None:
        raise UsageError(
            f"neither the folder nor the ledger has {factory_id}",
            hint="Name a factory that is known, or give `--factory new`.",
        )
    if (successor := known.pasts.stands_for(factory_id)) != factory_id:
        raise UsageError(
            f"{factory_id} was merged into {successor}", hint=f"Give `--factory {successor}`."
        )
    return factory_id


def refuse_language(language: str) -> None:
    """Raise `UsageError` for what is no tag of a language as consents have it."""
    if not re.fullmatch(table("consents").field("language").constraints["pattern"], language):
        raise UsageError(
            f"{language!r} is no language", hint="Give its short code, such as en, bn or zh-Hans."
        )
