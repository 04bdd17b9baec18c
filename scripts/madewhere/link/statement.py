"""A row with the member that states it: what the rules of audits and findings work on."""

from __future__ import annotations

from typing import Any, Protocol


class Statement(Protocol):
    """What a member states in one row: a row that the gate released, or one of a private folder."""

    @property
    def member(self) -> str:
        """The slug of the member."""

    @property
    def cells(self) -> dict[str, Any]:
        """The values by column, None where a cell is empty."""
