"""Behaviour of the commands that change the ledger: all of it or nothing, and no other row touched."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from checking import AUDITS, CONSENTS, FACTORIES, LINKS, cells, findings, read_rows
from madewhere import kept
from madewhere.check import check
from madewhere.cli import madewhere
from madewhere.errors import AlreadyError, MadewhereError, UsageError
from madewhere.events import change as change_module
from madewhere.events.purge import purge
from madewhere.events.rows import cut
from madewhere.events.subject import Subject
from madewhere.events.succession import close, move, reopen
from madewhere.events.withdrawal import merge, withdraw
from madewhere.package_writer import table_bytes
from madewhere.private.folder import open_private, read_private, write_private_table
from madewhere.read import read_data
from madewhere.report.events import happening_text, withdrawal_text
from on_disk import csv_rows, everything
from repositories import git
from tiny_publication import AS_OF, DENIM, GONE, JOINED, KNITS, WEAVES

BIRCH_FACTORIES = "members/birch/factories.csv"
INITIAL, FOLLOW_UP = "AMZKZVZ40G", "APW1FKH4NC"


UNSUPPORTED = [
    ("claim-without-evidence", "notice", "members/alder/product_claims.csv", 3, "standard")
]
"""What is said once the certificate of the factory that knits went with it."""


def state(data: Path, identifier: str, kind: str = "factory", day: date = AS_OF) -> str | None:
    """The state of an identifier in the ledger as it stands."""
    return read_data(data, as_of=day).corpus.ledger.state(kind, identifier, day)


def added(data: Path, file: str, line: str | bytes) -> None:
    """Put a line at the end of a file, as it comes."""
    path = data / file
    path.write_bytes(path.read_bytes() + (line.encode() if isinstance(line, str) else line))


@pytest.mark.parametrize("typed", [KNITS, "bd1g1d22y", "BD 1G1D-22Y", "BDIGLD22Y"])
def test_a_withdrawn_factory_leaves_every_table_of_every_member(tiny, typed):
    """No file but the ledger names it any more; the ledger has the ID, the fact and the day alone."""
    done = withdraw([typed], tiny, day=AS_OF)
    named = [file for file, content in everything(tiny).items() if KNITS.encode() in content]
    assert {file.split("/")[0] for file in named} == {"ledger"}
    assert (tiny / done.ledger[0]).read_text() == (
        f"kind,identifier,event,date,successor\nfactory,{KNITS},withdrawn,2026-11-21,\n"
    )
    [file] = done.ledger
    assert re.fullmatch(rf"ledger/{KNITS}-20261121-[0-9a-f]{{8}}\.csv", file)
    assert done.forgotten.rows["members/alder", "consents"] == 10
    assert done.forgotten.rows["members/birch", "audits"] == 1
    assert findings(tiny) == UNSUPPORTED
    assert state(tiny, KNITS) == "withdrawn"


def test_rows_of_others_keep_their_bytes(tiny):
    """What stays is what was there, byte for byte, in its order; rows of products lose cells, see there."""
    before = everything(tiny)
    withdraw([KNITS], tiny, day=AS_OF)
    for file, content in everything(tiny).items():
        if file.endswith(("product_steps.csv", "product_claims.csv")):
            continue
        lines = before.get(file, content).splitlines(keepends=True)
        if file.startswith(("members/", "registers/decisions")):
            lines = [line for line in lines if KNITS.encode() not in line]
        assert content == b"".join(lines), file


def test_a_cell_that_names_it_is_emptied(tiny):
    """A unit of a withdrawn site stays, and no longer says of which site it is."""
    cells(BIRCH_FACTORIES, 3, part_of=KNITS, identifiers_stated_on="2025-02-01",
          identifiers_stated_by="member")(tiny)  # fmt: skip
    assert findings(tiny) == []
    done = withdraw([KNITS], tiny, day=AS_OF)
    assert done.forgotten.cells["members/birch", "factories"] == 1
    assert findings(tiny) == UNSUPPORTED
    assert DENIM in (tiny / BIRCH_FACTORIES).read_text("utf-8")


def test_an_audit_is_withdrawn_by_itself(tiny):
    """Its rows go from every member, and the audit that follows it no longer names it."""
    withdraw(["amzkzvz4og"], tiny, day=AS_OF)
    assert INITIAL.encode() not in b"".join(
        content for file, content in everything(tiny).items() if file.startswith("members/")
    )
    assert FOLLOW_UP in (tiny / AUDITS).read_text()
    assert KNITS in (tiny / FACTORIES).read_text("utf-8")
    assert state(tiny, INITIAL, "audit") == "withdrawn"
    assert findings(tiny) == []


def test_a_member_leaves_with_its_package(tiny):
    """Its folder and its row of the register go; cells of others that only it gave a meaning too."""
    cells(BIRCH_FACTORIES, 3, part_of=WEAVES, identifiers_stated_on="2025-02-01",
          identifiers_stated_by="member")(tiny)  # fmt: skip
    withdraw(["alder"], tiny, day=AS_OF)
    assert not (tiny / "members/alder").exists()
    assert [row[0] for row in read_rows(tiny / "registers/members.csv")] == ["slug", "birch"]
    assert WEAVES not in (tiny / BIRCH_FACTORIES).read_text("utf-8")
    assert findings(tiny) == []
    assert state(tiny, "alder", "member") == "withdrawn"
    assert state(tiny, WEAVES) == "open"


def test_decisions_about_it_go(tiny):
    """A decision says something about a factory, so it goes with it, and others stay."""
    path = tiny / "registers/decisions.csv"
    row = {"code": "duplicate-across-members", "reason": "seen", "decided_on": AS_OF}
    pairs = (f"{KNITS}|{DENIM}", f"{DENIM}|{WEAVES}")
    path.write_bytes(table_bytes("decisions", [{**row, "subject": pair} for pair in pairs]))
    withdraw([KNITS], tiny, day=AS_OF)
    assert [row[1] for row in read_rows(path)[1:]] == [pairs[1]]


@pytest.mark.parametrize(
    "line",
    [
        f"{WEAVES},too,many,cells,in,this,row\n",
        f"{DENIM},identity,alder\n",
        "not an id at all\n",
        b"\xff\xfe not UTF-8 \xe9\n",
        ' "a" and more\n',
    ],
)
def test_rows_that_nobody_can_read_are_kept(tiny, line):
    """A faulty row of somebody else stays as it is, whatever is wrong with it."""
    added(tiny, CONSENTS, line)
    done = withdraw([KNITS], tiny, day=AS_OF)
    content = (tiny / CONSENTS).read_bytes()
    assert content.endswith(line.encode() if isinstance(line, str) else line)
    assert KNITS.encode() not in content
    assert done.forgotten.left == []


def test_faulty_rows_about_it_go_too(tiny):
    """Rows with too many cells, in other spelling or with other line ends are about it all the same."""
    added(tiny, CONSENTS, f"{KNITS},audits,a,b\n{KNITS.lower()},cap,alder\r\n {KNITS} ,x\n")
    withdraw([KNITS], tiny, day=AS_OF)
    assert KNITS not in (tiny / CONSENTS).read_text().upper()


def test_what_cannot_be_cut_is_named(tiny):
    """Behind a quotation mark that is never closed nothing is cut, and a person is told where to look."""
    added(tiny, CONSENTS, f'"never closed\n{KNITS},identity,alder\n')
    cells(BIRCH_FACTORIES, 3, parent_company=f"formerly {KNITS}")(tiny)
    lines = (tiny / CONSENTS).read_text().splitlines()
    done = withdraw([KNITS], tiny, day=AS_OF)
    left = [line for line in lines if not line.startswith(KNITS) or line is lines[-1]]
    assert (tiny / CONSENTS).read_text().splitlines() == left
    assert done.forgotten.left == [(CONSENTS, len(left)), (BIRCH_FACTORIES, 2)]
    said = withdrawal_text(done, tiny, None)
    assert "STILL NAMED" in said
    assert f"{CONSENTS}, line {len(left)}" in said
    assert state(tiny, KNITS) == "withdrawn"


@pytest.mark.parametrize("header", [b"\xef\xbb\xbffactory_id,scope\r\n", b'"factory_id",scope\n'])
def test_the_header_may_be_odd(header):
    """A byte-order mark, quotation marks and other line ends do not hide the columns."""
    rest = b"BD1G1D22Y,audits\r\nTRJCZ1V9R,audits\r\n"
    done = cut("consents", header + rest, {"factory": {KNITS}}, {})
    assert done.content == header + b"TRJCZ1V9R,audits\r\n"


@given(st.binary(max_size=200).filter(lambda rest: KNITS.encode() not in rest.upper()))
def test_whatever_does_not_name_it_keeps_every_byte(rest):
    """Bytes of any kind under the header are given back as they came."""
    content = b"factory_id,scope,member\n" + rest
    assert cut("consents", content, {"factory": {KNITS}}, {}).content == content


def test_an_unclear_header_cuts_nothing():
    """Where two columns have one name it is not known which of them counts."""
    content = b"factory_id,factory_id\nBD1G1D22Y,TRJCZ1V9R\n"
    assert cut("consents", content, {"factory": {KNITS}}, {}).content == content


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "no factory ID"),
        ("nobody", "no factory ID"),
        ("BD1G1D22Z", "typing error"),
        ("BD35N9XRH", "no factory BD35N9XRH in the ledger"),
    ],
)
def test_what_cannot_be_withdrawn_is_told(tiny, typed, message):
    """Nothing is written then, about those that could be neither."""
    before = everything(tiny)
    for named in ([typed], [KNITS, typed]):
        with pytest.raises(UsageError, match=message):
            withdraw(named, tiny, day=AS_OF)
    assert everything(tiny) == before


def test_a_day_before_the_last_event_is_refused(tiny):
    """The ledger is in the order of days, so a withdrawal cannot be put before what came later."""
    with pytest.raises(UsageError, match="was published on 2025-01-15"):
        withdraw([KNITS], tiny, day=date(2025, 1, 14))


def test_a_consent_after_the_withdrawal_is_refused(tiny):
    """A yes that is newer than the day given would bring the factory back, so the day must be wrong."""
    cells("ledger/BD1G1D22Y-20250115.csv", 2, date="2025-01-01")(tiny)
    with pytest.raises(UsageError, match="has a consent of 2026-02-10"):
        withdraw([KNITS], tiny, day=date(2025, 1, 5))


def test_rows_left_after_a_withdrawal_go_without_another_event(tiny):
    """Rows that came back, as by a merge in Git, are removed; the ledger is as it was."""
    added(tiny, "members/birch/sourcing.csv", f"{GONE},1,\n")
    done = withdraw([GONE], tiny, day=AS_OF)
    assert done.ledger == []
    assert GONE not in (tiny / "members/birch/sourcing.csv").read_text()
    assert "had withdrawn already" in withdrawal_text(done, tiny, None)


def test_rows_that_were_never_published_go_without_an_event(tiny):
    """An identifier that the ledger does not know gets no withdrawal, which would be its first event."""
    added(tiny, "members/birch/sourcing.csv", "BD35N9XRH,1,\n")
    done = withdraw(["BD35N9XRH"], tiny, day=AS_OF)
    assert done.ledger == []
    assert "BD35N9XRH" not in (tiny / "members/birch/sourcing.csv").read_text()
    assert findings(tiny) == []


def test_a_dry_run_writes_nothing(tiny):
    """It says the same, and no file changes."""
    before = everything(tiny)
    dry = withdraw([KNITS], tiny, day=AS_OF, dry_run=True)
    assert everything(tiny) == before
    assert "nothing was written" in withdrawal_text(dry, tiny, None, dry_run=True)
    assert dry.forgotten == withdraw([KNITS], tiny, day=AS_OF).forgotten


@pytest.mark.parametrize("after", range(6))
def test_a_failure_in_the_middle_puts_everything_back(tiny, monkeypatch, after):
    """A full disk at any of the files leaves every byte as it was, and nothing besides."""
    before = everything(tiny)
    replace, count = Path.replace, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal count
        if tiny in self.parents:
            count += 1
            if count > after:
                raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(MadewhereError, match="could not be written"):
        withdraw([KNITS], tiny, day=AS_OF)
    assert everything(tiny) == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(tiny, monkeypatch):
    """An edit made while the command prepared its change is not lost."""
    rehearse = change_module.rehearse

    def and_an_edit(*arguments):
        after = rehearse(*arguments)
        cells(FACTORIES, 2, workers="700")(tiny)
        return after

    monkeypatch.setattr("madewhere.events.withdrawal.rehearse", and_an_edit)
    with pytest.raises(MadewhereError, match=r"factories\.csv has just been changed"):
        withdraw([KNITS], tiny, day=AS_OF)
    assert ",700," in (tiny / FACTORIES).read_text("utf-8")


def test_nothing_is_written_through_a_link(tiny, tmp_path):
    """A ledger folder that is a link would lead elsewhere."""
    (tiny / "ledger").rename(tmp_path / "elsewhere")
    (tiny / "ledger").symlink_to(tmp_path / "elsewhere")
    before = everything(tiny)
    with pytest.raises(MadewhereError):
        withdraw([KNITS], tiny, day=AS_OF)
    assert everything(tiny) == before


def test_an_event_of_the_day_is_never_overwritten(tiny):
    """Where the file of the day is taken, the event gets a file beside it, and counts."""
    before = set((tiny / "ledger").iterdir())
    close(KNITS, tiny, day=AS_OF)
    withdraw([KNITS], tiny, day=AS_OF)
    assert len(set((tiny / "ledger").iterdir()) - before) == 2
    assert state(tiny, KNITS) == "withdrawn"
    assert findings(tiny) == UNSUPPORTED


def test_the_private_folder_keeps_everything_and_notes_it(tiny, tmp_path):
    """Nothing leaves the private folder; a note says when it withdrew, and no second one the same."""
    private = tmp_path / "private"
    open_private(private, "birch")
    write_private_table(private, "factories", csv_rows(tiny / BIRCH_FACTORIES))
    before = (private / "factories.csv").read_bytes()
    done = withdraw([KNITS, INITIAL], tiny, day=AS_OF, private=private)
    assert done.noted == [KNITS]
    assert (private / "factories.csv").read_bytes() == before
    notes = read_private(private).tables["notes"]
    assert [(n["factory_id"], n["noted_on"]) for n in notes] == [(KNITS, "2026-11-21")]
    assert (private / "notes.csv").stat().st_mode & 0o077 == 0
    with pytest.raises(AlreadyError, match=f"no row left: {KNITS} on 2026-11-21"):
        withdraw([KNITS], tiny, day=AS_OF, private=private)
    (private / "notes.csv").unlink()
    later = withdraw([KNITS], tiny, day=AS_OF, private=private)
    assert (later.noted, later.files, later.ledger) == ([KNITS], [], [])
    said = withdrawal_text(later, tiny, None)
    assert "No file of the data was written" in said
    assert "Next:" not in said


def test_merging_leaves_no_row_and_inherits_no_consent(tiny):
    """The rows under the old ID go; the member that had no other is told to ask for a consent."""
    done = merge(WEAVES, KNITS, tiny, day=AS_OF)
    assert done.without_rows == []
    assert read_data(tiny, as_of=AS_OF).corpus.ledger.stands_for("factory", WEAVES, AS_OF) == KNITS
    assert WEAVES not in (tiny / FACTORIES).read_text("utf-8")
    assert len(read_rows(tiny / LINKS)) == 1
    assert findings(tiny) == []
    told = merge(DENIM, KNITS, tiny, day=AS_OF)
    assert told.without_rows == []


def test_a_member_with_rows_under_the_old_identifier_alone_is_told(tiny):
    """Birch discloses the one and not the other, and has to ask."""
    done = merge(DENIM, WEAVES, tiny, day=AS_OF)
    assert done.without_rows == ["birch"]
    said = withdrawal_text(done, tiny, None)
    assert f"ask the factory for a consent for {WEAVES}" in said
    assert "HISTORY" not in said


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (KNITS, KNITS, "into itself"),
        (KNITS, GONE, "was withdrawn on 2025-06-01"),
        (DENIM, JOINED, f"was merged into {KNITS}"),
        (GONE, KNITS, "cannot be merged now"),
        (JOINED, WEAVES, "cannot be merged now"),
        (KNITS, "BD35N9XRH", "no factory BD35N9XRH"),
        ("BD35N9XRH", KNITS, "no factory BD35N9XRH"),
        (KNITS, "alder", "no factory ID"),
    ],
)
def test_what_cannot_be_merged_is_told(tiny, old, new, message):
    """Neither into what is gone, nor what is gone, nor in a circle; nothing is written."""
    before = everything(tiny)
    with pytest.raises(UsageError, match=message):
        merge(old, new, tiny, day=AS_OF)
    assert everything(tiny) == before


def test_what_was_merged_before_is_no_error(tiny):
    """It is said with its day, and nothing is written."""
    before = everything(tiny)
    with pytest.raises(AlreadyError, match=f"was merged into {KNITS} already, on 2025-07-01"):
        merge(JOINED, KNITS, tiny, day=AS_OF)
    assert everything(tiny) == before


def test_a_circle_is_refused(tiny):
    """What moved there cannot be led back."""
    move(KNITS, DENIM, tiny, day=AS_OF)
    with pytest.raises(UsageError, match="leads to"):
        move(DENIM, KNITS, tiny, day=AS_OF)
    with pytest.raises(UsageError, match="leads to"):
        merge(DENIM, KNITS, tiny, day=AS_OF)


def test_a_move_keeps_the_rows_and_points_on(tiny):
    """No table changes; the ledger knows the successor."""
    before = everything(tiny)
    done = move(KNITS, DENIM, tiny, day=AS_OF)
    after = everything(tiny)
    assert {file for file in after if after[file] != before.get(file)} == set(done.ledger)
    last = read_data(tiny, as_of=AS_OF).corpus.ledger.last("factory", KNITS, AS_OF)
    assert (last.event, last.successor) == ("moved", DENIM)
    assert findings(tiny) == []
    assert f"moved to {DENIM}" in happening_text(done, tiny)
    with pytest.raises(AlreadyError, match="already"):
        move(KNITS, DENIM, tiny, day=AS_OF)


def test_closing_and_reopening(tiny):
    """Each follows the other on a later day, and neither itself."""
    with pytest.raises(AlreadyError, match="open already, since 2025-01-15"):
        reopen(KNITS, tiny, day=AS_OF)
    close(KNITS, tiny, day=date(2026, 11, 19))
    with pytest.raises(AlreadyError, match="closed already, since 2026-11-19"):
        close(KNITS, tiny, day=AS_OF)
    with pytest.raises(UsageError, match="which is after 2026-11-18"):
        reopen(KNITS, tiny, day=date(2026, 11, 18))
    reopen(KNITS.lower(), tiny, day=date(2026, 11, 20))
    assert state(tiny, KNITS) == "open"
    assert findings(tiny) == []


def test_an_event_without_effect_is_refused(tiny):
    """Of two events of one day one may count for nothing, and then the day after is asked for."""
    close(KNITS, tiny, day=AS_OF)
    before = everything(tiny)
    with pytest.raises(UsageError, match="has another event of 2026-11-21"):
        reopen(KNITS, tiny, day=AS_OF)
    assert everything(tiny) == before


@pytest.mark.parametrize("command", [close, reopen])
@pytest.mark.parametrize("gone", [GONE, JOINED])
def test_what_is_gone_neither_closes_nor_reopens(tiny, command, gone):
    """A withdrawal and a merger are for good."""
    with pytest.raises(UsageError, match="cannot be"):
        command(gone, tiny, day=AS_OF)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["withdraw", "bd1g1d22y"], 0, "BD1G1D22Y is withdrawn, from 2026-11-21"),
        (["withdraw", "alder", DENIM], 0, "The slug stays"),
        (["merge", DENIM, KNITS], 0, "is merged into BD1G1D22Y"),
        (["move", DENIM, KNITS], 0, "moved to BD1G1D22Y"),
        (["close", DENIM], 0, "closed, from 2026-11-21"),
        (["close", DENIM, "--dry-run"], 0, "nothing was written"),
        (["withdraw"], 2, "Missing argument"),
        (["close", DENIM, "--date", "2099-01-01"], 2, "lies in the future"),
    ],
)
def test_the_commands(tiny, monkeypatch, arguments, status, said):
    """Each says what it did, and a wrong use ends with 2."""
    monkeypatch.setattr("madewhere.cli.events.today", lambda: AS_OF)
    monkeypatch.setattr("madewhere.cli.events.CACHE", tiny.parent / "cache")
    day = [] if "--date" in arguments else ["--date", "2026-11-21"]
    result = CliRunner().invoke(madewhere, [*arguments, "--data", str(tiny), *day])
    assert result.exit_code == status
    assert said in result.output


def test_something_left_by_hand_is_status_1(tiny, monkeypatch):
    """A script notices that a person must look."""
    monkeypatch.setattr("madewhere.cli.events.today", lambda: AS_OF)
    monkeypatch.setattr("madewhere.cli.events.CACHE", tiny.parent / "cache")
    cells(BIRCH_FACTORIES, 3, parent_company=f"formerly {KNITS}")(tiny)
    arguments = ["withdraw", KNITS, "--data", str(tiny), "--date", "2026-11-21"]
    assert CliRunner().invoke(madewhere, arguments).exit_code == 1


@pytest.fixture
def repository(tiny) -> Path:
    """The data in a Git repository, committed."""
    git(tiny.parent, "init", "-q", "--initial-branch=main")
    git(tiny.parent, "add", "-A")
    git(tiny.parent, "commit", "-qm", "base")
    return tiny.parent


def test_git_undoes_a_withdrawal(repository, tiny, monkeypatch):
    """The line that the report prints takes everything back, and so does reverting the commit."""
    monkeypatch.chdir(repository)
    before = everything(tiny)
    done = withdraw([KNITS], Path("data"), day=AS_OF)
    said = withdrawal_text(done, Path("data"), None)
    undo = re.search(r"this undoes it: (.*)", said)[1]
    subprocess.run(undo, shell=True, check=True)  # noqa: S602 - the very line that people are given
    assert everything(tiny) == before
    withdraw([KNITS], Path("data"), day=AS_OF)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "withdrawn")
    git(repository, "revert", "--no-edit", "HEAD")
    assert everything(tiny) == before


def purged(content: bytes, data: Path, *subjects: Subject) -> bytes:
    """What `git filter-repo --replace-text` makes of a file; it uses Python's own expressions."""
    for line in purge(data, subjects).expressions:
        pattern, replacement = line.encode().removeprefix(b"regex:").rsplit(b"==>", 1)
        content = re.sub(pattern, replacement, content)
    return content


def test_the_expressions_take_the_history_to_what_is_left_now(repository, tiny):
    """Applied to each file of the commit before, they give what the withdrawal left, and no less."""
    cells(BIRCH_FACTORIES, 3, part_of=KNITS, identifiers_stated_on="2025-02-01",
          identifiers_stated_by="member", registration_number="Register 7")(tiny)  # fmt: skip
    row = {"code": "duplicate-across-members", "reason": "seen, twice", "decided_on": AS_OF}
    pairs = (f"{KNITS}|{DENIM}", f"{DENIM}|{WEAVES}")
    (tiny / "registers/decisions.csv").write_bytes(
        table_bytes("decisions", [{**row, "subject": pair} for pair in pairs])
    )
    subjects = (Subject("factory", KNITS), Subject("audit", "AVCYST6WNC"))
    before = everything(tiny)
    withdraw([each.identifier for each in subjects], tiny, day=AS_OF)
    after = everything(tiny)
    del before[
        "members/alder/product_claims.csv"
    ]  # the number of a certificate is no identifier of ours
    for file, content in before.items():
        assert purged(content, tiny, *subjects) == after[file], file


def test_the_expressions_for_a_member_leave_a_firm_of_that_name(repository, tiny):
    """A row of the register goes; a row with fewer columns that begins alike is another register's."""
    gone = Subject("member", "alder")
    content = (tiny / "registers/members.csv").read_bytes()
    assert b"\nalder," not in purged(content, tiny, gone)
    assert b"\nbirch," in purged(content, tiny, gone)
    firm = b'alder,"Alder, Audits",FR,https://a.example/,2020-01-01\n'
    assert purged(firm, tiny, gone) == firm
    assert purge(tiny, [gone]).folders == ("data/members/alder",)


def test_the_report_says_what_cannot_be_recalled(repository, tiny):
    """It prints no value that was withdrawn, and says plainly what stays out of reach."""
    done = withdraw([KNITS], tiny, day=AS_OF)
    said = withdrawal_text(done, tiny, purge(tiny, done.subjects))
    assert "CANNOT BE RECALLED" in said
    assert "git filter-repo --replace-text" in said
    with io.StringIO(git(repository, "show", f"HEAD:data/{FACTORIES}")) as old:
        values = next(row for row in csv.DictReader(old) if row["factory_id"] == KNITS)
    for column in ("name", "name_native", "street_address", "locality", "latitude", "os_id"):
        assert values[column] not in said


@pytest.mark.parametrize(
    "leave",
    [
        lambda data, **options: withdraw([KNITS], data, day=AS_OF, **options),
        lambda data, **options: merge(KNITS, WEAVES, data, day=AS_OF, **options),
    ],
)
def test_what_was_kept_of_the_rows_goes_too(tiny, leave):
    """Neither what checks kept nor what builds drew is left, files that are nobody's result are."""
    cache = tiny.parent / "cache"
    check(tiny, as_of=AS_OF, cache=cache / "packages")
    kept.store(cache / "maps", "drawn", b"<svg>")
    (cache / "notes.txt").write_text("somebody's")

    def holding() -> list[Path]:
        files = sorted(path for path in cache.rglob("*") if path.is_file())
        return [path for path in files if KNITS.encode() in path.read_bytes()]

    assert holding() != []
    dry = leave(tiny, cache=cache, dry_run=True)
    assert (dry.cleared, holding() != []) == (None, True)
    done = leave(tiny, cache=cache)
    assert done.cleared == cache
    assert [path.name for path in cache.rglob("*") if path.is_file()] == ["notes.txt"]
    assert f"kept of the rows in {cache} was removed" in withdrawal_text(done, tiny, None)
    assert findings(tiny, cache=cache / "packages") == findings(tiny)


def test_the_report_names_every_copy_that_can_be_deleted(tiny):
    """With a history or without: this computer, other clones, and caches and artifacts at the host."""
    said = withdrawal_text(withdraw([KNITS], tiny, day=AS_OF), tiny, None)
    for named in (
        "build/site.versions",
        "rm -r build",
        "clone",
        "gh cache delete",
        "runner caches",
    ):
        assert named in said
