"""How a published table is defined: columns of its own, and columns borrowed from members' tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from madewhere.site_model import Site
from madewhere.tables import OPEN, Field, Table, table

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """One published table: its definition, and the rows that a site gives it."""

    definition: Table
    rows: Callable[[Site], Iterator[Row]]

    @property
    def name(self) -> str:
        """The table's name, and its file's without the ending."""
        return self.definition.name


def own(name: str, kind: str, title: str, description: str, example: str, **limits: Any) -> Field:
    """A column that only published tables have; it needs no consent beyond its row's."""
    return Field(
        name=name,
        type=kind,
        title=title,
        description=description,
        example=example,
        scope=OPEN,
        group="",
        refers="",
        unit="",
        source="Madewhere",
        constraints=limits,
    )


MEMBER = own(
    "member", "string", "Member", "The slug of the member whose statement this is.", "aldermoss"
)
"""The column of tables that hold one row a member."""

MEMBERS = own(
    "members",
    "string",
    "Members",
    "Slugs of the members that disclose it, separated by |.",
    "aldermoss|fennvale",
)
"""The column of tables in which a row may come from several members."""


def borrowed(source: str, name: str) -> Field:
    """A column of the members' tables; it may be empty here, where no consent covers it."""
    field = table(source).field(name)
    limits = {key: value for key, value in field.constraints.items() if key != "required"}
    return replace(field, constraints=limits)


def define(
    name: str, title: str, description: str, fields: list[Field], key: tuple[str, ...]
) -> Table:
    """A published table, with the Table Schema that goes into the data package."""
    descriptor: dict[str, Any] = {
        "fields": [_field_descriptor(field) for field in fields],
        "primaryKey": list(key),
        "foreignKeys": list(_foreign_keys(name, fields)),
        "missingValues": [""],
    }
    if not descriptor["foreignKeys"]:
        del descriptor["foreignKeys"]
    return Table(name, title, description, tuple(fields), key, descriptor)


_KEY_OF = {
    "audit_firm": ("audit_firms", "slug"),
    "audit_id": ("audits", "audit_id"),
    "member": ("members", "slug"),
}
"""Columns of published tables that hold the key of another one, beside those that name a factory."""

_KEYS_OF_TABLES = {
    "audit_chapters": (("chapter",), "chapters", ("slug",)),
    "findings": (("chapter",), "chapters", ("slug",)),
    "finding_events": (("audit_id", "finding"), "findings", ("audit_id", "finding")),
}
"""What else leads from a published table to another: its columns, that table, and its columns."""


_NO_KEYS = {("audits", "audit_id"), ("consents", "member")}
"""An audit's own key, and the members of consents, where `*` stands for all."""


def _foreign_keys(name: str, fields: list[Field]) -> Iterator[dict[str, Any]]:
    """Which columns lead to which table, for programs that join.

    Identifiers are not among them: most that are not shown have no row in `factories`.
    """
    if name in ("identifiers", "members"):
        return
    for field in fields:
        if field.refers == "factory" and (name, field.name) != ("factories", "factory_id"):
            resource, column = ("" if name == "factories" else "factories"), "factory_id"
        elif field.name in _KEY_OF and (name, field.name) not in _NO_KEYS:
            resource, column = _KEY_OF[field.name]
        else:
            continue
        yield {"fields": [field.name], "reference": {"resource": resource, "fields": [column]}}
    if name in _KEYS_OF_TABLES:
        columns, resource, keys = _KEYS_OF_TABLES[name]
        yield {
            "fields": list(columns),
            "reference": {"resource": resource, "fields": list(keys)},
        }


def _field_descriptor(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "description": field.description,
        "example": field.example,
    }
    if field.type == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    if field.constraints:
        found["constraints"] = field.constraints
    found["madewhere:scope"] = field.scope
    if field.unit:
        found["madewhere:unit"] = field.unit
    found["madewhere:source"] = field.source
    return found


def cell(value: Any) -> str:
    """A value as a published CSV file writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, tuple):
        return "|".join(value)
    return str(value)
