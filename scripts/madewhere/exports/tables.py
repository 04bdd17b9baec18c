"""The published tables. Their columns are a contract with everybody who uses the data.

A published column that carries a column of the members' tables takes its definition from there, so
that the two cannot drift apart. To add a table, write its rows and add it to `PUBLISHED`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from madewhere.disclose import FACTORY_TABLES
from madewhere.exports.definitions import Published, Row, borrowed, define, own
from madewhere.exports.factories import FACTORIES, MEMBERS, URL, factory_row
from madewhere.site_model import Site
from madewhere.tables import table


def _factories(site: Site) -> Iterator[Row]:
    for factory_id in sorted(site.by_id):
        yield factory_row(site, site.by_id[factory_id])


def _released(name: str) -> Callable[[Site], Iterator[Row]]:
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


_MEMBER = own(
    "member", "string", "Member", "The slug of the member whose statement this is.", "aldermoss"
)


def _with_member(name: str, title: str, description: str) -> Published:
    source = table(name)
    fields = [_MEMBER, *(borrowed(name, column) for column in source.columns)]
    published = "statements" if name == "factories" else name
    definition = define(published, title, description, fields, (*source.key, "member"))
    return Published(definition, _released(name))


def _consents(site: Site) -> Iterator[Row]:
    for factory_id in sorted(site.by_id):
        for consent in site.by_id[factory_id].consents:
            member = consent.member.slug if consent.member else "*"
            yield (
                factory_id,
                consent.scope,
                member,
                consent.decided_on,
                consent.valid_until,
                consent.method,
            )


_AUDIT_COLUMNS = tuple(column for column in table("audits").columns if column != "audit_firm")


def _audits(site: Site) -> Iterator[Row]:
    for audit in sorted(site.audits, key=lambda a: a.audit_id):
        yield (
            *(getattr(audit, column) for column in _AUDIT_COLUMNS),
            audit.firm.slug,
            "|".join(member.slug for member in audit.members),
        )


def _identifiers(site: Site) -> Iterator[Row]:
    states = {f.factory_id: (f.state, f.successor) for f in site.factories}
    states |= {t.factory_id: (t.state, t.successor) for t in site.tombstones}
    for factory_id in sorted(states):
        address = site.publication.address(f"F/{factory_id}/")
        yield (factory_id, address, *states[factory_id])


def _register(name: str) -> Published:
    source = table(name)
    public = [column for column in source.columns if column != "maintainers"]
    fields = [borrowed(name, column) for column in public]
    definition = define(name, source.title, source.description, fields, source.key)

    def rows(site: Site) -> Iterator[Row]:
        found = [tuple(row[column] for column in public) for row in site.disclosure.registers[name]]
        yield from sorted(found, key=lambda row: tuple(str(value) for value in row))

    return Published(definition, rows)


_STATES = ["open", "closed", "moved", "merged", "withdrawn", "not-shown"]

PUBLISHED: tuple[Published, ...] = (
    Published(FACTORIES, _factories),
    _with_member(
        "factories",
        "Statements",
        "What each member states about each factory, as it is shown: the same columns as members write, with who and when.",
    ),
    Published(
        define(
            "audits",
            "Audits",
            "One row an audit, however many members disclose it. An audit is neither a certificate nor a label.",
            [
                *(borrowed("audits", column) for column in _AUDIT_COLUMNS),
                borrowed("audits", "audit_firm"),
                MEMBERS,
            ],
            ("audit_id",),
        ),
        _audits,
    ),
    _with_member("sourcing", "Sourcing", "Which member sources from which factory."),
    _with_member(
        "supply_links",
        "Supply links",
        "Which factory delivers to which, where both agreed to show it.",
    ),
    _with_member(
        "confirmations",
        "Confirmations",
        "Which factories stand behind their own statements, as was found on their own domains.",
    ),
    Published(
        define(
            "consents",
            "Consents in force",
            "What each factory that is shown agreed to.",
            [
                borrowed("consents", name)
                for name in ("factory_id", "scope", "member", "decided_on", "valid_until", "method")
            ],
            ("factory_id", "scope", "member"),
        ),
        _consents,
    ),
    Published(
        define(
            "identifiers",
            "Identifiers",
            "Every factory ID ever published, with what its page shows today.",
            [
                borrowed("factories", "factory_id"),
                URL,
                own(
                    "state",
                    "string",
                    "State",
                    "Merged ones point on; withdrawn ones and those that are not shown answer and show nothing else.",
                    "open",
                    enum=_STATES,
                ),
                own(
                    "successor",
                    "string",
                    "Successor",
                    "For one that was merged or has moved: the ID that it points to.",
                    "BD9ZTM404",
                ),
            ],
            ("factory_id",),
        ),
        _identifiers,
    ),
    _register("members"),
    _register("audit_firms"),
    _register("facility_types"),
    _register("processing_types"),
)
"""Every published table, in the order in which the data page lists them."""

assert set(FACTORY_TABLES) <= {
    "factories",
    "audits",
    "sourcing",
    "supply_links",
    "confirmations",
}, "a table that the gate releases must be published, or be left out here on purpose"
