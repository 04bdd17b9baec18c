"""The ledger: the events of every identifier ever published, and the states that follow from them.

Events take effect in the order of their dates, and one that cannot follow has none: what was merged or
withdrawn does not come back because somebody closed it later. A withdrawal is the exception, on the
safe side: it takes effect from any state, and whatever its date, for a date in the future is a slip.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

STATE_AFTER = {
    "published": "open",
    "reopened": "open",
    "closed": "closed",
    "moved": "moved",
    "merged": "merged",
    "withdrawn": "withdrawn",
}
"""The state that each event leaves an identifier in."""

_FOLLOWS: dict[str | None, tuple[str, ...]] = {
    None: ("published",),
    "open": ("published", "merged", "moved", "closed", "withdrawn"),
    "closed": ("closed", "reopened", "merged", "moved", "withdrawn"),
    "moved": ("moved", "merged", "reopened", "closed", "withdrawn"),
    "merged": ("merged", "withdrawn"),
    "withdrawn": ("withdrawn", "published"),
}
"""Which events may come in each state. After a withdrawal a factory may agree again. Two members can
write the same event about one factory at the same time, and event files are never changed, so each may
repeat itself."""


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

    def may_follow(self, last: Event | None) -> bool:
        """Whether it can come where ``last`` was the event that counts; None is for none."""
        if last is not None and last.event == self.event == "merged":
            return last.successor == self.successor
        return self.event in _FOLLOWS[STATE_AFTER[last.event] if last else None]


EventCells = tuple[str, str, str, dt.date, str | None, str, int]
"""What an event says, in the order of `Event`'s fields: small to keep and quick to look through."""


class KeptEvents(Mapping[tuple[str, str], list[Event]]):
    """The events by kind and identifier, sorted when they are asked for the first time.

    Most changes are about a few identifiers, whose events are found without that.
    """

    def __init__(self, cells: list[EventCells]) -> None:
        self.cells = cells
        self._sorted: dict[tuple[str, str], list[Event]] | None = None

    @property
    def _events(self) -> dict[tuple[str, str], list[Event]]:
        if self._sorted is None:
            self._sorted = _in_order(Event(*cells) for cells in self.cells)
        return self._sorted

    def __getitem__(self, key: tuple[str, str]) -> list[Event]:
        """The events of an identifier, in order."""
        return self._events[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Kinds and identifiers, in order."""
        return iter(self._events)

    def __len__(self) -> int:
        """How many identifiers there are."""
        return len(self._events)

    def __repr__(self) -> str:
        """All of it."""
        return repr(self._events)


@dataclass(slots=True)
class Ledger:
    """Every identifier with its events in order, by kind and identifier."""

    events: Mapping[tuple[str, str], list[Event]] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Ledger:
        """Sort events into a ledger."""
        return cls(_in_order(events))

    def cells(self) -> list[EventCells]:
        """What every event says, in no order."""
        if isinstance(self.events, KeptEvents):
            return self.events.cells
        return [
            (e.kind, e.identifier, e.event, e.date, e.successor, e.file, e.line)
            for events in self.events.values()
            for e in events
        ]

    def about(self, identifiers: Collection[str]) -> Ledger:
        """What it says about some identifiers, of whatever kind."""
        return Ledger.of(Event(*cells) for cells in self.cells() if cells[1] in identifiers)

    def known(self, kind: str) -> list[str]:
        """Every identifier of a kind, sorted."""
        return [identifier for of_kind, identifier in self.events if of_kind == kind]

    def last(self, kind: str, identifier: str, as_of: dt.date) -> Event | None:
        """The event that decides the state on the as-of date; None before the first one."""
        last: Event | None = None
        for event in self.events.get((kind, identifier), ()):
            if event.event == "withdrawn" or (event.date <= as_of and event.may_follow(last)):
                last = event
        return last

    def state(self, kind: str, identifier: str, as_of: dt.date) -> str | None:
        """The state on the as-of date; None for an identifier that is not published by then."""
        last = self.last(kind, identifier, as_of)
        return STATE_AFTER[last.event] if last else None

    def withdrawn_on(self, kind: str, identifier: str) -> dt.date | None:
        """The day of the last withdrawal, whatever came after it; None where there was none."""
        days = [e.date for e in self.events.get((kind, identifier), ()) if e.event == "withdrawn"]
        return max(days, default=None)

    def stands_for(self, kind: str, identifier: str, as_of: dt.date) -> str | None:
        """The identifier that a merged one leads to in the end, over as many mergers as there were.

        Itself where it was not merged; None where the mergers lead in a circle.
        """
        seen: set[str] = set()
        while identifier not in seen:
            last = self.last(kind, identifier, as_of)
            if last is None or last.event != "merged" or last.successor is None:
                return identifier
            seen.add(identifier)
            identifier = last.successor
        return None

    def withdrawn_unpublished(self) -> Iterator[str]:
        """Identifiers with a withdrawal dated before their first event: its date must be a slip."""
        withdrawn = {cells[1] for cells in self.cells() if cells[2] == "withdrawn"}
        for (_, identifier), events in self.about(withdrawn).events.items():
            if events[0].event == "withdrawn":
                yield identifier


def _in_order(events: Iterable[Event]) -> dict[tuple[str, str], list[Event]]:
    found: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        found[event.kind, event.identifier].append(event)
    for several in found.values():
        if len(several) > 1:
            several.sort(key=attrgetter("order"))
    return {key: found[key] for key in sorted(found)}
