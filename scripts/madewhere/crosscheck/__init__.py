"""What a single table cannot say: checks over the whole corpus. A check is a function in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from madewhere.corpus import Corpus
from madewhere.crosscheck.audits import check_audits
from madewhere.crosscheck.certificates import check_certificates
from madewhere.crosscheck.change import Change, Checked, change_since
from madewhere.crosscheck.consents import check_consents
from madewhere.crosscheck.decisions import settle
from madewhere.crosscheck.duplicates import (
    Entries,
    duplicates_by_country,
    entries_by_country,
    kept_entries,
)
from madewhere.crosscheck.finding_events import check_finding_events
from madewhere.crosscheck.findings import check_findings
from madewhere.crosscheck.handbook import check_handbook
from madewhere.crosscheck.identifiers import check_identifiers
from madewhere.crosscheck.keeping import Keeping
from madewhere.crosscheck.ledger import check_ledger
from madewhere.crosscheck.places import check_places
from madewhere.crosscheck.points import check_points
from madewhere.crosscheck.products import check_products
from madewhere.crosscheck.profiles import check_profiles
from madewhere.crosscheck.references import check_references
from madewhere.crosscheck.risk_counts import check_risk_counts
from madewhere.crosscheck.statements import check_statements
from madewhere.crosscheck.versions import missing_registers
from madewhere.crosscheck.worker_voice import check_worker_voice
from madewhere.left_out import LeftOut
from madewhere.problems import Problem
from madewhere.read import DataRead

CHECKS: tuple[Callable[[Corpus], Iterable[Problem]], ...] = (
    check_identifiers,
    check_statements,
    check_audits,
    check_points,
    check_risk_counts,
)
"""Checks of rows and events. They keep the rule that `change` tells, so that after a change they are
given only the part of the data that the change has a bearing on."""


COMPLETENESS_CHECKS: tuple[Callable[[Corpus, LeftOut], Iterable[Problem]], ...] = (
    check_references,
    check_consents,
    check_ledger,
    check_handbook,
    check_findings,
    check_finding_events,
    check_profiles,
    check_certificates,
    check_worker_voice,
    check_products,
)
"""The same, looking for what is missing. They are told what stands there but has its own error."""


def cross_check(read: DataRead, cache: Path | None = None) -> list[Problem]:
    """Run every check, and leave out what a recorded decision settles.

    ``cache`` keeps what was found, so that the next time only what a change has a bearing on is looked
    at. The outcome is the same as without.
    """
    keeping = Keeping(cache, read.digests)
    before: Checked | None = keeping.load("checked")
    change = change_since(before, read, cache)
    now = Checked.of(read)
    if before is None or change is None:
        now.found = row_checks(read.corpus, read.left_out)
    else:
        now.found = change.still(before.found)
        now.found += filter(change.concerns, row_checks(change.needed, read.left_out))
    now.duplicates = _duplicates(read, keeping, before, change)
    keeping.store(now, "checked")
    duplicates = (each for _, found in now.duplicates.values() for each in found)
    places = check_places(read.corpus, keeping)
    missing = missing_registers(read.corpus, read.left_out)
    return settle(read.corpus, [*now.found, *places, *missing, *duplicates])


def row_checks(corpus: Corpus, left_out: LeftOut) -> list[Problem]:
    """What the checks of rows and events find, settled or not."""
    found = [problem for check in CHECKS for problem in check(corpus)]
    return found + [p for check in COMPLETENESS_CHECKS for p in check(corpus, left_out)]


def _duplicates(
    read: DataRead, keeping: Keeping, before: Checked | None, change: Change | None
) -> dict[str, tuple[str, list[Problem]]]:
    """Likely duplicates by country: only countries of factories that a change concerns are compared.

    Each stands with the state of the data in which the country's factories were kept.
    """
    state = Checked.of(read).state
    entries: dict[str, Entries] | None = None
    found: dict[str, tuple[str, list[Problem]]] = {}
    if before is not None and change is not None:
        entries = _concerned(before, change, keeping)
        found = {
            code: (kept_in, change.still(problems))
            for code, (kept_in, problems) in before.duplicates.items()
            if code not in change.countries
        }
    if entries is None:
        entries, found = entries_by_country(read.corpus), {}
    again = duplicates_by_country(entries, read.corpus.ledger, read.lines, keeping, state)
    return found | {code: (state, problems) for code, problems in again.items()}


def _concerned(before: Checked, change: Change, keeping: Keeping) -> dict[str, Entries] | None:
    """All factories of the countries that a change concerns; None where one's are not kept."""
    new = entries_by_country(change.concerned, change.affected)
    found: dict[str, Entries] = {}
    for code in sorted(change.countries):
        entries: Entries | None = {}
        if code in before.duplicates:
            entries = kept_entries(code, keeping, before.duplicates[code][0])
        if entries is None:
            return None
        stayed = {key: e for key, e in entries.items() if key not in change.affected}
        whole = stayed | new.get(code, {})
        if whole:
            found[code] = whole
    return found
