"""Taking rows into the private tables: which factory a row is about, and what it changes there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from madewhere import tables
from madewhere.identifiers import mint_factory_id
from madewhere.importing.cleaning import comparable
from madewhere.importing.contacts import CONTACT_FIELDS, Contacts
from madewhere.importing.contacts import TABLE as CONTACTS
from madewhere.importing.known import ONE_PLACE, Published, one_address, place_key
from madewhere.importing.rows import ReadRow
from madewhere.importing.source_rows import row_digest
from madewhere.private.folder import Rows
from madewhere.private.past import Pasts
from madewhere.problems import Problem, problem

_MERGED_GROUPS = frozenset({"production", "identifiers"})
"""Groups in which a newer list changes only what it states; the others are stated as a whole."""

Cells = dict[str, str]


@dataclass(slots=True)
class Taking:
    """The private tables while a list is taken into them.

    ``contacts`` are the folder's; None leaves them as they are. ``declared_by`` is the factory whose list this is, of its own suppliers and subcontractors.
    ``pasts`` say what each factory answered before. ``rows`` maps what rows of lists said, by
    `row_digest`, to the factory that each is about. ``lines`` maps the factories that this list named to the line that did so first; ``new`` are
    those that the folder did not have, ``updated`` those that it had with another statement.
    """

    file: str
    stated_on: date
    published: Published
    pasts: Pasts
    source: random.Random
    factories: dict[str, Cells]
    sourcing: dict[str, Cells]
    contacts: Contacts | None = None
    supply_links: Rows = field(default_factory=list)
    declared_by: str | None = None
    rows: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    updated: set[str] = field(default_factory=set)
    recognised: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _places: dict[str, str] = field(init=False)
    _identifiers: dict[tuple[str, str], str] = field(init=False)
    _taken: set[str] = field(init=False)
    _tiers: Cells = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the factories that the folder has."""
        self._places = {}
        self._identifiers = {}
        self._taken = set(self.published.taken) | set(self.factories)
        for cells in self.factories.values():
            self._remember(cells)

    def take(self, read: ReadRow) -> tuple[str, bool]:
        """Take a row that was not refused: the factory's ID, and whether it is new in the folder.

        What a repeated row states otherwise and does not change goes into the row's ``rest``.
        """
        self._date(read.cells)
        said = row_digest(read.cells)
        factory_id, is_new = self._take(read)
        self.rows[said] = factory_id
        if tier := read.sourcing.get("tier"):
            self._tiers[factory_id] = tier
        return factory_id, is_new

    def _take(self, read: ReadRow) -> tuple[str, bool]:
        factory_id = self.known_id(read)
        self._report_no(factory_id, read)
        if factory_id in self.factories:
            kept_aside = [*self._update(factory_id, read), *self._take_contact(factory_id, read)]
            self._report_repeated(factory_id, read, kept_aside)
            self.lines.setdefault(factory_id, read.row.line)
            return factory_id, False
        if factory_id:
            self.recognised.add(factory_id)
        else:
            factory_id = mint_factory_id(read.cells["country"], self.source, self._taken)
        columns = tables.table("factories").columns
        cells = {c: read.cells.get(c, "") for c in columns} | {"factory_id": factory_id}
        self.factories[factory_id] = cells
        self.sourcing[factory_id] = {"factory_id": factory_id, "tier": "", "since": ""}
        self.sourcing[factory_id] |= read.sourcing
        self._remember(cells)
        self._take_contact(factory_id, read)
        self.lines[factory_id] = read.row.line
        self.new.append(factory_id)
        return factory_id, True

    def _date(self, cells: Cells) -> None:
        """Say of each group that the row states when and by whom; elsewhere dates say nothing."""
        for group, fields in tables.groups().items():
            on, by = f"{group}_stated_on", f"{group}_stated_by"
            if any(cells.get(f.name) for f in fields):
                cells.setdefault(on, self.stated_on.isoformat())
                cells.setdefault(by, "member")
            else:
                cells.pop(on, None)
                cells.pop(by, None)

    def _remember(self, cells: Cells) -> None:
        self._places.setdefault(place_key(cells), cells["factory_id"])
        for column in ONE_PLACE:
            if cells.get(column):
                self._identifiers.setdefault((column, cells[column]), cells["factory_id"])

    def known_id(self, read: ReadRow) -> str:
        """The ID of the factory that the row is about; empty where it is a new one.

        Where that one was merged it is the ID that stands for both. What the row says of its own ID is
        taken out of it.
        """
        return self.pasts.stands_for(self._given_id(read) or self._found_id(read.cells))

    def _given_id(self, read: ReadRow) -> str:
        cells = read.cells
        given = cells.pop("factory_id", "")
        if given in self.factories or given in self.published.taken:
            return given
        if given:
            message = (
                f"{given} is published nowhere; IDs are minted by an import, so it was not used."
            )
            read.problems.append(self._problem("import-cell-unread", message, read, "factory_id"))
            read.rest.append(("factory_id", given))
        return ""

    def _found_id(self, cells: Cells) -> str:
        taken_as = self.rows.get(row_digest(cells), "")
        if taken_as in self.factories:
            return taken_as
        for known in (self._identifiers, self.published.identifiers):
            for column in ONE_PLACE:
                if found := known.get((column, cells.get(column, ""))):
                    return found
        place = place_key(cells)
        if place in self._places and not self._is_told_apart(self._places[place], cells):
            return self._places[place]
        if one_address(cells) and place in self.published.places:
            return self.published.places[place]
        # An LEI is a business's, which may have other places: only with the same name is it the same.
        business = self.published.identifiers.get(("lei", cells.get("lei", "")), "")
        same = next((c for c in self.published.candidates if c.key == business), None)
        if same and (comparable(same.name), same.country) == (
            comparable(cells["name"]),
            cells["country"],
        ):
            return business
        return taken_as if taken_as in self.published.taken else ""

    def _is_told_apart(self, factory_id: str, cells: Cells) -> bool:
        """Whether this list has the place in an earlier row too, with another identifier of places."""
        old = self.factories[factory_id]
        return factory_id in self.lines and any(
            old[c] and cells.get(c) and old[c] != cells[c] for c in ONE_PLACE
        )

    def _update(self, factory_id: str, read: ReadRow) -> list[str]:
        """Let a newer list of the same source restate groups; return the columns kept aside."""
        old = self.factories[factory_id]
        again = factory_id in self.lines
        before = dict(old)
        aside: list[str] = []
        for group, fields in tables.groups().items():
            names = [f.name for f in fields]
            on, by = f"{group}_stated_on", f"{group}_stated_by"
            stated = {name: read.cells[name] for name in names if read.cells.get(name)}
            if not stated:
                continue
            differing = [n for n, text in stated.items() if not _says_same(n, text, old[n])]
            empty = not any(old[name] for name in names)
            newer = not again and read.cells[by] == old[by] and read.cells[on] > old[on]
            if empty or (newer and differing):
                if group not in _MERGED_GROUPS:
                    old.update(dict.fromkeys(names, ""))
                old.update(stated)
                old[on], old[by] = read.cells[on], read.cells[by]
            elif newer:
                old[on] = read.cells[on]
            else:
                aside += differing
        link = self.sourcing.setdefault(
            factory_id, {"factory_id": factory_id, "tier": "", "since": ""}
        )
        for name, text in read.sourcing.items():
            if link[name] and link[name] != text:
                aside.append(name)
            link[name] = link[name] or text
        if old != before:
            self.updated.add(factory_id)
        both = read.cells | read.sourcing
        read.rest += [(name, both[name]) for name in aside]
        return aside

    def _take_contact(self, factory_id: str, read: ReadRow) -> list[str]:
        """Take the row's contact in; returns the columns kept aside."""
        aside = self.contacts.take(factory_id, read.contact) if self.contacts else []
        read.rest += [(name, read.contact[CONTACT_FIELDS[name]]) for name in aside]
        return aside

    def _report_no(self, factory_id: str, read: ReadRow) -> None:
        """Say that the factory refused or withdrew, where the list names it for the first time."""
        past = self.pasts.of(factory_id)
        if past.no and factory_id not in self.lines:
            message = f"The row is about {factory_id}, which {past.no}."
            read.problems.append(self._problem("import-said-no", message, read, "name"))

    def _report_repeated(self, factory_id: str, read: ReadRow, aside: list[str]) -> None:
        where = self.lines.get(factory_id)
        earlier = f"line {where}" if where else "the private folder"
        message = f"The row is about {factory_id}, which stands in {earlier} already."
        if aside:
            message += f" What it states otherwise is in import_rest.csv: {', '.join(aside)}."
        read.problems.append(self._problem("import-repeated", message, read, ""))

    def _problem(self, code: str, message: str, read: ReadRow, name: str) -> Problem:
        return problem(code, message, file=self.file, line=read.row.line, field=name)

    def tables(self) -> dict[str, Rows]:
        """The tables that an import changes."""
        tables = {
            "factories": list(self.factories.values()),
            "sourcing": list(self.sourcing.values()),
        }
        if self.contacts:
            tables |= {CONTACTS: self.contacts.rows}
        return tables | {"supply_links": self._links()} if self.declared_by else tables

    def _links(self) -> Rows:
        """The supply links, with those that the list declares: each of its factories delivers."""
        there = {(row["supplier_id"], row["customer_id"]): row for row in self.supply_links}
        for factory_id in self.lines:
            if factory_id == self.declared_by:
                continue
            declared = {
                "supplier_id": factory_id,
                "customer_id": str(self.declared_by),
                "tier": self._tiers.get(factory_id, ""),
                "since": "",
                "stated_on": self.stated_on.isoformat(),
                "stated_by": "factory",
            }
            key = (factory_id, str(self.declared_by))
            there[key] = there.get(key, {}) | {c: t for c, t in declared.items() if t}
            there[key] = dict.fromkeys(declared, "") | there[key]
        return list(there.values())


def _says_same(name: str, one: str, other: str) -> bool:
    if name in {"latitude", "longitude"}:
        return one == other
    return comparable(one) == comparable(other)
