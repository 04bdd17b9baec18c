"""Which known factory the one that is being entered is, or may be."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from madewhere.importing.cleaning import comparable
from madewhere.importing.known import Published, candidate, read_published
from madewhere.importing.rows import ReadRow
from madewhere.importing.taking import Taking
from madewhere.matching import Candidate, likely_matches
from madewhere.private.folder import PrivatePackage
from madewhere.private.past import Past, Pasts

_MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A factory that is known already; ``here`` says that the folder has it."""

    factory_id: str
    name: str
    address: str
    country: str
    here: bool
    past: Past

    @property
    def words(self) -> str:
        """The factory in one line: its ID, what it is, and how it stands."""
        who = ", ".join(filter(None, (self.name, self.address, self.country)))
        return f"{self.factory_id} {who} ({self.past.words})"


@dataclass(slots=True)
class KnownFactories:
    """The factories of a private folder and the published ones, to be recognised in answers."""

    published: Published
    folder: PrivatePackage
    as_of: date
    pasts: Pasts = field(init=False)
    _by_id: dict[str, Candidate] = field(init=False)

    def __post_init__(self) -> None:
        """Index them; of a factory that both have, the folder's row counts."""
        self.pasts = self.published.pasts(self.folder, self.as_of)
        rows = self.folder.tables.get("factories", ())
        here = {row["factory_id"]: candidate(row) for row in rows}
        self._by_id = {each.key: each for each in self.published.candidates} | here

    @classmethod
    def of(cls, folder: PrivatePackage, data: Path, as_of: date) -> KnownFactories:
        """Read what is published beside a folder."""
        return cls(read_published(data), folder, as_of)

    def get(self, factory_id: str) -> Known | None:
        """A factory by its ID; None where no row and no event knows it."""
        here = any(
            row["factory_id"] == factory_id for row in self.folder.tables.get("factories", ())
        )
        if not here and factory_id not in self.published.taken:
            return None
        told = self._by_id.get(factory_id, Candidate(factory_id, "", "", "", "", None, None))
        past = self.pasts.of(factory_id)
        return Known(factory_id, told.name, told.address, told.country, here, past)

    def recognise(self, read: ReadRow) -> str:
        """The ID of the factory that a row is surely about, as an import finds it; "" where none is."""
        rows = {row["factory_id"]: row for row in self.folder.tables.get("factories", ())}
        chance = random.Random(0)  # noqa: S311 - nothing is minted
        taking = Taking("form", self.as_of, self.published, self.pasts, chance, rows, {})
        return taking.known_id(read)

    def alike(self, cells: Mapping[str, str]) -> list[Known]:
        """Those that these cells may be about, likeliest first.

        Beside what the matching finds likely, those of the same name in the same country. None where the
        name or the country is missing.
        """
        if not (cells.get("name") and cells.get("country")):
            return []
        new = candidate({**cells, "factory_id": ""})
        pairs = sorted(likely_matches([new], list(self._by_id.values())), key=lambda p: -p.score)
        namesake = (comparable(new.name), new.country)
        found = [pair.right for pair in pairs] + [
            key
            for key, each in sorted(self._by_id.items())
            if (comparable(each.name), each.country) == namesake
        ]
        stand_for = dict.fromkeys(self.pasts.stands_for(key) for key in found)
        return [each for key in stand_for if (each := self.get(key)) is not None]


def to_choose_from(alike: Iterable[Known]) -> list[Known]:
    """The likeliest few, and every one that said no."""
    return [each for place, each in enumerate(alike) if place < _MOST or each.past.no]
