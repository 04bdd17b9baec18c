"""One build at a time at a place: the lock that a build holds until it ends, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from madewhere.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows has none; there nothing keeps two builds apart
    fcntl = None  # type: ignore[assignment]

NAME = "lock"
"""The lock's file in the folder of versions."""

_held: set[IO[str]] = set()


def take(versions: Path) -> IO[str] | None:
    """Hold the lock of this place until the process ends or lets it go.

    Raises `OutputError` where another build has it, and `OSError` where it cannot be written.
    """
    if fcntl is None:
        return None
    lock = (versions / NAME).open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise OutputError(
            f"another build is writing to {versions.parent}",
            hint="Perhaps `madewhere serve` runs in another window: stop it. Or wait until the other build has finished, or name another place with --out.",
        ) from error
    _held.add(lock)
    return lock


def let_go(lock: IO[str] | None) -> None:
    """Let the lock go; closing the file does."""
    if lock is not None:
        _held.discard(lock)
        lock.close()


def _forget_in_child() -> None:
    """Close the locks in a forked worker: one that outlives a killed build must not hold them."""
    for lock in _held:
        os.close(lock.fileno())
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
