"""What became of a list that was imported."""

from __future__ import annotations

from dataclasses import dataclass, field

from madewhere.importing.alike import Alike
from madewhere.problems import Level, Problem


@dataclass(slots=True)
class ImportResult:
    """What became of a list.

    ``rows_in`` = ``taken`` + ``refused`` + ``repeated`` + ``blank``; what stands above the header is
    in ``preamble``, and lines below it that are no rows of the list, such as totals, in ``asides``. ``updated`` counts the factories
    of the folder that a repeated row restated, ``recognised`` the taken ones that got the ID of a
    published factory. ``mapping`` is our column to the titles of the list's, ``unused`` the titles
    without a place. ``factory_ids`` is by line, for rows taken or repeated. ``contacts`` counts the factories that
    got a contact. ``alike`` are the pairs of which
    a person has to say whether they are one factory.
    """

    file: str
    sha256: str
    template: str
    mapping: dict[str, tuple[str, ...]]
    unused: tuple[str, ...]
    rows_in: int = 0
    taken: int = 0
    refused: int = 0
    repeated: int = 0
    blank: int = 0
    updated: int = 0
    recognised: int = 0
    contacts: int = 0
    factory_ids: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    preamble: list[tuple[int, str]] = field(default_factory=list)
    asides: list[tuple[int, str]] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether a row was refused."""
        return any(p.level is Level.ERROR for p in self.problems)
