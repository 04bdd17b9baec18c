"""Which data a site was built from, so that `publish` does not put out what was withdrawn since.

It stands beside the site and never in it: a site must not differ by what is withheld. Nor does it stand
in what is kept between runs, which builds can do without and a withdrawal clears.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from madewhere import fingerprint
from madewhere.discover import discover
from madewhere.errors import PublicationError
from madewhere.guard import MAX_TABLE_BYTES, read_raw
from madewhere.publication import FILE
from madewhere.swap import record_of


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


def remember(site: Path, built_from: BuiltFrom) -> None:
    """Write down beside a site what it was built from. ``site`` is the folder of its version."""
    place = record_of(site)
    assert place is not None
    told = {"data": str(built_from.data), "digest": built_from.digest}
    place.write_text(json.dumps(told) + "\n", encoding="utf-8")


def recalled(site: Path) -> BuiltFrom | None:
    """What a site was built from; None where that is not known, as of a copy of it."""
    place = record_of(site)
    try:
        told = json.loads(place.read_text(encoding="utf-8")) if place else {}
        return BuiltFrom(Path(told["data"]), str(told["digest"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def has_changed(then: BuiltFrom) -> bool:
    """Whether the data folder says something else now, or is gone."""
    try:
        return BuiltFrom.now(then.data) != then
    except (OSError, PublicationError):
        return True
