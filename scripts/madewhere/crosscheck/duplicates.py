"""Likely duplicates inside a package and across packages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from madewhere.corpus import Corpus, Package, Row
from madewhere.matching import Candidate, likely_duplicates
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


def check_duplicates(corpus: Corpus) -> Iterator[Problem]:
    """Find pairs of factory IDs that look like one factory; a shared ID is no duplicate."""
    first: dict[str, tuple[Package, Row]] = {}
    for package in corpus.members:
        for row in package.rows("factories"):
            first.setdefault(row.cells["factory_id"], (package, row))
    owners: dict[str, set[str]] = {}
    for package in corpus.members:
        for row in package.rows("factories"):
            owners.setdefault(row.cells["factory_id"], set()).add(package.slug)
    sites = {row.cells["part_of"] for _, row in first.values()} - {None}
    candidates = []
    for factory_id, (_, row) in first.items():
        found = candidate(row.cells)
        if factory_id in sites:
            found = Candidate(
                found.key,
                found.name,
                found.name_native,
                found.address,
                found.country,
                found.latitude,
                found.longitude,
                site=factory_id,
            )
        candidates.append(found)
    for match in likely_duplicates(candidates):
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


def _age(corpus: Corpus, factory_id: str) -> tuple[date, str]:
    """Sorts the identifier that was published first to the front, as it is the one to keep."""
    events = corpus.ledger.events.get(("factory", factory_id))
    return (events[0].date if events else date.max, factory_id)
