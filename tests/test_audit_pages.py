"""What pages say of what was found in audits, and which pages a change makes anew."""

from __future__ import annotations

import dataclasses
import gzip
import html
import json
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from madewhere.addresses import Addresses
from madewhere.digests import add_digests
from madewhere.disclose import disclose
from madewhere.exports.records import record_json
from madewhere.link import link
from madewhere.maps.atlas import Atlas
from madewhere.project import SITE_SRC
from madewhere.read import read_data
from madewhere.render.kinds.audit import AuditPage
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.kinds.data import Audits
from madewhere.render.kinds.factory import FactoryPage
from madewhere.render.kinds.home import Home
from madewhere.render.kinds.lists import CountryPage, MemberPage
from madewhere.render.languages import language
from madewhere.render.producers import FactoryFiles
from madewhere.render.renderer import PageProducer, page_environment, static_digest
from madewhere.render.speaker import Speaker
from madewhere.render.words import WORDS
from madewhere.site_model import Audit, Factory, Site
from madewhere.site_model.audits import Finding, FindingEvent, Plan
from tiny_publication import AS_OF, DENIM, KNITS, TINY, WEAVES

FIRST, FOLLOW_UP = "AMZKZVZ40G", "APW1FKH4NC"
"""The two audits of the knitting factory: three findings in the first, chapters in both."""
MOST_BYTES = 40_000
KINDS: tuple[PageKind, ...] = (
    *(FactoryPage(), AuditPage(), Audits(), Home(), MemberPage(), CountryPage()),
)

Change = Callable[[Factory], Factory]


def linked(data: Path, as_of: date = AS_OF) -> Site:
    """What is shown of a publication."""
    return link(disclose(read_data(data, as_of=as_of).corpus)[0])


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    """The drawings of the tiny publication's countries."""
    return Atlas(linked(TINY), tmp_path_factory.mktemp("maps"))


@pytest.fixture
def pages(atlas):
    """Pages by path, each with its key and its text, of the kinds that tell of audits."""

    def make(site: Site) -> dict[str, tuple[str, str]]:
        say = Speaker(language("en"), site.as_of)
        setting = Setting(site, say, Addresses(site.publication, "en"), (), atlas)
        environment = page_environment(setting, "")
        static = static_digest(site, say, "")
        producers = [PageProducer(kind, setting, environment, static) for kind in KINDS]
        return {
            output.path: (output.key, output.make().decode())
            for producer in (*producers, FactoryFiles(site))
            for item in producer.items
            for output in producer.outputs(item)
            if not output.path.endswith(("qr.svg", "factory.csv"))
        }

    return make


@pytest.fixture
def changed(pages):
    """The pages after the knitting factory was changed."""

    def make(change: Change) -> dict[str, str]:
        site = linked(TINY)
        factory = change(site.by_id[KNITS])
        site.by_id[KNITS] = factory
        site.factories = [factory if f.factory_id == KNITS else f for f in site.factories]
        for profile in (*site.members, *site.countries):
            profile.factories = [factory if f.factory_id == KNITS else f for f in profile.factories]
        others = [audit for audit in site.audits if audit.factory_id != KNITS]
        site.audits = [*factory.audits, *others]
        add_digests(site)
        return {path: page for path, (_, page) in pages(site).items()}

    return make


def audits_changed(**changes) -> Change:
    """Change every audit of the factory."""
    return lambda factory: dataclasses.replace(
        factory, audits=tuple(dataclasses.replace(audit, **changes) for audit in factory.audits)
    )


def first_changed(change: Callable[[Audit], Audit]) -> Change:
    """Change the first audit, the one with findings."""
    return lambda factory: dataclasses.replace(
        factory,
        audits=tuple(change(a) if a.audit_id == FIRST else a for a in factory.audits),
    )


def finding_changed(**changes) -> Change:
    """Change each finding of the first audit."""
    return first_changed(
        lambda audit: dataclasses.replace(
            audit, findings=tuple(dataclasses.replace(f, **changes) for f in audit.findings)
        )
    )


def without(*scopes: str) -> Change:
    """Let the factory not agree to some subjects, so that nothing of its audits' depth is there."""
    nothing = {"chapters": (), "findings": (), "plan": None, "found_compliant": None}
    return lambda factory: dataclasses.replace(
        audits_changed(**nothing)(factory), agreed=factory.agreed - set(scopes)
    )


def text(page: str) -> str:
    """What a page says, without its markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def strip(page: str) -> str:
    """The cell of the strip that tells what was found."""
    found = re.search(r"<dt>Found and fixed</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return found[1] if found else ""


def of_factory(factory_id: str = KNITS) -> str:
    """Where a factory's page lies."""
    return f"F/{factory_id}/index.html"


def of_audit(audit_id: str) -> str:
    """Where the page of an audit of the knitting factory lies."""
    return f"F/{KNITS}/audits/{audit_id}/index.html"


AS_IT_IS: Change = dataclasses.replace
NOTHING = {"findings": (), "plan": Plan("nothing-to-correct", 0, 0, 0)}


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


def event(site: Site, kind: str, **values) -> FindingEvent:
    """Something that happened on one day, told by alder."""
    told = {"date": date(2024, 8, 1), "event": kind, "by": "member", "how": None, "text": None}
    told |= {"follow_up_audit": None, "evidence_sha256": None, "counts": True}
    told["members"] = (site.members[0].member,)
    return FindingEvent(**(told | values))


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
    one = event(linked(TINY), kind, **values)
    said = text(changed(finding_changed(events=(one,)))[of_factory()])
    assert words in re.sub(r" ([,.;])", r"\1", said)


def test_a_requirement_that_nobody_knows_is_not_linked(changed):
    """Where the register does not have it, its slug stands there and leads nowhere."""
    unknown = finding_changed(requirement=None, requirement_slug="no-such-thing")
    for path, heading in ((of_factory(), "h4"), (of_audit(FIRST), "h3")):
        page = changed(unknown)[path]
        assert f"<{heading}>Not met: <code>no-such-thing</code></{heading}>" in page
        assert "handbook/social-2025/no-such-thing" not in page


def test_what_another_member_states_differently_stands_beside(changed):
    """Both deadlines are told, with who stated the other."""
    other = linked(TINY).members[1].member
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
    kept = linked(TINY).by_id[KNITS].audits

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


def made_up(number: int, said: random.Random) -> Finding:
    """A finding with texts of the usual length, no two alike."""

    def words(count: int) -> str:
        letters = "abcdefghijklmnoprstuvw"
        lengths = (said.randint(2, 9) for _ in range(count))
        return " ".join("".join(said.choices(letters, k=length)) for length in lengths) + "."

    site = linked(TINY)
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
    said = random.Random(4)
    found = [made_up(number, said) for number in range(40)]
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


def differ(before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]) -> set[str]:
    """The paths whose bytes differ; where they do, their keys must."""
    assert before.keys() == after.keys()
    found = {path for path in before if before[path][1] != after[path][1]}
    assert not {path for path in found if before[path][0] == after[path][0]}
    return found


FACTORY_FILES = {of_factory(), f"F/{KNITS}/record.json"}


@pytest.mark.parametrize(
    ("file", "row", "values", "expected"),
    [
        (
            "members/alder/findings.csv",
            0,
            {"description": "Three of six exits were blocked."},
            {*FACTORY_FILES, of_audit(FIRST)},
        ),
        (
            "members/alder/finding_events.csv",
            0,
            {"text": "Photographs of five exits."},
            {f"F/{KNITS}/record.json", of_audit(FIRST)},
        ),
        (
            "members/alder/finding_events.csv",
            1,
            {"date": "2024-05-21"},
            {*FACTORY_FILES, of_audit(FIRST)},
        ),
        (
            "members/alder/audit_chapters.csv",
            2,
            {"score_percent": "93"},
            {*FACTORY_FILES, of_audit(FOLLOW_UP)},
        ),
        (
            "registers/requirements.csv",
            4,
            {"title": "A day of rest in every week"},
            {*FACTORY_FILES, of_audit(FIRST)},
        ),
        ("registers/requirements.csv", 3, {"title": "First aid"}, {of_audit(FIRST)}),
        ("registers/requirements.csv", 5, {"title": "Water is metered"}, set()),
        (
            "registers/chapters.csv",
            0,
            {"title": "Safety"},
            {of_factory(), of_audit(FIRST), of_audit(FOLLOW_UP)},
        ),
        (
            "registers/handbooks.csv",
            2,
            {"title": "What is asked for"},
            {of_audit(FIRST), of_audit(FOLLOW_UP)},
        ),
    ],
)
def test_a_change_reaches_exactly_the_pages_concerned(
    tiny, edit, pages, file, row, values, expected
):
    """Pages that show it are made anew, and those of other factories are known to be the same."""
    before = pages(linked(tiny))
    edit(tiny / file, lambda rows: rows[row].update(values))
    after = pages(linked(tiny))
    assert differ(before, after) == expected
    for other in (WEAVES, DENIM):
        assert before[of_factory(other)] == after[of_factory(other)]
        assert before[f"F/{other}/record.json"] == after[f"F/{other}/record.json"]


def test_a_finding_of_one_audit_leaves_the_others_page(tiny, edit, pages):
    """The key of an audit's page does not move with another audit's findings."""
    before = pages(linked(tiny))
    edit(tiny / "members/alder/findings.csv", lambda rows: rows[0].update(severity="critical"))
    after = pages(linked(tiny))
    assert before[of_audit(FOLLOW_UP)] == after[of_audit(FOLLOW_UP)]
    assert before[of_audit(FIRST)][0] != after[of_audit(FIRST)][0]


def test_the_day_on_which_a_deadline_passes_changes_the_record(tiny, edit, pages):
    """On the next day every page says so, and of the records only the one concerned changes."""
    edit(tiny / "members/alder/findings.csv", lambda rows: rows[2].update(deadline="2026-06-30"))
    before, after = (pages(linked(tiny, date(2026, 6, 30) + timedelta(days=n))) for n in (0, 1))
    records = {path for path in differ(before, after) if path.endswith("record.json")}
    assert records == {f"F/{KNITS}/record.json"}
    assert before[f"F/{WEAVES}/record.json"][0] == after[f"F/{WEAVES}/record.json"][0]
    assert "· 1 overdue" in strip(before[of_factory()][1])
    assert "· 2 overdue" in strip(after[of_factory()][1])


def test_a_record_holds_what_was_found():
    """Chapters, plan, findings with their events, and what was found compliant."""
    site = linked(TINY)
    record = json.loads(record_json(site, site.by_id[KNITS]))
    follow_up, first = record["audits"]
    assert first["chapters"][0] == {"chapter": "working-hours", "score_percent": 78, "letter": "B"}
    assert first["plan"] == {"state": "behind-schedule", "findings": 3, "closed": 1, "overdue": 2}
    assert first["found_compliant"] == ["first-aid"]
    assert first["found_compliant_unstated_because"] is None
    fixed = next(f for f in first["findings"] if f["finding"] == "HS-01")
    assert (fixed["state"], fixed["closed_on"], fixed["days_to_close"]) == (
        "verified-closed",
        "2024-05-20",
        76,
    )
    assert fixed["requirement_title"] == "Everybody can leave the building at once"
    assert fixed["events"][0] == {
        "date": "2024-05-02",
        "event": "evidence-submitted",
        "by": "factory",
        "how": None,
        "follow_up_audit": None,
        "text": "Photographs of all six exits.",
        "evidence_sha256": "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea",
        "members": ["alder"],
        "counts": True,
    }
    assert (follow_up["plan"], follow_up["findings"], follow_up["found_compliant"]) == (
        None,
        [],
        None,
    )
    assert follow_up["found_compliant_unstated_because"] == "follow-up"
    weaves = json.loads(record_json(site, site.by_id[WEAVES]))
    assert weaves["audits"][0]["found_compliant_unstated_because"] == "not-agreed"


def test_a_record_holds_what_hangs_on_the_factory():
    """People, profile, certificates, claims with what supports them, surveys and channels."""
    site = linked(TINY)
    record = json.loads(record_json(site, site.by_id[KNITS]))
    source = {"member": "alder", "stated_on": "2025-02-01", "stated_by": "factory"}
    assert record["workforce"][0] == {
        "contract": "permanent",
        "women": 340,
        "men": 150,
        "migrants": 60,
        "source": source,
    }
    assert (record["profile"]["languages"], record["profile"]["source"]) == (["bn", "en"], source)
    assert [(c["number"], c["state"]) for c in record["certificates"]] == [
        ("OR-412", "valid"),
        ("OR-180", "expired"),
    ]
    assert {c["claim"]: (c["support"], c["certificate"]) for c in record["claims"]} == {
        "green-power": ("without-evidence", None),
        "organic-cotton": ("supported", {"standard": "organic", "number": "OR-412"}),
        "safe-exits": ("supported", None),
    }
    assert {s["topic"]: s["respondents"] for s in record["surveys"]} == {
        "overall": 118,
        "auditors-conduct": 96,
    }
    assert [c["channel"] for c in record["grievance_channels"]] == ["helpline", "box"]
    empty = json.loads(record_json(site, site.by_id[DENIM]))
    assert (empty["workforce"], empty["profile"], empty["claims"]) == ([], None, [])
