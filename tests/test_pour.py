"""Pouring: what changed is made, what did not is linked, and nothing is written twice.

What is kept between builds, too: it does not grow for ever.
"""

from __future__ import annotations

import os
import time

import pytest

from madewhere import kept
from madewhere.pour import ClashError, Files, Output, pour

DAY = 24 * 3600.0


def output(path: str, content: str, key: str = "") -> Output:
    """An output whose key is its content, unless another is given."""
    return Output(path, key or content, lambda: content.encode())


def outputs(count: int, content: str = "same") -> Files:
    """Many outputs, enough for several processes."""
    return Files(
        [output(f"F/{number}/index.html", f"{content} {number}") for number in range(count)]
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_everything_is_written(tmp_path, workers):
    """Each output lies at its path, whatever the number of processes."""
    folder = tmp_path / "new"
    folder.mkdir()
    poured = pour([outputs(700)], folder, previous=None, previous_keys={}, workers=workers)
    assert (len(poured.keys), poured.made, poured.linked) == (700, 700, 0)
    assert (folder / "F/699/index.html").read_text() == "same 699"


def test_what_has_the_same_key_is_linked(tmp_path):
    """An unchanged output is the file of the version before; a changed one is not."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    first = pour(
        [Files([output("a", "1"), output("b", "1")])], old, previous=None, previous_keys={}
    )
    again = Files([output("a", "1"), output("b", "2")])
    second = pour([again], new, previous=old, previous_keys=first.keys)
    assert (second.made, second.linked) == (1, 1)
    assert (new / "a").stat().st_ino == (old / "a").stat().st_ino
    assert ((old / "b").read_text(), (new / "b").read_text()) == ("1", "2")


def test_a_lost_file_of_the_version_before_is_made_again(tmp_path):
    """A key without its file does not leave a hole."""
    new = tmp_path / "new"
    new.mkdir()
    poured = pour(
        [Files([output("a", "1")])], new, previous=tmp_path / "gone", previous_keys={"a": "1"}
    )
    assert poured.made == 1
    assert (new / "a").read_text() == "1"


def test_two_outputs_cannot_have_one_path(tmp_path):
    """The second is refused; the first is not overwritten."""
    for clashing in ("a", "a/b", "c"):
        folder = tmp_path / clashing.replace("/", "-")
        outputs = [output("a", "1"), output("c/d", "3"), output(clashing, "2")]
        with pytest.raises(ClashError, match=f"^{clashing}$"):
            pour([Files(outputs)], folder, previous=None, previous_keys={})
        assert (folder / "a").read_text() == "1"
        assert (folder / "c/d").read_text() == "3"


def test_a_clash_in_another_process_is_told_too(tmp_path):
    """The path comes through from wherever it was found."""
    many = [output(f"f{number}", "1") for number in range(600)]
    with pytest.raises(ClashError, match=r"^f599$"):
        pour(
            [Files([*many, output("f599", "2")])],
            tmp_path / "new",
            previous=None,
            previous_keys={},
            workers=2,
        )


@pytest.fixture
def private_mask():
    """The mask of a shell or service that keeps every file to its owner."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.parametrize("workers", [1, 2])
def test_everybody_may_read_what_is_poured(tmp_path, private_mask, workers):
    """A web server that is another user finds files and folders open, and the mask is as it was."""
    tmp_path.chmod(0o755)
    pour([outputs(700)], tmp_path, previous=None, previous_keys={}, workers=workers)
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in tmp_path.rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}
    assert os.umask(0o077) == 0o077


def test_a_private_version_gives_no_links(tmp_path):
    """Files of a version that others cannot read are made again, and can be read then."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    one = Files([output("a", "1")])
    first = pour([one], old, previous=None, previous_keys={})
    (old / "a").chmod(0o600)
    old.chmod(0o700)
    second = pour([one], new, previous=old, previous_keys=first.keys)
    assert (second.made, second.linked) == (1, 0)
    assert (new / "a").stat().st_mode & 0o777 == 0o644


def aged(path, seconds):
    """Set a file's time so long ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def names(folder):
    """The names of what lies in a folder."""
    return {path.name for path in folder.iterdir()}


def test_what_nothing_asks_for_is_not_kept_for_ever(tmp_path):
    """A result stays while it is asked for, and goes two weeks after that; others' files stay."""
    for key in ("asked", "unasked", "young"):
        kept.store(tmp_path, key, key)
    (tmp_path / "notes.txt").write_text("somebody's")
    for key in ("asked", "unasked"):
        aged(tmp_path / f"{key}.pickle", 15 * DAY)
    aged(tmp_path / "young.pickle", 13 * DAY)
    aged(tmp_path / "notes.txt", 99 * DAY)
    assert kept.load(tmp_path, "asked") == "asked"
    kept.tidy(tmp_path)
    assert names(tmp_path) == {"asked.pickle", "young.pickle", "notes.txt"}


def test_a_folder_of_results_has_a_largest_size(tmp_path, monkeypatch):
    """What was asked for longest ago goes first."""
    for days in (3, 1, 2):
        kept.store(tmp_path, str(days), "x" * 1000)
        aged(tmp_path / f"{days}.pickle", days * DAY)
    monkeypatch.setattr(kept, "LARGEST", 2500)
    kept.tidy(tmp_path)
    assert names(tmp_path) == {"1.pickle", "2.pickle"}


def test_parts_of_a_killed_run_go(tmp_path):
    """One that is an hour old is nobody's any more; a younger one may be another run's."""
    for name in ("old.1.part", "new.2.part"):
        (tmp_path / name).write_bytes(b"")
    aged(tmp_path / "old.1.part", 2 * 3600)
    kept.store(tmp_path, "key", 1)
    assert names(tmp_path) == {"new.2.part", "key.pickle"}


def test_storing_keeps_a_folder_tidy(tmp_path):
    """Nobody has to call for it: a run that stores looks after the folder, also a long one."""
    for number in range(40):
        kept.store(tmp_path, f"then-{number}", number)
        aged(tmp_path / f"then-{number}.pickle", 15 * DAY)
    assert len(names(tmp_path)) <= 16


def test_results_are_read_where_nothing_can_be_written(tmp_path, monkeypatch):
    """A folder that may only be read still gives what it holds."""
    kept.store(tmp_path, "key", "value")

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    assert kept.load(tmp_path, "key") == "value"


def test_outputs_of_an_item_that_share_their_making_are_one_file(tmp_path):
    """They are made once and lie under each name as one file, in later versions too."""

    class Copied:
        items = ("a", "b")
        made = 0

        def outputs(self, item):
            def make():
                self.made += 1
                return item.encode()

            for path in (f"P/{item}", f"01/{item}1", f"01/{item}2"):
                yield Output(path, item, make)

    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    producer = Copied()
    first = pour([producer], old, previous=None, previous_keys={})
    assert (producer.made, len(first.keys), first.made) == (2, 6, 6)
    assert (old / "01/a2").read_text() == "a"
    assert (old / "01/b2").stat().st_ino == (old / "P/b").stat().st_ino
    del first.keys["01/a1"], first.keys["P/b"]
    pour([producer], new, previous=old, previous_keys=first.keys)
    assert producer.made == 3
    assert (new / "01/a1").stat().st_ino == (old / "P/a").stat().st_ino
    assert {(new / f"01/b{n}").read_text() for n in (1, 2)} == {"b"}
