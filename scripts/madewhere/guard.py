"""The guard: nothing hostile is opened, and nothing is read as anything but UTF-8.

Frictionless by itself follows symbolic links, fetches remote paths, schemas and profiles that a
descriptor names, runs its regular expressions and guesses encodings. Here only regular files of the
package's own folder are opened, a descriptor is data that is compared and never obeyed, and the
schemas are ours.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from madewhere.problems import Problem, problem

MAX_TABLE_BYTES = 200_000_000
MAX_DESCRIPTOR_BYTES = 1_000_000
_BOM = b"\xef\xbb\xbf"


def read_guarded(data: Path, file: str, limit: int) -> tuple[bytes | None, list[Problem]]:
    """Read a file's bytes if it is a regular file of at most ``limit`` bytes in UTF-8.

    ``file`` is relative to the data folder. Gives None and the reason where it is not fit to be read.
    """
    content, problems = read_raw(data, file, limit)
    return (None, problems) if content is None else _examine(content, file)


def read_raw(data: Path, file: str, limit: int) -> tuple[bytes | None, list[Problem]]:
    """Read a regular file's bytes, whatever they are; no link is followed."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(data / file, flags)
    except OSError as error:
        link = (data / file).is_symlink()
        what = "this is a symbolic link" if link else f"it cannot be opened: {error.strerror}"
        return None, [problem("file-not-regular", what, file=file)]
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        return None, [problem("file-not-regular", "this is no ordinary file", file=file)]
    with os.fdopen(handle, "rb") as opened:
        if about.st_size > limit:
            message = f"it has {about.st_size:,} bytes; the limit is {limit:,}"
            return None, [problem("file-too-large", message, file=file)]
        return opened.read(limit), []


def _examine(content: bytes, file: str) -> tuple[bytes | None, list[Problem]]:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start + 1:,} (0x{content[error.start]:02x}) is not valid UTF-8"
        return None, [problem("not-utf8", message, file=file, line=line)]
    problems = []
    if content.startswith(_BOM):
        message = "the file begins with the bytes EF BB BF"
        problems.append(problem("byte-order-mark", message, file=file, line=1))
        content = content[len(_BOM) :]
    if b"\x00" in content and file.endswith(".csv"):
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        message = "there is a NUL character"
        return None, [*problems, problem("csv-broken", message, file=file, line=line)]
    return content, problems
