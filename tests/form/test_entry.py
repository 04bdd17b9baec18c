"""What a factory's answers take the place of in a private folder, and what stays."""

from __future__ import annotations

import random
from datetime import date

import pytest

from madewhere.errors import MadewhereError
from madewhere.form import entry
from madewhere.form.entry import take_answers
from tiny_publication import KNITS, TINY

DAY = date(2026, 3, 14)
MILL = {"name": "Quiet Mill", "street_address": "12 Lantern Road", "country": "TR"}


@pytest.fixture
def take(tmp_path):
    """Take answers into ``tmp_path/private``; keywords override."""

    def run(values, **options):
        defaults = {
            "stated_by": "member",
            "private": tmp_path / "private",
            "member": "alder",
            "data": TINY,
            "stated_on": DAY,
            "source": random.Random(3),
        }
        return take_answers(values, **(defaults | options))

    return run


def test_a_new_factory_gets_an_id_and_its_rows(take, rows):
    """Its groups say when and by whom; the member's own link is beside it."""
    entered = take(MILL | {"workers": "5", "tier": "2"})
    assert (entered.is_new, entered.recognised) == (True, False)
    row = rows("factories")[0]
    assert row["factory_id"] == entered.factory_id
    assert (row["workforce_stated_by"], row["workforce_stated_on"]) == ("member", "2026-03-14")
    assert row["production_stated_by"] == ""
    assert rows("sourcing") == [{"factory_id": entered.factory_id, "tier": "2", "since": ""}]
    assert rows("consents") == []


def test_a_published_factory_keeps_its_id(take):
    """By its OS ID, by name and address, or because somebody said which it is."""
    by_os_id = take({**MILL, "country": "BD", "os_id": "BD2019100FPTYTA"}, dry_run=True)
    chosen = take({**MILL, "country": "BD", "factory_id": KNITS}, dry_run=True)
    assert [by_os_id.factory_id, chosen.factory_id] == [KNITS, KNITS]
    assert by_os_id.recognised


def test_what_is_not_answered_again_stays(take, rows):
    """The member's second answers change only what they say, on the same day too."""
    first = take(MILL | {"locality": "Izmir", "workers": "5-9", "tier": "2", "sector": "Apparel"})
    again = take(
        MILL
        | {"factory_id": first.factory_id, "name": "Quiet Mill A.S.", "workers": "7", "tier": "1"}
    )
    assert (again.is_new, again.kept_aside, again.problems) == (False, [], [])
    (row,) = rows("factories")
    assert [row[c] for c in ("name", "locality", "sector")] == [
        "Quiet Mill A.S.",
        "Izmir",
        "Apparel",
    ]
    assert [row[c] for c in ("workers", "workers_min", "workers_max")] == ["7", "", ""]
    assert rows("sourcing")[0]["tier"] == "1"


def test_a_factorys_own_word_is_not_replaced_by_the_members(take, rows):
    """The member's goes aside and is told; the factory's takes the place of the member's."""
    take(MILL | {"workers": "5"})
    take(MILL | {"workers": "6"}, stated_by="factory", whole=True)
    assert (rows("factories")[0]["workers"], rows("factories")[0]["workforce_stated_by"]) == (
        "6",
        "factory",
    )
    entered = take(MILL | {"workers": "9"})
    assert entered.kept_aside == ["workers"]
    assert rows("factories")[0]["workers"] == "6"
    assert [row["text"] for row in rows("import_rest")] == ["9"]


def test_an_older_statement_replaces_nothing(take, rows):
    """Answers for an earlier day than those that stand there go aside."""
    take(MILL | {"workers": "5"})
    assert take(MILL | {"workers": "4"}, stated_on=date(2025, 1, 1)).kept_aside == ["workers"]
    assert rows("factories")[0]["workers"] == "5"


def test_a_whole_statement_empties_what_it_does_not_say(take, rows):
    """A factory's new form is all that it states; what the member states stays."""
    take(MILL | {"sector": "Apparel"})
    take(MILL | {"workers": "6", "website": "https://q.example"}, stated_by="factory", whole=True)
    take(MILL | {"workers": "7"}, stated_by="factory", whole=True)
    (row,) = rows("factories")
    assert [row[c] for c in ("workers", "website", "contact_stated_by", "sector")] == [
        "7",
        "",
        "",
        "Apparel",
    ]


def test_a_dry_run_writes_nothing(take, tmp_path):
    """Not even the folder is made."""
    take(MILL, dry_run=True)
    assert not (tmp_path / "private").exists()


def test_a_failed_write_leaves_the_folder_as_it_was(take, rows, monkeypatch):
    """All files are in their places, or none is."""
    take(MILL)

    def fail(_):
        raise OSError("the disk is full")

    monkeypatch.setattr(entry, "write_files", fail)
    with pytest.raises(OSError, match="full"):
        take(MILL | {"name": "Other Mill"})
    assert [row["name"] for row in rows("factories")] == ["Quiet Mill"]


def test_a_row_that_cannot_be_taken_is_refused_before_anything_is_written(take, tmp_path):
    """An unknown country has no code that an ID could begin with."""
    with pytest.raises(MadewhereError, match="no country"):
        take(MILL | {"country": "Nowhere"})
    assert not (tmp_path / "private").exists()
