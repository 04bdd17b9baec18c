"""The demo of the size that the project publishes, made once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from madewhere.demo import DemoReport, make_demo
from on_disk import csv_rows


class Demo:
    """A demo on disk, read with nothing but the csv module."""

    def __init__(self, folder: Path, report: DemoReport) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.report = report
        self.reference_date = date(2026, 11, 1)

    @property
    def slugs(self) -> list[str]:
        """The members."""
        return sorted(path.name for path in (self.data / "members").iterdir())

    def rows(self, slug: str, table: str) -> list[dict[str, str]]:
        """A member's table; no rows where there is no such file."""
        return csv_rows(self.data / "members" / slug / f"{table}.csv")

    def all_rows(self, table: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Every member's rows of a table."""
        for slug in self.slugs:
            for row in self.rows(slug, table):
                yield slug, row

    def events(self) -> list[dict[str, str]]:
        """The whole ledger in the order of dates; of one day in the order of the files."""
        events = [
            row for path in sorted((self.data / "ledger").iterdir()) for row in csv_rows(path)
        ]
        return sorted(events, key=lambda row: row["date"])

    def states(self, kind: str) -> dict[str, dict[str, str]]:
        """The last event of each identifier of a kind."""
        return {row["identifier"]: row for row in self.events() if row["kind"] == kind}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo of 323 factories."""
    folder = tmp_path_factory.mktemp("demo") / "publication"
    return Demo(folder, make_demo(folder))
