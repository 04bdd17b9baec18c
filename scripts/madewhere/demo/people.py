"""The people of a demo factory: their contracts, what they said in surveys, and more of its profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from madewhere.demo.chance import day_between, happens, skewed
from madewhere.demo.factories import DemoFactory

Row = dict[str, Any]

_CONTRACTS = (
    ("fixed-term", 60, 30),
    ("agency", 25, 22),
    ("seasonal", 18, 25),
    ("apprentice", 25, 8),
    ("home-based", 5, 15),
)
"""Kinds of contract beside permanent ones: in how many of a hundred factories, and up to what share."""

_TOPICS = (
    "wages",
    "working-hours",
    "health-and-safety",
    "respect",
    "representation",
    "complaints",
)
_SURVEYORS = (
    "Hearfield Demo Surveys",
    "Openear Demo Research",
    "Quietvoice Demo Foundation",
    "Listening Post (fictional institute)",
)
_FROM_AFAR = ("ne", "my", "bn", "vi", "id")
_LEAST_WORKERS = 40
"""In smaller factories nobody asks: too few would answer for a sum."""


def workforce_rows(rng: Random, factory: DemoFactory, stated: Row) -> Iterator[Row]:
    """The people by contract, adding up to what is ``stated`` of their number, women and migrants."""
    total = stated.get("workers") or factory.workers
    percent = stated.get("women_percent")
    if percent is None:
        low, high = factory.trade.women
        percent = low + rng.randrange(high - low + 1)
    migrant_percent = stated.get("migrant_percent")
    people: dict[str, int] = {}
    for contract, share, most in _CONTRACTS:
        often = 70 if (contract, factory.trade.tier) == ("seasonal", 4) else share
        count = total * skewed(rng, 2, most) // 100 if happens(rng, often) else 0
        if count:
            people[contract] = count
    people = {"permanent": total - sum(people.values()), **people}
    women_left = total * percent // 100
    men_left = total - women_left
    left = total
    for contract, count in people.items():
        # What is left is shared out in proportion, so that the last kind takes up the rest.
        women = max(count - men_left, min(women_left, round(count * women_left / left)))
        women_left, men_left, left = women_left - women, men_left - count + women, left - count
        yield {
            "factory_id": factory.factory_id,
            "contract": contract,
            "women": women,
            "men": count - women,
            "migrants": None if migrant_percent is None else count * migrant_percent // 100,
            "stated_on": stated["workforce_stated_on"],
            "stated_by": stated["workforce_stated_by"],
        }


def profile_row(
    rng: Random, factory: DemoFactory, stated_on: date, stated_by: str, *, moved: bool
) -> Row:
    """More about the factory. With ``moved`` its capacity is a little less, as another member has it."""
    each, unit, period = factory.trade.capacity
    amount = factory.workers * int(each) * rng.randrange(60, 111) // 100
    step = 10 ** max(0, len(str(amount)) - 2)
    outside = [step for step in factory.trade.processing if step not in factory.processing]
    return {
        "factory_id": factory.factory_id,
        "buildings": 1 + skewed(rng, 0, 1 + factory.workers // 300),
        "languages": languages(rng, factory),
        "outside_processes": "|".join(outside) if outside and happens(rng, 70) else None,
        "capacity": max(step, amount // step * step - step * moved),
        "capacity_unit": unit,
        "capacity_period": period,
        "stated_on": stated_on,
        "stated_by": stated_by,
    }


def languages(rng: Random, factory: DemoFactory) -> str:
    """The languages that are spoken there, the one of the place first."""
    spoken = [(factory.town.language or "en").split("-")[0]]
    if (factory.migrant_percent or 0) >= 15:
        spoken.append(rng.choice(_FROM_AFAR))
    if happens(rng, 45):
        spoken.append("en")
    return "|".join(dict.fromkeys(spoken))


def survey_rows(rng: Random, factory: DemoFactory, until: date) -> Iterator[Row]:
    """One or two surveys of the last two years, ended by ``until``; none in a small factory.

    At most two workers of five answered, and never fewer than ten.
    """
    most = factory.workers * 2 // 5
    if factory.workers < _LEAST_WORKERS or not happens(rng, 85):
        return
    end = until - timedelta(days=rng.randrange(300))
    level = 48 + rng.randrange(36)
    for _ in range(1 + happens(rng, 45)):
        start = end - timedelta(days=6 + rng.randrange(20))
        method = rng.choice(("phone", "app", "paper", "interview", "group-discussion"))
        provider = rng.choice(_SURVEYORS) if happens(rng, 85) else None
        answered = 10 + (min(most, 400) - 10) * rng.randrange(20, 101) // 100
        topics = ["overall", *(topic for topic in _TOPICS if happens(rng, 70))]
        audited = any(0 <= (start - audit.audit_date).days < 730 for audit in factory.audits)
        if audited and happens(rng, 75):
            topics.append("auditors-conduct")
        for topic in topics:
            yield {
                "factory_id": factory.factory_id,
                "topic": topic,
                "score": max(5, min(98, level + rng.randrange(-14, 15))),
                "respondents": max(10, answered - rng.randrange(1 + answered // 8)),
                "period_start": start,
                "period_end": end,
                "method": method,
                "provider": provider,
            }
        end = day_between(rng, start - timedelta(days=420), start - timedelta(days=200))
        level = max(35, min(90, level - rng.randrange(-6, 10)))
