"""How the correction of each demo factory's newest findings goes: every course is taken in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from madewhere.demo.audits import DemoAudit
from madewhere.demo.factories import DemoFactory

_SHARES = {
    "on-track": 4,
    "completed": 4,
    "behind": 4,
    "reopened": 2,
    "pending": 2,
    "clean": 1,
    "alert": 1,
}
"""How often each course is taken, against the others."""

LAST_EVENTS = timedelta(days=36)
"""So long before the reference date nothing happens any more that a member could tell."""

_YOUNG = 400
"""A plan can be on track for so many days after the audit."""


@dataclass(slots=True)
class Courses:
    """Gives out courses, so that all of them occur in a small demo too."""

    reference_date: date

    def give(self, factories: Iterable[DemoFactory]) -> None:
        """Set the course of each factory's newest full audit, and what of the audit depends on it."""
        taken: Counter[str] = Counter()
        for factory in factories:
            full = [audit for audit in factory.audits if audit.category != "follow-up"]
            if not full:
                continue
            newest = full[-1]
            allowed = self._allowed(factory, newest)
            course = min(allowed, key=lambda c: ((taken[c] + 1) / _SHARES[c], c))
            taken[course] += 1
            factory.audits[factory.audits.index(newest)] = _on_course(newest, course)

    def until(self, factory: DemoFactory) -> date:
        """The last day on which something happens to the factory's findings."""
        last = self.reference_date - LAST_EVENTS
        return last if factory.left_on is None else min(last, factory.left_on)

    def _allowed(self, factory: DemoFactory, audit: DemoAudit) -> list[str]:
        """The courses for which there was time enough since the audit."""
        age = (self.until(factory) - audit.audit_date).days
        checked = any(other.follows_audit == audit.audit_id for other in factory.audits)
        allowed = []
        if (self.reference_date - audit.audit_date).days <= _YOUNG:
            allowed.append("on-track")
        if age >= 60:
            allowed += ["behind", "pending", "alert"]
        if age >= 120:
            allowed.append("completed")
        if checked:
            allowed.append("reopened")
        else:
            allowed.append("clean")
        return allowed


def _on_course(audit: DemoAudit, course: str) -> DemoAudit:
    audit = replace(audit, course=course)
    if course == "clean":
        return replace(
            audit, rating_percent=100, rating_letter="A", alert_notifications=0, cap_complete=True
        )
    # Below that there is something to correct.
    audit = replace(audit, rating_percent=min(90, audit.rating_percent))
    if course == "alert":
        alerts = max(1, audit.alert_notifications)
        return replace(audit, rating_letter="E", alert_notifications=alerts, cap_complete=True)
    return replace(audit, cap_complete=course != "pending" and (audit.cap_complete or None))
