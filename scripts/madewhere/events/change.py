"""A change of data and ledger that is made whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.crosscheck import row_checks
from madewhere.errors import MadewhereError, UsageError
from madewhere.package_writer import write_ledger_file
from madewhere.problems import Level
from madewhere.read import DataRead, read_data

_PLACE = re.compile(r"\b(line|byte) [0-9,]+")
"""Where something stands in a file, which is another place once rows above it are gone."""


@dataclass(slots=True)
class Change:
    """What is to be written: files relative to the data folder, None for one that goes, and events.

    ``before`` holds the bytes that each file had when the change was prepared. Each event becomes a
    ledger file of its own, so that two people who write the same event write the same file.
    """

    files: dict[str, bytes | None] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)


def event(kind: str, identifier: str, name: str, day: date, successor: str | None = None) -> Any:
    """One event as a row of the ledger."""
    values = {"kind": kind, "identifier": identifier, "event": name, "date": day}
    return {**values, "successor": successor}


def rehearse(read: DataRead, change: Change, cache: Path | None = None) -> DataRead:
    """Make the change in a copy, and give what is then read; ``cache`` is that of `read_data`.

    Raises `MadewhereError` where it would bring an error that is not there now, `UsageError` where an
    event would have no effect, because another one of the same day counts.
    """
    corpus = read.corpus
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        shutil.copytree(corpus.folder, copy, ignore=_not_ordinary, copy_function=_link)
        _write(copy, change)
        after = read_data(copy, as_of=corpus.as_of, cache=cache, publication=corpus.publication)
    for row in change.events:
        last = after.corpus.ledger.last(row["kind"], row["identifier"], row["date"])
        if last is None or (last.event, last.date) != (row["event"], row["date"]):
            raise UsageError(
                f"{row['identifier']} has another event of {row['date']}, and that one would count",
                hint="Events take effect by day. Give the day after with --date.",
            )
    brought = _errors(after) - _errors(read)
    if brought:
        lines = [f"  - {file}: {message}" for _, file, message in sorted(brought)]
        more = [f"  … and {len(lines) - 10} more"] if len(lines) > 10 else []
        raise MadewhereError(
            "the data would have errors that it does not have now:\n"
            + "\n".join([*lines[:10], *more]),
            hint="Nothing was written.",
        )
    return after


def _errors(read: DataRead) -> Counter[tuple[str, str, str]]:
    found = [*read.problems, *row_checks(read.corpus, read.left_out)]
    return Counter(
        (p.code, p.file, _PLACE.sub(r"\1 …", p.message)) for p in found if p.level is Level.ERROR
    )


def _not_ordinary(folder: str, names: list[str]) -> list[str]:
    """What is never opened, and so is left out of the copy; so is what Git keeps for itself."""
    places = {name: Path(folder) / name for name in names}
    return [
        name
        for name, path in places.items()
        if name.startswith(".") or path.is_symlink() or not (path.is_file() or path.is_dir())
    ]


def _link(source: str, target: str) -> None:
    """Copies need no room where the file can be linked: nothing here writes into a file that stands."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def put_in_place(data: Path, change: Change) -> list[str]:
    """Make the change, and give the ledger files that are new, relative to the data folder.

    Every file is written beside its place first; where anything fails, all is put back. Raises
    `MadewhereError` then, and where a file changed since the change was prepared.
    """
    for file in change.files:
        if _read(data / file) != change.before[file]:
            raise MadewhereError(f"{file} has just been changed", hint="Run the command again.")
    return _write(data, change)


def _read(path: Path) -> bytes | None:
    return None if path.is_symlink() or not path.is_file() else path.read_bytes()


def _write(data: Path, change: Change) -> list[str]:
    refuse_links(data, change)
    partial = {
        file: (data / file).with_name(f".{Path(file).name}.partial")
        for file, content in change.files.items()
        if content is not None
    }
    undo: list[Callable[[], object]] = []
    written = []
    try:
        for file, path in partial.items():
            path.unlink(missing_ok=True)
            undo.append(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
            with path.open("xb") as opened:
                opened.write(change.files[file] or b"")
        # The event comes first: from then on a build shows nothing of what withdrew.
        for row in change.events:
            new = write_ledger_file(data / "ledger", [row])
            undo.append(lambda new=new: new.unlink(missing_ok=True))  # type: ignore[misc]
            written.append(new.relative_to(data).as_posix())
        for file in change.files:
            path, content = data / file, change.before[file]
            undo.append(lambda path=path, content=content: _put_back(path, content))  # type: ignore[misc]
            if file in partial:
                partial[file].replace(path)
            else:
                path.unlink()
        for folder in {(data / file).parent for file in change.files}:
            if not any(folder.iterdir()):
                folder.rmdir()
    except BaseException as error:
        for step in reversed(undo):
            step()
        if isinstance(error, OSError):
            raise MadewhereError(
                f"the change could not be written: {error}", hint="Everything was put back."
            ) from error
        raise
    return written


def _put_back(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def refuse_links(data: Path, change: Change) -> None:
    """Raise `UsageError` where something would be written through a symbolic link."""
    places = {data / "ledger"} | {(data / file).parent for file in change.files}
    for place in sorted(places):
        if place.is_symlink():
            raise UsageError(
                f"{place} is a symbolic link, and nothing is written through one",
                hint="Put the folder itself in its place.",
            )
