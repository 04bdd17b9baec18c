"""The build: from `data/` to a verified site, in phases that stand here in order."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from madewhere import fingerprint, kept
from madewhere.addresses import PERMANENT, prints_small
from madewhere.built_from import BuiltFrom, remember
from madewhere.check import check_read
from madewhere.describe import MANIFEST
from madewhere.disclose import WithheldCells, disclose
from madewhere.errors import UsageError, VanishedError
from madewhere.exports.files import Download, downloads
from madewhere.identifiers import FORMS
from madewhere.link import link
from madewhere.maps.atlas import Atlas
from madewhere.pour import ClashError, Poured, pour
from madewhere.problems import Problem
from madewhere.prose import Editions
from madewhere.publication import read_publication, with_slash
from madewhere.read import DataRead, read_data
from madewhere.settings import BASE_ADDRESS, base_address
from madewhere.site_files import everything, written_pages
from madewhere.site_model import Site
from madewhere.swap import Workspace, abandon, commit, prepare
from madewhere.verify import verify
from madewhere.verify.tree import Tree

T = TypeVar("T")


@dataclass(slots=True)
class BuildReport:
    """What a build did. ``seconds`` are by phase; ``problems`` are what `check` would say."""

    out: Path
    as_of: date
    site: Site
    problems: list[Problem]
    withheld: list[WithheldCells]
    verified: list[str]
    files: int
    size: int
    made: int
    linked: int
    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def build(
    data: Path,
    out: Path,
    *,
    as_of: date,
    cache: Path,
    site_url: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> BuildReport:
    """Build the site of a publication at ``out``, replacing what stands there in one step.

    Wrong data never stops it: what is wrong or not covered is left out and reported. Raises
    `PublicationError` without a usable publication, `OutputError` where ``out`` cannot be used,
    `VanishedError` where an identifier that ``out`` answers for is gone, and `VerifyError` where the finished tree is not sound; the old site then stays.
    """
    phases = _Phases(progress)
    workspace = prepare(out, MANIFEST)
    try:
        read, built_from = phases.run("read", lambda: _read(data, as_of, cache, site_url))
        problems = phases.run("check", lambda: check_read(read, cache / "packages").problems)
        disclosure, withheld = phases.run("disclose", lambda: disclose(read.corpus))
        site = phases.run("link", lambda: link(disclosure))
        _refuse_vanished(site, workspace.previous)
        atlas = Atlas(site, cache / "maps")
        phases.run("draw", atlas.draw)
        prose = phases.run("prose", lambda: written_pages(site, cache))
        files = phases.run("export", lambda: downloads(site))
        gc.freeze()  # the site's model lives to the end; forked processes need not copy it
        poured = phases.run("render", lambda: _pour(site, atlas, prose, files, workspace, cache))
        tree = Tree(workspace.folder, tuple(sorted(poured.keys)), site, withheld)
        verified = phases.run("verify", lambda: verify(tree))
        size = sum((workspace.folder / path).stat().st_size for path in poured.keys)
        phases.run("swap", lambda: _swap(workspace, poured, cache, built_from))
    except BaseException:
        abandon(workspace)
        raise
    finally:
        gc.unfreeze()
    return BuildReport(
        out=out,
        as_of=as_of,
        site=site,
        problems=problems,
        withheld=withheld,
        verified=verified,
        files=len(poured.keys),
        size=size,
        made=poured.made,
        linked=poured.linked,
        seconds=phases.seconds,
        notes=_notes(site),
    )


class _Phases:
    """Runs phases one after the other, telling which and timing each."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    def run(self, name: str, work: Callable[[], T]) -> T:
        self._progress(name)
        start = time.perf_counter()
        try:
            return work()
        finally:
            self.seconds[name] = time.perf_counter() - start


def _read(data: Path, as_of: date, cache: Path, site_url: str | None) -> tuple[DataRead, BuiltFrom]:
    publication = read_publication(data)
    built_from = BuiltFrom.now(data)  # first: a change made meanwhile then counts as one
    read = read_data(data, as_of=as_of, cache=cache / "packages", publication=publication)
    if site_url is not None:
        if not base_address(site_url):
            raise UsageError(f"{site_url!r} is not {BASE_ADDRESS}")
        read.corpus.publication = replace(read.corpus.publication, base_url=with_slash(site_url))
    return read, built_from


def _refuse_vanished(site: Site, previous: Path | None) -> None:
    """Stop where the site before answers for an identifier that this one would not; labels point there."""
    if previous is None:
        return
    try:
        before = json.loads((previous / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if before.get("base_url") != site.publication.base_url:
        return  # another publication was built here, for another address
    if str(before.get("as_of", "")) > site.as_of.isoformat():
        return  # an earlier day knows fewer identifiers
    now: dict[str, set[str]] = {
        "factory": {*site.by_id, *(tombstone.factory_id for tombstone in site.tombstones)},
        "product": {*site.products, *(gone.product_id for gone in site.gone_products)},
        "gtin": {*site.numbers.products},
        "gln": {*site.numbers.factories},
    }
    vanished = [
        name
        for kind, folder in PERMANENT.items()
        for name in sorted(_names(previous / folder) - now[kind])
        if FORMS[kind](name)
    ]
    if vanished:
        raise VanishedError(vanished)


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def _pour(
    site: Site,
    atlas: Atlas,
    prose: Editions,
    files: Sequence[Download],
    workspace: Workspace,
    cache: Path,
) -> Poured:
    try:
        return pour(
            [*everything(site, atlas, prose, files, cache)],
            workspace.folder,
            previous=workspace.previous,
            previous_keys=_keys_of(cache, workspace.previous),
        )
    except ClashError as clash:
        raise prose.clash(str(clash)) or clash from None


def _swap(workspace: Workspace, poured: Poured, cache: Path, built_from: BuiltFrom) -> None:
    remember(workspace.folder, built_from)
    kept.store(cache / "poured", _version_key(workspace.folder), poured.keys)
    commit(workspace)


def _keys_of(cache: Path, folder: Path | None) -> dict[str, str]:
    if folder is None:
        return {}
    return kept.load(cache / "poured", _version_key(folder)) or {}


def _version_key(folder: Path) -> str:
    """Which version this is: another one at the same path is another folder, or of another moment."""
    about = folder.stat()
    return fingerprint.digest(str(folder), str(about.st_ino), str(about.st_mtime_ns))


def _notes(site: Site) -> list[str]:
    notes = []
    if not prints_small(site.publication):
        notes.append(
            f"the path of {site.publication.base_url} has small letters, so QR codes print larger"
        )
    return notes
