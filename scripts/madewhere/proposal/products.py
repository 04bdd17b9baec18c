"""What a proposed change does to products: their rows, their GTINs and their steps."""

from __future__ import annotations

from collections.abc import Collection

from madewhere.proposal.change import Cell, GtinChange, Kind, ProductChange, StepChange
from madewhere.proposal.comparison import RowChange

TOLD = ("products", "product_gtins", "product_steps")
"""The tables of products whose rows are told one by one."""


def product_change(
    member: str,
    change: RowChange,
    new_ids: Collection[str],
    faulty: Collection[tuple[str, int]],
) -> ProductChange:
    """A product's row. ``faulty`` holds file and line of every row with an error."""
    cells = change.row.cells
    line = change.after.line if change.after else 0
    return ProductChange(
        kind=change.kind,
        product_id=cells["product_id"],
        member=member,
        name=cells["name"],
        brand=cells["brand"],
        line=line,
        cells=_cells(change),
        new=cells["product_id"] in new_ids,
        faulty=(f"members/{member}/products.csv", line) in faulty,
    )


def gtin_change(member: str, change: RowChange, new_ids: Collection[str]) -> GtinChange:
    """A GTIN's row."""
    cells = change.row.cells
    return GtinChange(
        kind=change.kind,
        gtin=cells["gtin"],
        product_id=cells["product_id"],
        member=member,
        variant=cells["variant"] or "",
        cells=_cells(change),
        new=cells["gtin"] in new_ids,
    )


def step_change(member: str, change: RowChange) -> StepChange:
    """A step's row."""
    cells = change.row.cells
    told = {name: cells[name] for name in ("product_id", "position", "entry", "stage", "place")}
    return StepChange(
        kind=change.kind,
        factory_id=cells["factory_id"] or "",
        country=cells["country"] or "",
        member=member,
        cells=_cells(change),
        **told,
    )


def _cells(change: RowChange) -> tuple[Cell, ...]:
    return change.cells() if change.kind is Kind.CHANGED else ()
