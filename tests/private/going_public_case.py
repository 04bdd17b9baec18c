"""A private folder that holds what the tiny publication has of one member, and changes of it."""

from __future__ import annotations

import csv
from pathlib import Path

from checking import consent, read_rows
from madewhere.private.folder import open_private, write_private_table
from madewhere.tables import MEMBER_TABLES
from tiny_publication import KNITS

NEW = "VNF7HJ06K"


def make_private(data: Path, folder: Path) -> Path:
    """Alder's private folder, with just what is public already."""
    open_private(folder, "alder")
    for name in MEMBER_TABLES:
        with (data / f"members/alder/{name}.csv").open(encoding="utf-8", newline="") as opened:
            write_private_table(folder, name, list(csv.DictReader(opened)))
    return folder


def add(private: Path, name: str, /, **values: str) -> None:
    """Add a row to a private table."""
    rows = read_rows(private / f"{name}.csv")
    fields = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    write_private_table(private, name, [*fields, dict.fromkeys(rows[0], "") | values])


def add_factory(private: Path, factory_id: str = NEW, **values: str) -> None:
    """Add a factory with its name and country, dated and sourced."""
    stated = {
        f"{group}_{what}": value
        for group in ("name", "address")
        for what, value in (("stated_on", "2026-02-01"), ("stated_by", "member"))
    }
    named = {"factory_id": factory_id, "name": "Newly Made Up", "country": "VN"}
    add(private, "factories", **stated | named | values)


def add_link(private: Path) -> None:
    """Add a supply link: the new factory supplies the knitting factory."""
    stated = {"stated_on": "2026-02-01", "stated_by": "member"}
    add(private, "supply_links", supplier_id=NEW, customer_id=KNITS, **stated)


def agree(private: Path, scope: str, factory_id: str = NEW, **values: str) -> None:
    """Add a consent."""
    given = {"decided_on": "2026-03-01", "language": "vi", "evidence_sha256": "a" * 64}
    add(private, "consents", **consent(factory_id, scope) | given | values)
