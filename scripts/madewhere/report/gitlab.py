"""The report as GitLab's code quality report, which shows problems in a merge request."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from madewhere.check import CheckResult
from madewhere.problems import Level
from madewhere.quoting import visible
from madewhere.report.own_rows import fix_of

_SEVERITIES = {Level.ERROR: "critical", Level.WARNING: "minor", Level.NOTICE: "info"}


def gitlab(result: CheckResult, prefix: str) -> str:
    """One object a problem; a problem keeps its fingerprint where its line only moves.

    GitLab shows one of those that have the same fingerprint, so a repeated one is numbered.
    """
    seen: Counter[str] = Counter()
    found = []
    for p in result.problems:
        about = repr((p.code, p.file, p.field, p.subject, p.message))
        seen[about] += 1
        numbered = f"{about}{seen[about]}".encode()
        found.append(
            {
                "description": visible(f"{p.message} → {fix_of(p)}"),
                "check_name": p.code,
                "fingerprint": hashlib.sha256(numbered).hexdigest(),
                "severity": _SEVERITIES[p.level],
                "location": {"path": visible(prefix + p.file), "lines": {"begin": p.line or 1}},
            }
        )
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
