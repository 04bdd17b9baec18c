"""Taking rows of a list into the tables of products: which product a row is, and what it changes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from madewhere.identifiers import mint_product_id
from madewhere.importing.cells import Row
from madewhere.importing.products.known import KnownProducts
from madewhere.importing.products.places import Cells, Step, numbered
from madewhere.importing.products.reading import ProductReader, ReadProduct
from madewhere.private.folder import Rows
from madewhere.problems import Problem
from madewhere.tables import table

_PRODUCT = table("products").columns
_STEP = table("product_steps").columns


@dataclass(slots=True)
class Taking:
    """The tables of products while a list is taken into them.

    ``known`` tells what is published too. ``lines`` maps each product that the list names to the line
    that did so first; ``new``, ``changed``, ``restepped`` and ``new_gtins`` are what the list brought.
    """

    stated_on: date
    known: KnownProducts
    source: random.Random
    products: dict[str, Cells] = field(default_factory=dict)
    gtins: dict[str, Cells] = field(default_factory=dict)
    steps: dict[str, Rows] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    restepped: set[str] = field(default_factory=set)
    new_gtins: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _told: dict[str, list[Step]] = field(default_factory=dict)
    _apart: set[str] = field(default_factory=set)
    _at: dict[str, tuple[ProductReader, Row]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        tables: Mapping[str, Rows],
        known: KnownProducts,
        stated_on: date,
        source: random.Random,
    ) -> Taking:
        """Start from a private folder's tables."""
        taking = cls(stated_on, known, source)
        taking.products = {row["product_id"]: dict(row) for row in tables.get("products", ())}
        taking.gtins = {row["gtin"]: dict(row) for row in tables.get("product_gtins", ())}
        for row in tables.get("product_steps", ()):
            taking.steps.setdefault(row["product_id"], []).append(dict(row))
        known.remember(taking.products.values(), ())
        # A number that the folder moved to another product is that one's.
        known.gtins |= {gtin: row["product_id"] for gtin, row in taking.gtins.items()}
        return taking

    def take(self, read: ReadProduct, reader: ProductReader) -> str:
        """Take a row of a list of products; gives its product's ID, or nothing where it is refused."""
        self.problems += read.problems
        self._drop_theirs(read, reader)
        product_id = "" if read.refused else self._find(read, reader)
        if read.refused:
            return ""
        if product_id not in self.products:
            if missing := [name for name in ("name", "brand") if not read.cells.get(name)]:
                message = f"The row has no {' and no '.join(missing)}."
                self._refuse(read, reader, "import-product-name", message, missing[0])
                return ""
            product_id = product_id or mint_product_id(self.source, self.known.taken)
        self._state(product_id, read, reader)
        self._number(product_id, read)
        if read.steps:
            self._told.setdefault(product_id, []).extend(
                step for step in read.steps if step not in self._told.get(product_id, ())
            )
            self._at.setdefault(product_id, (reader, read.row))
        self.lines.setdefault(product_id, read.row.line)
        return product_id

    def take_step(self, read: ReadProduct, reader: ProductReader) -> str:
        """Take a row of a list of steps, which stand in place of those beside the product; gives its product's ID, or nothing where it is refused."""
        self.problems += read.problems
        product_id = "" if read.refused else self._find(read, reader)
        if product_id not in self.products:
            if not read.refused:
                message = "The row names no product of the folder."
                self._refuse(read, reader, "import-product-name", message, "name")
            return ""
        if product_id not in self._apart:
            self._apart.add(product_id)
            self._told[product_id] = []
            self._at[product_id] = (reader, read.row)
        self._told[product_id] += read.steps
        return product_id

    def finish(self) -> list[Problem]:
        """Put the steps that the list told in place of those that the folder has, product by product.

        Gives why some stay as they are.
        """
        found = [self._restate_steps(product_id, told) for product_id, told in self._told.items()]
        return [each for each in found if each is not None]

    def tables(self) -> dict[str, Rows]:
        """The tables that the list changes."""
        return {
            "products": list(self.products.values()),
            "product_gtins": list(self.gtins.values()),
            "product_steps": [row for rows in self.steps.values() for row in rows],
        }

    def _refuse(
        self, read: ReadProduct, reader: ProductReader, code: str, message: str, name: str
    ) -> None:
        self.problems.append(reader.problem(read.row, code, message, name))
        read.refused = True

    def _drop_theirs(self, read: ReadProduct, reader: ProductReader) -> None:
        """Leave out the numbers that another member's product has in the publication."""
        for gtin in [each for each in read.gtins if each in self.known.theirs]:
            read.gtins.remove(gtin)
            message = f"{gtin} is the number of a product of {self.known.theirs[gtin]}."
            self.problems.append(reader.problem(read.row, "import-gtin", message, "gtins"))

    def _find(self, read: ReadProduct, reader: ProductReader) -> str:
        """The product that a row is about; empty where it is a new one, or where the row is refused."""
        given = read.cells.pop("product_id", "")
        if given in self.known.ids:
            found = given
        else:
            if given:
                message = (
                    f"{given} is no product of this member; IDs are minted, so it was not used."
                )
                self.problems.append(
                    reader.problem(read.row, "import-product-cell", message, "product_id")
                )
            found = ""
        by_gtin = sorted({self.known.gtins[g] for g in read.gtins if g in self.known.gtins})
        if len({*by_gtin, found} - {""}) > 1:
            message = f"The row's numbers are of {' and '.join(sorted({*by_gtin, found} - {''}))}."
            self._refuse(read, reader, "import-product-two", message, "gtins")
            return ""
        found = found or next(iter(by_gtin), "")
        words = None if found else self.known.by_words(read.cells)
        if words == "":
            message = "Several products have that brand and name; the row needs a number or the ID."
            self._refuse(read, reader, "import-product-two", message, "name")
        return found or words or ""

    def _state(self, product_id: str, read: ReadProduct, reader: ProductReader) -> None:
        """Take what the row says of the product; a day changes only with what was stated."""
        stated = {c: text for c, text in read.cells.items() if c in _PRODUCT and text}
        if product_id not in self.products:
            day = {"product_id": product_id, "stated_on": self.stated_on.isoformat()}
            self.products[product_id] = dict.fromkeys(_PRODUCT, "") | stated | day
            self.new.append(product_id)
            self.known.remember([self.products[product_id]], ())
            return
        cells = self.products[product_id]
        again, older = product_id in self.lines, self.stated_on.isoformat() < cells["stated_on"]
        differing = {c: text for c, text in stated.items() if text != cells[c]}
        kept = [c for c in differing if cells[c] and (again or older)]
        for column in kept:
            where = (
                f"line {self.lines[product_id]}"
                if again
                else f"what was stated on {cells['stated_on']}"
            )
            message = f"{column} of {product_id} differs from {where}, which stands."
            self.problems.append(reader.problem(read.row, "import-product-cell", message, column))
        new = {c: text for c, text in differing.items() if c not in kept}
        if new:
            cells.update(new)
            cells["stated_on"] = max(cells["stated_on"], self.stated_on.isoformat())
            if product_id not in self.new:
                self.changed.add(product_id)

    def _number(self, product_id: str, read: ReadProduct) -> None:
        for gtin in read.gtins:
            row = self.gtins.get(gtin)
            if row is None:
                self.gtins[gtin] = {"gtin": gtin, "product_id": product_id, "variant": read.variant}
                self.known.gtins[gtin] = product_id
                self.new_gtins.append(gtin)
            elif read.variant and row["variant"] != read.variant:
                row["variant"] = read.variant
                self.changed.add(product_id)

    def _restate_steps(self, product_id: str, told: Iterable[Step]) -> Problem | None:
        before = self.steps.get(product_id, [])
        rows = [
            dict.fromkeys(_STEP, "") | {"product_id": product_id} | cells
            for cells in numbered(told)
        ]
        for row in rows:
            row["stated_on"] = next(
                (old["stated_on"] for old in before if _same(old, row)), self.stated_on.isoformat()
            )
        if sorted(map(_key, rows)) == sorted(map(_key, before)):
            return None
        newest = max((row["stated_on"] for row in before), default="")
        loses = any(map(_has_history, before)) and not any(map(_has_history, rows))
        if loses or newest > self.stated_on.isoformat():
            why = "have lots or periods that the list does not" if loses else f"are of {newest}"
            message = f"The steps of {product_id} in the folder {why}, so they stand."
            reader, row_of_list = self._at[product_id]
            return reader.problem(row_of_list, "import-steps-kept", message)
        self.steps[product_id] = rows
        if product_id not in self.new:
            self.restepped.add(product_id)
        return None


def _key(row: Cells) -> list[str]:
    return [row[column] for column in _STEP if column != "stated_on"]


def _same(one: Cells, other: Cells) -> bool:
    return _key(one) == _key(other)


def _has_history(row: Cells) -> bool:
    return bool(row["lot"] or row["valid_from"] or row["valid_until"])
