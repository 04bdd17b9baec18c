"""Writing into a private folder: readable by its owner only, and several files all or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, where it is missing."""
    folder.mkdir(mode=0o700, exist_ok=True)


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Put files in their places, in the order given, after all of them were written beside them.

    Raises `OSError` where one cannot be written; then none is in its place.
    """
    written: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            partial = path.with_name(f".{path.name}.partial")
            partial.unlink(missing_ok=True)
            written.append((partial, path))
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
    except BaseException:
        for partial, _ in written:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        raise
    for partial, path in written:
        partial.replace(path)
