"""The registers of the handbook and of standards, as the demo's audits and certificates need them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from madewhere.demo.chance import read_rows


@dataclass(frozen=True, slots=True)
class DemoRequirement:
    """One requirement of one version of a handbook."""

    slug: str
    chapter: str
    title: str
    severity: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoStandard:
    """A standard that gives certificates."""

    slug: str
    title: str
    verify_url: str | None


class DemoHandbook:
    """What the demo's registers say; read from the files beside the program's code."""

    def __init__(self) -> None:
        chapters = read_rows("registers/chapters.csv")
        self.chapters: dict[str, tuple[str, ...]] = {
            scheme: tuple(
                row["slug"]
                for row in sorted(chapters, key=lambda row: int(row["position"]))
                if row["scheme"] == scheme
            )
            for scheme in ("social", "environmental")
        }
        scheme_of = {row["slug"]: row["scheme"] for row in chapters}
        self._requirements: defaultdict[tuple[str, str, str], list[DemoRequirement]]
        self._requirements = defaultdict(list)
        for row in read_rows("registers/requirements.csv"):
            self._requirements[scheme_of[row["chapter"]], row["version"], row["chapter"]].append(
                DemoRequirement(
                    slug=row["slug"],
                    chapter=row["chapter"],
                    title=row["title"],
                    severity=row["severity"],
                    documents=tuple(part for part in row["documents"].split("|") if part),
                )
            )
        self.standards = [
            DemoStandard(row["slug"], row["title"], row["verify_url"] or None)
            for row in read_rows("registers/standards.csv")
            if row["kind"] == "certificate"
        ]

    def requirements(self, scheme: str, version: str, chapter: str) -> list[DemoRequirement]:
        """The requirements of a chapter in that version, in the order of the register."""
        return self._requirements[scheme, version, chapter]
