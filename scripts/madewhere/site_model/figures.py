"""Figures over what is disclosed, each with how much it is about."""

from __future__ import annotations

from dataclasses import dataclass, field

FEWEST = 5
"""A rate over fewer than these is not told: one more would change it by a fifth and more."""

SEVERITIES = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    n: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share, 0 to 100; None where it is over too few."""
        return 100 * self.n / self.of if self.of >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Days:
    """How long ``n`` of ``of`` findings took; ``median`` is in days, None where it is over too few."""

    n: int
    of: int
    median: float | None


@dataclass(frozen=True, slots=True)
class Count:
    """Findings by severity, and the audits that have one, of all audits with a plan.

    ``key`` is what they are counted by: a chapter's slug, a year, a country.
    """

    key: str
    severities: dict[str, int]
    audits: Share

    @property
    def findings(self) -> int:
        """All findings."""
        return sum(self.severities.values())


@dataclass(frozen=True, slots=True)
class SchemeFigures:
    """The figures of one scheme, in one country or everywhere.

    ``audits`` and ``factories`` say what they are about: how many of those shown have a plan that is
    shown. ``alerts`` are factories with an alert, of those that show whether there was one.
    ``chapters`` has those of the scheme, the most often failed first; findings of requirements that no
    register knows are in none. ``years`` are in order, ``countries`` by how many findings they have.
    """

    scheme: str
    audits: Share
    factories: Share
    findings: Count
    closed: Share
    overdue: Share
    days: Days
    alerts: Share
    behind: Share
    chapters: tuple[Count, ...]
    years: tuple[Count, ...]
    countries: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A factory that is behind schedule: findings past their deadline, those open, and all."""

    factory_id: str
    overdue: int
    open: int
    findings: int


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """The figures of a country, or of everywhere where ``country`` is None.

    ``behind`` are the factories behind schedule, those with most findings past their deadline first.
    """

    country: str | None
    schemes: tuple[SchemeFigures, ...]
    behind: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class RiskFigures:
    """Everywhere, and each country with enough audits for a page of its own."""

    everywhere: PlaceFigures = field(default_factory=lambda: PlaceFigures(None, (), ()))
    countries: dict[str, PlaceFigures] = field(default_factory=dict)
