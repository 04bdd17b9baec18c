"""The rows of one country that may describe the same factories, and which of them are compared.

Rows are compared only where they share something rare: words of the name, words of the address, the
neighbourhood in an alphabetical list, or a cell of the map. No group of rows is compared all with all
beyond `_GROUP`, so that the cost grows with the rows and not with their square.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from madewhere.matching.words import COMMON, Comparable, comparable, join_split_words

# Below these no pair can be likely, or none of the labelled ones was: two quick comparisons out of 100
# and 200 that come before the scores.
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

_COMMON_COUNTS = 0.35
_FEWEST_ROWS = 1000
"""A country counts as at least so many rows, so that in a small one no word seems everybody's."""
_EXACT_COUNT = 8
"""Words that are used more often count in steps, see `Country`."""

Said = tuple[object, ...]

Read = Mapping[tuple[str, str, str], Comparable]
"""What names, native names and addresses were read as."""


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

    @property
    def texts(self) -> tuple[str, str, str]:
        """What is read into words."""
        return self.name, self.name_native, self.address

    @property
    def said(self) -> tuple[object, ...]:
        """All that it says."""
        return (self.key, *self.texts, self.country, self.latitude, self.longitude, self.site)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The rows of a country with their groups, for the next time; lists are in the order of rows.

    ``rows`` are their words; ``frequency`` counts words in the country, ``size`` its rows in steps.
    ``digests`` are of all that decides how a row compares with another one. ``groups`` has the names of
    the groups of all rows, hashed; those of a row begin at its place in ``starts``.
    """

    said: list[Said]
    rows: list[Comparable]
    crowded: list[bool]
    frequency: Counter[str]
    size: int
    digests: list[bytes]
    groups: NDArray[np.uint64]
    starts: NDArray[np.int64]


class Country:
    """The rows of one country, with what each word weighs in it.

    How many rows there are and how often a word is used is taken in steps, so that a few rows more
    change what little they touch, and not what is known about all the others.
    """

    def __init__(self, candidates: Sequence[Candidate], read: Read | None = None) -> None:
        """``read`` are rows that were read earlier; others are read now."""
        known = read or {}
        self.candidates = candidates
        self.read = {
            texts: known.get(texts) or comparable(*texts)
            for texts in dict.fromkeys(candidate.texts for candidate in candidates)
        }
        self.rows = join_split_words([self.read[candidate.texts] for candidate in candidates])
        self.frequency: Counter[str] = Counter()
        for row in self.rows:
            self.frequency.update(
                {w for words in (*row.names, row.address, row.numbers) for w in words}
            )
        self._points = Counter((c.latitude, c.longitude) for c in candidates)
        self.size = _FEWEST_ROWS * 2 ** max(0, round(math.log2(len(candidates) / _FEWEST_ROWS)))
        self.weight = {
            word: math.log(self.size / (_in_steps(count) + 1) + 1)
            * (_COMMON_COUNTS if word in COMMON else 1.0)
            for word, count in self.frequency.items()
        }
        by_telling = sorted(
            self.frequency, key=lambda word: (word in COMMON, self.frequency[word], word)
        )
        self._order = {word: number for number, word in enumerate(by_telling)}

    def crowded(self, index: int) -> bool:
        """Whether so many rows share its point that it says nothing, such as a city's centre."""
        place = self.candidates[index]
        return self._points[place.latitude, place.longitude] > _CROWDED_POINT

    def look_at(self, earlier: LookedAt | None = None) -> LookedAt:
        """Find the groups of every row, and all that decides how it compares with another one.

        What was looked at ``earlier``, among any rows, is taken over for rows that said the same and
        whose words were as frequent.
        """
        said = [candidate.said for candidate in self.candidates]
        crowded = [self.crowded(index) for index in range(len(said))]
        same = [-1] * len(said)
        if earlier is not None and earlier.size == self.size:
            same = self._same(earlier, said, crowded)
        steps = {word: _in_steps(count) for word, count in self.frequency.items()}
        digests, groups = [], []
        for index, before in enumerate(same):
            if before >= 0 and earlier is not None:
                digests.append(earlier.digests[before])
                groups.append(earlier.groups[earlier.starts[before] : earlier.starts[before + 1]])
            else:
                digests.append(self._digest(index, steps, crowded[index]))
                groups.append(np.array([_hashed(g) for g in self._groups(index)], dtype=np.uint64))
        starts = np.cumsum([0, *map(len, groups)])
        whole = np.concatenate([np.empty(0, dtype=np.uint64), *groups])
        return LookedAt(said, self.rows, crowded, self.frequency, self.size, digests, whole, starts)

    def _same(self, earlier: LookedAt, said: list[Said], crowded: list[bool]) -> list[int]:
        """For each row its place among the earlier ones; -1 where it may look different now."""
        counts, before = self.frequency, earlier.frequency
        changed = {w for w in counts.keys() | before.keys() if counts[w] != before.get(w, 0)}
        place = {each: index for index, each in enumerate(earlier.said)}
        found = []
        for index, row in enumerate(self.rows):
            was = place.get(said[index], -1)
            same = (
                was >= 0
                and crowded[index] == earlier.crowded[was]
                and row == earlier.rows[was]
                and changed.isdisjoint(row.address)
                and changed.isdisjoint(row.numbers)
                and all(changed.isdisjoint(words) for words in row.names)
            )
            found.append(was if same else -1)
        return found

    def _digest(self, index: int, steps: dict[str, int], crowded: bool) -> bytes:
        row = self.rows[index]
        words = [*row.names, row.address, row.numbers]
        weighs = [[steps[word] for word in part] for part in words]
        decides = (words, sorted(row.units), weighs, self.size, crowded)
        content = repr((self.candidates[index].said, decides)).encode(errors="surrogatepass")
        return hashlib.blake2b(content, digest_size=16).digest()

    def _rarest(self, words: Iterable[str], count: int) -> list[str]:
        """Return the words that tell the most."""
        return sorted(set(words), key=self._order.__getitem__)[:count]

    def _groups(self, index: int) -> Iterator[tuple[str, ...]]:
        """Name the groups in which a row is compared with the others."""
        row, place = self.rows[index], self.candidates[index]
        yield ("list",)
        for words in row.names:
            rare = self._rarest(words, 4)
            yield ("name", "".join(words))
            yield from (("word", word) for word in rare if self.frequency[word] <= _RARE)
            yield from (("words", *sorted(two)) for two in combinations(rare, 2))
        rare = self._rarest(row.address, 3)
        yield from (("place", word) for word in rare if self.frequency[word] <= _RARE)
        yield from (("number", number, rare[0]) for number in row.numbers if rare)
        if place.latitude is not None and place.longitude is not None:
            # Two grids, half a cell apart: neighbours that a border parts in one share the other.
            for shift in (0.0, 0.5):
                north = math.floor(place.latitude / _CELL_DEGREES + shift)
                east = math.floor(place.longitude / _CELL_DEGREES + shift)
                yield ("cell", str(shift), str(north), str(east))

    def pairs(self, looked_at: LookedAt | None = None) -> NDArray[np.int64]:
        """Return the pairs that share a group, lesser index first, in order; shape (n, 2)."""
        seen = looked_at or self.look_at()
        row = np.repeat(np.arange(len(self.rows)), np.diff(seen.starts))
        # Alphabetical, so that the few that a row meets in a large group are those most like it.
        alphabetical = sorted(
            range(len(self.rows)),
            key=lambda i: ("".join(self.rows[i].names[0]), self.rows[i].address, i),
        )
        rank = np.argsort(np.array(alphabetical, dtype=np.int64))
        order = np.lexsort((rank[row], seen.groups))
        row, names = row[order], seen.groups[order]
        group = np.cumsum(np.diff(names, prepend=names[:1]) != 0)
        small = np.bincount(group)[group] <= _GROUP
        found = []
        for step in range(1, _GROUP):
            same = (group[:-step] == group[step:]) & (small[step:] | (step <= _WINDOW))
            one, other = row[:-step][same], row[step:][same]
            found.append(np.minimum(one, other) * len(self.rows) + np.maximum(one, other))
        codes = np.sort(np.concatenate(found))
        codes = codes[np.diff(codes, prepend=-1) > 0]
        pairs = np.stack(np.divmod(codes, len(self.rows)), axis=1)
        different: NDArray[np.int64] = pairs[pairs[:, 0] != pairs[:, 1]]
        return different

    def promising(self, pairs: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Drop the pairs whose names or addresses are plainly different, and units of one site."""
        name = [" ".join(row.names[0]) for row in self.rows]
        other_name = [" ".join(row.names[-1]) for row in self.rows]
        address = [" ".join(row.address) for row in self.rows]
        stated = np.array([bool(text) for text in address])
        two_names = np.array([one != other for one, other in zip(name, other_name, strict=True)])
        least_of_address = _BOTH_AT_LEAST - 100
        kept: list[tuple[int, int]] = []
        for start in range(0, len(pairs), _CHUNK):
            chunk = pairs[start : start + _CHUNK]
            names = _likeness(name, name, chunk, _NAMES_AT_LEAST)
            more = two_names[chunk].any(axis=1)
            for left, right in ((other_name, other_name), (name, other_name), (other_name, name)):
                likeness = _likeness(left, right, chunk[more], _NAMES_AT_LEAST)
                names[more] = np.maximum(names[more], likeness)
            chunk, names = chunk[names >= _NAMES_AT_LEAST], names[names >= _NAMES_AT_LEAST]
            addresses = _likeness(address, address, chunk, least_of_address)
            addresses[~stated[chunk].all(axis=1)] = 100  # nothing stated contradicts nothing
            kept += [
                (i, j)
                for i, j in chunk[names + addresses >= _BOTH_AT_LEAST].tolist()
                if not (
                    self.candidates[i].site and self.candidates[i].site == self.candidates[j].site
                )
            ]
        return kept


def _in_steps(count: int) -> int:
    """Round a count to one of four steps on the way to its double."""
    return count if count <= _EXACT_COUNT else round(2 ** (round(4 * math.log2(count)) / 4))


def _hashed(group: tuple[str, ...]) -> int:
    """A group's name as a number of 64 bits, the same in every run."""
    name = "\0".join(group).encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest())


def _likeness(
    left: list[str], right: list[str], pairs: NDArray[np.int64], at_least: float
) -> NDArray[np.float32]:
    """Compare texts pairwise, 0 to 100; 0 for whatever is less than ``at_least``."""
    one, other = [left[i] for i in pairs[:, 0].tolist()], [right[j] for j in pairs[:, 1].tolist()]
    likeness: NDArray[np.float32] = process.cpdist(
        one, other, scorer=fuzz.token_set_ratio, score_cutoff=at_least, dtype=np.float32
    )
    return likeness
