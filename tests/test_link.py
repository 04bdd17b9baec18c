"""Joining what was released: the newest statement, one audit once, and both ends of a link."""

from __future__ import annotations

from datetime import date

import pytest

from madewhere.link.overview import months_before
from shown import site_of
from tiny_publication import DENIM, GONE, JOINED, KNITS, WEAVES


@pytest.fixture
def linked(tiny):
    """The site's model, made from the tiny publication as the test changed it."""

    def make():
        return site_of(tiny)

    return make


def test_the_newest_statement_is_shown_and_others_beside_it(linked):
    """Alder's later name counts; birch's differing one stays visible with its source."""
    factory = linked().by_id[KNITS]
    assert factory.name == "Fable Knitwear Ltd"
    assert factory.sources["name"].member.slug == "alder"
    differing = {(d.group, d.source.member.slug): d.values for d in factory.differing}
    assert differing[("name", "birch")] == {"name": "Fable Knitwear Limited"}
    assert differing[("workforce", "birch")] == {"workers": 600}


def test_the_factorys_own_word_counts_first_on_the_same_day(tiny, edit, linked):
    """Of two statements of one day the factory's is shown."""
    edit(
        tiny / "members/birch/factories.csv",
        lambda rows: [
            r.update(name_stated_on="2025-02-01", name_stated_by="factory")
            for r in rows
            if r["factory_id"] == KNITS
        ],
    )
    assert linked().by_id[KNITS].name == "Fable Knitwear Limited"


def test_an_audit_that_two_members_disclose_counts_once(linked):
    """One audit with both members, with the values that either of them may show."""
    site = linked()
    first = min(site.by_id[KNITS].audits, key=lambda audit: audit.audit_date)
    assert [m.slug for m in first.members] == ["alder", "birch"]
    assert first.rating_letter == "C"
    assert site.figures.audits == 3


def test_two_ids_for_one_audit_still_count_once(tiny, edit, linked):
    """The same factory, type, date and firm is the same audit whatever ID a row has."""
    edit(
        tiny / "members/birch/audits.csv",
        lambda rows: [r.update(audit_id="A000000000") for r in rows],
    )
    assert len(linked().by_id[KNITS].audits) == 2


def test_members_that_state_an_audit_differently_are_both_heard(tiny, edit, linked):
    """A differing value stays beside the one that is shown, with the member who states it."""
    edit(
        tiny / "members/birch/audits.csv",
        lambda rows: [r.update(announcement="announced") for r in rows],
    )
    first = min(linked().by_id[KNITS].audits, key=lambda audit: audit.audit_date)
    assert first.announcement == "semi-announced"
    assert [(m.slug, c, v) for m, c, v in first.differing] == [
        ("birch", "announcement", "announced")
    ]


def test_a_supply_link_is_seen_from_both_ends(linked):
    """The customer lists the supplier and the supplier the customer."""
    site = linked()
    assert [x.other.factory_id for x in site.by_id[KNITS].suppliers] == [WEAVES]
    assert [x.other.factory_id for x in site.by_id[WEAVES].customers] == [KNITS]


def test_what_left_has_a_tombstone_and_nothing_else(linked):
    """A withdrawn factory keeps its ID; a merged one points to a successor that is shown."""
    stones = {t.factory_id: (t.state, t.successor) for t in linked().tombstones}
    assert stones == {GONE: ("withdrawn", None), JOINED: ("merged", KNITS)}


def test_a_successor_that_is_not_shown_is_not_named(tiny, edit, linked):
    """A merged factory's page does not name a successor that has not agreed to be shown."""
    for member in ("alder", "birch"):
        edit(
            tiny / f"members/{member}/consents.csv",
            lambda rows: rows.__setitem__(
                slice(None), [r for r in rows if r["factory_id"] != KNITS]
            ),
        )
    stones = {t.factory_id: (t.state, t.successor) for t in linked().tombstones}
    assert stones[JOINED] == ("merged", None)
    assert stones[KNITS] == ("not-shown", None)


def test_agreed_scopes_tell_not_agreed_from_not_known(linked):
    """A factory that agreed to its name alone has no other scope."""
    site = linked()
    assert site.by_id[DENIM].agreed == {"identity"}
    assert "profile" in site.by_id[WEAVES].agreed


def test_an_undated_group_is_no_statement_but_the_name_stays(tiny, edit, linked):
    """Without its date a group is not shown; name and country are, because nothing works without."""
    edit(
        tiny / "members/birch/factories.csv",
        lambda rows: [
            r.update(name_stated_on="", address_stated_on="")
            for r in rows
            if r["factory_id"] == DENIM
        ],
    )
    factory = linked().by_id[DENIM]
    assert (factory.name, factory.country, factory.locality) == ("Pretend Denim A.Ş.", "TR", None)
    assert factory.last_confirmed.member.slug == "birch"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 21), 24, date(2024, 11, 21)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
    ],
)
def test_months_before_ends_on_a_day_that_there_is(day, months, expected):
    """The same day some months earlier, or that month's last."""
    assert months_before(day, months) == expected


def test_a_chain_of_mergers_points_to_the_last(tiny, linked):
    """However often its successors were merged since, a merged factory points to what is shown now."""
    (tiny / "ledger/chain.csv").write_text(
        "kind,identifier,event,date,successor\n"
        "factory,VNF7HJ06K,published,2025-01-01,\n"
        f"factory,VNF7HJ06K,merged,2026-01-01,{JOINED}\n"
    )
    stones = {t.factory_id: t.successor for t in linked().tombstones}
    assert stones["VNF7HJ06K"] == KNITS


def test_a_member_that_withdrew_leaves_its_address_and_nothing_else(tiny, linked):
    """Nothing that it stated is shown, its row in the register neither; its address keeps answering."""
    (tiny / "ledger/leaving.csv").write_text(
        "kind,identifier,event,date,successor\nmember,alder,withdrawn,2026-06-01,\n"
    )
    site = linked()
    assert site.former_members == ["alder"]
    assert [profile.member.slug for profile in site.members] == ["birch"]
    assert "alder" not in repr(site.disclosure.tables)
    assert "alder" not in repr(site.disclosure.registers)
    assert all(s.member.slug == "birch" for f in site.factories for s in f.sourcing)


def test_an_identifier_of_the_ledger_that_is_none_gets_no_page(tiny, linked):
    """Nothing from data becomes an address but a valid identifier or slug."""
    (tiny / "ledger/junk.csv").write_text(
        "kind,identifier,event,date,successor\n"
        "factory,nonsense,published,2026-06-01,\nmember,No-Slug,published,2026-06-01,\n"
    )
    site = linked()
    assert "nonsense" not in {t.factory_id for t in site.tombstones}
    assert site.former_members == []


def test_a_differing_audit_that_is_not_shown_is_not_named(tiny, edit, linked):
    """Where members differ in what an audit follows, one that is not shown is left out."""
    edit(
        tiny / "members/birch/audits.csv",
        lambda rows: [r.update(follows_audit="A0000000000") for r in rows],
    )
    assert "A0000000000" not in repr([a.differing for a in linked().audits])


def test_a_differing_site_that_is_not_shown_is_not_named(tiny, edit, linked):
    """Of two statements about the larger site, one that has no page is not told beside the other."""
    for member, site in (("alder", WEAVES), ("birch", "VNF7HJ06K")):
        edit(
            tiny / f"members/{member}/factories.csv",
            lambda rows, site=site: [
                r.update(
                    part_of=site,
                    identifiers_stated_on="2026-01-01",
                    identifiers_stated_by="member",
                )
                for r in rows
                if r["factory_id"] == KNITS
            ],
        )
    factory = linked().by_id[KNITS]
    assert factory.part_of == WEAVES
    assert "VNF7HJ06K" not in repr(factory.differing)


def test_the_newest_confirmation_of_a_domain_counts(tiny, linked):
    """A domain that two members looked up stands there once, with the later day."""
    (tiny / "members/birch/confirmations.csv").write_text(
        f"factory_id,domain,method,confirmed_on\n{KNITS},fable.example,dns,2026-06-01\n"
    )
    assert [(c.domain, c.method) for c in linked().by_id[KNITS].confirmations] == [
        ("fable.example", "file")
    ], "birch was not given the scope contact"
