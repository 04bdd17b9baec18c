"""The names that lists give their columns: `column_names.yaml`, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from madewhere import tables
from madewhere.importing.contacts import CONTACT_FIELDS

NAMES_FILE = Path(__file__).parent / "column_names.yaml"

SPREAD_FIELDS = {
    "coordinates": ("latitude", "longitude"),
    "facility_or_processing": ("facility_type", "processing_types"),
}
"""Columns of lists that fill two of ours, by the name they have in a mapping."""

SOURCING_FIELDS = ("tier", "since")
"""Columns of lists that go into the table `sourcing`."""

_ADDRESS_PART = re.compile(
    r"(?:(?:street|site|factory|business) )?(?:address|addr|adresse|direccion)(?: line)? \d"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What the file of names says, in plain form: plain name to (field, rank), and the rest."""

    fields: dict[str, tuple[str, int]]
    never: frozenset[str]
    templates: tuple[tuple[str, frozenset[str], frozenset[str]], ...]


def plain_header(text: str) -> str:
    """Reduce a column's name to plain words, as names are compared.

    >>> plain_header("BusinessName"), plain_header("% Female workers (optional)")
    ('business name', 'percent female workers')
    """
    text = re.sub(r"\((?:optional|required|mandatory)\)", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)", " ", text)
    bare = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold().replace("\u0131", "i"))
        if not unicodedata.combining(character)
    )
    return " ".join(re.findall(r"\w+", bare.replace("%", " percent ").replace("_", " ")))


def fields() -> tuple[str, ...]:
    """Every name that a column of a list can be mapped to, in order."""
    return (
        *tables.table("factories").columns,
        *SPREAD_FIELDS,
        *SOURCING_FIELDS,
        *CONTACT_FIELDS,
    )


@cache
def names() -> Names:
    """Load the file of names."""
    loaded = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, int]] = {}
    for field in fields():
        found[plain_header(field)] = (field, -1)
    for field, written in loaded["fields"].items():
        for rank, name in enumerate(written):
            found.setdefault(plain_header(name), (field, rank))
    templates = tuple(
        (
            item["name"],
            frozenset(map(plain_header, item["needs"])),
            frozenset(map(plain_header, item["columns"])),
        )
        for item in loaded["templates"]
    )
    own = frozenset(map(plain_header, tables.table("factories").columns))
    templates += (("Madewhere's own columns", frozenset({"factory id", "name", "country"}), own),)
    return Names(found, frozenset(map(plain_header, loaded["never"])), templates)


def is_address_part(plain: str) -> bool:
    """Whether the column is one of several lines of an address, such as ``address line 2``."""
    return bool(_ADDRESS_PART.fullmatch(plain))


def known_headers(given: Iterable[str] = ()) -> frozenset[str]:
    """The plain names by which a header row is recognised, with those that the person gave."""
    known = names()
    parts = {f"address line {n}" for n in range(1, 6)} | {f"address {n}" for n in range(1, 6)}
    return frozenset(known.fields) | known.never | parts | {plain_header(name) for name in given}


def header_score(cells: Iterable[str], known: frozenset[str]) -> int:
    """How many different known column names stand in a row."""
    return len({plain_header(cell) for cell in cells} & known)
