"""Making the rows of a drawing few enough to be read: factories of one country become one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from madewhere.site_model import Factory, Member
from madewhere.tiers.around import Bands, Link, by_name, said_by

MEMBERS = "members"
"""The key of the band of members."""
MOST_ROWS = 60
"""Rows of a drawing, over all its bands."""
MOST_LOOSE = 6
"""Rows of a band in which nothing has a link."""
MOST_MEMBERS = 8
"""Rows of members above those of factories."""


Group = tuple[Factory, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a factory or several together, or members. ``country`` is None where they are in several.

    ``inside`` counts the links among the factories of the row.
    """

    factories: tuple[Factory, ...] = ()
    country: str | None = None
    members: tuple[Member, ...] = ()
    inside: int = 0

    @property
    def factory(self) -> Factory | None:
        """The factory of a row that has a single one."""
        return self.factories[0] if len(self.factories) == 1 else None


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of a tier or step, and how many factories or members they stand for."""

    key: int | str
    rows: tuple[Row, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Wire:
    """All links from the factories of one row to those of another, as numbers of rows from the top."""

    supplier: int
    customer: int
    said: str
    links: int


@dataclass(frozen=True, slots=True)
class Folded:
    """Bands from top to bottom, and the wires between their rows in a stable order."""

    bands: tuple[Band, ...]
    wires: tuple[Wire, ...]

    @property
    def rows(self) -> list[Row]:
        """All rows from top to bottom; wires count them from 0."""
        return [row for band in self.bands for row in band.rows]


def fold(bands: Bands, links: Sequence[Link], most: int = MOST_ROWS) -> Folded:
    """Put factories together until there are at most ``most`` rows.

    A band without links becomes a few rows. Of the others the fullest is grouped by country first;
    where that is not enough, each keeps its rows with the most links, and its rest becomes one row.
    """
    linked: defaultdict[str, int] = defaultdict(int)
    for link in links:
        linked[link.supplier.factory_id] += 1
        linked[link.customer.factory_id] += 1
    rows: list[list[Group]] = [[(factory,) for factory in factories] for _, factories in bands]
    whole = set(range(len(rows)))
    for number, (_, factories) in enumerate(bands):
        if len(factories) > MOST_LOOSE and not any(f.factory_id in linked for f in factories):
            rows[number] = _at_most(MOST_LOOSE, _by_country(factories), linked)
            whole.remove(number)
    while sum(map(len, rows)) > most and whole:
        fullest = max(whole, key=lambda number: (len(rows[number]), number))
        whole.remove(fullest)
        rows[fullest] = _by_country(bands[fullest][1])
    limit = max(map(len, rows), default=0)
    while limit > 1 and sum(min(len(band), limit) for band in rows) > most:
        limit -= 1
    rows = [_at_most(limit, band, linked) for band in rows]
    inside, wires = _between(rows, links)
    found, number = [], 0
    for (key, _), groups in zip(bands, rows, strict=True):
        made = []
        for group in groups:
            countries = {factory.country for factory in group}
            country = countries.pop() if len(countries) == 1 else None
            made.append(Row(group, country, inside=inside.get(number, 0)))
            number += 1
        found.append(Band(key, tuple(made), sum(map(len, groups))))
    return Folded(tuple(found), wires)


def _by_country(factories: Iterable[Factory]) -> list[Group]:
    found: defaultdict[str, list[Factory]] = defaultdict(list)
    for factory in factories:
        found[factory.country].append(factory)
    return [tuple(found[country]) for country in sorted(found)]


def _at_most(limit: int, groups: list[Group], linked: dict[str, int]) -> list[Group]:
    """The groups with the most links and factories, and one of all others."""
    if len(groups) <= limit:
        return groups

    def weight(number: int) -> tuple[int, int, int]:
        links = sum(linked[factory.factory_id] for factory in groups[number])
        return -links, -len(groups[number]), number

    kept = set(sorted(range(len(groups)), key=weight)[: limit - 1])
    rest = [factory for n, group in enumerate(groups) if n not in kept for factory in group]
    return [group for n, group in enumerate(groups) if n in kept] + [
        tuple(sorted(rest, key=by_name))
    ]


def _between(
    rows: list[list[Group]], links: Sequence[Link]
) -> tuple[dict[int, int], tuple[Wire, ...]]:
    """How many links each row has inside, and the wires between rows."""
    groups = [group for band in rows for group in band]
    place = {f.factory_id: number for number, group in enumerate(groups) for f in group}
    inside: defaultdict[int, int] = defaultdict(int)
    between: defaultdict[tuple[int, int], list[Link]] = defaultdict(list)
    for link in links:
        ends = place[link.supplier.factory_id], place[link.customer.factory_id]
        if ends[0] == ends[1]:
            inside[ends[0]] += 1
        else:
            between[ends].append(link)
    wires = [
        Wire(*ends, said_by(s.stated_by for link in found for s in link.statements), len(found))
        for ends, found in between.items()
    ]
    return inside, tuple(sorted(wires, key=attrgetter("customer", "supplier")))


def with_members(folded: Folded, members: Sequence[Member], below: Factory) -> Folded:
    """The same with a band of members on top, all of which name the factory ``below``."""
    shown: list[tuple[Member, ...]] = [(member,) for member in members]
    if len(shown) > MOST_MEMBERS:
        shown[MOST_MEMBERS - 1 :] = [tuple(members[MOST_MEMBERS - 1 :])]
    rows = tuple(Row(members=each) for each in shown)
    count = len(rows)
    place = next(number for number, row in enumerate(folded.rows) if row.factory is below)
    named = [Wire(place + count, n, "stated", len(row.members)) for n, row in enumerate(rows)]
    wires = [
        Wire(wire.supplier + count, wire.customer + count, wire.said, wire.links)
        for wire in folded.wires
    ]
    return Folded((Band(MEMBERS, rows, len(members)), *folded.bands), (*named, *wires))
