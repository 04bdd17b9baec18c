"""The registers of requirements and standards: what one names must exist, and no two may contradict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from madewhere.corpus import Corpus, Row
from madewhere.left_out import LeftOut
from madewhere.official_texts import SDG_TARGETS, UNGP_PRINCIPLES
from madewhere.problems import Problem, problem

_GRAVEST_FIRST = ("critical", "major", "minor")
_STEPS = ("alert", "contact", "evidence", "close")
"""Steps of monitoring that come one after the other; visits and audits may come at any time."""


def check_handbook(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find what is wrong between the registers of requirements, sampling, monitoring and standards.

    Each of them may be missing. A row that was left out for an error of its own counts as being there.
    """
    yield from _versions(corpus)
    yield from _requirements(corpus, left_out)
    yield from _sampling(corpus)
    yield from _monitoring(corpus)
    yield from _topics(corpus, left_out)


def _at(corpus: Corpus, code: str, message: str, name: str, row: Row, field: str) -> Problem:
    return problem(code, message, file=corpus.registers.file(name), line=row.line, field=field)


def _versions(corpus: Corpus) -> Iterator[Problem]:
    """Find versions of a scheme that came into force on one day."""
    first: dict[tuple[Any, Any], Row] = {}
    for row in corpus.registers.rows("handbooks"):
        scheme, day = row.cells["scheme"], row.cells["valid_from"]
        other = first.setdefault((scheme, day), row)
        if other is not row:
            message = f"{scheme} {other.cells['version']} is in force from {day} too"
            yield _at(corpus, "handbook-same-day", message, "handbooks", row, "valid_from")


def _requirements(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    registers = corpus.registers
    chapters = corpus.register("chapters", "slug")
    versions = {(r.cells["scheme"], r.cells["version"]) for r in registers.rows("handbooks")}
    placed: dict[str, Row] = {}
    for row in registers.rows("requirements"):
        slug, chapter = row.cells["slug"], row.cells["chapter"]
        first = placed.setdefault(slug, row)
        if first.cells["chapter"] != chapter:
            message = f"“{slug}” stands in {first.cells['chapter']} in line {first.line}"
            yield _at(corpus, "requirement-two-chapters", message, "requirements", row, "chapter")
        yield from _references(corpus, row)
        if chapter not in chapters:
            if not left_out.may_hold(registers.file("chapters"), chapter):
                message = f"there is no chapter “{chapter}”"
                yield _at(corpus, "requirement-chapter", message, "requirements", row, "chapter")
            continue
        scheme, version = chapters[chapter].cells["scheme"], row.cells["version"]
        known = (scheme, version) in versions
        if not known and not left_out.may_hold(registers.file("handbooks"), version):
            message = f"the handbooks have no {scheme} version “{version}”"
            yield _at(corpus, "requirement-version", message, "requirements", row, "version")


def _references(corpus: Corpus, row: Row) -> Iterator[Problem]:
    for field, known, what in (
        ("sdg", SDG_TARGETS, "SDG target"),
        ("ungp", UNGP_PRINCIPLES, "UN Guiding Principle"),
    ):
        for part in (row.cells[field] or "").split("|"):
            if part and part not in known:
                message = f"there is no {what} {part}"
                yield _at(corpus, "requirement-reference", message, "requirements", row, field)


def _sampling(corpus: Corpus) -> Iterator[Problem]:
    """Find sizes of factory that are the wrong way round, or that two rows of a scheme are for."""
    by_scheme: defaultdict[str, list[Row]] = defaultdict(list)
    for row in corpus.registers.rows("sampling"):
        first, last = row.cells["workers_from"], row.cells["workers_to"]
        if last is not None and last < first:
            message = f"from {first} to {last} workers is the wrong way round"
            yield _at(corpus, "sampling-range", message, "sampling", row, "workers_to")
        else:
            by_scheme[row.cells["scheme"]].append(row)
    for rows in by_scheme.values():
        rows.sort(key=lambda row: row.cells["workers_from"])
        for lower, upper in pairwise(rows):
            last, first = lower.cells["workers_to"], upper.cells["workers_from"]
            if last is None or last >= first:
                message = f"line {lower.line} is for factories with {first} workers too"
                yield _at(corpus, "sampling-range", message, "sampling", upper, "workers_from")


def _monitoring(corpus: Corpus) -> Iterator[Problem]:
    """Find steps with two deadlines, and deadlines in an order that makes no sense."""
    rules: dict[tuple[str, str], Row] = {}
    for row in corpus.registers.rows("monitoring_rules"):
        severity, action = row.cells["severity"], row.cells["action"]
        first = rules.setdefault((severity, action), row)
        if first is not row:
            days = first.cells["within_days"]
            message = f"{action} after a {severity} finding is due within {days} days already"
            yield _at(corpus, "monitoring-repeated", message, "monitoring_rules", row, "action")
    for graver, lighter in pairwise(_GRAVEST_FIRST):
        for action in sorted({action for _, action in rules}):
            said = f"{action} after a {graver} finding has {{0}} days, after a {lighter} one {{1}}"
            yield from _order(
                corpus, rules.get((graver, action)), rules.get((lighter, action)), said
            )
    for severity in _GRAVEST_FIRST:
        steps = [(step, rules[severity, step]) for step in _STEPS if (severity, step) in rules]
        for (earlier, one), (later, other) in pairwise(steps):
            said = f"{earlier} is due within {{0}} days, {later} within {{1}} already"
            yield from _order(corpus, one, other, said)


def _order(corpus: Corpus, first: Row | None, second: Row | None, said: str) -> Iterator[Problem]:
    if first is None or second is None:
        return
    days = (first.cells["within_days"], second.cells["within_days"])
    if days[0] > days[1]:
        where = (corpus, "monitoring-order", said.format(*days), "monitoring_rules")
        yield _at(*where, second, "within_days")


def _topics(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    registers = corpus.registers
    for field, name in (("standard", "standards"), ("chapter", "chapters")):
        known = corpus.register(name, "slug")
        for row in registers.rows("standard_topics"):
            slug = row.cells[field]
            if slug not in known and not left_out.may_hold(registers.file(name), slug):
                message = f"there is no {field} “{slug}”"
                yield _at(corpus, "standard-topic", message, "standard_topics", row, field)
