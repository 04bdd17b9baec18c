"""Where the demo's products are made: step by step, with every kind of place that there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from madewhere.demo.chance import happens
from madewhere.demo.factories import DemoFactory

Row = dict[str, Any]
Places = list[Row]
"""The rows of one place: one, or one for each of several factories."""

_PLANS = {
    "cotton": (
        ("raw-material", ("ginning",), 92),
        ("spinning", ("spinning",), 88),
        ("fabric", ("weaving", "knitting"), 96),
        ("dyeing", ("dyeing",), 70),
        ("printing", ("printing",), 25),
        ("components", ("trims", "embroidery"), 35),
    ),
    "leather": (
        ("raw-material", (), 80),
        ("leather", ("tannery",), 96),
        ("components", ("trims",), 55),
    ),
    "polyester": (
        ("raw-material", (), 60),
        ("fibre", (), 70),
        ("spinning", ("spinning",), 80),
        ("fabric", ("weaving", "knitting"), 96),
        ("dyeing", ("dyeing",), 60),
        ("components", ("trims",), 45),
    ),
}
"""The steps before making, by fibre: stage, the trades that do it, and in how many of 100 products."""

_PLANS["wool"] = (("raw-material", ("wool",), 95), *_PLANS["cotton"][1:])

_GROWN_IN = {
    "cotton": ("IN", "US", "TR", "BR", "EG", "PK", "UZ"),
    "wool": ("AU", "NZ", "ZA", "UY", "AR"),
    "leather": ("BR", "IT", "AR", "ES", "FR", "IN"),
    "polyester": ("CN", "TW", "KR", "SA", "IN"),
}
_KINDS = ("factory", "one-of", "country", "not-disclosed", "not-known")
_KNOWN, _UNKNOWN = (56, 13, 12, 9, 10), (0, 0, 40, 26, 34)
_MAKING = (86, 8, 3, 3, 0)
_LINED = ("jacket", "coat", "handbag", "backpack")


class StepMaker:
    """Makes the steps of one product after the other.

    ``reference_date`` is the day that the demo speaks for.
    """

    def __init__(self, reference_date: date) -> None:
        self._today = reference_date

    def rows(
        self,
        rng: Random,
        product: Row,
        fibre: str,
        making: DemoFactory,
        named: dict[str, list[DemoFactory]],
    ) -> Iterator[Row]:
        """The rows of a product's steps.

        ``making`` is where it is sewn; ``named`` are the factories, by trade, that agreed to be named.
        """
        known = {factory.factory_id for factories in named.values() for factory in factories}
        kind = self._kind(rng, _MAKING if making.factory_id in known else (0, 0, 50, 50, 0))
        alike = [f for f in named.get(making.trade.code, ()) if f is not making]
        made = self._place(rng, kind, [making, *alike], making.country)
        steps: list[tuple[str, str | None, list[Row]]] = []
        for stage, trades, percent in _PLANS[fibre]:
            if not happens(rng, percent):
                continue
            able = [f for trade in trades for f in named.get(trade, ())]
            parts: tuple[str | None, ...] = (None,)
            lined = any(word in product["product_type"].lower() for word in _LINED)
            if stage == "fabric" and lined:
                parts = ("Main fabric", "Lining")
            steps += ((stage, part, self._changing(rng, able, _GROWN_IN[fibre])) for part in parts)
        alternatives = [f for f in alike if kind == "factory"]
        steps.append(("making", None, self._making(rng, made, alternatives)))
        able = named.get("laundry", []) if making.trade.code == "denim" else []
        if able or (making.trade.code == "denim" and happens(rng, 60)):
            steps.append(("washing", None, self._changing(rng, able, (making.country,))))
        if happens(rng, 75):
            same = kind == "factory" and happens(rng, 55)
            packed = (
                made
                if same
                else self._place(rng, self._kind(rng, (0, 0, 15, 50, 35)), [], making.country)
            )
            steps.append(("packing", None, [dict(row) for row in packed]))
        for position, (stage, part, rows) in enumerate(steps, start=1):
            for entry, row in enumerate(rows, start=1):
                yield {
                    "product_id": product["product_id"],
                    "position": position,
                    "entry": entry,
                    "stage": stage,
                    "part": part,
                    **dict.fromkeys(("factory_id", "one_of", "country", "lot")),
                    **dict.fromkeys(("valid_from", "valid_until")),
                    "stated_on": product["stated_on"],
                    **row,
                }

    @staticmethod
    def _kind(rng: Random, weights: tuple[int, ...]) -> str:
        return rng.choices(_KINDS, weights)[0]

    def _place(self, rng: Random, kind: str, able: list[DemoFactory], country: str) -> Places:
        """A place of a kind, with the first of the factories or some of them."""
        if kind == "factory":
            return [{"place": kind, "factory_id": able[0].factory_id}]
        if kind == "one-of":
            told = able[: 1 + rng.randrange(min(3, len(able)))]
            of = max(2, len(told) + rng.randrange(3))
            return [{"place": kind, "factory_id": f.factory_id, "one_of": of} for f in told]
        return [{"place": kind, "country": country if kind == "country" else None}]

    def _changing(
        self, rng: Random, able: list[DemoFactory], countries: tuple[str, ...]
    ) -> list[Row]:
        """What holds now and, here and there, what held before."""
        able = rng.sample(able, len(able))
        kind = self._kind(rng, _KNOWN if able else _UNKNOWN)
        now = self._place(rng, kind, able, rng.choice(countries))
        if not happens(rng, 12):
            return now
        changed = self._today - timedelta(days=30 + rng.randrange(240))
        before = self._place(rng, self._kind(rng, _UNKNOWN), [], rng.choice(countries))
        return [
            *({**row, "valid_from": changed} for row in now),
            *({**row, "valid_until": changed - timedelta(days=1)} for row in before),
        ]

    def _making(self, rng: Random, made: Places, others: list[DemoFactory]) -> list[Row]:
        """Where it is sewn now; before, later, or in a lot it may have been elsewhere."""
        if not others or not happens(rng, 45):
            return made
        other = {"place": "factory", "factory_id": rng.choice(others).factory_id}
        turn = rng.randrange(3)
        if turn == 0:
            day = self._today - timedelta(days=20 + rng.randrange(300))
            return [
                *({**row, "valid_from": day} for row in made),
                {**other, "valid_until": day - timedelta(days=1)},
            ]
        if turn == 1:
            day = self._today + timedelta(days=30 + rng.randrange(90))
            return [
                *({**row, "valid_until": day - timedelta(days=1)} for row in made),
                {**other, "valid_from": day},
            ]
        lot = f"L{self._today.year}-{1 + rng.randrange(40):02d}"
        return [*made, {**other, "lot": lot}]
