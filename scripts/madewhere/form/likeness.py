"""Which known factories the one that is being entered may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from madewhere.importing.cleaning import comparable
from madewhere.importing.known import Published, candidate
from madewhere.matching import likely_matches
from madewhere.private.folder import Rows

_MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A factory to choose from; ``here`` says that the folder has it already."""

    factory_id: str
    name: str
    address: str
    country: str
    here: bool


def find_known(cells: Mapping[str, str], published: Published, rows: Rows) -> list[Known]:
    """The factories of the folder and the published ones that these cells may be about, likeliest first.

    Beside what the matching finds likely, those of the same name in the same country. None where the
    name or the country is missing.
    """
    if not (cells.get("name") and cells.get("country")):
        return []
    new = candidate({**cells, "factory_id": ""})
    here = {row["factory_id"]: candidate(row) for row in rows}
    known = {each.key: each for each in published.candidates} | here
    pairs = sorted(likely_matches([new], list(known.values())), key=lambda pair: -pair.score)
    found = {pair.right: known[pair.right] for pair in pairs}
    namesake = (comparable(new.name), new.country)
    for key, each in sorted(known.items()):
        if (comparable(each.name), each.country) == namesake:
            found.setdefault(key, each)
    return [
        Known(each.key, each.name, each.address, each.country, each.key in here)
        for each in list(found.values())[:_MOST]
    ]
