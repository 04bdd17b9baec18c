"""How often each requirement was found not met in what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from madewhere.site_model import Audit, Handbook


@dataclass(frozen=True, slots=True)
class HowOften:
    """Findings of one requirement: how many, how many of them corrected, and in how many audits.

    ``audits`` are those that looked for it and whose findings are shown, with a finding or without.
    """

    findings: int
    closed: int
    found_in: int
    audits: int


class Tally:
    """Counts findings by requirement over audits, each audit once."""

    def __init__(self, handbook: Handbook, audits: Iterable[Audit]) -> None:
        self._versions = {(v.scheme, v.version): v for v in handbook.versions}
        self._by_version: Counter[tuple[str, str]] = Counter()
        self._beside: Counter[tuple[str, str]] = Counter()
        self._findings: Counter[tuple[str, str]] = Counter()
        self._closed: Counter[tuple[str, str]] = Counter()
        self._found_in: Counter[tuple[str, str]] = Counter()
        for audit in audits:
            if audit.plan is not None:
                self._add(handbook, audit)

    def _add(self, handbook: Handbook, audit: Audit) -> None:
        """Count an audit under the version that it names, or else that was in force on its day."""
        version = handbook.version(audit.type, audit.requirements_version)
        version = version or handbook.in_force(audit.type, audit.audit_date)
        if version:
            self._by_version[version.scheme, version.version] += 1
        for finding in audit.findings:
            key = (audit.type, finding.requirement_slug)
            self._findings[key] += 1
            self._closed[key] += finding.closed
        for slug in {finding.requirement_slug for finding in audit.findings}:
            self._found_in[audit.type, slug] += 1
            if version is None or slug not in version.by_slug:
                self._beside[audit.type, slug] += 1

    def of(self, scheme: str, slug: str) -> HowOften:
        """The figures of a requirement, over all versions that have it."""
        looked = sum(
            count
            for key, count in self._by_version.items()
            if key[0] == scheme and slug in self._versions[key].by_slug
        )
        key = (scheme, slug)
        return HowOften(
            findings=self._findings[key],
            closed=self._closed[key],
            found_in=self._found_in[key],
            audits=looked + self._beside[key],
        )
