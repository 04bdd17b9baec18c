"""The demo's members, the days on which each discloses, and its links to factories with their consents."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from madewhere.demo.chance import day_between, happens, years_after
from madewhere.demo.factories import DemoFactory
from madewhere.demo.names import Words, member_name
from madewhere.tables import SCOPES

LEAST_MEMBERS = 10
_FACTORIES_A_MEMBER = 400
_COUNTRIES = ("FR", "DE", "GB", "ES", "SE", "NL", "IT", "DK", "US", "JP", "BE", "PL", "CA", "AU")

_SCOPE_PERCENT = {
    "identity": 100,
    "audits": 94,
    "ratings": 35,
    "cap": 30,
    "profile": 70,
    "tiers": 45,
    "certificates": 35,
    "products": 40,
    "worker_voice": 15,
    "programmes": 20,
    "contact": 40,
}
_FOR_ALL_PERCENT = 12
_LIMITED_PERCENT = 15
_LATER_PERCENT = 15
_TEXT_VERSION = "2026-2"
_NO_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Consent:
    """A factory's yes to one scope, without the factory: the other columns of `consents`."""

    member: str
    decided_on: date
    valid_until: date | None
    text_version: str
    language: str
    method: str
    evidence_sha256: str
    recorded_by: str


@dataclass(slots=True)
class Link:
    """A member's link to a factory, with the consents that the member has recorded.

    ``place`` is 0 for the member that the factory was made for and 1 for a second one, whose
    statements may differ.
    """

    factory: DemoFactory
    disclosed_on: date
    since: date
    place: int
    consents: dict[str, Consent] = field(default_factory=dict)
    lapsed: bool = False

    def agreed(self, scope: str) -> bool:
        """Whether a consent for this scope was ever recorded here."""
        return scope in self.consents


@dataclass(slots=True)
class DemoMember:
    """An invented brand. ``batches`` are the days on which it disclosed something, in order."""

    slug: str
    name: str
    country: str
    joined_on: date
    batches: list[date]
    links: list[Link] = field(default_factory=list)


def make_members(rng: Random, factories: int, reference_date: date) -> list[DemoMember]:
    """Make ten members, or more for more than four thousand factories, in the order of slugs."""
    words = Words()
    made = []
    for number in range(max(LEAST_MEMBERS, factories // _FACTORIES_A_MEMBER)):
        name = member_name(words, number)
        joined = reference_date - timedelta(days=480 + rng.randrange(600))
        made.append(
            DemoMember(
                slug=name.lower(),
                name=f"{name} (fictional brand)",
                country=_COUNTRIES[number % len(_COUNTRIES)],
                joined_on=joined,
                batches=_batches(rng, joined, reference_date),
            )
        )
    return sorted(made, key=lambda member: member.slug)


def _batches(rng: Random, joined: date, reference_date: date) -> list[date]:
    last = reference_date - timedelta(days=6 + rng.randrange(24))
    days = []
    day = joined + timedelta(days=14)
    while day < last - timedelta(days=60):
        days.append(day)
        day += timedelta(days=90 + rng.randrange(50))
    return [*days, last]


class ConsentMaker:
    """Makes links with their consents."""

    def __init__(self, rng: Random, reference_date: date) -> None:
        self._rng = rng
        self._reference_date = reference_date

    def link(
        self,
        member: DemoMember,
        factory: DemoFactory,
        disclosed_on: date,
        *,
        place: int = 0,
        sure: tuple[str, ...] = (),
        first_decided: date | None = None,
    ) -> Link:
        """Make a member's link to a factory with what the factory agreed to.

        The scopes in ``sure`` are among it; nothing is decided before ``first_decided``.
        """
        rng = self._rng
        scopes = [scope for scope in SCOPES if happens(rng, _SCOPE_PERCENT[scope]) or scope in sure]
        who = "*" if happens(rng, _FOR_ALL_PERCENT) else member.slug
        decided = disclosed_on - timedelta(days=4 + rng.randrange(70))
        if first_decided is not None:
            decided = max(decided, first_decided)
        valid_until = None
        if happens(rng, _LIMITED_PERCENT):
            valid_until = years_after(self._reference_date, 4 + rng.randrange(6))
        first = self._consent(who, factory, decided, valid_until)
        later = None
        if happens(rng, _LATER_PERCENT) and disclosed_on < member.batches[-1]:
            day = day_between(rng, disclosed_on, member.batches[-1])
            later = self._consent(who, factory, day, valid_until)
        link = Link(
            factory=factory,
            disclosed_on=disclosed_on,
            since=date(disclosed_on.year - 1 - rng.randrange(12), 1, 1),
            place=place,
        )
        for scope in scopes:
            # Whoever says yes to more later says so after having seen the page.
            second = later is not None and scope not in ("identity", "audits") and happens(rng, 50)
            link.consents[scope] = later if second and later is not None else first
        return link

    def lapse(self, link: Link, *, whole: bool) -> None:
        """Let consents of a link run out before the reference date: all, or all but identity."""
        rng = self._rng
        ended = self._reference_date - timedelta(days=5 + rng.randrange(120))
        for scope, consent in sorted(link.consents.items()):
            if whole or scope not in ("identity", "audits"):
                link.consents[scope] = replace(
                    consent,
                    decided_on=min(consent.decided_on, ended - timedelta(days=90)),
                    valid_until=ended,
                )
        link.lapsed = True

    def _consent(
        self, who: str, factory: DemoFactory, decided: date, valid_until: date | None
    ) -> Consent:
        rng = self._rng
        method = rng.choices(
            ("signed-document", "electronic-signature", "online-form", "own-proposal"),
            (40, 30, 24, 6),
        )[0]
        recorded = rng.choices(("member-sourcing", "member-compliance", "publisher"), (55, 40, 5))[
            0
        ]
        return Consent(
            member=who,
            decided_on=decided,
            valid_until=valid_until,
            text_version=_TEXT_VERSION,
            language=factory.town.language or _NO_LANGUAGE,
            method=method,
            evidence_sha256=hashlib.sha256(rng.randbytes(24)).hexdigest(),
            recorded_by="factory-management" if method == "own-proposal" else recorded,
        )
