"""The published tables. Their columns are a contract with everybody who uses the data.

A published column that carries a column of the members' tables takes its definition from there, so
that the two cannot drift apart. To add a table, write its rows and add it to `PUBLISHED`.
"""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.exports.audit_tables import AUDIT_TABLES
from madewhere.exports.definitions import Published, Row, borrowed, define
from madewhere.exports.factories import FACTORIES, URL, factory_row, state, successor
from madewhere.exports.figure_tables import FIGURE_TABLES
from madewhere.exports.product_tables import PRODUCT_TABLES
from madewhere.exports.profile_tables import PROFILE_TABLES
from madewhere.exports.released import register, with_member
from madewhere.site_model import Site
from madewhere.tables import REGISTER_TABLES, RELEASED_TABLES


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
                URL,
                state(
                    "Merged ones point on; withdrawn ones and those that are not shown answer and show nothing else.",
                    ["open", "closed", "moved", "merged", "withdrawn", "not-shown"],
                ),
                successor("For one that was merged or has moved: the ID that it points to."),
            ],
            ("factory_id",),
        ),
        _identifiers,
    ),
    *PRODUCT_TABLES,
    *FIGURE_TABLES,
    *(register(name) for name in REGISTER_TABLES if name != "decisions"),
)
"""Every published table, in the order in which the data page lists them."""

assert {"statements" if name == "factories" else name for name in RELEASED_TABLES} <= {
    published.name for published in PUBLISHED
}, "a table that the gate releases must be published"
