"""The pages that people write: MkDocs with Material, made safe and given to the build as files.

MkDocs runs as it is on the command line, without plugin or hook, once a language. What it wrote is then
sorted out, and each page gets a content security policy that allows the theme's own inline scripts, and
nothing else that stands in a page.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from madewhere.errors import MadewhereError
from madewhere.prose.edition import ONLY_ENGLISH, Edition
from madewhere.prose.policy import scripts_of, with_policy

_KEPT_RESULTS = 8
_UNFINISHED = "new-"
_ABANDONED_SECONDS = 3600.0

_UNWANTED = (
    "404.html",  # the data pages have their own
    "sitemap.xml",
    "sitemap.xml.gz",
    "assets/images/favicon.png",
    "assets/javascripts/lunr/",  # Material's search is off
    "assets/javascripts/workers/",
    "assets/stylesheets/palette.",  # colours are the tokens'
)


@dataclass(frozen=True, slots=True)
class Prose:
    """The written pages of a language as files in ``folder``; ``files`` are paths with ``/``, in order.

    ``translated`` are the pages that are in that language, by their addresses in any, such as ``about/``.
    """

    folder: Path
    files: tuple[str, ...]
    code: str = ""
    translated: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses of all pages, in order."""
        return tuple(f.removesuffix("index.html") for f in self.files if f.endswith(".html"))


@dataclass(frozen=True, slots=True)
class Editions:
    """The written pages in every language of a publication, the main one first."""

    parts: tuple[Prose, ...]

    def files(self) -> Iterator[tuple[str, Path]]:
        """Each file's path on the site, and where it lies."""
        for part in self.parts:
            for name in part.files:
                yield name, part.folder / name

    def languages(self) -> dict[str, tuple[str, ...]]:
        """The languages that each page is in, by its address below that of the language."""
        found: dict[str, tuple[str, ...]] = {}
        for part in self.parts:
            for page in part.translated:
                found[page] = (*found.get(page, ()), part.code)
        return found

    def clash(self, path: str) -> MadewhereError | None:
        """What to say where a file of these has a path that a data page or file wants too.

        One of the two may be a folder where the other is a file. None where no file has it.
        """
        for name in (name for part in self.parts for name in part.files):
            if f"{name}/".startswith(f"{path}/") or f"{path}/".startswith(f"{name}/"):
                page, is_page, _ = name.rpartition("index.html")
                sources = [name]
                if is_page:
                    sources = [f"{page}index.md", *([f"{page[:-1]}.md"] if page else [])]
                return MadewhereError(
                    f"site_src/{' or site_src/'.join(sources)} would have the address /{page or name}, "
                    "which belongs to what is made from the data",
                    hint="Give the file in site_src another name. The site that was there stays.",
                )
        return None


def build_prose(
    *,
    project: Path,
    cache: Path,
    site: Mapping[str, Any],
    site_url: str,
    as_of: date,
    edition: Edition = ONLY_ENGLISH,
) -> Prose:
    """Build the written pages of ``project`` in one language, or take them from ``cache``.

    ``site`` is what the shared header and footer show. Raises `MadewhereError` with what MkDocs said
    where it fails or warns, and where a page brings a script of its own.
    """
    sources = edition.sources(project)
    settings = {
        "site_name": site["name"],
        "site_description": site["tagline"],
        "site_url": site_url,
        **edition.nav(project),
        "extra": {"site": dict(site), **edition.told(project, site_url)},
    }
    folder = cache / "prose" / edition.code / _key(project, settings, edition, as_of)
    if folder.is_dir():
        with suppress(OSError):  # such as a cache that may only be read
            os.utime(folder)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=folder.parent) as scratch:
            made = Path(scratch) / "site"
            _gather(sources, Path(scratch) / "docs")
            _run_mkdocs(project, Path(scratch), settings, edition, as_of)
            _tidy(made, edition)
            try:
                made.rename(folder)
            except OSError:
                if not folder.is_dir():  # else another build has just made the same
                    raise
    _forget_old(folder.parent)
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return Prose(folder, tuple(sorted(files)), edition.code, tuple(edition.translated(project)))


def _key(project: Path, settings: Mapping[str, Any], edition: Edition, as_of: date) -> str:
    """A hash of everything that the pages are made from."""
    parts = [
        json.dumps(settings, sort_keys=True, default=str),
        repr(edition),
        as_of.isoformat(),
        *(
            f"{name} {version(name)}"
            for name in ("mkdocs", "mkdocs-material", "pymdown-extensions")
        ),
    ]
    inputs = [*sorted(Path(__file__).parent.glob("*.py")), project / "mkdocs.yml"]
    for name in ("site_src", "templates/look"):
        inputs += sorted(path for path in (project / name).rglob("*") if path.is_file())
    for path in inputs:
        # relative, so that the same pages in another folder have the same key
        shown = path.relative_to(project) if path.is_relative_to(project) else path.name
        parts.append(f"{shown} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _gather(sources: Mapping[str, Path], docs: Path) -> None:
    """Put the files that MkDocs is to take into a folder, each at its path."""
    for path, source in sources.items():
        target = docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _run_mkdocs(
    project: Path, scratch: Path, settings: Mapping[str, Any], edition: Edition, as_of: date
) -> None:
    """Let MkDocs build into ``scratch/site``, with the project's settings and ours on top of them."""
    ours = {
        "INHERIT": str(project / "mkdocs.yml"),
        "docs_dir": str(scratch / "docs"),
        "site_dir": str(scratch / "site"),
        "exclude_docs": "",
        "theme": {
            "custom_dir": str(project / "templates" / "look"),
            "language": edition.theme_language,
        },
        **settings,
    }
    config = scratch / "mkdocs.yml"
    config.write_text(yaml.safe_dump(ours, allow_unicode=True), encoding="utf-8")
    midnight = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    ended = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)],
        capture_output=True,
        check=False,
        env=os.environ
        | {
            "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONIOENCODING": "utf-8",
        },
    )
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        faults = [line for line in said if not line.startswith("INFO")]
        raise MadewhereError(
            "the written pages could not be built:\n" + "\n".join(f"  {line}" for line in faults),
            hint="Correct the page in site_src, or mkdocs.yml.",
        )


def _tidy(made: Path, edition: Edition) -> None:
    """Take away what the site does not serve, and make each page the edition's and safe."""
    theme = scripts_of((made / "404.html").read_text("utf-8"))
    for path in sorted(made.rglob("*")):
        name = path.relative_to(made).as_posix()
        if path.is_dir():
            continue
        if (
            name.startswith(_UNWANTED)
            or name.endswith(".map")
            or not name.startswith(edition.prefix)
        ):
            path.unlink()
        elif name.endswith(".html"):
            page = edition.finished(path.read_text("utf-8"), name)
            path.write_text(with_policy(page, theme, name), "utf-8", newline="\n")
    for path in sorted(made.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _forget_old(results: Path) -> None:
    """Keep the results that were used last, as one a day would pile up; nor what a killed run left."""
    found = [path for path in results.iterdir() if re.fullmatch(r"[0-9a-f]{32}", path.name)]
    old = sorted(found, key=_last_used)[:-_KEPT_RESULTS]
    abandoned = time.time() - _ABANDONED_SECONDS  # a younger one may be another run's, at work
    old += [path for path in results.glob(f"{_UNFINISHED}*") if _last_used(path) < abandoned]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0  # another run has just removed it
