"""The audits of each audit firm over time, and how many of them found something."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from madewhere.site_model import Audit, AuditFirm, Site

LEAST_FOR_A_SHARE = 5
"""Audits with a plan that is shown, from which on their share with findings is told."""


@dataclass(frozen=True)
class Year:
    """The audits of one year, counted by type and by announcement, each by its code."""

    year: int
    audits: int
    types: Counter[str]
    announcements: Counter[str]


@dataclass(frozen=True)
class FirmFigures:
    """An audit firm with its audits that are shown, newest first."""

    firm: AuditFirm
    audits: tuple[Audit, ...]

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """Its audits by year, the newest year first."""
        found: defaultdict[int, list[Audit]] = defaultdict(list)
        for audit in self.audits:
            found[audit.audit_date.year].append(audit)
        return tuple(
            Year(
                year,
                len(audits),
                Counter(audit.type for audit in audits),
                Counter(audit.announcement for audit in audits),
            )
            for year, audits in sorted(found.items(), reverse=True)
        )

    @cached_property
    def factories(self) -> int:
        """How many factories it audited."""
        return len({audit.factory_id for audit in self.audits})

    @cached_property
    def planned(self) -> tuple[Audit, ...]:
        """Those of its audits whose corrective action plan is shown: only they tell of findings."""
        return tuple(audit for audit in self.audits if audit.plan is not None)

    @cached_property
    def findings(self) -> int:
        """How many findings those audits have."""
        return sum(len(audit.findings) for audit in self.planned)

    @cached_property
    def with_findings(self) -> int:
        """How many of those audits have a finding."""
        return sum(1 for audit in self.planned if audit.findings)

    @property
    def percent_with_findings(self) -> float | None:
        """The share of those audits that have a finding, 0 to 100; None for fewer than five."""
        if len(self.planned) < LEAST_FOR_A_SHARE:
            return None
        return round(100 * self.with_findings / len(self.planned))


@lru_cache(maxsize=1)
def firm_figures(site: Site) -> tuple[FirmFigures, ...]:
    """Every audit firm of the register, by name."""
    audits: defaultdict[str, list[Audit]] = defaultdict(list)
    for audit in site.audits:
        audits[audit.firm.slug].append(audit)
    return tuple(FirmFigures(firm, tuple(audits[firm.slug])) for firm in site.audit_firms)
