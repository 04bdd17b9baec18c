"""Asking factories for their consent: who is asked, for what, in which language, and with which pages."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.errors import MadewhereError, UsageError
from madewhere.identifiers import normalise_factory_id
from madewhere.package_writer import table_bytes
from madewhere.private.invitation.choosing import Choice, choose, declarations
from madewhere.private.invitation.languages import best_language, is_unchecked
from madewhere.private.invitation.letter import PAGE, PREVIEW, Earlier, LetterWriter
from madewhere.private.invitation.preview import Previews
from madewhere.private.invitation.references import mint_reference
from madewhere.private.invitation.words import TEXT_VERSION
from madewhere.private.opening import Opened, open_both
from madewhere.private.standing import Standing, standings
from madewhere.private.writing import make_folder, write_files
from madewhere.problems import Problem
from madewhere.render.languages import SOURCE
from madewhere.tables import SCOPES, table

FOLDER = "invitations"
"""The folder of the pages, in the private folder."""

USUAL_SCOPES = ("identity", "audits")
"""What an invitation asks for unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation. ``wanted`` is the language that was wished for; empty where none was stated."""

    reference: str
    factory_id: str
    name: str
    scopes: tuple[str, ...]
    language: str
    wanted: str
    via: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A factory that is not asked, and why."""

    factory_id: str
    name: str
    reason: str


@dataclass(slots=True)
class Inviting:
    """What became of an invitation: who is asked, who is not, and where the pages are.

    ``unchecked`` are the languages used whose catalogue no native speaker has checked.
    """

    member: str
    place: Path
    invited: list[Invited] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
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
    ends soon all that it agreed to. ``language`` is for all; without it each contact's own counts.
    ``again`` asks those too that were asked before. Reference codes come from ``source``, the
    system's random numbers unless given. ``dry_run`` writes nothing. ``progress`` is told how many of
    how many are done.

    Raises `UsageError` for a choice that makes no sense, `MadewhereError` for a folder that cannot be
    used, `OSError` where something cannot be written; then nothing is.
    """
    opened = open_both(private, data, as_of=as_of, cache=cache)
    _refuse_scopes(scopes)
    corpus, package = opened.corpus, opened.package
    chosen = choose(package, choice, opened.names)
    result = Inviting(opened.folder.member, private / FOLDER, problems=opened.problems)
    desk = _Desk(opened, as_of, private / FOLDER, language, source or random.SystemRandom())
    stand = standings(package, corpus)
    declared = declarations(package)
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
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise UsageError(
            f"there is no scope {', '.join(unknown)}", hint=f"There are {', '.join(SCOPES)}."
        )


def _asked(scopes: Sequence[str], standing: Standing | None, as_of: date) -> tuple[str, ...]:
    wanted = {"identity", *scopes} if scopes else set(USUAL_SCOPES)
    if not scopes and standing is not None and standing.ends_soon(as_of):
        wanted |= standing.scopes
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
        if standing.scopes >= {*asked}:
            return "has agreed to all of this"
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


class _Desk:
    """Where invitations are written: first all pages aside, then in their places, the rows last."""

    def __init__(
        self, opened: Opened, as_of: date, place: Path, language: str | None, source: random.Random
    ) -> None:
        self.invited: list[Invited] = []
        self._opened = opened
        self._as_of = as_of
        self._place = place
        self._aside = place / ".new"
        self._language = language
        self._source = source
        self._previews = Previews(opened.corpus, opened.package)
        self._writers: dict[str, LetterWriter] = {}
        self._taken = {row["reference"] for row in opened.folder.tables.get(FOLDER, ())}
        self._contacts: dict[str, str] = {}
        for row in opened.package.rows("contacts"):
            if row.cells["language"]:
                self._contacts.setdefault(row.cells["factory_id"], row.cells["language"])

    def write(
        self,
        factory_id: str,
        scopes: tuple[str, ...],
        via: str,
        standing: Standing | None,
        *,
        dry_run: bool,
    ) -> str:
        """Write the pages of one invitation aside; gives the reason where it cannot be asked."""
        site = self._previews.site(factory_id, scopes)
        if factory_id not in site.by_id:
            return (
                "it could not be shown even if it agreed; `madewhere disclose --dry-run` says more"
            )
        wanted = self._language or self._contacts.get(factory_id, "")
        code = best_language(wanted) or SOURCE
        writer = self._writers.setdefault(code, LetterWriter(code, self._as_of))
        reference = mint_reference(self._source, self._taken)
        earlier = None
        if standing is not None and standing.state == "accepted" and standing.since is not None:
            earlier = Earlier(standing.since, standing.ends_on)
        member = self._opened.folder.member
        letter = writer.letter(site, member, factory_id, reference, scopes, earlier)
        titles = writer.titles(scopes)
        preview = self._previews.page(site, factory_id, reference, titles, writer.language)
        name = site.by_id[factory_id].name
        self.invited.append(Invited(reference, factory_id, name, scopes, code, wanted, via))
        if not dry_run:
            self._make_aside()
            folder = self._aside / reference
            make_folder(folder)
            write_files({folder / PAGE: letter.encode(), folder / PREVIEW: preview.encode()})
        return ""

    def _make_aside(self) -> None:
        if self._place.is_symlink():
            raise MadewhereError(
                f"{self._place} is a symbolic link, and nothing is written through one",
                hint="Put the folder itself in its place.",
            )
        make_folder(self._place)
        make_folder(self._aside)

    def send(self) -> None:
        """Put the pages in their places and note the invitations; all of it or nothing."""
        rows = [
            *self._opened.folder.tables.get(FOLDER, ()),
            *(self._row(each) for each in self.invited),
        ]
        moved: list[Path] = []
        try:
            for each in self.invited:
                target = self._place / each.reference
                (self._aside / each.reference).rename(target)
                moved.append(target)
            write_files({self._place.with_name("invitations.csv"): table_bytes(FOLDER, rows)})
        except BaseException:
            for target in moved:
                shutil.rmtree(target, ignore_errors=True)
            raise

    def _row(self, each: Invited) -> dict[str, str]:
        return dict.fromkeys(table(FOLDER).columns, "") | {
            "reference": each.reference,
            "factory_id": each.factory_id,
            "via": each.via,
            "scopes": "|".join(each.scopes),
            "text_version": TEXT_VERSION,
            "language": each.language,
            "invited_on": self._as_of.isoformat(),
        }

    def clear(self) -> None:
        """Remove what was written aside and not sent."""
        if self._aside.is_dir() and not self._aside.is_symlink():
            shutil.rmtree(self._aside, ignore_errors=True)
        with suppress(OSError):  # such as a folder that holds earlier invitations
            self._place.rmdir()
