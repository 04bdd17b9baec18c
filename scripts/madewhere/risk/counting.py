"""Counting over a member's private folder: its audits of one year that the publication does not show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from madewhere.audit_identity import Identity, identity
from madewhere.corpus import Package, Row
from madewhere.disclose import disclose
from madewhere.errors import MadewhereError, UsageError
from madewhere.link.handbook import link_handbook
from madewhere.package_writer import table_bytes
from madewhere.private.folder import read_private, refuse_place_of_table, refuse_tracked, typed
from madewhere.private.opening import mint_audits
from madewhere.private.writing import write_files
from madewhere.problems import Level, Problem, in_order, problem
from madewhere.read import read_data
from madewhere.risk.contribution import ALL, SEVERITIES, Contribution, Counts, Place
from madewhere.site_model.handbook import Handbook
from madewhere.tables import CONTRIBUTION_TABLE

_TABLES = ("factories", "audits", "findings")


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted. ``contribution`` is None where a row has an error, or nothing is to be counted.

    ``audits`` were counted, ``shown`` are on the site already, ``without_plan`` have no plan on record.
    ``out`` is the file that was written, or None.
    """

    contribution: Contribution | None
    audits: int
    shown: int
    without_plan: int
    problems: list[Problem]
    out: Path | None = None


def contribute(
    private: Path, data: Path, *, year: int, as_of: date, out: Path | None = None
) -> Counted:
    """Count over a private folder, and write the contribution; nothing where a row has an error.

    The file is ``risk-contribution-<year>.csv`` in the folder unless ``out`` names another. Raises
    `UsageError` for a year that is not over, `MadewhereError` where Git would take the file.
    """
    refuse_open(year, as_of)
    place = out or private / f"risk-contribution-{year}.csv"
    if place.suffix.lower() != ".csv":
        raise UsageError(f"{place} is no name for a table", hint="Give a name that ends with .csv.")
    refuse_tracked(place.parent)
    refuse_place_of_table(place)
    if not place.parent.is_dir():
        raise MadewhereError(f"{place.parent} is no folder", hint="Make it first, or name another.")
    counted = count(private, data, year=year, as_of=as_of)
    if counted.contribution is None:
        return counted
    content = table_bytes(CONTRIBUTION_TABLE, counted.contribution.rows())
    header = content[: content.index(b"\n") + 1]
    if place.exists() and not (place.is_file() and place.read_bytes().startswith(header)):
        raise MadewhereError(
            f"{place} is there already, and is no contribution",
            hint="Name another file with --out; nothing was replaced.",
        )
    write_files({place: content})
    return Counted(
        counted.contribution, counted.audits, counted.shown, counted.without_plan, [], place
    )


def refuse_open(year: int, as_of: date) -> None:
    """Raise `UsageError` for a year that is not over: what it counts would still change."""
    if year >= as_of.year:
        raise UsageError(
            f"{year} is not over on {as_of}", hint="Only the audits of a whole year are counted."
        )


def count(private: Path, data: Path, *, year: int, as_of: date) -> Counted:
    """Count a member's audits of a year that the publication does not show; writes nothing."""
    folder = read_private(private)
    disclosure, _ = disclose(read_data(data, as_of=as_of).corpus)
    shown = {identity(row.cells) for row in disclosure.tables["audits"]}
    mint_audits(folder)
    package, problems = typed(folder, _TABLES)
    wanted = [row for row in package.rows("audits") if row.cells["audit_date"].year == year]
    hidden = [row for row in wanted if identity(row.cells) not in shown]
    findings: defaultdict[str, list[Row]] = defaultdict(list)
    for row in package.rows("findings"):
        findings[row.cells["audit_id"]].append(row)
    planned = [r for r in hidden if findings.get(r.cells["audit_id"]) or r.cells["cap_complete"]]
    tally = _Tally(package, link_handbook(disclosure))
    found = [p for p in problems if p.level is Level.ERROR]
    found += _twice(planned)
    for row in planned:
        found += tally.add(row, findings.get(row.cells["audit_id"], []))
    contribution = None
    if not found and planned:
        contribution = Contribution(folder.member, year, tally.counts())
    return Counted(
        contribution,
        len(planned),
        len(wanted) - len(hidden),
        len(hidden) - len(planned),
        in_order(found),
    )


def _twice(rows: list[Row]) -> Iterator[Problem]:
    """Audits that stand in the folder under two identifiers."""
    first: dict[Identity, Row] = {}
    for row in rows:
        other = first.setdefault(identity(row.cells), row)
        if other is not row:
            yield problem(
                "audit-two-ids",
                f"{row.cells['audit_id']} here, {other.cells['audit_id']} in line {other.line}: "
                "same factory, type, date and firm",
                file="audits.csv",
                line=row.line,
                field="audit_id",
                fix="Remove one of the two rows, and give its findings the ID of the other.",
            )


class _Tally:
    """Sums by scheme, country and chapter, with each factory once."""

    def __init__(self, package: Package, handbook: Handbook) -> None:
        self._countries = {
            row.cells["factory_id"]: row.cells["country"] for row in package.rows("factories")
        }
        self._handbook = handbook
        self._audited: defaultdict[Place, set[str]] = defaultdict(set)
        self._faulted: defaultdict[Place, defaultdict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self._findings: defaultdict[tuple[Place, str], list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, audit: Row, findings: list[Row]) -> Iterator[Problem]:
        """Count an audit with its findings; tells what cannot be counted."""
        cells = audit.cells
        factory_id, scheme = cells["factory_id"], cells["type"]
        if factory_id not in self._countries:
            message = f"{factory_id} is not in this folder's factories.csv"
            yield problem(
                "reference-factory",
                message,
                file="audits.csv",
                line=audit.line,
                field="factory_id",
            )
            return
        place = (scheme, self._countries[factory_id])
        self._audited[place].add(factory_id)
        for row in findings:
            slug = row.cells["requirement"]
            known = self._handbook.requirement(scheme, cells["requirements_version"], slug)
            if known is None:
                message = f"the {scheme} handbooks have no requirement “{slug}”"
                yield problem(
                    "contribution-requirement",
                    message,
                    file="findings.csv",
                    line=row.line,
                    field="requirement",
                )
                continue
            for chapter in (known.chapter.slug, ALL):
                self._faulted[place][chapter].add(factory_id)
                self._findings[place, chapter][SEVERITIES.index(row.cells["severity"])] += 1

    def counts(self) -> dict[Place, dict[str, Counts]]:
        """The counts by scheme and country, and there by chapter and for all."""
        found: dict[Place, dict[str, Counts]] = {}
        for place in sorted(self._audited):
            faulted, audited = self._faulted[place], len(self._audited[place])
            found[place] = {}
            for chapter in sorted({ALL, *faulted}):
                minor, major, critical = self._findings[place, chapter]
                factories = len(faulted.get(chapter, ()))
                found[place][chapter] = Counts(audited, factories, (minor, major, critical))
        return found
