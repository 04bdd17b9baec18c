"""Events that change no row: a factory moved, closed or reopened; a product or GTIN did, or comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.errors import AlreadyError, UsageError
from madewhere.events.change import Change, event, put_in_place, rehearse
from madewhere.events.subject import Subject, one_of
from madewhere.events.withdrawal import can_lead_to, packages, published
from madewhere.ledger import STATE_AFTER, Event
from madewhere.read import read_data


@dataclass(slots=True)
class Happening:
    """An event that was written, or would be; ``ledger`` are the new ledger files."""

    kind: str
    identifier: str
    event: str
    day: date
    successor: str | None = None
    ledger: list[str] = field(default_factory=list)


def move(
    old: str,
    new: str,
    data: Path,
    *,
    day: date,
    cache: Path | None = None,
    dry_run: bool = False,
) -> Happening:
    """Say that a factory moved, and under which identifier the new place is published.

    Raises `UsageError` where either is not known, or the first cannot lead to the second, `AlreadyError`
    where it does.
    """
    read = read_data(data, as_of=day, cache=packages(cache))
    this, that = (one_of(("factory",), typed) for typed in (old, new))
    last = can_lead_to(read, this, that, "moved", day)
    if last.event == "moved" and last.successor == that.identifier:
        raise AlreadyError(f"{this.identifier} moved to {that.identifier} already, on {last.date}")
    done = Happening(this.kind, this.identifier, "moved", day, that.identifier)
    change = Change(events=[event("factory", this.identifier, "moved", day, that.identifier)])
    rehearse(read, change, packages(cache))
    if not dry_run:
        done.ledger = put_in_place(data, change)
    return done


def close(
    typed: str, data: Path, *, day: date, cache: Path | None = None, dry_run: bool = False
) -> Happening:
    """Say that a factory closed, or that a product ended.

    Raises `UsageError` where it cannot, `AlreadyError` where it has.
    """
    this = one_of(("factory", "product"), typed)
    return _happens("closed", this, data, day=day, cache=cache, dry_run=dry_run)


def reopen(
    typed: str, data: Path, *, day: date, cache: Path | None = None, dry_run: bool = False
) -> Happening:
    """Say that what closed or moved is open again, or that a product or GTIN is no longer withdrawn.

    A factory that withdrew comes back by a new consent alone. Raises `UsageError` where it is none of
    these, `AlreadyError` where it is open.
    """
    this = one_of(("factory", "product", "gtin"), typed)
    return _happens("reopened", this, data, day=day, cache=cache, dry_run=dry_run)


def _happens(
    name: str, this: Subject, data: Path, *, day: date, cache: Path | None, dry_run: bool
) -> Happening:
    read = read_data(data, as_of=day, cache=packages(cache))
    last = published(read, this, day)
    if (name, last.event) == ("reopened", "withdrawn") and this.kind != "factory":
        name = "published"
    coming = Event(this.kind, this.identifier, name, day, None, "", 0)
    if STATE_AFTER[last.event] == STATE_AFTER[name]:
        raise AlreadyError(f"{this.identifier} is {STATE_AFTER[name]} already, since {last.date}")
    if not coming.may_follow(last):
        raise UsageError(
            f"{this.identifier} was {last.event} on {last.date} and cannot be {name} now"
        )
    done = Happening(this.kind, this.identifier, name, day)
    change = Change(events=[event(this.kind, this.identifier, name, day)])
    rehearse(read, change, packages(cache))
    if not dry_run:
        done.ledger = put_in_place(data, change)
    return done
