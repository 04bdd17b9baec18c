"""Writing into a private folder: readable by its owner only, and several files all or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, where it is missing."""
    folder.mkdir(mode=0o700, exist_ok=True)


def partial_of(path: Path) -> Path:
    """Where a file is written before it is put in its place."""
    return path.with_name(f".{path.name}.partial")


@contextmanager
def together() -> Iterator[Callable[[Path, bytes], None]]:
    """Gives what writes a file beside its place; at the end all are put in them, in that order.

    Where something fails before, none is in its place, and none stays beside it. Each file may be read
    by its owner only.
    """
    written: list[tuple[Path, Path]] = []

    def add(path: Path, content: bytes) -> None:
        partial = partial_of(path)
        partial.unlink(missing_ok=True)
        written.append((partial, path))
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)

    try:
        yield add
    except BaseException:
        for partial, _ in written:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        raise
    for partial, path in written:
        partial.replace(path)


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Put files in their places, in the order given, after all of them were written beside them.

    Raises `OSError` where one cannot be written; then none is in its place.
    """
    with together() as add:
        for path, content in contents.items():
            add(path, content)
