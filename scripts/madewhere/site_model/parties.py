"""Who states, audits and sources: members, audit firms, and what ties them to a factory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Member:
    """A brand or retailer that discloses. ``country`` is a two-letter code."""

    slug: str
    name: str
    country: str
    website: str | None
    joined_on: date
    demo: bool


@dataclass(frozen=True, slots=True)
class AuditFirm:
    """A firm that audits. ``country`` is a two-letter code."""

    slug: str
    name: str
    country: str
    website: str | None
    accredited_since: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """Who stated a group of fields, and when. ``stated_by`` is member or factory."""

    member: Member
    stated_on: date
    stated_by: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A domain of the factory's own on which it stands behind its statements. ``method`` is file or dns."""

    domain: str
    method: str
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class Differing:
    """A statement about a group that differs from the one that is shown.

    ``values`` holds the differing fields only, by column name.
    """

    group: str
    source: Source
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sourcing:
    """A member's own link to a factory. ``tier`` is 1 to 4."""

    member: Member
    tier: int | None
    since: date | None
