"""A private folder of alder with two factories that were never asked, and everything it must not tell."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

from madewhere.private.folder import open_private, read_private, write_private_table
from madewhere.private.invitation.choosing import Choice
from madewhere.private.invitation.inviting import Inviting, invite
from madewhere.tables import table
from tiny_publication import AS_OF, KNITS

NEW = "VNF7HJ06K"
OTHER = "IN7M2P4XH"
SEED = 7


def add(private: Path, name: str, /, **values: str) -> None:
    """Add a row to a table of the folder."""
    rows = read_private(private).tables.get(name, [])
    write_private_table(private, name, [*rows, dict.fromkeys(table(name).columns, "") | values])


def rows_of(private: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table of the folder."""
    with (private / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def stated(*groups: str) -> dict[str, str]:
    """The columns that date and source groups of fields."""
    return {
        f"{group}_stated_{what}": value
        for group in groups
        for what, value in (("on", "2026-02-01"), ("by", "member"))
    }


def make_folder(private: Path) -> Path:
    """Make the folder; each value of the new factory says of which scope it is."""
    open_private(private, "alder")
    add(
        private,
        "factories",
        factory_id=NEW,
        name="Identity Garments",
        street_address="1 Identity Street",
        locality="Identityville",
        country="VN",
        latitude="10.8231",
        longitude="106.6297",
        coordinate_precision="street",
        sector="Profile sector",
        product_types="Profile trousers",
        parent_company="Profile Holding",
        workers="7421",
        registration_number="Identity R-1",
        website="https://contact.example/",
        **stated("name", "address", "coordinates", "production", "workforce", "identifiers"),
        **stated("contact"),
    )
    add(
        private,
        "factories",
        factory_id=OTHER,
        name="Undisclosed Mill",
        country="IN",
        part_of=NEW,
        parent_company="Profile Holding",
        **stated("name", "address", "identifiers", "production"),
    )
    add(private, "sourcing", factory_id=NEW, tier="1", since="2019-01-01")
    add(private, "sourcing", factory_id=OTHER, tier="2")
    add(
        private,
        "audits",
        factory_id=NEW,
        type="social",
        category="initial",
        announcement="semi-announced",
        audit_date="2025-03-05",
        audit_firm="plumb",
        rating_percent="73.7",
        rating_letter="C",
        alert_notifications="0",
        cap_complete="true",
    )
    link = {"tier": "2", "stated_on": "2026-02-01"}
    add(private, "supply_links", supplier_id=OTHER, customer_id=NEW, stated_by="factory", **link)
    add(private, "supply_links", supplier_id=NEW, customer_id=KNITS, stated_by="member", **link)
    add(
        private,
        "contacts",
        factory_id=NEW,
        name="Canary Contact",
        email="canary@secret.example",
        phone="+84 5550 0199",
        language="vi",
    )
    add(private, "notes", **_note())
    return private


def _note() -> dict[str, str]:
    return {
        field.name: {"factory_id": NEW}.get(field.name)
        or ("2026-02-01" if field.type == "date" else "Canary note")
        for field in table("notes").fields
    }


def ask(private: Path, data: Path, *factories: str, as_of: date = AS_OF, **options) -> Inviting:
    """Invite these factories, or the new one, with the same reference codes every time."""
    choice = options.pop("choice", Choice(factories=factories or (NEW,)))
    options.setdefault("source", random.Random(SEED))
    return invite(private, data, choice, as_of=as_of, **options)


def pages(result: Inviting, number: int = 0) -> tuple[str, str]:
    """The letter and the preview of an invitation."""
    folder = result.place / result.invited[number].reference
    return (
        (folder / "invitation.html").read_text(encoding="utf-8"),
        (folder / "preview.html").read_text(encoding="utf-8"),
    )
