"""The demo's cast: which factories play which part, and which members disclose them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from madewhere.demo.audits import AuditMaker
from madewhere.demo.chance import Weighted, happens, skewed
from madewhere.demo.courses import Courses
from madewhere.demo.factories import DemoFactory, FactoryMaker
from madewhere.demo.history import History
from madewhere.demo.members import ConsentMaker, DemoMember, Link, make_members

LEAST_FACTORIES = 80
MOST_FACTORIES = 1_000_000
"""There are not enough names of members for many more."""

_SHARED_PERCENT = 14
_AUDITED_PERCENT = 82
_FEW = 40
"""Of what is planted for `check` there are never more than so many, however large the demo."""

_ROOMY_KM = 5
"""Towns with at least this radius can hold two points that lie too far apart."""

_EARLY = ("withdrawn", "merged", "moved", "closed", "reopened")
"""Parts in which something happens after publication, so that it comes early."""

_STEADY = ("plain", "closed", "contradicted", "displaced")
"""Parts of factories that a second member may disclose too."""


@dataclass(frozen=True, slots=True)
class Planted:
    """Something planted for `check` to find; ``decided`` where a decision settles it."""

    code: str
    subject: str
    decided: bool


@dataclass(slots=True)
class Cast:
    """Everybody, linked, with all that happened to them."""

    members: list[DemoMember]
    factories: list[DemoFactory]
    history: History
    planted: list[Planted] = field(default_factory=list)


class Casting:
    """Makes a `Cast` of exactly so many published factories."""

    def __init__(
        self,
        rng: Random,
        maker: FactoryMaker,
        consents: ConsentMaker,
        reference_date: date,
    ) -> None:
        self._rng = rng
        self._maker = maker
        self._consents = consents
        self._audits = AuditMaker(rng, reference_date)
        self._reference_date = reference_date

    def cast(self, count: int) -> Cast:
        """Make the cast. ``count`` is at least `LEAST_FACTORIES`."""
        rng = self._rng
        members = make_members(rng, count, self._reference_date)
        cast = Cast(members, [], History(rng, self._reference_date))
        sizes = _sizes(count)
        derived = sizes["moved"] + sizes["unit"] + sizes["original"]
        leads = [self._maker.make() for _ in range(count - derived)]
        parts = self._assign(leads, sizes)
        owners = self._link_first(members, leads)
        self._link_second(members, leads, owners)
        cast.factories = leads
        self._add_units(cast, parts["site"], owners, sizes["unit"])
        self._add_twins(cast, parts["original"], owners)
        for factory in cast.factories:
            self._audit(factory)
        _agree_with_both(members)
        self._let_happen(cast, parts, owners)
        successors = {factory.factory_id for factory in parts["successor"]}
        self._lapse(
            [
                link
                for member in members
                for link in member.links
                if link.factory.role == "plain" and link.factory.factory_id not in successors
            ],
            max(12, count // 27),
        )
        cast.planted += [
            Planted("statement-contradiction", factory.factory_id, decided=bool(number))
            for number, factory in enumerate(parts["contradicted"] + parts["displaced"])
        ]
        self._give_courses(cast)
        cast.history.publish(members)
        return cast

    def _assign(
        self, leads: list[DemoFactory], sizes: Counter[str]
    ) -> dict[str, list[DemoFactory]]:
        """Give out the parts; the first factories stay plain, so that every member has some."""
        rng = self._rng
        free = leads[len(leads) // 3 :]
        rng.shuffle(free)
        parts: dict[str, list[DemoFactory]] = {}
        roomy = [f for f in free if f.town.radius_km >= _ROOMY_KM]
        parts["displaced"] = roomy[: sizes["displaced"]]
        chosen = {factory.factory_id for factory in parts["displaced"]}
        rest: Iterator[DemoFactory] = iter([f for f in free if f.factory_id not in chosen])
        for part in (*_EARLY, "site", "original", "contradicted", "successor"):
            parts[part] = [next(rest) for _ in range(sizes[part])]
        for part, factories in parts.items():
            for factory in factories:
                factory.role = "plain" if part == "successor" else part
        return parts

    def _link_first(
        self, members: list[DemoMember], leads: list[DemoFactory]
    ) -> dict[str, DemoMember]:
        """Link each factory to the member that it was made for; gives that member by factory ID."""
        rng = self._rng
        draw = Weighted(members, [1 + 2 * rng.random() for _ in members])
        owners = {}
        for number, factory in enumerate(leads):
            member = members[number] if number < len(members) else draw.draw(rng)
            early = factory.role in _EARLY
            place = rng.randrange(2) if early else skewed(rng, 0, len(member.batches))
            self._link(member, factory, member.batches[place])
            owners[factory.factory_id] = member
        return owners

    def _link_second(
        self,
        members: list[DemoMember],
        leads: list[DemoFactory],
        owners: dict[str, DemoMember],
    ) -> None:
        """Let a second member disclose some of the factories, all of the contradicted ones."""
        rng = self._rng
        for factory in leads:
            always = factory.role in ("contradicted", "displaced")
            if not always and not (factory.role in _STEADY and happens(rng, _SHARED_PERCENT)):
                continue
            first = owners[factory.factory_id]
            second = rng.choice([member for member in members if member is not first])
            day = second.batches[skewed(rng, 0, len(second.batches))]
            self._link(second, factory, day, place=1)

    def _link(
        self,
        member: DemoMember,
        factory: DemoFactory,
        day: date,
        *,
        place: int = 0,
        first_decided: date | None = None,
    ) -> Link:
        sure = ("profile",) if factory.role == "contradicted" else ()
        link = self._consents.link(
            member, factory, day, place=place, sure=sure, first_decided=first_decided
        )
        member.links.append(link)
        factory.published_on = day if place == 0 else min(day, factory.published_on)
        return link

    def _add_units(
        self, cast: Cast, sites: list[DemoFactory], owners: dict[str, DemoMember], count: int
    ) -> None:
        """Add units to sites: a second one to each, then third ones."""
        for number in range(count):
            site = sites[number % len(sites)]
            unit = self._maker.unit_of(site, 2 + number // len(sites))
            member = owners[site.factory_id]
            self._link(member, unit, site.published_on)
            owners[unit.factory_id] = member
            cast.factories.append(unit)

    def _add_twins(
        self, cast: Cast, originals: list[DemoFactory], owners: dict[str, DemoMember]
    ) -> None:
        """Add factories that look like others: two in the same package, the rest in another one.

        The last one is left undecided, so that `check` has a warning to show.
        """
        for number, original in enumerate(originals):
            twin = self._maker.twin_of(original)
            owner = owners[original.factory_id]
            inside = number < 2
            member = owner
            if not inside:
                member = self._rng.choice([other for other in cast.members if other is not owner])
            self._link(member, twin, member.batches[0])
            owners[twin.factory_id] = member
            cast.factories.append(twin)
            cast.planted.append(
                Planted(
                    "duplicate-in-package" if inside else "duplicate-across-members",
                    "|".join(sorted((original.factory_id, twin.factory_id))),
                    decided=number < len(originals) - 1,
                )
            )

    def _audit(self, factory: DemoFactory) -> None:
        """Have a factory audited; some never are, whatever they agreed to."""
        if happens(self._rng, _AUDITED_PERCENT):
            factory.audits = self._audits.make(
                factory.factory_id, factory.trade.environmental_percent
            )

    def _let_happen(
        self, cast: Cast, parts: dict[str, list[DemoFactory]], owners: dict[str, DemoMember]
    ) -> None:
        """Let factories close, open again, move, merge and withdraw."""
        history = cast.history
        for factory in parts["closed"] + parts["reopened"]:
            history.close(factory)
        for factory, successor in zip(parts["merged"], parts["successor"], strict=True):
            history.merge(factory, successor)
        for factory in parts["moved"]:
            day = history.after(factory)
            new = self._maker.moved_from(factory)
            member = owners[factory.factory_id]
            link = self._link(member, new, day)
            history.move(factory, new, day)
            link.since = next(old.since for old in member.links if old.factory is factory)
            cast.factories.append(new)
        for factory in parts["withdrawn"]:
            member = owners[factory.factory_id]
            links = [(member, link) for link in member.links if link.factory is factory]
            history.withdraw(factory, links)

    def _give_courses(self, cast: Cast) -> None:
        """Say who verifies corrections, and have every course of a plan where plans are told."""
        told: defaultdict[str, list[Link]] = defaultdict(list)
        for member in cast.members:
            for link in member.links:
                if link.factory.has_rows and link.agreed("audits") and link.agreed("cap"):
                    told[link.factory.factory_id].append(link)
        for links in told.values():
            links[0].factory.verifiers = tuple(sorted(link.place for link in links))
        Courses(self._reference_date).give(
            factory
            for factory in cast.factories
            if any(not link.lapsed for link in told.get(factory.factory_id, ()))
        )

    def _lapse(self, links: list[Link], count: int) -> None:
        """Let consents of some links run out: one half wholly, the other half in part."""
        rng = self._rng
        partly = [link for link in links if link.agreed("profile") and link.agreed("ratings")]
        for link in rng.sample(partly, min(count // 2, len(partly))):
            self._consents.lapse(link, whole=False)
        left = [link for link in links if not link.lapsed]
        for link in rng.sample(left, min(count - count // 2, len(left))):
            self._consents.lapse(link, whole=True)


def _agree_with_both(members: list[DemoMember]) -> None:
    """Let every second audited factory with two members agree that both tell of its plans."""
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for member in members:
        for link in member.links:
            if link.factory.audits:
                links[link.factory.factory_id].append(link)
    both = [found for found in links.values() if len(found) > 1]
    for found in both[::2]:
        for link in found:
            for scope in ("audits", "ratings", "cap"):
                link.consents.setdefault(scope, link.consents["identity"])


def _sizes(count: int) -> Counter[str]:
    """How many factories play each part; units come on top of sites, new ones of moved ones."""
    sizes = Counter(
        withdrawn=max(2, count // 80),
        merged=max(1, count // 100),
        moved=max(1, count // 100),
        closed=max(2, count // 80),
        reopened=max(1, count // 160),
        site=max(2, count // 55),
        unit=max(3, count // 40),
        original=5,
        contradicted=min(_FEW, max(1, count // 160)),
        displaced=min(_FEW, max(1, count // 320)),
    )
    sizes["successor"] = sizes["merged"]
    return sizes
