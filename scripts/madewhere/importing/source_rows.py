"""What each row of a list said when it was taken: so the same row is known again, whatever was corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from madewhere.importing.known import ONE_PLACE, place_key

TABLE = "import_rows"
"""The report of the private folder that holds them."""


def row_digest(cells: Mapping[str, str]) -> str:
    """The SHA-256 of what a row says of its factory: name, address or point, country, identifiers."""
    said = [place_key(cells), *(cells.get(column, "") for column in ONE_PLACE)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def factories_by_row(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The factory's ID by the digest of the row, from the rows of the report."""
    return {row["row_sha256"]: row["factory_id"] for row in rows}


def report_rows(known: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of the report, from the factories' IDs by digest."""
    return [{"row_sha256": digest, "factory_id": known[digest]} for digest in sorted(known)]
