"""The steps of an import: open a list, propose its columns, take its rows, write them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from madewhere.crosscheck.places import PlacedRow, middle_problems
from madewhere.errors import UsageError
from madewhere.importing.alike import find_alike
from madewhere.importing.cells import Row
from madewhere.importing.columns import Proposal, propose
from madewhere.importing.contacts import TABLE as CONTACTS
from madewhere.importing.contacts import Contacts
from madewhere.importing.country_names import country_of_address, find_country
from madewhere.importing.known import Published, candidate
from madewhere.importing.leftovers import Leftovers
from madewhere.importing.names import FACTORIES, known_headers
from madewhere.importing.reading import read_source
from madewhere.importing.result import ImportResult
from madewhere.importing.rows import ReadRow, RowReader
from madewhere.importing.source_rows import TABLE, factories_by_row
from madewhere.importing.taking import Taking
from madewhere.importing.work_codes import WorkCodes
from madewhere.importing.writing import write_taken
from madewhere.plurals import counted
from madewhere.private.by_factory import by_factory
from madewhere.private.folder import open_private
from madewhere.problems import in_order, problem


def open_list(
    file: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    kind: str = FACTORIES,
) -> Proposal:
    """Read a list and propose which of its columns fills which of ours; writes nothing.

    ``kind`` is what the list is of. Raises `MadewhereError` for a file that cannot be read or has no header that can be recognised,
    `UsageError` for a mapping that names a column that is not there.
    """
    mapping = mapping or {}
    given = [part for text in mapping.values() for part in (text, *text.split("|")) if part.strip()]
    source = read_source(file, known_headers(given, kind), sheet=sheet, encoding=encoding)
    return propose(source, mapping, kind)


def missing_fields(proposal: Proposal, country: str | None) -> list[str]:
    """The required columns, of name and country, that have no source; empty where one can go on."""
    missing = [] if "name" in proposal.sources else ["name"]
    if country is None and "country" not in proposal.sources:
        address = proposal.sources.get("street_address", ())
        ends = (
            country_of_address(row.cells[column.index])
            for column in address[-1:]
            for row in proposal.rows
            if column.index < len(row.cells)
        )
        if not any(ends):
            missing.append("country")
    return missing


def import_list(
    file: Path,
    *,
    private: Path,
    member: str,
    published: Published,
    codes: WorkCodes,
    stated_on: date,
    mapping: Mapping[str, str] | None = None,
    country: str | None = None,
    as_of: date | None = None,
    declared_by: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    dry_run: bool = False,
    source: random.Random | None = None,
) -> ImportResult:
    """Read a list and take its rows into the private folder; `open_list` and `take_list` in one."""
    return take_list(
        open_list(file, mapping=mapping, sheet=sheet, encoding=encoding),
        private=private,
        member=member,
        published=published,
        codes=codes,
        stated_on=stated_on,
        country=country,
        as_of=as_of,
        declared_by=declared_by,
        dry_run=dry_run,
        source=source,
    )


def take_list(
    proposal: Proposal,
    *,
    private: Path,
    member: str,
    published: Published,
    codes: WorkCodes,
    stated_on: date,
    country: str | None = None,
    as_of: date | None = None,
    declared_by: str | None = None,
    dry_run: bool = False,
    source: random.Random | None = None,
) -> ImportResult:
    """Take every row of a list into the member's private folder, or say why not.

    ``country`` (a code or name) is for rows that name none. ``as_of`` is the day on which the list is
    taken, the one for which it speaks unless given. ``declared_by`` is the factory of the folder
    whose own suppliers and subcontractors these are: each gets a supply link to it, as it declared. IDs are minted from ``source``, the
    system's random numbers unless given. ``dry_run`` writes nothing. Raises `UsageError` where the
    list has no source for names or countries, `MadewhereError` where the folder has an ID twice, and
    what `open_private` raises.
    """
    code = _country_code(country)
    if missing := missing_fields(proposal, code):
        raise UsageError(
            f"{proposal.source.name} has no column for: {', '.join(missing)}",
            hint='Name it with --map name="…" or --map country="…"; or --country for the whole list.',
        )
    package = open_private(private, member, dry_run=dry_run)
    factories, sourcing = by_factory(package, "factories"), by_factory(package, "sourcing")
    if declared_by is not None and declared_by not in factories:
        raise UsageError(
            f"{private} has no factory {declared_by!r}",
            hint="Name the factory that declared these, by its ID in factories.csv.",
        )
    taking = Taking(
        file=proposal.source.name,
        stated_on=stated_on,
        published=published,
        pasts=published.pasts(package, as_of or stated_on),
        source=source or random.SystemRandom(),
        contacts=Contacts(package.tables.get(CONTACTS, [])),
        supply_links=package.tables.get("supply_links", []),
        declared_by=declared_by,
        rows=factories_by_row(package.tables.get(TABLE, ())),
        factories=factories,
        sourcing=sourcing,
    )
    result = ImportResult(
        file=proposal.source.name,
        sha256=proposal.source.sha256,
        template=proposal.template,
        mapping={name: tuple(c.title for c in cs) for name, cs in proposal.sources.items()},
        unused=tuple(column.title for column in proposal.unused),
        notices=list(proposal.source.notices),
        preamble=[(row.line, _in_one_line(row)) for row in proposal.preamble],
    )
    left = Leftovers(result.file, result.sha256)
    reader = RowReader(proposal, codes, code)
    for row in proposal.rows:
        if row.is_blank:
            result.blank += 1
        elif (read := reader.read(row)).is_aside:
            result.asides.append((row.line, _in_one_line(row)))
        else:
            _take_row(read, proposal, taking, result, left)
    result.rows_in = len(proposal.rows) - len(result.asides)
    _finish(proposal, taking, result, left)
    if not dry_run:
        write_taken(package, taking, result, left, stated_on)
    return result


def _country_code(country: str | None) -> str | None:
    if country is None:
        return None
    code = find_country(country)
    if code is None:
        raise UsageError(
            f"--country {country!r} is no country", hint="Give its two-letter code, such as BD."
        )
    return code


def _in_one_line(row: Row) -> str:
    return " ".join(" ".join(row.cells).split())


def _take_row(
    read: ReadRow, proposal: Proposal, taking: Taking, result: ImportResult, left: Leftovers
) -> None:
    line = read.row.line
    if read.refused:
        result.refused += 1
        result.problems.append(read.refused)
        titles = [column.title for column in proposal.columns]
        titles += [f"column {n + 1}" for n in range(len(titles), len(read.row.cells))]
        left.refuse(read.refused, dict(zip(titles, read.row.cells, strict=False)))
        return
    factory_id, is_new = taking.take(read)
    result.factory_ids[line] = factory_id
    result.taken += is_new
    result.repeated += not is_new
    result.problems += read.problems
    for column, text in read.rest:
        left.keep(line, factory_id, column, text)
    for key in read.unknown_codes:
        left.unknown_codes.setdefault(key, []).append(line)


def _finish(proposal: Proposal, taking: Taking, result: ImportResult, left: Leftovers) -> None:
    header = proposal.header.line
    for line, text in result.preamble:
        left.keep(line, "", "(above the header)", text)
    for line, text in result.asides:
        left.keep(line, "", "(no row of the list)", text)
    for column in proposal.unused:
        message = f"The column “{column.title}” fills nothing here."
        result.problems.append(
            problem("import-column-unused", message, file=result.file, line=header)
        )
    for (title, text), lines in left.unknown_codes.items():
        message = (
            f"“{text}” in the column “{title}” is in no register of facility or processing types "
            f"({counted(len(lines), 'row')}, here the first)."
        )
        result.problems.append(
            problem("import-cell-unread", message, file=result.file, line=lines[0])
        )
    result.problems += middle_problems(_placed(taking))
    result.alike = find_alike(taking)
    result.problems = in_order(result.problems + [a.problem(taking.file) for a in result.alike])
    result.updated = len(taking.updated)
    result.recognised = len(taking.recognised)
    result.contacts = len(taking.contacts.added) if taking.contacts else 0


def _placed(taking: Taking) -> Iterator[PlacedRow]:
    """Where the factories of the list are, as the folder states it now."""
    for factory_id, line in taking.lines.items():
        row = candidate(taking.factories[factory_id])
        precision = taking.factories[factory_id]["coordinate_precision"] or None
        where = (row.latitude, row.longitude, precision)
        yield PlacedRow(taking.file, line, factory_id, row.country, *where)
