"""What the demo's members tell in depth: the rows that hang on audits, and those about a factory.

Every factory's and every audit's rows come from a chance of their own: two members tell the same story,
and none of it changes what else a demo holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from madewhere.demo.audits import DemoAudit
from madewhere.demo.certificates import certificate_rows, claim_rows
from madewhere.demo.chance import day_between, happens, own
from madewhere.demo.channels import channel_rows
from madewhere.demo.courses import Courses
from madewhere.demo.factories import DemoFactory
from madewhere.demo.handbook import DemoHandbook
from madewhere.demo.members import DemoMember, Link
from madewhere.demo.people import profile_row, survey_rows, workforce_rows
from madewhere.demo.plans import DemoFinding, PlanMaker
from madewhere.demo.summary import DemoChapter, chapter_results

Row = dict[str, Any]
Tables = dict[str, list[Row]]

DEPTH_TABLES = (
    "audit_chapters",
    "findings",
    "finding_events",
    "workforce",
    "profiles",
    "certificates",
    "claims",
    "worker_voice",
    "grievance_channels",
)


class Depth:
    """Makes the rows of `DEPTH_TABLES`, one link of a member to a factory after the other."""

    def __init__(self, seed: int, reference_date: date) -> None:
        self._seed = seed
        handbook = DemoHandbook()
        self._handbook = handbook
        self._reference_date = reference_date
        self._courses = Courses(reference_date)
        self._plans = PlanMaker(handbook, reference_date)

    def add_to(
        self, tables: Tables, member: DemoMember, link: Link, stated: Row, scopes: frozenset[str]
    ) -> None:
        """Add what a member tells of a factory, as far as ``scopes`` go.

        ``stated`` is the member's row about it in `factories`.
        """
        factory = link.factory
        if "audits" in scopes:
            self._add_audits(tables, link, scopes)
        if "profile" in scopes:
            self._add_profile(tables, link, stated)
        if "certificates" in scopes:
            rng = own(self._seed, factory.factory_id, "certificates")
            held = certificate_rows(rng, self._handbook, factory, self._reference_date)
            tables["certificates"] += held
            tables["claims"] += claim_rows(
                rng,
                self._handbook,
                factory,
                held,
                self._stated(member, link),
                audits="audits" in scopes,
            )
        if "worker_voice" in scopes:
            rng = own(self._seed, factory.factory_id, "voice")
            tables["worker_voice"] += survey_rows(rng, factory, self._courses.until(factory))
            tables["grievance_channels"] += channel_rows(
                rng, factory, (member.slug, member.name), *self._stated(member, link)
            )

    def _stated(self, member: DemoMember, link: Link) -> tuple[date, str]:
        """When and by whom a member's statements about what hangs on a factory were made."""
        rng = own(self._seed, link.factory.factory_id, member.slug)
        first = link.disclosed_on - timedelta(days=rng.randrange(45))
        day = day_between(rng, first, member.batches[-1]) if happens(rng, 35) else first
        return day, "factory" if happens(rng, 45) else "member"

    def _add_profile(self, tables: Tables, link: Link, stated: Row) -> None:
        factory = link.factory
        rng = own(self._seed, factory.factory_id, "profile")
        if happens(rng, 55):
            tables["workforce"] += workforce_rows(rng, factory, stated)
        if happens(rng, 65):
            on, by = stated["workforce_stated_on"], stated["workforce_stated_by"]
            tables["profiles"].append(profile_row(rng, factory, on, by, moved=link.place == 1))

    def _add_audits(self, tables: Tables, link: Link, scopes: frozenset[str]) -> None:
        if not {"ratings", "cap"} & scopes:
            return
        factory = link.factory
        for audit in factory.audits:
            chapters = self._chapters(factory, audit)
            key = {"audit_id": audit.audit_id, "factory_id": factory.factory_id}
            if "ratings" in scopes:
                tables["audit_chapters"] += (
                    {
                        **key,
                        "chapter": chapter.slug,
                        "score_percent": chapter.score,
                        "letter": chapter.letter,
                    }
                    for chapter in chapters
                )
            if "cap" in scopes and audit.category != "follow-up":
                for finding in self._findings(factory, audit, chapters):
                    tables["findings"].append(key | _finding(finding))
                    tables["finding_events"] += (
                        {**key, "finding": finding.finding, **event}
                        for event in _events(finding, link.place)
                    )

    def _chapters(self, factory: DemoFactory, audit: DemoAudit) -> tuple[DemoChapter, ...]:
        """The Summary of Content; a follow-up looks only at chapters in which something grave was found."""
        chapters = self._handbook.chapters[audit.type]
        before = next((a for a in factory.audits if a.audit_id == audit.follows_audit), None)
        if before is not None:
            looked_at = self._chapters(factory, before)
            chapters = tuple(chapter.slug for chapter in looked_at if chapter.letter != "A")
        return chapter_results(own(self._seed, audit.audit_id, "chapters"), audit, chapters)

    def _findings(
        self, factory: DemoFactory, audit: DemoAudit, chapters: tuple[DemoChapter, ...]
    ) -> list[DemoFinding]:
        return self._plans.make(
            own(self._seed, audit.audit_id, "findings"),
            audit,
            chapters,
            until=self._courses.until(factory),
            follow_up=next((a for a in factory.audits if a.follows_audit == audit.audit_id), None),
            verifiers=factory.verifiers,
        )


def _finding(finding: DemoFinding) -> Row:
    return {
        "finding": finding.finding,
        "requirement": finding.requirement,
        "severity": finding.severity,
        "description": finding.description,
        "corrective_action": finding.corrective_action,
        "deadline": finding.deadline,
    }


def _events(finding: DemoFinding, place: int) -> Iterator[Row]:
    """What the factory did, and what the member of this link did."""
    for event in finding.events:
        if event.place in (None, place):
            yield {
                "date": event.day,
                "event": event.event,
                "by": "factory" if event.place is None else "member",
                "how": event.how,
                "follow_up_audit": event.follow_up_audit,
                "text": event.text,
                "evidence_sha256": event.evidence_sha256,
            }
