"""A member counts its audits that are not shown, and the publisher adds up what members counted."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from checking import added, cells, findings
from madewhere.cli import madewhere
from madewhere.errors import MadewhereError, UsageError
from madewhere.identifiers import mint_audit_id, mint_factory_id
from madewhere.package_writer import table_bytes
from madewhere.risk.consolidating import consolidate
from madewhere.risk.contribution import ALL, Contribution, Counts
from madewhere.risk.counting import contribute, count
from on_disk import csv_rows
from repositories import git
from tiny_publication import AS_OF, KNITS

ALDER_FILES = ("factories", "audits", "findings")
RISK = "registers/risk_counts.csv"


@pytest.fixture
def folder(tiny, tmp_path):
    """Alder's private folder: what it discloses, and a factory with an audit that it does not."""
    private = tmp_path / "private"
    private.mkdir()
    (private / "private.json").write_text(json.dumps({"format": 1, "member": "alder"}))
    for name in ALDER_FILES:
        shutil.copy(tiny / "members" / "alder" / f"{name}.csv", private)
    new = mint_factory_id("BD", Random(4), set())
    columns = csv_rows(private / "factories.csv")[0]
    added(
        "factories.csv",
        **{**dict.fromkeys(columns, ""), "factory_id": new, "name": "Hidden Mill", "country": "BD"},
    )(private)
    audit = {
        "factory_id": new,
        "type": "social",
        "category": "initial",
        "announcement": "announced",
        "audit_firm": "plumb",
        "requirements_version": "2025",
        "cap_complete": "true",
    }
    added("audits.csv", **audit, audit_id="", audit_date="2024-05-06")(private)
    added("audits.csv", **audit | {"cap_complete": ""}, audit_id="", audit_date="2024-09-09")(
        private
    )
    added("audits.csv", **audit, audit_id="", audit_date="2023-05-06")(private)
    audit_id = mint_audit_id(new, "social", date(2024, 5, 6), "plumb")
    for number, (slug, severity) in enumerate(
        [("exits-unlocked", "critical"), ("rest-day", "major"), ("first-aid", "minor")]
    ):
        added(
            "findings.csv",
            audit_id=audit_id,
            factory_id=new,
            finding=f"F{number}",
            requirement=slug,
            severity=severity,
        )(private)
    return private


def test_only_audits_that_are_not_shown_are_counted(folder, tiny):
    """Of the year, with a plan on record; by country and chapter, each factory once."""
    counted = count(folder, tiny, year=2024, as_of=AS_OF)
    assert (counted.audits, counted.shown, counted.without_plan) == (1, 1, 1)
    assert counted.contribution.counts == {
        ("social", "BD"): {
            ALL: Counts(1, 1, (1, 1, 1)),
            "health-and-safety": Counts(1, 1, (1, 0, 1)),
            "working-hours": Counts(1, 1, (0, 1, 0)),
        }
    }


def test_what_is_taken_back_is_counted(folder, tiny):
    """An audit that the publication holds but does not show any more counts as not shown."""
    consents = tiny / "members" / "alder" / "consents.csv"
    kept = [
        line
        for line in consents.read_text().splitlines(keepends=True)
        if f"{KNITS},audits" not in line
    ]
    consents.write_text("".join(kept))
    birch = tiny / "members" / "birch" / "consents.csv"
    kept = [
        line
        for line in birch.read_text().splitlines(keepends=True)
        if f"{KNITS},audits" not in line
    ]
    birch.write_text("".join(kept))
    assert count(folder, tiny, year=2024, as_of=AS_OF).shown == 0


def test_a_year_without_such_audits_gives_no_file(folder, tiny):
    """Nothing is written where there is nothing to count."""
    done = contribute(folder, tiny, year=2019, as_of=AS_OF)
    assert (done.contribution, done.out) == (None, None)
    assert not list(folder.glob("risk-*"))


def test_a_finding_without_a_chapter_stops_the_contribution(folder, tiny):
    """The counts would be too low; the message names the row."""
    cells("findings.csv", len(csv_rows(folder / "findings.csv")) + 1, requirement="no-such")(folder)
    done = contribute(folder, tiny, year=2024, as_of=AS_OF)
    assert [(p.code, p.file, p.field) for p in done.problems] == [
        ("contribution-requirement", "findings.csv", "requirement")
    ]
    assert done.out is None


def test_a_row_with_an_error_stops_the_contribution(folder, tiny):
    """Counts that leave a row out are no counts."""
    cells("findings.csv", 2, severity="huge")(folder)
    done = contribute(folder, tiny, year=2024, as_of=AS_OF)
    assert [p.file for p in done.problems] == ["findings.csv"]
    assert done.out is None


def test_an_audit_under_two_identifiers_stops_the_contribution(folder, tiny):
    """Its findings would count twice."""
    (row,) = (r for r in csv_rows(folder / "audits.csv") if r["audit_date"] == "2024-05-06")
    other = mint_audit_id(row["factory_id"], "social", date(2000, 1, 1), "plumb")
    added("audits.csv", **row | {"audit_id": other})(folder)
    done = contribute(folder, tiny, year=2024, as_of=AS_OF)
    assert [(p.code, p.file, p.field) for p in done.problems] == [
        ("audit-two-ids", "audits.csv", "audit_id")
    ]
    assert done.out is None


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_that_is_not_over_is_refused(folder, tiny, year):
    """Neither counted nor added up."""
    with pytest.raises(UsageError, match="is not over"):
        contribute(folder, tiny, year=year, as_of=AS_OF)
    with pytest.raises(UsageError, match="is not over"):
        consolidate([folder / "a", folder / "b"], tiny, year=year, as_of=AS_OF)


def test_a_contribution_is_never_written_where_git_takes_it(folder, tiny, tmp_path):
    """A checkout that does not ignore the file is refused, and so is another file's place."""
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "--quiet")
    with pytest.raises(MadewhereError, match="not ignored"):
        contribute(folder, tiny, year=2024, as_of=AS_OF, out=repository / "counts.csv")
    other = tmp_path / "other.csv"
    other.write_text("mine")
    with pytest.raises(MadewhereError, match="no contribution"):
        contribute(folder, tiny, year=2024, as_of=AS_OF, out=other)
    with pytest.raises(UsageError, match="no name for a table"):
        contribute(folder, tiny, year=2024, as_of=AS_OF, out=tmp_path / "counts.html")
    assert other.read_text() == "mine"


def test_a_contribution_takes_no_place_of_a_table(folder, tiny):
    """No command could read the folder any more."""
    with pytest.raises(MadewhereError, match="place of a table"):
        contribute(folder, tiny, year=2024, as_of=AS_OF, out=folder / "contacts.csv")
    assert not (folder / "contacts.csv").exists()


def test_a_contribution_names_no_factory_and_is_for_its_owner_only(folder, tiny):
    """The file holds no identifier and no name, and others of the machine cannot read it."""
    done = contribute(folder, tiny, year=2024, as_of=AS_OF)
    text = done.out.read_text()
    assert done.out.name == "risk-contribution-2024.csv"
    assert done.out.stat().st_mode & 0o777 == 0o600
    for row in csv_rows(folder / "factories.csv"):
        assert row["factory_id"] not in text
        assert row["name"] not in text
    assert contribute(folder, tiny, year=2024, as_of=AS_OF).out.read_text() == text


def counts(times=1):
    """Counts of a member, so many times as large as what is just enough."""
    n = 5 * times
    of_chapter = Counts(2 * n, n, (n, n, 0))
    return {
        ("social", country): {
            ALL: Counts(2 * n, 2 * n, (2 * n, 2 * n, 0)),
            "health-and-safety": of_chapter,
            "working-hours": of_chapter,
        }
        for country in ("BD", "VN")
    }


def written(path: Path, member: str, year=2024, of=None) -> Path:
    """A contribution's file."""
    rows = Contribution(member, year, of or counts()).rows()
    path.write_bytes(table_bytes("risk_contribution", rows))
    return path


@pytest.fixture
def two(tmp_path):
    """The contributions of two members."""
    return [written(tmp_path / f"{member}.csv", member) for member in ("alder", "birch")]


def test_contributions_are_added_up_into_the_register(tiny, two):
    """What is released passes the check, and rows of other years keep every byte."""
    before = (tiny / RISK).read_text().splitlines()
    done = consolidate(two, tiny, year=2024, as_of=AS_OF)
    lines = (tiny / RISK).read_text().splitlines()
    assert done.written
    assert "2024,social,*,*,2,40,40,40,0" in lines
    assert "2024,social,BD,working-hours,2,10,10,10,0" in lines
    assert [line for line in lines if not line.startswith("2024")] == before
    assert findings(tiny) == []


def test_the_first_release_enters_the_table_into_the_package(tiny, two):
    """A register without consolidated counts gets the file and its place in the descriptor."""
    (tiny / RISK).unlink()
    shutil.copy(tiny / "registers" / "datapackage.json", tiny.parent)
    CliRunner().invoke(madewhere, ["upgrade", "--data", str(tiny)])
    assert "risk_counts" not in (tiny / "registers" / "datapackage.json").read_text()
    consolidate(two, tiny, year=2024, as_of=AS_OF)
    assert (tiny / "registers/datapackage.json").read_bytes() == (
        tiny.parent / "datapackage.json"
    ).read_bytes()
    assert findings(tiny) == []


def test_a_year_is_released_once(tiny, two):
    """A second release could be subtracted from the first."""
    consolidate(two, tiny, year=2024, as_of=AS_OF)
    before = (tiny / RISK).read_bytes()
    with pytest.raises(UsageError, match="2024 was released already"):
        consolidate(two, tiny, year=2024, as_of=AS_OF)
    assert (tiny / RISK).read_bytes() == before


def test_a_member_contributes_once(tiny, two, tmp_path):
    """Two files of one member would make it two members."""
    again = written(tmp_path / "again.csv", "alder", of=counts(3))
    with pytest.raises(UsageError, match=r"again\.csv is of alder"):
        consolidate([*two, again], tiny, year=2024, as_of=AS_OF)


def test_only_members_contribute(tiny, two, tmp_path):
    """Whoever invents a member cannot make two of one."""
    stranger = written(tmp_path / "stranger.csv", "stranger")
    with pytest.raises(UsageError, match="“stranger”"):
        consolidate([*two, stranger], tiny, year=2024, as_of=AS_OF)


@pytest.mark.parametrize(
    "event", ["member,birch,merged,2026-02-01,alder", "member,birch,withdrawn,2026-02-01,"]
)
def test_a_member_that_is_gone_does_not_contribute(tiny, two, event):
    """Who goes on under another name would be two members, and who left answers for nothing."""
    (tiny / "ledger" / "gone.csv").write_text(f"kind,identifier,event,date,successor\n{event}\n")
    with pytest.raises(UsageError, match="“birch”"):
        consolidate(two, tiny, year=2024, as_of=AS_OF)


def test_one_contribution_is_not_enough(tiny, two):
    """It is never released alone."""
    with pytest.raises(UsageError, match="one contribution alone"):
        consolidate(two[:1], tiny, year=2024, as_of=AS_OF)


def test_too_few_factories_release_nothing(tiny, two, tmp_path):
    """Where nothing may be shown nothing is written, and the year stays open."""
    few = {
        ("social", "BD"): {ALL: Counts(4, 1, (1, 0, 0)), "working-hours": Counts(4, 1, (1, 0, 0))}
    }
    small = written(tmp_path / "small.csv", "birch", of=few)
    before = (tiny / RISK).read_bytes()
    done = consolidate([two[0], small], tiny, year=2024, as_of=AS_OF)
    assert (done.rows, done.written) == ([], False)
    assert (tiny / RISK).read_bytes() == before


def test_nothing_is_written_where_a_released_register_has_errors(tiny, two):
    """A row that cannot be read might be of this very year."""
    cells(RISK, 2, year="twenty")(tiny)
    with pytest.raises(MadewhereError, match="has errors"):
        consolidate(two, tiny, year=2024, as_of=AS_OF)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (cells("alder.csv", 3, year="2023"), "contribution-wrong", "year"),
        (cells("alder.csv", 2, country="QQ"), "country-unknown", "country"),
        (cells("alder.csv", 3, chapter="water-use"), "contribution-wrong", "chapter"),
        (cells("alder.csv", 2, minor="11"), "contribution-wrong", "minor"),
        (cells("alder.csv", 3, audited_factories="99"), "contribution-wrong", "audited_factories"),
        (cells("alder.csv", 2, faulted_factories="4"), "contribution-wrong", "faulted_factories"),
        (cells("alder.csv", 2, faulted_factories="40"), "contribution-wrong", "faulted_factories"),
        (cells("alder.csv", 3, contributor="birch"), "contribution-wrong", "contributor"),
        (cells("alder.csv", 2, chapter="rest"), "contribution-wrong", "chapter"),
        (cells("alder.csv", 2, minor="-1"), "cell-range", "minor"),
        (cells("alder.csv", 2, major="many"), "cell-type", "major"),
        (lambda folder: (folder / "alder.csv").write_bytes(b"\xff\xfe"), "not-utf8", ""),
        (lambda folder: (folder / "alder.csv").write_text("a,b\n1,2\n"), "column-unknown", "a"),
        (lambda folder: (folder / "alder.csv").unlink(), "file-not-regular", ""),
        (
            lambda folder: (folder / "alder.csv").write_text(
                (folder / "alder.csv").read_text().splitlines()[0] + "\n"
            ),
            "contribution-wrong",
            "",
        ),
    ],
)
def test_a_file_with_an_error_is_refused_whole(tiny, two, tmp_path, change, code, field):
    """Nothing is added up, and the problem names file and column."""
    change(tmp_path)
    before = (tiny / RISK).read_bytes()
    done = consolidate(two, tiny, year=2024, as_of=AS_OF)
    assert (code, field) in [(p.code, p.field) for p in done.problems]
    assert all("alder.csv" in p.file for p in done.problems)
    assert not done.written
    assert (tiny / RISK).read_bytes() == before


def test_the_commands_lead_from_private_folders_to_the_register(folder, tiny, two):
    """What `contribute` writes `consolidate` reads; texts say what happened, statuses how it went."""
    run = CliRunner()
    where = ["--data", str(tiny), "--as-of", str(AS_OF)]
    made = run.invoke(madewhere, ["risk", "contribute", str(folder), "--year", "2024", *where])
    assert made.exit_code == 0
    assert "1 audit that the site does not show" in made.output
    file = str(folder / "risk-contribution-2024.csv")
    tried = ["risk", "consolidate", file, str(two[1]), "--year", "2024", *where]
    assert "nothing may be shown" in run.invoke(madewhere, tried).output
    shown = ["risk", "consolidate", *map(str, two), "--year", "2024", *where]
    assert "Nothing was written" in run.invoke(madewhere, [*shown, "--dry-run"]).output
    assert "2024 never changes" in run.invoke(madewhere, shown).output
    two[0].write_text("broken")
    broken = run.invoke(
        madewhere, ["risk", "consolidate", *map(str, two), "--year", "2023", *where]
    )
    assert broken.exit_code == 1
    assert "column-missing" in broken.output


CHANGES = [
    (cells(RISK, 2, year="2026"), "risk-year-open", "year"),
    (
        added(
            RISK,
            year="2025",
            scheme="social",
            country="BD",
            chapter="water-use",
            members="2",
            factories="12",
            minor="20",
            major="9",
            critical="1",
        ),
        "risk-chapter",
        "chapter",
    ),
    (cells(RISK, 2, minor="30"), "risk-margin", "minor"),
    (cells(RISK, 2, factories="11"), "risk-margin", "factories"),
    (cells(RISK, 2, country="VN"), "risk-margin", "country"),
    (cells(RISK, 2, factories="20"), "risk-gives-away", "factories"),
    (cells(RISK, 2, factories="9"), "cell-range", "factories"),
    (cells(RISK, 2, members="1"), "cell-range", "members"),
]


@pytest.mark.parametrize(("change", "code", "field"), CHANGES)
def test_the_check_knows_what_no_release_says(tiny, change, code, field):
    """Open years, unknown chapters, sums that do not fit, and what could be worked out are errors."""
    change(tiny)
    found = [(c, level, f) for c, level, file, _, f in findings(tiny) if file == RISK]
    assert (code, "error", field) in found


def test_a_chapter_that_follows_from_the_others_is_found(tiny):
    """Of two chapters one row alone would give the other away."""
    for country in ("*", "BD"):
        added(
            RISK,
            year="2025",
            scheme="social",
            country=country,
            chapter="working-hours",
            members="2",
            factories="12",
            minor="31",
            major="12",
            critical="1",
        )(tiny)
    assert ("risk-gives-away", "error", RISK, 3, "chapter") in findings(tiny)


def test_what_is_released_stays(tiny):
    """Against the base, a released year may not change or go, and a new year may come."""
    git(tiny.parent, "init", "--quiet")
    git(tiny.parent, "add", "--all")
    git(tiny.parent, "commit", "--quiet", "--message", "Base")
    text = (tiny / RISK).read_text()
    (tiny / RISK).write_text(text.replace("2025,", "2024,") + text.partition("\n")[2])
    assert findings(tiny, base="HEAD") == []
    changed = ("risk-year-changed", "error", RISK, 0, "year")
    cells(RISK, 4, minor="45")(tiny)
    assert changed in findings(tiny, base="HEAD")
    (tiny / RISK).write_text(text.partition("\n")[0] + "\n")
    assert changed in findings(tiny, base="HEAD")
