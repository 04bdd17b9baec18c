"""The list of factories that a person hands over: what is read of it, and what is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from madewhere.errors import UsageError
from madewhere.private.invitation import choosing
from madewhere.private.invitation.choosing import read_list


def test_only_an_ordinary_file_is_read(tmp_path):
    """A device or a pipe would be read, or waited for, without end."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (Path("/dev/zero"), pipe, tmp_path, tmp_path / "missing"):
        with pytest.raises(UsageError, match="cannot be read"):
            read_list(place)


def test_a_list_has_a_largest_size(tmp_path, monkeypatch):
    """One byte more than may be is refused, whatever stands in it."""
    file = tmp_path / "list.txt"
    file.write_text("BD1G1D22Y\n")
    monkeypatch.setattr(choosing, "MAX_LIST_BYTES", 10)
    assert read_list(file) == ("BD1G1D22Y",)
    file.write_text("BD1G1D22Y\n\n")
    with pytest.raises(UsageError, match="too large"):
        read_list(file)


def test_a_list_is_utf_8(tmp_path):
    """What another encoding wrote is no identifier."""
    file = tmp_path / "list.txt"
    file.write_bytes("BD1G1D22Y\n".encode("utf-16"))
    with pytest.raises(UsageError, match="cannot be read"):
        read_list(file)
