"""A site in two languages, one of them right to left, served to a browser."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from madewhere.build import build
from pseudo import pseudo_languages
from risk.publication import write_publication
from tiny_publication import AS_OF, TINY


@dataclass(frozen=True)
class Served:
    """A site on this machine: its folder and its address, which ends with a slash."""

    folder: Path
    address: str


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path, data: Path) -> Iterator[Served]:
    """A publication in English and in a made-up right-to-left language, built and served."""
    settings = data / "publication.yaml"
    settings.write_text(settings.read_text().replace("languages: [en]", "languages: [en, ar]"))
    with pseudo_languages(folder / "translations", "ar"):
        build(data, folder / "site", as_of=AS_OF, cache=folder / "cache")
    handler = functools.partial(_Quiet, directory=str((folder / "site").resolve()))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(folder / "site", f"http://127.0.0.1:{server.server_address[1]}/")
    server.shutdown()


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
