"""What makes rows leave the data: a withdrawal, and the merger of two identifiers of one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere import kept
from madewhere.errors import AlreadyError, UsageError
from madewhere.events.change import Change, event, put_in_place, rehearse
from madewhere.events.forgetting import Forgotten, forget
from madewhere.events.subject import Subject, one_of, subject
from madewhere.ledger import STATE_AFTER, Event
from madewhere.left_out import LEDGER
from madewhere.package_writer import cell_text
from madewhere.private.folder import PrivatePackage, read_private, write_private_table
from madewhere.read import DataRead, read_data

_NOTE = "The factory withdrew; it was taken out of the publication."


@dataclass(slots=True)
class Withdrawal:
    """What a withdrawal or a merger did, or would do.

    ``before`` are the states of the subjects before; None for one that was never published.
    ``without_event`` are the subjects that need no event any more. ``ledger`` are the new ledger files, ``files`` those rewritten or removed, relative to the data folder.
    ``noted`` are the factories that the private folder has a new note about. ``successor`` is that of a
    merger, and ``without_rows`` the members who had rows about the merged one alone. ``cleared`` is the
    folder of what checks and builds keep, where something was removed from it.
    """

    subjects: list[Subject]
    day: date
    before: dict[Subject, str | None]
    forgotten: Forgotten
    files: list[str]
    without_event: set[Subject] = field(default_factory=set)
    ledger: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    successor: str | None = None
    without_rows: list[str] = field(default_factory=list)
    cleared: Path | None = None


def packages(cache: Path | None) -> Path | None:
    """Where in the folder of what is kept that of `read_data` is."""
    return None if cache is None else cache / "packages"


def withdraw(
    typed: Sequence[str],
    data: Path,
    *,
    day: date,
    private: Path | None = None,
    cache: Path | None = None,
    dry_run: bool = False,
) -> Withdrawal:
    """Take factories, audits, products, GTINs or members out of the data, and say so in the ledger.

    What has withdrawn before loses the rows that are left of it. ``cache`` is the folder of what checks and
    builds keep between runs; as it holds the rows before, it is emptied. Raises `UsageError` for one that is
    not known, `AlreadyError` where nothing is left to do; then nothing is written, about the others neither.
    """
    folder = read_private(private) if private is not None else None
    read = read_data(data, as_of=day, cache=packages(cache))
    subjects = sorted({subject(each, read) for each in typed})
    ledger = read.corpus.ledger
    before = {each: ledger.state(each.kind, each.identifier, day) for each in subjects}
    change = Change()
    forgotten = forget(data, set(subjects), change)
    for each in subjects:
        _refuse_later_events(read, each, day)
        if before[each] is None and not _in_the_ledger(read, each):
            _refuse_unknown(each, data)
        elif before[each] != "withdrawn":
            change.events.append(event(each.kind, each.identifier, "withdrawn", day))
            _refuse_newer_consent(forgotten, each, day)
    noted = _notes(folder, subjects, day) if folder is not None else {}
    if not (change.files or change.events or forgotten.left or noted):
        named = (f"{s.identifier} on {ledger.withdrawn_on(*_named(s))}" for s in subjects)
        raise AlreadyError(f"Withdrawn already, with no row left: {', '.join(named)}")
    done = Withdrawal(subjects, day, before, forgotten, sorted(change.files))
    told = {row["identifier"] for row in change.events}
    done.without_event = {each for each in subjects if each.identifier not in told}
    done.noted = sorted(noted)
    _make(read, change, done, cache, dry_run=dry_run)
    if folder is not None and noted and not dry_run:
        rows = [*folder.tables.get("notes", []), *noted.values()]
        write_private_table(folder.folder, "notes", rows)
    return done


def merge(
    old: str,
    new: str,
    data: Path,
    *,
    day: date,
    cache: Path | None = None,
    dry_run: bool = False,
) -> Withdrawal:
    """Say that two identifiers name one factory or product; the rows under the first one leave the data.

    Consents are not inherited, so nothing is put under the second. ``cache`` is as in `withdraw`. Raises
    `UsageError` where either is not known, or the two cannot be merged, `AlreadyError` where they were.
    """
    read = read_data(data, as_of=day, cache=packages(cache))
    this, that = (one_of(("factory", "product"), typed) for typed in (old, new))
    before = STATE_AFTER[can_lead_to(read, this, that, "merged", day).event]
    change = Change()
    forgotten = forget(data, {this}, change)
    if before != "merged":
        change.events.append(event(*_named(this), "merged", day, that.identifier))
    elif not change.files:
        on = published(read, this, day).date
        raise AlreadyError(f"{this.identifier} was merged into {that.identifier} already, on {on}")
    done = Withdrawal([this], day, {this: before}, forgotten, sorted(change.files))
    done.successor = that.identifier
    if this.kind == "factory":
        done.without_rows = sorted(
            slug for slug in forgotten.members if that.identifier not in _factories_of(read, slug)
        )
    _make(read, change, done, cache, dry_run=dry_run)
    return done


def _named(each: Subject) -> tuple[str, str]:
    return each.kind, each.identifier


def _factories_of(read: DataRead, slug: str) -> set[str]:
    return {
        row.cells["factory_id"]
        for package in read.corpus.members
        if package.slug == slug
        for row in package.rows("factories")
    }


def _make(
    read: DataRead, change: Change, done: Withdrawal, cache: Path | None, *, dry_run: bool
) -> None:
    rehearse(read, change, packages(cache))
    if not dry_run:
        done.ledger = put_in_place(read.corpus.folder, change)
        if cache is not None and kept.clear(cache):
            done.cleared = cache


def _in_the_ledger(read: DataRead, each: Subject) -> bool:
    """Whether the ledger has an event of it, or one that could not be read."""
    return _named(each) in read.corpus.ledger.events or (
        each.identifier in read.left_out.keys.get(LEDGER, ())
    )


def _refuse_unknown(each: Subject, data: Path) -> None:
    if not _has_rows(each, data):
        raise UsageError(
            f"there is no {each.kind} {each.identifier} in the ledger, nor any row about it",
            hint="Compare the identifier with the page or the table that it comes from.",
        )


def _has_rows(each: Subject, data: Path) -> bool:
    own = Change()
    forget(data, {each}, own)
    return bool(own.files)


def _refuse_newer_consent(forgotten: Forgotten, each: Subject, day: date) -> None:
    newest = forgotten.newest_consent.get(each.identifier, day)
    if each.kind == "factory" and newest > day:
        raise UsageError(
            f"{each.identifier} has a consent of {newest}, which a withdrawal of {day} does not end",
            hint=f"If it withdrew since, give that day, {newest} or a later one, with --date.",
        )


def _refuse_later_events(read: DataRead, each: Subject, day: date) -> None:
    events = read.corpus.ledger.events.get(_named(each), [])
    later = [e for e in events if e.date > day and e.event != "withdrawn"]
    if later:
        raise UsageError(
            f"{each.identifier} was {later[-1].event} on {later[-1].date}, which is after {day}",
            hint="Give that day or a later one with --date.",
        )


def can_lead_to(read: DataRead, this: Subject, that: Subject, name: str, day: date) -> Event:
    """The event of the first one that counts, where it can be merged into or moved to the second.

    Raises `UsageError` where it cannot: one of them is not published or gone, or both would lead to
    each other.
    """
    ledger = read.corpus.ledger
    old, new = this.identifier, that.identifier
    if old == new:
        raise UsageError(f"{old} cannot be {name} into itself; name two identifiers")
    if this.kind != that.kind:
        raise UsageError(
            f"{old} is a {this.kind} and {new} a {that.kind}, so neither can lead to the other"
        )
    last = published(read, this, day)
    ahead = published(read, that, day)
    if ahead.event in ("merged", "withdrawn"):
        where = f" into {ahead.successor}" if ahead.event == "merged" else ""
        hint = f"Name {ahead.successor} instead." if ahead.event == "merged" else ""
        raise UsageError(f"{new} was {ahead.event}{where} on {ahead.date}", hint)
    seen, following = {new}, ahead.successor
    while following is not None and following not in seen:
        if following == old:
            raise UsageError(f"{new} leads to {old} itself, so {old} cannot lead to {new}")
        seen.add(following)
        after = ledger.last(this.kind, following, day)
        following = after.successor if after else None
    coming = Event(this.kind, old, name, day, new, "", 0)
    if not coming.may_follow(last):
        where = f" into {last.successor}" if last.successor else ""
        raise UsageError(f"{old} was {last.event}{where} on {last.date} and cannot be {name} now")
    return last


def published(read: DataRead, each: Subject, day: date) -> Event:
    """The event of an identifier that counts. Raises `UsageError` where it was not published by then."""
    _refuse_later_events(read, each, day)
    last = read.corpus.ledger.last(each.kind, each.identifier, day)
    if last is None:
        raise UsageError(
            f"there is no {each.kind} {each.identifier} in the ledger",
            hint="Only what was published can be changed. Compare the identifier with its page.",
        )
    return last


def _notes(
    folder: PrivatePackage, subjects: Sequence[Subject], day: date
) -> dict[str, dict[str, str]]:
    """A note about each of the folder's factories that withdraws, unless it has that note."""
    own = {row["factory_id"].strip() for row in folder.tables.get("factories", [])}
    there = {
        (row["factory_id"], row["noted_on"], row["text"]) for row in folder.tables.get("notes", [])
    }
    noted = {}
    for each in subjects:
        key = (each.identifier, cell_text(day), _NOTE)
        if each.kind == "factory" and each.identifier in own and key not in there:
            noted[each.identifier] = dict(zip(("factory_id", "noted_on", "text"), key, strict=True))
    return noted
