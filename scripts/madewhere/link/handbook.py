"""The handbook from the registers: chapters, versions and their requirements."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from madewhere.disclose import Disclosure
from madewhere.site_model.handbook import Chapter, Handbook, Requirement, Version


def link_handbook(disclosure: Disclosure) -> Handbook:
    """Join the registers; a requirement whose chapter or version is unknown is left out."""
    registers = disclosure.registers
    chapters = {row["slug"]: Chapter(**row) for row in registers["chapters"]}
    requirements: defaultdict[tuple[str, str], list[Requirement]] = defaultdict(list)
    for row in registers["requirements"]:
        chapter = chapters.get(row["chapter"])
        if chapter is not None:
            requirements[chapter.scheme, row["version"]].append(_requirement(row, chapter))
    versions = [
        Version(
            **row,
            requirements=tuple(
                sorted(
                    requirements[row["scheme"], row["version"]],
                    key=lambda r: (r.chapter.position, r.chapter.slug, r.slug),
                )
            ),
        )
        for row in registers["handbooks"]
    ]
    versions.sort(key=lambda v: (v.scheme != "social", -v.valid_from.toordinal(), v.version))
    return Handbook(
        versions=tuple(versions),
        chapters=dict(
            sorted(
                chapters.items(),
                key=lambda pair: (pair[1].scheme != "social", pair[1].position, pair[0]),
            )
        ),
        sampling=tuple(
            sorted(registers["sampling"], key=lambda r: (r["scheme"], r["workers_from"]))
        ),
        monitoring_rules=tuple(
            sorted(
                registers["monitoring_rules"],
                key=lambda r: (r["severity"], r["within_days"], r["action"]),
            )
        ),
    )


def _requirement(row: dict[str, Any], chapter: Chapter) -> Requirement:
    def parts(column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in (row[column] or "").split("|") if part.strip())

    return Requirement(
        version=row["version"],
        slug=row["slug"],
        chapter=chapter,
        title=row["title"],
        looks_at=row["looks_at"],
        documents=parts("documents"),
        severity=row["severity"],
        ilo=parts("ilo"),
        sdg=parts("sdg"),
        ungp=parts("ungp"),
    )
