"""The index of what can be found: it leads to pages that there are, and knows no withheld word.

The index holds words as they are compared, in small letters and without accents, where the search for
withheld values does not see them. So the words of withheld texts are looked up in it. Those that stand
in what may be shown are no secret. If another is there, the index is made again by a new process that is
given what the gate released and nothing else; where it comes out with the same bytes, the word was put
together from shown parts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from madewhere import countries
from madewhere.errors import MadewhereError
from madewhere.plurals import counted
from madewhere.quoting import short
from madewhere.render.search.entry import as_code, country_names
from madewhere.render.search.index import FOLDER, MANIFEST
from madewhere.render.search.words import words
from madewhere.site_model import Site
from madewhere.verify.made_again import made_again
from madewhere.verify.tree import Tree, Verified
from madewhere.verify.withheld import free_texts


def verify_index(tree: Tree) -> Verified:
    """Look up where every result leads, and every word of withheld texts."""
    here = set(tree.files)
    folder = f"{FOLDER}{_read(tree, MANIFEST)['folder']}/"
    parts = [file for file in tree.files if file.startswith(folder)]
    rows = [row for file in parts if _name(file)[0] == "r" for row in _read(tree, file)]
    terms = {
        term.removeprefix("#")
        for file in parts
        if _name(file)[0] == "t"
        for term in _read(tree, file)
        if term[0] != "@"
    }
    dead = [row[0] for row in rows if f"{row[0].partition('?')[0]}index.html" not in here]
    known = secret_words(tree, terms)
    failures = [f"{MANIFEST} leads to {href}, and there is no such page" for href in dead]
    if known:
        failures += _unexplained(tree, [MANIFEST, *parts], known)
    return Verified(f"the index of {counted(len(rows), 'thing')} that can be found", failures)


def secret_words(tree: Tree, terms: set[str]) -> dict[str, str]:
    """Those of the terms that stand in withheld texts and in nothing that may be shown, each with its row."""
    found: dict[str, str] = {}
    for kept_back in tree.withheld:
        for text in free_texts(Path(kept_back.file).stem, kept_back.cells):
            for term in terms.intersection(_terms(text)):
                found.setdefault(term, f"{kept_back.file}, line {kept_back.line}")
    if found:
        for text in _shown(tree.site):
            for term in found.keys() & set(_terms(text)):
                del found[term]
            if not found:
                break
    return found


def _terms(text: str) -> tuple[str, ...]:
    """What a text would be found by, as a name or as an identifier."""
    return (*words(text), as_code(text))


def _shown(site: Site) -> Iterator[str]:
    """Texts that may be shown."""
    for code in sorted(countries.codes()):
        yield from country_names(site, code)
    for rows in site.disclosure.tables.values():
        for row in rows:
            yield from (str(value) for value in row.cells.values() if value is not None)
    for register in site.disclosure.registers.values():
        for entry in register:
            yield from (str(value) for value in entry.values() if value is not None)


def _unexplained(tree: Tree, files: list[str], known: dict[str, str]) -> list[str]:
    try:
        again = made_again(tree.site.disclosure, files)
    except MadewhereError as error:
        return [error.message]
    if all(_digest(tree, file) == again.get(file) for file in files):
        return []
    return [
        f"{MANIFEST} knows the word {short(word)!r}, which only the withheld text of {row} has"
        for word, row in sorted(known.items())
    ]


def _name(file: str) -> str:
    return file.rpartition("/")[2]


def _read(tree: Tree, file: str) -> Any:
    return json.loads((tree.folder / file).read_bytes())


def _digest(tree: Tree, file: str) -> str:
    return hashlib.sha256((tree.folder / file).read_bytes()).hexdigest()
