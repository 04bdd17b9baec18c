"""The list to send letters by: what stands in it, that it stays true, and that no spreadsheet runs it."""

from __future__ import annotations

import csv
import random
from datetime import timedelta

import pytest

from madewhere.private.folder import read_private, write_private_table
from madewhere.private.invitation.answer_checks import Answer
from madewhere.private.invitation.answering import respond
from madewhere.private.invitation.index import COLUMNS, index_files
from madewhere.private.invitation.reminders import overview, remind
from private.inviting_case import NEW, OTHER, add, ask, make_folder, rows_of
from tiny_publication import AS_OF


@pytest.fixture
def private(tmp_path):
    """Alder's private folder."""
    return make_folder(tmp_path / "private")


def listed(private) -> list[dict[str, str]]:
    """The rows of the list."""
    path = private / "invitations" / "index.csv"
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_index_says_where_each_letter_goes(private, tiny):
    """One row a letter: factory, address, contact, language, what is asked, its files, and until when."""
    reference = ask(private, tiny).invited[0].reference
    (row,) = listed(private)
    assert tuple(row) == COLUMNS
    assert row == {
        "reference": reference,
        "factory_id": NEW,
        "factory": "Identity Garments",
        "address": "1 Identity Street, Identityville",
        "country": "Vietnam",
        "contact": "Canary Contact",
        "email": "canary@secret.example",
        "phone": "+84 5550 0199",
        "letter_language": "vi",
        "scopes_asked": "identity|audits",
        "letter": f"{reference}/invitation.html",
        "letter_in_english": "",
        "preview": f"{reference}/preview.html",
        "invited_on": AS_OF.isoformat(),
        "reminded_on": "",
        "reply_due": (AS_OF + timedelta(days=14)).isoformat(),
    }
    assert (private / "invitations" / "index.csv").stat().st_mode & 0o777 == 0o600


def test_a_factory_without_a_contact_is_listed_too(private, tiny):
    """Its cells are empty; the English letter beside a guessed one is named."""
    write_private_table(private, "contacts", [])
    ask(private, tiny)
    (row,) = listed(private)
    assert (row["contact"], row["email"]) == ("", "")
    assert row["letter_in_english"] == f"{row['reference']}/invitation-english.html"


def test_who_has_an_address_to_write_to_comes_first(private, tiny):
    """Of several contacts the first with an e-mail address is named."""
    add(private, "contacts", factory_id=NEW, name="A desk without address")
    ask(private, tiny)
    assert listed(private)[0]["contact"] == "Canary Contact"


def test_the_index_lists_what_waits(private, tiny):
    """A second round joins the first, a reminder moves the day, and an answer takes the row out."""
    first = ask(private, tiny).invited[0].reference
    second = ask(private, tiny, OTHER, source=random.Random(8)).invited[0].reference
    assert {row["reference"] for row in listed(private)} == {first, second}
    later = AS_OF + timedelta(days=20)
    remind(private, [first], as_of=later)
    due = {row["reference"]: row["reply_due"] for row in listed(private)}
    assert due[first] == (later + timedelta(days=14)).isoformat()
    respond(private, first, Answer(accepted=False), as_of=later)
    assert [row["reference"] for row in listed(private)] == [second]


def test_the_same_folder_gives_the_same_bytes(private, tiny):
    """The order of rows in the tables changes nothing."""
    ask(private, tiny, NEW, OTHER)
    ((path, written),) = index_files(read_private(private)).items()
    assert path.read_bytes() == written
    turned = read_private(private)
    for name in ("factories", "invitations"):
        turned.tables[name].reverse()
    assert index_files(turned) == {path: written}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("\t=1+1", "'=1+1"),
        ('Mill; "=1+1', "Mill;'=1+1"),
        ("Two\nlines; one mill", "Two lines; one mill"),
        ("+84 5550 0199", "+84 5550 0199"),
    ],
)
def test_no_spreadsheet_runs_a_cell(private, tiny, text, shown):
    """What would be calculated has an apostrophe before it; a telephone number stays as it is."""
    ask(private, tiny)
    rows = [row | {"phone": text, "name": text} for row in rows_of(private, "contacts")]
    write_private_table(private, "contacts", rows)
    remind(private, [rows_of(private, "invitations")[0]["reference"]], as_of=AS_OF)
    (row,) = listed(private)
    assert (row["contact"], row["phone"]) == (shown, shown)


def test_letters_that_were_moved_away_are_not_named(private, tiny):
    """A row stays without its files; where the folder of letters is gone, no list is made."""
    reference = ask(private, tiny).invited[0].reference
    for page in (private / "invitations" / reference).iterdir():
        page.unlink()
    remind(private, [reference], as_of=AS_OF)
    assert (listed(private)[0]["letter"], listed(private)[0]["preview"]) == ("", "")
    (private / "invitations").rename(private / "sent")
    remind(private, [reference], as_of=AS_OF)
    assert not (private / "invitations").exists()


@pytest.mark.parametrize("seeds", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_of_several_letters_of_one_day_only_the_newest_waits(private, tiny, seeds):
    """Asked again on the same day, the last letter counts in the list and in the overview."""
    for seed in seeds:
        made = ask(private, tiny, again=True, source=random.Random(seed)).invited[0].reference
    assert [row["reference"] for row in listed(private)] == [made]
    waiting = overview(private, tiny, as_of=AS_OF).waiting
    assert [each.reference for each in waiting] == [made]
    notes = [row["note"] for row in rows_of(private, "invitations") if row["reference"] != made]
    assert len(notes) == 2
    assert all(note.startswith("Replaced by ") for note in notes)


def test_a_replaced_letter_that_comes_back_signed_is_an_answer(private, tiny):
    """It settles the newer letter too, so none waits any more."""
    old = ask(private, tiny).invited[0].reference
    ask(private, tiny, again=True, source=random.Random(8))
    respond(private, old, Answer(accepted=False), as_of=AS_OF)
    assert listed(private) == []
    assert {row["answer"] for row in rows_of(private, "invitations")} == {"refused"}
