"""Who supplies whom: a link between two factories that are shown, with all that was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from madewhere.site_model.parties import Member

if TYPE_CHECKING:
    from madewhere.site_model import Factory


@dataclass(frozen=True, slots=True)
class LinkStatement:
    """What one member says of a link: ``stated_by`` is member or factory, ``tier`` is the supplier's."""

    member: Member
    tier: int | None
    since: date | None
    stated_by: str
    stated_on: date


@dataclass(slots=True)
class SupplyLink:
    """One end of a link; ``other`` is the factory at the other end.

    ``statements`` has one a member, the newest first, and at least one.
    """

    other: Factory
    statements: tuple[LinkStatement, ...]

    @property
    def tier(self) -> int | None:
        """The supplier's tier by the newest statement."""
        return self.statements[0].tier

    @property
    def since(self) -> date | None:
        """Since when, by the newest statement."""
        return self.statements[0].since

    @property
    def stated_by(self) -> str:
        """Who made the newest statement: member or factory."""
        return self.statements[0].stated_by

    @property
    def stated_on(self) -> date:
        """The day of the newest statement."""
        return self.statements[0].stated_on

    @property
    def members(self) -> tuple[Member, ...]:
        """The members that state it, by slug."""
        return tuple(sorted((s.member for s in self.statements), key=lambda m: m.slug))
