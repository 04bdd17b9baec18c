"""Results kept between runs in a folder of our own, by the digest of everything they depend on.

A folder of them does not grow for ever: what nothing has asked for in two weeks goes, and of the rest
what was asked for longest ago, until the folder is no larger than `LARGEST`. Both only cost time: what
is gone is made again. The time of a file's last change says when it was last asked for.
"""

from __future__ import annotations

import os
import pickle
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

UNUSED_SECONDS = 14 * 24 * 3600.0
"""How long a result stays that nothing asks for."""

LARGEST = 4 << 30
"""How many bytes a folder holds at most."""

_ABANDONED_SECONDS = 3600.0
_TIDIED_EVERY = 16

_stored: Counter[Path] = Counter()


def load(folder: Path | None, key: str) -> Any:
    """What was kept under the key; None where nothing was, or where it cannot be read any more."""
    if folder is None:
        return None
    path = folder / f"{key}.pickle"
    try:
        found = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    except Exception:  # noqa: BLE001 - whatever cannot be read back is made again
        return None
    with suppress(OSError):  # such as a folder that may only be read
        os.utime(path)
    return found


def store(folder: Path | None, key: str, value: Any) -> None:
    """Keep a value under the key, whole or not at all."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{key}.{os.getpid()}.part"
    part.write_bytes(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))
    part.replace(folder / f"{key}.pickle")
    if _stored[folder] % _TIDIED_EVERY == 0:  # a run that stores thousands need not look each time
        tidy(folder)
    _stored[folder] += 1


def clear(folder: Path) -> int:
    """Remove every result in a folder and those below it, and give how many there were.

    What another run is just writing stays.
    """
    removed = 0
    for path in folder.rglob("*.pickle"):
        with suppress(OSError):  # another run was quicker
            path.unlink()
            removed += 1
    return removed


def tidy(folder: Path) -> None:
    """Remove what was not used for long, what is too much, and parts that a killed run left."""
    longest = {".pickle": UNUSED_SECONDS, ".part": _ABANDONED_SECONDS}
    ours = []
    for path in folder.iterdir():
        if path.suffix in longest:
            with suppress(OSError):  # another run was quicker
                about = path.stat()
                ours.append((about.st_mtime, about.st_size, path))
    now, total = time.time(), 0
    for used, size, path in sorted(ours, reverse=True):
        total += size
        if now - used > longest[path.suffix] or total > LARGEST:
            with suppress(OSError):
                path.unlink()
