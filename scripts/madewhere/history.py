"""A change judged against the revision that it is based on: promises that must not be broken.

Addresses are printed on labels. So a published ledger file is never changed, no identifier vanishes,
and the public address of the site stays or is kept answering.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import yaml

from madewhere.corpus import Corpus
from madewhere.crosscheck.risk_counts import TABLE as RISK_COUNTS
from madewhere.discover import REGISTERS
from madewhere.guard import MAX_TABLE_BYTES, read_raw
from madewhere.problems import Problem, problem
from madewhere.proposal.revision import Revision
from madewhere.publication import FILE, with_slash

_RISK = f"{REGISTERS}/{RISK_COUNTS}.csv"


def compare_with_base(corpus: Corpus, revision: Revision) -> list[Problem]:
    """Find what the data takes back of what the base revision promised.

    A ledger file that does not differ says what it said, so only the others are looked at.
    """
    before = revision.read([*revision.under("ledger"), FILE, _RISK])
    settings, counts = before.pop(FILE, None), before.pop(_RISK, None)
    return [
        *_ledger(corpus, before),
        *_vanished(corpus, before),
        *_address(corpus, settings),
        *_released_counts(corpus, counts),
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


def _released_counts(corpus: Corpus, before: bytes | None) -> Iterator[Problem]:
    """Find years of the consolidated counts that do not say what they said."""
    if before is None:
        return
    now, _ = read_raw(corpus.folder, _RISK, MAX_TABLE_BYTES)
    old, new = _by_year(before), _by_year(now or b"")
    for year, rows in old.items():
        if new.get(year) != rows:
            message = f"the rows of {year} are not what was released"
            yield problem("risk-year-changed", message, file=_RISK, field="year")


def _by_year(content: bytes) -> dict[str, list[list[tuple[str, str]]]]:
    """The rows of each year, in an order of their own, with the cells of each by column."""
    found: dict[str, list[list[tuple[str, str]]]] = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8", "replace"))):
        cells = sorted((str(column), str(value).strip()) for column, value in row.items())
        found.setdefault(str(row.get("year")).strip(), []).append(cells)
    return {year: sorted(rows) for year, rows in sorted(found.items())}
