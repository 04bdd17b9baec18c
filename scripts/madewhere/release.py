"""Passing one package's rows through the gate: what of each may be shown, and what is kept back.

`disclose` is the gate; this is how it looks at a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from madewhere.audit_identity import identity
from madewhere.consent import Consents
from madewhere.corpus import Package, Row
from madewhere.left_out import NOTHING, LeftOut
from madewhere.tables import OPEN, RELEASED_TABLES, Table, table


@dataclass(frozen=True, slots=True)
class DisclosedRow:
    """One row as it may be shown: ``cells`` has every column, None where empty or not covered."""

    member: str
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WithheldCells:
    """What the gate kept back of one row, for the report and for the search of the finished site.

    ``cells`` holds the values that are not shown; it never goes near a page. ``factory_id`` is empty for
    the row of a product.
    """

    file: str
    line: int
    factory_id: str
    cells: dict[str, Any]
    whole_row: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """What the ledger does not let be shown: audits by what makes them that audit, products, GTINs."""

    audits: Collection[tuple[Any, ...]] = ()
    products: Collection[str] = ()
    gtins: Collection[str] = ()


NONE_GONE = Gone()
"""Where the ledger is not asked."""


def release_package(
    package: Package,
    consents: Consents,
    withheld: list[WithheldCells],
    gone: Gone = NONE_GONE,
    left_out: LeftOut = NOTHING,
) -> dict[str, list[DisclosedRow]]:
    """Pass the tables of one package through the gate, and add what is kept back to ``withheld``.

    What hangs on an audit comes out only with that audit, about the same factory, and what hangs on a
    product only with that product. A plan that has a finding in ``left_out`` is not complete.
    """
    found: dict[str, list[DisclosedRow]] = {}
    shown: set[tuple[str, str]] = set()
    products: set[str] = set()
    for name in RELEASED_TABLES:  # audits and products stand before what hangs on them
        of = table(name)
        audits = of.naming("audit", required=True)
        of_products = of.naming("product")
        found[name] = []
        for row, cells in _release(of, package, consents, withheld):
            if (
                _is_gone(name, cells, gone)
                or any((cells[column], cells["factory_id"]) not in shown for column in audits)
                or any(cells[column] not in products for column in of_products)
            ):
                withheld.append(whole(package, name, row))
                continue
            if name == "audits":
                shown.add((cells["audit_id"], cells["factory_id"]))
                if cells["cap_complete"] and left_out.may_hold(
                    package.file("findings"), cells["audit_id"]
                ):
                    cells["cap_complete"] = False
            elif name == "products":
                products.add(cells["product_id"])
            found[name].append(DisclosedRow(package.slug, cells))
    return found


def _is_gone(name: str, cells: Mapping[str, Any], gone: Gone) -> bool:
    if name == "audits":
        return identity(cells) in gone.audits
    if name == "products":
        return cells["product_id"] in gone.products
    return name == "product_gtins" and cells["gtin"] in gone.gtins


def whole(package: Package, name: str, row: Row) -> WithheldCells:
    """A row of which nothing is shown."""
    own = table(name).own
    return WithheldCells(
        file=package.file(name),
        line=row.line,
        factory_id=row.cells[own] if own else "",
        cells={column: value for column, value in row.cells.items() if value is not None},
        whole_row=True,
    )


def _release(
    of: Table, package: Package, consents: Consents, withheld: list[WithheldCells]
) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The rows of one table that may be shown, each with its cells as they may be.

    A cell that names another factory needs that factory's consent too, for the same member. A table that
    is about no factory shows what is open, and names a factory with that factory's consent.
    """
    own = of.own
    kinds = sorted({(field.scope, field.since_text) for field in of.fields})
    plan = [
        (field.name, (field.scope, field.since_text), field.refers == "factory")
        for field in of.fields
    ]
    required = [field.name for field in of.fields if field.required]
    for row in package.rows(of.name):
        cells = row.cells
        factory_id = cells[own] if own else ""
        covered = {
            (scope, since): consents.covers(factory_id, scope, package.slug, since)
            if own
            else scope == OPEN
            for scope, since in kinds
        }
        kept: dict[str, Any] = {}
        lost: dict[str, Any] = {}
        for name, kind, names_factory in plan:
            value = cells[name]
            if value is not None:
                agreed = covered[kind] or (names_factory and not own)
                if names_factory and value != factory_id:
                    agreed = agreed and consents.covers(value, kind[0], package.slug, kind[1])
                if not agreed:
                    lost[name] = value
                    value = None
            kept[name] = value
        whole_row = any(kept[name] is None for name in required)
        if lost:
            withheld.append(
                WithheldCells(
                    file=package.file(of.name),
                    line=row.line,
                    factory_id=factory_id,
                    cells=dict(cells) if whole_row else lost,
                    whole_row=whole_row,
                )
            )
        if not whole_row:
            yield row, kept


Released = Mapping[str, tuple[DisclosedRow, ...]]
"""The rows that are released, by table."""


def without_unknown(released: Released) -> dict[str, tuple[DisclosedRow, ...]]:
    """The rows, without the mention of audits and certificates that are not shown."""
    audits = {None, *(row.cells["audit_id"] for row in released["audits"])}
    certificates = {
        (row.cells["standard"], row.cells["number"])
        for name in ("certificates", "product_certificates")
        for row in released[name]
    }
    found = {}
    for name, rows in released.items():
        of = table(name)
        naming = of.naming("audit", required=False)
        numbers = of.naming("certificate")
        found[name] = tuple(
            replace(row, cells=row.cells | dict.fromkeys(unknown))
            if (
                unknown := [
                    *(column for column in naming if row.cells[column] not in audits),
                    *(
                        c
                        for c in numbers
                        if (row.cells["standard"], row.cells[c]) not in certificates
                    ),
                ]
            )
            else row
            for row in rows
        )
    return found
