"""Published tables that are the gate's rows as they are: the members' statements, and the registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from madewhere.exports.definitions import MEMBER, Published, Row, borrowed, define
from madewhere.site_model import Site
from madewhere.tables import table


def released(name: str) -> Callable[[Site], Iterator[Row]]:
    """The rows that the gate released, as far as they name factories that have a page.

    A row that must name one that has none is left out, as no page has it; where the cell may be empty,
    such as ``part_of``, it is.
    """
    columns = table(name).columns
    naming = [field for field in table(name).fields if field.refers == "factory"]
    named = [field.name for field in naming if field.required]
    may_be_empty = frozenset(field.name for field in naming if not field.required)

    def rows(site: Site) -> Iterator[Row]:
        released = [
            row
            for row in site.disclosure.tables[name]
            if all(row.cells[column] in site.by_id for column in named)
        ]
        keyed = [([r.cells[k] for k in table(name).key], r) for r in released]
        for _, row in sorted(keyed, key=lambda pair: (pair[0], pair[1].member)):
            cells = row.cells
            yield (
                row.member,
                *(
                    None
                    if column in may_be_empty and cells[column] not in site.by_id
                    else cells[column]
                    for column in columns
                ),
            )

    return rows


def with_member(name: str, title: str, description: str) -> Published:
    """A published table of a members' table, with the member whose statement each row is."""
    source = table(name)
    fields = [MEMBER, *(borrowed(name, column) for column in source.columns)]
    published = "statements" if name == "factories" else name
    definition = define(published, title, description, fields, (*source.key, "member"))
    return Published(definition, released(name))


def register(name: str) -> Published:
    """A register as it is published: without who maintains what."""
    source = table(name)
    public = [column for column in source.columns if column != "maintainers"]
    fields = [borrowed(name, column) for column in public]
    definition = define(name, source.title, source.description, fields, source.key)

    def rows(site: Site) -> Iterator[Row]:
        found = [tuple(row[column] for column in public) for row in site.disclosure.registers[name]]
        yield from sorted(found, key=lambda row: tuple(str(value) for value in row))

    return Published(definition, rows)
