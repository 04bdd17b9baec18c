"""What a product's page works out of its steps before it is laid out: the answer, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from madewhere.site_model import Audit, Factory, Site
from madewhere.site_model.products import Place, Product, Step

_ANSWERED_FIRST = ("making", "fabric", "leather", "components", "spinning", "fibre", "raw-material")
"""The stage that a shopper asks for, or what comes nearest to it where a product has none."""

UNNAMED = ("one-of", "country", "not-disclosed", "not-known")
"""The kinds of place that name no single factory, the most that is known first."""


@dataclass(frozen=True, slots=True)
class Told:
    """A step as its page tells it. ``number`` is the same in the list and on the map, from 1.

    ``now`` is what holds for whatever is made on the as-of date, ``lots`` what holds for single lots;
    ``later`` and ``former`` hold on other days.
    """

    number: int
    step: Step
    now: tuple[Place, ...]
    lots: tuple[Place, ...]
    later: tuple[Place, ...]
    former: tuple[Place, ...]

    @property
    def current(self) -> tuple[Place, ...]:
        """What holds on the as-of date: for every lot, or else for some."""
        return self.now or self.lots

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of places that hold on the as-of date, each once; not-known where none does."""
        return tuple(dict.fromkeys(place.kind for place in self.current)) or ("not-known",)


def told_steps(steps: Sequence[Step], as_of: date) -> tuple[Told, ...]:
    """The steps in their order, each with its places parted by when and for what they hold."""
    return tuple(_told(number, step, as_of) for number, step in enumerate(steps, start=1))


def _told(number: int, step: Step, as_of: date) -> Told:
    def those(wanted: Iterable[bool]) -> tuple[Place, ...]:
        return tuple(p for p, fits in zip(step.places, wanted, strict=True) if fits)

    places = step.places
    holds = [place.holds_on(as_of) for place in places]
    later = [p.valid_from is not None and p.valid_from > as_of for p in places]
    return Told(
        number=number,
        step=step,
        now=those(h and p.lot is None for h, p in zip(holds, places, strict=True)),
        lots=those(h and p.lot is not None for h, p in zip(holds, places, strict=True)),
        later=those(later),
        former=those(not h and not new for h, new in zip(holds, later, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a shopper wants to know first. ``stage`` is what is answered for, ``steps`` those of it.

    ``factories`` are the IDs of the factories of these steps, in their order, each once.
    """

    stage: str
    steps: tuple[Told, ...]

    @property
    def factories(self) -> tuple[str, ...]:
        """The IDs of the factories that are named for it on the as-of date."""
        return tuple(
            dict.fromkeys(f for told in self.steps for p in told.current for f in p.factories)
        )

    @property
    def certain(self) -> bool:
        """Whether every place of it is one factory that is named."""
        return all(told.kinds == ("factory",) for told in self.steps)


def answer(told: Sequence[Told]) -> Answer | None:
    """The steps in which the product came to be; None where no step is stated."""
    stages = {each.step.stage for each in told}
    stage = next((s for s in _ANSWERED_FIRST if s in stages), None)
    if stage is None:
        if not told:
            return None
        stage = told[-1].step.stage
    return Answer(stage, tuple(each for each in told if each.step.stage == stage))


@dataclass(frozen=True, slots=True)
class Short:
    """A product in one row of a list: the stage that is answered for, and what is known of its place.

    ``countries`` are codes; ``factories`` are those that are named, of which ``checked`` was audited last.
    """

    stage: str
    kind: str
    countries: tuple[str, ...]
    factories: tuple[Factory, ...]
    checked: Audit | None


def in_short(product: Product, site: Site) -> Short:
    """What a list says of a product; not-known is the kind where nothing is stated."""
    told = answer(told_steps(product.steps, site.as_of))
    if told is None:
        return Short("making", "not-known", (), (), None)
    places = [place for each in told.steps for place in each.current]
    factories = tuple(site.by_id[factory_id] for factory_id in told.factories)
    codes = [f.country for f in factories] + [p.country for p in places if p.country]
    audits = [f.last_audit for f in factories if f.last_audit]
    kinds = [kind for each in told.steps for kind in each.kinds]
    return Short(
        stage=told.stage,
        kind=max(kinds, key=("factory", *UNNAMED).index),
        countries=tuple(dict.fromkeys(codes)),
        factories=factories,
        checked=max(audits, key=lambda a: a.audit_date, default=None),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """How much of the steps names its factory: ``named`` of ``steps``, and the others by kind of place.

    ``unnamed`` has the kinds in the order of `UNNAMED`, each with its steps.
    """

    steps: int
    named: int
    unnamed: tuple[tuple[str, tuple[Told, ...]], ...]


def known(told: Sequence[Told]) -> Known:
    """Part the steps by what is known of their places; a step counts by the least that is known."""
    by_kind: dict[str, list[Told]] = {kind: [] for kind in UNNAMED}
    for each in told:
        worst = max(each.kinds, key=("factory", *UNNAMED).index)
        if worst != "factory":
            by_kind[worst].append(each)
    unnamed = tuple((kind, tuple(by_kind[kind])) for kind in UNNAMED if by_kind[kind])
    return Known(len(told), len(told) - sum(len(steps) for _, steps in unnamed), unnamed)


def lands(place: Place, by_id: Mapping[str, Factory]) -> tuple[str, ...]:
    """The countries of the factories that a place names, as codes, each once."""
    return tuple(dict.fromkeys(by_id[factory_id].country for factory_id in place.factories))


def contested(product: Product, numbers: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """Those of its GTINs that other products claim too."""
    return frozenset(g.gtin for g in product.gtins if len(numbers.get(g.gtin, ())) > 1)
