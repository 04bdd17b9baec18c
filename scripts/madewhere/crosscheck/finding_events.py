"""What happened to findings since their audits: who may say so, when, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from madewhere.corpus import Corpus
from madewhere.crosscheck.findings import own_audits
from madewhere.crosscheck.rows import Placed, placed, subject_of
from madewhere.left_out import LeftOut
from madewhere.problems import Problem

VERDICTS = ("verified-closed", "reopened")
"""The events by which somebody who looked at a correction judges it."""


def check_finding_events(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find events of no finding, by somebody without standing, or out of order."""
    audits = placed(corpus.members, "audits")
    rows = placed(corpus.members, "finding_events")
    numbers = {_number(each.cells) for each in placed(corpus.members, "findings")}
    files = [package.file("findings") for package in corpus.members]
    sourcing = {(s.package.slug, s.cells["factory_id"]) for s in placed(corpus.members, "sourcing")}
    for each, audit in own_audits(audits, rows):
        cells = each.cells
        audit_id, number = cells["audit_id"], cells["finding"]
        if (audit_id, number) not in numbers and not left_out.one_may_hold(files, audit_id):
            message = f"no findings.csv has a finding {number} of {audit_id}"
            yield each.problem("reference-finding", message, "finding")
        if cells["date"] < audit["audit_date"]:
            message = f"{cells['date']}, but the audit was on {audit['audit_date']}"
            yield each.problem("event-before-audit", message, "date")
        linked = (each.package.slug, cells["factory_id"]) in sourcing
        file = each.package.file("sourcing")
        yield from _standing(each, linked=linked or left_out.may_hold(file, cells["factory_id"]))
        if cells["event"] == "comment" and cells["text"] is None:
            yield each.problem("comment-empty", "a comment without words", "text")
    yield from _how(corpus, left_out, audits, rows)
    yield from _order(rows)


def _number(cells: dict[str, Any]) -> tuple[str, str]:
    return cells["audit_id"], cells["finding"]


def _standing(each: Placed, *, linked: bool) -> Iterator[Problem]:
    cells = each.cells
    if cells["by"] == "factory":
        if cells["event"] == "verified-closed":
            message = f"finding {cells['finding']}: verified by the factory itself"
            yield each.problem("verified-by-factory", message, "by")
    elif cells["event"] in VERDICTS and not linked:
        message = f"{each.package.slug} has no row for {cells['factory_id']} in its sourcing.csv"
        yield each.problem("verified-without-sourcing", message, "by")


def _how(
    corpus: Corpus, left_out: LeftOut, audits: Iterable[Placed], rows: Iterable[Placed]
) -> Iterator[Problem]:
    files = [package.file("audits") for package in corpus.members]
    by_id: dict[str, dict[str, Any]] = {}
    for audit in audits:
        by_id.setdefault(audit.cells["audit_id"], audit.cells)
    for each in rows:
        cells = each.cells
        event, how, named = cells["event"], cells["how"], cells["follow_up_audit"]
        if how is not None and event not in VERDICTS:
            yield each.problem("event-how", f"{event}, but verified by {how}", "how")
        elif named is not None and how != "follow-up-audit":
            message = f"{named} is named, but how is {how or 'empty'}"
            yield each.problem("event-how", message, "how")
        if named is None:
            continue
        if named not in by_id:
            if not left_out.one_may_hold(files, named):
                message = f"no package has the audit {named}"
                yield each.problem("reference-audit", message, "follow_up_audit")
        elif fault := _follow_up_fault(cells, by_id[named], by_id.get(cells["audit_id"])):
            yield each.problem("event-follow-up", fault, "follow_up_audit")


def _follow_up_fault(
    event: dict[str, Any], named: dict[str, Any], audit: dict[str, Any] | None
) -> str:
    """What speaks against the finding having been looked at in the audit that its event names."""
    audit_id, day = named["audit_id"], named["audit_date"]
    if named["factory_id"] != event["factory_id"]:
        return f"{audit_id} is an audit of {named['factory_id']}"
    if audit_id == event["audit_id"]:
        return f"{audit_id} is the audit in which it was found"
    if audit is not None and day < audit["audit_date"]:
        return f"{audit_id} was on {day}, before {event['audit_id']} on {audit['audit_date']}"
    if day > event["date"]:
        return f"{audit_id} was on {day}, after this event on {event['date']}"
    return ""


def _order(rows: Iterable[Placed]) -> Iterator[Problem]:
    """Events that follow from nothing. On one day a verification comes before an opening again."""
    closed: defaultdict[tuple[str, str], list[tuple[date, Placed]]] = defaultdict(list)
    reopened: defaultdict[tuple[str, str], list[tuple[date, Placed]]] = defaultdict(list)
    for each in rows:
        cells = each.cells
        if cells["event"] == "reopened":
            reopened[_number(cells)].append((cells["date"], each))
        elif cells["event"] == "verified-closed" and cells["by"] == "member":
            closed[_number(cells)].append((cells["date"], each))
    for key, events in reopened.items():
        for day, each in events:
            if not any(before <= day for before, _ in closed[key]):
                message = (
                    f"{key[0]}, finding {key[1]}: opened again on {day}, but never closed before"
                )
                yield each.problem("reopened-not-closed", message, "event", subject_of(*key))
    for key, events in closed.items():
        last: dict[str, date] = {}
        for day, each in sorted(events, key=lambda pair: pair[0]):
            before = last.get(each.package.slug)
            last[each.package.slug] = day
            if before is None or any(before <= again < day for again, _ in reopened[key]):
                continue
            message = f"{key[0]}, finding {key[1]}: verified on {day}, but already on {before}"
            yield each.problem("closed-twice", message, "event", subject_of(*key))
