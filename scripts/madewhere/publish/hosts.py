"""What hosts of static sites take, and whether a built site fits."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from madewhere.errors import MadewhereError


@dataclass(frozen=True, slots=True)
class HostLimits:
    """What a host takes: bytes of the whole site, bytes of one file, and entries (files and folders)."""

    name: str
    site_bytes: int | None = None
    file_bytes: int | None = None
    entries: int | None = None


HOSTS = {
    # https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits
    # https://docs.github.com/en/repositories/working-with-files/managing-large-files
    "github": HostLimits("GitHub Pages", site_bytes=10**9, file_bytes=100 * 10**6),
    # https://docs.gitlab.com/user/gitlab_com/ and https://docs.gitlab.com/administration/pages/
    "gitlab": HostLimits("GitLab Pages", site_bytes=10**9, entries=200_000),
    "none": HostLimits("a host without limits"),
}


@dataclass(slots=True)
class Contents:
    """What a built site is made of. ``files`` holds paths relative to it, as bytes, in order.

    ``folders`` gives the bytes of each folder at the top, and of the files there under ``.``.
    """

    files: list[bytes] = field(default_factory=list)
    entries: int = 0
    total: int = 0
    largest: tuple[int, str] = (0, "")
    folders: dict[str, int] = field(default_factory=dict)


def measure(site: Path) -> Contents:
    """List the site's files and add up their sizes. Raises `MadewhereError` for a link or device."""
    contents = Contents()
    root = os.fsencode(site)
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            for entry in found:
                contents.entries += 1
                path = entry.path[len(root) + 1 :]
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    continue
                if not entry.is_file(follow_symlinks=False):
                    raise MadewhereError(f"{os.fsdecode(entry.path)} is no ordinary file")
                size = entry.stat().st_size
                contents.files.append(path)
                contents.total += size
                contents.largest = max(contents.largest, (size, os.fsdecode(path)))
                top = os.fsdecode(path.split(b"/")[0]) + "/" if b"/" in path else "."
                contents.folders[top] = contents.folders.get(top, 0) + size
    contents.files.sort()
    return contents


def check_limits(contents: Contents, host: HostLimits) -> None:
    """Raise `MadewhereError` where the host would not take the site, saying what takes the space."""
    faults = []
    if host.site_bytes and contents.total > host.site_bytes:
        faults.append(f"it has {_size(contents.total)}; the limit is {_size(host.site_bytes)}")
    if host.file_bytes and contents.largest[0] > host.file_bytes:
        size, path = contents.largest
        faults.append(f"{path!r} has {_size(size)}; the limit is {_size(host.file_bytes)} a file")
    if host.entries and contents.entries > host.entries:
        faults.append(
            f"it has {contents.entries:,} files and folders; the limit is {host.entries:,}"
        )
    if not faults:
        return
    largest = sorted(contents.folders.items(), key=lambda item: (-item[1], item[0]))[:8]
    table = "".join(f"\n  {_size(size):>10}  {folder}" for folder, size in largest)
    raise MadewhereError(
        f"{host.name} would not take this site: {'; '.join(faults)}.\nWhat takes the space:{table}",
        hint="Each language repeats every page: take one out of `languages` in publication.yaml."
        " Or publish elsewhere; --host none skips this check.",
    )


def _size(size: int) -> str:
    """Bytes as people read them, in decimal units as hosts count."""
    for unit, one in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= one:
            return f"{size / one:.1f} {unit}"
    return f"{size} bytes"
