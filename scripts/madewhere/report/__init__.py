"""Reports of problems: one function a format, in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable

from madewhere.check import CheckResult
from madewhere.report.github import github
from madewhere.report.gitlab import gitlab
from madewhere.report.json import as_json
from madewhere.report.markdown import markdown
from madewhere.report.text import text

FORMATS: dict[str, Callable[[CheckResult, str], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
    "markdown": markdown,
}
"""Each format takes the result and the prefix of its files, such as ``data/``."""
