"""What an audit's page and lists say beside the findings: chapters, what follows what, what was met."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from audit_case import (
    AS_IT_IS,
    FIRST,
    FOLLOW_UP,
    audits_changed,
    of_audit,
    of_factory,
    text,
    without,
)

from madewhere.render.words import WORDS
from madewhere.site_model import Factory
from shown import site_of
from tiny_publication import KNITS, TINY


def test_chapters_are_drawn_and_written(changed):
    """The letter and the percentage stand as text, and the bar says nothing that they do not."""
    page = changed(AS_IT_IS)[of_audit(FIRST)]
    table = page.partition('<table class="chapters">')[2].partition("</table>")[0]
    rows = [text(row).split() for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table)]
    assert rows == [
        ["Working", "hours", "and", "overtime", "B", "78%"],
        ["Health", "and", "safety", "C", "64%"],
    ]
    assert re.findall(r'<svg aria-hidden="true"><rect width="([\d.]+)%"', table) == ["78.0", "64.0"]
    assert "no letter ranks a factory against another" in page


def test_a_score_is_not_called_a_share_of_requirements(changed):
    """The score of an audit weighs questions; how many requirements were met stands beside it."""
    pages = changed(AS_IT_IS)
    for path in (of_factory(), of_audit(FIRST)):
        assert "Score 71%" in text(pages[path])
        assert "% of the requirements" not in text(pages[path])
    assert "it is not the share of requirements without a finding" in text(pages[of_audit(FIRST)])


def test_the_factorys_page_has_the_newest_summary_in_short(changed):
    """The newest opens on demand; of an older one the letters are counted."""
    page = changed(AS_IT_IS)[of_factory()]
    assert page.count('<table class="chapters">') == 1
    assert "Result by chapter: 1 × B · 1 × C" in text(page).replace("\xa0", " ").replace("  ", " ")


def test_audits_lead_to_what_they_follow_and_what_follows_them(changed):
    """A follow-up visit and the audit before it name each other."""
    pages = changed(AS_IT_IS)
    assert (
        f'<dt>Follows</dt><dd><a href="../../../../F/{KNITS}/audits/{FIRST}/">'
        in (pages[of_audit(FOLLOW_UP)])
    )
    assert (
        f'<dt>Followed by</dt><dd><a href="../../../../F/{KNITS}/audits/{FOLLOW_UP}/">'
        in (pages[of_audit(FIRST)])
    )


def test_only_audits_in_depth_have_a_page(changed):
    """One of which the factory's page tells all has none, and nothing leads there."""
    pages = changed(without("cap", "ratings"))
    assert not [path for path in pages if "/audits/" in path]
    assert "/audits/A" not in pages[of_factory()]
    assert [path for path in changed(AS_IT_IS) if "/audits/" in path] == [
        of_audit(FOLLOW_UP),
        of_audit(FIRST),
    ]


def test_what_was_found_compliant_is_one_step_away(changed):
    """The factory's page counts it, and the audit's page lists it by chapter."""
    pages = changed(AS_IT_IS)
    href = f"../../F/{KNITS}/audits/{FIRST}/#met"
    assert f'<a href="{href}">1 of 4 requirements met</a>' in pages[of_factory()]
    met = pages[of_audit(FIRST)].partition('<section id="met">')[2].partition("</section>")[0]
    assert "1 of 4 requirements met. These are all of the requirements without a finding" in text(
        met
    )
    assert 'handbook/social-2025/first-aid/"' in met
    assert "rest-day" not in met


@pytest.mark.parametrize("because", WORDS["unstated"])
def test_why_nothing_is_said_to_be_compliant_is_told(changed, because):
    """Each condition that is not met has its words."""
    change = audits_changed(found_compliant=None, unstated_because=because)
    met = changed(change)[of_audit(FIRST)].partition('<section id="met">')[2]
    assert "Not stated" in met
    assert html.escape(WORDS["unstated"][because]) in met


@pytest.mark.parametrize(
    ("change", "signs"),
    [
        (without("cap"), {"chapters": None, "found": "no-agreed", "met": "no-agreed"}),
        (without(), {"chapters": None, "found": "no-plan", "met": "no-known"}),
        (
            lambda factory: dataclasses.replace(
                audits_changed(chapters=())(factory), agreed=factory.agreed - {"ratings"}
            ),
            {"chapters": "no-agreed"},
        ),
        (audits_changed(chapters=()), {"chapters": "no-known"}),
    ],
)
def test_an_audits_page_says_why_something_is_not_there(changed, change, signs):
    """Not agreed, not disclosed and not stated are told apart in each of its parts."""
    kept = site_of(TINY).by_id[KNITS].audits

    def shown(factory: Factory) -> Factory:
        made = change(factory)
        audits = tuple(
            dataclasses.replace(a, chapters=b.chapters if signs["chapters"] is None else a.chapters)
            for a, b in zip(made.audits, kept, strict=True)
        )
        return dataclasses.replace(made, audits=audits)

    page = changed(shown)[of_audit(FIRST)]
    for part, sign in signs.items():
        section = page.partition(f'<section id="{part}">')[2].partition("</section>")[0]
        found = re.findall(r'class="no (no-(?:agreed|plan|known))"', section)
        assert found == ([sign] if sign else []), part


def test_an_audit_leads_to_the_firm_and_the_handbook(changed):
    """Who audited, and what the audit went by, have pages of their own."""
    page = changed(AS_IT_IS)[of_audit(FIRST)]
    assert 'href="../../../../audit-firms/plumb/"' in page
    assert 'href="../../../../handbook/social-2025/"' in page


def test_the_factorys_page_leads_to_the_firm_of_each_audit(changed):
    """The firm's name is a link to its page, and stays text whatever is in it; so does a member's."""
    audit = site_of(TINY).by_id[KNITS].audits[0]
    evil = "Plumb & <script>alert(1)</script>"
    firm = dataclasses.replace(audit.firm, name=evil)
    member = dataclasses.replace(audit.members[0], name=evil)
    page = changed(audits_changed(firm=firm, members=(member,)))[of_factory()]
    checks = page.partition('<section id="checks">')[2].partition("</section>")[0]
    name = html.escape(evil)
    link = f'<a href="../../audit-firms/plumb/"><bdi>{name}</bdi></a>'
    assert checks.count(f"<p>Checked by {link}; disclosed by {name}</p>") == 2
    assert "<script>alert" not in checks


@pytest.mark.parametrize("path", [of_audit(FIRST), of_audit(FOLLOW_UP)])
def test_no_audit_is_called_a_certificate(changed, path):
    """Its page says that it is neither a certificate nor a label."""
    assert "It is neither a certificate nor a label." in changed(AS_IT_IS)[path]


def test_lists_say_how_far_it_is(changed):
    """Home, audits, members and countries count what was found and what is fixed."""
    pages = changed(AS_IT_IS)
    assert "1 of 3 findings shown here are fixed and verified" in text(pages["index.html"])
    audits = text(pages["audits/index.html"])
    assert "1 of 3 findings shown here are fixed and verified" in audits
    assert "Behind schedule : 3 findings · 1 fixed · 2 overdue" in audits
    assert "What was found: No plan disclosed" in audits
    assert "What was found: No consent to show this" in audits
    for path in ("members/alder/index.html", "members/birch/index.html", "countries/BD/index.html"):
        assert "3 findings · 1 fixed · 2 overdue" in text(pages[path]), path
    assert "Of 2 factories, 1 agreed that it is shown what audits found." in text(
        pages["members/alder/index.html"]
    )
    assert "agreed that it is shown" not in text(pages["countries/VN/index.html"])


def test_a_member_whose_factories_agreed_without_a_plan_says_so(changed):
    """Agreed and disclosed are two things."""
    said = text(changed(without())["members/alder/index.html"])
    assert "None of them has a corrective action plan here yet." in said
