"""Checking a publication: everything that is wrong with its data, all at once and in one order."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from madewhere import fingerprint, kept
from madewhere.crosscheck import cross_check
from madewhere.crosscheck.duplicates import at_the_added
from madewhere.history import compare_with_base
from madewhere.ledger import Ledger
from madewhere.problems import Level, Problem, in_order
from madewhere.proposal.change import ProposalChange
from madewhere.proposal.examine import examine, new_identifiers
from madewhere.proposal.revision import Revision
from madewhere.proposal.taken_back import taken_back
from madewhere.publication import NO_SETTINGS, examine_publication
from madewhere.read import DataRead, read_data


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found, how much it looked at, and what the change does where it has a base."""

    problems: list[Problem]
    packages: int
    rows: int
    reread: int
    proposal: ProposalChange | None = None

    def count(self, level: Level) -> int:
        """How many problems of a level there are."""
        return Counter(p.level for p in self.problems)[level]

    def failed(self, *, strict: bool) -> bool:
        """Whether the check fails: by an error, or with ``strict`` by a warning too."""
        worst = max((p.level for p in self.problems), default=Level.NOTICE)
        return worst >= (Level.WARNING if strict else Level.ERROR)


def check(
    data: Path,
    *,
    as_of: date,
    cache: Path | None = None,
    base: str | None = None,
    proposer: str = "",
) -> CheckResult:
    """Check a publication and its settings, against the revision ``base`` too where one is named.

    ``proposer`` is the account that proposes the change since the base, where that is known. Raises `PublicationError` where there is no publication, `UsageError` where there is no such base.
    """
    publication, faults = examine_publication(data)
    with _uncollected():
        read = read_data(data, as_of=as_of, cache=cache, publication=publication or NO_SETTINGS)
        result = check_read(read, cache)
    if base is None:
        return replace(result, problems=in_order([*faults, *result.problems]))
    revision = Revision.compared(data, base)
    whole = read.corpus
    read = replace(read, corpus=replace(read.corpus, ledger=_changed_ledger(read, revision)))
    broken = compare_with_base(read.corpus, revision)
    if publication is None:  # then its address is not known, and that is said already
        broken = [p for p in broken if p.code != "base-url-changed"]
    found = at_the_added(result.problems, read, new_identifiers(read.corpus.ledger, revision))
    problems = in_order([*faults, *found, *broken])
    proposal = examine(read, revision, problems, proposer)
    problems = in_order([*problems, *taken_back(proposal, whole)])
    return replace(result, problems=problems, proposal=proposal)


def _changed_ledger(read: DataRead, revision: Revision) -> Ledger:
    """The ledger with all events of what files that differ are about, where those of it are only new.

    These are the identifiers in them and the members whose packages differ. Nothing else in it is asked for, and sorting hundreds of thousands of events takes a while.
    """
    files = set(revision.under("ledger"))
    ledger = read.corpus.ledger
    if any(revision.changed[file] for file in files):
        return ledger
    members = {file.split("/")[1] for file in revision.under("members")}
    return ledger.about(members | {cells[1] for cells in ledger.cells() if cells[5] in files})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage: rows by the million are all in use, and a third of the time went into it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check_read(read: DataRead, cache: Path | None = None) -> CheckResult:
    """Check data that was read already; what was cross-checked before in this state is not again."""
    corpus = read.corpus
    key = fingerprint.digest("cross-check", state_of(read))
    crossed: list[Problem] | None = kept.load(cache, key)
    if crossed is None:
        crossed = cross_check(read, cache)
        kept.store(cache, key, crossed)
    return CheckResult(
        problems=in_order([*read.problems, *crossed]),
        packages=1 + len(corpus.members),
        rows=read.rows,
        reread=len(read.reread),
    )


def state_of(read: DataRead) -> str:
    """A digest of everything that the data says, for the keys of what is made from it."""
    parts = [part for folder in sorted(read.digests) for part in (folder, read.digests[folder])]
    publication = repr(read.corpus.publication)
    return fingerprint.digest(read.corpus.as_of.isoformat(), publication, *parts)
