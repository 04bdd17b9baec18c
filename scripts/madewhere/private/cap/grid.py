"""A member's own reading of audits: thresholds that make a factory green, amber or red to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from madewhere.errors import MadewhereError
from madewhere.plurals import counted
from madewhere.private.folder import validate_rows
from madewhere.private.reading import read_table
from madewhere.problems import Level, Problem, in_order, problem
from madewhere.quoting import visible
from madewhere.site_model import Audit
from madewhere.site_model.audits import ChapterResult, Finding
from madewhere.tables import table

RESULTS = ("green", "amber", "red")
UNKNOWN, NOT_AUDITED = "unknown", "not-audited"
"""A factory is unknown where no rule applies and one cannot tell, because what it looks at is not stated."""

NAME = "grid.csv"
_LETTERS = "ABCDE"
_KINDS = ("social", "environmental")


@dataclass(frozen=True, slots=True)
class GridRule:
    """One rule. ``kinds`` are the types of audit that it looks at; ``least`` and ``most`` its limits."""

    rule: str
    result: str
    kinds: tuple[str, ...]
    measure: str
    chapter: str
    least: float | None
    most: float | None

    @property
    def limits(self) -> str:
        """The limits in words."""
        said = []
        if self.least is not None:
            said.append(f"at least {_shown(self.measure, self.least)}")
        if self.most is not None:
            said.append(f"at most {_shown(self.measure, self.most)}")
        return " and ".join(said)


Grid = tuple[GridRule, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a factory is to the member: green, amber, red, unknown or not-audited, and why.

    ``not_stated`` names rules that could not be looked at because nothing is stated.
    """

    result: str
    reasons: tuple[str, ...]
    not_stated: tuple[str, ...]


def read_grid(file: Path, chapters: Mapping[str, Any]) -> tuple[Grid, list[Problem]]:
    """Read a grid, and tell all that is wrong with it; where there is an error it has no rules.

    ``chapters`` are those of the register by slug. Raises `MadewhereError` for what is no such table.
    """
    if not file.is_file():
        raise MadewhereError(f"{file} is not a file", hint="Name a CSV file.")
    name = visible(file.name)
    read = validate_rows("grid", *_texts(file), name)
    problems, rules = read.problems, []
    for row in read.rows:
        wrong = list(_wrong(row.cells, chapters))
        problems += [
            problem("grid-rule", message, file=name, line=row.line, field=column)
            for column, message in wrong
        ]
        if not wrong:
            rules.append(_rule(row.cells))
    if not rules and not problems:
        problems.append(problem("grid-rule", "there is no rule", file=name, line=1))
    failed = any(p.level is Level.ERROR for p in problems)
    return (() if failed else tuple(rules)), in_order(problems)


def own_grid(
    private: Path, file: Path | None, chapters: Mapping[str, Any]
) -> tuple[Grid | None, list[Problem]]:
    """The grid to read by: that of the file, else the folder's; None where it has none.

    A table of the folder without a row, as every new folder has it, is no grid.
    """
    own = private / NAME
    if file is None and not (own.is_file() and _texts(own)[0]):
        return None, []
    return read_grid(file or own, chapters)


def _texts(file: Path) -> tuple[list[dict[str, str]], list[int]]:
    return read_table(file, table("grid").columns, trim=True)


def _wrong(cells: dict[str, Any], chapters: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    measure, limits = cells["measure"], [cells["at_least"], cells["at_most"]]
    lettered = measure in ("letter", "chapter-letter")
    if limits == [None, None]:
        yield "at_least", "it has no limit; fill in at_least or at_most"
    wrong = False
    for column in ("at_least", "at_most"):
        value = cells[column]
        if value is not None and (value in _LETTERS) is not lettered:
            wrong = True
            yield column, f"{measure} takes {'a letter from A to E' if lettered else 'a number'}"
    if not wrong and None not in limits and _number(limits[0]) > _number(limits[1]):
        yield "at_most", f"{limits[1]} is less than {limits[0]}, so it never applies"
    if measure.startswith("chapter-"):
        known = chapters.get(cells["chapter"])
        if known is None:
            said = "it names no chapter" if cells["chapter"] is None else "there is no such chapter"
            yield "chapter", f"{said}; the register has {', '.join(chapters) or 'none'}"
        elif cells["type"] not in (None, known.scheme):
            yield "type", f"the chapter {known.slug} is one of {known.scheme} audits"
    elif cells["chapter"] is not None:
        yield "chapter", f"{measure} looks at no chapter"


def _number(limit: str) -> float:
    return float(_LETTERS.index(limit)) if limit in _LETTERS else float(limit)


def _rule(cells: dict[str, Any]) -> GridRule:
    least, most = (
        None if cells[column] is None else _number(cells[column])
        for column in ("at_least", "at_most")
    )
    kinds = (cells["type"],) if cells["type"] else _KINDS
    measure, chapter = cells["measure"], cells["chapter"] or ""
    return GridRule(cells["rule"], cells["result"], kinds, measure, chapter, least, most)


def read_by(grid: Grid, audits: Sequence[Audit], as_of: date) -> Reading:
    """Read one factory's audits, newest first."""
    if not audits:
        return Reading(NOT_AUDITED, (), ())
    result, reasons, not_stated = "green", [], []
    for rule in grid:
        for kind in rule.kinds:
            of_kind = [audit for audit in audits if audit.type == kind]
            if not of_kind and len(rule.kinds) > 1:
                continue
            value = _MEASURES[rule.measure](_Facts(rule, of_kind, as_of)) if of_kind else None
            what = f"{rule.measure}{f' of {rule.chapter}' if rule.chapter else ''}"
            if value is None:
                not_stated.append(f"{rule.rule}: {kind} audits state no {what}")
            elif (rule.least is None or value >= rule.least) and (
                rule.most is None or value <= rule.most
            ):
                shown = _shown(rule.measure, value)
                reasons.append(
                    f"{rule.result} by {rule.rule}: {kind}, {what} is {shown}, {rule.limits}"
                )
                result = max(result, rule.result, key=RESULTS.index)
    if result == "green" and not_stated:
        result = UNKNOWN
    worst_first = sorted(reasons, key=lambda text: -RESULTS.index(text.split(" ", 1)[0]))
    return Reading(result, tuple(worst_first), tuple(not_stated))


def _shown(measure: str, value: float) -> str:
    if measure in ("letter", "chapter-letter"):
        return _LETTERS[int(value)]
    if measure == "months":
        return counted(int(value), "month") if value.is_integer() else f"{value:g} months"
    return f"{value:g}%" if measure in ("percent", "chapter-percent") else f"{value:g}"


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a rule looks at: the audits of one type, newest first and at least one."""

    rule: GridRule
    audits: Sequence[Audit]
    as_of: date

    def first(self, take: Callable[[Audit], float | None]) -> float | None:
        """The value of the newest audit that states one."""
        return next((v for audit in self.audits if (v := take(audit)) is not None), None)

    def open(self, severity: str) -> float | None:
        """How many findings of a severity are not closed; None where no plan is shown."""
        return self.count(lambda finding: finding.severity == severity and not finding.closed)

    def count(self, accepts: Callable[[Finding], bool]) -> float | None:
        """How many findings are so; None where no plan is shown."""
        if not any(audit.plan for audit in self.audits):
            return None
        return float(sum(accepts(f) for audit in self.audits for f in audit.findings))

    def found(self, severity: str) -> float | None:
        """How many findings of a severity the newest full audit had; None where it shows no plan."""
        full = next((audit for audit in self.audits if audit.category != "follow-up"), None)
        if full is None or full.plan is None:
            return None
        return float(sum(f.severity == severity for f in full.findings))

    def chapter(self, take: Callable[[ChapterResult], float | None]) -> float | None:
        """The newest result of the rule's chapter."""
        results = (r for audit in self.audits for r in audit.chapters)
        of_it = (take(r) for r in results if r.chapter.slug == self.rule.chapter)
        return next((value for value in of_it if value is not None), None)

    def months(self) -> float:
        """The whole months since the newest audit."""
        last = self.audits[0].audit_date
        months = (self.as_of.year - last.year) * 12 + self.as_of.month - last.month
        return float(max(0, months - (self.as_of.day < last.day)))


def _letter(letter: str | None) -> float | None:
    return None if letter is None else float(_LETTERS.index(letter))


_MEASURES: dict[str, Callable[[_Facts], float | None]] = {
    "critical": lambda f: f.open("critical"),
    "major": lambda f: f.open("major"),
    "minor": lambda f: f.open("minor"),
    "critical-found": lambda f: f.found("critical"),
    "major-found": lambda f: f.found("major"),
    "minor-found": lambda f: f.found("minor"),
    "overdue": lambda f: f.count(lambda finding: finding.overdue),
    "reopened": lambda f: f.count(lambda finding: finding.state == "reopened"),
    "alerts": lambda f: f.first(lambda audit: audit.alert_notifications),
    "percent": lambda f: f.first(lambda audit: audit.rating_percent),
    "letter": lambda f: f.first(lambda audit: _letter(audit.rating_letter)),
    "chapter-percent": lambda f: f.chapter(lambda result: result.score_percent),
    "chapter-letter": lambda f: f.chapter(lambda result: _letter(result.letter)),
    "months": lambda f: f.months(),
}
"""How each measure of the schema is taken."""
