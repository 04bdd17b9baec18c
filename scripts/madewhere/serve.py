"""Showing the site on this machine while people work on it: build, serve, build again on a change."""

from __future__ import annotations

import errno
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from madewhere.errors import MadewhereError, UsageError

QUIET_SECONDS = 0.3
"""How long nothing must change before the site is built again; editors write a file in several steps."""

_USUAL_PORT, _LAST_PORT = 8000, 65535

_CHANGES = frozenset({"created", "modified", "moved", "deleted"})


class SiteHandler(http.server.SimpleHTTPRequestHandler):
    """Answers from the site as it is at the moment of the request."""

    server: SiteServer
    # `text/…` without a charset would leave it to the browser to guess.
    extensions_map = {  # noqa: RUF012 -- declared by the base class
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".geojson": "application/geo+json",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".jsonl": "application/jsonl; charset=utf-8",
        ".jsonld": "application/ld+json",
        ".md": "text/markdown; charset=utf-8",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".ttl": "text/turtle; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xml": "application/xml",
        ".zip": "application/zip",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The served path is a link that a build replaces: one request stays in one version.
        super().__init__(*args, directory=os.path.realpath(args[2].site), **kwargs)

    def end_headers(self) -> None:
        """Keep browsers from showing yesterday's page after a change."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002 -- no folder is ever listed
        """Answer a folder without a page as a host would: not found."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer an unknown path with the site's own page for that."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        with page.open("rb") as source:
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(page.stat().st_size))
            self.end_headers()
            if self.command != "HEAD":
                shutil.copyfileobj(source, self.wfile)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name is the base class's
        """Say nothing of each request; the terminal is for what the build has to say."""


class SiteServer(http.server.ThreadingHTTPServer):
    """Serves ``site``, which may be replaced at any time."""

    daemon_threads = True
    site: Path


class _Changes(FileSystemEventHandler):
    """Notes that something was written. Reading, as every build does, is no change."""

    def __init__(self) -> None:
        self.happened = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change of what may matter; not of editors' own files and compiled code."""
        name = os.fsdecode(os.path.basename(event.src_path))  # noqa: PTH119 -- may be bytes
        passing = name.endswith(("~", ".swp", ".swx", ".tmp", ".pyc")) or name.startswith(".#")
        if event.event_type in _CHANGES and not passing:
            self.happened.set()


def serve(
    build: Callable[[], Path],
    watch: Sequence[Path],
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    say: Callable[[str], None] = print,
    stop: threading.Event | None = None,
) -> None:
    """Build the site and serve it until interrupted; build again when something in ``watch`` changes.

    ``build`` gives the served path. A build that fails is told, and the site before it stays. Without
    ``stop`` it ends with Ctrl-C. Raises `MadewhereError` where the port cannot be taken or the
    first build fails.
    """
    stop = stop or threading.Event()
    with _listening(host, port) as server:
        server.site = build()
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        changes = _Changes()
        observer = Observer()
        for folder in watch:
            if folder.exists():
                observer.schedule(changes, str(folder), recursive=folder.is_dir())
        observer.start()
        serving.start()
        say(f"The site is at http://{host}:{server.server_port}/ (Ctrl-C ends this)")
        try:
            while not stop.is_set():
                if changes.happened.wait(0.2):
                    _until_quiet(changes.happened, stop)
                    _rebuild(build, server, say)
        except KeyboardInterrupt:
            say("Ended.")
        finally:
            observer.stop()
            observer.join()
            server.shutdown()
            serving.join()


def _listening(host: str, port: int) -> SiteServer:
    """Take the port, before a build makes anybody wait for nothing."""
    if not host:
        raise UsageError("--host is empty", hint="127.0.0.1 is this machine alone.")
    try:
        return SiteServer((host, port), SiteHandler)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < _LAST_PORT else _USUAL_PORT
            raise MadewhereError(
                f"port {port} on {host} is taken by another program, perhaps by this one in another "
                "terminal",
                hint=f"End that one, or choose another port: .venv/bin/madewhere serve --port {other}",
            ) from error
        hint = (
            f"Ports below 1024 are for administrators; {_USUAL_PORT} is the usual one."
            if error.errno == errno.EACCES
            else "--host is an address of this machine: 127.0.0.1 for itself alone, 0.0.0.0 for all "
            "that can reach it."
        )
        raise MadewhereError(
            f"cannot listen on {host}, port {port}: {error.strerror}", hint=hint
        ) from error


def _until_quiet(happened: threading.Event, stop: threading.Event) -> None:
    """Wait until nothing has changed for a moment."""
    while happened.is_set() and not stop.is_set():
        happened.clear()
        happened.wait(QUIET_SECONDS)


def _rebuild(build: Callable[[], Path], server: SiteServer, say: Callable[[str], None]) -> None:
    """Build again and tell how it went; whatever goes wrong, the old site goes on being served."""
    say("Something has changed; building again …")
    try:
        server.site = build()
    except MadewhereError as error:
        say(f"Not built: {error.message}")
        if error.hint:
            say(error.hint)
        say("The site before the change is still served.")
    except Exception as error:  # noqa: BLE001 -- who edits a template must not lose the server
        say(f"Not built: {type(error).__name__}: {error}")
        say("The site before the change is still served.")
    else:
        say("Built. Reload the page.")
