"""One verification serves all: files between members, checked as a whole, taken in once, never disclosed."""

from __future__ import annotations

import csv
import io
import stat
from datetime import date

import pytest
from click.testing import CliRunner

from madewhere.cli import madewhere
from madewhere.errors import MadewhereError, UsageError
from madewhere.private.cap.exchange import MARK, export_cap, file_bytes
from madewhere.private.cap.monitoring import cap_status
from madewhere.private.cap.reading import read_cap
from madewhere.private.cap.taking import import_cap
from madewhere.private.going_public import plan, write
from on_disk import csv_rows, everything
from private.cap_case import (
    AUDIT,
    FOLLOW_UP,
    add_event,
    add_finding,
    forget_public_plan,
    make_private,
)
from private.inviting_case import add, rows_of
from repositories import git
from tiny_publication import AS_OF, DENIM, KNITS


@pytest.fixture
def folders(tiny, tmp_path):
    """The folders of alder and birch; nothing of the plan is public."""
    made = {slug: make_private(tmp_path / slug, tiny, slug) for slug in ("alder", "birch")}
    forget_public_plan(tiny)
    return made


@pytest.fixture
def sent(folders, tiny, tmp_path):
    """Alder's file for birch."""
    file = tmp_path / "for birch.csv"
    export_cap(read_cap(folders["alder"], tiny, as_of=AS_OF), "birch", file)
    return file


@pytest.fixture
def take(folders, tiny):
    """Birch takes a file in."""

    def run(file, *, dry: bool = False, as_of: date = AS_OF):
        return import_cap(folders["birch"], tiny, file, as_of=as_of, dry_run=dry)

    return run


def states(private, data) -> dict[str, str]:
    """The state of each finding that the folder knows."""
    found = cap_status(read_cap(private, data, as_of=AS_OF), due_within=30).factories
    return {w.finding.finding: w.finding.state for each in found for w in each.watched}


def test_one_verification_serves_all(folders, tiny, sent, take):
    """What birch could not know it knows now, with who verified; its own tables stay as they are."""
    birch = folders["birch"]
    own = {name: rows_of(birch, name) for name in ("audits", "sourcing")}
    assert states(birch, tiny) == {}
    taken = take(sent)
    assert states(birch, tiny) == {"HS-01": "verified-closed", "HS-02": "reopened", "WH-01": "open"}
    assert [(c.before, c.after.finding) for c in taken.changes] == [
        (None, "HS-01"), (None, "HS-02"), (None, "WH-01"),
    ]  # fmt: skip
    (audit,) = (a for a in read_cap(birch, tiny, as_of=AS_OF).audits if a.audit_id == AUDIT)
    assert {m.slug for e in audit.findings[-1].events for m in e.members} == {"alder"}
    assert own == {name: rows_of(birch, name) for name in own}
    assert not (birch / "finding_events.csv").exists()
    assert stat.S_IMODE((birch / "others_cap.csv").stat().st_mode) == 0o600


def test_taking_it_in_again_changes_nothing(folders, sent, take):
    """Every row is known, and no byte differs."""
    first = take(sent)
    before = everything(folders["birch"])
    again = take(sent)
    assert (again.new, again.known) == ((), len(first.new))
    assert everything(folders["birch"]) == before


def test_a_later_file_brings_what_is_new(folders, tiny, tmp_path, sent, take):
    """Only the new event is told as such, with the state before and after."""
    take(sent)
    add_event(folders["alder"], "WH-01", "2026-11-20", "verified-closed", how="visit")
    later = tmp_path / "later.csv"
    export_cap(read_cap(folders["alder"], tiny, as_of=AS_OF), "birch", later)
    taken = take(later)
    assert [row["event"] for row in taken.new] == ["verified-closed"]
    (change,) = taken.changes
    assert (change.before.state, change.after.state) == ("open", "verified-closed")


def test_it_is_never_disclosed_under_ones_own_name(folders, tiny, sent, take):
    """Even where the factory agreed to show corrections through birch, alder's rows stay in."""
    birch = folders["birch"]
    for row in csv_rows(birch / "consents.csv"):
        if (row["factory_id"], row["scope"]) == (KNITS, "audits"):
            add(birch, "consents", **row | {"scope": "cap"})
    take(sent)
    going = plan(birch, tiny, as_of=AS_OF)
    assert (going.tables["findings"], going.tables["finding_events"]) == ([], [])
    write(going)
    public = b"".join(everything(tiny / "members" / "birch").values())
    assert b"HS-01" not in public
    assert b"cartons" not in public


def test_a_dry_run_writes_nothing(folders, sent, take):
    """It tells the same, and the folder stays as it was."""
    before = everything(folders["birch"])
    assert take(sent, dry=True).changes
    assert everything(folders["birch"]) == before


def test_only_what_the_member_recorded_itself_is_told(folders, tiny, sent, take, tmp_path):
    """Birch passes nothing on of what it was told; its own comment it tells, and alder keeps it apart."""
    take(sent)
    add_event(folders["birch"], "WH-01", "2026-11-01", "comment", text="We ask again in May.")
    back = tmp_path / "back.csv"
    done = export_cap(read_cap(folders["birch"], tiny, as_of=AS_OF), "alder", back)
    assert (done.findings, done.events) == (0, 1)
    assert import_cap(folders["alder"], tiny, back, as_of=AS_OF).new[0]["told_by"] == "birch"


def test_a_file_for_its_owner_only(sent):
    """It begins with its mark, is readable for its owner only, and replaces only its like."""
    assert sent.read_text().startswith(f"{MARK},1,alder,birch,{AS_OF},")
    assert stat.S_IMODE(sent.stat().st_mode) == 0o600


def test_where_a_file_may_not_go(folders, tiny, tmp_path):
    """Not over another file, and not where Git would take it."""
    cap = read_cap(folders["alder"], tiny, as_of=AS_OF)
    other = tmp_path / "list.csv"
    other.write_text("mine")
    with pytest.raises(MadewhereError, match="is there already"):
        export_cap(cap, "birch", other)
    assert other.read_text() == "mine"
    with pytest.raises(MadewhereError, match=r"place of a table of .*birch"):
        export_cap(cap, "birch", folders["birch"] / "Others_cap.csv")
    assert not list(folders["birch"].glob("?thers_cap*"))
    (tmp_path / "repository").mkdir()
    git(tmp_path / "repository", "init", "--quiet")
    with pytest.raises(MadewhereError, match="Git checkout"):
        export_cap(cap, "birch", tmp_path / "repository" / "x.csv")


@pytest.mark.parametrize("to", ["alder", "cedar", "../birch"])
def test_only_another_member_gets_one(folders, tiny, tmp_path, to):
    """It must stand in the register, and not be the sender."""
    with pytest.raises(UsageError, match="is no other member"):
        export_cap(read_cap(folders["alder"], tiny, as_of=AS_OF), to, tmp_path / "x.csv")


def test_what_is_told_is_chosen(folders, tiny, tmp_path):
    """Without a choice only where the publication shows the other member; a chosen one is named."""
    (tiny / "members" / "birch" / "sourcing.csv").write_text(f"factory_id,tier,since\n{DENIM},,\n")
    cap = read_cap(folders["alder"], tiny, as_of=AS_OF)
    out = tmp_path / "x.csv"
    with pytest.raises(UsageError, match="nothing is recorded that could be told to birch"):
        export_cap(cap, "birch", out)
    assert export_cap(cap, "birch", out, factories=(KNITS,)).not_known == (KNITS,)
    assert export_cap(cap, "birch", out, audits=(AUDIT.lower(),)).audits == 1
    with pytest.raises(UsageError, match="has no audit NONE"):
        export_cap(cap, "birch", out, audits=("NONE",))


def test_only_who_sources_there_tells(folders, tiny, tmp_path):
    """A member without a row in sourcing.csv for the factory has nothing to tell of it."""
    (folders["alder"] / "sourcing.csv").write_text("factory_id,tier,since\n")
    cap = read_cap(folders["alder"], tiny, as_of=AS_OF)
    with pytest.raises(UsageError, match=r"no row for BD1G1D22Y in sourcing\.csv"):
        export_cap(cap, "birch", tmp_path / "x.csv", factories=(KNITS,))
    with pytest.raises(UsageError, match="nothing is recorded"):
        export_cap(cap, "birch", tmp_path / "x.csv")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("visit", "x").replace("documents", "visit", 1), "digest does not fit"),
        (lambda text: text.rsplit("\n", 2)[0] + "\n", "digest does not fit"),
        (lambda text: text.replace(",1,alder", ",2,alder"), "another format"),
        (lambda text: text.replace("birch", "cedar", 1), "was made for cedar"),
        (lambda text: text[len(MARK) :], "is no file of"),
        (lambda text: "", "is no file of"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_it_was(sent, take, change, said):
    """Damage, another format and another member's file are told, and nothing is taken in."""
    sent.write_text(change(sent.read_text()))
    with pytest.raises(MadewhereError, match=said) as caught:
        take(sent)
    assert caught.value.hint


def test_line_ends_that_mail_changed_do_no_harm(sent, take):
    """CR LF instead of LF is no damage."""
    sent.write_bytes(sent.read_bytes().replace(b"\n", b"\r\n"))
    assert take(sent).new


def test_bytes_that_are_no_text(sent, take):
    """They are told as damage."""
    sent.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MadewhereError, match="not UTF-8"):
        take(sent)


def forged(sent, change) -> None:
    """Write the file again with its rows changed and a digest that fits."""
    _, _, rest = sent.read_text().partition("\n")
    rows = [dict(row) for row in csv.DictReader(io.StringIO(rest))]
    sent.write_bytes(file_bytes("alder", "birch", AS_OF, change(rows)))


def with_cells(event: str, /, **values: str):
    """Change cells of the first row with that event."""

    def change(rows):
        next(row for row in rows if row["event"] == event).update(values)
        return rows

    return change


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        (with_cells("comment", told_by="birch"), "exchange-sender", "told_by"),
        (with_cells("verified-closed", sourcing="false"), "exchange-sender", "sourcing"),
        (with_cells("comment", audit_date="2024-03-06"), "exchange-audit", "audit_date"),
        (with_cells("comment", audit_firm="other"), "exchange-audit", "audit_date"),
        (with_cells("verified-closed", by="factory"), "exchange-event", "by"),
        (with_cells("comment", date="2026-11-22"), "exchange-event", "date"),
        (with_cells("comment", date="2024-03-04"), "exchange-event", "date"),
        (with_cells("comment", finding="HS-99"), "exchange-event", "finding"),
        (with_cells("comment", severity="major"), "exchange-event", "severity"),
        (with_cells("finding", how="visit"), "exchange-event", "how"),
        (with_cells("reopened", follow_up_audit="APW1FKH4ND"), "id-check-character", "follow_up_audit"),
        (with_cells("comment", event="praise"), "cell-choice", "event"),
    ],
)  # fmt: skip
def test_everything_is_checked_first(folders, sent, take, change, code, column):
    """A row that cannot be is named with line and column, and nothing of the file is taken in."""
    forged(sent, change)
    before = everything(folders["birch"])
    taken = take(sent)
    assert taken.failed
    (found,) = (p for p in taken.problems if p.field == column)
    assert found.code == code
    line = sent.read_text().splitlines()[found.line - 1]
    assert line.startswith(("alder,", "birch,"))
    assert everything(folders["birch"]) == before


def test_a_finding_without_its_requirement(sent, take):
    """It would say nothing."""
    forged(sent, with_cells("finding", requirement=""))
    assert [p.code for p in take(sent).problems] == ["exchange-event"]


def test_who_is_not_linked_gets_nothing(folders, sent, take):
    """A member that does not source from the factory takes nothing in."""
    (folders["birch"] / "sourcing.csv").write_text("factory_id,tier,since\n")
    assert {p.code for p in take(sent).problems} == {"exchange-audit"}


def test_a_sender_that_is_no_member(folders, tiny, sent, take):
    """It must stand in the register, or nobody answers for what it tells."""
    path = tiny / "registers" / "members.csv"
    path.write_text("".join(x for x in path.open(encoding="utf-8") if not x.startswith("alder")))
    assert "exchange-sender" in {p.code for p in take(sent).problems}


def test_what_contradicts_what_was_told_is_not_overwritten(folders, sent, take):
    """The sender changed its mind: both are named with their places, and the first one stays."""
    take(sent)
    before = everything(folders["birch"])
    forged(sent, with_cells("finding", deadline="2027-01-01"))
    taken = take(sent)
    (found,) = taken.problems
    assert (found.code, found.field) == ("exchange-conflict", "deadline")
    assert "alder told 2024-06-30 before (others_cap.csv, line 3)" in found.message
    assert everything(folders["birch"]) == before


def test_ones_own_row_of_a_finding_stays(folders, tiny, sent, take):
    """Another deadline is told as a notice; the events count, and the row of the other is not kept."""
    birch = folders["birch"]
    add_finding(
        birch, "HS-01", requirement="exits-unlocked", severity="major", deadline="2024-07-31"
    )
    taken = take(sent)
    (found,) = taken.problems
    assert (found.code, found.field, taken.failed) == ("exchange-differs", "deadline", False)
    assert states(birch, tiny)["HS-01"] == "verified-closed"
    told = [r["finding"] for r in rows_of(birch, "others_cap") if r["event"] == "finding"]
    assert told == ["HS-02", "WH-01"]


def test_the_number_of_another_finding(folders, sent, take):
    """Where the same number stands for another requirement, a verification would close the wrong one."""
    add_finding(folders["birch"], "HS-01", requirement="first-aid", severity="major")
    taken = take(sent)
    assert taken.failed
    assert ("exchange-conflict", "requirement") in {(p.code, p.field) for p in taken.problems}


def test_a_row_of_a_member_that_is_gone_does_not_count(folders, tiny, sent, take):
    """What a member told that is not in the register any more is named and left out."""
    take(sent)
    path = folders["birch"] / "others_cap.csv"
    path.write_text(path.read_text().replace("alder,", "cedar,"))
    cap = read_cap(folders["birch"], tiny, as_of=AS_OF)
    assert {p.code for p in cap.problems} == {"reference-member"}
    assert cap_status(cap, due_within=30).progress.findings == 0


def test_the_commands(folders, tiny, tmp_path, monkeypatch):
    """Make, take in, take in again; a damaged file ends with 2, a wrong row with 1."""
    monkeypatch.setattr("madewhere.cli.cap._PACKAGES", tmp_path / "cache")
    file = tmp_path / "x.csv"

    def run(*line: object, code: int = 0) -> str:
        options = ["--data", tiny, "--as-of", AS_OF]
        result = CliRunner().invoke(madewhere, list(map(str, ["cap", *line, *options])))
        assert result.exit_code == code, result.output
        return result.output

    said = run("export", folders["alder"], "-o", file, "--for", "birch")
    assert "tells birch of 3 findings and 5 events of 1 audit." in said
    assert "It is private" in said
    said = run("import", folders["birch"], file, "--dry-run")
    assert "alder told on 2026-11-21: 3 findings and 5 events that you did not know" in said
    assert f"{KNITS}, {AUDIT}, HS-01: new, verified and closed on 2024-05-20 by alder" in said
    assert "Nothing was written." in said
    assert "never disclosed under your name" in run("import", folders["birch"], file)
    assert "8 known before" in run("import", folders["birch"], file)
    forged(file, with_cells("comment", date="2026-11-22"))
    said = run("import", folders["birch"], file, code=1)
    assert "error exchange-event: x.csv, line" in said
    assert "Nothing was taken in" in said


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data.replace(b",2026-11-21,", b",yesterday,", 1),
        lambda data: data.replace(b",2026-11-21,", b',"' + b"x" * 200_000 + b'",', 1),
    ],
)
def test_a_first_line_that_cannot_be_read(sent, take, change):
    """Line ends of old machines, no day, a cell beyond all measure: damage, and never a crash."""
    sent.write_bytes(change(sent.read_bytes()))
    with pytest.raises(MadewhereError, match="is damaged"):
        take(sent)


def test_what_is_no_file_is_told_as_such(take, tmp_path):
    """A folder, or a name with nothing behind it; the hint says which file is meant."""
    for path in (tmp_path, tmp_path / "nothing.csv"):
        with pytest.raises(MadewhereError, match="is not a file") as caught:
            take(path)
        assert "cap export" in caught.value.hint


def test_nobody_tells_oneself(sent, take):
    """A file that birch is said to have made for birch is none of another member's."""
    _, _, rest = sent.read_text().partition("\n")
    rows = [row | {"told_by": "birch"} for row in csv.DictReader(io.StringIO(rest))]
    sent.write_bytes(file_bytes("birch", "birch", AS_OF, rows))
    with pytest.raises(MadewhereError, match="is of birch itself"):
        take(sent)


OTHER_ID = "A00000000A"


def twice(**values: str):
    """The first event again, under another identifier of the same audit."""

    def change(rows):
        of_event = next(row for row in rows if row["event"] == "verified-closed")
        of_finding = next(
            row for row in rows if row["event"] == "finding" and row["finding"] == "HS-01"
        )
        return [
            *rows,
            of_finding | {"audit_id": OTHER_ID},
            of_event | {"audit_id": OTHER_ID} | values,
        ]

    return change


def test_two_identifiers_of_one_audit_tell_one_thing_once(folders, tiny, sent, take):
    """What stands twice in a file under two identifiers is taken in once, and the folder stays whole."""
    forged(sent, twice())
    taken = take(sent)
    assert not taken.failed
    assert (len(taken.new), taken.known) == (8, 2)
    read_cap(folders["birch"], tiny, as_of=AS_OF).refuse_errors()


def test_two_identifiers_of_one_audit_that_contradict(folders, sent, take):
    """Which of the two holds nobody can tell, so nothing is taken in."""
    forged(sent, twice(how="follow-up-audit"))
    before = everything(folders["birch"])
    taken = take(sent)
    assert ("exchange-conflict", "how") in {(p.code, p.field) for p in taken.problems}
    assert everything(folders["birch"]) == before


@pytest.mark.parametrize(
    ("event", "values", "column"),
    [
        ("finding", {"by": "factory"}, "by"),
        ("finding", {"date": "2024-05-05"}, "date"),
        ("finding", {"deadline": "2024-03-04"}, "deadline"),
        ("comment", {"how": "visit"}, "how"),
        ("evidence-submitted", {"how": "visit"}, "how"),
        ("verified-closed", {"how": "visit", "follow_up_audit": FOLLOW_UP}, "follow_up_audit"),
    ],
)
def test_what_the_public_tables_refuse_is_refused_here_too(
    folders, sent, take, event, values, column
):
    """A finding has one row, dated as its audit; a visit belongs to a verification."""
    forged(sent, with_cells(event, **values))
    assert [(p.code, p.field) for p in take(sent).problems] == [("exchange-event", column)]
    assert not (folders["birch"] / "others_cap.csv").exists()


def test_what_looks_like_a_contact_is_not_told(folders, tiny, tmp_path):
    """A member that gets the file has no business with anybody's address; the report names the cells."""
    add_finding(folders["alder"], description="Ask rina.begum@example.com.", deadline="2027-01-01")
    add_event(folders["alder"], "X-01", "2026-11-20", "comment", text="Call +880 1711 123456.")
    out = tmp_path / "x.csv"
    done = export_cap(read_cap(folders["alder"], tiny, as_of=AS_OF), "birch", out)
    assert "example.com" not in out.read_text()
    assert "1711" not in out.read_text()
    assert (done.findings, done.events) == (4, 5), "a comment without its words says nothing"
    (line,) = (
        n
        for n, row in enumerate(rows_of(folders["alder"], "findings"), 2)
        if row["description"] == "Ask rina.begum@example.com."
    )
    assert f"findings.csv, line {line}, description" in done.held
    assert len(done.held) == 2
