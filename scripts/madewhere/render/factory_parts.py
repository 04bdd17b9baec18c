"""What a factory's page works out of its people, surveys and channels before it is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from babel import Locale, UnknownLocaleError

from madewhere.addresses import Addresses
from madewhere.publication import Publication
from madewhere.render.languages import language
from madewhere.render.words import N_
from madewhere.site_model import (
    Audit,
    Certificate,
    Factory,
    Member,
    Site,
    Source,
    Survey,
    Workforce,
)

DO_YOU_WORK_HERE = N_("Do you work here? Where you can complain or ask for help")


class Sum(NamedTuple):
    """A sum of people; ``whole`` is false where some of its parts are not known."""

    people: int
    whole: bool

    @classmethod
    def of(cls, parts: Iterable[int | None]) -> Sum:
        """Add up what is known."""
        listed = list(parts)
        return cls(sum(part or 0 for part in listed), None not in listed)


@dataclass(frozen=True, slots=True)
class Contract:
    """A row of people: one kind of contract."""

    row: Workforce
    largest: int

    @property
    def total(self) -> int | None:
        """Women and men together; None where one of them is not known."""
        if self.row.women is None or self.row.men is None:
            return None
        return self.row.women + self.row.men

    @property
    def migrant_percent(self) -> float | None:
        """The share of migrants in percent, 0 to 100; None where it does not follow."""
        if not self.total or self.row.migrants is None or self.row.migrants > self.total:
            return None
        return round(100 * self.row.migrants / self.total)

    @property
    def bar(self) -> tuple[int, int] | None:
        """How long women and men are drawn, in percent of the largest row; None where not known."""
        if self.total is None or not self.largest:
            return None
        women = 100 * (self.row.women or 0) // self.largest
        return women, 100 * self.total // self.largest - women


@dataclass(frozen=True, slots=True)
class People:
    """The people of a factory by contract, with their sums.

    ``differs`` says whether they do not add up to the number of people that is stated beside.
    """

    contracts: tuple[Contract, ...]
    women: Sum
    men: Sum
    migrants: Sum
    all: Sum
    differs: bool
    sources: tuple[Source, ...]


def people(factory: Factory) -> People | None:
    """The table of a factory's people; None where nobody stated it."""
    rows = factory.workforce
    if not rows:
        return None
    women, men = Sum.of(r.women for r in rows), Sum.of(r.men for r in rows)
    total = Sum(women.people + men.people, women.whole and men.whole)
    largest = max((r.women or 0) + (r.men or 0) for r in rows)
    return People(
        contracts=tuple(Contract(row, largest) for row in rows),
        women=women,
        men=men,
        migrants=Sum.of(r.migrants for r in rows),
        all=total,
        differs=_differs(factory, total),
        sources=tuple(dict.fromkeys(row.source for row in rows)),
    )


def _differs(factory: Factory, total: Sum) -> bool:
    """Whether a sum cannot be the number of workers that is stated; what is not known may be any."""
    exact = factory.workers
    least = factory.workers_min if exact is None else exact
    most = factory.workers_max if exact is None else exact
    too_many = most is not None and total.people > most
    return too_many or (total.whole and least is not None and total.people < least)


class Asked(NamedTuple):
    """One survey with its topics. ``fewest`` and ``most`` are the respondents of a topic."""

    start: date
    end: date
    method: str
    provider: str | None
    members: tuple[Member, ...]
    topics: tuple[Survey, ...]

    @property
    def fewest(self) -> int:
        """The respondents of the topic that the fewest answered."""
        return min(topic.respondents for topic in self.topics)

    @property
    def most(self) -> int:
        """The respondents of the topic that the most answered."""
        return max(topic.respondents for topic in self.topics)


def surveys(found: Sequence[Survey]) -> Iterator[Asked]:
    """The topics of each survey together, the newest survey first."""

    def same(topic: Survey) -> tuple[Any, ...]:
        return (topic.period_end, topic.period_start, topic.method, topic.provider or "")

    for key, group in groupby(sorted(found, key=same, reverse=True), key=same):
        topics = sorted(group, key=lambda t: (t.topic != "overall", t.topic))
        members = {member.slug: member for topic in topics for member in topic.members}
        by = tuple(members[slug] for slug in sorted(members))
        yield Asked(key[1], key[0], key[2], key[3] or None, by, tuple(topics))


def alerted(audits: Sequence[Audit]) -> Audit | None:
    """The newest audit with an alert that no later full audit of its type was without; newest first.

    A follow-up visit looks at too little to say that there is none any more.
    """
    without = set()
    for audit in audits:
        if audit.alert_notifications and audit.type not in without:
            return audit
        if audit.alert_notifications == 0 and audit.category != "follow-up":
            without.add(audit.type)
    return None


_NUMBER = re.compile(r"\+?[0-9](?:[ .-]?[0-9]){2,14}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SCHEMES = {"phone": "tel", "text-message": "sms"}


def reach_href(how: str, reach: str) -> str | None:
    """The link to a channel: a number to call, an e-mail or a page under https; None where in doubt.

    Whoever follows it must get where the text says, so a text with more in it than that is no link.
    """
    text = reach.strip()
    if how in _SCHEMES and _NUMBER.fullmatch(text):
        return f"{_SCHEMES[how]}:{re.sub(r'[ .-]', '', text)}"
    if how == "email" and _EMAIL.fullmatch(text):
        return f"mailto:{quote(text, safe='@')}"
    return text if how in ("web", "messaging-app") and _is_page(text) else None


def _is_page(text: str) -> bool:
    if not text.isascii() or not text.isprintable() or re.search(r"[\s\"'<>\\]", text):
        return False
    try:
        parts = urlsplit(text)
        named = parts.hostname is not None and "." in parts.hostname and parts.port is None
    except ValueError:
        return False
    return parts.scheme == "https" and named and "@" not in parts.netloc


def host(address: str) -> str:
    """The host of an address, for a person who wants to know where a link leads."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def verify_url(site: Site, certificate: Certificate) -> str | None:
    """Where a certificate can be looked up: its own page, or else its standard's."""
    standard = site.standards.get(certificate.standard)
    return certificate.verify_url or (standard.verify_url if standard else None)


@cache
def own_name(code: str) -> str | None:
    """What a language calls itself; None where that is not known."""
    try:
        found = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None
    return found.get_language_name(code)


class Call(NamedTuple):
    """The line for who works there, in one language, and where its answer stands."""

    language: str
    direction: str
    text: str
    href: str


def calls(factory: Factory, publication: Publication, current: str) -> list[Call]:
    """The line in the page's language, then in those of the site that workers there understand.

    The addresses are relative to the root of the site; that of the page's own language is an anchor.
    """
    if not factory.grievance_channels:
        return []
    spoken = {code for channel in factory.grievance_channels for code in channel.languages}
    spoken |= set(factory.profile.languages if factory.profile else ())
    found = []
    for code in (current, *(c for c in publication.languages if c in spoken and c != current)):
        told = language(code)
        place = "" if code == current else Addresses(publication, code).factory(factory.factory_id)
        found.append(
            Call(code, told.direction, told.gettext(DO_YOU_WORK_HERE), f"{place}#complain")
        )
    return found
