"""The supply links that one member states, as a file beside its page."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.exports.definitions import Row
from madewhere.exports.files import csv_bytes
from madewhere.exports.tables import PUBLISHED
from madewhere.tiers.around import MemberNetwork

SUPPLY_LINKS = "supply_links.csv"
"""The file's name, beside the member's page."""

_DEFINITION = next(each.definition for each in PUBLISHED if each.name == "supply_links")


def supply_links_csv(network: MemberNetwork) -> bytes:
    """A member's links as CSV, with the columns of the published table `supply_links`."""
    return csv_bytes(_DEFINITION, sorted(_rows(network)))


def _rows(network: MemberNetwork) -> Iterator[Row]:
    for link in network.links:
        for statement in link.statements:
            cells = {
                "member": statement.member.slug,
                "supplier_id": link.supplier.factory_id,
                "customer_id": link.customer.factory_id,
                "tier": statement.tier,
                "since": statement.since,
                "stated_on": statement.stated_on,
                "stated_by": statement.stated_by,
            }
            yield tuple(cells[column] for column in _DEFINITION.columns)
