"""Likely duplicates: which rows of factories may describe one and the same place.

A pair is proposed, never decided: `check` warns, `import` asks, and `registers/decisions.csv` keeps
the answer. The same firm at another place, another firm at the same place and two numbered units are
not duplicates, so a pair needs both the name and the address to agree; coordinates only support them,
because geocoders put whole cities on one point and one address on two.

A verdict on a pair depends on its two rows and on how rare their words are in the country, and on
nothing else. So what was compared once can be kept, and only rows that changed, or whose words did,
are compared again; the answer is the same as without anything kept.
"""

from __future__ import annotations

from madewhere.matching.country import Candidate
from madewhere.matching.likely import Compared, compare, likely_duplicates, likely_matches
from madewhere.matching.score import LIKELY, Match

__all__ = [
    "LIKELY",
    "Candidate",
    "Compared",
    "Match",
    "compare",
    "likely_duplicates",
    "likely_matches",
]
