"""What each scope would show of a factory, field by field, as the gate released it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from madewhere.disclose import DisclosedRow
from madewhere.private.invitation.languages import joined, lists_joined
from madewhere.private.invitation.words import (
    CODES,
    FIELDS,
    NO,
    ONE_OF,
    RECORDS,
    UNLABELLED,
    YES,
)
from madewhere.render.speaker import Speaker
from madewhere.site_model import Site
from madewhere.tables import OPEN, RELEASED_TABLES, Field, table

_JOINED = dict.fromkeys(
    ("street_address", "locality", "region", "postal_code", "country"), FIELDS["address"]
) | dict.fromkeys(("latitude", "longitude", "coordinate_precision"), FIELDS["position"])
_JOINED |= {"name_native": FIELDS["name"], "name_native_language": FIELDS["name"]}
"""The label of columns that are told in one row with others, or stated in one go with it."""

_SOURCE_ENDS = ("_stated_on", "_stated_by")

_NOT_OF_RECORDS = frozenset(
    {"factory_id", "stated_on", "stated_by", "capacity_unit", "capacity_period"}
)
"""Columns of a record that are told with others, or that the whole letter tells."""


@dataclass(slots=True)
class ScopeShown:
    """One scope with what it would show, as (label, text); none where nothing is stated."""

    scope: str
    rows: list[tuple[str, str]] = field(default_factory=list)


def would_show(
    site: Site, member: str, factory_id: str, scopes: Sequence[str], say: Speaker
) -> list[ScopeShown]:
    """What the member's own statements would show of the factory, in the order of the scopes.

    ``site`` is made from a disclosure with exactly these scopes; ``say`` speaks the letter's language.
    """
    told = _Told(site, say, {scope: ScopeShown(scope) for scope in scopes})
    for name in RELEASED_TABLES:
        for row in site.disclosure.tables[name]:
            if row.member == member and factory_id in _stated_of(name, row):
                told.take(name, row, factory_id)
    told.add("identity", "member", told.member(member))
    return list(told.scopes.values())


def is_shown_by_others(site: Site, member: str, factory_id: str) -> bool:
    """Whether the factory's page would show statements of other members too."""
    return any(
        row.member != member and factory_id in _stated_of(name, row)
        for name in RELEASED_TABLES
        for row in site.disclosure.tables[name]
    )


def _stated_of(name: str, row: DisclosedRow) -> set[Any]:
    """The factories that a row is about; that another one is part of it does not count."""
    return {row.cells["factory_id"]} if "factory_id" in row.cells else _named(name, row)


def _named(name: str, row: DisclosedRow) -> set[Any]:
    return {row.cells[each.name] for each in table(name).fields if each.refers == "factory"}


class _Told:
    """Gathers labels and texts by scope."""

    def __init__(self, site: Site, say: Speaker, scopes: dict[str, ScopeShown]) -> None:
        self._site = site
        self._say = say
        self._text = say.language.gettext
        self._firms = {firm.slug: firm.name for firm in site.audit_firms}
        self._titles = {
            "facility_type": site.facility_types,
            "processing_types": site.processing_types,
            "outside_processes": site.processing_types,
            "chapter": {c.slug: c.title for c in site.handbook.chapters.values()},
            "requirement": {
                each.slug: each.title
                for version in reversed(site.handbook.versions)
                for each in version.requirements
            },
            "standard": {
                row["slug"]: row["title"] for row in site.disclosure.registers["standards"]
            },
        }
        self.scopes = scopes

    def add(self, scope: str, column: str, text: str) -> None:
        """Note a text under the label of a column."""
        self._note(scope, self._label(column), text)

    def member(self, slug: str) -> str:
        """A member's name."""
        return self._whole(next(p.member.name for p in self._site.members if p.member.slug == slug))

    def _whole(self, name: str) -> str:
        return self._say.isolated(name)

    def _list(self, *parts: str | None) -> str:
        return joined((part for part in parts if part), self._say.language)

    def _note(self, scope: str, label: str, text: str) -> None:
        if scope in self.scopes:
            self.scopes[scope].rows.append((label, text))

    def _label(self, column: str) -> str:
        return self._text(FIELDS[column])

    def take(self, name: str, row: DisclosedRow, factory_id: str) -> None:
        """Note all that a row would show."""
        other = self._record if name in RECORDS else self._row
        own = {
            "audits": self._audit,
            "supply_links": self._link,
            "product_steps": self._made,
        }
        own.get(name, other)(name, row, factory_id)

    def _row(self, name: str, row: DisclosedRow, _factory_id: str) -> None:
        cells = {
            column: value
            for column, value in row.cells.items()
            if value is not None and not column.endswith(_SOURCE_ENDS) and column != "factory_id"
        }
        sources = self._sources(name, row, cells)
        if name == "factories":
            self._place(cells)
        for each in table(name).fields:
            if each.name in cells and each.scope != OPEN:
                self._note(each.scope, self._title(each), self.value(each, cells[each.name]))
        for scope, by_whom in sources.items():
            self.add(scope, "stated_by", self._stated(by_whom))

    def _sources(
        self, name: str, row: DisclosedRow, cells: dict[str, Any]
    ) -> dict[str, dict[str, dict[str, None]]]:
        """By scope and by who stated it, the labels of what was stated."""
        found: dict[str, dict[str, dict[str, None]]] = {}
        for each in table(name).fields:
            by = row.cells[f"{each.group}_stated_by"] if each.group else None
            if by and each.name in cells:
                labels = found.setdefault(each.scope, {}).setdefault(self._who(row.member, by), {})
                joined_to = _JOINED.get(each.name)
                labels[self._text(joined_to) if joined_to else self._title(each)] = None
        return found

    def _stated(self, by_whom: dict[str, dict[str, None]]) -> str:
        """Who stated a subject; where there are several, with what each of them stated."""
        if len(by_whom) == 1:
            return next(iter(by_whom))
        parts = (f"{who} ({self._list(*labels)})" for who, labels in by_whom.items())
        return lists_joined(parts, self._say.language)

    def _place(self, cells: dict[str, Any]) -> None:
        """Join names, the parts of the address, and the point with its precision, and take them out."""
        say = self._say

        def taken(*columns: str) -> list[Any]:
            return [cells.pop(column) for column in columns if column in cells]

        self.add("identity", "name", self._whole(cells.pop("name")))
        language = "".join(taken("name_native_language"))
        for native in taken("name_native"):
            known = f" ({say.language_name(language)})" if language else ""
            self.add("identity", "name_native", self._whole(native) + known)
        street, town = taken("street_address"), " ".join(taken("postal_code", "locality"))
        line = ", ".join(part for part in (*street, town, *taken("region")) if part)
        where = self._list(self._whole(line) if line else None, say.country(cells.pop("country")))
        self.add("identity", "address", where)
        point = ", ".join(str(degrees) for degrees in taken("latitude", "longitude"))
        how = [self._code("coordinate_precision", code) for code in taken("coordinate_precision")]
        if point:
            self.add("identity", "position", self._whole(point) + "".join(f" ({h})" for h in how))

    def _audit(self, _name: str, row: DisclosedRow, _factory_id: str) -> None:
        cells, when = row.cells, self._say.date(row.cells["audit_date"])
        firm = self._firms.get(cells["audit_firm"], cells["audit_firm"])
        audit = self._list(
            *(self._code(column, cells[column]) for column in ("type", "category", "announcement")),
            self._whole(firm),
            *self._labelled(cells, "requirements_version", "follows_audit"),
            self._whole(cells["audit_id"]),
        )
        percent = cells["rating_percent"]
        rating = self._list(
            None if percent is None else self._say.percent(percent),
            *self._labelled(cells, "rating_letter", "alert_notifications"),
        )
        cap = self._list(*self._labelled(cells, "cap_complete"))
        for scope, text in (("audits", audit), ("ratings", rating), ("cap", cap)):
            if text:
                self._note(scope, when, text)

    def _record(self, name: str, row: DisclosedRow, _factory_id: str) -> None:
        """A row in one go, such as a finding, with who stated it."""
        cells, parts, scope = row.cells, [], ""
        for each in table(name).fields:
            value = cells[each.name]
            if value is None or each.name in _NOT_OF_RECORDS:
                continue
            scope = each.scope
            text = self.value(each, value)
            if each.name == "capacity":
                text = " / ".join([text, *self._unit(cells)])
            elif each.name == "by":
                text = self._who(row.member, value)
            label = "" if each.name in UNLABELLED else f"{self._title(each)}: "
            parts.append(f"{label}{text}")
        if cells.get("stated_by"):
            parts.append(self._source(row.member, cells["stated_by"], cells["stated_on"]))
        self._note(scope, self._text(RECORDS[name]), lists_joined(parts, self._say.language))

    def _unit(self, cells: dict[str, Any]) -> Iterator[str]:
        for column in ("capacity_unit", "capacity_period"):
            if cells[column]:
                yield self._code(column, cells[column])

    def _labelled(self, cells: dict[str, Any], *columns: str) -> Iterator[str]:
        for column in columns:
            if cells[column] is not None:
                text = self.value(table("audits").field(column), cells[column])
                yield f"{self._label(column)}: {text}"

    def _link(self, _name: str, row: DisclosedRow, factory_id: str) -> None:
        cells = row.cells
        column = "supplier_id" if cells["customer_id"] == factory_id else "customer_id"
        other = self._site.by_id.get(cells[column])
        text = self._list(
            self._whole(other.name) if other else None,
            self._whole(cells[column]),
            f"{self._label('tier')} {cells['tier']}" if cells["tier"] else None,
            f"{self._label('since')} {self._say.date(cells['since'])}" if cells["since"] else None,
            self._source(row.member, cells["stated_by"], cells["stated_on"]),
        )
        self.add("tiers", column, text)

    def _made(self, name: str, row: DisclosedRow, _factory_id: str) -> None:
        """A step of a product that was done here, or may have been."""
        cells, of = row.cells, table(name)
        product = self._site.products[cells["product_id"]]
        one_of = self._text(ONE_OF) % {"count": self._say.number(cells["one_of"] or 1)}
        parts = [
            self._list(self._whole(product.name), self._whole(product.brand)),
            self._code("stage", cells["stage"]),
            self._whole(cells["part"]) if cells["part"] else None,
            one_of if cells["place"] == "one-of" else None,
            *(
                f"{self._label(column)}: {self.value(of.field(column), cells[column])}"
                for column in ("lot", "valid_from", "valid_until")
                if cells[column]
            ),
            self._list(self.member(row.member), self._say.date(cells["stated_on"])),
        ]
        told = lists_joined((part for part in parts if part), self._say.language)
        self.add("products", "product_id", told)

    def _source(self, member: str, by: str, on: date | None) -> str:
        """Who stated something and when."""
        return self._list(self._who(member, by), None if on is None else self._say.date(on))

    def _who(self, member: str, by: str) -> str:
        return self._code("stated_by", by) if by == "factory" else self.member(member)

    def _code(self, column: str, code: str) -> str:
        word = CODES[column].get(code)
        return self._text(word) if word else code

    def _title(self, of: Field) -> str:
        """The label of a column; its English title where the letter has no word for it yet."""
        return self._label(of.name) if of.name in FIELDS else of.title

    def value(self, of: Field, value: Any) -> str:
        """A value as a person reads it."""
        say = self._say
        match value:
            case bool():
                return self._text(YES if value else NO)
            case date():
                return say.date(value)
            case int() | float():
                return (say.percent if of.unit.startswith("percent") else say.number)(value)
        other = self._site.by_id.get(value) if of.refers == "factory" else None
        if other is not None:
            return self._list(self._whole(other.name), self._whole(value))
        parts = (part.strip() for part in str(value).split("|"))
        return self._list(*(self._part(of, part) for part in parts if part))

    def _part(self, of: Field, part: str) -> str:
        if part in CODES.get(of.name, {}):
            return self._code(of.name, part)
        if of.name == "languages":
            return self._say.language_name(part)
        return self._whole(self._titles.get(of.name, {}).get(part, part))
