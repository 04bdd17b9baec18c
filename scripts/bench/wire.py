"""Measure what a first visit to a page takes over the wire, in a real browser.

Usage: python scripts/bench/wire.py [--size 300 | --site DIR] [--chromium PATH]

A small server on this machine gives the site and compresses texts as a host would (gzip, level 9).
Each page is visited with an empty cache. Fails where a page asks another host for anything, or asks for
something that there is not. Bytes are those of bodies, without headers.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from measurement import print_table
from playwright.sync_api import Browser, Page, sync_playwright

from madewhere.build import build
from madewhere.demo.make import DEFAULT_REFERENCE_DATE, make_demo

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_TEXT = {".html", ".css", ".js", ".json", ".geojson", ".svg", ".csv", ".xml", ".txt"}


@dataclass(frozen=True, slots=True)
class Given:
    """What the server gave for one address: bytes as they lie on the disk, and as they were sent."""

    path: str
    raw: int
    sent: int
    status: int = 200


def main() -> None:
    """Visit the pages and print a table of them, and of all that each asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--site", type=Path, help="A site that is built already.")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    parser.add_argument("--chromium", default=found)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as name:
        folder = Path(name)
        if options.site is None:
            make_demo(folder, factories=options.size)
            build(
                folder / "data",
                folder / "site",
                as_of=DEFAULT_REFERENCE_DATE,
                cache=folder / "cache",
            )
        _report(visits(options.site or folder / "site", options.chromium))


def visits(site: Path, chromium: str) -> dict[str, list[Given]]:
    """What each kind of page asked for, the page itself first."""
    given: list[Given] = []
    found = {}
    with serving(site, given) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        for what, path in pages_of(site).items():
            given.clear()
            with visiting(browser, base, path):
                found[f"{what}: /{path}"] = list(given)
        browser.close()
    return found


@contextmanager
def serving(folder: Path, given: list[Given], public: str = "") -> Iterator[str]:
    """Serve a folder as a host would, and note in ``given`` what was given; gives the address.

    Where ``public``, the site's own address, is named, it stands nowhere in what is given: the server's
    does. Search engines may then read everything, which an invented publication asks them not to.
    """
    handler = functools.partial(_Handler, given=given, public=public, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def pages_of(site: Path) -> dict[str, str]:
    """The pages to visit: what they stand for, and their addresses."""
    shown: list[tuple[int, str]] = []
    gone: list[tuple[int, str]] = []
    for page in sorted(site.glob("F/*/index.html")):
        sized = (page.stat().st_size, page.parent.relative_to(site).as_posix() + "/")
        # What is not shown any more has no row to download.
        (shown if (page.parent / "factory.csv").is_file() else gone).append(sized)
    shown.sort()
    found = {"typical factory": shown[len(shown) // 2][1], "largest factory": shown[-1][1]}
    if gone:
        found["factory not shown"] = gone[0][1]
    return {**found, "home": ""}


@contextmanager
def visiting(browser: Browser, base: str, path: str, language: str | None = None) -> Iterator[Page]:
    """Visit a page as a phone that keeps nothing does, until it asks for nothing more.

    ``language`` is the visitor's, the browser's own where it is not given.

    Raises `SystemExit` where it asks another host for anything.
    """
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale=language)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base + path, wait_until="networkidle")
    elsewhere = [url for url in asked if not url.startswith((base, "data:"))]
    if elsewhere:
        raise SystemExit(f"/{path} asks another host: {', '.join(elsewhere)}")
    yield page
    context.close()


def refuse_missing(given: Iterable[Given]) -> None:
    """Raise `SystemExit` where something was asked for that there is not."""
    missing = [each.path for each in given if each.status != 200]
    if missing:
        raise SystemExit(f"there is no {', '.join(missing)}")


def _report(found: dict[str, list[Given]]) -> None:
    refuse_missing(each for given in found.values() for each in given)
    print_table(
        ("page", "requests", "bytes", "over the wire", "of that the page itself"),
        [
            (
                what,
                len(given),
                f"{sum(each.raw for each in given):,}",
                f"{sum(each.sent for each in given):,}",
                f"{given[0].sent:,}",
            )
            for what, given in found.items()
        ],
    )
    print("\nNo page asked another host for anything.")
    for what, given in found.items():
        print(f"\n{what}\n")
        print_table(
            ("asked for", "bytes", "over the wire"),
            [(each.path, f"{each.raw:,}", f"{each.sent:,}") for each in given],
        )


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Gives files of a folder, texts compressed, and notes what it gave."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, given: list[Given], public: str, directory: str) -> None:
        self._given = given
        self._public = public.encode()
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        asked = urlsplit(self.path).path
        if not path.is_file():
            self._given.append(Given(asked, 0, 0, 404))
            self.send_error(404)
            return
        content = path.read_bytes()
        if self._public and path.suffix in _TEXT:
            here = f"http://{self.headers['Host']}/"
            content = content.replace(self._public, here.encode())
            if path.name == "robots.txt":
                content = content.replace(b"Disallow:", b"Allow:")
        sent = gzip.compress(content, 9, mtime=0) if path.suffix in _TEXT else content
        self._given.append(Given(asked, len(content), len(sent)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(sent)))
        if sent is not content:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with suppress(ConnectionError):  # a page that is left before all of it has come
            self.wfile.write(sent)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    main()
