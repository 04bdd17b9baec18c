"""What a change does, for programs: the key `proposal` of the JSON report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from madewhere.problems import Problem
from madewhere.proposal.change import Cell, ProposalChange
from madewhere.quoting import visible
from madewhere.report.proposal_summary import summary_sentence


def proposal_json(change: ProposalChange, prefix: str) -> dict[str, Any]:
    """Everything that the change does. The keys are a contract; new ones may come."""
    return {
        "summary": summary_sentence(change),
        "base": change.base,
        "base_commits_missing": change.ahead,
        "proposer": visible(change.proposer),
        "files": [visible(prefix + file) for file in change.files],
        "files_elsewhere": change.elsewhere,
        "new_members": _objects(change.entering, "slug", "name", "maintainers"),
        "outside": _objects(change.outside, "file", "why"),
        "packages": [
            {
                **_object(package, "slug", "name", "maintainers", "owner", "kind"),
                "demo_before": package.demo[0],
                "demo_after": package.demo[1],
            }
            for package in change.packages
        ],
        "factories": [
            {
                **_object(f, "kind", "factory_id", "member", "name", "locality", "country"),
                "line": f.line,
                "latitude": f.point[0] if f.point else None,
                "longitude": f.point[1] if f.point else None,
                "new_id": f.new,
                "faulty": f.faulty,
                "also_disclosed_by": _value(f.others),
                "cells": _cells(f.cells),
            }
            for f in change.factories
        ],
        "consents": [
            {
                **_object(c, "kind", "factory_id", "factory", "scope", "given_for", "member"),
                "cells": _cells(c.cells),
            }
            for c in change.consents
        ],
        "events": _objects(change.events, "kind", "identifier", "event", "date", "successor"),
        "new_ids": list(change.new_ids),
        "duplicates": [_duplicate(p, prefix) for p in change.duplicates],
        "products": [
            {
                **_object(p, "kind", "product_id", "member", "name", "brand", "line"),
                "new_id": p.new,
                "faulty": p.faulty,
                "cells": _cells(p.cells),
            }
            for p in change.products
        ],
        "product_gtins": [
            {
                **_object(g, "kind", "gtin", "product_id", "member", "variant", "new"),
                "cells": _cells(g.cells),
            }
            for g in change.gtins
        ],
        "product_steps": [
            {
                **_object(s, "kind", "product_id", "position", "entry", "stage", "place"),
                **_object(s, "factory_id", "country", "member"),
                "cells": _cells(s.cells),
            }
            for s in change.steps
        ],
        "audits": [
            {
                **_object(a, "kind", "audit_id", "factory_id", "member", "type", "audit_date"),
                "cells": _cells(a.cells),
            }
            for a in change.audits
        ],
        "findings": [
            {
                **_object(f, "kind", "audit_id", "finding", "factory_id", "member"),
                **_object(f, "severity", "requirement"),
                "cells": _cells(f.cells),
            }
            for f in change.findings
        ],
        "finding_events": [
            {
                **_object(e, "kind", "audit_id", "finding", "factory_id", "member"),
                **_object(e, "event", "by", "date", "line"),
                "cells": _cells(e.cells),
            }
            for e in change.finding_events
        ],
        "registers": [
            {**_object(r, "kind", "table", "key"), "cells": _cells(r.cells)}
            for r in change.registers
        ],
        "other_tables": [
            {"file": visible(prefix + r.file), **_object(r, "added", "changed", "removed")}
            for r in change.others
        ],
        "unread": [visible(each) for each in change.unread],
    }


def _duplicate(problem: Problem, prefix: str) -> dict[str, Any]:
    return {
        "code": problem.code,
        "factory_ids": visible(problem.subject).split("|"),
        "message": visible(problem.message),
        "file": visible(prefix + problem.file),
        "line": problem.line,
    }


def _cells(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    return _objects(cells, "field", "before", "after")


def _objects(things: Iterable[object], *names: str) -> list[dict[str, Any]]:
    return [_object(thing, *names) for thing in things]


def _object(thing: object, *names: str) -> dict[str, Any]:
    return {name: _value(getattr(thing, name)) for name in names}


def _value(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    return visible(value) if isinstance(value, str) else value
