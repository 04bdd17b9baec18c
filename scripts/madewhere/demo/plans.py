"""The demo's corrective action plans: what was not met in an audit, and what became of it over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from madewhere.demo.audits import DemoAudit
from madewhere.demo.chance import happens
from madewhere.demo.corrections import Case, DemoEvent, corrected
from madewhere.demo.handbook import DemoHandbook, DemoRequirement
from madewhere.demo.phrases import Phrases, slots
from madewhere.demo.summary import DemoChapter

_DAYS = {"critical": (7, 14, 30), "major": (60, 90, 120), "minor": (90, 120, 180)}
"""What plans give as time, in days after the audit."""

_MAJORS = {"A": 0, "B": 1, "C": 2, "D": 3, "E": 1}
_SMALL_WORDS = frozenset({"and", "of", "the", "to", "or", "for", "in", "on", "from"})

_FATES = {
    "settled": (("closed", "late", "open"), (90, 7, 3)),
    "completed": (("closed", "late"), (82, 18)),
    "on-track": (("closed", "handed-in", "open"), (60, 20, 20)),
    "behind": (("closed", "late", "handed-in", "open"), (60, 15, 10, 15)),
    "reopened": (("closed", "late"), (85, 15)),
    "pending": (("closed", "handed-in", "open"), (65, 15, 20)),
    "alert": (("closed", "late", "handed-in"), (75, 10, 15)),
}
"""What becomes of a finding, with weights, by the course of the plan; its first ones are set below."""

_FIRST_FATES = {
    "on-track": "ahead",
    "behind": "overdue",
    "reopened": "back",
    "pending": "undated",
}


@dataclass(frozen=True, slots=True)
class DemoFinding:
    """One finding with its events in the order of days; the texts are in English."""

    finding: str
    requirement: str
    severity: str
    description: str
    corrective_action: str
    deadline: date | None
    events: tuple[DemoEvent, ...]


class PlanMaker:
    """Makes the plan of one audit after the other."""

    def __init__(self, handbook: DemoHandbook, reference_date: date) -> None:
        self._handbook = handbook
        self._reference_date = reference_date
        self._phrases = Phrases()

    def make(
        self,
        rng: Random,
        audit: DemoAudit,
        chapters: tuple[DemoChapter, ...],
        *,
        until: date,
        follow_up: DemoAudit | None,
        verifiers: tuple[int, ...],
    ) -> list[DemoFinding]:
        """Make the findings of an audit, fitting the results of its chapters.

        Nothing happens to them after ``until``. ``follow_up`` is the audit that looked at them again,
        ``verifiers`` are the places of the members that verify.
        """
        not_met = list(self._not_met(rng, audit, chapters))
        first = _first(rng, audit.course, [severity for _, severity in not_met])
        fates, weights = _FATES.get(audit.course, _FATES["settled"])
        found = []
        for number, (requirement, severity) in enumerate(not_met):
            fate = rng.choices(fates, weights)[0]
            if number in first:
                fate = _FIRST_FATES[audit.course]
            elif severity == "critical" and fate != "late":
                fate = "closed"
            words = slots(rng, audit.audit_date)
            case = Case(
                audit_date=audit.audit_date,
                until=until,
                reference_date=self._reference_date,
                deadline=audit.audit_date
                + timedelta(days=rng.choice(_DAYS[severity]) * _patience(audit, severity) // 2),
                fate=fate,
                on_schedule=audit.course in ("on-track", "pending"),
                follow_up=follow_up,
                verifiers=verifiers,
            )
            deadline, events = corrected(rng, case, requirement, self._phrases, words)
            found.append(
                DemoFinding(
                    finding=f"{_initials(requirement.chapter)}-{number + 1:02d}",
                    requirement=requirement.slug,
                    severity=severity,
                    description=self._phrases.found(rng, requirement, words),
                    corrective_action=self._phrases.action(rng, requirement, words),
                    deadline=deadline,
                    events=tuple(events),
                )
            )
        return found

    def _not_met(
        self, rng: Random, audit: DemoAudit, chapters: tuple[DemoChapter, ...]
    ) -> Iterator[tuple[DemoRequirement, str]]:
        """What was not met and how grave it was; critical where an alert was given, and only there."""
        # Two alerts are two chapters, or one where chance gave both to the same.
        share = audit.alert_notifications // max(1, sum(c.letter == "E" for c in chapters))
        for chapter in chapters:
            known = self._handbook.requirements(
                audit.type, audit.requirements_version, chapter.slug
            )
            left = rng.sample(known, len(known))
            wanted = ["critical"] * share if chapter.letter == "E" else []
            if chapter.score < 98:
                wanted += ["major"] * _MAJORS[chapter.letter]
                wanted += ["minor"] * happens(rng, 25 if chapter.score > 85 else 60)
            for severity in wanted[: len(left)]:
                requirement = _fitting(left, severity)
                left.remove(requirement)
                yield requirement, severity


def _fitting(requirements: list[DemoRequirement], severity: str) -> DemoRequirement:
    """One that is as grave as that, or at least not critical, or else any."""
    same = (r for r in requirements if r.severity == severity)
    milder = (r for r in requirements if r.severity != "critical")
    return next(same, None) or next(milder, None) or requirements[0]


def _first(rng: Random, course: str, severities: list[str]) -> frozenset[int]:
    """The findings that make the plan's course what it is: one or two that are not critical."""
    if course not in _FIRST_FATES:
        return frozenset()
    fitting = [n for n, severity in enumerate(severities) if severity != "critical"]
    return frozenset(rng.sample(fitting, min(len(fitting), 1 + rng.randrange(2))))


def _patience(audit: DemoAudit, severity: str) -> int:
    """Twice how much longer than usual: what is to be built for the environment takes its time."""
    return 3 if audit.type == "environmental" and severity != "critical" else 2


def _initials(slug: str) -> str:
    words = [word for word in slug.split("-") if word not in _SMALL_WORDS]
    return "".join(word[0] for word in words[:3]).upper()
