"""How factories hang together: who supplies whom, and which are units of one site."""

from __future__ import annotations

from collections import defaultdict

from madewhere.disclose import DisclosedRow
from madewhere.site_model import Factory, LinkStatement, Member, SupplyLink

_STATED = ("tier", "since", "stated_by", "stated_on")


def link_supply(
    rows: tuple[DisclosedRow, ...], by_id: dict[str, Factory], members: dict[str, Member]
) -> None:
    """Give each factory its suppliers and customers, both ends being shown."""
    pairs: defaultdict[tuple[str, str], list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        supplier, customer = row.cells["supplier_id"], row.cells["customer_id"]
        if supplier in by_id and customer in by_id and supplier != customer:
            pairs[supplier, customer].append(row)
    suppliers: defaultdict[str, list[SupplyLink]] = defaultdict(list)
    customers: defaultdict[str, list[SupplyLink]] = defaultdict(list)
    for (supplier, customer), told in sorted(pairs.items()):
        told.sort(key=lambda row: (row.cells["stated_on"], row.member), reverse=True)
        statements = tuple(
            LinkStatement(members[row.member], *(row.cells[column] for column in _STATED))
            for row in told
        )
        suppliers[customer].append(SupplyLink(by_id[supplier], statements))
        customers[supplier].append(SupplyLink(by_id[customer], statements))
    for factory_id, links in suppliers.items():
        by_id[factory_id].suppliers = tuple(links)
    for factory_id, links in customers.items():
        by_id[factory_id].customers = tuple(links)


def link_units(factories: list[Factory], by_id: dict[str, Factory]) -> None:
    """Give each larger site the units that say they are part of it."""
    units: defaultdict[str, list[str]] = defaultdict(list)
    for factory in factories:
        if factory.part_of is not None:
            units[factory.part_of].append(factory.factory_id)
    for site, found in units.items():
        by_id[site].units = tuple(found)
