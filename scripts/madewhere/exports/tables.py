"""The published tables. Their columns are a contract with everybody who uses the data.

A published column that carries a column of the members' tables takes its definition from there, so
that the two cannot drift apart. To add a table, write its rows and add it to `PUBLISHED`.
"""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.disclose import FACTORY_TABLES
from madewhere.exports.audit_tables import AUDIT_TABLES, PROGRESS_FIELDS, progress_cells
from madewhere.exports.definitions import MEMBERS, Published, Row, borrowed, define, own
from madewhere.exports.profile_tables import PROFILE_TABLES
from madewhere.exports.released import register, with_member
from madewhere.site_model import Factory, Site
from madewhere.tables import REGISTER_TABLES, table

_STATEMENT = tuple(
    field.name
    for field in table("factories").fields
    if field.name != "factory_id" and not field.name.endswith(("_stated_on", "_stated_by"))
)
_URL = own(
    "url",
    "string",
    "Page",
    "The permanent address of the factory's page.",
    "https://madewhere.example/F/BD7K3QF21/",
)
FACTORIES = define(
    "factories",
    "Factories",
    "One row a factory that is shown: of each group of fields the newest statement.",
    [
        borrowed("factories", "factory_id"),
        _URL,
        own(
            "state",
            "string",
            "State",
            "Whether it is open, has closed, or has moved.",
            "open",
            enum=["open", "closed", "moved"],
        ),
        own(
            "successor",
            "string",
            "Successor",
            "For one that has moved: the ID of the factory at its new place.",
            "BD9ZTM404",
        ),
        *(borrowed("factories", name) for name in _STATEMENT),
        MEMBERS,
        own(
            "agreed",
            "string",
            "Agreed scopes",
            "What the factory agreed to show, for at least one member, separated by |. An empty cell under a scope that is not listed here says nothing about the factory.",
            "audits|identity",
        ),
        own(
            "last_stated_on",
            "date",
            "Last stated on",
            "The day of the newest statement that is shown.",
            "2026-03-14",
        ),
        own(
            "last_audit_date",
            "date",
            "Last audit",
            "The day of the newest audit that is shown.",
            "2026-02-17",
        ),
        own("audits", "integer", "Audits", "How many audits are shown.", "3"),
        own(
            "demo",
            "boolean",
            "Invented",
            "Whether the factory is made up for a demonstration.",
            "true",
        ),
        *PROGRESS_FIELDS,
    ],
    ("factory_id",),
)


def factory_row(site: Site, factory: Factory) -> Row:
    """A factory's row of the table `factories`."""
    return (
        factory.factory_id,
        site.publication.address(f"F/{factory.factory_id}/"),
        factory.state,
        factory.successor,
        *(getattr(factory, name) for name in _STATEMENT),
        _slugs(factory),
        "|".join(sorted(factory.agreed)),
        factory.last_confirmed.stated_on,
        factory.audits[0].audit_date if factory.audits else None,
        len(factory.audits),
        factory.demo,
        *progress_cells(factory.progress),
    )


def _slugs(factory: Factory) -> str:
    return "|".join(sourcing.member.slug for sourcing in factory.sourcing)


def _factories(site: Site) -> Iterator[Row]:
    for factory_id in sorted(site.by_id):
        yield factory_row(site, site.by_id[factory_id])


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


def _identifiers(site: Site) -> Iterator[Row]:
    states = {f.factory_id: (f.state, f.successor) for f in site.factories}
    states |= {t.factory_id: (t.state, t.successor) for t in site.tombstones}
    for factory_id in sorted(states):
        address = site.publication.address(f"F/{factory_id}/")
        yield (factory_id, address, *states[factory_id])


_STATES = ["open", "closed", "moved", "merged", "withdrawn", "not-shown"]

PUBLISHED: tuple[Published, ...] = (
    Published(FACTORIES, _factories),
    with_member(
        "factories",
        "Statements",
        "What each member states about each factory, as it is shown: the same columns as members write, with who and when.",
    ),
    *AUDIT_TABLES,
    with_member("sourcing", "Sourcing", "Which member sources from which factory."),
    with_member(
        "supply_links",
        "Supply links",
        "Which factory delivers to which, where both agreed to show it.",
    ),
    *PROFILE_TABLES,
    with_member(
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
                _URL,
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
    *(register(name) for name in REGISTER_TABLES if name != "decisions"),
)
"""Every published table, in the order in which the data page lists them."""

assert {"statements" if name == "factories" else name for name in FACTORY_TABLES} <= {
    published.name for published in PUBLISHED
}, "a table that the gate releases must be published"
