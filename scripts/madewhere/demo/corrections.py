"""How one finding of the demo is corrected: who hands in what when, who verifies, and what comes back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from madewhere.demo.audits import DemoAudit
from madewhere.demo.chance import day_between, happens
from madewhere.demo.handbook import DemoRequirement
from madewhere.demo.phrases import Phrases, Slots

_BEFORE_A_FOLLOW_UP = timedelta(days=60)
"""What would be verified so shortly before a follow-up audit is looked at there."""

_ANSWERED_WITHIN = timedelta(days=45)
"""A factory that agrees says so in this time."""


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """Something that happened to a finding. ``place`` is that of the member's link, None for the factory."""

    day: date
    event: str
    place: int | None
    how: str | None = None
    follow_up_audit: str | None = None
    text: str | None = None
    evidence_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What is given when a finding is corrected.

    ``fate`` is closed, late, handed-in, open, ahead (open, with time left), overdue, back (it came back
    after it was closed) or undated (open, without a deadline). With ``on_schedule`` no deadline has
    passed for what is not closed.
    """

    audit_date: date
    until: date
    reference_date: date
    deadline: date
    fate: str
    on_schedule: bool
    follow_up: DemoAudit | None
    verifiers: tuple[int, ...]


def corrected(
    rng: Random, case: Case, requirement: DemoRequirement, phrases: Phrases, words: Slots
) -> tuple[date | None, list[DemoEvent]]:
    """Tell the story of one finding; gives its deadline too, which depends on it."""
    story = _Story(rng, case, requirement, phrases, words)
    story.tell()
    story.events.sort(key=lambda event: event.day)
    return story.deadline, story.events


class _Story:
    def __init__(
        self,
        rng: Random,
        case: Case,
        requirement: DemoRequirement,
        phrases: Phrases,
        words: Slots,
    ) -> None:
        self._rng = rng
        self._case = case
        self._requirement = requirement
        self._phrases = phrases
        self._words = words
        self._place = rng.choice(case.verifiers)
        self.deadline: date | None = case.deadline
        self.events: list[DemoEvent] = []

    def tell(self) -> None:
        rng, case = self._rng, self._case
        fate = case.fate
        if fate in ("closed", "late", "back"):
            closed = self._close()
            if closed is None:
                fate = "ahead" if case.on_schedule else "open"
            elif fate == "back":
                self._come_back(closed)
        if fate == "handed-in":
            self._hand_in(self._day(0.3, 1.0))
        self._move_deadline(fate)
        open_still = fate not in ("closed", "late")
        if happens(rng, 70 if open_still else 35):
            self._comment(open_still=open_still)

    def _move_deadline(self, fate: str) -> None:
        """Make the deadline fit what became of the finding."""
        rng, case = self._rng, self._case
        today = case.reference_date
        if fate == "undated":
            self.deadline = None
        elif fate == "ahead" or (
            case.on_schedule and fate in ("open", "handed-in") and case.deadline < today
        ):
            self.deadline = today + timedelta(days=20 + rng.randrange(160))
        elif fate == "overdue" and case.deadline >= today:
            self.deadline = day_between(
                rng, case.audit_date + timedelta(days=14), today - timedelta(days=3)
            )

    def _day(self, first: float, last: float) -> date:
        """A day in a part of the time from the audit to the deadline, and not after the end."""
        case = self._case
        span = max(2, (min(case.deadline, case.until) - case.audit_date).days)
        days = int(span * (first + (last - first) * self._rng.random()))
        return min(case.until, case.audit_date + timedelta(days=max(1, days)))

    def _close(self) -> date | None:
        """Have it corrected and verified; the day, or None where there was no time for it."""
        rng, case = self._rng, self._case
        if (case.until - case.audit_date).days < 12:
            return None
        handed_in = self._day(1.0, 1.4) if case.fate == "late" else self._day(0.25, 0.8)
        day = handed_in + timedelta(days=5 + int(70 * rng.random() * rng.random()))
        follow_up = case.follow_up
        if follow_up and case.fate == "back":
            day = min(day, follow_up.audit_date - timedelta(days=15))
            handed_in = min(handed_in, day - timedelta(days=6))
        elif follow_up and day > follow_up.audit_date - _BEFORE_A_FOLLOW_UP:
            if happens(rng, 60) and handed_in < follow_up.audit_date:
                self._hand_in(handed_in)
            day = min(case.until, follow_up.audit_date + timedelta(days=rng.randrange(8)))
            self._verify(day, follow_up)
            return day
        self._hand_in(handed_in)
        if happens(rng, 9) and handed_in + timedelta(days=24) < min(case.until, day):
            asked = handed_in + timedelta(days=3 + rng.randrange(8))
            self._say(asked, "comment", self._place, self._phrases.general(rng, "ask", self._words))
            self._hand_in(asked + timedelta(days=4 + rng.randrange(10)))
        day = min(day, case.until)
        self._verify(day, None)
        return day

    def _come_back(self, closed: date) -> None:
        """Have it found again in the follow-up audit, and perhaps corrected once more."""
        rng, case = self._rng, self._case
        follow_up = case.follow_up
        if follow_up is not None and closed < follow_up.audit_date:
            day = follow_up.audit_date
        elif closed + timedelta(days=20) < case.until:
            day, follow_up = day_between(rng, closed + timedelta(days=20), case.until), None
        else:
            return
        self.events.append(
            DemoEvent(
                day,
                "reopened",
                self._place,
                "follow-up-audit" if follow_up else "visit",
                follow_up.audit_id if follow_up else None,
                self._phrases.general(rng, "reopened", self._words),
            )
        )
        if happens(rng, 35) and day + timedelta(days=50) < case.until:
            self._hand_in(day + timedelta(days=8 + rng.randrange(20)))
            self._verify(day + timedelta(days=30 + rng.randrange(20)), None)

    def _hand_in(self, day: date) -> None:
        rng = self._rng
        place = self._place if happens(rng, 12) else None
        text = self._phrases.evidence(rng, self._requirement, self._words)
        evidence = hashlib.sha256(rng.randbytes(24)).hexdigest()
        self._say(day, "evidence-submitted", place, text, evidence)

    def _verify(self, day: date, follow_up: DemoAudit | None) -> None:
        rng = self._rng
        how = "follow-up-audit" if follow_up else rng.choices(("documents", "visit"), (72, 28))[0]
        text = (
            self._phrases.general(rng, f"verified-{how}", self._words) if happens(rng, 45) else None
        )
        audit_id = follow_up.audit_id if follow_up else None
        self.events.append(DemoEvent(day, "verified-closed", self._place, how, audit_id, text))

    def _comment(self, *, open_still: bool) -> None:
        """The factory's own words: soon after the audit, or about why it takes long."""
        case = self._case
        first = case.audit_date + timedelta(days=5)
        last = case.until if open_still else min(case.until, case.audit_date + _ANSWERED_WITHIN)
        if first <= last:
            day = day_between(self._rng, first, last)
            kind = "delay" if open_still else "agree"
            text = self._phrases.comment(self._rng, kind, self._requirement, self._words)
            self._say(day, "comment", None, text)

    def _say(
        self, day: date, event: str, place: int | None, text: str, evidence: str | None = None
    ) -> None:
        """Add an event, unless the same was done by the same on that day."""
        day = min(day, self._case.until)
        who = place is None
        if all((e.day, e.event, e.place is None) != (day, event, who) for e in self.events):
            self.events.append(DemoEvent(day, event, place, None, None, text, evidence))
