"""Contacts of a list: into the private table of contacts, whole, and never into anything public."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from madewhere.importing.contacts import read_contact
from madewhere.package_writer import table_bytes
from madewhere.private.folder import read_private, typed
from madewhere.private.going_public import plan, write
from tiny_publication import AS_OF, TINY

HEADER = "name,address,country,contact person,job title,e-mail,phone,contact language\n"
ANN = "Fern Mill,1 Road,TR,Ann Leaf,Compliance,ann@fern.example,+90 555 010 0001,tr\n"


def contacts(table):
    """The rows of the table, without the factory."""
    return [tuple(row.values())[1:] for row in table("contacts")]


def test_a_contact_of_a_list_is_one_of_the_folder(take, table, tmp_path):
    """Each column where it belongs, with the factory; nothing of it anywhere else."""
    result = take(HEADER + ANN)
    (factory,) = table("factories")
    (row,) = table("contacts")
    assert row["factory_id"] == factory["factory_id"]
    assert contacts(table) == [
        ("Ann Leaf", "Compliance", "ann@fern.example", "+90 555 010 0001", "tr")
    ]
    assert (result.problems, result.contacts, table("import_rest")) == ([], 1, [])
    others = [path for path in (tmp_path / "private").iterdir() if path.name != "contacts.csv"]
    assert not any(b"Ann Leaf" in path.read_bytes() for path in others)
    _, problems = typed(read_private(tmp_path / "private"), ("contacts",))
    assert problems == []


def test_a_column_can_be_named_by_hand(take, table):
    """As every other column of ours, or left out."""
    text = "name,country,who,mail\nFern Mill,TR,Ann Leaf,ann@fern.example\n"
    take(text, mapping={"contact_name": "who", "contact_email": ""})
    assert contacts(table) == [("Ann Leaf", "", "", "", "")]
    assert [row["column"] for row in table("import_rest")] == ["mail"]


def test_the_same_list_again_changes_nothing(take, table):
    """Neither a second row nor another address; what differs is kept aside and told."""
    take(HEADER + ANN)
    before = table("contacts")
    assert take(HEADER + ANN).contacts == 0
    assert table("contacts") == before
    again = take(HEADER + ANN.replace("0001", "0002"), stated_on=date(2026, 4, 1))
    assert table("contacts") == before
    assert "+90 555 010 0002" in {row["text"].lstrip("'") for row in table("import_rest")}
    assert any("contact_phone" in p.message for p in again.problems)


def test_a_contact_is_completed_and_another_person_is_added(take, table, tmp_path):
    """By the name, or by the address where one of the two has no name."""
    take("name,country,email\nFern Mill,TR,ann@fern.example\n")
    assert contacts(table) == [("Contact", "", "ann@fern.example", "", "")]
    take("name,country,contact person,email\nFern Mill,TR,Ann Leaf,ANN@fern.example\n")
    assert contacts(table) == [("Ann Leaf", "", "ann@fern.example", "", "")]
    take("name,country,contact,phone\nFern Mill,TR,ann leaf,+90 555 010 0001\n")
    take("name,country,contact\nFern Mill,TR,Ben Stem\n")
    assert contacts(table) == [
        ("Ann Leaf", "", "ann@fern.example", "+90 555 010 0001", ""),
        ("Ben Stem", "", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("given", "said", "unread"),
    [
        ({"contact_name": ["Ann Leaf (ann@fern.example), tel. +90 555 010 0001"]},
         {"name": "Ann Leaf", "email": "ann@fern.example", "phone": "+90 555 010 0001"}, []),
        ({"contact_name": ["ann@fern.example"]}, {"email": "ann@fern.example"}, []),
        ({"contact_name": ["old@x.example"], "contact_email": ["new@x.example"]}, {"email": "new@x.example"}, ["contact_name"]),
        ({"contact_name": ["Ann Leaf, Compliance; ann@fern.example"]},
         {"name": "Ann Leaf, Compliance", "email": "ann@fern.example"}, []),
        ({"contact_email": ["Ann <ann@fern.example>"]}, {}, ["contact_email"]),
        ({"contact_email": ["<ann@fern.example>"]}, {"email": "ann@fern.example"}, []),
        ({"contact_email": ["a@x.example; b@x.example"]}, {}, ["contact_email"]),
        ({"contact_email": ["on request"]}, {}, ["contact_email"]),
        ({"contact_phone": ["905550100001.0"]}, {"phone": "905550100001"}, []),
        ({"contact_phone": ["9.05550100001E+11"]}, {}, ["contact_phone"]),
        ({"contact_phone": ["0" * 61]}, {}, ["contact_phone"]),
        ({"contact_phone": ["ask"]}, {}, ["contact_phone"]),
        ({"contact_language": ["TR"]}, {"language": "tr"}, []),
        ({"contact_language": ["Turkish"]}, {}, ["contact_language"]),
        ({"contact_name": ["=cmd()"]}, {}, ["contact_name"]),
        ({"contact_name": ["x" * 201]}, {}, ["contact_name"]),
        ({}, {}, []),
    ],
)  # fmt: skip
def test_cells_are_read_without_guessing(given, said, unread):
    """What is no address, number or tag is left to a person, and nothing is half taken."""
    assert read_contact(given) == (said, unread)


def test_what_cannot_be_read_is_kept(take, table):
    """With a warning, in import_rest.csv; the factory is taken all the same."""
    result = take("name,country,e-mail\nFern Mill,TR,on request\n")
    assert (result.taken, contacts(table)) == (1, [])
    assert [row["text"] for row in table("import_rest")] == ["on request"]
    assert [p.code for p in result.problems] == ["import-cell-unread"]


def test_no_contact_goes_public(take, table, tmp_path):
    """Not even with a consent to every subject."""
    data = shutil.copytree(TINY, tmp_path / "data")
    take(HEADER + ANN, member="birch")
    (factory,) = table("factories")
    given = {
        "factory_id": factory["factory_id"],
        "member": "birch",
        "decided_on": "2026-03-15",
        "text_version": "2026-2",
        "language": "tr",
        "method": "signed-document",
        "evidence_sha256": "a" * 64,
        "recorded_by": "member-sourcing",
    }
    scopes = ("identity", "profile", "contact", "audits", "tiers", "certificates")
    rows = [given | {"scope": scope} for scope in scopes]
    (tmp_path / "private/consents.csv").write_bytes(table_bytes("consents", rows))
    going = plan(tmp_path / "private", data, as_of=AS_OF, drop_missing=True)
    assert going.added == [factory["factory_id"]]
    write(going)
    public = [path for path in data.rglob("*") if path.is_file()]
    assert any(b"Fern Mill" in path.read_bytes() for path in public)
    for text in (b"Ann Leaf", b"ann@fern.example", b"555 010"):
        assert not any(text in path.read_bytes() for path in public)
