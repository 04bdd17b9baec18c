"""What is published already, as far as an import needs it: whom to compare with, which IDs are gone."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from madewhere import countries
from madewhere.errors import UsageError
from madewhere.guard import MAX_TABLE_BYTES, read_guarded
from madewhere.identifiers import is_factory_id
from madewhere.importing.cleaning import comparable
from madewhere.importing.public_rows import rows_of
from madewhere.ledger import Ledger
from madewhere.matching import Candidate
from madewhere.private.folder import PrivatePackage
from madewhere.private.past import Pasts
from madewhere.problem_codes import CODES
from madewhere.problems import Level
from madewhere.quoting import visible
from madewhere.read.ledger import ledger_alone
from madewhere.validate import validate_table

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
    """Raise `UsageError` for a member that the publication's register does not have, or has with an error.

    A slug with a typing error would stand in the private folder, and later in addresses for ever; a row
    with an error would stop the member only when it discloses, weeks of letters later.
    """
    file = data / "registers" / "members.csv"
    slugs = [row.get("slug", "") for row in rows_of(file)]
    if member in slugs:
        _refuse_wrong_row(file, member)
        return
    near = difflib.get_close_matches(member, slugs, 1)
    raise UsageError(
        f"the register of members has no {member!r}",
        hint=(f"Did you mean {near[0]!r}? " if near else "")
        + f"A new member is a row of {file}; add it first.",
    )


def _refuse_wrong_row(file: Path, member: str) -> None:
    content, _ = read_guarded(file.parent, file.name, MAX_TABLE_BYTES)
    text = (content or b"").decode()
    read = validate_table("members", text, str(file))
    lines = dict(enumerate(text.split("\n"), start=1))
    row = next((row for row in read.rows if row.cells["slug"] == member), None)
    found = [
        problem
        for problem in read.problems
        if problem.level is Level.ERROR
        and lines.get(problem.line, "").startswith((f"{member},", f'"{member}",'))
    ]
    what = fix = ""
    if row is not None and row.cells["country"] not in countries.codes():
        what = f"country: “{row.cells['country']}” is no country code"
        fix = countries.advice(row.cells["country"]) or CODES["country-unknown"].fix
    elif row is None and found:
        what, fix = f"{found[0].field}: {found[0].message}", found[0].fix
    if what:
        raise UsageError(
            f"the row of {member} in the register of members has an error: {visible(what)}",
            hint=f"{visible(fix)} It stands in {file}.",
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
