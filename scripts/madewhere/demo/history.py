"""The demo's ledger: what happened to every identifier, as changes of one file each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

from madewhere.demo.chance import day_between
from madewhere.demo.factories import DemoFactory
from madewhere.demo.members import DemoMember, Link

Event = dict[str, Any]

_TO_FOLLOW = 30


class History:
    """Gathers the changes of the ledger; a change is a list of events of one day."""

    def __init__(self, rng: Random, reference_date: date) -> None:
        self._rng = rng
        self._last_day = reference_date - timedelta(days=3)
        self._changes: list[list[Event]] = []

    def after(self, factory: DemoFactory) -> date:
        """Draw a day for something to happen, 45 days after its publication or later.

        Enough days are left before the reference date for something to follow.
        """
        return day_between(
            self._rng,
            factory.published_on + timedelta(days=45),
            self._last_day - timedelta(days=_TO_FOLLOW),
        )

    def close(self, factory: DemoFactory) -> None:
        """Close a factory, and open it again if its role is so; later audits did not take place."""
        closed = self.after(factory)
        _drop_audits(factory, closed)
        self._change(event("factory", factory.factory_id, "closed", closed))
        if factory.role == "reopened":
            again = day_between(self._rng, closed + timedelta(days=_TO_FOLLOW), self._last_day)
            self._change(event("factory", factory.factory_id, "reopened", again))

    def merge(self, factory: DemoFactory, successor: DemoFactory) -> None:
        """Merge an identifier into another one that is shown."""
        day = max(self.after(factory), successor.published_on)
        factory.audits.clear()
        self._change(event("factory", factory.factory_id, "merged", day, successor.factory_id))

    def move(self, factory: DemoFactory, new: DemoFactory, day: date) -> None:
        """Move a factory: the new place is published with an ID of its own on the same day."""
        _drop_audits(factory, day)
        new.audits.clear()
        new.published_on = day
        self._change(
            event("factory", factory.factory_id, "moved", day, new.factory_id),
            event("factory", new.factory_id, "published", day),
        )

    def withdraw(self, factory: DemoFactory, links: Iterable[tuple[DemoMember, Link]]) -> None:
        """Withdraw a factory, and with it the audits that were published by then."""
        day = self.after(factory)
        told = _first_disclosed(links)
        factory.audits = [
            audit
            for audit in factory.audits
            if audit.audit_id in told and told[audit.audit_id][0] < day
        ]
        self._change(
            event("factory", factory.factory_id, "withdrawn", day),
            *(event("audit", audit.audit_id, "withdrawn", day) for audit in factory.audits),
        )

    def publish(self, members: list[DemoMember]) -> None:
        """Publish members, factories and audits on the day on which each is first disclosed."""
        links: defaultdict[str, list[tuple[DemoMember, Link]]] = defaultdict(list)
        factories: dict[str, DemoFactory] = {}
        for member in members:
            self._change(event("member", member.slug, "published", member.joined_on))
            for link in member.links:
                links[link.factory.factory_id].append((member, link))
                factories[link.factory.factory_id] = link.factory
        first: defaultdict[tuple[str, date], list[Event]] = defaultdict(list)
        for factory_id in sorted(factories):
            factory = factories[factory_id]
            if factory.role != "new":
                day, slug = min((link.disclosed_on, m.slug) for m, link in links[factory_id])
                first[slug, day].append(event("factory", factory_id, "published", day))
            for audit_id, (day, slug) in sorted(_first_disclosed(links[factory_id]).items()):
                first[slug, day].append(event("audit", audit_id, "published", day))
        for key in sorted(first):
            # Factories first, because the file is named by its first identifier.
            self._change(
                *sorted(first[key], key=lambda e: (e["kind"] != "factory", e["identifier"]))
            )

    def changes(self) -> list[list[Event]]:
        """All changes, the oldest first."""
        return sorted(
            self._changes, key=lambda events: (events[0]["date"], events[0]["identifier"])
        )

    def _change(self, *events: Event) -> None:
        self._changes.append(list(events))


def event(kind: str, identifier: str, what: str, day: date, successor: str | None = None) -> Event:
    """One row of the ledger."""
    return {
        "kind": kind,
        "identifier": identifier,
        "event": what,
        "date": day,
        "successor": successor,
    }


def _drop_audits(factory: DemoFactory, day: date) -> None:
    factory.audits = [audit for audit in factory.audits if audit.audit_date < day]
    factory.left_on = day


def _first_disclosed(
    links: Iterable[tuple[DemoMember, Link]],
) -> dict[str, tuple[date, str]]:
    """The day on which each audit is first disclosed, and by which member, by audit ID."""
    first: dict[str, tuple[date, str]] = {}
    for member, link in links:
        for audit in link.factory.audits if link.agreed("audits") else ():
            from_day = max(link.disclosed_on, audit.audit_date)
            told = (next(day for day in member.batches if day >= from_day), member.slug)
            first[audit.audit_id] = min(first.get(audit.audit_id, told), told)
    return first
