"""Writing packages again in the tool's form, without changing a value."""

from __future__ import annotations

import json
import os

import pytest

from checking import DESCRIPTOR, FACTORIES, LINKS, SOURCING, findings, grid, replaced, write_rows
from madewhere.upgrade import upgrade
from on_disk import everything
from tiny_publication import TINY

FACTORY_ROWS = b"BD1G1D22Y,1,2019-01-01\nVNDT37MY2,2,\n"


def test_nothing_to_do(tiny):
    """A publication that is in form is left as it is, to the byte."""
    before = everything(tiny)
    assert upgrade(tiny).written == []
    assert everything(tiny) == before


@pytest.mark.parametrize(
    "change",
    [
        replaced(SOURCING, b"\n", b"\r\n"),
        replaced(SOURCING, b"factory_id", b"\xef\xbb\xbffactory_id"),
        replaced(SOURCING, b",2,", b", 2 ,"),
        replaced(SOURCING, b"VNDT37MY2,2,\n", b"VNDT37MY2,2,"),
        replaced(SOURCING, b"VNDT37MY2,2,\n", b'"VNDT37MY2","2",""\n\n , ,\n'),
        grid(SOURCING, lambda rows: rows.append(rows.pop(1))),
        grid(SOURCING, lambda rows: [row.reverse() for row in rows]),
    ],
)
def test_a_table_is_put_in_form(tiny, change):
    """Line ends, marks, spaces, quotes, blank rows and order go back to the one form."""
    before = everything(tiny)
    change(tiny)
    assert upgrade(tiny).written == [SOURCING]
    assert everything(tiny) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"factory_id,tier\nBD1G1D22Y,1\n",
        b"factory_id,tier,since,note\nBD1G1D22Y,1,,x\n",
        b"factory_id,tier,tier\nBD1G1D22Y,1,2\n",
        b"factory_id,tier,since\nBD1G1D22Y,1\n",
        b"factory_id,tier,since\nBD1G1D22Y,1,,\n",
        b'factory_id,tier,since\nBD1G1D22Y,1,"\n',
        b"factory_id,tier,since\rBD1G1D22Y,1,\r",
        b"factory_id,tier,since\nBD1G1D22Y,1,\xff\n",
        b"factory_id,tier,since\nBD1G1D22Y,1,\x00\n",
    ],
)
def test_a_table_that_is_not_sound_is_left_alone(tiny, content):
    """Where writing could lose something, the file stays for `check` to explain."""
    (tiny / SOURCING).write_bytes(content)
    assert upgrade(tiny).written == []
    assert (tiny / SOURCING).read_bytes() == content


def test_wrong_values_stay(tiny):
    """Upgrading changes no value, not even one that is wrong."""
    write_rows(tiny / SOURCING, [["factory_id", "tier", "since"], ["x", "many ", "soon"]])
    assert upgrade(tiny).written == [SOURCING]
    assert (tiny / SOURCING).read_bytes() == b"factory_id,tier,since\nx,many,soon\n"


def test_a_row_that_git_repeated_goes_once(tiny):
    """A row that stands twice in the same words is written once; one that differs stays."""
    other = FACTORY_ROWS.replace(b",1,", b",2,", 1)
    assert other != FACTORY_ROWS
    (tiny / SOURCING).write_bytes(b"factory_id,tier,since\n" + FACTORY_ROWS * 2 + other)
    upgrade(tiny)
    lines = (tiny / SOURCING).read_bytes().splitlines()
    assert len(lines) == len(set(lines)) == 4


def beside_examples(data):
    """What is wrong, but for numbers that are examples, which only an invented package may have."""
    return [each for each in findings(data) if each[0] != "gs1-example"]


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{", b"[]", b"{}", b'{"title": 7}', b"\xff", b"[" * 5000, b'{"title": "\\ud800"}'],
)
def test_a_descriptor_is_written_again(tiny, content):
    """Whatever stands in its place, the descriptor comes out sound."""
    if content is None:
        (tiny / DESCRIPTOR).unlink()
    else:
        (tiny / DESCRIPTOR).write_bytes(content)
    assert upgrade(tiny).written == [DESCRIPTOR]
    assert beside_examples(tiny) == []
    # Invented is the safe side for one that was there and did not say.
    assert json.loads((tiny / DESCRIPTOR).read_text())["demo"] is (content is not None)


@pytest.mark.parametrize("demo", [True, False])
def test_the_packages_own_words_stay(tiny, demo):
    """Title, description and the mark of an invented package outlast an upgrade; the rest does not."""
    loaded = json.loads((tiny / DESCRIPTOR).read_text())
    own = {"title": "Ours", "description": "What we buy.", "demo": demo}
    (tiny / DESCRIPTOR).write_text(json.dumps(loaded | own | {"extra": 1, "name": "birch"}))
    assert upgrade(tiny).written == [DESCRIPTOR]
    after = json.loads((tiny / DESCRIPTOR).read_text())
    assert {key: after[key] for key in own} == own
    assert after["name"] == "alder"
    assert beside_examples(tiny) == []


def test_a_table_that_was_added_or_removed_is_described(tiny):
    """The descriptor follows the files in the folder."""
    (tiny / LINKS).unlink()
    assert upgrade(tiny).written == [DESCRIPTOR]
    assert findings(tiny) == []


def test_the_ledger_is_never_written(tiny):
    """Event files stay as they are, whatever their form."""
    path = tiny / "ledger/BD1G1D22Y-20250115.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    assert upgrade(tiny).written == []
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", [FACTORIES, DESCRIPTOR])
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_ordinary_file_is_not_touched(tiny, tmp_path, name, kind):
    """A link is not followed, read or replaced, a pipe not waited for, a folder left alone."""
    elsewhere = tmp_path / "elsewhere"
    (tiny / name).rename(elsewhere)
    elsewhere.write_bytes(elsewhere.read_bytes().replace(b"\n", b"\r\n"))
    before = elsewhere.read_bytes()
    if kind == "link":
        (tiny / name).symlink_to(elsewhere)
    elif kind == "pipe":
        os.mkfifo(tiny / name)
    else:
        (tiny / name).mkdir()
    written = upgrade(tiny).written
    assert name not in written
    assert elsewhere.read_bytes() == before
    assert (tiny / name).is_symlink() == (kind == "link")


def test_a_linked_folder_is_not_entered(tiny, tmp_path):
    """A member's folder that is a link stays as it is."""
    (tiny / "members/alder").rename(tmp_path / "alder")
    (tiny / "members/alder").symlink_to(tmp_path / "alder")
    (tmp_path / "alder/datapackage.json").write_text("{}")
    assert upgrade(tiny).written == []
    assert (tmp_path / "alder/datapackage.json").read_text() == "{}"


def test_upgrading_twice_is_upgrading_once(tiny):
    """A second run finds nothing to do."""
    replaced(FACTORIES, b"\n", b"\r\n")(tiny)
    (tiny / DESCRIPTOR).write_text("{}")
    assert upgrade(tiny).written
    assert upgrade(tiny).written == []


def test_the_fixture_is_in_form():
    """The publication that tests change is itself as the tool writes it."""
    assert findings(TINY) == []
