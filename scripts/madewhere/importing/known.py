"""What is published already, as far as an import needs it: whom to compare with, which IDs are gone."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from madewhere.errors import UsageError
from madewhere.identifiers import is_factory_id
from madewhere.importing.cleaning import comparable
from madewhere.importing.public_rows import rows_of
from madewhere.ledger import Ledger
from madewhere.matching import Candidate
from madewhere.private.folder import PrivatePackage
from madewhere.private.past import Pasts
from madewhere.read.ledger import ledger_alone

ADDRESS_COLUMNS = ("street_address", "locality", "region", "postal_code")

ONE_PLACE = ("os_id", "gln")
"""Identifiers of one place. An LEI is that of a business, which may have many places."""

_AMBIGUOUS = ""


@dataclass(frozen=True, slots=True)
class Published:
    """The published factories, and what leads from a row to one of them.

    ``identifiers`` maps (column, text) and ``places`` a `place_key` to the factory's ID; what leads
    to two factories is in neither. ``taken`` holds every ID that was ever published, ``shown_by`` the
    members that disclose each factory. ``doubtful`` is as in `Corpus`.
    """

    candidates: tuple[Candidate, ...] = ()
    identifiers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    shown_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    doubtful: frozenset[str] = frozenset()

    def pasts(self, folder: PrivatePackage, as_of: date) -> Pasts:
        """What this and a private folder know of each factory on a day."""
        return Pasts(folder, self.ledger, self.doubtful, self.shown_by, as_of)


def one_address(cells: Mapping[str, str]) -> str:
    """The parts of a factory's address in one line."""
    return ", ".join(cells[c] for c in ADDRESS_COLUMNS if cells.get(c))


def place_key(cells: Mapping[str, str]) -> str:
    """What two rows share that are the same factory: name, address and country, however written.

    Without an address the point stands for it.
    """
    where = comparable(one_address(cells))
    if not where:
        where = f"{cells.get('latitude', '')},{cells.get('longitude', '')}"
    return f"{comparable(cells['name'])}|{where}|{cells['country']}"


def candidate(cells: Mapping[str, str]) -> Candidate:
    """What the matcher compares of a factory's row, whose cells are text."""
    return Candidate(
        key=cells["factory_id"],
        name=cells["name"],
        name_native=cells.get("name_native", ""),
        address=one_address(cells),
        country=cells["country"],
        latitude=_number(cells.get("latitude", "")),
        longitude=_number(cells.get("longitude", "")),
        site=cells.get("part_of", ""),
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def refuse_unregistered(data: Path, member: str) -> None:
    """Raise `UsageError` for a member that the publication's register does not have.

    A slug with a typing error would stand in the private folder, and later in addresses for ever.
    """
    slugs = [row.get("slug", "") for row in rows_of(data / "registers" / "members.csv")]
    if member in slugs:
        return
    near = difflib.get_close_matches(member, slugs, 1)
    raise UsageError(
        f"the register of members has no {member!r}",
        hint=(f"Did you mean {near[0]!r}? " if near else "")
        + f"A new member is a row of {data / 'registers' / 'members.csv'}; add it first.",
    )


def read_published(data: Path) -> Published:
    """Read the factories and the ledger of a publication; a folder without any gives nothing.

    Rows that `check` would refuse do no harm here: they are only compared with.
    """
    rows = []
    shown_by: dict[str, tuple[str, ...]] = {}
    for file in sorted(data.glob("members/*/factories.csv")):
        told = [row for row in rows_of(file) if row.get("factory_id") and row.get("country")]
        for factory_id in dict.fromkeys(row["factory_id"] for row in told):
            shown_by[factory_id] = (*shown_by.get(factory_id, ()), file.parent.name)
        rows += told
    ledger, doubtful = ledger_alone(data)
    taken = {*shown_by, *ledger.known("factory"), *filter(is_factory_id, doubtful)}
    found = published_from(rows, frozenset(taken))
    return replace(found, shown_by=shown_by, ledger=ledger, doubtful=doubtful)


def published_from(rows: list[dict[str, str]], taken: frozenset[str] = frozenset()) -> Published:
    """Make the index from rows of factories; the first row of an ID stands for it in matching."""
    first: dict[str, dict[str, str]] = {}
    identifiers: dict[tuple[str, str], str] = {}
    places: dict[str, str] = {}
    for row in rows:
        factory_id = row["factory_id"]
        first.setdefault(factory_id, row)
        for column in (*ONE_PLACE, "lei"):
            if row.get(column):
                key = (column, row[column])
                known = identifiers.setdefault(key, factory_id)
                identifiers[key] = factory_id if known == factory_id else _AMBIGUOUS
        if one_address(row):
            place = place_key(row)
            known = places.setdefault(place, factory_id)
            places[place] = factory_id if known == factory_id else _AMBIGUOUS
    return Published(
        candidates=tuple(candidate(row) for row in first.values()),
        identifiers={key: value for key, value in identifiers.items() if value},
        places={key: value for key, value in places.items() if value},
        taken=taken | frozenset(first),
    )
