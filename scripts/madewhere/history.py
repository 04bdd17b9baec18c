"""A change judged against the revision that it is based on: promises that must not be broken.

Addresses are printed on labels. So a published ledger file is never changed, no identifier vanishes,
and the public address of the site stays or is kept answering.
"""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import yaml

from madewhere.corpus import Corpus
from madewhere.errors import UsageError
from madewhere.guard import MAX_TABLE_BYTES, read_raw
from madewhere.problems import Problem, problem
from madewhere.publication import FILE, with_slash


def compare_with_base(corpus: Corpus, base: str) -> list[Problem]:
    """Find what the data takes back of what the base revision promised.

    ``base`` is any revision that Git knows. Raises `UsageError` where the data folder is in no Git
    repository or there is no such revision.
    """
    data = corpus.folder.resolve()
    _git(data, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}", missing=base)
    before = dict(_files(data, base, "ledger"))
    return [
        *_ledger(corpus, before),
        *_vanished(corpus, before),
        *_address(corpus, dict(_files(data, base, FILE)).get(FILE)),
    ]


def _ledger(corpus: Corpus, before: dict[str, bytes]) -> Iterator[Problem]:
    for file, content in before.items():
        now, _ = read_raw(corpus.folder, file, MAX_TABLE_BYTES)
        if now is None:
            yield problem("ledger-changed", "the file was removed", file=file)
        elif now != content:
            yield problem("ledger-changed", "the file is not what was published", file=file)


def _vanished(corpus: Corpus, before: dict[str, bytes]) -> Iterator[Problem]:
    for file, content in before.items():
        for row in csv.DictReader(io.StringIO(content.decode("utf-8", "replace"))):
            kind, identifier = row.get("kind", ""), row.get("identifier", "")
            if (kind, identifier) not in corpus.ledger.events:
                message = f"the {kind} {identifier} was published and has no event any more"
                yield problem("identifier-vanished", message, file=file)


def _address(corpus: Corpus, settings: bytes | None) -> Iterator[Problem]:
    try:
        loaded = yaml.safe_load(settings) if settings else None
    except yaml.YAMLError:
        return
    old = loaded.get("base_url") if isinstance(loaded, dict) else None
    if not isinstance(old, str):
        return
    publication = corpus.publication
    if with_slash(old) not in (publication.base_url, *publication.former_base_urls):
        message = f"it was {with_slash(old)} and is {publication.base_url}"
        yield problem("base-url-changed", message, file=FILE, field="base_url")


def _files(data: Path, base: str, path: str) -> Iterator[tuple[str, bytes]]:
    """The files under a path of the data folder at the base, relative to the data folder."""
    listed = _git(data, "ls-tree", "-r", "-z", "--name-only", base, "--", path)
    for name in listed.decode().split("\0"):
        if name:
            yield name, _git(data, "show", f"{base}:./{name}")


def _git(data: Path, *arguments: str, missing: str = "") -> bytes:
    command = ["git", "-C", str(data), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = (
            f"there is no revision {missing!r}"
            if missing and not said
            else (said or ["git failed"])[-1]
        )
        raise UsageError(
            f"cannot compare with the base: {why}",
            hint="Name a commit, tag or branch of the repository that the data is in.",
        )
    return done.stdout
