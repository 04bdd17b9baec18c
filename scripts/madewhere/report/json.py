"""The report for programs."""

from __future__ import annotations

import json

from madewhere.check import CheckResult
from madewhere.problems import Level
from madewhere.quoting import visible


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
                "file": visible(prefix + p.file),
                "line": p.line,
                "field": visible(p.field),
                "subject": p.subject,
                "message": visible(p.message),
                "fix": visible(p.fix),
            }
            for p in result.problems
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
