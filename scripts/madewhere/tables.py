"""The data contract: one Table Schema file a table, in `schemas/`, and what follows from it.

The schemas are the data dictionary. Beyond Table Schema each field carries, in our namespace, the
consent scope that it belongs to (``madewhere:scope``), the version of the invitation's text that first
named it (``madewhere:since_text``; without one, the first did), the group of fields that it is stated with
(``madewhere:group``), whether it names a factory, an audit, a product or a certificate
(``madewhere:refers``), whether it is a
public way to reach somebody (``madewhere:contact``), its unit and its source.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA_FOLDER = Path(__file__).parent / "schemas"

MEMBER_TABLES = (
    "factories",
    "consents",
    "audits",
    "audit_chapters",
    "findings",
    "finding_events",
    "workforce",
    "profiles",
    "sourcing",
    "supply_links",
    "certificates",
    "claims",
    "worker_voice",
    "grievance_channels",
    "confirmations",
    "products",
    "product_gtins",
    "product_steps",
    "product_certificates",
    "product_claims",
)
"""What a member's package may hold; the first two are required."""

RELEASED_TABLES = tuple(name for name in MEMBER_TABLES if name != "consents")
"""What the gate releases row by row. Consents are not: those in force decide, and are listed."""

REQUIRED_MEMBER_TABLES = ("factories", "consents")

REQUIRED_REGISTER_TABLES = (
    "members",
    "audit_firms",
    "facility_types",
    "processing_types",
    "decisions",
)

REGISTER_TABLES = (
    *REQUIRED_REGISTER_TABLES,
    "handbooks",
    "chapters",
    "requirements",
    "sampling",
    "monitoring_rules",
    "standards",
    "standard_topics",
    "risk_counts",
)
"""What the package of registers may hold; those before the handbooks are required."""

LEDGER_TABLE = "ledger"

PRIVATE_TABLES = (
    "contacts",
    "invitations",
    "lookalikes",
    "parties",
    "internal_links",
    "notes",
    "evidence",
    "others_cap",
    "grid",
)
"""What a member's private folder holds beside the member's tables. None of it is ever published."""

CONTRIBUTION_TABLE = "risk_contribution"
"""What a member hands to the publisher for the consolidated counts. It is private too."""

SCOPES = (
    "identity",
    "audits",
    "ratings",
    "cap",
    "profile",
    "tiers",
    "certificates",
    "products",
    "worker_voice",
    "programmes",
    "contact",
)
"""What a factory can agree to, each by itself. Nothing is shown without identity."""

OPEN = "open"
"""The scope of fields that say nothing about a factory."""

PRIVATE = "private"
"""The scope of fields that no consent opens: they stay in the private folder."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, Table Schema type, titles, and what Madewhere adds to them."""

    name: str
    type: str
    title: str
    description: str
    example: str
    scope: str
    group: str
    refers: str
    unit: str
    source: str
    constraints: dict[str, Any]
    contact: bool = False
    since_text: str = ""

    @property
    def required(self) -> bool:
        """Whether the cell may not be empty."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its fields in order, its key, and the descriptor that goes into data packages."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    descriptor: dict[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def own(self) -> str:
        """The column of the factory that a row is about; empty for a table that is about no factory."""
        own = (f.name for f in self.fields if f.refers == "factory" and f.required)
        return next(own, "")

    def naming(self, kind: str, *, required: bool | None = None) -> tuple[str, ...]:
        """The columns that name things of a kind, such as ``factory``; only the required ones, or others."""
        return tuple(
            field.name
            for field in self.fields
            if field.refers == kind and required in (None, field.required)
        )

    def field(self, name: str) -> Field:
        """The field of that name. Raises `KeyError` where there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@cache
def table(name: str) -> Table:
    """Load the table of that name. Raises `FileNotFoundError` for one that does not exist."""
    descriptor = json.loads((SCHEMA_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    fields = tuple(
        Field(
            name=item["name"],
            type=item["type"],
            title=item["title"],
            description=item["description"],
            example=item["example"],
            scope=item["madewhere:scope"],
            group=item.get("madewhere:group", ""),
            refers=item.get("madewhere:refers", ""),
            unit=item.get("madewhere:unit", ""),
            contact=item.get("madewhere:contact", False),
            source=item["madewhere:source"],
            constraints=item.get("constraints", {}),
            since_text=item.get("madewhere:since_text", ""),
        )
        for item in descriptor["fields"]
    )
    return Table(
        name=descriptor["name"],
        title=descriptor["title"],
        description=descriptor["description"],
        fields=fields,
        key=tuple(descriptor["primaryKey"]),
        descriptor=descriptor,
    )


@cache
def groups() -> dict[str, tuple[Field, ...]]:
    """The groups of a factory's fields, in order, without the columns that date and source them."""
    found: dict[str, list[Field]] = {}
    for field in table("factories").fields:
        if field.group and not field.name.endswith(("_stated_on", "_stated_by")):
            found.setdefault(field.group, []).append(field)
    return {group: tuple(fields) for group, fields in found.items()}


@cache
def newest_text(scope: str) -> str:
    """The version of the invitation's text that first named all that this scope covers; may be empty."""
    fields = (field for name in MEMBER_TABLES for field in table(name).fields)
    return max((field.since_text for field in fields if field.scope == scope), default="")


@cache
def used_scopes() -> tuple[str, ...]:
    """The scopes that the members' tables have columns for, in the order of `SCOPES`."""
    used = {field.scope for name in MEMBER_TABLES for field in table(name).fields}
    return tuple(scope for scope in SCOPES if scope in used)
