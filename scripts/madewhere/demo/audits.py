"""The demo's audits: invented firms, invented dates, ratings that fit together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from madewhere.demo.chance import day_between, happens, read_rows, working_day, years_after
from madewhere.identifiers import mint_audit_id

FIRMS = (
    ("clearfell-demo-inspections", "Clearfell Demo Inspections", "DE", date(2016, 4, 1)),
    ("fairlantern-demo-assessors", "Fairlantern Demo Assessors", "HK", date(2019, 9, 1)),
    ("marigold-demo-verification", "Marigold Demo Verification", "IN", date(2017, 6, 1)),
    ("northlight-demo-audits", "Northlight Demo Audits", "GB", date(2015, 1, 1)),
    ("plumbline-demo-auditors", "Plumbline Demo Auditors", "FR", date(2014, 10, 1)),
    ("quietriver-demo-assurance", "Quietriver Demo Assurance", "VN", date(2020, 2, 1)),
)
"""Slug, name, seat and the day of accreditation of each invented firm."""

_PLANS = (
    ("initial", "follow-up"),
    ("initial", "re-audit"),
    ("initial", "follow-up", "re-audit"),
    ("initial", "follow-up", "re-audit", "follow-up"),
)
_MOST = 4


@dataclass(frozen=True, slots=True)
class DemoAudit:
    """One invented audit; the columns of the table `audits` without the factory.

    ``course`` says how the correction of its findings goes, see `courses`.
    """

    audit_id: str
    type: str
    category: str
    announcement: str
    audit_date: date
    audit_firm: str
    requirements_version: str
    follows_audit: str | None
    rating_percent: int
    rating_letter: str
    alert_notifications: int
    cap_complete: bool | None
    course: str = "settled"


class AuditMaker:
    """Makes the audits of one factory after the other; no two get the same ID."""

    def __init__(self, rng: Random, reference_date: date) -> None:
        self._rng = rng
        self._first = years_after(reference_date, -4)
        self._last = reference_date - timedelta(days=45)
        self._taken: set[str] = set()

    def make(self, factory_id: str, environmental_percent: float) -> list[DemoAudit]:
        """Make two to four audits of a factory, oldest first: social ones, perhaps environmental."""
        rng = self._rng
        start = day_between(rng, self._first, self._first + timedelta(days=750))
        audits = self._sequence(factory_id, "social", rng.choice(_PLANS), start)
        if happens(rng, environmental_percent):
            plan = ("initial", "follow-up") if happens(rng, 30) else ("initial",)
            later = start + timedelta(days=60 + rng.randrange(700))
            audits += self._sequence(factory_id, "environmental", plan, later)[
                : max(0, _MOST - len(audits))
            ]
        return sorted(audits, key=lambda audit: (audit.audit_date, audit.audit_id))

    def _sequence(
        self, factory_id: str, kind: str, plan: tuple[str, ...], start: date
    ) -> list[DemoAudit]:
        """Make audits that build on each other: a follow-up after months, a re-audit after years."""
        rng = self._rng
        made: list[DemoAudit] = []
        day = start
        firm = rng.choice(FIRMS)[0]
        percent = rng.randrange(52, 93)
        for category in plan:
            if category == "follow-up":
                day += timedelta(days=120 + rng.randrange(180))
                percent = min(98, percent + rng.randrange(3, 16))
            elif category == "re-audit":
                day += timedelta(days=330 + rng.randrange(330))
                percent = max(45, min(98, percent + rng.randrange(-12, 9)))
                firm = rng.choice(FIRMS)[0] if happens(rng, 35) else firm
            if day > self._last:
                break
            day = working_day(day)
            day, audit_id = self._mint(factory_id, kind, day, firm)
            alerts = (1 + happens(rng, 25)) if category != "follow-up" and happens(rng, 4) else 0
            previous = made[-1].audit_id if made else None
            made.append(
                DemoAudit(
                    audit_id=audit_id,
                    type=kind,
                    category=category,
                    announcement=rng.choices(
                        ("semi-announced", "unannounced", "announced"), (60, 30, 10)
                    )[0],
                    audit_date=day,
                    audit_firm=firm,
                    requirements_version=_version(kind, day),
                    follows_audit=previous if category == "follow-up" else None,
                    rating_percent=percent,
                    rating_letter="E" if alerts else _letter(rng, percent),
                    alert_notifications=alerts,
                    cap_complete=None
                    if category == "follow-up"
                    else rng.choices((True, False, None), (80, 12, 8))[0],
                )
            )
        return made

    def _mint(self, factory_id: str, kind: str, day: date, firm: str) -> tuple[date, str]:
        """Mint an ID; a day later where chance gives one that another audit has."""
        while True:
            minted = mint_audit_id(factory_id, kind, day, firm)
            if minted not in self._taken:
                self._taken.add(minted)
                return day, minted
            day += timedelta(days=1)


@cache
def _versions(scheme: str) -> tuple[tuple[date, str], ...]:
    """The versions of the demo's handbook with the day from which each is in force, newest first."""
    rows = [row for row in read_rows("registers/handbooks.csv") if row["scheme"] == scheme]
    found = ((date.fromisoformat(row["valid_from"]), row["version"]) for row in rows)
    return tuple(sorted(found, reverse=True))


def _version(scheme: str, day: date) -> str:
    """The version in force on a day; the oldest for a day before all of them."""
    versions = _versions(scheme)
    return next((version for since, version in versions if day >= since), versions[-1][1])


def _letter(rng: Random, percent: int) -> str:
    """A letter that is plausible beside a percentage, but never follows from it."""
    weights = {9: (60, 30, 8, 2, 0), 8: (30, 45, 18, 6, 1), 7: (10, 40, 35, 12, 3)}
    return rng.choices("ABCDE", weights.get(percent // 10, (2, 18, 40, 30, 10)))[0]
