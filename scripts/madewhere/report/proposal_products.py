"""What a proposed change does to products, their GTINs and their steps."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere import countries
from madewhere.proposal.change import (
    GtinChange,
    Kind,
    ProductChange,
    ProposalChange,
    StepChange,
)
from madewhere.quoting import short
from madewhere.report.proposal_parts import CELL, Section, cell_line, cell_rows, titled


def counts_of_products(change: ProposalChange) -> Iterator[str]:
    """How many products and GTINs were added, changed and removed, each in a few words."""
    withdrawn = change.events_of("withdrawn", "product")
    for kind in Kind:
        those = {p.product_id: p for p in change.products if p.kind is kind}
        aside = []
        if kind is Kind.REMOVED and (gone := those.keys() & withdrawn.keys()):
            aside = [f"{len(gone):,} withdrawn"]
        elif faulty := [p for p in those.values() if p.faulty]:
            aside = [f"{len(faulty):,} with errors"]
        if those:
            what = "product" if len(those) == 1 else "products"
            yield f"{len(those):,} {what} {kind}" + (f" ({', '.join(aside)})" if aside else "")
    for kind in Kind:
        if number := sum(each.kind is kind for each in change.gtins):
            yield f"{number:,} {'GTIN' if number == 1 else 'GTINs'} {kind}"
    if number := len(
        {s.product_id for s in change.steps} - {p.product_id for p in change.products}
    ):
        yield f"the steps of {number:,} other {'product' if number == 1 else 'products'} changed"


def product_sections(change: ProposalChange) -> list[Section]:
    """Products, their GTINs and their steps, row by row."""
    return [
        Section(
            titled("Products", {product.product_id for product in change.products}),
            ("ID", "Name", "Brand", "Member", *CELL),
            _product_line,
            cell_rows((p, (_marked(p, p.product_id), short(p.name), short(p.brand), p.member))
                  for p in change.products),
        ),
        Section(
            titled("GTINs of products", change.gtins),
            ("GTIN", "Product", "Variant", "Member", *CELL),
            _gtin_line,
            cell_rows((g, (_marked(g, g.gtin), g.product_id, short(g.variant) or "–", g.member))
                  for g in change.gtins),
        ),
        Section(
            titled("Steps of products", change.steps),
            ("Product", "Step", "Where", "Member", *CELL),
            _step_line,
            cell_rows((s, (s.product_id, f"{s.position}.{s.entry} {s.stage}", _where(s), s.member))
                  for s in change.steps),
        ),
    ]  # fmt: skip


def _marked(change: ProductChange | GtinChange, identifier: str) -> str:
    """The identifier, and what a reviewer should know of it."""
    faulty = isinstance(change, ProductChange) and change.faulty
    what = "new ID" if isinstance(change, ProductChange) else "new"
    marks = [mark for mark, is_so in ((what, change.new), ("has errors", faulty)) if is_so]
    return identifier + (f" ({', '.join(marks)})" if marks else "")


def _where(step: StepChange) -> str:
    where = step.factory_id or (countries.name(step.country) if step.country else "")
    return f"{step.place}: {where}" if where else step.place


def _product_line(product: str, name: str, brand: str, member: str, *cell: str) -> str:
    return f"{product}: “{name}” of {brand}; by {member}: {cell_line(*cell)}"


def _gtin_line(gtin: str, product: str, variant: str, member: str, *cell: str) -> str:
    what = f", {variant}" if variant != "–" else ""
    return f"{gtin} of {product}{what}; by {member}: {cell_line(*cell)}"


def _step_line(product: str, step: str, where: str, member: str, *cell: str) -> str:
    return f"{product}, step {step}, {where}; by {member}: {cell_line(*cell)}"
