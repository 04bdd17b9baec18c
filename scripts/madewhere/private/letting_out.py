"""Which rows of a private folder consent lets out, and which events their identifiers get."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from madewhere.consent import grants
from madewhere.corpus import Corpus, Package
from madewhere.ledger import Ledger
from madewhere.private.standing import Prospect
from madewhere.product_rows import without_certificate, without_factory
from madewhere.release import Gone, WithheldCells, release_package
from madewhere.tables import RELEASED_TABLES, groups, table

Tables = dict[str, list[dict[str, Any]]]

_WITHOUT_CONSENT = (("product", "products", "product_id"), ("gtin", "product_gtins", "gtin"))
"""What is published without a factory's yes: its kind, and the table and column where it stands."""


def ended(package: Package, corpus: Corpus) -> dict[str, str]:
    """The products and GTINs of a private folder that the ledger does not let out, and in words why."""
    found = {}
    for kind, name, column in _WITHOUT_CONSENT:
        for row in package.rows(name):
            identifier = row.cells[column]
            last = corpus.ledger.last(kind, identifier, corpus.as_of)
            if identifier in corpus.doubtful:
                found[identifier] = "an event of the ledger about it cannot be used"
            elif last is not None and last.event in ("withdrawn", "merged"):
                into = f" into {last.successor}" if last.successor else ""
                found[identifier] = f"{last.event}{into} on {last.date}"
    return found


def let_out(
    package: Package, prospect: Prospect, ended: Collection[str]
) -> tuple[Tables, list[WithheldCells]]:
    """The rows that go out, by table, and what the gate keeps back of the others.

    ``prospect`` holds the consents that would be in force. What hangs on a product of ``ended`` stays in
    with it.
    """
    staying: list[WithheldCells] = []
    gone = Gone(products=ended, gtins=ended)
    released = release_package(package, prospect.consents, staying, gone)
    tables: Tables = {name: [row.cells for row in rows] for name, rows in released.items()}
    for cells in tables["factories"]:
        _close_groups(cells)
    shown = {cells["factory_id"] for cells in tables["factories"]}
    for name in RELEASED_TABLES:
        tables[name] = [cells for cells in tables[name] if _about(name, cells) <= shown]
    for cells in tables["product_steps"]:
        if cells["factory_id"] not in shown:
            cells["factory_id"] = None
        without_factory(cells)
    kept = _certificates(row.cells for row in package.rows("certificates"))
    kept -= _certificates(tables["certificates"])
    for cells in tables["product_claims"]:
        if (cells["standard"], cells["number"]) in kept:
            cells["number"] = None
            without_certificate(cells)
    in_force = set(prospect.consents.grants)
    tables["consents"] = [
        row.cells
        for row, grant in zip(package.rows("consents"), grants([package]), strict=True)
        if grant.factory_id in shown and grant in in_force
    ]
    return tables, staying


def _certificates(rows: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {(cells["standard"], cells["number"]) for cells in rows}


def _close_groups(cells: dict[str, Any]) -> None:
    """Empty the date and the source of a group of fields of which everything stays in."""
    for group, fields in groups().items():
        if all(cells[each.name] is None for each in fields):
            cells[f"{group}_stated_on"] = cells[f"{group}_stated_by"] = None


def _about(name: str, cells: dict[str, Any]) -> set[str]:
    """The factories that a row cannot do without."""
    return {cells[column] for column in table(name).naming("factory", required=True)}


def new_events(
    tables: Tables, ledger: Ledger, coming: set[str], member: str
) -> Iterator[dict[str, Any]]:
    """An event for each identifier that the rows publish first, and for each factory of ``coming``.

    The GLN of a factory that is public already gets one too, as it has an address of its own.
    """
    named = [
        *(("audit", cells["audit_id"]) for cells in tables["audits"]),
        *(
            (kind, cells[column])
            for kind, name, column in _WITHOUT_CONSENT
            for cells in tables[name]
        ),
        *(("gln", cells["gln"]) for cells in tables["factories"] if cells["gln"] is not None),
        ("member", member),
    ]
    wanted = [("factory", factory_id) for factory_id in sorted(coming)]
    wanted += [each for each in dict.fromkeys(named) if each not in ledger.events]
    for kind, identifier in wanted:
        yield {"kind": kind, "identifier": identifier, "event": "published"}
