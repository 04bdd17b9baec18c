"""What lists call kinds of work, and the codes that the registers have for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from madewhere.importing.public_rows import rows_of


@dataclass(frozen=True, slots=True)
class Work:
    """What a row says about the work done there, as codes; ``unknown`` are texts without a code."""

    facility_types: list[str] = field(default_factory=list)
    processing_types: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WorkCodes:
    """Codes of facility types and of processing types, by the slugs of their codes and titles."""

    facility: dict[str, str]
    processing: dict[str, str]

    def read(self, text: str, *, processing_first: bool) -> Work:
        """Read one cell: a title, a code, or several of them. Some words are in both registers."""
        work = Work()
        for part in self._parts(text):
            slug = slug_of(part)
            in_facility, in_processing = self.facility.get(slug), self.processing.get(slug)
            if in_processing and (processing_first or not in_facility):
                work.processing_types.append(in_processing)
            elif in_facility:
                work.facility_types.append(in_facility)
            else:
                work.unknown.append(part)
        return work

    def _parts(self, text: str) -> Iterator[str]:
        for part in (piece.strip() for piece in re.split(r"[|;]", text)):
            slug = slug_of(part)
            # Some titles have commas themselves.
            if not part or slug in self.facility or slug in self.processing:
                yield from [part] if part else []
            else:
                yield from (piece.strip() for piece in part.split(", ") if piece.strip())


def slug_of(text: str) -> str:
    """Write a title as codes are written: lower case, words joined by hyphens, & as "and"."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def read_codes(registers: Path) -> WorkCodes:
    """Read the codes from a publication's registers; a register that is missing knows no code."""
    return WorkCodes(
        facility=_by_slug(rows_of(registers / "facility_types.csv")),
        processing=_by_slug(rows_of(registers / "processing_types.csv")),
    )


def _by_slug(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        code = row.get("code", "")
        if code:
            found[code] = code
            found.setdefault(slug_of(row.get("title", "")), code)
    return found
