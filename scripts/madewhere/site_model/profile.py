"""What a factory's page tells beside its name, place and audits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from madewhere.site_model.parties import Member, Source


@dataclass(frozen=True, slots=True)
class Workforce:
    """The people with one kind of contract. ``women``, ``men`` and ``migrants`` count people."""

    contract: str
    women: int | None
    men: int | None
    migrants: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Profile:
    """A factory's buildings, languages, steps given outside, and capacity in units of a period."""

    buildings: int | None
    languages: tuple[str, ...]
    outside_processes: tuple[str, ...]
    capacity: float | None
    capacity_unit: str | None
    capacity_period: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate, however many members disclose it. ``state`` is valid, expired or not-yet."""

    factory_id: str
    standard: str
    number: str
    issuer: str
    covers: str | None
    valid_from: date
    valid_until: date | None
    verify_url: str | None
    state: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with what supports it. ``support`` is supported, expired or without-evidence.

    ``certificate`` is set where a certificate that is shown supports it, ``audit_id`` where an audit
    that is shown does.
    """

    factory_id: str
    claim: str
    statement: str
    about: str
    support: str
    certificate: Certificate | None
    audit_id: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Survey:
    """What workers said about one topic. ``score`` is the share of good answers, 0 to 100."""

    topic: str
    score: float
    respondents: int
    period_start: date
    period_end: date
    method: str
    provider: str | None
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class GrievanceChannel:
    """Where people can complain. ``run_by`` says whether it is independent of the factory."""

    channel: str
    name: str
    run_by: str
    who: tuple[str, ...]
    about: str | None
    how: str
    reach: str
    languages: tuple[str, ...]
    free: bool | None
    anonymous: bool | None
    hours: str | None
    source: Source

    @property
    def independent(self) -> bool:
        """Whether neither the factory nor a member that buys there runs it."""
        return self.run_by in ("initiative", "union", "public-authority")
