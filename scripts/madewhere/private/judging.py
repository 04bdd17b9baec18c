"""What `check` would say of rows that are about to go public, told before they do.

Rows that contradict the rest of the folder stay in. Of what goes out the checks run over the publication as it is and as it would be; what only the second has, the change
brings. It stands at the line of the private folder that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from madewhere.consent import grants
from madewhere.corpus import Corpus, Package, Row, named_in, naming
from madewhere.crosscheck import row_checks
from madewhere.crosscheck.consents import check_records
from madewhere.crosscheck.decisions import settle
from madewhere.crosscheck.duplicates import check_duplicates
from madewhere.crosscheck.places import check_places
from madewhere.ledger import Event, Ledger
from madewhere.left_out import LeftOut
from madewhere.package_writer import cell_text
from madewhere.private.folder import PrivatePackage
from madewhere.problems import Problem, in_order, problem
from madewhere.read import DataRead
from madewhere.tables import MEMBER_TABLES, table


def set_aside(folder: PrivatePackage, package: Package, ledger: Ledger) -> list[Problem]:
    """Take out of the typed tables the rows that can be of no use, and give what is wrong with each.

    These are rows about a factory or a product that the folder does not have, and consents that prove
    nothing. A consent under an ID that was asked or published, and that another one took the place of, is
    no problem: it stays as the record that it is.
    """
    unlisted = list(_unlisted(folder, package))
    found = [*unlisted, *_worthless(folder, package)]
    wrong = {(each.file, each.line) for each in found}
    for name, rows in package.tables.items():
        package.tables[name] = [row for row in rows if (f"{name}.csv", row.line) not in wrong]
    of_line = lines_of(folder, "consents")
    asked = {row["factory_id"] for row in folder.tables.get("invitations", ())}
    records = {
        line
        for line, factory_id in of_line.items()
        if factory_id in asked or ("factory", factory_id) in ledger.events
    }
    return [
        each
        for each in found
        if each not in unlisted or each.file != "consents.csv" or each.line not in records
    ]


def _worthless(folder: PrivatePackage, package: Package) -> list[Problem]:
    """Consents that prove nothing; of a factory with a slip in its consents, only that is told."""
    of_line = lines_of(folder, "consents")
    usable = {row.line for row in package.rows("consents")}
    found = list(check_records([package], list(grants([package]))))
    slips = {of_line[p.line] for p in found if p.code != "consent-without-identity"}
    slips |= {factory_id for line, factory_id in of_line.items() if line not in usable}
    return [
        replace(p, file="consents.csv")
        for p in found
        if p.code != "consent-without-identity" or of_line[p.line] not in slips
    ]


def lines_of(folder: PrivatePackage, name: str) -> dict[int, str]:
    """About which factory the row on each line of a table is."""
    rows = zip(folder.lines.get(name, ()), folder.tables.get(name, ()), strict=True)
    return {line: row["factory_id"] for line, row in rows}


_LISTED = (("factory", "factories", "factory_id"), ("product", "products", "product_id"))
"""What rows of other tables name: its kind, and the table and column where it has a row of its own."""


def _unlisted(folder: PrivatePackage, package: Package) -> Iterator[Problem]:
    for kind, own, key in _LISTED:
        listed = {row[key] for row in folder.tables.get(own, ())}
        for name in MEMBER_TABLES:
            columns = table(name).naming(kind)
            for row in package.rows(name) if name != own else ():
                for column in columns:
                    if row.cells[column] not in (None, *listed):
                        message = f"{row.cells[column]} is not in {own}.csv"
                        where = {"file": f"{name}.csv", "field": column}
                        yield problem(f"reference-{kind}", message, line=row.line, **where)


def brought(
    read: DataRead,
    source: Package,
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    events: Iterable[Mapping[str, Any]],
    *,
    demo: bool,
) -> list[Problem]:
    """The problems that the publication would have with these rows and events, and does not have now.

    ``read`` is the publication, ``source`` the private folder's typed tables, ``tables`` all rows of its
    member that would be public, ``events`` those that the ledger would get; ``demo`` says whether the package
    would be marked as invented. The file of a problem is one of the folder, such as ``factories.csv``, or of
    the publication, such as ``members/SLUG/audits.csv``.
    """
    own = f"members/{source.slug}"
    now = next((each for each in read.corpus.members if each.slug == source.slug), None)
    coming = Package(source.slug, own, demo, tables=dict(_with_lines(source, tables)))
    corpus = _around(read, [each for each in (now, coming) if each])
    new = [Event(**event, file="ledger", line=0) for event in events]
    ledger = Ledger.of([*(e for each in corpus.ledger.events.values() for e in each), *new])
    left_out = LeftOut(
        {file for file in read.left_out.unread if not file.startswith(f"{own}/")},
        {file: keys for file, keys in read.left_out.keys.items() if not file.startswith(f"{own}/")},
    )
    countries = _countries_of_change(now, coming)
    near = [_factories_in(countries, each) for each in read.corpus.members if each is not now]
    before = _found(corpus, now, near, read.left_out, countries)
    after = _found(replace(corpus, ledger=ledger), coming, near, left_out, countries)
    keys_now, keys = _keys(now), _keys(coming)
    known = {_same(keys_now, each) for each in before}
    return in_order([_placed(own, each) for each in after if _same(keys, each) not in known])


def _around(read: DataRead, own: list[Package]) -> Corpus:
    """The rows and events of everybody else that share an identifier with the member's rows.

    What is said of a row follows from these, see `madewhere.crosscheck.change`. What is missing around
    them is missing before and after, and so is nothing that the change brings.
    """
    shared = set().union(*(named_in(package.tables) for package in own))
    slug = own[0].slug
    others = [
        replace(package, tables=naming(package.tables, shared))
        for package in read.naming(shared)
        if package.slug != slug
    ]
    return replace(read.corpus, members=others, ledger=read.corpus.ledger.about({*shared, slug}))


def _countries_of_change(now: Package | None, coming: Package) -> set[str]:
    """The countries of factories whose own row changes, comes or goes."""
    before, after = (
        {row.cells["factory_id"]: row.cells for row in package.rows("factories")} if package else {}
        for package in (now, coming)
    )
    return {
        rows[each]["country"]
        for each in before.keys() | after.keys()
        if before.get(each) != after.get(each)
        for rows in (before, after)
        if each in rows
    }


def _factories_in(countries: set[str], package: Package) -> Package:
    rows = [row for row in package.rows("factories") if row.cells["country"] in countries]
    return replace(package, tables={"factories": rows})


def _with_lines(
    source: Package, tables: Mapping[str, Iterable[Mapping[str, Any]]]
) -> Iterable[tuple[str, list[Row]]]:
    """The rows in the order of the public table, each with the line on which it stands in the folder."""
    for name, rows in tables.items():
        key = table(name).key
        lines = {tuple(row.cells[c] for c in key): row.line for row in source.rows(name)}
        in_order = sorted(rows, key=lambda cells: [cell_text(cells[c]) for c in key])
        yield name, [Row(lines[tuple(cells[c] for c in key)], dict(cells)) for cells in in_order]


def _found(
    corpus: Corpus, own: Package | None, near: list[Package], left_out: LeftOut, countries: set[str]
) -> list[Problem]:
    """All that the checks of several tables find; ``near`` are others' factories to compare.

    Of two rows that differ the later one is told, and a factory where the first one is: both times that
    is to be the member's own.
    """
    mine = [own] if own else []
    found = row_checks(replace(corpus, members=[*corpus.members, *mine]), left_out)
    found += check_places(replace(corpus, members=mine))
    compared = [*(_factories_in(countries, each) for each in mine), *near]
    found += check_duplicates(replace(corpus, members=compared))
    return settle(corpus, found)


def _keys(own: Package | None) -> dict[tuple[str, int], tuple[Any, ...]]:
    """The key of each of the member's rows by its file and line, which are other ones in the folder."""
    return {
        (package.file(name), row.line): tuple(row.cells[column] for column in table(name).key)
        for package in ([own] if own else [])
        for name, rows in package.tables.items()
        for row in rows
    }


def _same(keys: Mapping[tuple[str, int], tuple[Any, ...]], found: Problem) -> tuple[Any, ...]:
    """What makes a problem the same before and after."""
    place = keys.get((found.file, found.line), found.line)
    return found.code, found.file, place, found.field, found.message


def _placed(own: str, found: Problem) -> Problem:
    """The problem where the member sees it: rows of its own by the name of the private table."""
    if found.file.startswith(f"{own}/"):
        return replace(found, file=found.file.removeprefix(f"{own}/"))
    return found
