"""The report for programs."""

from __future__ import annotations

import json

from madewhere.check import CheckResult
from madewhere.problems import Level


def as_json(result: CheckResult, prefix: str) -> str:
    """Counts, and the problems in order. The keys are a contract; new ones may come."""
    report = {
        "packages": result.packages,
        "rows": result.rows,
        "counts": {level.label: result.count(level) for level in sorted(Level, reverse=True)},
        "problems": [
            {
                "code": p.code,
                "level": p.level.label,
                "file": prefix + p.file,
                "line": p.line,
                "field": p.field,
                "subject": p.subject,
                "message": p.message,
                "fix": p.fix,
            }
            for p in result.problems
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
