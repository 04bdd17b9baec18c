"""What lists write for a stage and for the place of a step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from madewhere.identifiers import normalise_factory_id
from madewhere.importing.cleaning import comparable
from madewhere.importing.country_names import find_country
from madewhere.importing.names import product_words
from madewhere.tables import table

Cells = dict[str, str]

Step = tuple[str, str, str, list[Cells], Cells]
"""A step as a list tells it: position or empty, stage, part, the cells of its places, other cells."""

_ONE_OF = re.compile(r"(?:one|1) of (\d{1,2})\s*[:,–-]?\s*(.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[|/]|\bor\b|\bou\b|\boder\b)\s*")
_STEP = re.compile(r"([^:()]+?)\s*(?:\(([^()]*)\))?\s*:\s*(.+)")

NOWHERE = ("not-disclosed", "not-known")
"""The places of which no more is said."""


@cache
def stages() -> dict[str, str]:
    """The code of each stage by what people write for it, in plain form."""
    codes = table("product_steps").field("stage").constraints["enum"]
    found = {comparable(code): code for code in codes}
    for code, written in product_words()["stages"].items():
        for name in written:
            found.setdefault(comparable(name), code)
    return found


@cache
def _nowhere() -> dict[str, str]:
    found = {}
    for place in NOWHERE:
        for name in (place, place.replace("-", " "), *product_words()[place]):
            found[name.casefold()] = place
    return found


class Places:
    """Reads where a step is done, for a folder with these factories."""

    def __init__(self, factories: Iterable[Mapping[str, str]]) -> None:
        self._ids: set[str] = set()
        self._names: dict[str, str] = {}
        for row in factories:
            factory_id = row.get("factory_id", "").strip()
            self._ids.add(factory_id)
            name = comparable(row.get("name", ""))
            if name and self._names.setdefault(name, factory_id) != factory_id:
                self._names[name] = ""

    def read(self, text: str) -> list[Cells] | None:
        """The rows of `product_steps` that a text says, their cells of the place; None where unread.

        A factory's ID or its name as in the folder, a country, several factories with "or" between them,
        "one of 3: …", and words for a place that is not disclosed or not known.
        """
        words = " ".join(text.split())
        if place := _nowhere().get(words.casefold()):
            return [{"place": place}]
        if factory_id := self._factory(words):
            return [{"place": "factory", "factory_id": factory_id}]
        if country := find_country(words):
            return [{"place": "country", "country": country}]
        return self._several(words)

    def _factory(self, text: str) -> str:
        typed = normalise_factory_id(text)
        return typed if typed in self._ids else self._names.get(comparable(text), "")

    def _several(self, text: str) -> list[Cells] | None:
        said = _ONE_OF.fullmatch(text)
        parts = [part for part in _BETWEEN.split(said[2] if said else text) if part]
        named = [self._factory(part) for part in parts]
        many = max(int(said[1]) if said else 0, len(parts))
        if not all(named) or many < 2:
            return None
        row = {"place": "one-of", "one_of": str(many)}
        several = [row | {"factory_id": each} for each in dict.fromkeys(named)]
        return several or [row]


def read_stage(text: str) -> str | None:
    """The code of a stage; None for what is none."""
    return stages().get(comparable(text))


def parted(text: str) -> list[tuple[str, str, str]] | None:
    """The stage, the part and the place of each step in one cell, such as ``making: BD7K3QF21; …``.

    None where a piece of it is not of that form.
    """
    found: list[tuple[str, str, str]] = []
    for piece in filter(None, (piece.strip() for piece in re.split(r"[;\n]", text))):
        step = _STEP.fullmatch(piece)
        stage = read_stage(step[1]) if step else None
        if step is None or stage is None:
            return None
        found.append((stage, (step[2] or "").strip(), step[3]))
    return found


def numbered(rows: Iterable[Step]) -> list[Cells]:
    """Rows of `product_steps` in the order of making, from what a list says of one product.

    What has the same stage and part is one step; a step without a position comes after those before it.
    """
    steps: dict[tuple[str, str, str], list[Cells]] = {}
    for given, stage, part, places, others in rows:
        told = steps.setdefault((given, stage, part), [])
        told += [others | cells for cells in places if others | cells not in told]
    found: list[Cells] = []
    positions: list[int] = []
    entries: dict[int, int] = {}
    for (given, stage, part), told in steps.items():
        position = int(given) if given else max(positions, default=0) + 1
        positions.append(position)
        for cells in _either(told):
            entries[position] = entries.get(position, 0) + 1
            numbers = {"position": str(position), "entry": str(entries[position])}
            found.append(numbers | {"stage": stage, "part": part} | cells)
    return found


def _either(told: list[Cells]) -> list[Cells]:
    """The rows of one step: where rows of a list say different factories for one time, it is one of them."""
    when = ("lot", "valid_from", "valid_until")
    found = []
    for cells in told:
        same = [each for each in told if all(each.get(c) == cells.get(c) for c in when)]
        if len(same) > 1 and all(each["place"] == "factory" for each in same):
            found.append(cells | {"place": "one-of", "one_of": str(len(same))})
        else:
            found.append(cells)
    return found
