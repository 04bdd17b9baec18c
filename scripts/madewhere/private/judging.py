"""What `check` would say of rows that are about to go public, told before they do.

The checks run over the publication as it is and as it would be; what only the second has, the change
brings. It stands at the line of the private folder that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from madewhere.corpus import Corpus, Package, Row
from madewhere.crosscheck import row_checks
from madewhere.crosscheck.decisions import settle
from madewhere.crosscheck.duplicates import check_duplicates
from madewhere.crosscheck.places import check_places
from madewhere.ledger import Event, Ledger
from madewhere.left_out import LeftOut
from madewhere.package_writer import cell_text
from madewhere.problems import Problem, in_order
from madewhere.read import DataRead
from madewhere.tables import table


def brought(
    read: DataRead,
    source: Package,
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    events: Iterable[Mapping[str, Any]],
) -> list[Problem]:
    """The problems that the publication would have with these rows and events, and does not have now.

    ``read`` is the publication, ``source`` the private folder's typed tables, ``tables`` all rows of its
    member that would be public, ``events`` those that the ledger would get. The file of a problem is one
    of the folder, such as ``factories.csv``, or of the publication, such as ``members/SLUG/audits.csv``.
    """
    corpus = read.corpus
    own = f"members/{source.slug}"
    others = [package for package in corpus.members if package.slug != source.slug]
    now = next((package for package in corpus.members if package.slug == source.slug), None)
    coming = Package(source.slug, own, demo=False, tables=dict(_with_lines(source, tables)))
    new = [Event(**event, file="ledger", line=0) for event in events]
    ledger = Ledger.of([*(e for each in corpus.ledger.events.values() for e in each), *new])
    countries = {
        row.cells["country"]
        for package in (now, coming)
        if package
        for row in package.rows("factories")
    }
    left_out = LeftOut(
        {file for file in read.left_out.unread if not file.startswith(f"{own}/")},
        {file: keys for file, keys in read.left_out.keys.items() if not file.startswith(f"{own}/")},
    )
    before = _found(corpus, others, now, read.left_out, countries)
    after = _found(replace(corpus, ledger=ledger), others, coming, left_out, countries)
    keys_now, keys = _keys(now), _keys(coming)
    known = {_same(keys_now, each) for each in before}
    return in_order([_placed(own, each) for each in after if _same(keys, each) not in known])


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
    corpus: Corpus,
    others: list[Package],
    own: Package | None,
    left_out: LeftOut,
    countries: set[str],
) -> list[Problem]:
    """All that the checks of several tables find, of places and duplicates what the member may cause.

    Of two rows that differ the later one is told, and of two factories where the first one is: both
    times that is to be the member's own.
    """
    mine = [own] if own else []
    found = row_checks(replace(corpus, members=[*others, *mine]), left_out)
    found += check_places(replace(corpus, members=mine))
    near = [
        replace(
            package,
            tables={
                "factories": [
                    row for row in package.rows("factories") if row.cells["country"] in countries
                ]
            },
        )
        for package in (*mine, *others)
    ]
    found += check_duplicates(replace(corpus, members=near))
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
