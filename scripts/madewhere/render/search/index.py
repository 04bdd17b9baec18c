"""The index: what can be found as small files, of which a query reads a few.

`index.json` says where everything is. The other files lie in a folder named after what they hold, so
that files of two publications are never mixed. Terms with their lists of entries are spread over files
in the order of terms, and `index.json` has the first of each; what results show and where they are on
the map lies in files of so many entries each. Entries count through all kinds.

A term is a word of a name or text; ``#`` with an identifier; or ``@``, a filter, ``:`` and its value. Its
list is in two parts where it is a word: entries with the word in a name, a space, and the others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from statistics import median
from typing import Any

from madewhere import fingerprint
from madewhere.render.search import postings, words
from madewhere.render.search.entry import Entry
from madewhere.render.search.kinds import KINDS
from madewhere.site_model import Site

FOLDER = "find/"
MANIFEST = f"{FOLDER}index.json"

ROWS_A_FILE = 40
"""Results in one file: some 5 kB, which compress to 2 kB."""
POINTS_A_FILE = 2048
LONGEST_FILE = 16_000
"""Characters in a file of terms, but where a single term has more."""
POINT_DIGITS = 3
"""Decimals of a degree on the map: some hundred metres."""


def index_files(site: Site) -> dict[str, bytes]:
    """The files of the index by path, in a stable order."""
    entries, kinds = _entries(site)
    terms = _terms(entries)
    files = _shards(terms)
    made = {
        **{f"t{n}.json": _json(shard) for n, shard in enumerate(files)},
        **dict(_rows(entries)),
        **dict(_points(entries)),
        "centres.json": _json(_centres(entries)),
    }
    digest = fingerprint.digest(
        *(part for name, content in made.items() for part in (name, content))
    )[:10]
    manifest = {
        "folder": digest,
        "rows": ROWS_A_FILE,
        "points": POINTS_A_FILE,
        "digits": POINT_DIGITS,
        "kinds": kinds,
        "terms": _separators(files),
        "words": {
            "same": words.SAME_LETTERS,
            "accents": "".join((*words.ACCENTS, words.UNREAD)),
            "digits": words.DIGITS,
            "pairs": "".join(words.WITHOUT_SPACES),
            "passed": words.PASSED_BY,
        },
    }
    return {
        MANIFEST: _json(manifest),
        **{f"{FOLDER}{digest}/{name}": content for name, content in made.items()},
    }


def _entries(site: Site) -> tuple[list[Entry], list[list[Any]]]:
    """All entries in their order; and each kind with the number of its first and of the one after its last."""
    entries: list[Entry] = []
    kinds: list[list[Any]] = []
    for kind in KINDS:
        first = len(entries)
        entries += sorted(kind.entries(site), key=lambda entry: entry.order)
        kinds.append([kind.name, first, len(entries)])
    return entries, kinds


def _terms(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Each term with its list of entries, in the order in which JavaScript compares texts."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    told: defaultdict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        in_names = dict.fromkeys(chain.from_iterable(map(words.words, entry.names)))
        for word in in_names:
            named[word].append(number)
        for word in dict.fromkeys(chain.from_iterable(map(words.words, entry.texts))):
            if word not in in_names:
                told[word].append(number)
        for code in dict.fromkeys(entry.codes):
            named[f"#{code}"].append(number)
        for facet, values in entry.facets.items():
            for value in dict.fromkeys(values):
                named[f"@{facet}:{value}"].append(number)
    found = []
    for term in sorted({*named, *told}, key=lambda term: term.encode("utf-16-be")):
        listed = postings.written(named.get(term, ()))
        if term in told:
            listed += f" {postings.written(told[term])}"
        found.append((term, listed))
    return found


def _shards(terms: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """The terms in files; each filter begins a file of its own."""
    files: list[dict[str, str]] = []
    size, group = 0, None
    for term, listed in terms:
        now = term.partition(":")[0] if term[0] == "@" else term[0] if term[0] == "#" else ""
        size += len(term) + len(listed) + 6
        if not files or now != group or size > LONGEST_FILE:
            files.append({})
            size, group = len(term) + len(listed) + 6, now
        files[-1][term] = listed
    return files


def _separators(files: Sequence[dict[str, str]]) -> list[str]:
    """The shortest text for each file that is after all terms of the file before, and after none of it."""
    found, before = [], ""
    for file in files:
        first = next(iter(file))
        length = 1
        while length < len(first) and first[:length].encode("utf-16-be") <= before.encode(
            "utf-16-be"
        ):
            length += 1
        found.append(first[:length])
        before = next(reversed(file))
    return found


def _rows(entries: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    for number, start in enumerate(range(0, len(entries), ROWS_A_FILE)):
        rows = [entry.row() for entry in entries[start : start + ROWS_A_FILE]]
        yield f"r{number}.json", _json(rows)


def _points(entries: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    """For each entry 0, or 1 and its latitude and longitude as steps from the entry before with a point."""
    scale = 10**POINT_DIGITS
    for number, start in enumerate(range(0, len(entries), POINTS_A_FILE)):
        steps, before = [], (0, 0)
        for entry in entries[start : start + POINTS_A_FILE]:
            if entry.point is None:
                steps.append(0)
                continue
            here = (round(entry.point[0] * scale), round(entry.point[1] * scale))
            steps += [1, here[0] - before[0], here[1] - before[1]]
            before = here
        yield f"p{number}.json", _json(postings.signed(steps))


def _centres(entries: Iterable[Entry]) -> dict[str, tuple[float, float]]:
    """The middle of the points of each country, by its code."""
    points: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for entry in entries:
        if entry.point:
            points[entry.country].append(entry.point)
    return {
        code: (round(median(p[0] for p in here), 2), round(median(p[1] for p in here), 2))
        for code, here in sorted(points.items())
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
