"""Running a program and measuring it: time, processor time and memory of all its processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024
_LOOK_EVERY = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Run:
    """One run. ``seconds`` are by the clock, ``processor`` those of all its processes together.

    ``memory`` is the most that all its processes held at one time, in MiB, shared pages counted once;
    0 where it was not watched, which slows a run a little.
    """

    seconds: float
    processor: float
    memory: float


def run(command: Sequence[str], *, waits: bool = False, watch: bool = False) -> Run:
    """Run a command to its end; its output is dropped, its errors are shown.

    With ``waits`` the command says a line when it has prepared itself, and goes on when it is told a
    line; only what comes after is measured. Raises `SystemExit` where the command fails.
    """
    pipe = subprocess.PIPE if waits else None
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe or subprocess.DEVNULL, env=environment
    )
    before = 0.0
    if waits and process.stdin and process.stdout:
        process.stdout.readline()
        before = _processor_so_far(process.pid)
        start = time.perf_counter()
        process.stdin.write(b"go\n")
        process.stdin.close()
    watcher = _Watcher(process.pid)
    if watch:
        watcher.start()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    watcher.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed with exit status {process.returncode}")
    return Run(seconds, used.ru_utime + used.ru_stime - before, watcher.most / MIB)


def median(runs: Iterable[Run]) -> Run:
    """The medians of some runs, each measure on its own."""
    kept = list(runs)
    return Run(
        statistics.median(run.seconds for run in kept),
        statistics.median(run.processor for run in kept),
        max(run.memory for run in kept),
    )


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table, numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[n]) for row in [list(header), *cells]) for n in range(len(header))]
    for number, row in enumerate([list(header), *cells]):
        print("| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def machine() -> str:
    """How many processors there are and how busy they are, as a line above a table."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} processors; load over 1, 5 and 15 minutes: {load}"


def _processor_so_far(pid: int) -> float:
    """Seconds that a process and its finished children have used; Linux only, else 0."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")


class _Watcher:
    """Looks again and again how much memory a process and its descendants hold; Linux only."""

    def __init__(self, pid: int) -> None:
        self.most = 0
        self._pid = pid
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(_LOOK_EVERY):
            self.most = max(self.most, sum(_proportional(pid) for pid in _family(self._pid)))


def _family(pid: int) -> list[int]:
    found = [pid]
    for known in found:
        for task in Path(f"/proc/{known}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text(encoding="ascii").split()]
            except OSError:
                continue
    return found


def _proportional(pid: int) -> int:
    """Bytes of memory of a process, each shared page divided by the number that share it."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line[:4] == "Pss:")
