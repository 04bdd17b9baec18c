"""The steps of taking a list of products: read its rows, take them, and write the tables."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.errors import UsageError
from madewhere.importing.columns import Proposal
from madewhere.importing.products.known import KnownProducts
from madewhere.importing.products.places import Places
from madewhere.importing.products.reading import ProductReader, read_language
from madewhere.importing.products.taking import Taking
from madewhere.private.folder import PrivatePackage, Rows, open_private, private_table_bytes
from madewhere.private.writing import write_files
from madewhere.problems import Level, Problem, in_order, problem
from madewhere.tables import PRIVATE_TABLES


@dataclass(slots=True)
class ProductList:
    """What became of a list of products, and of the list of steps beside it.

    ``rows`` = ``taken`` + ``refused`` + ``blank``, of both lists. ``products`` are those that the list
    names, ``new``, ``changed`` and ``restepped`` those of them that it brought, or that were stated
    otherwise, themselves or their steps; ``new_gtins`` are numbers.
    """

    rows: int = 0
    taken: int = 0
    refused: int = 0
    blank: int = 0
    products: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    restepped: list[str] = field(default_factory=list)
    new_gtins: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether something of the list was not taken."""
        return any(each.level is Level.ERROR for each in self.problems)


def missing_fields(proposal: Proposal, brand: str) -> list[str]:
    """The columns without which no product can be made, and that have no source."""
    missing = [] if "name" in proposal.sources else ["name"]
    return missing + ([] if brand or "brand" in proposal.sources else ["brand"])


def take_products(
    proposal: Proposal,
    *,
    private: Path,
    member: str,
    known: KnownProducts,
    stated_on: date,
    brand: str = "",
    language: str = "",
    steps: Proposal | None = None,
    dry_run: bool = False,
    source: random.Random | None = None,
) -> ProductList:
    """Take every row of a list into the member's private folder, or say why not.

    ``brand`` and ``language`` are for rows that name none; ``steps`` is a list of steps beside it. IDs are
    minted from ``source``, the system's random numbers unless given. ``dry_run`` writes nothing. Raises
    `UsageError` where the list has no source for names or brands or the language is none, and what `open_private` raises.
    """
    if missing := missing_fields(proposal, brand):
        raise UsageError(
            f"{proposal.source.name} has no column for: {', '.join(missing)}",
            hint='Name it with --map name="…" or --map brand="…"; or --brand for the whole list.',
        )
    if language and not read_language(language):
        raise UsageError(
            f"--language {language!r} is no language", hint="A short code, such as en."
        )
    package = open_private(private, member, dry_run=dry_run)
    places = Places(package.tables.get("factories", ()))
    taking = Taking.of(package.tables, known, stated_on, source or random.SystemRandom())
    result = ProductList()
    for each in (proposal, steps):
        if each is not None:
            reader = ProductReader(each, places, brand=brand, language=language)
            _take_rows(each, reader, taking, result)
    result.problems += taking.finish()
    result.products = list(taking.lines)
    result.new = taking.new
    result.changed = sorted(taking.changed)
    result.restepped = sorted(taking.restepped)
    result.new_gtins = taking.new_gtins
    result.problems = in_order([*result.problems, *taking.problems])
    if not dry_run:
        _write(package, taking)
    return result


def _take_rows(
    proposal: Proposal, reader: ProductReader, taking: Taking, result: ProductList
) -> None:
    of_products = proposal.kind == "products"
    for row in proposal.rows:
        result.rows += 1
        if row.is_blank:
            result.blank += 1
            continue
        took = (
            taking.take(reader.read(row), reader)
            if of_products
            else taking.take_step(reader.read_step(row), reader)
        )
        result.taken += bool(took)
        result.refused += not took
    result.notices += proposal.source.notices
    for column in proposal.unused:
        message = f"The column “{column.title}” fills nothing here."
        file, line = proposal.source.name, proposal.header.line
        result.problems.append(problem("import-product-column", message, file=file, line=line))


def _write(package: PrivatePackage, taking: Taking) -> None:
    """Write the tables into the folder, all of them or none, where they differ."""
    always = ("factories", "consents", *PRIVATE_TABLES)
    tables: dict[str, Rows] = {name: [] for name in always if name not in package.tables}
    written = {
        package.folder / f"{name}.csv": private_table_bytes(name, rows)
        for name, rows in {**tables, **taking.tables()}.items()
    }
    write_files({path: new for path, new in written.items() if _content(path) != new})


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
