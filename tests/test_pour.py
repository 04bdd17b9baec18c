"""Pouring: what changed is made, what did not is linked, and nothing is written twice."""

from __future__ import annotations

import pytest

from madewhere.pour import Files, Output, pour


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
    with pytest.raises((ValueError, FileExistsError)):
        pour(
            [Files([output("a", "1"), output("a", "2")])], tmp_path, previous=None, previous_keys={}
        )
    assert (tmp_path / "a").read_text() == "1"
