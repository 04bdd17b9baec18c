"""What a check found before, so that only what a change touches is looked at again.

A check keeps one value, which replaces the one before; in it stands what each part depends on. So a
value of any earlier state of the data, or of other data, may save less time but does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from madewhere import fingerprint, kept
from madewhere.corpus import Package


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where values are kept, None for nowhere, and the digests of what was read, by folder."""

    cache: Path | None = None
    digests: dict[str, str] = field(default_factory=dict)

    def digest(self, package: Package) -> str:
        """The digest of a package; where nothing is kept, its folder does to tell it from others."""
        return package.folder if self.cache is None else self.digests[package.folder]

    def load(self, *name: str) -> Any:
        """The value that was kept last by this program under a name; None where there is none."""
        return kept.load(self.cache, _key(name)) if self.cache is not None else None

    def store(self, value: Any, *name: str) -> None:
        """Keep a value, in place of the one before."""
        if self.cache is not None:
            kept.store(self.cache, _key(name), value)


NOTHING_KEPT = Keeping()
"""Everything is looked at."""


def _key(name: tuple[str, ...]) -> str:
    return fingerprint.digest("cross-check", fingerprint.program(), *name)
