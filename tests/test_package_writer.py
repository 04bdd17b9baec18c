"""Data packages and ledger files are written the same way every time, and stock tools accept them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from frictionless import Package

from madewhere.package_writer import (
    cell_text,
    descriptor_bytes,
    package_descriptor,
    table_bytes,
    write_ledger_file,
    write_package,
)
from madewhere.tables import REGISTER_TABLES, REQUIRED_REGISTER_TABLES, table

FACTORY = {"factory_id": "BD7K3QF21", "name": 'Fable "Knit", Ltd', "country": "BD"}
SOURCING = {"factory_id": "BD7K3QF21", "tier": 1, "since": date(2019, 1, 1)}


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _package(folder: Path, **tables):
    return write_package(
        folder, name="aldermoss", title="Factories of Aldermoss", tables=tables, demo=True
    )


def test_a_package_passes_the_stock_validation(tmp_path):
    """Frictionless accepts a package with rows and one whose required tables are empty."""
    _package(tmp_path / "a", factories=[FACTORY], consents=[], sourcing=[SOURCING])
    report = Package(tmp_path / "a" / "datapackage.json").validate()
    assert report.valid, report.flatten(["type", "message"])
    assert [task.name for task in report.tasks] == ["factories", "consents", "sourcing"]


def test_a_package_passes_the_stock_command(tmp_path):
    """`frictionless validate datapackage.json` exits with 0."""
    _package(tmp_path, factories=[FACTORY], consents=[])
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_optional_tables_without_rows_are_left_out(tmp_path):
    """Only tables that may not be missing are written empty, and leftovers of others go."""
    _package(tmp_path, factories=[FACTORY], consents=[], sourcing=[SOURCING])
    _package(tmp_path, factories=[FACTORY], consents=[], sourcing=[])
    assert _names(tmp_path) == ["consents.csv", "datapackage.json", "factories.csv"]


def test_required_registers_are_written_even_when_empty(tmp_path):
    """The package of registers has each table that it must have."""
    tables = dict.fromkeys(REGISTER_TABLES, ())
    write_package(tmp_path, name="registers", title="Registers", tables=tables, demo=False)
    assert _names(tmp_path) == sorted(
        ["datapackage.json", *(f"{name}.csv" for name in REQUIRED_REGISTER_TABLES)]
    )


def test_rows_are_sorted_by_key_whatever_order_they_come_in():
    """The order of the input leaves no trace in the file."""
    rows = [{**FACTORY, "factory_id": f"BD{number}"} for number in (3, 1, 2)]
    assert table_bytes("factories", rows) == table_bytes("factories", reversed(rows))
    lines = table_bytes("factories", rows).decode().splitlines()
    assert [line[:3] for line in lines[1:]] == ["BD1", "BD2", "BD3"]


def test_rows_with_a_number_in_the_key_are_sorted_by_its_size():
    """Sizes and days stand in their order, as the check wants them; what is no number comes last."""
    sizes = ["1201", "x", "1", "501", "0", "151"]
    rows = [{"scheme": "social", "workers_from": size, "person_days": "1"} for size in sizes]
    lines = table_bytes("sampling", rows).decode().splitlines()[1:]
    assert [line.split(",")[1] for line in lines] == ["0", "1", "151", "501", "1201", "x"]


def test_a_table_is_plain_csv():
    """LF, minimal quoting, the schema's columns, empty cells for what is not given."""
    content = table_bytes("sourcing", [SOURCING])
    assert content == b"factory_id,tier,since\nBD7K3QF21,1,2019-01-01\n"
    assert b',"Fable ""Knit"", Ltd",,' in table_bytes("factories", [FACTORY])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (85.0, "85"),
        (0.1 + 0.2, "0.30000000000000004"),
        (23.9999, "23.9999"),
        (-0.00001, "-0.00001"),
        (date(2026, 1, 2), "2026-01-02"),
        (("cutting", "sewing"), "cutting|sewing"),
        ("", ""),
    ],
)
def test_each_kind_of_value_has_one_form(value, text):
    """Cells are written as the data dictionary asks, numbers as short as they go."""
    assert cell_text(value) == text


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), datetime(2026, 1, 1, tzinfo=UTC), {}]
)
def test_what_no_cell_can_hold_is_refused(value):
    """Nothing is written that could not be read back."""
    with pytest.raises(ValueError, match="no cell"):
        cell_text(value)


def test_a_column_that_the_table_does_not_have_is_refused():
    """No value is dropped silently."""
    with pytest.raises(ValueError, match="has no column colour"):
        table_bytes("sourcing", [{**SOURCING, "colour": "red"}])


def test_a_table_that_packages_do_not_have_is_refused(tmp_path):
    """A wrong table's name is an error of the program, not a file."""
    with pytest.raises(KeyError):
        _package(tmp_path, colours=[])


def test_the_descriptor_carries_the_schemas_and_nothing_that_changes():
    """The descriptor follows from the tables alone, in one order, with our schemas inlined."""
    one = package_descriptor(name="a", title="A", tables=["consents", "factories"], demo=True)
    other = package_descriptor(name="a", title="A", tables=["factories", "consents"], demo=True)
    assert descriptor_bytes(one) == descriptor_bytes(other)
    factories = one["resources"][0]
    assert factories["schema"]["fields"] == table("factories").descriptor["fields"]
    assert factories["schema"]["primaryKey"] == ["factory_id"]
    assert "title" not in factories["schema"]
    assert not {"created", "hash", "bytes", "profile"} & {*one, *factories}
    assert [licence["name"] for licence in one["licenses"]] == ["ODbL-1.0", "DbCL-1.0"]


def test_the_descriptor_is_readable_text():
    """The descriptor's file is UTF-8 with one line a value, so that Git shows small changes."""
    content = descriptor_bytes(package_descriptor(name="a", title="À", tables=[], demo=False))
    assert content.endswith(b"}\n")
    assert '"title": "À"' in content.decode()
    assert json.loads(content)["demo"] is False


def test_a_symbolic_link_is_replaced_and_not_followed(tmp_path):
    """Whoever put a link into a package cannot make the tool write elsewhere."""
    (tmp_path / "elsewhere").write_text("untouched")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "factories.csv").symlink_to(tmp_path / "elsewhere")
    _package(tmp_path / "p", factories=[FACTORY], consents=[])
    assert (tmp_path / "elsewhere").read_text() == "untouched"
    assert not (tmp_path / "p" / "factories.csv").is_symlink()


def _event(identifier="BD7K3QF21", event="published"):
    return {"kind": "factory", "identifier": identifier, "event": event, "date": date(2026, 1, 12)}


def test_a_ledger_file_is_named_by_its_first_event(tmp_path):
    """The name is the first identifier and date, and the rows stay in the order given."""
    path = write_ledger_file(tmp_path, [_event("VN1"), _event("BD1")])
    assert re.fullmatch(r"VN1-20260112-[0-9a-f]{8}\.csv", path.name)
    assert [line.split(",")[1] for line in path.read_text().splitlines()] == [
        "identifier",
        "VN1",
        "BD1",
    ]


def test_different_changes_never_meet_in_one_ledger_file(tmp_path):
    """Another change of the same day has another name; the same change, written twice, is one file."""
    first = write_ledger_file(tmp_path, [_event()])
    before = first.read_bytes()
    closed = {write_ledger_file(tmp_path, [_event(event="closed")]) for _ in range(2)}
    more = write_ledger_file(tmp_path, [_event(), _event("VN1")])
    assert len({first, more, *closed}) == 3
    assert first.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("events", [[], [_event("../../etc/passwd")], [_event("")]])
def test_a_ledger_file_needs_a_first_event_that_can_name_it(tmp_path, events):
    """Nothing from data becomes a path."""
    with pytest.raises(ValueError, match="ledger"):
        write_ledger_file(tmp_path, events)
