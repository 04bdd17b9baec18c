"""Behaviour of `madewhere.serve`."""

from __future__ import annotations

import queue
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from madewhere.errors import MadewhereError
from madewhere.serve import serve

PATIENCE = 30
"""Seconds after which a test gives up on what should have happened long ago."""


class Running:
    """A server in a thread, whose builds and lines a test can follow."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.source = folder, folder / "source"
        self.lines: queue.Queue[str] = queue.Queue()
        self.stop, self.builds = threading.Event(), 0
        self.source.mkdir()
        (self.source / "text.txt").write_text("one")
        self.thread = threading.Thread(
            target=serve,
            args=(self.build, [self.source]),
            kwargs={"port": 0, "say": self.lines.put, "stop": self.stop},
        )
        self.thread.start()
        self.address = self.wait_for("The site is at ").split()[4]

    def build(self) -> Path:
        """Build a version and turn the link over, as the real build does."""
        text = (self.source / "text.txt").read_text()
        if text == "fault":
            raise MadewhereError("the text is a fault", hint="Write another one.")
        if text == "crash":
            raise ZeroDivisionError
        self.builds += 1
        version = self.folder / f"v{self.builds}"
        (version / "data").mkdir(parents=True)
        (version / "index.html").write_text(text)
        (version / "404.html").write_text("no such page here")
        (version / "data" / "f.geojson").write_text("{}")
        (version / "data" / "f.csv").write_text("a")
        link = self.folder / "next"
        link.symlink_to(version.name)
        link.replace(self.folder / "site")
        return self.folder / "site"

    def wait_for(self, beginning: str) -> str:
        """The next line that begins so."""
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if line.startswith(beginning):
                return line

    def get(self, path: str = "") -> tuple[int, str, str, str]:
        """Status, media type, cache rule and text of a page."""
        try:
            answer = urllib.request.urlopen(self.address + path, timeout=PATIENCE)  # noqa: S310 - our own
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            headers = answer.headers
            return (
                answer.status,
                headers["Content-Type"],
                headers["Cache-Control"],
                answer.read().decode(),
            )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A server that ends with the test."""
    server = Running(tmp_path)
    yield server
    server.stop.set()
    server.thread.join(PATIENCE)
    assert not server.thread.is_alive()


def test_pages_are_never_cached(running: Running) -> None:
    """The first build is served, and browsers are told to keep nothing."""
    assert running.get() == (200, "text/html; charset=utf-8", "no-store", "one")


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("data/f.geojson", "application/geo+json"), ("data/f.csv", "text/csv; charset=utf-8")],
)
def test_downloads_have_their_media_type(running: Running, path: str, media_type: str) -> None:
    """Downloads say what they are, and text says its encoding."""
    assert running.get(path)[1] == media_type


@pytest.mark.parametrize("path", ["nothing/here", "data/", "../../etc/passwd"])
def test_unknown_path_gets_the_sites_own_page(running: Running, path: str) -> None:
    """What is not there, folders without a page included, answers 404 with the site's page."""
    status, _, _, text = running.get(path)
    assert (status, text) == (404, "no such page here")


def test_change_is_built_and_served(running: Running) -> None:
    """After a change the new version is served, although the served path is a link."""
    (running.source / "text.txt").write_text("two")
    running.wait_for("Built")
    assert running.get()[3] == "two"


@pytest.mark.parametrize(
    ("text", "said"), [("fault", "Not built: the text is a fault"), ("crash", "Not built: Zero")]
)
def test_failed_build_keeps_the_old_site(running: Running, text: str, said: str) -> None:
    """A build that fails is told, the old site stays, and the next good build is served."""
    (running.source / "text.txt").write_text(text)
    running.wait_for(said)
    running.wait_for("The site before")
    assert running.get()[3] == "one"
    (running.source / "text.txt").write_text("three")
    running.wait_for("Built")
    assert running.get()[3] == "three"


def test_taken_port_is_told_before_anything_is_built(tmp_path: Path) -> None:
    """A port in use is a message that names another one."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(MadewhereError) as raised:
            serve(lambda: pytest.fail("built"), [], port=port)
    assert f"--port {port + 1}" in raised.value.hint


@pytest.mark.parametrize(
    ("host", "advice"), [("nowhere.invalid", "127.0.0.1"), ("192.0.2.1", "127.0.0.1"), ("", "127")]
)
def test_address_that_is_not_this_machines_is_told(host: str, advice: str) -> None:
    """An address that cannot be listened on is a message that names one that can."""
    with pytest.raises(MadewhereError) as raised:
        serve(lambda: pytest.fail("built"), [], host=host, port=0)
    assert advice in raised.value.hint
