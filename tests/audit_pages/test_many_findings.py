"""A factory with many findings: its page stays light, and tells the first in full."""

from __future__ import annotations

import dataclasses
import gzip
import random
from datetime import date, timedelta

import pytest
from audit_case import FIRST, Change, event, first_changed, of_audit, of_factory

from madewhere.project import SITE_SRC
from madewhere.site_model import Site
from madewhere.site_model.audits import Finding, Plan
from shown import site_of
from tiny_publication import AS_OF, TINY

MOST_BYTES = 40_000


def made_up(number: int, site: Site, said: random.Random) -> Finding:
    """A finding with texts of the usual length, no two alike."""

    def words(count: int) -> str:
        letters = "abcdefghijklmnoprstuvw"
        lengths = (said.randint(2, 9) for _ in range(count))
        return " ".join("".join(said.choices(letters, k=length)) for length in lengths) + "."

    model = next(a for a in site.audits if a.audit_id == FIRST).findings[0]
    day = date(2024, 3, 5) + timedelta(days=number)
    steps = ("evidence-submitted", "verified-closed", "reopened", "evidence-submitted")
    events = [event(site, kind, date=day + timedelta(days=9 * n)) for n, kind in enumerate(steps)]
    return dataclasses.replace(
        model,
        finding=f"X-{number}",
        description=words(25),
        corrective_action=words(20),
        events=(event(site, "comment", by="factory", text=words(25)), *events),
    )


def forty(closed: int) -> Change:
    """The first audit with forty findings, of which so many are fixed."""
    site, said = site_of(TINY), random.Random(4)
    found = [made_up(number, site, said) for number in range(40)]
    fixed = [
        dataclasses.replace(f, state="verified-closed", closed_on=AS_OF, overdue=False)
        for f in found[40 - closed :]
    ]
    return first_changed(
        lambda audit: dataclasses.replace(
            audit,
            findings=(*found[: 40 - closed], *fixed),
            plan=Plan("behind-schedule", 40, closed, 40 - closed),
        )
    )


def test_a_factory_with_forty_findings_stays_light(changed):
    """Page and styles are within what a first visit may take, with room for the map and the code."""
    page = changed(forty(0))[of_factory()].encode()
    styles = [(SITE_SRC / "assets" / name).read_bytes() for name in ("tokens.css", "site.css")]
    taken = sum(len(gzip.compress(each, 6)) for each in (page, *styles))
    assert taken < MOST_BYTES - 9_000


@pytest.mark.parametrize(
    ("closed", "open_in_full", "closed_in_full"), [(0, 20, 0), (15, 20, 0), (30, 10, 10)]
)
def test_of_many_findings_the_first_are_told_in_full(changed, closed, open_in_full, closed_in_full):
    """Open ones before fixed ones; each of the others is a line that leads to the audit's page."""
    pages = changed(forty(closed))
    section = pages[of_factory()].partition('id="found"')[2].partition("</section>")[0]
    shown, _, folded = section.partition("<details")
    sides = '<div class="sides">'
    assert (shown.count(sides), folded.count(sides)) == (open_in_full, closed_in_full)
    lines = [part.count(f"audits/{FIRST}/#X-") for part in (shown, folded)]
    assert lines == [40 - closed - open_in_full, closed - closed_in_full]
    assert pages[of_audit(FIRST)].count(sides) == 40
