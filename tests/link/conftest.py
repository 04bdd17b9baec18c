"""The rules of audits in depth, on the tiny publication and on rows made for the purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checking import read_rows, write_rows
from madewhere.package_writer import table_bytes
from madewhere.site_model import Site
from madewhere.tables import table
from shown import site_of
from tiny_publication import AS_OF, KNITS


class Publication:
    """The tiny publication, whose rows of one table are put in place of those that it has."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def put(self, name: str, *rows: dict[str, object], member: str = "alder") -> Publication:
        """Give a member's table exactly these rows, of the knitting factory where nothing else is said."""
        columns = table(name).columns
        whole = [dict.fromkeys(columns) | {"factory_id": KNITS} | row for row in rows]
        assert all(row.keys() == set(columns) for row in whole), name
        (self.data / "members" / member / f"{name}.csv").write_bytes(table_bytes(name, whole))
        return self

    def agree(self, scope: str, member: str = "birch") -> Publication:
        """Let the knitting factory agree to one more scope for a member."""
        path = self.data / "members" / member / "consents.csv"
        header, *rows = read_rows(path)
        row = list(next(row for row in rows if row[0] == KNITS))
        row[header.index("scope")] = scope
        write_rows(path, [header, *rows, row])
        return self

    def cell(self, name: str, line: int, member: str = "alder", **values: str) -> Publication:
        """Set cells of the row on that line, the header being line 1."""
        path = self.data / "members" / member / f"{name}.csv"
        rows = read_rows(path)
        for column, value in values.items():
            rows[line - 1][rows[0].index(column)] = value
        write_rows(path, rows)
        return self

    def site(self, as_of=AS_OF) -> Site:
        """What is shown on a day."""
        return site_of(self.data, as_of)


@pytest.fixture
def publication(tiny: Path) -> Publication:
    """The tiny publication, to be changed."""
    return Publication(tiny)


@pytest.fixture
def knits(publication: Publication) -> Callable[..., object]:
    """The knitting factory as it is shown after what the test changed."""
    return lambda **options: publication.site(**options).by_id[KNITS]
