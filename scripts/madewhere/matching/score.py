"""How likely two rows are one factory: what names, addresses, numbers and points say together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from madewhere.matching.country import Candidate, Country
from madewhere.matching.words import shared_weight

LIKELY = 0.5
"""Pairs from this score on are returned."""

# A pair's log-odds: `_BASE` plus what each feature adds, read as a probability. Fitted by logistic
# regression on the 350 pairs of part "tune" in `tests/labelled/duplicates.csv`, which it answers with a
# precision of 0.91 and a recall of 0.93, and rounded; part "test" took no part in it.
_BASE = -7.0
_NAME = 6.0
_ADDRESS = 2.6
_NUMBERS_AGREE = 0.9
_NUMBERS_DIFFER = 4.0
_NEAR = 0.4
# Too few labelled pairs have a unit on one side only, so this one is set by hand.
_UNIT_ON_ONE_SIDE = -1.0

# Below these no pair can reach `LIKELY`, or none of the labelled ones did.
_NAME_AT_LEAST = 0.5
_ADDRESS_AT_LEAST = 0.25

_NEARNESS = ((1, 1.0), (5, 0.5), (25, 0.0), (100, -0.5))
_SAME, _SIMILAR = 0.9, 0.7
_TELLING_NUMBERS = 4.0
_NO_ODDS = -0.001
"""Odds that are surely less than `LIKELY`, however numbers are rounded."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two rows that may be the same factory.

    Scores run from 0 to 1; ``distance_km`` is None where a coordinate is missing. ``reasons`` is a
    plain English phrase for the person who decides.
    """

    left: str
    right: str
    score: float
    name_score: float
    address_score: float
    distance_km: float | None
    reasons: str


class _Words:
    """Words with what each weighs, and all together."""

    __slots__ = ("total", "weight", "words")

    def __init__(self, words: list[str], weight: dict[str, float]) -> None:
        self.words = words
        self.weight = {word: weight[word] for word in words}
        self.total = sum(self.weight.values())


class _Row:
    """A row's words, weighed."""

    __slots__ = ("address", "names", "numbers")

    def __init__(self, country: Country, index: int) -> None:
        row = country.rows[index]
        self.names = [_Words(words, country.weight) for words in row.names]
        self.address = _Words(row.address, country.weight)
        self.numbers = _Words(row.numbers, country.weight)


class Scores:
    """Scores pairs of one country's rows."""

    def __init__(self, country: Country) -> None:
        self._country = country
        self._weighed: dict[int, _Row] = {}

    def matches(self, pairs: Iterable[tuple[int, int]]) -> list[Match]:
        """The pairs of indexes that may be the same factory, in the order given."""
        found = (self.match(i, j) for i, j in pairs)
        return [match for match in found if match is not None]

    def match(self, i: int, j: int) -> Match | None:
        """Score a pair; None where it is not likely or where two different units are named."""
        one, other = self._country.rows[i].units, self._country.rows[j].units
        if one and other and not one & other:
            return None
        left, right = self._row(i), self._row(j)
        address = _address_score(left.address, right.address)
        if address < _ADDRESS_AT_LEAST:
            return None
        number = _number_score(left.numbers, right.numbers)
        here, there = self._country.candidates[i], self._country.candidates[j]
        distance = _kilometres(here, there)

        def odds_of(name: float) -> float:
            crowded = distance == 0 and self._country.crowded(i)
            odds = _BASE + _NAME * name + _ADDRESS * address
            odds += (_NUMBERS_AGREE if number > 0 else _NUMBERS_DIFFER) * number
            odds += 0.0 if distance is None or crowded else _NEAR * _nearness(distance)
            return odds + (_UNIT_ON_ONE_SIDE if one != other else 0.0)

        if odds_of(1.0) < _NO_ODDS:
            return None  # comparing the names costs more than all the rest
        name = _name_score(left.names, right.names)
        score = 1 / (1 + math.exp(-odds_of(name)))
        if name < _NAME_AT_LEAST or score < LIKELY:
            return None
        reasons = [_grade("name", name), _grade("address", address)]
        if number > 0:
            reasons.append("the same numbers in the address")
        if distance is not None:
            reasons.append(f"{distance:.1f} km apart")
        rounded = round(score, 3), round(name, 3), round(address, 3)
        return Match(here.key, there.key, *rounded, distance, ", ".join(reasons))

    def _row(self, index: int) -> _Row:
        row = self._weighed.get(index)
        if row is None:
            row = self._weighed[index] = _Row(self._country, index)
        return row


def _name_score(names: list[_Words], others: list[_Words]) -> float:
    """How alike the names are, 0 to 1: the most alike of all that either row is called."""
    best = 0.0
    for left in names:
        for right in others:
            if left.words == right.words and left.words:
                return 1.0
            least = min(left.total, right.total)
            if least == 0:
                continue
            shared = shared_weight(left.weight, right.weight)
            score = 0.7 * 2 * shared / (left.total + right.total) + 0.3 * shared / least
            whole = fuzz.ratio("".join(left.words), "".join(right.words), score_cutoff=93) / 100
            best = max(best, min(score, 1.0), whole)
    return best


def _address_score(one: _Words, other: _Words) -> float:
    """How alike the words of the addresses are, 0 to 1; one half where there are none.

    A short address that says only the town is contained in every address of that town, so what
    it contains counts less the less it says.
    """
    least = min(one.total, other.total)
    if least == 0:
        return 0.5
    shared = shared_weight(one.weight, other.weight)
    return min(1.0, shared / (one.total + other.total) + 0.5 * shared / (least + 2.0))


def _number_score(one: _Words, other: _Words) -> float:
    """From -1, no number of the addresses in common, to 1; 0 where either has none.

    A number that many addresses have, such as 1, says little when it is in both.
    """
    if not one.weight or not other.weight:
        return 0.0
    shared = sum(weight for number, weight in one.weight.items() if number in other.weight)
    score = 2 * shared / min(one.total, other.total) - 1
    return score * min(1.0, shared / _TELLING_NUMBERS) if score > 0 else score


def _kilometres(one: Candidate, other: Candidate) -> float | None:
    """The distance along the Earth's surface, by the haversine formula."""
    if (
        one.latitude is None
        or one.longitude is None
        or other.latitude is None
        or other.longitude is None
    ):
        return None
    north, north2 = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    square = math.sin((north2 - north) / 2) ** 2
    square += math.cos(north) * math.cos(north2) * math.sin(east / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, square)))


def _nearness(kilometres: float) -> float:
    """From 1, next to each other, to -1, where geocoders rarely differ so much."""
    return next((value for limit, value in _NEARNESS if kilometres < limit), -1.0)


def _grade(what: str, score: float) -> str:
    """Say in words how alike two names or addresses are."""
    return f"{'the same' if score > _SAME else 'a similar' if score > _SIMILAR else 'a partly similar'} {what}"
