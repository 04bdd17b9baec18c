"""The guard before every file that is read."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madewhere.guard import _examine, read_guarded


def outcome(tmp_path, content, name="x.csv", limit=1000):
    """Read bytes through the guard: what comes out, and the problems as (code, line)."""
    (tmp_path / name).write_bytes(content)
    read, problems = read_guarded(tmp_path, name, limit)
    return read, [(p.code, p.line) for p in problems]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("a,b\nCafé".encode("latin-1"), "not-utf8", 2),
        ("a,b\nCafé".encode("cp1252"), "not-utf8", 2),
        ("名前".encode("shift-jis"), "not-utf8", 1),
        ("a,b".encode("utf-16"), "not-utf8", 1),
        ("a,b".encode("utf-16-le"), "csv-broken", 1),
        ("a,b".encode("utf-32-be"), "csv-broken", 1),
        (b"a,b\n\xed\xa0\x80", "not-utf8", 2),
        (b"a,b\n\xc0\xaf", "not-utf8", 2),
        (b"a\nb\n\x00", "csv-broken", 3),
        (b"x" * 1001, "file-too-large", 0),
    ],
)
def test_unfit_content_is_refused(tmp_path, content, code, line):
    """Other encodings, overlong forms, half surrogates, NUL and too many bytes give no content."""
    assert outcome(tmp_path, content) == (None, [(code, line)])


def test_content_of_the_greatest_size_is_read(tmp_path):
    """A file may have exactly as many bytes as the limit."""
    assert outcome(tmp_path, b"x" * 1000) == (b"x" * 1000, [])


def test_a_byte_order_mark_is_told_and_taken_off(tmp_path):
    """The mark is a problem of its own; the rest is read without it, so that nothing follows from it."""
    assert outcome(tmp_path, b"\xef\xbb\xbfa,b") == (b"a,b", [("byte-order-mark", 1)])


def test_a_byte_order_mark_hides_no_nul(tmp_path):
    """What follows a byte-order mark is looked at like any content."""
    assert outcome(tmp_path, b"\xef\xbb\xbfa\x00") == (
        None,
        [("byte-order-mark", 1), ("csv-broken", 1)],
    )


@pytest.mark.parametrize("kind", ["missing", "link", "pipe", "folder"])
def test_only_regular_files_are_opened(tmp_path, kind):
    """What is no ordinary file is refused without being followed or waited for."""
    path = tmp_path / "x.csv"
    if kind == "link":
        (tmp_path / "real.csv").write_bytes(b"secret")
        path.symlink_to(tmp_path / "real.csv")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    content, problems = read_guarded(tmp_path, "x.csv", 1000)
    assert content is None
    assert [p.code for p in problems] == ["file-not-regular"]


@given(st.binary(max_size=200))
def test_what_comes_out_is_always_utf8_without_nul(content):
    """Whatever the bytes, content that passes decodes as UTF-8, has no NUL and no byte-order mark."""
    passed, problems = _examine(content, "x.csv")
    if passed is not None:
        assert "\x00" not in passed.decode()
        assert content.endswith(passed)
    assert (passed == content) == (not problems)
