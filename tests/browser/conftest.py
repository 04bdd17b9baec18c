"""A site in two languages, one of them right to left, served to a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from browsers import serving
from madewhere.build import build
from pseudo import pseudo_languages
from risk.publication import write_publication
from tiny_publication import AS_OF, TINY


@dataclass(frozen=True)
class Served:
    """A site on this machine: its folder and its address, which ends with a slash."""

    folder: Path
    address: str


@contextmanager
def _served(folder: Path, data: Path) -> Iterator[Served]:
    """A publication in English and in a made-up right-to-left language, built and served."""
    settings = data / "publication.yaml"
    settings.write_text(settings.read_text().replace("languages: [en]", "languages: [en, ar]"))
    with pseudo_languages(folder / "translations", "ar"):
        build(data, folder / "site", as_of=AS_OF, cache=folder / "cache")
    with serving(folder / "site") as address:
        yield Served(folder / "site", address)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The tiny publication in two languages."""
    folder = tmp_path_factory.mktemp("served")
    with _served(folder, Path(shutil.copytree(TINY, folder / "data"))) as site:
        yield site


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A publication with enough findings for charts, in two languages."""
    folder = tmp_path_factory.mktemp("counted")
    with _served(folder, write_publication(folder / "data")) as site:
        yield site
