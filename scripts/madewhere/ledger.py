"""The ledger: the events of every identifier ever published, and the states that follow from them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

STATE_AFTER = {
    "published": "open",
    "reopened": "open",
    "closed": "closed",
    "moved": "moved",
    "merged": "merged",
    "withdrawn": "withdrawn",
}
"""The state that each event leaves an identifier in."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of an identifier; ``file`` and ``line`` say where it stands."""

    kind: str
    identifier: str
    event: str
    date: dt.date
    successor: str | None
    file: str
    line: int

    @property
    def order(self) -> tuple[dt.date, bool, str, int]:
        """The order of events; of two on one day a withdrawal is the last, which is the safe side."""
        return (self.date, self.event == "withdrawn", self.file, self.line)


@dataclass(slots=True)
class Ledger:
    """Every identifier with its events in order, by kind and identifier."""

    events: dict[tuple[str, str], list[Event]] = field(default_factory=dict)

    @classmethod
    def of(cls, events: list[Event]) -> Ledger:
        """Sort events into a ledger."""
        found: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
        for event in events:
            found[event.kind, event.identifier].append(event)
        return cls({key: sorted(found[key], key=lambda e: e.order) for key in sorted(found)})

    def known(self, kind: str) -> list[str]:
        """Every identifier of a kind, sorted."""
        return [identifier for of_kind, identifier in self.events if of_kind == kind]

    def last(self, kind: str, identifier: str, as_of: dt.date) -> Event | None:
        """The event that decides the state on the as-of date; None before the first one."""
        past = [e for e in self.events.get((kind, identifier), ()) if e.date <= as_of]
        return past[-1] if past else None

    def state(self, kind: str, identifier: str, as_of: dt.date) -> str | None:
        """The state on the as-of date; None for an identifier that is not published by then."""
        last = self.last(kind, identifier, as_of)
        return STATE_AFTER[last.event] if last else None

    def withdrawn_on(self, kind: str, identifier: str, as_of: dt.date) -> dt.date | None:
        """The day of the last withdrawal, whatever came after it; None where there was none."""
        days = [
            e.date
            for e in self.events.get((kind, identifier), ())
            if e.event == "withdrawn" and e.date <= as_of
        ]
        return max(days, default=None)
