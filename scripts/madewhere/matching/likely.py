"""Which pairs of rows are likely, by country; what was compared before is not compared again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madewhere.matching.country import Candidate, Country, LookedAt, Read
from madewhere.matching.score import Match, Scores


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared in a country, for the next time.

    ``codes`` are, in order, the pairs that were compared, lesser index times the number of rows plus
    the greater; ``found`` those of them that are likely.
    """

    read: Read
    seen: LookedAt
    codes: NDArray[np.int64]
    found: dict[int, Match]


def compare(rows: Sequence[Candidate], earlier: Compared | None = None) -> Compared:
    """Compare the rows of one country, which are in the order of their keys.

    ``earlier`` is what was compared among any rows of it before; it saves time and changes nothing.
    """
    country = Country(rows, earlier.read if earlier else None)
    seen = country.look_at(earlier.seen if earlier else None)
    size, pairs = len(rows), country.pairs(seen)
    codes = pairs[:, 0] * size + pairs[:, 1]
    known, found = _known(seen.digests, pairs, earlier)
    scores = Scores(country)
    for i, j in country.promising(pairs[~known]):
        match = scores.match(i, j) if rows[i].key != rows[j].key else None
        if match is not None:
            found[i * size + j] = match
    return Compared(country.read, seen, codes, found)


def _known(
    digests: list[bytes], pairs: NDArray[np.int64], earlier: Compared | None
) -> tuple[NDArray[np.bool_], dict[int, Match]]:
    """Which pairs were compared before in the state that they are in, and which of them are likely."""
    if earlier is None or not len(earlier.codes):
        return np.zeros(len(pairs), dtype=bool), {}
    place = {digest: index for index, digest in enumerate(earlier.seen.digests)}
    before = np.array([place.get(digest, -1) for digest in digests], dtype=np.int64)[pairs]
    codes = before[:, 0] * len(earlier.seen.digests) + before[:, 1]
    at = np.minimum(np.searchsorted(earlier.codes, codes), len(earlier.codes) - 1)
    known = (before >= 0).all(axis=1) & (earlier.codes[at] == codes)
    likely = known & np.isin(codes, np.fromiter(earlier.found, dtype=np.int64))
    numbers = zip(codes[likely].tolist(), pairs[likely].tolist(), strict=True)
    return known, {i * len(digests) + j: earlier.found[code] for code, (i, j) in numbers}


def likely_duplicates(
    candidates: Iterable[Candidate],
    matches_of: Callable[[Sequence[Candidate]], Iterable[Match]] = (
        lambda rows: compare(rows).found.values()
    ),
) -> list[Match]:
    """Return the pairs that may be the same factory, in the order of their keys.

    In each pair ``left`` is the lesser key. Rows with equal keys are never paired. ``matches_of``
    gives those of one country's rows, where something is known of them.
    """
    by_key = sorted(candidates, key=lambda candidate: candidate.key)
    return _in_order(match for rows in _by_country(by_key).values() for match in matches_of(rows))


def likely_matches(new: Sequence[Candidate], known: Sequence[Candidate]) -> list[Match]:
    """Return, for the rows of a new list, the known rows that may be the same factory.

    ``left`` is the key of the new row and ``right`` that of the known one; pairs are in that order.
    """
    found: list[Match] = []
    others = _by_country(known)
    for code, rows in _by_country(new).items():
        country = Country([*rows, *others.get(code, [])])
        pairs = country.pairs()
        across = (pairs[:, 0] < len(rows)) & (pairs[:, 1] >= len(rows))
        found += Scores(country).matches(country.promising(pairs[across]))
    return _in_order(found)


def _by_country(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    grouped: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        grouped[candidate.country].append(candidate)
    return grouped


def _in_order(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (match.left, match.right))
