"""What `check` would say of rows on their way out is said before, at the private line, and errors stop it."""

from __future__ import annotations

import csv

import pytest

from checking import cells, findings, read_rows, write_rows
from madewhere import __main__ as program
from madewhere.check import check
from madewhere.errors import MadewhereError
from madewhere.private.folder import write_private_table
from madewhere.private.going_public import plan, write
from madewhere.report.going_public import end_text, plan_text
from madewhere.tables import table
from private.going_public_case import NEW, add, add_factory, agree, make_private
from test_upgrade import everything
from tiny_publication import AS_OF, JOINED, WEAVES


@pytest.fixture
def private(tiny, tmp_path):
    """Alder's private folder, which holds just what is public already."""
    return make_private(tiny, tmp_path / "private")


def told(private, data):
    """The problems that the change would bring, short to compare."""
    found = plan(private, data, as_of=AS_OF).brought
    return [(p.code, p.level.label, p.file, p.line, p.field) for p in found]


def undated(private):
    """A factory's name without its source."""
    cells("factories.csv", 3, name_stated_by="")(private)


def elsewhere(private):
    """A point in another country."""
    cells("factories.csv", 3, latitude="41.01", longitude="28.95")(private)


def later(private):
    """An audit that has not been yet."""
    cells("audits.csv", 2, audit_date="2027-06-01", audit_id="")(private)


def no_firm(private):
    """An audit of a firm that nobody knows."""
    cells("audits.csv", 2, audit_firm="nobody", audit_id="")(private)


@pytest.mark.parametrize(
    ("slip", "found"),
    [
        (undated, ("statement-undated", "error", "factories.csv", 3, "name_stated_by")),
        (elsewhere, ("coordinates-elsewhere", "error", "factories.csv", 3, "latitude")),
        (later, ("date-future", "error", "audits.csv", 2, "audit_date")),
        (no_firm, ("reference-audit-firm", "error", "audits.csv", 2, "audit_firm")),
    ],
)
def test_an_error_that_check_would_find_stops_it(tiny, private, slip, found):
    """It is told at the line of the private folder, nothing is asked for, and nothing is written."""
    slip(private)
    before = everything(tiny)
    going = plan(private, tiny, as_of=AS_OF)
    assert found in told(private, tiny)
    assert f"{found[1]} {found[0]}: {found[2]}, line {found[3]}, {found[4]}: " in plan_text(going)
    assert end_text(going, written=False).startswith(
        "Nothing was written: the publication would get errors"
    )
    with pytest.raises(MadewhereError, match="would get errors that it does not have now"):
        write(going)
    assert everything(tiny) == before


def strange_range(private):
    """More workers at least than at most."""
    cells("factories.csv", 2, workers="", workers_min="900", workers_max="100")(private)


@pytest.mark.parametrize("slip", [undated, elsewhere, later, no_firm, strange_range])
def test_what_it_tells_is_what_check_then_finds(tiny, private, slip):
    """Written all the same, the data has just the problems that were told, with nothing kept back."""
    add_factory(private)
    agree(private, "identity")
    slip(private)
    going = plan(private, tiny, as_of=AS_OF)
    told_before = sorted((p.code, p.field) for p in going.brought)
    assert told_before
    going.brought = []
    write(going)
    found = check(tiny, as_of=AS_OF).problems
    assert sorted((p.code, p.field) for p in found) == told_before


def test_lines_are_those_of_the_private_file_with_its_empty_ones(tiny, private):
    """Order and empty lines of the private file, which the public one does not have, are counted."""
    undated(private)
    header, *rows = read_rows(private / "factories.csv")
    write_rows(private / "factories.csv", [header, [], [], *reversed(rows), []])
    assert told(private, tiny) == [
        ("statement-undated", "error", "factories.csv", 4, "name_stated_by")
    ]


def test_lines_of_faulty_cells_count_empty_lines_too(tiny, private):
    """A cell's own problem stands at its line, however many empty ones are above it."""
    cells("sourcing.csv", 2, tier="9")(private)
    header, *rows = read_rows(private / "sourcing.csv")
    write_rows(private / "sourcing.csv", [header, [], ["", "", ""], [], *rows])
    found = plan(private, tiny, as_of=AS_OF).problems
    assert [(p.code, p.line) for p in found] == [("cell-range", 5)]


def test_a_warning_is_told_and_stops_nothing(tiny, private):
    """Another member's statement that differs is told at the own row, before anything is written."""
    with (tiny / "members/birch/factories.csv").open(encoding="utf-8", newline="") as opened:
        theirs = next(csv.DictReader(opened))
    add(private, "factories", **theirs | {"country": "TR", "latitude": "", "longitude": ""})
    agree(private, "identity", theirs["factory_id"])
    going = plan(private, tiny, as_of=AS_OF)
    contradictions = [p for p in going.brought if p.code == "statement-contradiction"]
    assert [(p.level.label, p.file, p.field) for p in contradictions] == [
        ("warning", "factories.csv", "country")
    ]
    assert going.hindrance == ""
    write(going)
    assert "statement-contradiction" in {code for code, *_ in findings(tiny)}


def test_what_was_wrong_before_stops_nothing(tiny, private):
    """An error that the public rows have already is not brought, and hinders nobody else's news."""
    for place in (tiny / "members/alder", private):
        cells("factories.csv", 3, name_stated_by="")(place)
    add_factory(private)
    agree(private, "identity")
    going = plan(private, tiny, as_of=AS_OF)
    assert going.brought == []
    write(going)
    assert {code for code, *_ in findings(tiny)} == {"statement-undated"}


def test_a_likely_duplicate_is_told_before_it_is_public(tiny, private):
    """A second row for the same factory is warned of at its own line."""
    header, *rows = read_rows(private / "factories.csv")
    twin = dict(zip(header, rows[0], strict=True)) | {"factory_id": NEW, "gln": "", "lei": ""}
    add(private, "factories", **twin | {"os_id": "", "part_of": ""})
    agree(private, "identity")
    line = 1 + [row[0] for row in read_rows(private / "factories.csv")].index(NEW)
    assert ("duplicate-in-package", "warning", "factories.csv", line, "factory_id") in told(
        private, tiny
    )


def test_a_group_of_which_all_stays_in_goes_without_its_date(tiny, private):
    """Where a contact is held back and nothing else was stated, no date is left that dates nothing."""
    add_factory(
        private,
        parent_company="sales@made-up.example",
        production_stated_on="2026-02-01",
        production_stated_by="member",
    )
    for scope in ("identity", "profile"):
        agree(private, scope)
    going = plan(private, tiny, as_of=AS_OF)
    assert going.brought == []
    [row] = [row for row in going.tables["factories"] if row["factory_id"] == NEW]
    assert row["production_stated_on"] is row["production_stated_by"] is None


def test_the_command_asks_nothing_where_an_error_would_go_out(tiny, private, monkeypatch, capsys):
    """It ends with status 1 and the private folder's name, even where the answer is given with --yes."""
    undated(private)
    before = everything(tiny)
    monkeypatch.setattr("madewhere.cli.disclose.CACHE", private.parent / "cache")
    command = ["madewhere", "disclose", str(private), "--data", str(tiny), "--yes"]
    monkeypatch.setattr("sys.argv", [*command, "--as-of", str(AS_OF)])
    with pytest.raises(SystemExit) as stopped:
        program.main()
    assert stopped.value.code == 1
    said = capsys.readouterr()
    assert f"Tables named without a folder are in {private}; mend them there" in said.out
    assert said.err == ""
    assert everything(tiny) == before


@pytest.mark.parametrize(
    ("slip", "code", "field"),
    [
        ({"scope": "identiy"}, "cell-choice", "scope"),
        ({"valid_until": "2001-01-01"}, "consent-dates", "valid_until"),
        ({"member": "birch"}, "consent-other-member", "member"),
    ],
)
def test_a_slip_in_a_consent_takes_no_published_factory_out(tiny, private, slip, code, field):
    """A wrong cell in a consent is not taken for a no: it is told at its line, and nothing is written."""
    header, *rows = read_rows(private / "consents.csv")
    own = [dict(zip(header, row, strict=True)) for row in rows]
    [at] = [n for n, r in enumerate(own) if (r["factory_id"], r["scope"]) == (WEAVES, "identity")]
    cells("consents.csv", at + 2, **slip)(private)
    before = everything(tiny)
    going = plan(private, tiny, as_of=AS_OF)
    assert (code, "consents.csv", at + 2, field) in [
        (p.code, p.file, p.line, p.field) for p in going.problems
    ]
    assert going.removed == [WEAVES]
    assert f"Taken out  {WEAVES}: a row has an error (consents.csv, line {at + 2}" in plan_text(
        going
    )
    with pytest.raises(MadewhereError, match="because of an error in a private row"):
        write(going)
    assert everything(tiny) == before


def test_a_row_about_a_factory_that_the_folder_lacks_is_told(tiny, private):
    """A slip in an ID keeps its row in, and is not passed off as a factory that was not asked."""
    add(private, "sourcing", factory_id=NEW, tier="1")
    going = plan(private, tiny, as_of=AS_OF)
    line = 1 + [row[0] for row in read_rows(private / "sourcing.csv")].index(NEW)
    assert [(p.code, p.file, p.line, p.field) for p in going.problems] == [
        ("reference-factory", "sourcing.csv", line, "factory_id")
    ]
    assert NEW not in "".join(kept.factory_id for kept in going.staying)


@pytest.mark.parametrize("how", ["asked", "published"])
def test_a_consent_under_an_id_that_gave_way_to_another_is_a_record(tiny, private, how):
    """After two IDs of one factory became one, its old consents stay where they are, without a word."""
    gone = NEW if how == "asked" else JOINED
    agree(private, "identity", factory_id=gone)
    assert [p.code for p in plan(private, tiny, as_of=AS_OF).problems] == (
        ["reference-factory"] if how == "asked" else []
    )
    if how == "asked":
        letter = {"reference": "4T0WX-9RC2D", "factory_id": gone, "scopes": "identity"}
        letter |= {"text_version": "2026-1", "language": "en", "invited_on": "2026-02-01"}
        write_private_table(
            private, "invitations", [dict.fromkeys(table("invitations").columns, "") | letter]
        )
    going = plan(private, tiny, as_of=AS_OF)
    assert going.problems == []
    assert gone not in {row["factory_id"] for row in going.tables["consents"]}
