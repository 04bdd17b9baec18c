"""No withheld value stands in any file: the second net under the gate.

Only values that can be told from others are searched for: texts of eight characters or more and
points, and of those only such as nothing that is shown contains. The proof that nothing withheld has
any effect is the test of non-interference; this search looks at the very bytes that will be served.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from ahocorasick_rs import BytesAhoCorasick

from madewhere.disclose import WithheldCells
from madewhere.exports.tables import PUBLISHED
from madewhere.project import TEMPLATES
from madewhere.site_model import Site
from madewhere.tables import MEMBER_TABLES, SCHEMA_FOLDER, table
from madewhere.verify import Tree, Verified
from madewhere.verify.side_by_side import each

SHORTEST = 8
_BINARY = (".zip", ".png", ".gz", ".ico")
_DISTINCT = frozenset({"os_id", "gln", "lei", "website", "audit_id"})


def verify_nothing_withheld(tree: Tree) -> Verified:
    """Search every file for every withheld value that can be told from what is shown."""
    values = distinctive(tree.withheld, tree.site, tree.folder, tree.files)
    files = [file for file in tree.files if not file.endswith(_BINARY)]
    if not values:
        return Verified("no withheld value to search for", [])
    patterns = sorted({variant for value in values for variant in _variants(value)})
    search = BytesAhoCorasick(patterns)

    def look(file: str) -> list[str]:
        content = (tree.folder / file).read_bytes()
        hits = {patterns[index] for index, _, _ in search.find_matches_as_indexes(content)}
        return [f"{file} holds the withheld value {hit.decode()!r}" for hit in sorted(hits)]

    looked = f"{len(files):,} files for {len(values):,} withheld values"
    return Verified(looked, each(files, look))


def distinctive(
    withheld: list[WithheldCells], site: Site, folder: Path, files: Iterable[str]
) -> list[str]:
    """The withheld values that stand nowhere in what may be shown."""
    wanted = {text for kept_back in withheld for text in _texts(kept_back.cells)}
    if not wanted:
        return []
    candidates = sorted(wanted)
    encoded = [text.encode() for text in candidates]
    search = BytesAhoCorasick(encoded)
    found: set[int] = set()
    for shown in _shown(site, folder, files):
        found.update(i for i, _, _ in search.find_matches_as_indexes(shown, overlapping=True))
    return [text for index, text in enumerate(candidates) if index not in found]


def _texts(cells: dict[str, Any]) -> Iterable[str]:
    for column, value in cells.items():
        if isinstance(value, str) and len(value) >= SHORTEST and column in _searched():
            yield value
    latitude, longitude = cells.get("latitude"), cells.get("longitude")
    if latitude is not None and longitude is not None:
        for pair in ((latitude, longitude), (longitude, latitude)):
            yield f"{pair[0]:.10g},{pair[1]:.10g}"
            yield f"{pair[0]:.10g}, {pair[1]:.10g}"


def _searched() -> frozenset[str]:
    free = {
        field.name
        for name in MEMBER_TABLES
        for field in table(name).fields
        if field.type == "string" and not ({"enum", "pattern"} & field.constraints.keys())
    }
    return frozenset(free) | _DISTINCT


def _shown(site: Site, folder: Path, files: Iterable[str]) -> Iterable[bytes]:
    for rows in site.disclosure.tables.values():
        cells = (str(value) for row in rows for value in row.cells.values() if value is not None)
        yield "\n".join(cells).encode()
        yield "\n".join(
            f"{a:.10g},{b:.10g}\n{a:.10g}, {b:.10g}"
            for row in rows
            for x, y in [(row.cells.get("latitude"), row.cells.get("longitude"))]
            if x is not None and y is not None
            for a, b in ((x, y), (y, x))
        ).encode()
    for factory in site.factories:
        # As pages put values together.
        lists = (factory.product_types, factory.sector, (factory.locality or "", factory.name))
        parts = [factory.address_line, *(", ".join(values) for values in lists)]
        yield "\n".join(parts).encode()
    yield repr(site.publication).encode()
    for register in site.disclosure.registers.values():
        yield "\n".join(str(value) for row in register for value in row.values()).encode()
    for path in (*sorted(TEMPLATES.rglob("*.html")), *sorted(SCHEMA_FOLDER.glob("*.json"))):
        yield path.read_bytes()
    for published in PUBLISHED:
        yield "\n".join(field.example for field in published.definition.fields).encode()
    yield from ((folder / file).read_bytes() for file in files if _is_written(file))


def _is_written(file: str) -> bool:
    """Whether a page was written by people: those hold no data, and may use any word."""
    folders = ("about/", "contribute/", "consent/", "read-an-audit/", "use-the-data/", "assets/")
    return file.startswith(folders)


def _variants(value: str) -> set[bytes]:
    """The value as it would stand in text, in HTML, in JSON and in CSV."""
    return {
        value.encode(),
        escape(value).encode(),
        json.dumps(value, ensure_ascii=False)[1:-1].encode(),
        json.dumps(value)[1:-1].encode(),
        value.replace('"', '""').encode(),
    }
