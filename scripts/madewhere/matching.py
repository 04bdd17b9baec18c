"""Likely duplicates: which rows of factories may describe one and the same place.

A pair is proposed, never decided: `check` warns, `import` asks, and `registers/decisions.csv` keeps
the answer. The same firm at another place, another firm at the same place and two numbered units are
not duplicates, so a pair needs both the name and the address to agree; coordinates only support them,
because geocoders put whole cities on one point and one address on two.

Rows are compared only where they share something rare: words of the name, words of the address, the
neighbourhood in an alphabetical list, or a cell of the map. No group of rows is compared all with all
beyond `_GROUP`, so that the cost grows with the rows and not with their square.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from madewhere.matching_words import COMMON, comparable, join_split_words, shared_weight

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

# Below these no pair can reach `LIKELY`, or none of the labelled ones did: the name's score, and two
# quick comparisons out of 100 and 200 that come before it.
_NAME_AT_LEAST = 0.5
_ADDRESS_AT_LEAST = 0.25
_NAMES_AT_LEAST = 60
_BOTH_AT_LEAST = 125

# No labelled duplicate is lost with these: groups up to 24 rows are compared all with all; in larger
# ones, such as the rows that a geocoder put on one city's centre, a row meets the next 6 by name.
_GROUP = 24
_WINDOW = 6
_RARE = 2 * _GROUP
_CELL_DEGREES = 0.01
_CROWDED_POINT = 8
_CHUNK = 200_000

_NEARNESS = ((1, 1.0), (5, 0.5), (25, 0.0), (100, -0.5))
_SAME, _SIMILAR = 0.9, 0.7
_COMMON_COUNTS = 0.35
_TELLING_NUMBERS = 4.0
_FEWEST_ROWS = 1000
"""A country counts as at least so many rows, so that in a small one no word seems everybody's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row that describes a factory.

    ``key`` tells it from the others; ``country`` is a two-letter code; ``latitude`` and ``longitude``
    are WGS 84 degrees or None. Rows with the same non-empty ``site`` are units of one site.
    """

    key: str
    name: str
    name_native: str
    address: str
    country: str
    latitude: float | None
    longitude: float | None
    site: str = ""


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


def likely_duplicates(candidates: Sequence[Candidate]) -> list[Match]:
    """Return the pairs that may be the same factory, in the order of their keys.

    In each pair ``left`` is the lesser key. Rows with equal keys are never paired.
    """
    found = [
        country.match(*sorted((i, j), key=lambda index: rows[index].key))
        for rows in _by_country(candidates).values()
        for country in [_Country(rows)]
        for i, j in country.promising(country.pairs())
        if rows[i].key != rows[j].key
    ]
    return _in_order(found)


def likely_matches(new: Sequence[Candidate], known: Sequence[Candidate]) -> list[Match]:
    """Return, for the rows of a new list, the known rows that may be the same factory.

    ``left`` is the key of the new row and ``right`` that of the known one; pairs are in that order.
    """
    found = []
    others = _by_country(known)
    for code, rows in _by_country(new).items():
        country = _Country([*rows, *others.get(code, [])])
        pairs = country.pairs()
        across = (pairs[:, 0] < len(rows)) & (pairs[:, 1] >= len(rows))
        found += [country.match(i, j) for i, j in country.promising(pairs[across])]
    return _in_order(found)


def _by_country(candidates: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    grouped: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        grouped[candidate.country].append(candidate)
    return grouped


def _in_order(matches: Iterable[Match | None]) -> list[Match]:
    likely = [match for match in matches if match is not None]
    return sorted(likely, key=lambda match: (match.left, match.right))


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


class _Country:
    """The rows of one country, with what each word weighs in it."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self.candidates = candidates
        self.rows = [comparable(c.name, c.name_native, c.address) for c in candidates]
        join_split_words(self.rows)
        self.frequency: Counter[str] = Counter()
        for row in self.rows:
            self.frequency.update(
                {w for words in (*row.names, row.address, row.numbers) for w in words}
            )
        self.points = Counter((c.latitude, c.longitude) for c in candidates)
        size = max(len(candidates), _FEWEST_ROWS)
        self.weight = {
            word: math.log(size / (count + 1) + 1) * (_COMMON_COUNTS if word in COMMON else 1.0)
            for word, count in self.frequency.items()
        }

    def weigh(self, words: Iterable[str]) -> dict[str, float]:
        """Give each word its weight: the logarithm of how rare it is."""
        return {word: self.weight[word] for word in words}

    def rarest(self, words: Iterable[str], count: int) -> list[str]:
        """Return the words that tell the most."""
        return sorted(set(words), key=lambda w: (w in COMMON, self.frequency[w], w))[:count]

    def groups(self, index: int) -> Iterator[tuple[str, ...]]:
        """Name the groups in which a row is compared with the others."""
        row, place = self.rows[index], self.candidates[index]
        yield ("list",)
        for words in row.names:
            rare = self.rarest(words, 4)
            yield ("name", "".join(words))
            yield from (("word", word) for word in rare if self.frequency[word] <= _RARE)
            yield from (("words", *sorted(two)) for two in combinations(rare, 2))
        rare = self.rarest(row.address, 3)
        yield from (("place", word) for word in rare if self.frequency[word] <= _RARE)
        yield from (("number", number, rare[0]) for number in row.numbers if rare)
        if place.latitude is not None and place.longitude is not None:
            # Two grids, half a cell apart: neighbours that a border parts in one share the other.
            for shift in (0.0, 0.5):
                north = math.floor(place.latitude / _CELL_DEGREES + shift)
                east = math.floor(place.longitude / _CELL_DEGREES + shift)
                yield ("cell", str(shift), str(north), str(east))

    def pairs(self) -> NDArray[np.int64]:
        """Return the pairs that share a group, lesser index first; shape (n, 2)."""
        numbers: dict[tuple[str, ...], int] = {}
        entries = [
            (numbers.setdefault(group, len(numbers)), index)
            for index in range(len(self.rows))
            for group in self.groups(index)
        ]
        table = np.array(entries, dtype=np.int64)
        # Alphabetical, so that the few that a row meets in a large group are those most like it.
        alphabetical = sorted(
            range(len(self.rows)),
            key=lambda i: ("".join(self.rows[i].names[0]), self.rows[i].address, i),
        )
        rank = np.argsort(np.array(alphabetical, dtype=np.int64))
        table = table[np.lexsort((rank[table[:, 1]], table[:, 0]))]
        group, row = table[:, 0], table[:, 1]
        small = np.bincount(group)[group] <= _GROUP
        found = []
        for step in range(1, _GROUP):
            same = (group[:-step] == group[step:]) & (small[step:] | (step <= _WINDOW))
            one, other = row[:-step][same], row[step:][same]
            found.append(np.minimum(one, other) * len(self.rows) + np.maximum(one, other))
        codes = np.unique(np.concatenate(found))
        pairs = np.stack(np.divmod(codes, len(self.rows)), axis=1)
        different: NDArray[np.int64] = pairs[pairs[:, 0] != pairs[:, 1]]
        return different

    def promising(self, pairs: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Drop the pairs whose names or addresses are plainly different, and units of one site."""
        name = [" ".join(row.names[0]) for row in self.rows]
        other_name = [" ".join(row.names[-1]) for row in self.rows]
        address = [" ".join(row.address) for row in self.rows]
        stated = np.array([bool(text) for text in address])
        two_names = name != other_name
        kept: list[tuple[int, int]] = []
        for start in range(0, len(pairs), _CHUNK):
            chunk = pairs[start : start + _CHUNK]
            names = _likeness(name, name, chunk)
            if two_names:
                for left, right in (
                    (other_name, other_name),
                    (name, other_name),
                    (other_name, name),
                ):
                    names = np.maximum(names, _likeness(left, right, chunk))
            chunk, names = chunk[names >= _NAMES_AT_LEAST], names[names >= _NAMES_AT_LEAST]
            addresses = _likeness(address, address, chunk)
            addresses[~stated[chunk].all(axis=1)] = 100  # nothing stated contradicts nothing
            kept += [
                (i, j)
                for i, j in chunk[names + addresses >= _BOTH_AT_LEAST].tolist()
                if not (
                    self.candidates[i].site and self.candidates[i].site == self.candidates[j].site
                )
            ]
        return kept

    def name_score(self, i: int, j: int) -> float:
        """How alike the names are, 0 to 1: the most alike of all that either row is called."""
        best = 0.0
        for left in self.rows[i].names:
            for right in self.rows[j].names:
                if left == right and left:
                    return 1.0
                one, other = self.weigh(left), self.weigh(right)
                sums = sum(one.values()), sum(other.values())
                if min(sums) == 0:
                    continue
                shared = shared_weight(one, other)
                score = 0.7 * 2 * shared / sum(sums) + 0.3 * shared / min(sums)
                whole = fuzz.ratio("".join(left), "".join(right), score_cutoff=93) / 100
                best = max(best, min(score, 1.0), whole)
        return best

    def address_score(self, i: int, j: int) -> float:
        """How alike the words of the addresses are, 0 to 1; one half where there are none.

        A short address that says only the town is contained in every address of that town, so what
        it contains counts less the less it says.
        """
        one, other = self.weigh(self.rows[i].address), self.weigh(self.rows[j].address)
        sums = sum(one.values()), sum(other.values())
        if min(sums) == 0:
            return 0.5
        shared = shared_weight(one, other)
        return min(1.0, shared / sum(sums) + 0.5 * shared / (min(sums) + 2.0))

    def number_score(self, i: int, j: int) -> float:
        """From -1, no number of the addresses in common, to 1; 0 where either has none.

        A number that many addresses have, such as 1, says little when it is in both.
        """
        one, other = self.weigh(self.rows[i].numbers), self.weigh(self.rows[j].numbers)
        if not one or not other:
            return 0.0
        shared = sum(weight for number, weight in one.items() if number in other)
        score = 2 * shared / min(sum(one.values()), sum(other.values())) - 1
        return score * min(1.0, shared / _TELLING_NUMBERS) if score > 0 else score

    def match(self, i: int, j: int) -> Match | None:
        """Score a pair; None where it is not likely or where two different units are named."""
        one, other = self.rows[i].units, self.rows[j].units
        if one and other and not one & other:
            return None
        name = self.name_score(i, j)
        if name < _NAME_AT_LEAST:
            return None
        address, number = self.address_score(i, j), self.number_score(i, j)
        if address < _ADDRESS_AT_LEAST:
            return None
        left, right = self.candidates[i], self.candidates[j]
        distance = _kilometres(left, right)
        crowded = distance == 0 and self.points[left.latitude, left.longitude] > _CROWDED_POINT
        odds = _BASE + _NAME * name + _ADDRESS * address
        odds += (_NUMBERS_AGREE if number > 0 else _NUMBERS_DIFFER) * number
        odds += 0.0 if distance is None or crowded else _NEAR * _nearness(distance)
        odds += _UNIT_ON_ONE_SIDE if one != other else 0.0
        score = 1 / (1 + math.exp(-odds))
        if score < LIKELY:
            return None
        reasons = [_grade("name", name), _grade("address", address)]
        if number > 0:
            reasons.append("the same numbers in the address")
        if distance is not None:
            reasons.append(f"{distance:.1f} km apart")
        rounded = round(score, 3), round(name, 3), round(address, 3)
        return Match(left.key, right.key, *rounded, distance, ", ".join(reasons))


def _likeness(left: list[str], right: list[str], pairs: NDArray[np.int64]) -> NDArray[np.float32]:
    """Compare texts pairwise, 0 to 100."""
    one, other = [left[i] for i in pairs[:, 0].tolist()], [right[j] for j in pairs[:, 1].tolist()]
    likeness: NDArray[np.float32] = process.cpdist(
        one, other, scorer=fuzz.token_set_ratio, dtype=np.float32
    )
    return likeness


def _nearness(kilometres: float) -> float:
    """From 1, next to each other, to -1, where geocoders rarely differ so much."""
    return next((value for limit, value in _NEARNESS if kilometres < limit), -1.0)


def _grade(what: str, score: float) -> str:
    """Say in words how alike two names or addresses are."""
    return f"{'the same' if score > _SAME else 'a similar' if score > _SIMILAR else 'a partly similar'} {what}"
