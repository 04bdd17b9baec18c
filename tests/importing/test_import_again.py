"""A list that comes again is known row by row, whatever was corrected or removed since."""

from __future__ import annotations

import random
from datetime import date

import pytest

from madewhere.importing.known import Published
from madewhere.ledger import Event, Ledger
from madewhere.private.folder import read_private, write_private_table
from madewhere.private.lookalikes import open_questions
from on_disk import csv_rows

LIST = "name,address,country,latitude,longitude\nFern Mill,1 Old Road,BD,23.8103,90.4125\n"


def rewrite(folder, **cells):
    """Let the only factory of the folder say something else."""
    (row,) = csv_rows(folder / "factories.csv")
    write_private_table(folder, "factories", [row | cells])


@pytest.fixture
def corrected(take, table, tmp_path):
    """The ID of a factory whose name and street the factory itself put right after an import."""
    take(LIST)
    rewrite(
        tmp_path / "private",
        name="Fern Spinning Mill",
        street_address="77 Harbour Street, Chattogram",
        name_stated_by="factory",
        address_stated_by="factory",
    )
    return table("factories")[0]["factory_id"]


def test_a_row_is_known_again_after_its_address_was_corrected(take, table, corrected):
    """The identical list makes no new ID, and the factory's own word stays."""
    again = take(LIST, source=None)
    (row,) = table("factories")
    assert (again.taken, again.repeated, row["factory_id"]) == (0, 1, corrected)
    assert row["street_address"] == "77 Harbour Street, Chattogram"


def test_a_row_of_a_withdrawn_factory_keeps_its_id_and_is_told(take, table, corrected, tmp_path):
    """Out of the folder it is known by what the list said, and the import says that it withdrew."""
    for name in ("factories", "sourcing"):
        write_private_table(tmp_path / "private", name, [])
    events = [
        Event("factory", corrected, event, date(2026, 1, day), None, "", 2)
        for event, day in (("published", 1), ("withdrawn", 2))
    ]
    published = Published(taken=frozenset({corrected}), ledger=Ledger.of(events))
    again = take(LIST, published=published)
    assert table("factories")[0]["factory_id"] == corrected
    assert [p.code for p in again.problems] == ["import-said-no"]


def test_a_row_whose_factory_nobody_knows_any_more_is_new(take, table, corrected, tmp_path):
    """An ID that was never published and was taken out of the folder is not used again."""
    for name in ("factories", "sourcing"):
        write_private_table(tmp_path / "private", name, [])
    assert take(LIST, source=random.Random(8)).taken == 1
    assert table("factories")[0]["factory_id"] != corrected


def test_a_row_leads_to_the_id_that_took_the_place_of_its_own(take, table, corrected, tmp_path):
    """Whoever writes another ID in every table is believed by the next import."""
    rewrite(tmp_path / "private", factory_id="BD1G1D22Y")
    write_private_table(tmp_path / "private", "sourcing", [])
    (row,) = table("import_rows")
    assert row["factory_id"] == corrected
    write_private_table(tmp_path / "private", "import_rows", [row | {"factory_id": "BD1G1D22Y"}])
    assert (take(LIST).repeated, len(table("factories"))) == (1, 1)


def test_the_same_name_at_the_same_point_is_likely_the_same(take, corrected, tmp_path):
    """Where nothing is noted of the rows, another street at the very point is told."""
    rewrite(tmp_path / "private", name="Fern Mill")
    write_private_table(tmp_path / "private", "import_rows", [])
    (told,) = take(LIST, source=random.Random(8)).problems
    assert told.code == "import-likely-duplicate"
    assert f"looks like {corrected}" in told.message
    assert "the same point" in told.message


def test_an_import_that_took_something_is_logged_again(take, table, corrected, tmp_path):
    """A second import of the same list and day is logged where it took a row, and else is not."""
    take(LIST)
    assert [row["repeated"] for row in table("import_log")] == ["0"]
    more = LIST + "Moss Mill,,BD,,\n"
    take(more)
    for name in ("factories", "sourcing"):
        write_private_table(tmp_path / "private", name, [])
    take(more, source=random.Random(8))
    counts = {(row["rows_in"], row["taken"], row["repeated"]) for row in table("import_log")}
    assert counts == {("1", "1", "0"), ("2", "1", "1"), ("2", "2", "0")}


def test_a_point_that_stands_for_a_whole_country_is_told(take, tmp_path):
    """A geocoder's default point is named with its line before letters go out, and not once put right."""
    text = "name,address,country,latitude,longitude\nOak Mill,2 Mill Lane Jaipur,IN,20.593684,78.96288\n"
    (told,) = take(text).problems
    assert (told.code, told.line, told.field) == ("coordinates-middle", 2, "latitude")
    assert "20.593684, 78.96288 is the middle of India" in told.message
    rewrite(tmp_path / "private", latitude="26.9124", longitude="75.7873")
    assert "coordinates-middle" not in {problem.code for problem in take(text).problems}


def test_two_rows_that_are_one_factory_are_made_one_as_the_report_says(take, table, tmp_path):
    """The other's ID in every table, and one row of it where both had one: then nothing is asked again."""
    text = "name,address,country,tier\nFern Mill,1 Old Road,BD,1\nFern Mills Ltd,1 Old Road,BD,1\n"
    first, second = take(text).factory_ids.values()
    folder = tmp_path / "private"
    for path in folder.glob("*.csv"):
        lines = path.read_text().splitlines(keepends=True)
        if path.name in ("factories.csv", "sourcing.csv"):
            lines = [line for line in lines if not line.startswith(second)]
        path.write_text("".join(lines).replace(second, first))
    again = take(text, source=None)
    assert (again.taken, again.repeated, again.alike) == (0, 2, [])
    assert [row["factory_id"] for row in table("factories")] == [first]
    assert list(open_questions(read_private(folder), Ledger(), date(2026, 4, 1))) == []
