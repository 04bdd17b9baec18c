"""A revision in Git, and which files of the working tree differ from it.

Only files that differ are ever looked at, so that the size of the publication matters little.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from madewhere import git
from madewhere.errors import UsageError

_HINT = "Name a commit, tag or branch of the repository that the data is in."
_ORDINARY = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Revision:
    """What differs from a revision. Files may have any name that a filesystem takes.

    ``changed`` holds the files of the data folder, relative to it, each with the object that Git has
    of it at the revision: empty where it had none, or none that is an ordinary file. ``elsewhere`` are
    the other files of the repository, relative to its top; ``prefix`` is what stands before the data
    folder's files there. ``ahead`` counts the commits that the revision has and the working tree does not.
    """

    top: Path
    prefix: str
    commit: str
    ahead: int
    changed: dict[str, str]
    elsewhere: tuple[str, ...]

    @classmethod
    def compared(cls, data: Path, base: str) -> Revision:
        """Compare the working tree with any revision that Git knows.

        Raises `UsageError` where the data folder is in no Git repository or there is no such revision.
        """
        data = data.resolve()
        if not base or base.startswith("-"):
            raise UsageError(f"{base!r} is the name of no revision", hint=_HINT)
        places = _git(data, "rev-parse", "--show-toplevel", "--show-prefix").split(b"\n")
        top, prefix = Path(os.fsdecode(places[0])), os.fsdecode(places[1])
        found = _git(top, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}", missing=base)
        commit = found.decode().strip()
        ahead = int(_git(top, "rev-list", "--count", f"HEAD..{commit}"))
        objects = _differing(top, commit)
        for file in (*_untracked(top), *_untracked(top, prefix or ".")):
            objects.setdefault(file, "")
        inside = {f.removeprefix(prefix): o for f, o in objects.items() if f.startswith(prefix)}
        elsewhere = (file for file in objects if not file.startswith(prefix))
        return cls(
            top, prefix, commit, ahead, dict(sorted(inside.items())), tuple(sorted(elsewhere))
        )

    def under(self, folder: str) -> list[str]:
        """The files of a folder in the data that differ."""
        return [file for file in self.changed if file.startswith(f"{folder}/")]

    def at_base(self, folder: str) -> list[str]:
        """Those of them that the revision has."""
        return [file for file in self.under(folder) if self.changed[file]]

    def read(self, files: Iterable[str]) -> dict[str, bytes]:
        """What stood at the revision in files that differ, without those that it did not have."""
        wanted = {file: self.changed[file] for file in files if self.changed.get(file)}
        if not wanted:
            return {}
        asked = "".join(f"{number}\n" for number in wanted.values())
        answer = _git(self.top, "cat-file", "--batch", content=asked.encode())
        contents = {}
        place = 0
        for file in wanted:  # each as "<object> blob <size>", a line's end, the bytes, a line's end
            line, _, _ = answer[place : place + 200].partition(b"\n")
            begin, size = place + len(line) + 1, int(line.rsplit(b" ", 1)[1])
            contents[file] = answer[begin : begin + size]
            place = begin + size + 1
        return contents


def _differing(top: Path, commit: str) -> dict[str, str]:
    """The files that Git tracks and that differ, each with its object at the commit."""
    raw = ["diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv"]
    parts = _git(top, *raw, commit, "--").split(b"\0")
    found = {}
    for about, name in zip(parts[::2], parts[1::2], strict=False):
        mode, _, number, _, status = about.decode().removeprefix(":").split(" ")
        if status != "U":  # said again, with its object, in an entry of its own
            found[os.fsdecode(name)] = number if mode in _ORDINARY else ""
    return found


def _untracked(top: Path, everything_in: str = "") -> list[str]:
    """Files that Git does not track; in one folder those too that it is told to ignore."""
    options = ["--", f":(literal){everything_in}"] if everything_in else ["--exclude-standard"]
    listed = _git(top, "ls-files", "--others", "-z", *options)
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def _git(folder: Path, *arguments: str, missing: str = "", content: bytes = b"") -> bytes:
    done = git.run(folder, *arguments, content=content)
    if done is None:
        raise UsageError("there is no Git here", hint="Install Git, or leave --base away.")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = f"there is no revision {missing!r}" if missing and not said else "git failed"
        raise UsageError(
            f"cannot compare with the base: {said[-1] if said else why}",
            hint=_HINT,
        )
    return done.stdout
