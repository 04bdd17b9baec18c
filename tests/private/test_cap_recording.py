"""Recording evidence, verifications, openings and comments, and everything that is refused."""

from __future__ import annotations

import hashlib
import stat
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from madewhere.cli import madewhere
from madewhere.errors import MadewhereError, UsageError
from madewhere.private.cap import recording
from madewhere.private.cap.recording import Happening, record
from madewhere.private.going_public import plan
from on_disk import everything
from private.cap_case import AUDIT, FOLLOW_UP, make_private
from private.inviting_case import rows_of
from tiny_publication import AS_OF, KNITS


@pytest.fixture
def alder(tiny, tmp_path):
    """The private folder of alder."""
    return make_private(tmp_path / "alder", tiny, "alder")


@pytest.fixture
def photo(tmp_path):
    """A file of evidence."""
    path = tmp_path / "Six exits.JPG"
    path.write_bytes(b"a photograph")
    return path


@pytest.fixture
def note(alder, tiny):
    """Record something on the finding that was never corrected, unless told otherwise."""

    def run(event: str, finding: str = "WH-01", *, audit: str = AUDIT, dry: bool = False, **values):
        happening = Happening(event, **{"by": "member"} | values)
        return record(alder, tiny, audit, finding, happening, as_of=AS_OF, dry_run=dry)

    return run


def events(private: Path, finding: str = "WH-01") -> list[tuple[str, str, str]]:
    """What the folder holds on a finding."""
    rows = rows_of(private, "finding_events")
    return [(r["date"], r["event"], r["by"]) for r in rows if r["finding"] == finding]


def test_from_evidence_to_closed_and_back(alder, note, photo):
    """Each step adds one row, leaves the others to the letter, and says the state before and after."""
    before = (alder / "finding_events.csv").read_text().splitlines()
    steps = [
        note("evidence-submitted", by="factory", file=photo, on=date(2026, 11, 1)),
        note("verified-closed", how="visit", on=date(2026, 11, 5)),
        note("reopened", text="Again in the\nsecond week.", on=date(2026, 11, 20)),
    ]
    assert [(s.before.state, s.after.state) for s in steps] == [
        ("open", "evidence-submitted"),
        ("evidence-submitted", "verified-closed"),
        ("verified-closed", "reopened"),
    ]
    lines = (alder / "finding_events.csv").read_text().splitlines()
    assert set(before) < set(lines)
    assert len(lines) == len(before) + 3
    assert f"{AUDIT},{KNITS},WH-01,2026-11-20,reopened,member,,,Again in the second week.," in lines
    assert stat.S_IMODE((alder / "finding_events.csv").stat().st_mode) == 0o600


def test_the_evidence_stays_in_the_folder(alder, note, photo):
    """A copy under the finding's name, for its owner only; the event has the salted hash and no more."""
    done = note("evidence-submitted", by="factory", file=photo)
    kept = alder / "evidence" / f"{AUDIT}.WH-01.jpg"
    assert (done.paper, kept.read_bytes()) == (kept, b"a photograph")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    (paper,) = rows_of(alder, "evidence")
    digest = hashlib.sha256(bytes.fromhex(paper["salt"]) + b"a photograph").hexdigest()
    row = next(r for r in rows_of(alder, "finding_events") if r["date"] == AS_OF.isoformat())
    assert row["evidence_sha256"] == paper["evidence_sha256"] == digest


def test_doing_it_again_changes_nothing(alder, note, photo):
    """The same paper and the same verification are told as recorded, and no byte differs."""
    note("evidence-submitted", by="factory", file=photo, on=date(2026, 11, 1))
    note("verified-closed", how="documents")
    before = everything(alder)
    assert not note("evidence-submitted", by="factory", file=photo).is_new
    assert not note("verified-closed", how="documents").is_new
    assert everything(alder) == before


def test_the_same_paper_after_it_came_back_is_new(note, photo):
    """What was handed in before may be handed in again for a finding that was opened again."""
    note("evidence-submitted", by="factory", file=photo, on=date(2026, 11, 1))
    note("verified-closed", how="documents", on=date(2026, 11, 2))
    note("reopened", on=date(2026, 11, 3))
    done = note("evidence-submitted", by="factory", file=photo, on=date(2026, 11, 4))
    assert (done.is_new, done.after.state) == (True, "evidence-submitted")


def test_a_dry_run_writes_nothing(alder, note, photo):
    """It says what would be, and the folder stays as it was."""
    before = everything(alder)
    assert note("evidence-submitted", by="factory", file=photo, dry=True).after.state == "evidence-submitted"  # fmt: skip
    assert everything(alder) == before


def test_a_verification_in_a_follow_up_audit(alder, note):
    """It names that audit."""
    note(
        "verified-closed", how="follow-up-audit", follow_up=FOLLOW_UP.lower(), on=date(2025, 3, 12)
    )
    row = next(r for r in rows_of(alder, "finding_events") if r["finding"] == "WH-01" and r["how"])
    assert row["follow_up_audit"] == FOLLOW_UP


@pytest.mark.parametrize(
    ("event", "finding", "values", "said"),
    [
        ("verified-closed", "HS-01", {"how": "visit"}, "is verified and closed since 2024-05-20, by alder"),
        ("evidence-submitted", "HS-01", {}, "is verified and closed"),
        ("reopened", "WH-01", {}, "WH-01 is open"),
        ("reopened", "HS-02", {}, "is reopened since 2025-03-12, by alder"),
        ("verified-closed", "WH-01", {"on": date(2024, 3, 4)}, "before the audit, which was on 2024-03-05"),
        ("verified-closed", "WH-01", {"on": date(2026, 11, 22)}, "lies in the future"),
        ("verified-closed", "HS-02", {"on": date(2025, 3, 11)}, "is too early: reopened"),
        ("comment", "HS-09", {"text": "x"}, "has no finding HS-09"),
        ("comment", "WH-01", {"text": "x" * 1001}, "--text: "),
        ("comment", "WH-01", {"by": "factory", "text": "x", "on": date(2024, 9, 20)}, "line 6 has an event"),
        ("verified-closed", "WH-01", {"how": "follow-up-audit"}, "a follow-up audit is named"),
        ("verified-closed", "WH-01", {"how": "visit", "follow_up": FOLLOW_UP}, "a follow-up audit is named"),
        ("verified-closed", "WH-01", {"how": "follow-up-audit", "follow_up": AUDIT}, "is no later social"),
        ("verified-closed", "WH-01", {"how": "follow-up-audit", "follow_up": "AVCYST6WNC"}, "was at VNDT37MY2"),
        ("verified-closed", "WH-01", {"how": "follow-up-audit", "follow_up": "A000000000"}, "has no audit"),
        ("reopened", "HS-01", {"how": "follow-up-audit", "follow_up": FOLLOW_UP, "on": date(2025, 3, 1)},
         "was on 2025-03-12"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(alder, note, event, finding, values, said):
    """It says what stands in the way, and nothing is written."""
    before = everything(alder)
    with pytest.raises(UsageError, match=said) as caught:
        note(event, finding, **values)
    assert caught.value.hint
    assert everything(alder) == before


def test_an_unknown_audit_is_refused(note):
    """The report of what is due names those that there are."""
    with pytest.raises(UsageError, match="no audit ABC") as caught:
        note("comment", audit="ABC", text="x")
    assert "cap status" in caught.value.hint


@pytest.mark.parametrize("event", ["verified-closed", "reopened"])
def test_only_who_sources_there_verifies(alder, note, event):
    """Without a row in sourcing.csv a member neither closes nor opens; evidence it may record."""
    (alder / "sourcing.csv").write_text("factory_id,tier,since\n")
    with pytest.raises(UsageError, match=r"no row for BD1G1D22Y in sourcing\.csv"):
        note(event, "WH-01", how="visit")
    assert note("comment", text="Seen.").is_new


def test_a_faulty_folder_is_refused(alder, note):
    """A row with an error does not count, so the state would be guessed; it is named instead."""
    path = alder / "finding_events.csv"
    path.write_text(path.read_text().replace("2024-05-20", "20 May 2024"))
    with pytest.raises(MadewhereError, match=r"finding_events.csv, line 3"):
        note("comment", text="x")


def test_all_or_nothing(alder, note, photo, monkeypatch):
    """The copy, its row and the event are put in their places together, or none of them is."""
    before = everything(alder)

    def fail(contents):
        names = [path.name for path in contents]
        assert names == [f"{AUDIT}.WH-01.jpg", "evidence.csv", "finding_events.csv"]
        raise OSError(28, "No space left on device", "finding_events.csv")

    monkeypatch.setattr(recording, "write_files", fail)
    with pytest.raises(OSError, match="No space"):
        note("evidence-submitted", by="factory", file=photo)
    assert everything(alder) == before


def test_what_is_recorded_is_disclosed_as_events(alder, note, tiny):
    """With the consent that the factory gave, `disclose` would let the new event out."""
    assert plan(alder, tiny, as_of=AS_OF).rows["finding_events"] == []
    note("verified-closed", how="visit")
    (row,) = plan(alder, tiny, as_of=AS_OF).rows["finding_events"]
    assert (row.kind, row.row.cells["event"]) == ("added", "verified-closed")


def test_the_commands(alder, tiny, photo, tmp_path, monkeypatch):
    """Each says what it did; a comment needs its words."""
    monkeypatch.setattr("madewhere.cli.cap._PACKAGES", tmp_path / "cache")

    def run(name: str, *options: object, code: int = 0) -> str:
        line = ["cap", name, alder, AUDIT, "wh-01", *options, "--data", tiny, "--as-of", AS_OF]
        result = CliRunner().invoke(madewhere, list(map(str, line)))
        assert result.exit_code == code, result.output
        return result.output

    said = run("evidence", "--file", photo, "--on", "2026-11-20")
    assert "before: open, overdue\n  after:  evidence handed in, not verified, overdue" in said
    assert "only its salted hash can go public" in said
    said = run("verify", "--how", "documents", "--dry-run")
    assert "after:  verified and closed on 2026-11-21 by alder\nNothing was written." in said
    assert "recorded already; nothing was changed" in run("evidence", "--file", photo)
    run("verify", "--how", "documents")
    assert "after:  reopened" in run("reopen", "--text", "The photograph is of another floor.")
    run("comment", code=2)
    run("comment", "--by", "factory", "--text", "We try again.")
    assert ("2026-11-21", "comment", "factory") in events(alder)
