"""Where the demo's factories stand: real industrial towns, and invented streets in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from madewhere.demo.chance import Weighted, read_rows
from madewhere.demo.names import Words

_KM_PER_DEGREE = 111.2
_DEFAULT_STREETS = ("Plot {n}, {w} {zone}", "{n} {w} {road}", "Block {n}, {w} {zone}")
_MAX_NUMBER = 240


@dataclass(frozen=True, slots=True)
class Town:
    """A town with what is made there.

    The centre is in WGS 84 degrees and lies so far inland that every point within ``radius_km`` is on
    land and in the country. In ``postal_code`` # stands for a digit and @ for a letter.
    """

    country: str
    region: str
    name: str
    language: str
    latitude: float
    longitude: float
    radius_km: float
    postal_code: str
    weight: float
    makes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """What names and addresses look like in a country; ``legal_forms`` hold {} for the name."""

    code: str
    legal_forms: tuple[str, ...]
    native_percent: float
    streets: tuple[str, ...]


class Places:
    """The towns, ready to be drawn from by what is made in them."""

    def __init__(self, words: Words) -> None:
        self._words = words
        rows = {row["code"]: row for row in read_rows("countries.csv")}
        self.countries = {
            code: Country(
                code,
                tuple(row["legal_forms"].split("|")),
                float(row["native_percent"]),
                tuple(row["streets"].split("|")) if row["streets"] else _DEFAULT_STREETS,
            )
            for code, row in rows.items()
        }
        self.towns = tuple(
            Town(
                row["country"],
                row["region"],
                row["town"],
                row["language"] or rows[row["country"]]["language"],
                float(row["latitude"]),
                float(row["longitude"]),
                float(row["radius_km"]),
                row["postal_code"],
                float(row["weight"]),
                tuple(row["makes"].split("|")),
            )
            for row in read_rows("towns.csv")
        )
        made = sorted({trade for town in self.towns for trade in town.makes})
        self._by_trade: dict[str, Weighted[Town]] = {}
        for trade in made:
            towns = [town for town in self.towns if trade in town.makes]
            # A town that makes many things has less of each.
            weights = [town.weight / len(town.makes) for town in towns]
            self._by_trade[trade] = Weighted(towns, weights)

    def town(self, rng: Random, trade: str) -> Town:
        """Draw a town in which this is made."""
        return self._by_trade[trade].draw(rng)

    def other_town(self, town: Town) -> Town | None:
        """The nearest other town of the same country, 15 km away or more; None where there is none."""
        apart = sorted(
            (kilometres(town, other), other.name, other)
            for other in self.towns
            if other.country == town.country and other is not town
        )
        return next((other for km, _, other in apart if km >= 15), None)

    def point(self, rng: Random, town: Town) -> tuple[float, float]:
        """Draw a point in the town: latitude and longitude in WGS 84 degrees, about a metre exact."""
        while True:
            east, north = rng.random() * 2 - 1, rng.random() * 2 - 1
            if east * east + north * north <= 1:
                break
        latitude = town.latitude + north * town.radius_km / _KM_PER_DEGREE
        scale = _KM_PER_DEGREE * math.cos(math.radians(town.latitude))
        return round(latitude, 5), round(town.longitude + east * town.radius_km / scale, 5)

    def street(self, rng: Random, town: Town) -> str:
        """Make up a street address that nobody can mistake for a real one."""
        return rng.choice(self.countries[town.country].streets).format(
            n=1 + rng.randrange(_MAX_NUMBER),
            w=rng.choice(self._words.of("noun")),
            zone=rng.choice(self._words.of("zone")),
            road=rng.choice(self._words.of("road")),
        )


def kilometres(one: Town, other: Town) -> float:
    """The distance between two towns, to a few percent."""
    scale = math.cos(math.radians((one.latitude + other.latitude) / 2))
    east = (one.longitude - other.longitude) * scale
    return _KM_PER_DEGREE * math.hypot(one.latitude - other.latitude, east)


def postal_code(rng: Random, pattern: str) -> str | None:
    """Fill a pattern's # with digits and its @ with letters; None for an empty pattern."""
    drawn = "".join(
        rng.choice("0123456789")
        if character == "#"
        else rng.choice("ABCDEFGHJKMNP")
        if character == "@"
        else character
        for character in pattern
    )
    return drawn or None
