"""The certificates and claims of all factories, as lists to read and as small files to look things up in.

Whoever types a number loads one file of a few hundred certificates: which one follows from the number.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from madewhere import fingerprint
from madewhere.pour import Output
from madewhere.render import factory_list
from madewhere.render.factory_parts import verify_url
from madewhere.site_model import Certificate, Claim, Site, Standard

FOLDER = "certificates/find/"
"""Where the files to look things up in lie, relative to the root; every language has the same."""
CLAIMS = f"{FOLDER}claims.json"

_MOST_IN_FILE = 400
"""Certificates in one file to look up in, on average: some 50 kB, which compress to 10 kB."""


@dataclass(frozen=True, slots=True)
class Held:
    """The certificates of one standard; ``standard`` is None where the register lacks it."""

    slug: str
    standard: Standard | None
    certificates: tuple[Certificate, ...]

    @property
    def title(self) -> str:
        """What the standard is called; its slug where the register lacks it."""
        return self.standard.title if self.standard else self.slug

    @property
    def number(self) -> int:
        """How many certificates there are; one that several factories hold counts once."""
        return len({certificate.number for certificate in self.certificates})

    @property
    def valid(self) -> int:
        """How many of them are valid on the as-of date."""
        return len({c.number for c in self.certificates if c.state == "valid"})

    @property
    def factories(self) -> int:
        """How many factories hold one of them, whether it is valid or not."""
        return len({certificate.factory_id for certificate in self.certificates})


@lru_cache(maxsize=1)
def held(site: Site) -> tuple[Held, ...]:
    """The certificates of each standard that has any, by title, each list in the order of numbers."""
    found: defaultdict[str, list[Certificate]] = defaultdict(list)
    for factory_id in sorted(site.by_id):
        for certificate in site.by_id[factory_id].certificates:
            found[certificate.standard].append(certificate)
    listed = [
        Held(
            slug,
            site.standards.get(slug),
            tuple(sorted(rows, key=lambda c: (key_of(c.number), c.number, c.factory_id))),
        )
        for slug, rows in found.items()
    ]
    return tuple(sorted(listed, key=lambda each: (each.title.casefold(), each.slug)))


class Claimed(NamedTuple):
    """A row of the list of claims. ``anchor`` stands on the first row of each statement."""

    claim: Claim
    anchor: str | None


@lru_cache(maxsize=1)
def claimed(site: Site) -> tuple[Claimed, ...]:
    """Every claim, in the order of what is stated."""

    def stated(claim: Claim) -> str:
        return " ".join(claim.statement.casefold().split())

    claims = [c for factory_id in sorted(site.by_id) for c in site.by_id[factory_id].claims]
    claims.sort(key=lambda c: (stated(c), c.factory_id, c.claim))
    return tuple(
        Claimed(claim, None if place else f"s{number}")
        for number, (_, same) in enumerate(groupby(claims, key=stated), start=1)
        for place, claim in enumerate(same)
    )


def key_of(number: str) -> str:
    """A number as it is compared: letters and digits only, in capitals. The script does the same."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN")


def file_of(key: str, files: int) -> int:
    """Which of the files has a key: its FNV-1a hash over UTF-8, modulo their number."""
    value = 0x811C9DC5
    for byte in key.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value % files


def number_of_files(site: Site) -> int:
    """How many files the certificates are spread over; at least one."""
    count = sum(len(factory.certificates) for factory in site.factories)
    return max(1, -(-count // _MOST_IN_FILE))


def find_files(site: Site) -> Iterator[Output]:
    """The files to look certificates and claims up in."""
    for number, rows in enumerate(_spread(site)):
        yield _known(f"{FOLDER}{number}.json", {key: rows[key] for key in sorted(rows)})
    yield _known(CLAIMS, list(_statements(site)))


def _spread(site: Site) -> list[dict[str, list[list[Any]]]]:
    """The certificates of each file, by their keys."""
    files: list[dict[str, list[list[Any]]]] = [{} for _ in range(number_of_files(site))]
    for group in held(site):
        for c in group.certificates:
            key = key_of(c.number)
            row = [
                c.number,
                group.title,
                c.factory_id,
                site.by_id[c.factory_id].name,
                c.issuer,
                c.state,
                c.valid_from.isoformat(),
                c.valid_until.isoformat() if c.valid_until else None,
                verify_url(site, c),
            ]
            files[file_of(key, len(files))].setdefault(key, []).append(row)
    return files


def _statements(site: Site) -> Iterator[list[Any]]:
    """Each statement with its claims that are supported, expired and without evidence, and its place."""
    rows = claimed(site)
    starts = [n for n, row in enumerate(rows) if row.anchor]
    for start, end in pairwise([*starts, len(rows)]):
        counts = Counter(row.claim.support for row in rows[start:end])
        yield [
            rows[start].claim.statement,
            counts["supported"],
            counts["expired"],
            counts["without-evidence"],
            start // factory_list.ROWS_A_PAGE + 1,
            rows[start].anchor,
        ]


def _known(path: str, value: Any) -> Output:
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Output(path, fingerprint.digest(content), lambda: content)
