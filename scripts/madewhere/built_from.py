"""Which data a site was built from, so that `publish` does not put out what was withdrawn since.

It is kept beside the site and never in it: a site must not differ by what is withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from madewhere import fingerprint, kept
from madewhere.discover import discover
from madewhere.errors import PublicationError
from madewhere.guard import MAX_TABLE_BYTES, read_raw
from madewhere.publication import FILE

_FOLDER = "built"


@dataclass(frozen=True, slots=True)
class BuiltFrom:
    """A data folder, and the digest of everything that is read of it."""

    data: Path
    digest: str

    @classmethod
    def now(cls, data: Path) -> BuiltFrom:
        """What the data is at this moment; a file that cannot be read counts as an empty one."""
        found = discover(data)
        packages = (found.registers, *found.members)
        names = [f"{package.folder}/{name}" for package in packages for name in package.files]
        parts: list[bytes | str] = []
        for name in sorted([FILE, *names, *found.ledger]):
            content, _ = read_raw(data, name, MAX_TABLE_BYTES)
            parts += [name, content or b""]
        return cls(data.resolve(), fingerprint.digest(*parts))


def remember(cache: Path, site: Path, built_from: BuiltFrom) -> None:
    """Keep what a site was built from. ``site`` is the folder of its version."""
    kept.store(cache / _FOLDER, _key(site), built_from)


def changed_since(cache: Path, site: Path) -> Path | None:
    """The data folder of a site if it says something else now than when the site was built.

    None where it says the same, or where nothing is known of the site's build.
    """
    then: BuiltFrom | None = kept.load(cache / _FOLDER, _key(site))
    if then is None:
        return None
    try:
        return None if BuiltFrom.now(then.data) == then else then.data
    except (OSError, PublicationError):
        return then.data


def _key(site: Path) -> str:
    about = site.stat()
    return fingerprint.digest(str(about.st_dev), str(about.st_ino), str(about.st_mtime_ns))
