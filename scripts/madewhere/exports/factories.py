"""The published table `factories`, whose rows stand in other downloads and beside the pages too."""

from __future__ import annotations

from madewhere.exports.audit_tables import PROGRESS_FIELDS, progress_cells
from madewhere.exports.definitions import MEMBERS, Row, borrowed, define, own
from madewhere.site_model import Factory, Site
from madewhere.tables import Field, table

_STATEMENT = tuple(
    field.name
    for field in table("factories").fields
    if field.name != "factory_id" and not field.name.endswith(("_stated_on", "_stated_by"))
)
URL = own(
    "url",
    "string",
    "Page",
    "The permanent address of the factory's page.",
    "https://madewhere.example/F/BD7K3QF21/",
)
"""The column with a factory's address, of every table that has one."""


def state(description: str, states: list[str]) -> Field:
    """The column with how it stands with a factory, of every table that has one."""
    return own("state", "string", "State", description, "open", enum=states)


def successor(description: str) -> Field:
    """The column with the ID of the factory that a row leads on to."""
    return own("successor", "string", "Successor", description, "BD9ZTM404")


FACTORIES = define(
    "factories",
    "Factories",
    "One row a factory that is shown: of each group of fields the newest statement.",
    [
        borrowed("factories", "factory_id"),
        URL,
        state("Whether it is open, has closed, or has moved.", ["open", "closed", "moved"]),
        successor("For one that has moved: the ID of the factory at its new place."),
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
