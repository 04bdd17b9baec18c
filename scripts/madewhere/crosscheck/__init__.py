"""What a single table cannot say: checks over the whole corpus. A check is a function in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from madewhere.corpus import Corpus
from madewhere.crosscheck.audits import check_audits
from madewhere.crosscheck.consents import check_consents
from madewhere.crosscheck.decisions import settle
from madewhere.crosscheck.duplicates import check_duplicates
from madewhere.crosscheck.identifiers import check_identifiers
from madewhere.crosscheck.keeping import NOTHING_KEPT, Keeping
from madewhere.crosscheck.ledger import check_ledger
from madewhere.crosscheck.places import check_places
from madewhere.crosscheck.references import check_references
from madewhere.crosscheck.statements import check_statements
from madewhere.left_out import LeftOut
from madewhere.problems import Problem

CHECKS: tuple[Callable[[Corpus], Iterable[Problem]], ...] = (
    check_identifiers,
    check_statements,
    check_audits,
)


COMPLETENESS_CHECKS: tuple[Callable[[Corpus, LeftOut], Iterable[Problem]], ...] = (
    check_references,
    check_consents,
    check_ledger,
)
"""Checks that look for what is missing. They are told what stands there but has its own error."""


KEEPING_CHECKS: tuple[Callable[[Corpus, Keeping], Iterable[Problem]], ...] = (
    check_places,
    check_duplicates,
)
"""Checks that take long, and keep what they found for the next time."""


def cross_check(
    corpus: Corpus, left_out: LeftOut, keeping: Keeping = NOTHING_KEPT
) -> list[Problem]:
    """Run every check, and leave out what a recorded decision settles."""
    found = [problem for check in CHECKS for problem in check(corpus)]
    found += [p for keeping_check in KEEPING_CHECKS for p in keeping_check(corpus, keeping)]
    found += [p for check in COMPLETENESS_CHECKS for p in check(corpus, left_out)]
    return settle(corpus, found)
