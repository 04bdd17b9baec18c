"""Git, run so that it speaks of the folder that is asked about and of no other repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_KEPT = frozenset({"GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT"})


def environment() -> dict[str, str]:
    """The environment without what Git sets for hooks, which would lead into another repository."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG") or name in _KEPT
    }


def run(
    folder: Path, *arguments: str, content: bytes = b""
) -> subprocess.CompletedProcess[bytes] | None:
    """Run a command of Git in a folder, with ``content`` as its input; None where there is no Git."""
    command = ["git", "--no-optional-locks", "-C", str(folder), "-c", "core.fsmonitor=false"]
    try:
        return subprocess.run(
            [*command, *arguments],
            capture_output=True,
            check=False,
            input=content,
            env=environment(),
        )
    except FileNotFoundError:
        return None
