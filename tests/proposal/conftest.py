"""The tiny publication in a Git repository of its own, to be changed by the test."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from madewhere.check import CheckResult, check
from tiny_publication import AS_OF

_AUTHOR = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    """Run Git in a folder, as an author of its own."""
    command = ["git", "-C", str(folder), *_AUTHOR, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def published(tiny: Path) -> Path:
    """The data folder of the tiny publication, committed as `HEAD`."""
    git(tiny.parent, "init", "-q", "-b", "main")
    git(tiny.parent, "add", ".")
    git(tiny.parent, "commit", "-qm", "base")
    return tiny


@pytest.fixture
def proposed(published: Path) -> Callable[..., CheckResult]:
    """Apply a change, and give the check of it against `HEAD`, the problems of unsorted rows left out."""

    def check_change(change: Callable[[Path], object], proposer: str = "") -> CheckResult:
        change(published)
        result = check(published, as_of=AS_OF, base="HEAD", proposer=proposer)
        kept = [p for p in result.problems if p.code != "rows-unsorted"]
        return replace(result, problems=kept)

    return check_change
