"""Two commands never work in one private folder at the same time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from madewhere.errors import MadewhereError
from madewhere.private import lock
from madewhere.private.folder import open_private, read_private

_HOLD = """
import sys
from pathlib import Path
from madewhere.private.folder import read_private
read_private(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_another_command_waits_and_then_says_so(tmp_path, monkeypatch):
    """While one process works in a folder another is told; when it ends, the folder is free."""
    folder = tmp_path / "private"
    open_private(folder, "alder")
    open_private(tmp_path / "other", "alder")
    read_private(tmp_path / "other")  # lets go of the first folder
    monkeypatch.setattr(lock, "_SECONDS", 0.2)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(MadewhereError, match="another command is at work"):
            read_private(folder)
        other.communicate()
    assert read_private(folder).member == "alder"
