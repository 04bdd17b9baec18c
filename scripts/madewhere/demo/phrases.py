"""What the demo's auditors, factories and members write: plain sentences, put together by chance.

The sentences stand in `phrases.csv`. Those of a requirement fit that one; those of ``*`` fit any, and
are all that there is for a requirement that the file does not know.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

from madewhere.demo.chance import happens, read_rows
from madewhere.demo.handbook import DemoRequirement

Slots = dict[str, str]
"""What is filled into the sentences of one finding: numbers, a place, a month."""

ANY = "*"

_PLACES = (
    "on the first floor",
    "on the second floor",
    "on the third floor",
    "in the main hall",
    "in the old building",
    "in the new building",
    "near the loading bay",
    "in the finishing area",
    "in the packing area",
    "in the raw material store",
    "in the finished goods store",
    "beside the boiler house",
    "behind the workshop",
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight")


def slots(rng: Random, day: date) -> Slots:
    """Draw what is filled into the sentences about a finding of an audit on that day."""
    few = 2 + rng.randrange(5)
    return {
        "n": _WORDS[few],
        "N": _WORDS[few].capitalize(),
        "m": str(few + 4 + rng.randrange(22)),
        "percent": str(6 + rng.randrange(40)),
        "place": rng.choice(_PLACES),
        "month": _MONTHS[(day.month - 2 - rng.randrange(4)) % 12],
        "later": _MONTHS[(day.month + rng.randrange(5)) % 12],
        "files": rng.choice(("8", "13", "20")),
    }


class Phrases:
    """The sentences by requirement and kind."""

    def __init__(self) -> None:
        self._of: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in read_rows("phrases.csv"):
            self._of[row["requirement"], row["kind"]].append(row["text"])

    def found(self, rng: Random, requirement: DemoRequirement, words: Slots) -> str:
        """What the auditors found, and often how they came to know."""
        text = self._own(rng, "found", requirement, words)
        return f"{text} {self.general(rng, 'seen', words)}" if happens(rng, 45) else text

    def action(self, rng: Random, requirement: DemoRequirement, words: Slots) -> str:
        """What the plan asks for, and sometimes what else."""
        text = self._own(rng, "action", requirement, words)
        return f"{text} {self.general(rng, 'also', words)}" if happens(rng, 40) else text

    def evidence(self, rng: Random, requirement: DemoRequirement, words: Slots) -> str:
        """What was handed in to show the correction."""
        if happens(rng, 55) and (ANY, "evidence") in self._of:
            return self._fill(rng.choice(self._of[ANY, "evidence"]), requirement, words, rng)
        return self._own(rng, "evidence", requirement, words)

    def comment(self, rng: Random, kind: str, requirement: DemoRequirement, words: Slots) -> str:
        """The factory's own words: ``kind`` is agree, or delay where it takes long."""
        parts = [rng.choice(self._of[ANY, kind])]
        if happens(rng, 75):
            parts.append(rng.choice(self._of[ANY, f"{kind}-plan"]))
        return self._fill(" ".join(parts), requirement, words, rng)

    def general(self, rng: Random, kind: str, words: Slots) -> str:
        """A sentence of a kind that fits any requirement."""
        return rng.choice(self._of[ANY, kind]).format_map(words)

    def _own(self, rng: Random, kind: str, requirement: DemoRequirement, words: Slots) -> str:
        texts = self._of.get((requirement.slug, kind)) or self._of[ANY, kind]
        return self._fill(rng.choice(texts), requirement, words, rng)

    @staticmethod
    def _fill(text: str, requirement: DemoRequirement, words: Slots, rng: Random) -> str:
        if "{document}" in text or "{title}" in text:
            document = rng.choice(requirement.documents) if requirement.documents else "records"
            words = {**words, "title": requirement.title, "document": document}
        return text.format_map(words)
