"""Forked workers, which share the work of a build and never outlive it."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait


def forked(workers: int) -> ProcessPoolExecutor:
    """So many processes that have all that this one has; they end with it, even where it is killed."""
    return ProcessPoolExecutor(
        workers, mp_context=get_context("fork"), initializer=_end_with_the_build
    )


def _end_with_the_build() -> None:
    """Let a forked worker end as soon as the process that forked it is gone; workers run it first.

    Nothing tells a worker that its build was killed: it would go on writing where the next build has
    begun to, and then wait for work for ever.
    """
    parent = parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def watch() -> None:
            wait([sentinel])
            os._exit(1)  # nothing is to be tidied up: the next build takes everything away

        threading.Thread(target=watch, daemon=True).start()
