"""The rows of a private table that has one row for each factory."""

from __future__ import annotations

from collections import Counter

from madewhere.errors import MadewhereError
from madewhere.private.folder import PrivatePackage


def by_factory(package: PrivatePackage, name: str) -> dict[str, dict[str, str]]:
    """Copies of a table's rows by factory ID.

    Raises `MadewhereError` where an ID stands there twice: changing the table would lose one of the rows.
    """
    rows = package.tables.get(name, [])
    counts = Counter(row["factory_id"] for row in rows)
    if twice := sorted(factory_id for factory_id, count in counts.items() if count > 1):
        raise MadewhereError(
            f"{package.folder / name}.csv has more than one row of {', '.join(twice[:5])}",
            hint="Each factory has one row there. Remove the others, and run this again.",
        )
    return {row["factory_id"]: dict(row) for row in rows}
