"""The names that lists give their columns: files of names beside this one, and how names are compared.

A list is of a kind: of factories, of products, or of steps of products.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from madewhere import tables
from madewhere.importing.contacts import CONTACT_FIELDS

_FOLDER = Path(__file__).parent

FACTORIES, PRODUCTS, STEPS = "factories", "products", "steps"
"""The kinds of lists."""

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
    """What the file of names says, in plain form: plain name to (field, rank), and the rest.

    ``columns`` are what a column of a list can be mapped to, in order; ``example`` how one is asked for.
    """

    columns: tuple[str, ...]
    example: str
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


def fields(kind: str = FACTORIES) -> tuple[str, ...]:
    """Every name that a column of a list of this kind can be mapped to, in order."""
    return names(kind).columns


@cache
def names(kind: str = FACTORIES) -> Names:
    """Load the names of a kind of list."""
    return _of_factories() if kind == FACTORIES else _of_products(kind)


def _of_factories() -> Names:
    loaded = yaml.safe_load((_FOLDER / "column_names.yaml").read_text(encoding="utf-8"))
    own = tables.table("factories").columns
    columns = (*own, *SPREAD_FIELDS, *SOURCING_FIELDS, *CONTACT_FIELDS)
    templates = tuple(
        (
            item["name"],
            frozenset(map(plain_header, item["needs"])),
            frozenset(map(plain_header, item["columns"])),
        )
        for item in loaded["templates"]
    )
    plain = frozenset(map(plain_header, own))
    templates += (("Madewhere's own columns", frozenset({"factory id", "name", "country"}), plain),)
    found = _by_name(columns, loaded["fields"])
    never = frozenset(map(plain_header, loaded["never"]))
    return Names(columns, "--map name=… --map country=…", found, never, templates)


def _of_products(kind: str) -> Names:
    written = product_words()[kind]
    example = "--map name=… --map gtins=…" if kind == PRODUCTS else "--map stage=… --map where=…"
    return Names(tuple(written), example, _by_name(tuple(written), written), frozenset(), ())


@cache
def product_words() -> dict[str, Any]:
    """What lists of products write, as the file of their names says it."""
    text = (_FOLDER / "product_columns.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def _by_name(
    columns: Iterable[str], written: Mapping[str, Iterable[str]]
) -> dict[str, tuple[str, int]]:
    found = {plain_header(column): (column, -1) for column in columns}
    for column, names_of in written.items():
        for rank, name in enumerate(names_of):
            found.setdefault(plain_header(name), (column, rank))
    return found


def is_address_part(plain: str) -> bool:
    """Whether the column is one of several lines of an address, such as ``address line 2``."""
    return bool(_ADDRESS_PART.fullmatch(plain))


def known_headers(given: Iterable[str] = (), kind: str = FACTORIES) -> frozenset[str]:
    """The plain names by which a header row is recognised, with those that the person gave."""
    known = names(kind)
    parts = {f"address line {n}" for n in range(1, 6)} | {f"address {n}" for n in range(1, 6)}
    parts = parts if kind == FACTORIES else set()
    return frozenset(known.fields) | known.never | parts | {plain_header(name) for name in given}


def header_score(cells: Iterable[str], known: frozenset[str]) -> int:
    """How many different known column names stand in a row."""
    return len({plain_header(cell) for cell in cells} & known)
