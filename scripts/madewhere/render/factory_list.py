"""A list of factories as pages show it: cut into pages, and with what tells its rows apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from madewhere.address_endings import without_country
from madewhere.maps.plot import Plot
from madewhere.site_model import Factory, Member, Progress

ROWS_A_PAGE = 250
"""Rows of a list on one page: about 110 kB, which compress to 18 kB."""
FILTERED_FROM = 20
"""Rows from which on a list has filters."""
IN_PLACE = 8
"""Pages of a list up to which a script reads all of them, to filter and sort them in place."""
_ALL_LINKED = 7
"""Pages of a list of which each links all."""
_LONGEST_LINE = 64
"""Characters of an address in a row."""


@dataclass(frozen=True)
class RowList:
    """Rows of any kind in their order, to be cut into pages. ``of`` is what the list is of."""

    of: Any
    rows: Sequence[Any]
    searched: bool = False
    """Whether one looks for a row on the page that finds things, however short the list is."""

    def pages(self) -> list[ListPage]:
        """Its pages; one where there are no rows."""
        count = max(1, -(-len(self.rows) // ROWS_A_PAGE))
        return [ListPage(self, number, count) for number in range(1, count + 1)]


@dataclass(frozen=True)
class FactoryList(RowList):
    """The factories of the whole site, a member or a country, in the order of names."""

    @property
    def factories(self) -> Sequence[Factory]:
        """The rows."""
        return self.rows

    @cached_property
    def open(self) -> int:
        """How many of its factories are open."""
        return sum(factory.is_open for factory in self.factories)

    @property
    def gone(self) -> int:
        """How many of its factories have closed or moved."""
        return len(self.factories) - self.open

    @cached_property
    def open_countries(self) -> int:
        """In how many countries the open ones are."""
        return len({factory.country for factory in self.factories if factory.is_open})

    @cached_property
    def showing_plans(self) -> int:
        """How many of its factories agreed that what audits found is shown."""
        return sum({"audits", "cap"} <= factory.agreed for factory in self.factories)

    @cached_property
    def with_plan(self) -> int:
        """How many of its factories have a corrective action plan that is shown."""
        return sum(factory.progress.state is not None for factory in self.factories)

    @cached_property
    def progress(self) -> Progress:
        """How far the plans of its factories have come together."""
        return Progress.over(audit for factory in self.factories for audit in factory.audits)

    @cached_property
    def countries(self) -> list[str]:
        """The countries of its factories."""
        return sorted({factory.country for factory in self.factories})

    @cached_property
    def members(self) -> list[Member]:
        """The members that name them, by name."""
        found = {link.member.slug: link.member for f in self.factories for link in f.sourcing}
        return sorted(found.values(), key=lambda m: (m.name.casefold(), m.slug))

    @cached_property
    def facility_types(self) -> frozenset[str]:
        """The kinds of factory among them, as codes."""
        return frozenset(f.facility_type for f in self.factories if f.facility_type)

    @cached_property
    def lines(self) -> dict[str, str]:
        """A short address by factory ID, of factories without a town or with another's name."""
        lines = {}
        for factory in self.factories:
            if not factory.locality:
                lines[factory.factory_id] = _short(factory.address_line)
            elif self._names[factory.name.casefold()] > 1:
                street = without_country(factory.street_address or "", factory.country)
                lines[factory.factory_id] = _short(street)
        return lines

    @cached_property
    def alike(self) -> frozenset[str]:
        """The factories that name, town and address do not tell apart; their rows show the ID."""

        def row(factory: Factory) -> tuple[str, ...]:
            line = self.lines.get(factory.factory_id, "")
            return factory.name.casefold(), factory.locality or "", factory.country, line

        named_alike = [f for f in self.factories if self._names[f.name.casefold()] > 1]
        rows = Counter(row(factory) for factory in named_alike)
        return frozenset(f.factory_id for f in named_alike if rows[row(f)] > 1)

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(factory.name.casefold() for factory in self.factories)

    def dots(self, plot: Plot) -> str:
        """An SVG path with a point for every factory that has a place, each point once."""
        placed = (
            plot.place(f.latitude, f.longitude)
            for f in self.factories
            if f.latitude is not None and f.longitude is not None
        )
        points = {(round(x), round(y)) for x, y in placed}
        return "".join(f"M{x} {y}h0" for x, y in sorted(points))


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list; pages count from 1."""

    whole: RowList
    number: int
    count: int

    @property
    def of(self) -> Any:
        """What the list is of."""
        return self.whole.of

    @property
    def total(self) -> int:
        """How many rows the whole list has."""
        return len(self.whole.rows)

    @property
    def first(self) -> int:
        """The place in the list of the page's first row, from 1."""
        return (self.number - 1) * ROWS_A_PAGE + 1

    @property
    def rows(self) -> Sequence[Any]:
        """The rows on the page."""
        return self.whole.rows[self.first - 1 : self.first - 1 + ROWS_A_PAGE]

    @property
    def last(self) -> int:
        """The place in the list of the page's last row."""
        return self.first - 1 + len(self.rows)

    @property
    def filtered(self) -> bool:
        """Whether the list has filters."""
        return self.in_place and self.total >= FILTERED_FROM

    @property
    def in_place(self) -> bool:
        """Whether the list is short enough to be filtered and sorted where it stands."""
        return not self.whole.searched and self.count <= IN_PLACE

    @property
    def numbers(self) -> list[int | None]:
        """The pages to link: the first, the last, those around this one; None where some are left out."""
        if self.count <= _ALL_LINKED:
            return list(range(1, self.count + 1))
        near = range(self.number - 1, self.number + 2)
        wanted = sorted({1, self.count, *(n for n in near if 1 <= n <= self.count)})
        found: list[int | None] = []
        for number in wanted:
            if found and found[-1] is not None and number - found[-1] > 1:
                # A gap of a single page is as short as the mark for it.
                found.append(number - 1 if number - found[-1] == 2 else None)
            found.append(number)
        return found


def _short(address: str) -> str:
    """The beginning of a long address, cut between words."""
    if len(address) <= _LONGEST_LINE:
        return address
    cut = address[:_LONGEST_LINE].rsplit(" ", 1)[0].rstrip(" ,;")
    return f"{cut}…"
