"""From a private folder to the public package: exactly what consent covers, and nothing else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from checking import FACTORIES, both, cells, consent, events, findings, read_rows, without
from madewhere import __main__ as program
from madewhere.errors import MadewhereError, UsageError
from madewhere.events.withdrawal import withdraw
from madewhere.private.folder import open_private, write_private_table
from madewhere.private.going_public import GoingPublic, plan, write
from madewhere.report.going_public import end_text, plan_text
from madewhere.tables import MEMBER_TABLES, table
from on_disk import csv_rows, everything
from private.going_public_case import NEW, add, add_factory, add_link, agree, make_private
from tiny_publication import AS_OF, DENIM, GONE, JOINED, KNITS, LARGE, MEDIUM, WEAVES


def go_public(private: Path, data: Path, *, dry_run: bool = False, **options) -> GoingPublic:
    """Plan, and write unless told otherwise, as the command does."""
    going = plan(private, data, **options)
    if not dry_run:
        write(going)
    return going


@pytest.fixture
def private(tiny, tmp_path):
    """Alder's private folder, which holds just what is public already."""
    return make_private(tiny, tmp_path / "private")


def public(data: Path, name: str) -> list[dict[str, str]]:
    """The rows of alder's public table."""
    path = data / f"members/alder/{name}.csv"
    if not path.exists():
        return []
    header, *rows = read_rows(path)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_what_is_public_already_changes_nothing(tiny, private):
    """With nothing new in the private folder, not a byte is written."""
    before = everything(tiny)
    going = go_public(private, tiny, as_of=AS_OF)
    assert not going.differs
    assert (going.added, going.removed, going.events, going.staying) == ([], [], [], [])
    assert everything(tiny) == before


def test_without_consent_nothing_goes_out(tiny, private):
    """A factory that has not agreed stays in, with every row about it, and leaves no trace."""
    add_factory(private)
    add(private, "sourcing", factory_id=NEW, tier="1")
    add(private, "audits", audit_id="ATBE929A3J", factory_id=NEW, type="social", category="initial",
        announcement="announced", audit_date="2026-01-01", audit_firm="plumb")  # fmt: skip
    add_link(private)
    before = everything(tiny)
    going = go_public(private, tiny, as_of=AS_OF)
    assert sorted(Path(kept.file).stem for kept in going.staying) == [
        "audits",
        "factories",
        "sourcing",
        "supply_links",
    ]
    assert everything(tiny) == before


@pytest.mark.parametrize(
    "refusal",
    [
        {"member": "birch"},
        {"decided_on": "2026-11-22"},
        {"valid_until": "2026-11-20"},
        {"scope": "profile"},
        {"factory_id": WEAVES},
        {"evidence_sha256": "none"},
    ],
)
def test_a_consent_that_does_not_count_lets_nothing_out(tiny, private, refusal):
    """Another member's, a future, a lapsed, another scope's, another factory's or a broken consent."""
    add_factory(private)
    agree(private, **{"scope": "identity"} | refusal)
    going = go_public(private, tiny, as_of=AS_OF)
    assert NEW not in {row["factory_id"] for row in public(tiny, "factories")}
    assert NEW not in {row["factory_id"] for row in public(tiny, "consents")}
    assert NEW not in going.added
    assert not list((tiny / "ledger").glob(f"*{NEW}*"))


def test_identity_lets_out_identity_only(tiny, private):
    """With identity alone the name goes out, and cells of other scopes stay in."""
    add_factory(
        private,
        workers="50",
        workforce_stated_on="2026-02-01",
        workforce_stated_by="member",
        website="https://new.example/",
        contact_stated_on="2026-02-01",
        contact_stated_by="member",
    )
    add(private, "sourcing", factory_id=NEW, tier="3", since="2020-01-01")
    agree(private, "identity")
    going = go_public(private, tiny, as_of=AS_OF)
    (row,) = [row for row in public(tiny, "factories") if row["factory_id"] == NEW]
    assert (row["name"], row["workers"], row["workforce_stated_on"]) == ("Newly Made Up", "", "")
    assert (row["website"], row["contact_stated_by"]) == ("", "")
    (sourcing,) = [row for row in public(tiny, "sourcing") if row["factory_id"] == NEW]
    assert (sourcing["tier"], sourcing["since"]) == ("", "2020-01-01")
    assert going.added == [NEW]
    assert findings(tiny) == []


def test_a_new_factory_gets_its_event(tiny, private):
    """What goes out for the first time is written into the ledger, in a new file, once."""
    add_factory(private)
    agree(private, "identity")
    before = set((tiny / "ledger").iterdir())
    go_public(private, tiny, as_of=AS_OF)
    (new,) = set((tiny / "ledger").iterdir()) - before
    assert read_rows(new)[1:] == [["factory", NEW, "published", AS_OF.isoformat(), ""]]
    after = everything(tiny)
    again = go_public(private, tiny, as_of=AS_OF + timedelta(days=1))
    assert (again.differs, again.events) == (False, [])
    assert everything(tiny) == after


def test_a_link_needs_both_ends(tiny, private):
    """A supply link goes out only when supplier and customer agreed to tiers."""
    add_factory(private)
    add_link(private)
    agree(private, "identity")
    go_public(private, tiny, as_of=AS_OF)
    assert len(public(tiny, "supply_links")) == 1
    agree(private, "tiers")
    go_public(private, tiny, as_of=AS_OF)
    assert len(public(tiny, "supply_links")) == 2
    assert findings(tiny) == []


def test_a_consent_that_ends_takes_its_data_out(tiny, private):
    """Running it after the last day of a consent removes what it covered; the ID goes on answering."""
    cells("consents.csv", 6, valid_until="2026-12-31")(private)
    go_public(private, tiny, as_of=date(2026, 12, 31))
    assert KNITS in {row["factory_id"] for row in public(tiny, "factories")}
    ledger = sorted((tiny / "ledger").iterdir())
    going = go_public(private, tiny, as_of=date(2027, 1, 1))
    assert going.removed == [KNITS]
    for name in MEMBER_TABLES:
        assert KNITS not in str(public(tiny, name))
    assert sorted((tiny / "ledger").iterdir()) == ledger


def test_a_withdrawal_takes_everything_out(tiny, private):
    """After a withdrawal nothing of the factory stays in the package, whatever stands in the private folder."""
    events("new", ("factory", WEAVES, "withdrawn", "2026-11-20", ""))(tiny)
    going = go_public(private, tiny, as_of=AS_OF)
    assert going.removed == [WEAVES]
    assert [row["factory_id"] for row in public(tiny, "factories")] == [KNITS]
    assert public(tiny, "supply_links") == []
    assert findings(tiny) == []


@pytest.mark.parametrize(
    ("factory_id", "decided_on"),
    [(GONE, "2025-06-01"), (GONE, "2025-01-10"), (JOINED, "2026-11-21")],
)
def test_withdrawn_and_merged_factories_do_not_go_out(tiny, private, factory_id, decided_on):
    """No consent up to the day of a withdrawal counts, and none brings a merged identifier back."""
    add_factory(private, factory_id)
    agree(private, "identity", factory_id, member="*", decided_on=decided_on)
    before = everything(tiny)
    go_public(private, tiny, as_of=AS_OF)
    assert everything(tiny) == before


def test_another_members_consents_do_not_help(tiny, private):
    """What a factory agreed to in another member's package lets nothing out of this one."""
    add_factory(private, DENIM, country="TR")
    going = go_public(private, tiny, as_of=AS_OF)
    assert going.added == []
    assert not going.differs


def test_a_row_with_an_error_stays_in(tiny, private):
    """A wrong cell keeps a new factory's row, and what hangs on it, in the folder; the rest goes out."""
    add_factory(private, country="Vietnam")
    agree(private, "identity")
    add_factory(private, "TRZV9YHNV", country="TR")
    agree(private, "identity", "TRZV9YHNV")
    going = go_public(private, tiny, as_of=AS_OF)
    assert [(p.code, p.file, p.field) for p in going.problems] == [
        ("cell-pattern", "factories.csv", "country")
    ]
    assert going.added == ["TRZV9YHNV"]


def test_an_error_takes_no_published_factory_out(tiny, private):
    """A slip in the private row of a factory that is public stops everything, with the line of the slip."""
    cells("factories.csv", 3, country="Vietnam")(private)
    before = everything(tiny)
    going = plan(private, tiny, as_of=AS_OF)
    assert "Taken out  VNDT37MY2: a row has an error (factories.csv, line 3, country)" in (
        plan_text(going)
    )
    with pytest.raises(MadewhereError, match="because of an error in a private row"):
        write(going)
    assert everything(tiny) == before


def test_lines_of_problems_are_those_of_the_private_file(tiny, private):
    """A table that was sorted otherwise in a spreadsheet is reported by its own lines."""
    rows = read_rows(private / "factories.csv")
    rows[2][rows[0].index("country")] = "Vietnam"
    text = "\r\n".join(",".join(f'"{c}"' for c in row) for row in (rows[0], rows[2], rows[1]))
    (private / "factories.csv").write_bytes(text.encode("utf-8-sig"))
    going = plan(private, tiny, as_of=AS_OF)
    assert [(p.code, p.line) for p in going.problems] == [("cell-pattern", 2)]


def test_a_dry_run_writes_nothing(tiny, private):
    """A dry run says the same as a real one and leaves everything as it is."""
    add_factory(private)
    agree(private, "identity")
    before = everything(tiny)
    dry = go_public(private, tiny, as_of=AS_OF, dry_run=True)
    assert everything(tiny) == before
    wet = go_public(private, tiny, as_of=AS_OF)
    assert dry == wet
    assert everything(tiny) != before


def test_the_packages_own_words_stay(tiny, private):
    """Title, description and mark of the public package outlast what is written into it."""
    path = tiny / "members/alder/datapackage.json"
    loaded = json.loads(path.read_text())
    own = {"title": "Ours", "description": "What we buy.", "demo": True}
    path.write_text(json.dumps(loaded | own))
    add_factory(private)
    agree(private, "identity")
    go_public(private, tiny, as_of=AS_OF)
    after = json.loads(path.read_text())
    assert {key: after[key] for key in own} == own


def test_a_first_package_is_made(tiny, private, tmp_path):
    """A member of the register without a package gets one that passes the check."""
    without("product_gtins.csv", MEDIUM, LARGE)(private)  # GS1's examples are for invented packages
    both(
        without("registers/members.csv", "birch"),
        cells("registers/members.csv", 2, slug="cedar"),
    )(tiny)
    import shutil

    shutil.rmtree(tiny / "members")
    (private / "private.json").write_text('{"format": 1, "member": "cedar"}')
    for line in range(2, 9):
        cells("consents.csv", line, member="cedar")(private)
    going = go_public(private, tiny, as_of=AS_OF, demo=False)
    assert (going.added, going.differs) == ([KNITS, WEAVES], True)
    assert findings(tiny) == []


def test_spaces_and_line_ends_do_not_go_out(tiny, private):
    """What a spreadsheet leaves around values is gone in the public table."""
    path = private / "sourcing.csv"
    path.write_bytes(path.read_bytes().replace(b",1,", b", 1 ,").replace(b"\n", b"\r\n"))
    going = go_public(private, tiny, as_of=AS_OF)
    assert not going.differs


def test_a_member_that_is_not_registered_is_refused(tiny, private):
    """Nothing is written for a member that the register does not have."""
    (private / "private.json").write_text('{"format": 1, "member": "../../etc"}')
    before = everything(tiny)
    with pytest.raises(UsageError, match="register of members"):
        go_public(private, tiny, as_of=AS_OF)
    assert everything(tiny) == before


def test_a_folder_that_is_not_private_is_refused(tiny, tmp_path):
    """A folder without the mark is not taken for a private one."""
    with pytest.raises(MadewhereError, match="no private folder"):
        go_public(tmp_path, tiny, as_of=AS_OF)


@pytest.mark.parametrize("name", ["members", "members/alder", "ledger"])
def test_nothing_is_written_through_a_link(tiny, private, tmp_path, name):
    """A proposal that turned a folder into a link does not make this command write elsewhere."""
    add_factory(private)
    agree(private, "identity")
    (tiny / name).rename(tmp_path / "elsewhere")
    (tiny / name).symlink_to(tmp_path / "elsewhere")
    before = everything(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="symbolic link"):
        go_public(private, tiny, as_of=AS_OF)
    assert everything(tmp_path / "elsewhere") == before


def test_what_stays_in_of_a_table_names_it_once(tiny, private):
    """The columns of another table stand after its name, and the first few are enough."""
    add_factory(private)
    agree(private, "identity")
    add(private, "audits", audit_id="ATBE929A3J", factory_id=NEW, type="social", category="initial",
        announcement="announced", audit_date="2026-01-01", audit_firm="plumb")  # fmt: skip
    said = plan_text(go_public(private, tiny, as_of=AS_OF, dry_run=True))
    columns = "audits (audit_id, factory_id, type, category), …"
    assert f"{NEW} Newly Made Up: {columns}; not agreed to: audits\n" in said


def _yes_through_birch(data: Path, member: str) -> None:
    file = data / "members/birch/consents.csv"
    header = file.read_text("utf-8").splitlines()[0].split(",")
    given = consent(NEW, member=member, decided_on="2026-03-01", evidence_sha256="b" * 64)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(",".join(given.get(column, "") for column in header) + "\n")
    published = f"kind,identifier,event,date,successor\nfactory,{NEW},published,2026-03-02,\n"
    (data / f"ledger/{NEW}.csv").write_text(published)


@pytest.mark.parametrize(("member", "is_told"), [("*", True), ("birch", False)])
def test_a_yes_for_all_members_through_another_is_told(tiny, private, member, is_told):
    """It counts for every member, but goes out only once the member's own folder has it."""
    add_factory(private)
    _yes_through_birch(tiny, member)
    going = go_public(private, tiny, as_of=AS_OF, dry_run=True)
    assert going.added == []
    text = plan_text(going)
    assert (f"  {NEW}  Newly Made Up: through birch\n" in text) is is_told
    assert ("madewhere respond … --all-members" in text) is is_told


def test_who_agreed_through_the_member_itself_is_not_told_as_anothers(tiny, private):
    """With a consent of the own folder there is nothing left to ask for."""
    add_factory(private)
    _yes_through_birch(tiny, "*")
    agree(private, "identity")
    assert "through birch" not in plan_text(go_public(private, tiny, as_of=AS_OF, dry_run=True))


def test_the_report_says_what_of_a_row_changes(tiny, private):
    """Column by column, before and after; a day alone where nothing else does."""
    cells("factories.csv", 2, workers="700", postal_code="1700", workforce_stated_on="2026-05-01")(
        private
    )
    cells("factories.csv", 3, name_stated_on="2026-05-01")(private)
    cells("audits.csv", 2, rating_letter="B")(private)
    text = plan_text(go_public(private, tiny, as_of=AS_OF, dry_run=True))
    assert "2 factories (2 changed), " in text
    head, *lines = text.partition("Changed    ")[2].splitlines()[:3]
    assert (
        head
        == f"factories, {KNITS} Fable Knitwear Ltd: postal_code: “1704” → “1700”; workers: “640” → “700”"
    )
    assert lines[0].strip().startswith(f"factories, {WEAVES} ")
    assert "name_stated_on: “" in lines[0]
    assert lines[1].strip() == "audits, AMZKZVZ40G: rating_letter: “C” → “B”"


def test_what_leaves_with_a_factory_is_told_once(tiny, private):
    """Its consents and audits are not listed row by row."""
    without("consents.csv", KNITS)(private)
    text = plan_text(go_public(private, tiny, as_of=AS_OF, dry_run=True))
    assert "Taken out  " in text
    assert ": leaves" not in text


def test_the_report_says_what_happens(tiny, private):
    """The report counts what goes out and stays in, and names what is new and what is wrong."""
    add_factory(
        private, workers="5", workforce_stated_on="2026-02-01", workforce_stated_by="member"
    )
    add_factory(private, "TRZV9YHNV", name="Not Agreed")
    cells("profiles.csv", 2, buildings="0")(private)
    agree(private, "identity")
    going = go_public(private, tiny, as_of=AS_OF, dry_run=True)
    assert plan_text(going) == (
        "Goes out   3 factories (1 new), 15 consents (1 new), 3 audits, 3 audit_chapters, 3 findings, "
        "5 finding_events, 2 workforce, 0 profiles (1 gone), 2 sourcing, 1 supply_links, 2 certificates, "
        "3 claims, 2 worker_voice, 2 grievance_channels, 1 confirmations, 1 products, 2 product_gtins, "
        "6 product_steps, 1 product_certificates, 3 product_claims\n"
        f"Changed    profiles, {KNITS} Fable Knitwear Ltd: leaves\n"
        "New        VNF7HJ06K Newly Made Up\n"
        "Stays in   TRZV9YHNV Not Agreed: everything; not asked yet\n"
        "           VNF7HJ06K Newly Made Up: workers; not agreed to: profile\n"
        "\n"
        "Problems; a row with an error stays private until it is mended:\n"
        "  error cell-range: profiles.csv, line 2, buildings: 0 is not from 1 to 1,000\n"
        "    → Correct the number.\n"
        f"Tables named without a folder are in {private}; mend them there, not in {tiny}.\n"
    )
    place = tiny / "members" / "alder"
    assert end_text(going, written=False) == (
        f"This would be written to {place}; nothing was written.\n"
    )
    going = go_public(private, tiny, as_of=AS_OF)
    assert end_text(going, written=True).startswith(f"Written to {place}. Now run")
    again = go_public(private, tiny, as_of=AS_OF)
    assert end_text(again, written=True) == f"{place} is up to date; nothing was written.\n"


@pytest.mark.parametrize(
    ("cells_of", "code"),
    [
        ({"street_address": "12 Mill Road, tel. 020 7946 0000"}, "cell-phone"),
        ({"parent_company": "sales@made-up.example"}, "cell-email"),
    ],
)
def test_what_looks_like_a_contact_is_held_back(tiny, private, cells_of, code):
    """A telephone number or e-mail address does not go out by mistake, and does when it is wanted."""
    stated = {"production_stated_on": "2026-02-01", "production_stated_by": "member"}
    add_factory(private, **stated | cells_of)
    agree(private, "identity")
    agree(private, "profile")
    [column] = cells_of
    going = go_public(private, tiny, as_of=AS_OF)
    assert [(h.factory_id, h.column, h.code) for h in going.held] == [(NEW, column, code)]
    shown = {row["factory_id"]: row for row in public(tiny, "factories")}
    assert shown[NEW][column] == ""
    assert cells_of[column] not in plan_text(going)
    assert "Held back  factories.csv, line" in plan_text(going)
    go_public(private, tiny, as_of=AS_OF, contacts=True)
    shown = {row["factory_id"]: row for row in public(tiny, "factories")}
    assert shown[NEW][column] == cells_of[column]


def test_a_name_that_looks_like_a_contact_stays_with_its_row(tiny, private):
    """Where a required cell is held back, nothing of the row goes out."""
    add_factory(private, name="Made Up, phone 020 7946 0000")
    agree(private, "identity")
    go_public(private, tiny, as_of=AS_OF)
    assert NEW not in {row["factory_id"] for row in public(tiny, "factories")}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Part of the work was done at NEWLY  made up, undeclared.", True),
        ("Sent to VNF7HJ06K.", True),
        ("Newly Made Upholstery is another thing.", False),
        ("Something was newly made.", False),
        ("Seen at Weaves and at VNDT37MY2.", False),
    ],
)
def test_a_text_that_names_a_factory_that_stays_in_is_held_back(tiny, private, text, held):
    """A finding may name a subcontractor that never agreed; the text waits, and goes out when wanted."""
    add_factory(private)
    rows = csv_rows(private / "findings.csv")
    rows[0]["description"] = text
    write_private_table(private, "findings", rows)
    going = go_public(private, tiny, as_of=AS_OF)
    (row,) = (r for r in public(tiny, "findings") if r["finding"] == rows[0]["finding"])
    if held:
        assert [(h.file, h.column, h.names) for h in going.held] == [
            ("findings.csv", "description", NEW)
        ]
        assert f"it names {NEW} Newly Made Up, which stays in" in plan_text(going)
        assert row["description"] == ""
        go_public(private, tiny, as_of=AS_OF, others=True)
        (row,) = (r for r in public(tiny, "findings") if r["finding"] == rows[0]["finding"])
    assert row["description"] == text


def test_a_part_of_a_name_that_is_shown_names_nothing_else(tiny, private):
    """The unit that agreed is called like the site that has not, and more."""
    (shown,) = (r for r in csv_rows(private / "factories.csv") if r["factory_id"] == KNITS)
    add_factory(private, name=" ".join(shown["name"].split()[:2]))
    rows = csv_rows(private / "findings.csv")
    rows[0]["description"] = f"Seen at {shown['name']}."
    write_private_table(private, "findings", rows)
    assert go_public(private, tiny, as_of=AS_OF).held == []


def test_a_text_that_names_a_factory_that_agreed_goes_out(tiny, private):
    """Once both agreed nothing is held back; a claim that cannot do without its text stays in whole."""
    add_factory(private)
    rows = csv_rows(private / "claims.csv")
    rows[0]["statement"] = "Woven at Newly Made Up"
    write_private_table(private, "claims", rows)
    go_public(private, tiny, as_of=AS_OF)
    assert len(public(tiny, "claims")) == len(rows) - 1
    agree(private, "identity")
    assert go_public(private, tiny, as_of=AS_OF).held == []
    assert len(public(tiny, "claims")) == len(rows)


@pytest.mark.parametrize(
    ("invitation", "said"),
    [
        ({}, "asked on 2026-03-02, no answer yet"),
        ({"answer": "refused", "answered_on": "2026-03-09"}, "refused on 2026-03-09"),
    ],
)
def test_why_a_factory_stays_in(tiny, private, invitation, said):
    """The report tells a factory that was not asked from one that has not answered or said no."""
    add_factory(private)
    row = dict.fromkeys(table("invitations").columns, "")
    row |= {"reference": "7K3QF-21M4P", "factory_id": NEW, "scopes": "identity|audits"}
    row |= {"text_version": "2026-1", "language": "vi", "invited_on": "2026-03-02"}
    write_private_table(private, "invitations", [row | invitation])
    going = go_public(private, tiny, as_of=AS_OF)
    assert f"{NEW} Newly Made Up: everything; {said}" in plan_text(going)
    assert not going.differs


def test_what_goes_out_passes_the_check(tiny, private):
    """After disclosing, the publication has no problem that it did not have before."""
    add_factory(private)
    for scope in ("identity", "profile", "tiers"):
        agree(private, scope)
    go_public(private, tiny, as_of=AS_OF)
    assert findings(tiny) == []
    assert NEW in (tiny / FACTORIES).read_text()


def test_a_factory_that_agreed_again_after_withdrawing_comes_back(tiny, private):
    """A consent given after the withdrawal publishes the same identifier once more."""
    add_factory(private, GONE)
    agree(private, "identity", GONE, decided_on="2026-01-05")
    going = go_public(private, tiny, as_of=AS_OF)
    assert going.added == [GONE]
    assert [(e["identifier"], e["event"]) for e in going.events] == [(GONE, "published")]
    assert GONE in {row["factory_id"] for row in public(tiny, "factories")}
    assert go_public(private, tiny, as_of=AS_OF).differs is False


def test_an_audit_without_an_id_gets_the_one_that_follows_from_it(tiny, private):
    """The ID is written to the private table too, and stays when the date is corrected."""
    edit_audits = (private / "audits.csv").read_text("utf-8").splitlines()
    first = edit_audits[1].split(",")
    edit_audits[1] = ",".join(["", *first[1:]])
    (private / "audits.csv").write_text("\n".join(edit_audits) + "\n", "utf-8")
    going = go_public(private, tiny, as_of=AS_OF)
    assert going.differs is False
    assert first[0] in (private / "audits.csv").read_text("utf-8")


def test_a_made_up_identifier_never_reaches_the_ledger(tiny, private):
    """A wrong check character keeps the row in, before anything that is never changed is written."""
    text = (private / "audits.csv").read_text("utf-8")
    some = text.splitlines()[1].split(",")[0]
    (private / "audits.csv").write_text(text.replace(some, "A000000001"), "utf-8")
    ledger = sorted((tiny / "ledger").iterdir())
    going = go_public(private, tiny, as_of=AS_OF)
    assert {p.code for p in going.problems} == {"id-check-character"}
    assert {p.field for p in going.problems} <= {"audit_id", "follows_audit"}
    assert sorted((tiny / "ledger").iterdir()) == ledger


def test_nothing_is_published_by_accident(tiny, tmp_path, monkeypatch, capsys):
    """Without a terminal and without a yes nothing is written, and a new or wrong folder is told."""
    folder = tmp_path / "empty"
    open_private(folder, "alder")
    before = everything(tiny)
    command = ["madewhere", "disclose", str(folder), "--data", str(tiny), "--as-of", "2026-11-21"]
    monkeypatch.setattr("madewhere.cli.disclose.CACHE", tmp_path / "cache")
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as stopped:
        program.main()
    assert stopped.value.code == 2
    said = capsys.readouterr()
    assert "2 public factories of alder are not in" in said.out
    assert "give --yes" in said.err
    assert everything(tiny) == before
    monkeypatch.setattr("sys.argv", [*command, "--yes"])
    with pytest.raises(SystemExit) as stopped:
        program.main()
    assert stopped.value.code == 0
    assert public(tiny, "factories") == []


def test_a_later_no_ends_an_older_yes(tiny, private):
    """A consent that is older than a refusal in the folder lets nothing out, whoever wrote it there."""
    add_factory(private)
    agree(private, "identity", decided_on="2026-03-01")
    row = dict.fromkeys(table("invitations").columns, "")
    row |= {"reference": "7K3QF-21M4P", "factory_id": NEW, "scopes": "identity|audits"}
    row |= {"text_version": "2026-1", "language": "vi", "invited_on": "2026-03-02"}
    refused = row | {"answer": "refused", "answered_on": "2026-03-09"}
    write_private_table(private, "invitations", [refused])
    assert plan(private, tiny, as_of=AS_OF).added == []
    again = row | {"reference": "7K3QF-21M4Q", "answer": "accepted", "answered_on": "2026-04-01"}
    write_private_table(private, "invitations", [refused, again])
    assert plan(private, tiny, as_of=AS_OF).added == [NEW]


def test_a_change_made_meanwhile_is_not_written_over(tiny, private):
    """What was withdrawn between the plan and the yes to it stays out: the plan is stale."""
    add_factory(private)
    agree(private, "identity")
    going = plan(private, tiny, as_of=AS_OF)
    withdraw([WEAVES], tiny, day=AS_OF)
    before = everything(tiny)
    with pytest.raises(MadewhereError, match="has just been changed"):
        write(going)
    assert everything(tiny) == before
    write(plan(private, tiny, as_of=AS_OF))
    assert WEAVES not in {row["factory_id"] for row in public(tiny, "factories")}


def test_a_full_disk_leaves_the_package_as_it_was(tiny, private, monkeypatch):
    """Where a file cannot be written, none is in its place, and the ledger has no event."""
    add_factory(private)
    agree(private, "identity")
    going = plan(private, tiny, as_of=AS_OF)
    before = everything(tiny)
    opened, count = Path.open, 0

    def failing(self: Path, *arguments, **options):
        nonlocal count
        if self.name.endswith(".partial"):
            count += 1
            if count == 4:
                raise OSError(28, "No space left on device")
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises(OSError, match="No space"):
        write(going)
    monkeypatch.undo()
    assert everything(tiny) == before
