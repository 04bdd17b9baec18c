"""The gate: what comes through, and that nothing else can make what rendering accepts."""

from __future__ import annotations

import pytest

from madewhere.disclose import DisclosedRow, Disclosure, disclose
from madewhere.link import link
from madewhere.read import read_data
from madewhere.site_model import Site
from tiny_publication import AS_OF, DENIM, GONE, KNITS, WEAVES


@pytest.fixture
def released(tiny):
    """What the gate makes of the tiny publication, changed or not."""

    def release():
        return disclose(read_data(tiny, as_of=AS_OF).corpus)

    return release


def cells(disclosure: Disclosure, table: str, member: str) -> dict[str, DisclosedRow]:
    """A member's released rows of a table by factory."""
    return {
        row.cells["factory_id"]: row.cells
        for row in disclosure.tables[table]
        if row.member == member
    }


def test_all_that_is_covered_comes_through(released):
    """With consent for everything that stands there, nothing is withheld."""
    disclosure, withheld = released()
    assert withheld == []
    assert set(cells(disclosure, "factories", "alder")) == {KNITS, WEAVES}
    assert cells(disclosure, "factories", "alder")[KNITS]["workers"] == 640


def test_only_the_gate_makes_a_disclosure(released):
    """A Disclosure that was put together by hand is refused, and so is a Site without one."""
    disclosure, _ = released()
    with pytest.raises(TypeError, match="only the gate"):
        Disclosure(
            **{name: getattr(disclosure, name) for name in Disclosure.__slots__ if name != "key"},
            key=object(),
        )
    site = link(disclosure)
    values = {name: getattr(site, name) for name in Site.__slots__}
    with pytest.raises(TypeError, match="only the gate"):
        Site(**{**values, "disclosure": object()})


def test_a_consent_covers_the_member_that_it_names_and_nobody_else(tiny, edit, released):
    """Birch's own words about the workforce go when birch's consent goes; alder's stay."""
    edit(
        tiny / "members/birch/consents.csv",
        lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["scope"] != "profile"]),
    )
    disclosure, withheld = released()
    assert cells(disclosure, "factories", "birch")[KNITS]["workers"] is None
    assert cells(disclosure, "factories", "alder")[KNITS]["workers"] == 640
    assert [(w.file, w.cells["workers"]) for w in withheld] == [
        ("members/birch/factories.csv", 600)
    ]


def agree_for_all_through_birch(data, edit):
    """Let the knitting factory's consents be those in birch's package, given for all members."""
    edit(
        data / "members/birch/consents.csv",
        lambda rows: [r.update(member="*") for r in rows if r["factory_id"] == KNITS],
    )
    edit(
        data / "members/alder/consents.csv",
        lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["factory_id"] != KNITS]),
    )


def test_a_consent_for_all_covers_every_member(tiny, edit, released):
    """A consent given for all in one package covers another member's statements too."""
    agree_for_all_through_birch(tiny, edit)
    disclosure, _ = released()
    shown = cells(disclosure, "factories", "alder")[KNITS]
    assert shown["workers"] == 640
    assert shown["website"] is None


def test_a_supply_link_needs_both_ends(tiny, edit, released):
    """One factory's yes to tiers does not show a link to a factory that did not agree."""
    edit(
        tiny / "members/alder/consents.csv",
        lambda rows: rows.__setitem__(
            slice(None),
            [r for r in rows if (r["factory_id"], r["scope"]) != (KNITS, "tiers")],
        ),
    )
    disclosure, withheld = released()
    assert disclosure.tables["supply_links"] == ()
    assert any(w.file.endswith("supply_links.csv") and w.whole_row for w in withheld)


def test_a_site_that_is_not_shown_is_not_named(tiny, edit, released):
    """A unit's page does not name the larger site while that site has not agreed."""
    edit(
        tiny / "members/birch/factories.csv",
        lambda rows: [
            r.update(
                part_of=WEAVES,
                identifiers_stated_on="2025-02-01",
                identifiers_stated_by="member",
            )
            for r in rows
            if r["factory_id"] == DENIM
        ],
    )
    edit(
        tiny / "members/alder/consents.csv",
        lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["factory_id"] != WEAVES]),
    )
    disclosure, _ = released()
    assert cells(disclosure, "factories", "birch")[DENIM]["part_of"] is None


def test_a_package_of_an_unknown_member_is_left_out(tiny, edit, released):
    """What nobody in the register answers for is not shown."""
    edit(
        tiny / "registers/members.csv",
        lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["slug"] != "birch"]),
    )
    disclosure, _ = released()
    assert disclosure.members == ("alder",)
    assert cells(disclosure, "factories", "birch") == {}


def test_identifiers_are_told_without_what_they_belonged_to(released):
    """A withdrawn factory leaves its identifier and its last event, and no row."""
    disclosure, _ = released()
    last = {event.identifier: event.event for event in disclosure.identifiers}
    assert last[GONE] == "withdrawn"
    assert all(GONE not in str(row.cells) for rows in disclosure.tables.values() for row in rows)


@pytest.mark.parametrize(
    "content",
    [
        b"kind,identifier,event,date,successor\nfactory,%s,withdrawn,soon,\n",
        b"kind,identifier,event,date,successor\nfactory,%s,withdrwan,2026-01-01,\n",
        b"kind,identifier,event\nfactory,%s,withdrawn\n",
        b"\xff\xfe%s",
        b'kind,identifier,event,date,successor\n"factory,%s,withdrawn,2026-01-01,\n',
        "kind,identifier,event,date,successor\nfactory,%s,withdrawn,2026-01-01,\n".encode("utf-16"),
    ],
)
def test_an_event_that_cannot_be_read_hides_the_factory(tiny, released, content):
    """A broken event may have been a withdrawal, so nothing is shown until it is mended."""
    wide = content.startswith(b"\xff\xfek")
    named = KNITS.encode("utf-16-le") if wide else KNITS.encode()
    content = content.replace("%s".encode("utf-16-le") if wide else b"%s", named)
    (tiny / "ledger" / "of-this-change.csv").write_bytes(content)
    disclosure, _ = released()
    assert KNITS not in cells(disclosure, "factories", "alder")
    assert WEAVES in cells(disclosure, "factories", "alder")


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("change.csv", "factory,bd1g1d22y,withdrawn,2026-01-01,"),
        ("change.csv", "factory,BDIGID22Y,withdrawn,2026-01-01,"),
        ("change.csv", "factory,BD-1G1D-22Y,withdrawn,2026-01-01,"),
        ("change.csv", "audit,BD1G1D22Y,withdrawn,2026-01-01,"),
        ("change.csv", "factory;BD1G1D22Y;withdrawn;2026-01-01;"),
        ("change.csv", "factory,BD1G1D22Y,withdrawn,2026-01-01,,"),
        ("of this change (1).csv", "factory,BD1G1D22Y,withdrawn,2026-01-01,"),
        ("change.csv.txt", "factory,BD1G1D22Y,withdrawn,2026-01-01,"),
    ],
)
def test_a_withdrawal_that_is_almost_right_hides_the_factory(tiny, released, name, row):
    """A slip in the ledger does not keep somebody online who wanted to leave."""
    header = "kind,identifier,event,date,successor\n"
    (tiny / "ledger" / name).write_text(header + row + "\n")
    disclosure, _ = released()
    assert KNITS not in cells(disclosure, "factories", "alder")
    assert WEAVES in cells(disclosure, "factories", "alder")


def test_without_identity_no_other_consent_names_the_member(tiny, edit, released):
    """Identity covers which members; without it the member's other consents are not listed."""
    edit(
        tiny / "members/alder/consents.csv",
        lambda rows: rows.__setitem__(
            slice(None), [r for r in rows if (r["factory_id"], r["scope"]) != (KNITS, "identity")]
        ),
    )
    disclosure, _ = released()
    named = {g.member for g in disclosure.consents if g.factory_id == KNITS}
    assert named == {"birch"}


@pytest.mark.parametrize("header", ["valid_util", "valid_until,extra"])
def test_a_misspelt_column_of_consents_makes_none_count(tiny, released, header):
    """A consent that ended must not become one without end because its column is not found."""
    path = tiny / "members/birch/consents.csv"
    path.write_text(path.read_text().replace("valid_until", header, 1))
    disclosure, _ = released()
    assert cells(disclosure, "factories", "birch") == {}


def test_consents_of_a_member_that_is_not_registered_count_for_nobody(tiny, edit, released):
    """A consent for all in a package that nobody answers for shows nothing."""
    agree_for_all_through_birch(tiny, edit)
    edit(
        tiny / "registers/members.csv",
        lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["slug"] != "birch"]),
    )
    disclosure, _ = released()
    assert KNITS not in cells(disclosure, "factories", "alder")


def test_an_audit_that_was_withdrawn_is_not_shown(tiny, released):
    """The ledger's word on an audit counts, whatever consents there are."""
    before, _ = released()
    audit_id = before.tables["audits"][0].cells["audit_id"]
    (tiny / "ledger" / f"{audit_id}-20260101.csv").write_text(
        f"kind,identifier,event,date,successor\naudit,{audit_id},withdrawn,2026-01-01,\n"
    )
    disclosure, _ = released()
    assert audit_id in str(before.tables["audits"])
    assert all(row.cells["audit_id"] != audit_id for row in disclosure.tables["audits"])
