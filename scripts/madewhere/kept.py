"""Results kept between runs in a folder of our own, by the digest of everything they depend on."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any


def load(folder: Path | None, key: str) -> Any:
    """What was kept under the key; None where nothing was, or where it cannot be read any more."""
    if folder is None:
        return None
    try:
        return pickle.loads((folder / f"{key}.pickle").read_bytes())  # noqa: S301 - our own file
    except Exception:  # noqa: BLE001 - whatever cannot be read back is made again
        return None


def store(folder: Path | None, key: str, value: Any) -> None:
    """Keep a value under the key, whole or not at all."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{key}.{os.getpid()}.part"
    part.write_bytes(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))
    part.replace(folder / f"{key}.pickle")
