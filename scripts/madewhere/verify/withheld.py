"""No withheld value stands in any file: the second net under the gate.

What is searched for. Every withheld text of free columns, each part of one that holds several, the
identifiers that name one thing, and points. Two kinds are left out, because finding them would tell
nothing. Short values: below eight bytes as UTF-8 (eight Latin letters, three Chinese characters) a
text occurs by chance, and so do numbers, days and codes. Shared values: what stands in what may be
shown, be it another factory's town, a register, the publication's settings, the name of a country, or
the program's own words and the written pages.

Where. In every file, whatever its kind, in all `spellings`; in UTF-8, and in UTF-16 where a file may be
that; and unpacked, see `contents`. Capitals are not folded: nothing between the data and a file
changes them. What pictures and fonts draw is not read.

What a hit means. A withheld text may stand in a file by chance, put together from shown parts, such as
"town, country", or because somebody wrote into a row of theirs what the site says anyway. That must not
stop everybody's build. So a file with a hit is made again by a new process that is given what the gate
released and nothing else: not the withheld values, no cache, no version before. Where it comes out
with the same bytes, the value had no part in it, and whoever reads it learns nothing that does not
follow from what is shown. Any other file is a leak.

The proof that the gate itself releases nothing else is the test of non-interference; this search looks
at the very bytes that will be served.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice, permutations
from pathlib import Path
from typing import Any

from ahocorasick_rs import BytesAhoCorasick

from madewhere import countries
from madewhere.addresses import Addresses
from madewhere.disclose import WithheldCells
from madewhere.errors import MadewhereError
from madewhere.exports.tables import PUBLISHED
from madewhere.plurals import counted
from madewhere.project import TEMPLATES
from madewhere.quoting import short
from madewhere.render.languages import language
from madewhere.render.product_words import VOCABULARIES
from madewhere.site_model import Site
from madewhere.tables import MEMBER_TABLES, SCHEMA_FOLDER, table
from madewhere.verify.contents import contents
from madewhere.verify.made_again import made_again
from madewhere.verify.side_by_side import each
from madewhere.verify.spellings import spellings
from madewhere.verify.tree import Tree, Verified

SHORTEST = 8
"""How many bytes a text has at least, as UTF-8, to be searched for."""

_DISTINCT = frozenset(
    {
        "os_id",
        "gln",
        "lei",
        "website",
        "audit_id",
        "follows_audit",
        "follow_up_audit",
        "registration_number",
        "evidence_sha256",
        "verify_url",
    }
)
"""Columns of codes and addresses that name one thing, in whatever table."""


def verify_nothing_withheld(tree: Tree) -> Verified:
    """Search every file for every withheld value that can be told from what is shown."""
    values = distinctive(tree.withheld, tree.site, tree.folder, tree.files)
    if not values:
        return Verified("no withheld value to search for", [])
    found, broken = search(tree, list(values))
    explained, unexplained = _explained(tree, found)
    failures = broken + [
        f"{file} holds the withheld value {short(value)!r} of {values[value]}"
        for file in sorted(found.keys() - explained)
        for value in found[file]
    ]
    looked = f"{counted(len(tree.files), 'file')} for {counted(len(values), 'withheld value')}"
    if explained:
        looked += f" ({counted(len(explained), 'holds', 'hold')} one by chance, the same when made without it)"
    return Verified(looked, failures + unexplained)


def search(tree: Tree, values: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The values that each file holds, by file, and what could not be looked into, a sentence each."""
    owners: dict[bytes, str] = {}
    for value in values:
        for spelling in spellings(value):
            owners.setdefault(spelling, value)
    patterns = sorted(owners)
    automaton = BytesAhoCorasick(patterns)

    def look(file: str) -> list[tuple[str, str, str]]:
        hits: set[int] = set()
        try:
            for content in contents((tree.folder / file).read_bytes()):
                found_here = automaton.find_matches_as_indexes(content, overlapping=True)
                hits.update(index for index, _, _ in found_here)
        except ValueError as error:
            return [(file, "", f"{file} {error}")]
        return [(file, value, "") for value in sorted({owners[patterns[i]] for i in hits})]

    found: defaultdict[str, list[str]] = defaultdict(list)
    broken = []
    for file, value, fault in each(tree.files, look):
        if fault:
            broken.append(fault)
        else:
            found[file].append(value)
    return dict(found), broken


def _explained(tree: Tree, found: dict[str, list[str]]) -> tuple[set[str], list[str]]:
    """The files that are the same without the withheld values; and why none could be made again."""
    if not found:
        return set(), []
    try:
        again = made_again(tree.site.disclosure, found)
    except MadewhereError as error:
        return set(), [error.message]
    return {
        file
        for file in found
        if hashlib.sha256((tree.folder / file).read_bytes()).hexdigest() == again.get(file)
    }, []


def distinctive(
    withheld: list[WithheldCells], site: Site, folder: Path, files: Iterable[str]
) -> dict[str, str]:
    """The withheld values that stand nowhere in what may be shown, each with the row that it is of."""
    wanted: dict[str, str] = {}
    for kept_back in withheld:
        for text in _texts(Path(kept_back.file).stem, kept_back.cells):
            wanted.setdefault(text, f"{kept_back.file}, line {kept_back.line}")
    if not wanted:
        return {}
    candidates = sorted(wanted)
    automaton = BytesAhoCorasick([text.encode() for text in candidates])
    shared: set[int] = set()
    for shown in _shown(site, folder, files):
        shared.update(i for i, _, _ in automaton.find_matches_as_indexes(shown, overlapping=True))
    return {text: wanted[text] for i, text in enumerate(candidates) if i not in shared}


def _texts(table_name: str, cells: dict[str, Any]) -> Iterator[str]:
    for value in free_texts(table_name, cells):
        parts = [part.strip() for part in value.split("|")]
        yield from filter(_is_long, (value, *parts, ", ".join(parts)))
    yield from filter(_is_long, _points(cells))


def free_texts(table_name: str, cells: dict[str, Any]) -> Iterator[str]:
    """The texts of a row in columns that take any words, or that name one thing."""
    searched = _searched().get(table_name, frozenset()) | _DISTINCT
    for column, value in cells.items():
        if isinstance(value, str) and column in searched:
            yield value


def _is_long(text: str) -> bool:
    return len(text.encode()) >= SHORTEST


def _points(cells: dict[str, Any]) -> Iterator[str]:
    """A point as files write it: both numbers together, in whole or rounded as downloads and maps do."""
    point = cells.get("latitude"), cells.get("longitude")
    if None in point:
        return
    for write in (repr, "{:.10g}".format, lambda number: repr(round(number, 6))):
        latitude, longitude = (write(number) for number in point)
        for first, second in permutations((latitude, longitude)):
            yield f"{first},{second}"
            yield f"{first}, {second}"
        yield f'"latitude": {latitude},\n "longitude": {longitude},'


@cache
def _searched() -> dict[str, frozenset[str]]:
    """The columns of each table that take any words."""
    return {
        name: frozenset(
            field.name
            for field in table(name).fields
            if field.type == "string" and not ({"enum", "pattern"} & field.constraints.keys())
        )
        for name in MEMBER_TABLES
    }


def _shown(site: Site, folder: Path, files: Iterable[str]) -> Iterator[bytes]:
    """Texts that may be shown: all that makes most withheld values no secret, in large pieces."""
    for rows in site.disclosure.tables.values():
        cells = chain.from_iterable(row.cells.values() for row in rows)
        yield from _joined(str(value) for value in dict.fromkeys(cells) if value is not None)
        yield from _joined(text for row in rows for text in _points(row.cells))
    for factory in site.factories:
        # As pages put values together. Others would be found to be harmless too, only less quickly.
        lists = (factory.product_types, factory.sector, (factory.name, factory.locality or ""))
        parts = [factory.address_line, *(", ".join(values) for values in lists)]
        yield "\n".join(parts).encode()
    yield repr(site.publication).encode()
    for register in site.disclosure.registers.values():
        yield "\n".join(str(value) for row in register for value in row.values()).encode()
    for spoken in map(language, site.publication.languages):
        names = (countries.name(code, str(spoken.locale)) for code in sorted(countries.codes()))
        yield "\n".join((*spoken.texts(), *names)).encode()
    yield json.dumps(VOCABULARIES, ensure_ascii=False).encode()
    for path in (*sorted(TEMPLATES.rglob("*.html")), *sorted(SCHEMA_FOLDER.glob("*.json"))):
        yield path.read_bytes()
    for published in PUBLISHED:
        yield "\n".join(field.example for field in published.definition.fields).encode()
    prefixes = [Addresses(site.publication, code).prefix for code in site.publication.languages]
    yield from ((folder / file).read_bytes() for file in files if _is_written(file, prefixes))


def _joined(texts: Iterator[str]) -> Iterator[bytes]:
    """The texts a line each, in pieces: what is found in one is told all at once, which takes memory."""
    while piece := list(islice(texts, 100_000)):
        yield "\n".join(piece).encode()


def _is_written(file: str, prefixes: Sequence[str]) -> bool:
    """Whether a file was written by people: those hold no data, and may use any word."""
    folders = (
        "about/",
        "assets/",
        "check-a-claim/",
        "consent/",
        "contribute/",
        "read-a-product/",
        "read-an-audit/",
        "use-the-data/",
    )
    written = tuple(prefix + folder for prefix in prefixes for folder in folders)
    return file.startswith(written) and not file.startswith("assets/maps/")
