"""What is verified, and what a verification says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from madewhere.disclose import WithheldCells
from madewhere.site_model import Site


@dataclass(frozen=True, slots=True)
class Tree:
    """A finished tree: its folder, its files relative to it, and what it was made from."""

    folder: Path
    files: tuple[str, ...]
    site: Site
    withheld: list[WithheldCells]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification looked at, in one sentence, and what failed, a sentence each."""

    looked_at: str
    failures: list[str]
