"""Products: what they are, where they were made step by step, and what is claimed about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from madewhere.site_model.parties import Member
from madewhere.site_model.profile import Certificate


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of where a step is done, in one period of making.

    ``kind`` is factory, one-of, country, not-disclosed or not-known. ``factories`` are the IDs of those
    that are shown: one for a factory, one or more for one-of, none for the others. ``one_of`` is of how
    many factories it is one, where that is stated; ``country`` a two-letter code.
    """

    kind: str
    factories: tuple[str, ...]
    one_of: int | None
    country: str | None
    lot: str | None
    valid_from: date | None
    valid_until: date | None
    stated_on: date

    def holds_on(self, day: date) -> bool:
        """Whether it is true for what is made on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A step of making: ``position`` is its place in the order, ``places`` what holds now before the rest."""

    position: int
    stage: str
    part: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Gtin:
    """A number in a bar code: 14 digits, and the variant that has it."""

    gtin: str
    variant: str | None


@dataclass(frozen=True, slots=True)
class ProductClaim:
    """A claim about a product: ``support`` is supported, expired or without-evidence.

    ``holder`` is the ID of the factory that holds the certificate; None where it is of the product.
    """

    claim: str
    statement: str
    about: str
    support: str
    certificate: Certificate | None
    holder: str | None
    stated_on: date


@dataclass(slots=True)
class Product:
    """A product that is shown, of the member that sells it. ``state`` is open or closed."""

    product_id: str
    member: Member
    state: str
    published_on: date
    name: str
    name_language: str | None
    brand: str
    product_type: str | None
    materials: tuple[str, ...]
    website: str | None
    sold_from: date | None
    sold_until: date | None
    stated_on: date
    demo: bool
    gtins: tuple[Gtin, ...] = ()
    steps: tuple[Step, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    claims: tuple[ProductClaim, ...] = ()

    @property
    def factories(self) -> tuple[str, ...]:
        """The IDs of the factories that its steps name, in the order of making, each once."""
        return tuple(
            dict.fromkeys(
                f for step in self.steps for place in step.places for f in place.factories
            )
        )


@dataclass(frozen=True, slots=True)
class MadeHere:
    """A product as the page of a factory names it, with the stages that are done there.

    ``certain`` is false where it is only one of several factories that it may have been; ``now`` tells
    whether it holds on the as-of date.
    """

    product_id: str
    name: str
    brand: str
    stages: tuple[str, ...]
    certain: bool
    now: bool


@dataclass(frozen=True, slots=True)
class GoneProduct:
    """A product's identifier that shows nothing but its state: merged, withdrawn or not-shown."""

    product_id: str
    state: str
    successor: str | None


@dataclass(slots=True)
class Numbers:
    """What answers to the numbers of GS1: the IDs of the products by GTIN, of the factories by GLN.

    A number that was published and has nothing to show any more has no ID. Where several claim one
    number, all are named, because nobody here can tell whose it is.
    """

    products: dict[str, tuple[str, ...]]
    factories: dict[str, tuple[str, ...]]
