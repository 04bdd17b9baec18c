"""Audits: the rule of alerts, the order of follow-ups, and one audit disclosed by two members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from madewhere.audit_identity import IDENTITY, identity
from madewhere.corpus import Corpus, Package, Row
from madewhere.crosscheck.rows import at_row
from madewhere.problems import Problem
from madewhere.tables import table


def check_audits(corpus: Corpus) -> Iterator[Problem]:
    """Find audits that contradict the rating's rules, each other or their own sequence."""
    rows = [(package, row) for package in corpus.members for row in package.rows("audits")]
    for package, row in rows:
        yield from _alert(package, row)
    yield from _sequence(rows)
    yield from _same(rows, set(corpus.register("audit_firms", "slug")))


def _alert(package: Package, row: Row) -> Iterator[Problem]:
    alerts, letter = row.cells["alert_notifications"], row.cells["rating_letter"]
    if alerts and letter is not None and letter != "E":
        message = f"{alerts} alert notifications, but the letter is {letter}"
        yield at_row("alert-letter", message, package, "audits", row, "rating_letter")


def _sequence(rows: list[tuple[Package, Row]]) -> Iterator[Problem]:
    by_id = {row.cells["audit_id"]: row.cells for _, row in rows}
    for package, row in rows:
        followed = by_id.get(row.cells["follows_audit"])
        if followed is None:
            continue
        message = ""
        if followed["factory_id"] != row.cells["factory_id"]:
            message = f"{followed['audit_id']} is an audit of {followed['factory_id']}"
        elif followed["audit_id"] == row.cells["audit_id"]:
            message = f"{followed['audit_id']} is this audit itself"
        elif followed["audit_date"] > row.cells["audit_date"]:
            message = f"{followed['audit_id']} was on {followed['audit_date']}, after this one"
        if message:
            yield at_row("audit-order", message, package, "audits", row, "follows_audit")


def _same(rows: list[tuple[Package, Row]], firms: set[str]) -> Iterator[Problem]:
    same: defaultdict[tuple[Any, ...], list[tuple[Package, Row]]] = defaultdict(list)
    for package, row in rows:
        same[identity(row.cells)].append((package, row))
    by_id: dict[str, tuple[Package, Row]] = {}
    for package, row in rows:
        if row.cells["audit_firm"] not in firms:
            continue  # that is said already, and by it no audit can be told from another
        yield from _same_id(by_id.setdefault(row.cells["audit_id"], (package, row)), package, row)
    for group in same.values():
        yield from _alert_of_another(group)
        (first_package, first), *others = group
        for package, row in others:
            if row.cells["audit_id"] != first.cells["audit_id"]:
                message = (
                    f"{row.cells['audit_id']} here, {first.cells['audit_id']} in "
                    f"{first_package.slug}: same factory, type, date and firm"
                )
                yield at_row("audit-two-ids", message, package, "audits", row, "audit_id")
            for column in table("audits").columns:
                values = (first.cells[column], row.cells[column])
                if column != "audit_id" and None not in values and values[0] != values[1]:
                    message = f"{column} {values[1]}, but {values[0]} in {first_package.slug}"
                    subject = row.cells["audit_id"]
                    yield at_row(
                        "audit-contradiction", message, package, "audits", row, column, subject
                    )


def _alert_of_another(group: list[tuple[Package, Row]]) -> Iterator[Problem]:
    """A letter that does not fit the alert that another member states of the same audit."""
    alerts = [(package, row) for package, row in group if row.cells["alert_notifications"]]
    letters = {row.cells["rating_letter"] for _, row in group} - {None}
    if not alerts or len(letters) > 1:
        return  # letters that differ are told anyway
    for package, row in group:
        letter = row.cells["rating_letter"]
        if letter not in (None, "E") and row.cells["alert_notifications"] is None:
            message = f"rating_letter {letter}, but there was an alert in {alerts[0][0].slug}"
            yield at_row(
                "audit-contradiction",
                message,
                package,
                "audits",
                row,
                "rating_letter",
                row.cells["audit_id"],
            )


def _same_id(first: tuple[Package, Row], package: Package, row: Row) -> Iterator[Problem]:
    """One ID under which two rows describe two audits."""
    first_package, other = first
    audit_id = row.cells["audit_id"]
    for column in IDENTITY:
        if row.cells[column] != other.cells[column]:
            message = (
                f"{audit_id} has {column} {row.cells[column]} here, "
                f"but {other.cells[column]} in {first_package.slug}"
            )
            yield at_row("audit-contradiction", message, package, "audits", row, column, audit_id)
