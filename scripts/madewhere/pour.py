"""Pouring outputs to disk: in several processes, and only those that changed since the last version.

A producer gives outputs, each with a key that says what its bytes depend on. Where the version before
has the same path under the same key, its file is linked instead of made again. Outputs of one item that
share their ``make`` share their bytes: made once, they are one file under several names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from madewhere.swap import readable_by_all
from madewhere.workers import forked


class Output(NamedTuple):
    """One file of the site. ``path`` is relative to its root; ``make`` gives its bytes."""

    path: str
    key: str
    make: Callable[[], bytes]


class ClashError(Exception):
    """Two outputs want one path, or one a folder where the other is a file; the argument is the path."""


class Producer(Protocol):
    """Something that makes outputs from a sequence of items, each item on its own."""

    @property
    def items(self) -> Sequence[Any]:
        """What it makes outputs from."""
        ...

    def outputs(self, item: Any) -> Iterable[Output]:
        """The outputs of one item."""
        ...


@dataclass(frozen=True, slots=True)
class Poured:
    """What was poured: keys by path, and how many files were made and how many linked."""

    keys: dict[str, str]
    made: int
    linked: int


_LARGEST_SLICE = 250
_SLICES_A_WORKER = 4  # so that few but slow items, such as borders, do not end up in one process
_work: tuple[Sequence[Producer], Path, Path | None, dict[str, str]] | None = None


def pour(
    producers: Sequence[Producer],
    folder: Path,
    *,
    previous: Path | None,
    previous_keys: dict[str, str],
    workers: int | None = None,
) -> Poured:
    """Write everything that the producers give into a folder that holds none of it yet.

    ``previous`` is the folder of the version before, or None. Raises `ClashError` where two outputs
    want one path.
    """
    global _work  # noqa: PLW0603 - forked processes inherit it; pickling the site would cost more
    workers = workers or os.cpu_count() or 1
    if previous is not None and not _is_readable_by_all(previous):
        previous = None  # a link would keep its files as they are
    slices = [
        (number, piece)
        for number, producer in enumerate(producers)
        for piece in _pieces(len(producer.items), workers)
    ]
    _work = (producers, folder, previous, previous_keys)
    try:
        items = sum(len(producer.items) for producer in producers)
        with readable_by_all():
            if workers < 2 or items <= _LARGEST_SLICE or not hasattr(os, "fork"):
                results = [_pour_slice(each) for each in slices]
            else:
                with forked(workers) as pool:
                    results = list(pool.map(_pour_slice, slices))
    finally:
        _work = None
    keys: dict[str, str] = {}
    linked = 0
    for entries, count in results:
        linked += count
        keys.update(entries)
    return Poured(keys, len(keys) - linked, linked)


def _is_readable_by_all(folder: Path) -> bool:
    """Whether a version was made so that a web server may read it."""
    try:
        return folder.stat().st_mode & 0o055 == 0o055
    except OSError:
        return False


def _pieces(count: int, workers: int) -> Iterator[slice]:
    size = min(_LARGEST_SLICE, max(1, count // (_SLICES_A_WORKER * workers)))
    return (slice(start, start + size) for start in range(0, count, size))


def _pour_slice(which: tuple[int, slice]) -> tuple[list[tuple[str, str]], int]:
    assert _work is not None
    producers, folder, previous, previous_keys = _work
    number, piece = which
    producer = producers[number]
    entries: list[tuple[str, str]] = []
    linked = 0
    made_folders: set[str] = set()
    base, base_previous = str(folder), str(previous) if previous else ""
    for item in producer.items[piece]:
        there: dict[Callable[[], bytes], str] = {}
        for path, key, make in producer.outputs(item):
            parent = path.rpartition("/")[0]
            try:
                if parent not in made_folders:
                    os.makedirs(f"{base}/{parent}", exist_ok=True)  # noqa: PTH103 - a tenth of the time
                    made_folders.add(parent)
                if (
                    base_previous
                    and previous_keys.get(path) == key
                    and _link(f"{base_previous}/{path}", f"{base}/{path}")
                ):
                    linked += 1
                elif not (make in there and _link(f"{base}/{there[make]}", f"{base}/{path}")):
                    _write(f"{base}/{path}", make())
            except (FileExistsError, NotADirectoryError) as error:
                raise ClashError(path) from error
            there[make] = path
            entries.append((path, key))
    return entries, linked


def _link(source: str, target: str) -> bool:
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _write(path: str, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        written = 0
        while written < len(content):
            written += os.write(handle, content[written:] if written else content)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Files:
    """A producer of files whose bytes are known already or made from nothing but the key."""

    items: Sequence[Output]

    def outputs(self, item: Output) -> Iterator[Output]:
        """The output itself."""
        yield item
