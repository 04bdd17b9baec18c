"""Finding what there is in the data: names only, and nothing is followed."""

from __future__ import annotations

import os
import socket

import pytest

from checking import DESCRIPTOR, FACTORIES, findings
from madewhere.discover import discover
from tiny_publication import TINY


def unexpected(data):
    """The problems of finding as (code, file)."""
    return [(p.code, p.file) for p in discover(data).problems]


def test_everything_of_a_sound_publication_is_found():
    """Registers, members and ledger files are listed in a stable order, and nothing is amiss."""
    found = discover(TINY)
    assert [member.slug for member in found.members] == ["alder", "birch"]
    assert found.registers.files == sorted(found.registers.expected)
    assert found.ledger == sorted(found.ledger)
    assert len(found.ledger) == 7
    assert (found.problems, found.ledger_whole) == ([], True)


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "Registers",
        "members/Alder",
        "members/al_der",
        "members/-alder",
        "members/alder.zip",
        "members/alder/deep",
        "members/alder/prices.csv",
        "members/alder/Factories.csv",
        "members/alder/factories.csv.bak",
        "members/alder/.~lock.factories.csv#",
        "registers/consents.csv",
        "ledger/BD1G1D22Y.txt",
        "ledger/BD1G1D22Y.CSV",
        "ledger/..csv",
        ".git",
    ],
)
@pytest.mark.parametrize("make", [os.mkdir, lambda path: path.write_text("x")])
def test_what_does_not_belong_is_named(tiny, name, make):
    """A file or folder that no table is made of is an error at its own name."""
    if make is os.mkdir and name == "members/Alder":
        name = "members/ALDER"
    make(tiny / name)
    assert unexpected(tiny) == [("file-unexpected", name)]


@pytest.mark.parametrize("name", [".DS_Store", ".gitkeep", "Thumbs.db"])
def test_files_that_desktops_leave_are_passed(tiny, name):
    """What a desktop or Git leaves behind is passed, but only as a file: a folder could hold anything."""
    (tiny / name).write_text("")
    (tiny / "members" / name).write_text("")
    (tiny / "members/alder" / name).write_text("")
    assert unexpected(tiny) == []
    (tiny / "ledger" / name).mkdir()
    assert unexpected(tiny) == [("file-unexpected", f"ledger/{name}")]


FILES = [
    FACTORIES,
    "members/alder/consents.csv",
    "members/alder/sourcing.csv",
    DESCRIPTOR,
    "registers/members.csv",
    "registers/processing_types.csv",
    "registers/datapackage.json",
    "ledger/BD1G1D22Y-20250115.csv",
]
FOLDERS = ["members/alder", "members", "registers", "ledger"]


@pytest.mark.parametrize("name", [*FILES, *FOLDERS])
def test_a_symbolic_link_is_one_problem(tiny, tmp_path, name):
    """A link in the place of any file or folder is refused, though it leads to the very same thing.

    What stood there is not called missing as well.
    """
    (tiny / name).rename(tmp_path / "elsewhere")
    (tiny / name).symlink_to(tmp_path / "elsewhere")
    assert findings(tiny) == [("file-not-regular", "error", name, 0, "")]


@pytest.mark.parametrize("name", ["README.md", "LICENSE", ".DS_Store", "members/.gitkeep"])
def test_a_link_under_a_name_that_is_passed_is_refused(tiny, name):
    """A link is no better for having the name of a file that nobody reads."""
    (tiny / name).symlink_to("/etc/passwd")
    assert findings(tiny) == [("file-not-regular", "error", name, 0, "")]


def test_a_link_that_leads_nowhere_is_refused(tiny):
    """A dangling link is a problem like any other."""
    (tiny / FACTORIES).unlink()
    (tiny / FACTORIES).symlink_to(tiny / "nowhere")
    assert findings(tiny) == [("file-not-regular", "error", FACTORIES, 0, "")]


@pytest.mark.parametrize("name", FILES)
def test_a_named_pipe_is_refused_without_waiting(tiny, name):
    """A pipe that nobody writes to is refused at once."""
    (tiny / name).unlink()
    os.mkfifo(tiny / name)
    assert findings(tiny) == [("file-not-regular", "error", name, 0, "")]


def test_a_socket_is_refused(tiny, monkeypatch):
    """A socket in the place of a table is refused."""
    (tiny / FACTORIES).unlink()
    monkeypatch.chdir(tiny / "members/alder")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("factories.csv")
        assert findings(tiny) == [("file-not-regular", "error", FACTORIES, 0, "")]


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_is_one_problem(tiny, name):
    """A folder that has a file's name is unexpected, and the file is not called missing too."""
    (tiny / name).unlink()
    (tiny / name).mkdir()
    assert findings(tiny) == [("file-unexpected", "error", name, 0, "")]


@pytest.mark.parametrize("name", ["registers", "ledger", "members"])
def test_a_file_in_the_place_of_a_folder_is_one_problem(tiny, tmp_path, name):
    """A file that has a folder's name is unexpected, and what it should hold is not called missing."""
    (tiny / name).rename(tmp_path / "elsewhere")
    (tiny / name).write_text("")
    assert findings(tiny) == [("file-unexpected", "error", name, 0, "")]


def test_a_name_that_is_no_utf8_can_be_reported(tiny):
    """Git can hold names of any bytes; a report names them with an escape."""
    try:
        (tiny / os.fsdecode(b"caf\xe9.csv")).write_text("")
    except OSError:
        pytest.skip("this file system takes no such names")
    ((_, _, file, _, _),) = findings(tiny)
    assert file == "caf\\xe9.csv"
