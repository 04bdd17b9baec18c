"""Which factories of a list are likely to be known already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from madewhere.importing.cleaning import comparable
from madewhere.matching import Candidate, likely_duplicates, likely_matches

_SamePoint = tuple[str, str, float, float]


def likely_known(
    new: Sequence[Candidate], known: Sequence[Candidate]
) -> list[tuple[str, str, str]]:
    """The likely pairs among the new factories, and of them with the known ones, each with the reasons.

    A new factory that has the name and the very point of a known one is likely the same too, however
    its address reads: that may have been corrected since.
    """
    matches = likely_duplicates(new) + likely_matches(new, known)
    found = [(match.left, match.right, match.reasons) for match in matches]
    told = {frozenset((left, right)) for left, right, _ in found}
    for left, right in _at_one_point(new, known):
        if frozenset((left, right)) not in told:
            found.append((left, right, "the same name, the same point, another address"))
    return found


def _at_one_point(
    new: Sequence[Candidate], known: Sequence[Candidate]
) -> Iterator[tuple[str, str]]:
    there: dict[_SamePoint, list[str]] = {}
    for each in known:
        if (key := _key(each)) is not None:
            there.setdefault(key, []).append(each.key)
    for each in new:
        if (key := _key(each)) is not None:
            yield from ((each.key, other) for other in there.get(key, ()))


def _key(each: Candidate) -> _SamePoint | None:
    if each.latitude is None or each.longitude is None:
        return None
    return comparable(each.name), each.country, each.latitude, each.longitude
