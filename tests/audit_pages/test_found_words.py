"""What pages say of what was found in audits, and of what happened since."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from audit_case import (
    AS_IT_IS,
    FIRST,
    FOLLOW_UP,
    NOTHING,
    Change,
    audits_changed,
    event,
    finding_changed,
    first_changed,
    of_audit,
    of_factory,
    strip,
    text,
    without,
)

from madewhere.site_model import Audit, Factory
from madewhere.site_model.audits import Plan
from shown import site_of
from tiny_publication import AS_OF, KNITS, TINY


@pytest.mark.parametrize(
    ("change", "sign", "words"),
    [
        (AS_IT_IS, "", "3 findings · 1 fixed · 2 overdue"),
        (audits_changed(**NOTHING), "no-none", "Nothing to correct"),
        (without(), "no-plan", "No plan disclosed"),
        (without("cap"), "no-agreed", "No consent to show this"),
        (
            first_changed(lambda a: dataclasses.replace(a, plan=Plan("on-track", 12, 0, 0))),
            "",
            "12 findings · none fixed yet",
        ),
    ],
)
def test_the_strip_says_in_one_glance_what_was_found(changed, change, sign, words):
    """Fixed, nothing to correct, no plan and not agreed have each its own words and its own sign."""
    cell = strip(changed(change)[of_factory()])
    assert text(cell).strip().startswith(words)
    assert re.findall(r'class="no (no-\w+)"', cell) == ([sign] if sign else [])


def test_the_strip_says_in_how_many_audits_it_was_found(changed):
    """The counts are over all plans; that the newest audit has none is said, and of one audit nothing."""
    cell = text(strip(changed(AS_IT_IS)[of_factory()]))
    assert "in 1 of 2 audits shown. What the last check found is not shown." in cell
    both = changed(audits_changed(plan=Plan("on-track", 3, 1, 0)))[of_factory()]
    assert "in 2 of 2 audits shown Behind" not in text(strip(both))
    assert "in 2 of 2 audits shown On track" in text(strip(both))
    alone = changed(lambda f: dataclasses.replace(f, audits=f.audits[1:]))[of_factory()]
    assert "audits shown" not in strip(alone)


def alert_then(category: str, alerts: int | None) -> Change:
    """An alert in the first audit, and a later audit of this category with so many."""

    def change(factory: Factory) -> Factory:
        later, first = factory.audits
        first = dataclasses.replace(first, alert_notifications=1)
        later = dataclasses.replace(later, category=category, alert_notifications=alerts)
        return dataclasses.replace(factory, audits=(later, first))

    return change


@pytest.mark.parametrize(
    ("category", "alerts", "shown"),
    [
        ("follow-up", 0, FIRST),
        ("re-audit", 0, None),
        ("re-audit", None, FIRST),
        ("re-audit", 2, FOLLOW_UP),
    ],
)
def test_an_alert_stands_at_the_top_until_a_full_audit_is_without_one(
    changed, category, alerts, shown
):
    """With its month, and a link to the audit; a follow-up visit and silence do not end it."""
    page = changed(alert_then(category, alerts))[of_factory()]
    cell = re.search(r"<dt>Alert</dt><dd><b><a href=\"#(\w+)\">(.*?)</a>", page)
    assert (cell and cell[1]) == shown
    assert not shown or cell[2] in ("March 2024", "March 2025")


def test_an_alert_is_explained_where_it_stands(changed):
    """On the factory's page beside its audit, and on the audit's page beside the rating."""
    pages = changed(first_changed(lambda a: dataclasses.replace(a, alert_notifications=2)))
    words = "2 alerts auditors met a critical situation and told it at once"
    assert words in text(pages[of_factory()])
    assert f"Alert {words}" in " ".join(text(pages[of_audit(FIRST)]).split())
    assert "<dt>Alert</dt>" not in pages[of_audit(FOLLOW_UP)]


@pytest.mark.parametrize(
    ("closed", "deadline", "words"),
    [
        (3, None, "Pending : 3 findings · 3 fixed · more findings may follow"),
        (0, AS_OF, "Pending : 3 findings · none fixed yet · more findings may follow"),
        (0, None, "Pending : 3 findings · none fixed yet · a deadline is missing"),
    ],
)
def test_a_pending_plan_says_what_it_waits_for(changed, closed, deadline, words):
    """All findings can be fixed and the plan pending all the same, because its list is not complete."""

    def change(audit: Audit) -> Audit:
        state = "verified-closed" if closed else "open"
        found = {"state": state, "overdue": False, "deadline": deadline, "closed_on": AS_OF}
        return dataclasses.replace(
            audit,
            plan=Plan("pending", 3, closed, 0),
            findings=tuple(dataclasses.replace(f, **found) for f in audit.findings),
        )

    pages = changed(first_changed(change))
    for path in (of_factory(), of_audit(FIRST)):
        assert words in " ".join(text(pages[path]).split())


def test_a_factory_without_an_audit_says_so_once(changed):
    """Where no audit is shown, nothing is said of what it found."""
    page = changed(lambda factory: dataclasses.replace(factory, audits=()))[of_factory()]
    assert strip(page) == ""
    assert 'class="no no-audit"' in page
    assert 'id="found"' not in page


def test_the_bar_has_a_line_for_each_kind(changed):
    """Fixed, overdue and the rest are drawn as lines of their own, in the proportion of the counts."""
    bar = re.search(r"<svg.*?</svg>", strip(changed(AS_IT_IS)[of_factory()]))
    assert bar is not None
    assert 'viewBox="0 0 3 1"' in bar[0]
    assert re.findall(r'<path(?: class="(\w+)")? d="([^"]+)"', bar[0]) == [
        ("", "M0 .5h3"),
        ("late", "M1 .5h2"),
        ("on", "M0 .5h1"),
    ]


def test_open_findings_come_first_and_fixed_ones_are_folded(changed):
    """What is not fixed stands open, what is fixed opens on demand."""
    page = changed(AS_IT_IS)[of_factory()]
    section = page.partition('id="found"')[2].partition("</section>")[0]
    shown, _, folded = section.partition("<details")
    assert re.findall(r'<li id="\w+\.([\w-]+)"', shown) == ["WH-01", "HS-02"]
    assert re.findall(r'<li id="\w+\.([\w-]+)"', folded) == ["HS-01"]
    assert "1 fixed and verified" in folded
    assert "<details open" not in section


@pytest.mark.parametrize("path", [of_factory(), of_audit(FIRST)])
def test_a_finding_tells_what_was_found_and_what_happened(changed, path):
    """Requirement, severity, state, what was found, what is to be done and each day stand together."""
    page = changed(AS_IT_IS)[path]
    said = text(page)
    for words in (
        "Not met: Everybody rests one day in seven",
        "Overdue since 30 September 2024",
        "Major",
        "Working hours and overtime",
        "Three of thirteen files show weeks without a day of rest.",
        "Give a day of rest in every seven.",
        "The factory says, 20 September 2024",
        "Orders came late in August; a second shift starts in October.",
        "Came back",
        "10 April 2024 verified as fixed by Alder (fictional), from documents",
        "12 March 2025 came back, as Alder (fictional) found, in a follow-up audit",
        "Fixed, verified on 20 May 2024",
        "2 May 2024 evidence handed in by the factory",
    ):
        assert words in re.sub(r" ([,.;])", r"\1", said), words
    up = "../" * (path.count("/"))
    assert f'href="{up}handbook/social-2025/rest-day/"' in page
    assert f'href="{up}F/{KNITS}/audits/{FOLLOW_UP}/">in a follow-up audit</a>' in page


def test_the_factory_speaks_beside_what_was_found(changed):
    """Its comment is marked as its own and lies in the same frame; where there is none, that is said."""
    section = changed(AS_IT_IS)[of_audit(FIRST)].partition('id="found"')[2]
    sides = re.findall(r'<div class="sides"><dl>(.*?)</dl>\s*<dl>(.*?)</dl></div>', section)
    assert len(sides) == 3
    said, *silent = [second for _, second in sides]
    assert '<div class="own"><dt>The factory says, 20 September 2024</dt>' in said
    assert all('<span class="no no-none">No comment</span>' in each for each in silent)


def test_evidence_is_told_in_full_on_the_audits_page_only(changed):
    """Its text and the hash of the file that stays private stand there, not on the factory's page."""
    pages = changed(AS_IT_IS)
    for words in ("Photographs of all six exits.", "3f79bb7b435b05321651daefd374cdc6"):
        assert words in pages[of_audit(FIRST)]
        assert words not in pages[of_factory()]


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("evidence-submitted", {}, "evidence handed in by Alder"),
        ("verified-closed", {"how": "visit"}, "verified as fixed by Alder (fictional), on a visit"),
        ("verified-closed", {"counts": False}, "called fixed by Alder (fictional), which does not"),
        (
            "verified-closed",
            {"by": "factory", "counts": False},
            "called fixed by the factory, which nobody has verified",
        ),
        ("reopened", {"by": "factory"}, "came back, as the factory says"),
        ("reopened", {"counts": False}, "said to have come back by Alder (fictional), which does"),
        ("comment", {"text": "We help."}, "Alder (fictional) says, 1 August 2024 We help."),
    ],
)
def test_every_event_has_its_words(changed, kind, values, words):
    """Who did what is said, and where it does not count that is said too."""
    one = event(site_of(TINY), kind, **values)
    said = text(changed(finding_changed(events=(one,)))[of_factory()])
    assert words in re.sub(r" ([,.;])", r"\1", said)


def test_a_requirement_that_nobody_knows_is_not_site_of(changed):
    """Where the register does not have it, its slug stands there and leads nowhere."""
    unknown = finding_changed(requirement=None, requirement_slug="no-such-thing")
    for path, heading in ((of_factory(), "h4"), (of_audit(FIRST), "h3")):
        page = changed(unknown)[path]
        assert f"<{heading}>Not met: <code>no-such-thing</code></{heading}>" in page
        assert "handbook/social-2025/no-such-thing" not in page


def test_what_another_member_states_differently_stands_beside(changed):
    """Both deadlines are told, with who stated the other."""
    other = site_of(TINY).members[1].member
    page = changed(finding_changed(differing=((other, "deadline", date(2024, 12, 24)),)))
    said = text(page[of_factory()])
    assert "Birch (fictional) stated: Deadline 24 December 2024" in said


def test_a_plan_state_is_told_in_words_with_its_audit(changed):
    """Each audit of the thread says how far it is, and one without a plan says that."""
    page = changed(AS_IT_IS)[of_factory()]
    thread = page.partition('<ol class="thread">')[2].partition("</ol>")[0]
    newest, first = thread.split("<li id=")[1:]
    assert "No plan disclosed" in newest
    assert "Behind schedule : 3 findings · 1 fixed · 2 overdue" in text(first)


def test_the_newest_plan_is_told_in_full_and_older_ones_in_short(changed):
    """Of an older audit what is still open is listed, and leads to that audit's page."""

    def again(factory: Factory) -> Factory:
        first = next(a for a in factory.audits if a.audit_id == FIRST)
        newer = dataclasses.replace(first, audit_id="A000000000", audit_date=date(2026, 1, 1))
        return dataclasses.replace(factory, audits=(newer, *factory.audits))

    section = changed(again)[of_factory()].partition('id="found"')[2].partition("</section>")[0]
    assert section.count('<div class="sides">') == 3
    short = section.rpartition("<h3")[2]
    assert f'href="../../F/{KNITS}/audits/{FIRST}/#WH-01"' in short
    assert "Three of thirteen files" not in short
    assert "HS-01" not in short
