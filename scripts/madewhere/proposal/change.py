"""The model of a proposed change: what it adds, changes and takes away, for the person who reviews it.

All texts come from the data of a proposal and are hostile until a report has escaped them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madewhere.ledger import Event
from madewhere.problems import Problem


class Kind(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Owner(StrEnum):
    """Whose a package is, seen from the proposer."""

    OWN = "own"
    TEAM = "team"
    """Kept by a team; whether the proposer is in it, the register does not say."""
    OTHER = "other"
    UNKNOWN = "unknown"
    """Nobody said who proposes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that differs, as tables write it; empty where it was or is empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PackageChange:
    """A member's package that the change touches.

    ``maintainers`` are those of the base revision's register, so that nobody makes himself one by the
    same change; where the member ``enters`` by the change, those of its new row. ``former`` tells that a
    package is new under a name that the ledger of the base has or may have. ``demo`` is what the
    descriptor said and says of it, None where it has none.
    """

    slug: str
    name: str
    maintainers: tuple[str, ...]
    owner: Owner
    kind: Kind
    demo: tuple[bool | None, bool | None]
    enters: bool = False
    former: bool = False


@dataclass(frozen=True, slots=True)
class Outside:
    """A change outside the proposer's own package, and why it is named. ``file`` is the repository's."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class FactoryChange:
    """A factory's row. ``point`` is (latitude, longitude) in WGS 84 degrees; ``line`` is 0 where it went.

    ``new`` tells that its identifier is published for the first time; ``others`` are the members that
    disclose the same factory too; ``faulty`` that the row as it is now has an error.
    """

    kind: Kind
    factory_id: str
    member: str
    name: str
    locality: str
    country: str
    line: int
    point: tuple[float, float] | None
    cells: tuple[Cell, ...]
    new: bool
    others: tuple[str, ...]
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """One scope that a factory agreed to, or does not any more. ``given_for`` is a member or ``*``."""

    kind: Kind
    factory_id: str
    factory: str
    scope: str
    given_for: str
    member: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class AuditChange:
    """An audit's row in a member's package."""

    kind: Kind
    audit_id: str
    factory_id: str
    member: str
    type: str
    audit_date: date
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding's row in a member's package."""

    kind: Kind
    audit_id: str
    finding: str
    factory_id: str
    member: str
    severity: str
    requirement: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FindingEventChange:
    """Something that is said to have happened to a finding. ``by`` is factory or member.

    ``line`` is 0 where the row went.
    """

    kind: Kind
    audit_id: str
    finding: str
    factory_id: str
    member: str
    event: str
    by: str
    date: date
    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ProductChange:
    """A product's row; ``line`` is 0 where it went. ``new`` and ``faulty`` are as in `FactoryChange`."""

    kind: Kind
    product_id: str
    member: str
    name: str
    brand: str
    line: int
    cells: tuple[Cell, ...]
    new: bool
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class GtinChange:
    """A GTIN's row; ``new`` tells that the number is published for the first time."""

    kind: Kind
    gtin: str
    product_id: str
    member: str
    variant: str
    cells: tuple[Cell, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class StepChange:
    """A row of a product's steps. ``place`` is its code, ``factory_id`` and ``country`` may be empty."""

    kind: Kind
    product_id: str
    position: int
    entry: int
    stage: str
    place: str
    factory_id: str
    country: str
    member: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """A row of a register, which all members share."""

    kind: Kind
    table: str
    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowCount:
    """How many rows of a file that is not told row by row are new, different or gone."""

    file: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class ProposalChange:
    """All that a change does. Lists are in a stable order; files are relative to the data folder.

    ``files`` are all files of the data that differ, ``elsewhere`` counts those beside the data. ``ahead``
    counts commits that the base has and this state does not: what they did looks undone here.
    ``unread`` are rows and tables that differ and that have an error of their own, so that what they say
    could not be compared. ``duplicates`` are the likely duplicates that an added or changed factory is in.
    Of ``finding_events`` those that are no longer what they were come first, because they only ever grow.
    ``entering`` are the proposer's own packages of members that are new: to be looked at, and nobody else's.
    """

    base: str
    ahead: int
    proposer: str
    files: tuple[str, ...]
    elsewhere: int
    entering: tuple[PackageChange, ...]
    outside: tuple[Outside, ...]
    packages: tuple[PackageChange, ...]
    factories: tuple[FactoryChange, ...]
    consents: tuple[ConsentChange, ...]
    events: tuple[Event, ...]
    new_ids: tuple[str, ...]
    duplicates: tuple[Problem, ...]
    audits: tuple[AuditChange, ...]
    findings: tuple[FindingChange, ...]
    finding_events: tuple[FindingEventChange, ...]
    registers: tuple[RegisterChange, ...]
    others: tuple[RowCount, ...]
    unread: tuple[str, ...]
    products: tuple[ProductChange, ...] = ()
    gtins: tuple[GtinChange, ...] = ()
    steps: tuple[StepChange, ...] = ()

    def events_of(self, what: str, kind: str = "factory") -> dict[str, Event]:
        """The factories, or what else, to which this happened in the change, such as withdrawn."""
        return {e.identifier: e for e in self.events if (e.kind, e.event) == (kind, what)}

    def of_kind(self, kind: Kind) -> list[FactoryChange]:
        """The factories that were added, changed or removed."""
        return [factory for factory in self.factories if factory.kind is kind]

    def parted(self, problems: Iterable[Problem]) -> tuple[list[Problem], list[Problem]]:
        """Problems in files that differ or about factories and products whose rows do, and all others."""
        touched: list[Problem] = []
        others: list[Problem] = []
        about = {factory.factory_id for factory in self.factories}
        about |= {product.product_id for product in self.products}
        files = set(self.files)
        for each in problems:
            near = each.file in files or not about.isdisjoint(each.subject.split("|"))
            (touched if near else others).append(each)
        return touched, others
