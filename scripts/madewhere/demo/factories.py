"""The demo's factories as they really are, before any member states anything about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from stdnum import ean

from madewhere.demo.audits import DemoAudit
from madewhere.demo.chance import Weighted, happens, read_rows, skewed
from madewhere.demo.names import FactoryNames, Words, native_name
from madewhere.demo.places import Places, Town, postal_code
from madewhere.identifiers import mint_factory_id

_TIERS = Weighted((1, 2, 3, 4), (48, 30, 15, 7))

_DEMO_GLN = "952"
"""The GS1 prefix that is set aside for examples, so that no GLN of the demo is anybody's."""

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_RANGES = ((1, 50), (51, 200), (201, 500), (501, 1000), (1001, 5000), (5001, 10000))


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of factory: its tier, its codes in the registers, and how many people work in one.

    ``feeds`` names the trades that it delivers to; shares are percent. ``capacity`` is how much one
    worker makes, its unit, and in which time.
    """

    code: str
    tier: int
    facility_type: str
    sector: str
    words: tuple[str, ...]
    processing: tuple[str, ...]
    products: tuple[str, ...]
    workers: tuple[int, int]
    women: tuple[int, int]
    environmental_percent: float
    feeds: tuple[str, ...]
    native: str
    capacity: tuple[str, ...]


@dataclass(slots=True)
class DemoFactory:
    """One invented factory. Coordinates are WGS 84 degrees.

    ``role`` is plain, withdrawn, merged, moved, new (where a moved one went), closed, reopened, site,
    unit, original, twin (planted to look like its original), contradicted or displaced. ``left_on`` is the day
    on which it closed or moved; ``verifiers`` are the places of the links whose members verify its
    corrections.
    """

    number: int
    factory_id: str
    role: str
    trade: Trade
    town: Town
    name: str
    name_native: str | None
    street: str
    postal_code: str | None
    latitude: float
    longitude: float
    precision: str | None
    processing: tuple[str, ...]
    products: tuple[str, ...]
    parent_company: str | None
    workers: int
    workers_as_range: bool
    women_percent: int | None
    migrant_percent: int | None
    gln: str | None
    registration_number: str | None
    website: str | None
    part_of: str | None = None
    published_on: date = date.min
    audits: list[DemoAudit] = field(default_factory=list)
    left_on: date | None = None
    verifiers: tuple[int, ...] = (0,)

    @property
    def country(self) -> str:
        """The country that it is in."""
        return self.town.country

    @property
    def has_rows(self) -> bool:
        """Whether it still stands in a member's package."""
        return self.role not in ("withdrawn", "merged")

    @property
    def workers_range(self) -> tuple[int, int]:
        """The range that a questionnaire with fixed ranges would give."""
        return next(pair for pair in _RANGES if self.workers <= pair[1])


def trades() -> list[Trade]:
    """Read the kinds of factory, in the order of the file."""
    return [trade for trade, _ in _trades()]


def _trades() -> list[tuple[Trade, float]]:
    def words(cell: str) -> tuple[str, ...]:
        return tuple(cell.split("|")) if cell else ()

    return [
        (
            Trade(
                code=row["code"],
                tier=int(row["tier"]),
                facility_type=row["facility_type"],
                sector=row["sector"],
                words=words(row["words"]),
                processing=words(row["processing"]),
                products=words(row["products"]),
                workers=(int(row["workers_min"]), int(row["workers_max"])),
                women=(int(row["women_min"]), int(row["women_max"])),
                environmental_percent=float(row["environmental_percent"]),
                feeds=words(row["feeds"]),
                native=row["native"],
                capacity=words(row["capacity"]),
            ),
            float(row["weight"]),
        )
        for row in read_rows("trades.csv")
    ]


class FactoryMaker:
    """Makes factories one after the other; what must be unique is unique among all it made."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        words = Words()
        self._words = words
        self._names = FactoryNames(rng, words)
        self.places = Places(words)
        self._trades = {
            tier: Weighted(*zip(*((t, w) for t, w in _trades() if t.tier == tier), strict=True))
            for tier in (1, 2, 3, 4)
        }
        self._taken: set[str] = set()
        self._made = 0

    def make(self, role: str = "plain", tier: int | None = None) -> DemoFactory:
        """Make up a factory."""
        rng = self._rng
        trade = self._trades[tier or _TIERS.draw(rng)].draw(rng)
        town = self.places.town(rng, trade.code)
        country = self.places.countries[town.country]
        self._made += 1
        latitude, longitude = self.places.point(rng, town)
        workers = skewed(rng, *trade.workers)
        name, short = self._names.make(rng.choice(trade.words), rng.choice(country.legal_forms))
        return DemoFactory(
            number=self._made,
            factory_id=mint_factory_id(town.country, rng, self._taken),
            role=role,
            trade=trade,
            town=town,
            name=name,
            name_native=native_name(town.language, trade.native, self._made, short)
            if happens(rng, country.native_percent)
            else None,
            street=self.places.street(rng, town),
            postal_code=postal_code(rng, town.postal_code),
            latitude=latitude,
            longitude=longitude,
            precision=rng.choices(("building", "street", "locality"), (70, 22, 8))[0],
            processing=_some(rng, trade.processing, 2),
            products=_some(rng, trade.products, 1),
            parent_company=self._parent() if happens(rng, 18) else None,
            workers=workers,
            workers_as_range=happens(rng, 30),
            women_percent=rng.randrange(trade.women[0], trade.women[1] + 1)
            if happens(rng, 80)
            else None,
            migrant_percent=skewed(rng, 0, 60) if happens(rng, 45) else None,
            gln=self._gln() if happens(rng, 12) else None,
            registration_number=f"Demo register {self._made:06d}" if happens(rng, 25) else None,
            website=_website(name) if happens(rng, 60) else None,
        )

    def unit_of(self, site: DemoFactory, number: int) -> DemoFactory:
        """Make a further unit of a site: at the same address, with an ID of its own."""
        made = self.make("unit", site.trade.tier)
        return replace(
            self._placed_like(made, site),
            name=f"{site.name}, Unit {number}",
            trade=site.trade,
            processing=site.processing,
            products=site.products,
            parent_company=site.parent_company,
            part_of=site.factory_id,
            name_native=None,
            website=site.website,
        )

    def twin_of(self, original: DemoFactory) -> DemoFactory:
        """Make a factory that looks like another one by mistake: nearly the same name and address."""
        made = self.make("twin", original.trade.tier)
        return replace(
            self._placed_like(made, original),
            name=original.name.upper(),
            name_native=original.name_native,
            trade=original.trade,
            processing=original.processing,
            products=original.products,
            workers=original.workers,
            website=None,
        )

    def moved_from(self, old: DemoFactory) -> DemoFactory:
        """Make the factory that a moved one became: the same name in another town of the country.

        Where the demo knows no other town, the new place is in the same one, under a new name.
        """
        made = self.make("new", old.trade.tier)
        town = self.places.other_town(old.town)
        latitude, longitude = self.places.point(self._rng, town or old.town)
        named_new = town is None
        return replace(
            made,
            factory_id=self._id(old.country),
            town=town or old.town,
            name=f"New {old.name}" if named_new else old.name,
            name_native=None if named_new else old.name_native,
            street=self.places.street(self._rng, town or old.town),
            postal_code=postal_code(self._rng, (town or old.town).postal_code),
            latitude=latitude,
            longitude=longitude,
            trade=old.trade,
            processing=old.processing,
            products=old.products,
            workers=old.workers,
            women_percent=old.women_percent,
            website=old.website,
        )

    def _placed_like(self, made: DemoFactory, other: DemoFactory) -> DemoFactory:
        """Give a factory the other one's address, 30 m or so away, and an ID of its country."""
        return replace(
            made,
            factory_id=self._id(other.country),
            town=other.town,
            street=other.street,
            postal_code=other.postal_code,
            latitude=round(other.latitude + 0.0002, 5),
            longitude=round(other.longitude + 0.0002, 5),
            precision=other.precision,
        )

    def _id(self, country: str) -> str:
        return mint_factory_id(country, self._rng, self._taken)

    def _gln(self) -> str:
        body = f"{_DEMO_GLN}{self._made:09d}"
        return body + str(ean.calc_check_digit(body))

    def _parent(self) -> str:
        rng = self._rng
        kind = rng.choice(("Holding", "Group", "Industries"))
        word = rng.choice(self._words.of("adjective"))
        return f"{word} {rng.choice(self._words.of('fiction'))} {kind}"


def _some(rng: Random, things: tuple[str, ...], least: int) -> tuple[str, ...]:
    """Draw some of the things, at least so many, in their own order."""
    count = rng.randrange(min(least, len(things)), min(len(things), least + 2) + 1)
    drawn = sorted(rng.sample(range(len(things)), count))
    return tuple(things[place] for place in drawn)


def _website(name: str) -> str:
    """An address under .example, which no one can ever register."""
    plain = _NOT_PLAIN.sub(" ", name.lower())
    return f"https://{'-'.join(plain.split()[:4])}.example/"
