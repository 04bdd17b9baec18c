"""Making files of a site again, in a process that has nothing but what the gate released.

Run as a program, it reads a pickled `Disclosure` with paths from its input, and writes the SHA-256 of
each path's bytes as JSON. It has no data, no cache and no earlier version of the site to draw on.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from madewhere.disclose import Disclosure
from madewhere.errors import MadewhereError
from madewhere.exports.files import downloads
from madewhere.link import link
from madewhere.maps.atlas import Atlas
from madewhere.site_files import everything, written_pages
from madewhere.site_model import Site


def made_again(disclosure: Disclosure, paths: Iterable[str]) -> dict[str, str]:
    """The SHA-256 that files have when a new process makes them, by path.

    A path that such a site does not have is not among them. Raises `MadewhereError` where they cannot
    be made. Takes up to as long as a build without a cache, less what those files do not need.
    """
    here = str(Path(__file__).resolve().parents[2])  # the new process runs this very program
    search_path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaint:
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "madewhere.verify.made_again"],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=complaint,
            env={**os.environ, "PYTHONPATH": search_path},
        ) as process:
            assert process.stdin is not None
            with (
                suppress(BrokenPipeError),
                process.stdin as there,
            ):  # where it ends early it says why
                pickle.dump((disclosure, sorted(paths)), there)
        for file in (said, complaint):
            file.seek(0)
        if process.returncode:
            lines = complaint.read().decode(errors="replace").strip().splitlines()
            last = lines[-1] if lines else "no message"
            raise MadewhereError(f"files could not be made again: {last}")
        digests: dict[str, str] = json.load(said)
        return digests


def digests(site: Site, paths: frozenset[str]) -> dict[str, str]:
    """Make the files at these paths anew; gives their SHA-256 by path."""
    with tempfile.TemporaryDirectory() as scratch:
        nothing = Path(scratch)
        atlas = Atlas(site, nothing / "maps")
        prose = written_pages(site, nothing)
        found: dict[str, str] = {}
        for producer in everything(site, atlas, prose, downloads(site), nothing):
            for item in producer.items:
                for path, _, make in producer.outputs(item):
                    if path in paths:
                        found[path] = hashlib.sha256(make()).hexdigest()
            if found.keys() == paths:  # nothing else needs to be drawn
                break
        return found


def _main() -> None:
    gc.disable()  # all that is read and linked lives to the end
    disclosure, paths = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started it
    site = link(disclosure)
    gc.freeze()
    gc.enable()
    json.dump(digests(site, frozenset(paths)), sys.stdout)


if __name__ == "__main__":
    _main()
