"""The place where finished sites lie: versions side by side, and one name that points to the served one.

``build/site`` is a symbolic link into ``build/site.versions/``, whose numbered folders are versions of
the site. A new version is built beside the served one and takes its place in one rename, so that a
reader meets the old site or the new one and never a mixture. Where symbolic links are missing the
served path is the folder itself, and two renames exchange it; `prepare` finishes them after a crash.

``site.versions/state.json`` says, outside what is served, which version is complete; ``1.json`` is what the
build of version 1 noted about it, see `record_of`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from madewhere import build_lock
from madewhere.errors import OutputError

_STATE = "state.json"
_NEXT_STATE = "state.json.new"
_NEXT_LINK = "next-link"
_NUMBER = r"[1-9][0-9]*"


@dataclass(slots=True)
class Workspace:
    """An empty folder for the next version of the site at ``out``.

    ``previous`` is the folder of the version that is served until `commit`, or None. The lock is held
    until `commit` or `abandon`, and by nobody once the process has ended.
    """

    out: Path
    folder: Path
    previous: Path | None
    number: int
    lock: IO[str] | None = field(default=None, repr=False)


@dataclass(slots=True)
class _Place:
    """What stands at ``out`` and beside it. ``served`` is the version's number, 0 where none is.

    ``is_folder`` says that the served path is a folder of ours and not a link.
    """

    out: Path
    versions: Path
    served: int = 0
    is_folder: bool = False

    @property
    def served_folder(self) -> Path | None:
        """The folder of the served version, None where there is none."""
        if not self.served:
            return None
        folder = self.out if self.is_folder else self.versions / str(self.served)
        return folder if folder.is_dir() else None


def prepare(out: Path, mark: str = "") -> Workspace:
    """Give an empty folder to build the next version in, and take away what a killed build left.

    ``mark`` is a file that every version has, so that labels never take the place of a site. Raises
    `OutputError`, before anything is changed, where `out` or the folder of versions holds what
    Madewhere did not make, or something else that it made, and where another build is at work.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 -- resolve() would follow the very link that is replaced
    versions = _versions_folder(out)
    _refuse_foreign(out, versions)
    try:
        with readable_by_all():
            versions.mkdir(parents=True, exist_ok=True)
        mode = versions.stat().st_mode
        if mode & 0o055 != 0o055:  # made by a program that left the mask as it was
            versions.chmod(mode | 0o055)
        lock = build_lock.take(versions)
    except OSError as error:
        raise OutputError(f"cannot write beside {out}: {error.strerror}") from error
    try:
        place = _recovered(out, versions)
        _refuse_other(place, mark)
        _remove_leftovers(place)
        number = 1 + max([place.served, *_numbers(versions)])
        folder = versions / str(number)
        with readable_by_all():
            folder.mkdir()
    except OSError as error:
        build_lock.let_go(lock)
        raise OutputError(f"cannot prepare {out}: {error.strerror}") from error
    except BaseException:
        build_lock.let_go(lock)
        raise
    return Workspace(out, folder, place.served_folder, number, lock)


def commit(workspace: Workspace) -> None:
    """Serve the finished version, keep the one before it, and delete older ones.

    A reader that has a file of the version before still open, or looked its path up a moment ago, so
    finds it. Raises `OutputError` where the exchange fails; the old site is then still served.
    """
    out, versions = workspace.out, workspace.folder.parent
    try:
        place = _recovered(out, versions)
        if place.is_folder or not _link(place, workspace.number):
            _exchange_folders(place, workspace.number)
        with suppress(OSError):  # what cannot go stays; the new version is served
            _remove_leftovers(_recovered(out, versions))
    except OSError as error:
        raise OutputError(f"cannot put the new site at {out}: {error.strerror}") from error
    finally:
        build_lock.let_go(workspace.lock)


def abandon(workspace: Workspace) -> None:
    """Delete the unfinished version. What is served stays, be it that version in the meantime."""
    out = workspace.out
    if not (out.is_symlink() and _version_of_link(out) == workspace.number):
        shutil.rmtree(workspace.folder, ignore_errors=True)
    build_lock.let_go(workspace.lock)


def record_of(site: Path) -> Path | None:
    """Where what is known of a version stands, outside what is served; it goes with the version.

    ``site`` is the served path or a version's folder. None where it is no version of ours.
    """
    site = site.resolve()
    if re.fullmatch(_NUMBER, site.name) and (site.parent / _STATE).is_file():
        return site.with_name(f"{site.name}.json")
    versions = _versions_folder(site)
    served = _read_state(versions).get("served")
    return versions / f"{served}.json" if served else None


@contextmanager
def readable_by_all() -> Iterator[None]:
    """Let everybody read what is made meanwhile; a web server is mostly another user.

    The mask that a shell or a service sets for private files would otherwise make a site that answers
    403. It belongs to the process, so that forked workers have it too. Who may write stays as it was.
    """
    before = os.umask(0o022)
    os.umask(before & 0o022)
    try:
        yield
    finally:
        os.umask(before)


def _versions_folder(out: Path) -> Path:
    """The folder that the versions of `out` lie in."""
    return out.parent / f"{out.name}.versions"


def _refuse_foreign(out: Path, versions: Path) -> None:
    """Raise `OutputError` where something stands in the way that Madewhere did not make."""
    hint = "Name another place with --out, or move away what is there."
    if not out.name:
        raise OutputError(f"{out} cannot hold a site", hint)
    if versions.is_symlink() or (versions.exists() and not versions.is_dir()):
        raise OutputError(f"{versions} is no ordinary folder", hint)
    if versions.is_dir():
        found = {entry.name for entry in versions.iterdir()}
        if found - {build_lock.NAME, _NEXT_STATE} and _STATE not in found:
            raise OutputError(f"{versions} holds something that Madewhere did not make", hint)
    if out.is_symlink():
        if not _version_of_link(out):
            raise OutputError(f"{out} is a link that Madewhere did not make", hint)
    elif out.is_dir():
        if any(out.iterdir()) and not _read_state(versions).get("folder"):
            raise OutputError(f"{out} is not empty, and Madewhere did not make it", hint)
    elif out.exists():
        raise OutputError(f"{out} is a file", hint)


def _refuse_other(place: _Place, mark: str) -> None:
    """Raise `OutputError` where what is served lacks the file that everything of its kind has."""
    if mark and place.served_folder and not (place.served_folder / mark).is_file():
        raise OutputError(
            f"{place.out} holds something else that Madewhere made",
            "Name another place with --out.",
        )


def _version_of_link(out: Path) -> int:
    """The number of the version that the link at `out` names; 0 where the link is not ours."""
    name = re.escape(_versions_folder(out).name)
    match = re.fullmatch(rf"{name}[/\\]([1-9][0-9]*)", str(out.readlink()))
    return int(match[1]) if match else 0


def _recovered(out: Path, versions: Path) -> _Place:
    """Say what is served, after finishing an exchange of folders that a crash interrupted."""
    state = _read_state(versions)
    place = _Place(out, versions)
    if out.is_symlink():
        place.served = _version_of_link(out)
    elif state.get("folder"):
        place.is_folder = True
        place.served = int(state.get("served", 0))
        complete = int(state.get("next", 0))
        waiting = versions / str(complete)
        if complete and not out.is_dir():
            # The old folder was moved away and the new one did not get there. An `out` that somebody
            # deleted looks the same, and then too the complete version is the one to serve.
            if waiting.is_dir():
                waiting.rename(out)
                place.served = complete
            elif (versions / str(place.served)).is_dir():
                (versions / str(place.served)).rename(out)
        elif complete and not waiting.is_dir():
            place.served = complete
    _write_state(place)
    return place


def _link(place: _Place, number: int) -> bool:
    """Make `out` a link to the version, in one rename; False where there are no symbolic links."""
    link = place.versions / _NEXT_LINK
    link.unlink(missing_ok=True)
    try:
        # Relative to where the link will stand, so that the whole folder can be moved.
        link.symlink_to(Path(place.versions.name) / str(number), target_is_directory=True)
    except (OSError, NotImplementedError):
        return False
    _write_state(place, complete=number)
    if place.out.is_dir() and not place.out.is_symlink():
        place.out.rmdir()  # empty, or `prepare` would have refused it
    link.replace(place.out)
    return True


def _exchange_folders(place: _Place, number: int) -> None:
    """Move the served folder away and the new one to its place; `_recovered` finishes what a crash breaks."""
    place.is_folder = True
    _write_state(place, complete=number)
    if place.out.is_dir():
        if place.served:
            place.out.rename(place.versions / str(place.served))
        else:
            place.out.rmdir()
    (place.versions / str(number)).rename(place.out)


def _remove_leftovers(place: _Place) -> None:
    """Delete every version but the served one and the one before it.

    Numbers grow and a failed build's folder goes before the next one begins, so what lies below the
    served version was served once, and what lies above was never finished.
    """
    older = [number for number in _numbers(place.versions) if number < place.served]
    kept = {place.served, max(older, default=0)}
    for number in _numbers(place.versions):
        if number not in kept:
            folder = place.versions / str(number)
            if folder.is_symlink() or not folder.is_dir():
                folder.unlink()
            else:
                shutil.rmtree(folder)
    for record in place.versions.glob("*.json"):
        if re.fullmatch(_NUMBER, record.stem) and int(record.stem) not in kept:
            record.unlink()


def _numbers(versions: Path) -> list[int]:
    """The numbers of the versions that are there."""
    names = (entry.name for entry in versions.iterdir())
    return sorted(int(name) for name in names if re.fullmatch(_NUMBER, name))


def _read_state(versions: Path) -> dict[str, Any]:
    """The content of the state file; empty where there is none."""
    try:
        found = json.loads((versions / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_state(place: _Place, complete: int = 0) -> None:
    """Write the state file in one rename. ``complete`` is a finished version that is not served yet."""
    state = {"served": place.served, "next": complete, "folder": place.is_folder}
    written = place.versions / _NEXT_STATE
    written.write_text(json.dumps(state) + "\n", encoding="utf-8")
    written.replace(place.versions / _STATE)
