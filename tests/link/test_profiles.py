"""What hangs on a factory: whose statement is shown, what is valid, and what supports a claim."""

from __future__ import annotations

from datetime import date

import pytest

FOLLOW_UP, OF_WEAVES = "APW1FKH4NC", "AVCYST6WNC"


def workforce(contract="permanent", **values):
    """The people of one kind of contract, as a member states them."""
    row = {"contract": contract, "women": 10, "men": 5, "stated_on": "2025-01-01"}
    return row | {"stated_by": "member"} | values


def certificate(number="1", **values):
    """A certificate of the standard in the register."""
    row = {"standard": "organic", "number": number, "issuer": "Lindenfall"}
    return row | {"valid_from": "2025-01-01"} | values


def claim(name="green", **values):
    """A claim of a member's."""
    row = {"claim": name, "statement": "Green", "about": "product", "stated_on": "2025-01-01"}
    return row | {"stated_by": "member"} | values


def channel(name="line", **values):
    """A channel run by the factory."""
    row = {"channel": name, "name": "Line", "run_by": "factory", "who": "workers|community"}
    row |= {"how": "phone", "reach": "123 456", "languages": "bn|en", "stated_on": "2025-01-01"}
    return row | {"stated_by": "member"} | values


def survey(topic="overall", **values):
    """One topic of a survey."""
    row = {"topic": topic, "score": 50, "respondents": 20, "method": "phone"}
    return row | {"period_start": "2026-01-01", "period_end": "2026-01-10"} | values


def test_people_of_several_members_do_not_add_up(publication, knits):
    """All kinds of contract of the member that stated any of them last, in the order of kinds."""
    publication.agree("profile").put(
        "workforce",
        workforce("seasonal"),
        workforce("fixed-term"),
        workforce("permanent", stated_on="2026-01-01"),
    )
    publication.put("workforce", workforce("agency", stated_on="2025-12-31"), member="birch")
    shown = knits().workforce
    assert [(w.contract, w.source.member.slug) for w in shown] == [
        ("permanent", "alder"),
        ("fixed-term", "alder"),
        ("seasonal", "alder"),
    ]


@pytest.mark.parametrize("kind", ["audit", "self-assessment"])
def test_what_is_no_certificate_is_not_shown_as_one(publication, knits, kind):
    """Where the register says that a standard gives none, nothing is certified and no claim supported."""
    path = publication.data / "registers/standards.csv"
    path.write_text(path.read_text().replace(",certificate,", f",{kind},", 1))
    publication.put("certificates", certificate())
    publication.put("claims", claim(standard="organic", number="1"))
    factory = knits()
    assert factory.certificates == ()
    assert [(c.support, c.certificate) for c in factory.claims] == [("without-evidence", None)]


@pytest.mark.parametrize(
    ("theirs", "shown"),
    [
        ({"stated_on": "2025-01-02"}, "birch"),
        ({"stated_on": "2024-12-31"}, "alder"),
        ({"stated_by": "factory"}, "birch"),
        ({}, "alder"),
    ],
)
def test_the_newest_profile_is_shown_whole(publication, knits, theirs, shown):
    """By day; on one day the factory's own word; and then the first member's."""
    row = {"stated_on": "2025-01-01", "stated_by": "member"}
    publication.put("profiles", row | {"buildings": 1})
    publication.put("profiles", row | {"languages": "bn|en"} | theirs, member="birch")
    profile = knits().profile
    assert profile.source.member.slug == shown
    assert (profile.buildings, profile.languages) == (
        (1, ()) if shown == "alder" else (None, ("bn", "en"))
    )


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ({}, "valid"),
        ({"valid_from": "2026-11-21"}, "valid"),
        ({"valid_from": "2026-11-22"}, "not-yet"),
        ({"valid_until": "2026-11-21"}, "valid"),
        ({"valid_until": "2026-11-20"}, "expired"),
        ({"valid_from": "2026-11-22", "valid_until": "2026-11-20"}, "expired"),
    ],
)
def test_a_certificate_is_valid_on_its_first_and_last_day(publication, knits, days, state):
    """As of the day for which the site speaks."""
    publication.put("certificates", certificate(**days))
    assert [c.state for c in knits().certificates] == [state]


def test_one_certificate_of_two_members_is_shown_once_and_never_too_long(publication, knits):
    """Where they differ, as the one states it that says it ends first; no end is the latest end."""
    publication.agree("certificates").put("certificates", certificate(issuer="Later"))
    theirs = certificate(valid_until="2026-12-31", issuer="Sooner")
    publication.put("certificates", theirs, member="birch")
    (shown,) = knits().certificates
    assert (shown.valid_until, shown.issuer) == (date(2026, 12, 31), "Sooner")
    assert [m.slug for m in shown.members] == ["alder", "birch"]


def test_valid_certificates_come_first(publication, knits):
    """Then those that are not valid yet, and those that ended."""
    publication.put(
        "certificates",
        certificate("1", valid_until="2026-01-01"),
        certificate("2", valid_from="2027-01-01"),
        certificate("3"),
    )
    assert [c.number for c in knits().certificates] == ["3", "2", "1"]


VALID, ENDED, COMING = "OR-valid", "OR-ended", "OR-coming"


@pytest.mark.parametrize(
    ("rests_on", "support"),
    [
        ({}, "without-evidence"),
        ({"standard": "organic", "number": VALID}, "supported"),
        ({"standard": "organic", "number": ENDED}, "expired"),
        ({"standard": "organic", "number": COMING}, "without-evidence"),
        ({"standard": "organic", "number": "OR-nowhere"}, "without-evidence"),
        ({"standard": "other", "number": VALID}, "without-evidence"),
        ({"standard": "organic"}, "without-evidence"),
        ({"audit_id": FOLLOW_UP}, "supported"),
        ({"audit_id": OF_WEAVES}, "without-evidence"),
        ({"audit_id": "ABBBBBBBB2"}, "without-evidence"),
        ({"standard": "organic", "number": ENDED, "audit_id": FOLLOW_UP}, "supported"),
        ({"standard": "organic", "number": VALID, "audit_id": "ABBBBBBBB2"}, "supported"),
    ],
)
def test_what_supports_a_claim(publication, knits, rests_on, support):
    """A valid certificate or a recent audit of this factory; one that ended; or nothing."""
    publication.put(
        "certificates",
        certificate(VALID),
        certificate(ENDED, valid_until="2026-11-20"),
        certificate(COMING, valid_from="2026-11-22"),
    ).put("claims", claim(**rests_on))
    (shown,) = knits().claims
    assert shown.support == support
    assert shown.audit_id == (FOLLOW_UP if rests_on.get("audit_id") == FOLLOW_UP else None)


@pytest.mark.parametrize(
    ("day", "support"),
    [("2027-03-12", "supported"), ("2027-03-13", "expired"), ("2035-01-01", "expired")],
)
def test_an_audit_supports_a_claim_for_two_years(publication, knits, day, support):
    """The follow-up was on 12 March 2025."""
    publication.put("claims", claim(audit_id=FOLLOW_UP))
    (shown,) = knits(as_of=date.fromisoformat(day)).claims
    assert shown.support == support


def test_a_certificate_supports_until_its_last_day(publication, knits):
    """The same claim the day after is shown as expired."""
    publication.put("certificates", certificate(valid_until="2026-11-21"))
    publication.put("claims", claim(standard="organic", number="1"))
    assert [c.support for c in knits().claims] == ["supported"]
    assert [c.support for c in knits(as_of=date(2026, 11, 22)).claims] == ["expired"]


def test_another_members_certificate_supports_a_claim(publication, knits):
    """Whoever discloses it."""
    publication.agree("certificates").put("certificates")
    publication.put("certificates", certificate(), member="birch")
    publication.put("claims", claim(standard="organic", number="1"))
    (shown,) = knits().claims
    assert (shown.support, shown.certificate.number) == ("supported", "1")


def test_a_certificate_that_is_not_shown_supports_nothing(publication, knits):
    """One for which the factory did not agree with that member is neither named nor counted."""
    publication.put("certificates").put("certificates", certificate(), member="birch")
    publication.put("claims", claim(standard="organic", number="1"))
    (shown,) = knits().claims
    assert (shown.support, shown.certificate) == ("without-evidence", None)


def test_a_claim_is_shown_as_it_was_stated_last(publication, knits):
    """With what it rests on then."""
    publication.agree("certificates").put("certificates", certificate())
    publication.put("claims", claim(standard="organic", number="1"))
    publication.put("claims", claim(stated_on="2025-01-02", statement="Greener"), member="birch")
    (shown,) = knits().claims
    assert (shown.statement, shown.support) == ("Greener", "without-evidence")


def test_a_survey_of_two_members_is_shown_once_and_the_newest_first(publication, knits):
    """With both behind it; the whole before its topics."""
    publication.agree("worker_voice").put(
        "worker_voice",
        survey("wages"),
        survey("overall"),
        survey("wages", period_end="2026-01-11"),
    )
    publication.put("worker_voice", survey("overall"), member="birch")
    assert [(s.topic, s.period_end.day, len(s.members)) for s in knits().surveys] == [
        ("wages", 11, 1),
        ("overall", 10, 2),
        ("wages", 10, 1),
    ]


def test_independent_channels_come_first(publication, knits):
    """Of initiatives, unions and authorities, before those of the factory and of who buys there."""
    kinds = ("factory", "member", "initiative", "union", "public-authority")
    rows = [channel(f"{n}-{kind}", run_by=kind) for n, kind in enumerate(kinds)]
    publication.put("grievance_channels", *rows)
    shown = knits().grievance_channels
    assert [(c.run_by, c.independent) for c in shown] == [
        ("initiative", True),
        ("union", True),
        ("public-authority", True),
        ("factory", False),
        ("member", False),
    ]
    assert (shown[0].who, shown[0].languages) == (("workers", "community"), ("bn", "en"))


def test_a_channel_is_shown_as_it_was_stated_last(publication, knits):
    """A number that changed is not shown beside the old one, whoever states it."""
    publication.agree("worker_voice").put("grievance_channels", channel())
    publication.put(
        "grievance_channels", channel(stated_on="2025-01-02", reach="999"), member="birch"
    )
    assert [(c.reach, c.source.member.slug) for c in knits().grievance_channels] == [
        ("999", "birch")
    ]


def test_nothing_stated_is_nothing_shown(publication, knits):
    """A factory of which none of it is known has none of it."""
    tables = ("workforce", "profiles", "certificates", "claims", "worker_voice")
    for name in (*tables, "grievance_channels"):
        publication.put(name)
    factory = knits()
    assert factory.profile is None
    assert not any((factory.workforce, factory.certificates, factory.claims, factory.surveys))
    assert not factory.grievance_channels
