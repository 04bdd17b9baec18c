"""The report for programs."""

from __future__ import annotations

import json
from typing import Any

from madewhere.check import CheckResult
from madewhere.problems import Level
from madewhere.quoting import visible
from madewhere.report.proposal_json import proposal_json


def as_json(result: CheckResult, prefix: str) -> str:
    """Counts, the problems in order, and with a base what the change does.

    The keys are a contract; new ones may come.
    """
    report: dict[str, Any] = {
        "packages": result.packages,
        "rows": result.rows,
        "counts": {level.label: result.count(level) for level in sorted(Level, reverse=True)},
        "problems": [
            {
                "code": p.code,
                "level": p.level.label,
                "file": visible(prefix + p.file),
                "line": p.line,
                "field": visible(p.field),
                "subject": visible(p.subject),
                "message": visible(p.message),
                "fix": visible(p.fix),
            }
            for p in result.problems
        ],
    }
    if result.proposal is not None:
        report["proposal"] = proposal_json(result.proposal, prefix)
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
