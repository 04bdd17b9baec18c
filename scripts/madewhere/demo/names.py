"""What the demo's factories and members are called: always something that says that it is invented."""

from __future__ import annotations

import math
from functools import cache
from random import Random

from madewhere.demo.chance import read_rows

_DIGITS = {
    "bn": "০১২৩৪৫৬৭৮৯",
    "km": "០១២៣៤៥៦៧៨៩",
    "my": "၀၁၂၃၄၅၆၇၈၉",
}
"""Languages that mostly write numbers in digits of their own."""

_PATTERNS = (
    ("{adjective} {noun}", "{short} {fiction} {trade}"),
    ("{adjective} {noun}", "{fiction} {short} {trade}"),
    ("{noun} & {other}", "{short} {fiction} {trade}"),
)


class Words:
    """The words that names are made of, by kind."""

    def __init__(self) -> None:
        self._of: dict[str, list[str]] = {}
        for row in read_rows("words.csv"):
            self._of.setdefault(row["kind"], []).append(row["word"])

    def of(self, kind: str) -> list[str]:
        """All words of a kind, in the order of the file."""
        return self._of[kind]


class FactoryNames:
    """Names for factories, no two alike; each carries a word such as Fictional or Storybook.

    The pairs of adjective and noun come in an order that repeats none before all are used, so that
    names stay far apart: a demo of a few thousand has no likely duplicates but those planted.
    """

    def __init__(self, rng: Random, words: Words) -> None:
        self._rng = rng
        self._adjectives = words.of("adjective")
        self._nouns = words.of("noun")
        self._fictions = words.of("fiction")
        self._pairs = len(self._adjectives) * len(self._nouns)
        # The golden section spreads neighbours; the next coprime step visits every pair.
        self._step = next(
            step
            for step in range(int(self._pairs * 0.618), self._pairs)
            if math.gcd(step, self._pairs) == 1
        )
        self._next = rng.randrange(self._pairs)
        self._taken: set[str] = set()

    def make(self, trade: str, legal_form: str) -> tuple[str, str]:
        """Make a name such as "Misty Heron Imaginary Knitwear Ltd", and what it is called for short."""
        while True:
            self._next = (self._next + self._step) % self._pairs
            adjective, noun = divmod(self._next, len(self._nouns))
            called, whole = self._rng.choice(_PATTERNS)
            short = called.format(
                adjective=self._adjectives[adjective],
                noun=self._nouns[noun],
                other=self._nouns[(noun + 1 + adjective) % len(self._nouns)],
            )
            core = whole.format(short=short, fiction=self._rng.choice(self._fictions), trade=trade)
            if core not in self._taken:
                self._taken.add(core)
                return legal_form.format(core), short


@cache
def _native_patterns() -> dict[tuple[str, str], str]:
    return {(row["language"], row["kind"]): row["pattern"] for row in read_rows("native_names.csv")}


def native_name(language: str, kind: str, number: int, short: str) -> str | None:
    """Make a native-language name, such as "Fictional garment factory no. 12" in that language.

    In languages that write Latin letters it carries the short name instead of the number. None where
    the demo has no words for this kind of factory in this language.
    """
    pattern = _native_patterns().get((language, kind))
    if pattern is None:
        return None
    digits = _DIGITS.get(language, "0123456789")
    return pattern.format(n="".join(digits[int(figure)] for figure in str(number)), name=short)


def member_name(words: Words, number: int) -> str:
    """The name of a member by its number from 0: two words in one, never twice the same below 2,891.

    Raises `IndexError` beyond.
    """
    heads, tails = words.of("member_head"), words.of("member_tail")
    if number >= len(heads) * len(tails):
        raise IndexError(number)
    # Coprime lengths would do by themselves; the extra turn keeps neighbours from rhyming.
    return heads[number % len(heads)] + tails[(number + number // len(heads)) % len(tails)]
