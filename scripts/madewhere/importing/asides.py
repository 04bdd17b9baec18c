"""The lines below a header that are about the list and are no rows of it: totals, notes, the header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from madewhere.importing.cells import Row
from madewhere.importing.cleaning import clean, comparable
from madewhere.importing.columns import Proposal
from madewhere.importing.country_names import country_of_address, find_country

_TOTAL = re.compile(
    r"(?:(?:grand|sub|overall|genel)[ -]?)?totals?|gesamt(?:summe)?|summe|somme|totale|totaal|toplam"
    r"|jumlah|total général|合计|总计|小计|合計|総計",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:[\s\d.,:;=()'%–-]|number|of|factories|facilities|suppliers|sites|units|rows|workers)*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\d\s.,'%–-]+")
_NOTE = re.compile(
    r"(?:grand |sub)?totals?\b|sums?\b|sources?:|notes?:|disclaimer|page \d|number of|last updated"
    r"|updated\b|as of\b|valid\b|©|\(c\)|\*|end of|this list|copyright|summe\b|gesamt|somme\b|toplam",
    re.IGNORECASE,
)
_NOTE_CELLS = 2  # "Source:", "our own survey"


@dataclass(frozen=True, slots=True)
class Asides:
    """Tells which rows of a list are none. ``has_default`` says that every row has a country."""

    header: tuple[str, ...]
    country: tuple[int, ...]
    address: tuple[int, ...]
    has_default: bool

    @classmethod
    def of(cls, proposal: Proposal, *, has_default: bool) -> Asides:
        """Look at the header and at where the rows name their countries."""
        return cls(
            header=tuple(comparable(cell) for cell in proposal.header.cells),
            country=tuple(c.index for c in proposal.sources.get("country", ())),
            address=tuple(c.index for c in proposal.sources.get("street_address", ()))[-1:],
            has_default=has_default,
        )

    def is_aside(self, row: Row) -> bool:
        """Whether the row is certainly no factory, so that leaving it out loses nothing."""
        if tuple(comparable(cell) for cell in row.cells) == self.header[: len(row.cells)]:
            return True
        filled = _filled(row)
        total = _TOTAL.match(filled[0])
        if total and _COUNTED.fullmatch(filled[0], total.end()):
            return all(_NUMBER.fullmatch(text) for text in filled[1:])
        # What has no country can be no factory here, whatever its name is.
        return self.looks_like_one(row) and not self.has_default

    def looks_like_one(self, row: Row) -> bool:
        """Whether the row reads like a note and names no country; "Total Textiles" does too."""
        filled = _filled(row)
        return (
            len(filled) <= _NOTE_CELLS
            and _NOTE.match(filled[0]) is not None
            and not self._names_country(row)
        )

    def _names_country(self, row: Row) -> bool:
        texts = _cells(row, self.country)
        if any(find_country(text) for text in texts):
            return True
        return any(country_of_address(text) for text in _cells(row, self.address))


def _filled(row: Row) -> list[str]:
    return [text for cell in row.cells if (text := clean(cell).text)] or [""]


def _cells(row: Row, indexes: Sequence[int]) -> list[str]:
    return [clean(row.cells[index]).text for index in indexes if index < len(row.cells)]
