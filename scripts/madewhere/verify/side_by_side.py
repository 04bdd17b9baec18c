"""Looking at many files in several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from madewhere.workers import forked

T = TypeVar("T")

_FEW, _MANY = 50, 500
"""How many files a process looks at in one go."""
_work: Callable[[str], list[Any]] | None = None


def _slice(files: Sequence[str]) -> list[Any]:
    assert _work is not None
    return [found for file in files for found in _work(file)]


def each(files: Sequence[str], look: Callable[[str], list[T]]) -> list[T]:
    """What ``look`` says of each file, in the order of the files."""
    global _work  # noqa: PLW0603 - forked processes inherit it, with all that it closes over
    _work = look
    try:
        workers = os.cpu_count() or 1
        size = min(_MANY, max(_FEW, len(files) // (4 * workers)))
        slices = [files[start : start + size] for start in range(0, len(files), size)]
        if len(slices) < 2 or not hasattr(os, "fork"):
            return [found for part in slices for found in _slice(part)]
        with forked(workers) as pool:
            return [found for part in pool.map(_slice, slices) for found in part]
    finally:
        _work = None
