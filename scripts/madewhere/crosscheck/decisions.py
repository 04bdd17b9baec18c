"""Decisions: what people looked at and settled. Each silences exactly the problem that it names."""

from __future__ import annotations

from madewhere.corpus import Corpus
from madewhere.problems import Level as _Level
from madewhere.problems import Problem, problem


def settle(corpus: Corpus, found: list[Problem]) -> list[Problem]:
    """Leave out the problems that a decision names; report the decisions that name none.

    Only warnings and notices can be settled: an error stays, whatever anybody decided.
    """
    decisions = {
        (row.cells["code"], row.cells["subject"]): row.line
        for row in corpus.registers.rows("decisions")
    }
    settled = {
        (p.code, p.subject)
        for p in found
        if p.subject and p.level is not _Level.ERROR and (p.code, p.subject) in decisions
    }
    kept = [p for p in found if (p.code, p.subject) not in settled or p.level is _Level.ERROR]
    kept.extend(
        problem(
            "decision-unused",
            f"no problem {code} about {subject} was found",
            file=corpus.registers.file("decisions"),
            line=line,
        )
        for (code, subject), line in decisions.items()
        if (code, subject) not in settled
    )
    return kept
