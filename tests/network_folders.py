"""Small private folders, put together row by row."""

from __future__ import annotations

import random
from pathlib import Path

from checking import consent
from madewhere.identifiers import mint_factory_id
from madewhere.private.folder import open_private, write_private_table
from madewhere.private.network.model import Network, read_network
from madewhere.tables import table
from on_disk import csv_rows
from tiny_publication import AS_OF


def _ids(count: int) -> tuple[str, ...]:
    taken: set[str] = set()
    source = random.Random(70)
    return tuple(sorted(mint_factory_id("BD", source, taken) for _ in range(count)))


IDS = _ids(60)


class Folder:
    """A private folder of alder's; each method adds a row."""

    def __init__(self, path: Path, data: Path) -> None:
        self.path = path
        self.data = data
        self._invitations = 0
        open_private(path, "alder")

    def add(self, name: str, /, **values: str) -> None:
        """Add a row to a table."""
        path = self.path / f"{name}.csv"
        empty = dict.fromkeys(table(name).columns, "")
        write_private_table(self.path, name, [*csv_rows(path), empty | values])

    def factories(self, *ids: str, **values: str) -> None:
        """Add factories, named by their ID unless told otherwise."""
        for factory_id in ids:
            stated = {
                f"{group}_{what}": value
                for group in ("name", "address")
                for what, value in (("stated_on", "2026-02-01"), ("stated_by", "member"))
            }
            named = {"factory_id": factory_id, "name": f"Works {factory_id}", "country": "BD"}
            self.add("factories", **stated | named | values)

    def located(self, factory_id: str, latitude: float, longitude: float, **values: str) -> None:
        """Add a factory with coordinates."""
        place = {
            "latitude": str(latitude),
            "longitude": str(longitude),
            "coordinate_precision": "street",
            "coordinates_stated_on": "2026-02-01",
            "coordinates_stated_by": "member",
        }
        self.factories(factory_id, **place | values)

    def sourcing(self, factory_id: str, tier: int) -> None:
        """Say that the member sources there, and in which tier."""
        self.add("sourcing", factory_id=factory_id, tier=str(tier))

    def own(self, supplier: str, customer: str, tier: int | None = None) -> None:
        """Add a link that the member has on record."""
        self.add("internal_links", supplier=supplier, customer=customer, tier=str(tier or ""))

    def declared(self, supplier: str, customer: str, tier: int | None = None) -> None:
        """Add a link that the customer declared."""
        self.add(
            "supply_links",
            supplier_id=supplier,
            customer_id=customer,
            tier=str(tier or ""),
            stated_on="2026-03-01",
            stated_by="factory",
        )

    def party(self, party: str, name: str = "", kind: str = "agent") -> None:
        """Add a supplier or intermediary."""
        self.add("parties", party=party, name=name or party.title(), kind=kind)

    def invited(self, factory_id: str, on: str, answer: str = "") -> None:
        """Add an invitation and, with it, the answer a few days later."""
        self._invitations += 1
        self.add(
            "invitations",
            reference=f"{self._invitations:05}-00000",
            factory_id=factory_id,
            scopes="identity",
            text_version="2026-1",
            language="en",
            invited_on=on,
            answer=answer,
            answered_on="2026-05-01" if answer else "",
        )

    def agreed(self, factory_id: str) -> None:
        """Add a consent to identity that is in force."""
        self.add("consents", **consent(factory_id, decided_on="2026-05-01"))

    def network(self) -> Network:
        """The network of the folder as it is now."""
        return read_network(self.path, self.data, as_of=AS_OF)


def usual(path: Path, data: Path, second: str, town: str) -> Folder:
    """Four factories in each state that matters, with both kinds of links and a party.

    ``second`` is the name of the second factory, ``town`` the place of the third.
    """
    a, b, c, d = IDS[:4]
    made = Folder(path, data)
    made.located(a, 23.9, 90.4, name="First Works")
    made.located(b, 11.1, 77.3, name=second, country="IN")
    made.located(c, 41.0, 29.0, name="Third Works", country="TR", locality=town)
    made.factories(d, name="Fourth Works")
    for factory, tier in ((a, 1), (b, 2), (c, 3)):
        made.sourcing(factory, tier)
    made.party("harbour", "Harbour Trading")
    made.own("harbour", "alder")
    made.own(a, "harbour")
    made.own(b, a)
    made.declared(c, b)
    made.invited(a, "2026-03-02", answer="accepted")
    made.agreed(a)
    made.invited(b, "2026-03-20")
    made.invited(c, "2026-04-01", answer="refused")
    return made
