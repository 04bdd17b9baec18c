"""The standards that certificates and claims name, and what each covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a standard covers a chapter. ``covers`` is fully, partly or not."""

    covers: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard. ``kind`` is certificate, audit or self-assessment: only the first gives certificates.

    ``topics`` leads from a chapter's slug to how far it is covered; what is not in it is not known.
    """

    slug: str
    title: str
    owner: str
    kind: str
    about: str
    website: str | None
    verify_url: str | None
    topics: Mapping[str, Coverage] = field(default_factory=dict)
