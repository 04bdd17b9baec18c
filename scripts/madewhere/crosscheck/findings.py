"""What was found in audits: chapters and findings, against their audits, the handbook and each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from madewhere.corpus import Corpus
from madewhere.crosscheck.rows import Placed, RegisterKeys, contradictions, placed, subject_of
from madewhere.crosscheck.versions import Requirements, Versions
from madewhere.left_out import LeftOut
from madewhere.plurals import counted
from madewhere.problems import Problem

_HANGING = ("audit_chapters", "findings", "finding_events")


def check_findings(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find chapters and findings that have no audit, or do not fit it, the handbook or each other."""
    audits = placed(corpus.members, "audits")
    for table in _HANGING:
        yield from _without_audit(corpus, left_out, audits, table)
    yield from _versions(corpus, left_out, audits)
    yield from _chapters(corpus, left_out, audits)
    yield from _findings(corpus, left_out, audits)
    yield from _plans(corpus, left_out, audits)


def own_audits(
    audits: Iterable[Placed], rows: Iterable[Placed]
) -> Iterator[tuple[Placed, dict[str, Any]]]:
    """The rows that hang on an audit of their own package and factory, each with that audit's cells."""
    own = {(a.package.slug, a.cells["audit_id"], a.cells["factory_id"]): a.cells for a in audits}
    for each in rows:
        key = (each.package.slug, each.cells["audit_id"], each.cells["factory_id"])
        if key in own:
            yield each, own[key]


def _without_audit(
    corpus: Corpus, left_out: LeftOut, audits: list[Placed], table: str
) -> Iterator[Problem]:
    own = {(a.package.slug, a.cells["audit_id"]): a.cells["factory_id"] for a in audits}
    for each in placed(corpus.members, table):
        audit_id, factory_id = each.cells["audit_id"], each.cells["factory_id"]
        audited = own.get((each.package.slug, audit_id))
        if audited is None:
            if not left_out.may_hold(each.package.file("audits"), audit_id):
                message = f"{audit_id} is not in this package's audits.csv"
                yield each.problem("audit-row-missing", message, "audit_id")
        elif audited != factory_id:
            message = f"{audit_id} is an audit of {audited}, not of {factory_id}"
            yield each.problem("audit-other-factory", message, "factory_id")


def _versions(corpus: Corpus, left_out: LeftOut, audits: Iterable[Placed]) -> Iterator[Problem]:
    versions = Versions(corpus, left_out)
    for audit in audits:
        cells = audit.cells
        fault = versions.fault(cells["type"], cells["requirements_version"], cells["audit_date"])
        if fault:
            subject = cells["audit_id"]
            yield audit.problem("requirements-version", fault, "requirements_version", subject)


def _chapters(corpus: Corpus, left_out: LeftOut, audits: list[Placed]) -> Iterator[Problem]:
    known = RegisterKeys(corpus, left_out, "chapters", "slug")
    rows = placed(corpus.members, "audit_chapters")
    letters = _stated(audits, "rating_letter")
    for each, audit in own_audits(audits, rows):
        chapter, letter = each.cells["chapter"], each.cells["letter"]
        if chapter not in known and not known.missing:
            message = f"there is no chapter “{chapter}”"
            yield each.problem("reference-chapter", message, "chapter")
        elif chapter in known.rows and known.rows[chapter].cells["scheme"] != audit["type"]:
            scheme = known.rows[chapter].cells["scheme"]
            message = f"“{chapter}” is a chapter of {scheme} audits; this one is {audit['type']}"
            yield each.problem("chapter-other-scheme", message, "chapter")
        if letter is None and each.cells["score_percent"] is None:
            message = f"nothing is stated about “{chapter}”"
            yield each.problem("chapter-empty", message, "score_percent")
        whole = audit["rating_letter"] or letters.get(audit["audit_id"])
        if letter is not None and whole is not None and letter > whole:
            message = (
                f"{audit['audit_id']}: “{chapter}” has the letter {letter}, the whole audit {whole}"
            )
            yield each.problem("chapter-letter", message, "letter", audit["audit_id"])
    columns = ("score_percent", "letter")
    yield from _contradicted("chapter-contradiction", rows, "chapter", "{}", columns)


def _findings(corpus: Corpus, left_out: LeftOut, audits: list[Placed]) -> Iterator[Problem]:
    requirements = Requirements(corpus, left_out)
    rows = placed(corpus.members, "findings")
    alerts = _stated(audits, "alert_notifications")
    for each, audit in own_audits(audits, rows):
        audit_id, number, slug = (each.cells[c] for c in ("audit_id", "finding", "requirement"))
        code, fault = requirements.fault(audit["type"], audit["requirements_version"], slug)
        if code:
            yield each.problem(code, fault, "requirement", subject_of(audit_id, number))
        if each.cells["severity"] == "critical" and alerts.get(audit_id) == 0:
            message = f"{audit_id}: finding {number} is critical, but the audit states 0 alerts"
            yield each.problem("finding-alert", message, "severity", audit_id)
        deadline = each.cells["deadline"]
        if deadline is not None and deadline < audit["audit_date"]:
            message = f"due on {deadline}, but the audit was on {audit['audit_date']}"
            yield each.problem("finding-deadline", message, "deadline")
    columns = ("requirement", "severity")
    yield from _contradicted("finding-contradiction", rows, "finding", "finding {}", columns)


def _contradicted(
    code: str, rows: list[Placed], part: str, said: str, columns: tuple[str, ...]
) -> Iterator[Problem]:
    """Parts of one audit that members state differently; ``said`` is how one is called in the message."""
    for first, later, column in contradictions(rows, ("audit_id", "factory_id", part), columns):
        audit_id, which = later.cells["audit_id"], later.cells[part]
        message = (
            f"{audit_id}, {said.format(which)}: {column} {later.cells[column]}, "
            f"but {first.cells[column]} in {first.package.slug}"
        )
        yield later.problem(code, message, column, subject_of(audit_id, which))


def _plans(corpus: Corpus, left_out: LeftOut, audits: list[Placed]) -> Iterator[Problem]:
    """Whole plans: of members that state one audit, and one that is complete against an alert."""
    files = [package.file("findings") for package in corpus.members]
    found: defaultdict[str, dict[str, list[Placed]]] = defaultdict(dict)
    for each in placed(corpus.members, "findings"):
        found[each.cells["audit_id"]].setdefault(each.package.slug, []).append(each)
    for audit in audits:
        cells = audit.cells
        audit_id = cells["audit_id"]
        if not cells["cap_complete"] or left_out.one_may_hold(files, audit_id):
            continue
        plans = found.get(audit_id, {})
        numbers = _numbers(plans.get(audit.package.slug, []))
        for member, theirs in plans.items():
            more = _listed(_numbers(theirs) - numbers)
            if more:
                message = f"{audit_id}: said to be complete here, but {member} also has {more}"
                yield audit.problem("cap-complete-contradicted", message, "cap_complete", audit_id)
        critical = any(f.cells["severity"] == "critical" for p in plans.values() for f in p)
        if cells["alert_notifications"] and not critical:
            alerts = counted(cells["alert_notifications"], "alert notification")
            message = f"{audit_id}: {alerts}, but no finding of its complete plan is critical"
            yield audit.problem("finding-alert", message, "alert_notifications", audit_id)
    for audit_id, plans in found.items():
        if not left_out.one_may_hold(files, audit_id):
            yield from _numbered(audit_id, plans)


def _numbered(audit_id: str, plans: dict[str, list[Placed]]) -> Iterator[Problem]:
    (first, rows), *others = plans.items()
    for _, theirs in others:
        more = _listed(_numbers(rows) - _numbers(theirs))
        fewer = _listed(_numbers(theirs) - _numbers(rows))
        if more or fewer:
            only = [f"only here {fewer}"] if fewer else []
            only += [f"only in {first} {more}"] if more else []
            message = f"{audit_id}: {'; '.join(only)}"
            yield theirs[0].problem("finding-numbers", message, "finding", audit_id)


_MOST_LISTED = 10


def _numbers(rows: Iterable[Placed]) -> set[str]:
    return {each.cells["finding"] for each in rows}


def _listed(numbers: set[str]) -> str:
    shown = sorted(numbers)[:_MOST_LISTED]
    return ", ".join(shown) + (" and more" if len(numbers) > _MOST_LISTED else "")


def _stated(audits: Iterable[Placed], column: str) -> dict[str, Any]:
    """What is stated of each audit in a column, by the first member that states it."""
    found: dict[str, Any] = {}
    for audit in audits:
        if audit.cells[column] is not None:
            found.setdefault(audit.cells["audit_id"], audit.cells[column])
    return found
