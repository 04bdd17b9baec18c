"""Events that change no row: a factory moved, closed or reopened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.errors import AlreadyError, UsageError
from madewhere.events.change import Change, event, put_in_place, rehearse
from madewhere.events.subject import factory
from madewhere.events.withdrawal import can_lead_to, packages, published
from madewhere.ledger import STATE_AFTER, Event
from madewhere.read import read_data


@dataclass(slots=True)
class Happening:
    """An event that was written, or would be; ``ledger`` are the new ledger files."""

    factory_id: str
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
    this, that = factory(old), factory(new)
    last = can_lead_to(read, this, that, "moved", day)
    if last.event == "moved" and last.successor == that.identifier:
        raise AlreadyError(f"{this.identifier} moved to {that.identifier} already, on {last.date}")
    done = Happening(this.identifier, "moved", day, that.identifier)
    change = Change(events=[event("factory", this.identifier, "moved", day, that.identifier)])
    rehearse(read, change, packages(cache))
    if not dry_run:
        done.ledger = put_in_place(data, change)
    return done


def close(
    typed: str, data: Path, *, day: date, cache: Path | None = None, dry_run: bool = False
) -> Happening:
    """Say that a factory closed. Raises `UsageError` where it cannot, `AlreadyError` where it has."""
    return _happens("closed", typed, data, day=day, cache=cache, dry_run=dry_run)


def reopen(
    typed: str, data: Path, *, day: date, cache: Path | None = None, dry_run: bool = False
) -> Happening:
    """Say that a closed or moved factory is open again. Raises as `close` does."""
    return _happens("reopened", typed, data, day=day, cache=cache, dry_run=dry_run)


def _happens(
    name: str, typed: str, data: Path, *, day: date, cache: Path | None, dry_run: bool
) -> Happening:
    read = read_data(data, as_of=day, cache=packages(cache))
    this = factory(typed)
    last = published(read, this, day)
    coming = Event("factory", this.identifier, name, day, None, "", 0)
    if STATE_AFTER[last.event] == STATE_AFTER[name]:
        raise AlreadyError(f"{this.identifier} is {STATE_AFTER[name]} already, since {last.date}")
    if not coming.may_follow(last):
        raise UsageError(
            f"{this.identifier} was {last.event} on {last.date} and cannot be {name} now"
        )
    done = Happening(this.identifier, name, day)
    change = Change(events=[event("factory", this.identifier, name, day)])
    rehearse(read, change, packages(cache))
    if not dry_run:
        done.ledger = put_in_place(data, change)
    return done
