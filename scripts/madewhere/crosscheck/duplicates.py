"""Likely duplicates inside a package and across packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from madewhere import fingerprint
from madewhere.corpus import Corpus, Package, Row
from madewhere.crosscheck.keeping import NOTHING_KEPT, Keeping
from madewhere.matching import Candidate, Match, compare, likely_duplicates
from madewhere.problems import Problem, problem


def candidate(cells: dict[str, object]) -> Candidate:
    """What the matcher compares of a factory's row."""
    parts = (cells["street_address"], cells["locality"], cells["region"], cells["postal_code"])
    return Candidate(
        key=str(cells["factory_id"]),
        name=str(cells["name"]),
        name_native=str(cells["name_native"] or ""),
        address=", ".join(str(part) for part in parts if part),
        country=str(cells["country"]),
        latitude=cells["latitude"],  # type: ignore[arg-type]
        longitude=cells["longitude"],  # type: ignore[arg-type]
        site=str(cells["part_of"] or ""),
    )


def check_duplicates(corpus: Corpus, keeping: Keeping = NOTHING_KEPT) -> Iterator[Problem]:
    """Find pairs of factory IDs that look like one factory; a shared ID is no duplicate."""
    first: dict[str, tuple[Package, Row]] = {}
    owners: dict[str, set[str]] = {}
    for package in corpus.members:
        for row in package.rows("factories"):
            first.setdefault(row.cells["factory_id"], (package, row))
            owners.setdefault(row.cells["factory_id"], set()).add(package.slug)
    sites = {row.cells["part_of"] for _, row in first.values()} - {None}
    candidates = [
        replace(found, site=factory_id) if factory_id in sites else found
        for factory_id, (_, row) in first.items()
        for found in [candidate(row.cells)]
    ]
    matcher = _Matcher(keeping)
    matches = likely_duplicates(candidates, matcher.matches_of)
    matcher.keep()
    for match in matches:
        older, newer = sorted((match.left, match.right), key=lambda each: _age(corpus, each))
        package, row = first[newer]
        other_package, other_row = first[older]
        inside = bool(owners[older] & owners[newer])
        message = (
            f"{newer} “{row.cells['name']}” and {older} “{other_row.cells['name']}” of "
            f"{other_package.slug}: {match.reasons}"
        )
        yield problem(
            "duplicate-in-package" if inside else "duplicate-across-members",
            message,
            file=package.file("factories"),
            line=row.line,
            field="factory_id",
            subject="|".join(sorted((older, newer))),
        )


class _Matcher:
    """Compares the rows of each country, unless it found them in this state before."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._before: dict[str, tuple[str, list[Match]]] = keeping.load("duplicates") or {}
        self._now: dict[str, tuple[str, list[Match]]] = {}

    def matches_of(self, rows: Sequence[Candidate]) -> list[Match]:
        """The likely pairs of one country's rows."""
        code, state = rows[0].country, fingerprint.digest(repr([row.said for row in rows]))
        before, matches = self._before.get(code, ("", []))
        if before != state:
            compared = compare(rows, self._keeping.load("duplicates", code))
            self._keeping.store(compared, "duplicates", code)
            matches = list(compared.found.values())
        self._now[code] = (state, matches)
        return matches

    def keep(self) -> None:
        """Keep what was found, where it is anything new."""
        if self._now != self._before:
            self._keeping.store(self._now, "duplicates")


def _age(corpus: Corpus, factory_id: str) -> tuple[date, str]:
    """Sorts the identifier that was published first to the front, as it is the one to keep."""
    events = corpus.ledger.events.get(("factory", factory_id))
    return (events[0].date if events else date.max, factory_id)
