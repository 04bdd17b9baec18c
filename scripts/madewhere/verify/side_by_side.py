"""Looking at many files in several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

_FEW = 500
_work: Callable[[str], list[str]] | None = None


def _slice(files: Sequence[str]) -> list[str]:
    assert _work is not None
    return [failure for file in files for failure in _work(file)]


def each(files: Sequence[str], look: Callable[[str], list[str]]) -> list[str]:
    """What ``look`` says of each file, in the order of the files."""
    global _work  # noqa: PLW0603 - forked processes inherit it, with all that it closes over
    _work = look
    try:
        slices = [files[start : start + _FEW] for start in range(0, len(files), _FEW)]
        if len(slices) < 2 or not hasattr(os, "fork"):
            return [failure for part in slices for failure in _slice(part)]
        with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("fork")) as pool:
            return [failure for part in pool.map(_slice, slices) for failure in part]
    finally:
        _work = None
