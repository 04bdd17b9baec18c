"""Tests for what a factory's page says of its people, surveys, channels, certificates and claims."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest

from madewhere.render import factory_parts
from madewhere.render.factory_parts import (
    Sum,
    calls,
    host,
    own_name,
    people,
    reach_href,
    surveys,
    verify_url,
)
from madewhere.render.kinds.factory import FactoryPage
from madewhere.site_model import LinkStatement
from pseudo import messages, pseudo_languages
from shown import pages_of, site_of
from tiny_publication import DENIM, KNITS, TINY


@pytest.fixture(scope="module")
def site():
    """The tiny publication as pages get it."""
    return site_of(TINY)


@pytest.fixture(scope="module")
def page_of(site, tmp_path_factory):
    """Renders a factory's page as text without tags, spaces made one."""
    producer = pages_of(site, FactoryPage(), tmp_path_factory.mktemp("maps"))

    def render(factory, **changes):
        changed = dataclasses.replace(factory, **changes)
        page = next(iter(producer.outputs(changed))).make().decode()
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())

    return render


@pytest.fixture
def knits(site):
    """The factory with everything."""
    return site.by_id[KNITS]


def _contract(row, **people):
    return dataclasses.replace(row, **people)


def test_people_add_up(knits):
    """Women, men and all are summed; a sum with an unknown part says so."""
    found = people(knits)
    assert [c.row.contract for c in found.contracts] == ["permanent", "agency"]
    assert [c.total for c in found.contracts] == [490, 60]
    assert (found.women, found.men, found.all) == (Sum(360, True), Sum(190, True), Sum(550, True))
    assert found.migrants == Sum(60, False)
    assert [c.migrant_percent for c in found.contracts] == [12, None]


@pytest.mark.parametrize(
    ("stated", "men", "differs"),
    [
        ((640, None, None), 150, True),
        ((550, None, None), 150, False),
        ((None, 500, 600), 150, False),
        ((None, 600, None), 150, True),
        ((None, None, 500), 150, True),
        ((None, None, None), 150, False),
        ((640, None, None), None, False),
        ((300, None, None), None, True),
    ],
)
def test_people_that_do_not_add_up_are_told(knits, page_of, stated, men, differs):
    """A difference to the stated number is named; people who are not known may be any."""
    workers, least, most = stated
    rows = tuple(_contract(r, men=men) if r.contract == "permanent" else r for r in knits.workforce)
    changes = {"workers": workers, "workers_min": least, "workers_max": most, "workforce": rows}
    assert people(dataclasses.replace(knits, **changes)).differs is differs
    assert ("do not add up" in page_of(knits, **changes)) is differs


def test_people_are_drawn_within_their_table(knits):
    """Bars are percent of the largest row; where people are not known there is none."""
    assert [c.bar for c in people(knits).contracts] == [(69, 31), (4, 8)]
    unknown = tuple(_contract(r, men=None) for r in knits.workforce)
    assert [c.bar for c in people(dataclasses.replace(knits, workforce=unknown)).contracts] == [
        None,
        None,
    ]
    nobody = tuple(_contract(r, women=0, men=0) for r in knits.workforce)
    assert people(dataclasses.replace(knits, workforce=nobody)).contracts[0].bar is None
    assert people(dataclasses.replace(knits, workforce=())) is None


def test_more_migrants_than_people_have_no_share(knits):
    """What cannot be is shown as it is stated, and no percentage is made of it."""
    rows = tuple(_contract(r, migrants=9999) for r in knits.workforce)
    shares = [
        c.migrant_percent for c in people(dataclasses.replace(knits, workforce=rows)).contracts
    ]
    assert shares == [None, None]


@pytest.mark.parametrize(
    ("how", "reach", "href"),
    [
        ("phone", "0800 000 000", "tel:0800000000"),
        ("phone", "+880 2-123.456", "tel:+8802123456"),
        ("phone", "16357", "tel:16357"),
        ("text-message", "16357", "sms:16357"),
        ("email", "help@line.example", "mailto:help@line.example"),
        ("email", "a%b@line.example", "mailto:a%25b@line.example"),
        ("web", "https://line.example/ask?x=1", "https://line.example/ask?x=1"),
        ("messaging-app", "https://chat.example/line", "https://chat.example/line"),
        ("phone", "+44 (0) 20 123", None),
        ("phone", "0800 000 000 or 16357", None),
        ("phone", "0800;ext=1", None),
        ("phone", "๐๘๐๐", None),
        ("phone", "12", None),
        ("phone", "1" * 30, None),
        ("email", "help@line.example?bcc=x@y.example", None),
        ("email", "help@line.example, x@y.example", None),
        ("email", "help@localhost", None),
        ("web", "http://line.example/", None),
        ("web", "javascript:alert(1)", None),
        ("web", "https://user@line.example/", None),
        ("web", "https://line.example:8443/", None),
        ("web", "https://line.example/ a", None),
        ("web", "https://lìne.example/", None),
        ("web", "https://[line/", None),
        ("web", "https:///line", None),
        ("web", 'https://line.example/"x', None),
        ("messaging-app", "0800 000 000", None),
        ("letter", "https://line.example/", None),
        ("in-person", "0800 000 000", None),
    ],
)
def test_a_channel_is_a_link_only_where_it_is_safely_one(how, reach, href):
    """Whatever holds more than one number, address or page under https stays a text."""
    assert reach_href(how, reach) == href


def test_surveys_keep_their_topics_together(knits):
    """One survey is one block, the whole first; of several the newest comes first."""
    one = knits.surveys[0]
    older = dataclasses.replace(one, period_start=date(2025, 1, 1), period_end=date(2025, 1, 9))
    found = list(surveys((older, *knits.surveys)))
    assert [asked.end for asked in found] == [date(2026, 2, 14), date(2025, 1, 9)]
    assert [topic.topic for topic in found[0].topics] == ["overall", "auditors-conduct"]
    assert (found[0].fewest, found[0].most) == (96, 118)
    assert list(surveys(())) == []


def test_a_topic_that_two_disclose_names_both(site, knits):
    """A survey is one however many members disclose parts of it."""
    birch = next(p.member for p in site.members if p.member.slug == "birch")
    first, second = knits.surveys
    both = dataclasses.replace(second, members=(birch, *second.members))
    (asked,) = surveys((first, both))
    assert [m.slug for m in asked.members] == ["alder", "birch"]


def test_the_page_tells_what_was_said(knits, page_of):
    """Each topic with its share and respondents, how and when they were asked, and by whom."""
    page = page_of(knits)
    assert "96 to 118 workers answered, asked by phone from 1 February 2026" in page
    assert "How the auditors behaved 83% 96" in page
    assert "Asked by Hearfield Fictional Surveys; disclosed by Alder (fictional)" in page


def test_a_claim_says_what_supports_it(knits, page_of):
    """Supported by a certificate, expired with an old audit, and without anything."""
    page = page_of(knits)
    assert (
        "Knitted from organic cotton about the material Supported "
        "By certificate OR-412, valid until 31 May 2027." in page
    )
    assert (
        "All exits are checked every day about the factory Supported "
        "By an audit of 12 March 2025 (20 months ago). An audit is no certificate." in page
    )
    assert (
        "Runs on the power of the sun about how it is made Without evidence "
        "Neither a certificate nor an audit that is shown here supports it." in page
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("expired", "which ended on 31 May 2027"),
        ("not-yet", "which begins on 1 June 2025"),
        ("valid", "valid until 31 May 2027"),
    ],
)
def test_a_claim_tells_how_its_certificate_stands(knits, page_of, state, said):
    """Whatever the certificate's state, the day that matters is told."""
    claim = next(c for c in knits.claims if c.certificate)
    changed = dataclasses.replace(
        claim, certificate=dataclasses.replace(claim.certificate, state=state)
    )
    assert f"By certificate OR-412, {said}." in page_of(knits, claims=(changed,))


def test_a_certificate_without_an_end_says_so(knits, page_of):
    """No date is made up for it, in the list and with the claim that it supports."""
    claim = next(c for c in knits.claims if c.certificate)
    endless = dataclasses.replace(claim.certificate, valid_until=None)
    page = page_of(
        knits,
        certificates=(endless,),
        claims=(dataclasses.replace(claim, certificate=endless),),
    )
    assert "valid from 1 June 2025, without an end" in page
    assert "By certificate OR-412, valid without an end." in page


def test_a_certificate_is_looked_up_with_its_issuer_or_its_standard(site, knits):
    """Its own page comes first, then the standard's; an unknown standard has none."""
    own, without = knits.certificates
    assert verify_url(site, own) == own.verify_url
    assert without.verify_url is None
    assert verify_url(site, without) == "https://organic.example/verify"
    assert verify_url(site, dataclasses.replace(without, standard="nowhere")) is None


def test_not_agreed_not_known_and_stated_look_different(site, knits, page_of):
    """A refused subject, one that nobody stated, and one that is stated say different things."""
    refused = page_of(site.by_id[DENIM])
    assert "What workers say, and where they can complain No consent to show this" in refused
    assert "Certificates and claims No consent to show this" in refused
    assert "Who works here, and how much" not in refused
    empty = page_of(
        knits,
        certificates=(),
        claims=(),
        surveys=(),
        grievance_channels=(),
        workforce=(),
        profile=None,
    )
    assert "Certificates and claims Not known It agreed" in empty
    assert "What workers say Not known It agreed" in empty
    assert "Where workers can complain or ask for help Not known It agreed" in empty
    assert "Do you work here?" not in empty
    assert "Who works here, and how much" not in empty


def test_subcontractors_are_those_that_the_factory_declares(knits, page_of):
    """A link that a member states is none; without the subject of tiers nothing is told."""
    said = "Subcontractors it declares "
    assert f"{said}Invented Weaving Co" in page_of(knits)
    link = knits.suppliers[0]
    by_member = dataclasses.replace(link.statements[0], stated_by="member")
    stated = dataclasses.replace(link, statements=(by_member,))
    assert f"{said}Not known" in page_of(knits, suppliers=(stated,))
    without = knits.agreed - {"tiers"}
    assert f"{said}No consent to show this" in page_of(knits, suppliers=(), agreed=without)


@pytest.mark.parametrize(
    ("answer", "cost", "name"),
    [
        (True, "No, it is free", "Yes, no name is needed"),
        (False, "Yes, it costs something", "No, a name is asked for"),
        (None, "Not known", "Not known"),
    ],
)
def test_a_channel_says_what_it_asks_of_people(knits, page_of, answer, cost, name):
    """Free or not, with a name or without; what nobody stated is not known."""
    channel = dataclasses.replace(knits.grievance_channels[0], free=answer, anonymous=answer)
    page = page_of(knits, grievance_channels=(channel,))
    assert f"Does it cost anything? {cost} Without a name? {name}" in page


def test_a_line_calls_those_who_work_there(site, knits, tmp_path):
    """In the page's language, and in languages that the site and the channels share."""
    two = dataclasses.replace(site.publication, languages=("en", "ar"))
    spoken = dataclasses.replace(knits.grievance_channels[0], languages=("ar",))
    shared = dataclasses.replace(knits, grievance_channels=(spoken,), profile=None)
    with pseudo_languages(tmp_path, "ar"):
        assert [(c.language, c.href) for c in calls(shared, two, "en")] == [
            ("en", "#complain"),
            ("ar", f"ar/F/{KNITS}/#complain"),
        ]
        assert [(c.language, c.href) for c in calls(shared, two, "ar")] == [("ar", "#complain")]
        assert calls(shared, two, "ar")[0].direction == "rtl"
        assert [c.language for c in calls(knits, two, "en")] == ["en"]
        assert [c.language for c in calls(knits, two, "ar")] == ["ar", "en"]
        assert calls(dataclasses.replace(knits, grievance_channels=()), two, "en") == []


@pytest.mark.parametrize(
    ("code", "name"), [("bn", "বাংলা"), ("en", "English"), ("zzz", None), ("x1", None)]
)
def test_a_language_is_named_as_it_calls_itself(code, name):
    """Whoever reads only that language finds it; an unknown code has no name."""
    assert own_name(code) == name


def test_a_host_tells_where_a_link_leads():
    """The host is shown; an address that is none is shown as it is."""
    assert host("https://organic.example/verify?x=1") == "organic.example"
    assert host("https://[x/") == "https://[x/"


def test_the_line_is_in_the_catalogue():
    """Its text is one message, so that a translation of the site has it."""
    assert factory_parts.DO_YOU_WORK_HERE in messages()


def test_members_that_give_a_supplier_other_tiers_each_stand_by_their_name(site, page_of, knits):
    """The newest statement is told as its member's own, and who counts otherwise stands beside it."""
    (supplier,) = knits.suppliers
    alder, birch = (each.member for each in site.members)
    told = [
        LinkStatement(birch, 3, None, "member", date(2026, 5, 6)),
        LinkStatement(alder, 2, None, "member", date(2025, 2, 1)),
    ]
    link = dataclasses.replace(supplier, statements=tuple(told))
    shown = page_of(knits, suppliers=(link,))
    assert f"Tier 3 · stated by {birch.name}, 6 May 2026" in shown
    assert f"{alder.name} stated on 1 February 2025: Tier 2" in shown
    same = dataclasses.replace(link, statements=(told[0], dataclasses.replace(told[1], tier=3)))
    assert "stated on 1 February 2025" not in page_of(knits, suppliers=(same,))
