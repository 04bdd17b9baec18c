"""Check characters and digits of every identifier."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stdnum import lei

from madewhere.corpus import Corpus, Row
from madewhere.crosscheck.rows import at_row
from madewhere.gs1 import is_gln, is_gtin
from madewhere.identifiers import FORMS, has_valid_check, is_os_id
from madewhere.problems import Problem, problem

_COLUMNS: dict[str, dict[str, Callable[[str], bool]]] = {
    "factories": {
        "factory_id": has_valid_check,
        "part_of": has_valid_check,
        "gln": is_gln,
        "lei": lei.is_valid,
        "os_id": is_os_id,
    },
    "audits": {"audit_id": has_valid_check, "follows_audit": has_valid_check},
    "products": {"product_id": has_valid_check},
    "product_gtins": {"gtin": is_gtin},
    "others_cap": {"follow_up_audit": has_valid_check},
}
"""Which columns have a check character or digit. Other tables refer to these and are not repeated."""


def check_identifiers(corpus: Corpus) -> Iterator[Problem]:
    """Find identifiers whose check character does not fit the rest."""
    for (kind, identifier), events in corpus.ledger.events.items():
        if not FORMS[kind](identifier):
            yield problem(
                "id-check-character",
                f"{identifier} is no {kind} identifier: it has a typing error, or was made up",
                file=events[0].file,
                line=events[0].line,
                field="identifier",
            )
    for package in corpus.members:
        for table in _COLUMNS:
            for row in package.rows(table):
                for column in wrong_identifiers(table, row):
                    message = f"{row.cells[column]} has a typing error, or was made up"
                    yield at_row("id-check-character", message, package, table, row, column)


def wrong_identifiers(table: str, row: Row) -> list[str]:
    """The columns of a row whose identifier's check character or digit does not fit."""
    return [
        column
        for column, valid in _COLUMNS.get(table, {}).items()
        if row.cells[column] is not None and not valid(row.cells[column])
    ]
