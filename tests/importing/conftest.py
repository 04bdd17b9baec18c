"""What the tests of importing share: the invented lists, and an import with everything given."""

from __future__ import annotations

import random
from datetime import date

import pytest

from madewhere.importing import ImportResult, Published, import_list, work_codes
from madewhere.project import ROOT
from on_disk import csv_rows

LISTS = ROOT / "tests" / "fixtures" / "lists"


@pytest.fixture
def take(tmp_path):
    """Import a file (a path, or CSV text) into ``tmp_path/private``; keywords override."""
    codes = work_codes.read_codes(ROOT / "data" / "registers")

    def run(file, **options) -> ImportResult:
        if isinstance(file, str) and "\n" in file:
            path = tmp_path / options.pop("name", "list.csv")
            path.write_text(file, encoding="utf-8")
        else:
            path = LISTS / file
        defaults = {
            "private": tmp_path / "private",
            "member": "aldermoss",
            "published": Published(),
            "codes": codes,
            "stated_on": date(2026, 3, 14),
            "source": random.Random(7),
        }
        result = import_list(path, **(defaults | options))
        total = result.taken + result.refused + result.repeated + result.blank
        assert result.rows_in == total, "every row is counted once"
        return result

    return run


@pytest.fixture
def table(tmp_path):
    """Read a table of ``tmp_path/private``."""

    def read(name) -> list[dict[str, str]]:
        return csv_rows(tmp_path / "private" / f"{name}.csv")

    return read
