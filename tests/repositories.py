"""Git in tests: as somebody, and with no settings but its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SOMEBODY = ("-c", "user.name=Asha", "-c", "user.email=asha@example.org")
_NO_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def try_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Git in a folder, whether it succeeds or not."""
    return subprocess.run(
        ["git", "-C", str(folder), *_SOMEBODY, *arguments],
        check=False,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        env={**os.environ, **_NO_SETTINGS},
    )


def git(folder: Path, *arguments: str) -> str:
    """Run Git in a folder, and give what it prints."""
    ended = try_git(folder, *arguments)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
