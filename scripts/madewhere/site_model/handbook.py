"""The requirements that factories are audited for, by version, chapter and scheme."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a scheme. ``scheme`` is social or environmental, ``position`` counts from 1."""

    slug: str
    scheme: str
    position: int
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of one version. ``severity`` is how grave it is where it is not met.

    ``documents``, ``ilo``, ``sdg`` and ``ungp`` are the cells' parts.
    """

    version: str
    slug: str
    chapter: Chapter
    title: str
    looks_at: str
    documents: tuple[str, ...]
    severity: str
    ilo: tuple[str, ...]
    sdg: tuple[str, ...]
    ungp: tuple[str, ...]


@dataclass(frozen=True)
class Version:
    """A version of a scheme's requirements, in the order of chapters and then of slugs."""

    scheme: str
    version: str
    title: str
    valid_from: date
    requirements: tuple[Requirement, ...]

    @cached_property
    def by_slug(self) -> dict[str, Requirement]:
        """The requirements by their slugs."""
        return {requirement.slug: requirement for requirement in self.requirements}


@dataclass(frozen=True, slots=True)
class Handbook:
    """All versions of all schemes, newest first, and what goes with them.

    ``sampling`` and ``monitoring_rules`` are the registers' rows.
    """

    versions: tuple[Version, ...] = ()
    chapters: dict[str, Chapter] = field(default_factory=dict)
    sampling: tuple[dict[str, Any], ...] = ()
    monitoring_rules: tuple[dict[str, Any], ...] = ()

    def in_force(self, scheme: str, day: date) -> Version | None:
        """The version by which audits of a scheme went on a day."""
        return next((v for v in self.versions if v.scheme == scheme and v.valid_from <= day), None)

    def version(self, scheme: str, version: str | None) -> Version | None:
        """The version of that name."""
        return next((v for v in self.versions if (v.scheme, v.version) == (scheme, version)), None)

    def requirement(self, scheme: str, version: str | None, slug: str) -> Requirement | None:
        """A requirement in that version, or else in the newest version that has it."""
        named = self.version(scheme, version)
        versions = ([named] if named else []) + [v for v in self.versions if v.scheme == scheme]
        found = (v.by_slug[slug] for v in versions if slug in v.by_slug)
        return next(found, None)
