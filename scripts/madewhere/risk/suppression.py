"""Which sums over members may be released, so that none that is left out can be worked out.

A sum is *safe* where at least two members each count five factories or more behind it. Members
exchange no identities, and two may have counted the same factory; but one member's own factories are
different ones, so behind a safe sum there are at least five, and a member that subtracts its own part
still looks at five or more that another one counted. Whatever contains something safe is safe.

What is released of a year and a scheme, each only where it is safe: the sum of everything; the row of
each country; the row of each chapter; and, for some countries, the row of each chapter in them. What
is left out on a line (the other countries; the other chapters; the other chapters of a country) must
together be safe too, and where it is not, the smallest row of the line is left out as well.

This protects single lines. Lines together are protected by the *rest*: the countries of which no
chapter is shown. Let somebody add and subtract released rows until only cells that are left out
remain, each once, and call their set S. A country of the rest has a cell of every chapter, so the
weights of the chapters can take two values only, one more than the other. Where they differ, S has,
for some chapter, the cells of all countries of the rest; and so a country is shown by chapter only
while the rest stays safe in each chapter by itself. Where the weights are all the same, S is made of
whole lines of countries, each of which is safe. So every such S is safe, and no cell that is not safe
can be worked out, nor any sum over cells with fewer than five factories. A test attacks it.

Years have no audit in common, and each is released once. A zero can follow from a zero: where no
critical finding was made in a country, none was in its chapters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from madewhere.risk.contribution import ALL, SEVERITIES, Contribution, Counts

LEAST_FACTORIES = 5
LEAST_MEMBERS = 2

_NOTHING = Counts(0, 0, (0, 0, 0))


def safe(factories: Collection[int]) -> bool:
    """Whether a sum may be shown behind which members count so many factories each."""
    return sum(count >= LEAST_FACTORIES for count in factories) >= LEAST_MEMBERS


def release(
    contributions: Sequence[Contribution], chapters: dict[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """The rows of `risk_counts` that may be released. ``chapters`` are those of each scheme.

    All contributions are of one year, and of different members.
    """
    rows: list[dict[str, Any]] = []
    for scheme, of_scheme in chapters.items():
        rows += _Scheme(contributions, scheme, of_scheme).rows()
    return sorted(rows, key=lambda r: (r["year"], r["scheme"], r["country"], r["chapter"]))


class _Scheme:
    """The cells of one year and scheme, country by chapter, and what of them is shown."""

    def __init__(
        self, contributions: Sequence[Contribution], scheme: str, chapters: Sequence[str]
    ) -> None:
        self._contributions = contributions
        self._scheme = scheme
        self._chapters = frozenset(chapters)
        self._countries = frozenset(
            country
            for contribution in contributions
            for of, country in contribution.counts
            if of == scheme
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows that may be released."""
        if not self._whole_is_safe(self._countries):
            return
        chapters = self._shown_chapters(self._countries, self._chapters)
        countries = left_to_show(
            {c for c in self._countries if self._whole_is_safe({c})},
            self._countries,
            self._whole_is_safe,
            lambda country: self._size({country}, ALL),
        )
        yield self._row(ALL, ALL)
        yield from (self._row(ALL, chapter) for chapter in sorted(chapters))
        yield from (self._row(country, ALL) for country in sorted(countries))
        for country, shown in sorted(self._in_depth(countries, chapters).items()):
            yield from (self._row(country, chapter) for chapter in sorted(shown))

    def _in_depth(self, countries: set[str], chapters: set[str]) -> dict[str, set[str]]:
        """The countries that are shown by chapter, the largest first, while the rest stays safe."""
        rest = set(self._countries)
        found: dict[str, set[str]] = {}
        left_out = self._chapters - chapters
        for country in sorted(countries, key=lambda c: (-self._size({c}, ALL), c)):
            smaller = rest - {country}
            shown = self._shown_chapters({country}, chapters)
            if (
                shown
                and all(safe(self._faulted(smaller, {chapter})) for chapter in chapters)
                and (not left_out or safe(self._faulted(smaller, left_out)))
            ):
                rest = smaller
                found[country] = shown
        return found

    def _shown_chapters(self, countries: Collection[str], among: Collection[str]) -> set[str]:
        return left_to_show(
            {chapter for chapter in among if safe(self._faulted(countries, {chapter}))},
            self._chapters,
            lambda left_out: safe(self._faulted(countries, left_out)),
            lambda chapter: self._size(countries, chapter),
        )

    def _whole_is_safe(self, countries: Collection[str]) -> bool:
        """Whether all chapters of countries may be shown: by who was audited, and by who had findings."""
        audited = [
            sum(self._of(each, country, ALL).audited for country in countries)
            for each in self._contributions
        ]
        return safe(audited) and safe(self._faulted(countries, self._chapters))

    def _faulted(self, countries: Collection[str], chapters: Collection[str]) -> list[int]:
        """How many factories each member counts with a finding in any of the chapters, at least.

        The same factory may have findings in two chapters, but not be in two countries.
        """
        named = {ALL} if set(chapters) == self._chapters else chapters
        return [
            sum(
                max((self._of(each, country, chapter).faulted for chapter in named), default=0)
                for country in countries
            )
            for each in self._contributions
        ]

    def _size(self, countries: Collection[str], chapter: str) -> int:
        return sum(
            self._of(each, country, chapter).faulted
            for each in self._contributions
            for country in countries
        )

    def _of(self, contribution: Contribution, country: str, chapter: str) -> Counts:
        return contribution.counts.get((self._scheme, country), {}).get(chapter, _NOTHING)

    def _row(self, country: str, chapter: str) -> dict[str, Any]:
        countries = self._countries if country == ALL else {country}
        by_member = [
            [self._of(each, c, chapter) for c in countries] for each in self._contributions
        ]
        factories = [
            sum(counts.audited if chapter == ALL else counts.faulted for counts in of_member)
            for of_member in by_member
        ]
        return {
            "year": self._contributions[0].year,
            "scheme": self._scheme,
            "country": country,
            "chapter": chapter,
            "members": sum(count > 0 for count in factories),
            "factories": sum(factories),
            **{
                name: sum(c.findings[place] for of_member in by_member for c in of_member)
                for place, name in enumerate(SEVERITIES)
            },
        }


def left_to_show(
    candidates: set[str],
    line: Collection[str],
    safe_together: Callable[[Collection[str]], bool],
    size: Callable[[str], int],
) -> set[str]:
    """The candidates of a line less the smallest ones, until what is left out is safe or nothing."""
    shown = set(candidates)
    while shown and (left_out := set(line) - shown) and not safe_together(left_out):
        shown.remove(min(shown, key=lambda name: (size(name), name)))
    return shown
