"""One command at a time in a private folder: what another one records meanwhile would be lost."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from madewhere.errors import MadewhereError

_SECONDS = 20.0
_PAUSE = 0.1

_held: dict[str, int] = {}
"""The folder that this process works in, with the open file whose lock it holds."""


def hold(folder: Path, mark: str) -> None:
    """Keep other commands out of a private folder until this process ends or takes another folder.

    The lock is on the folder's ``mark``, which is written once and never replaced. Raises
    `MadewhereError` where another command does not end in time.
    """
    place = os.path.realpath(folder / mark)
    if place in _held:
        return
    while _held:
        os.close(_held.popitem()[1])
    try:
        handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return  # there is no folder yet, or what reads it says what is wrong
    last = time.monotonic() + _SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > last:
                os.close(handle)
                raise MadewhereError(
                    f"another command is at work in {folder}",
                    hint="Let it end, or answer its question, and run this one again.",
                ) from None
            time.sleep(_PAUSE)
        else:
            _held[place] = handle
            return
