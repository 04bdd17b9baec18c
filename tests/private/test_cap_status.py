"""What `cap status` finds to do: deadlines, evidence that waits, what came back, rules not followed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner

from madewhere.build import build
from madewhere.cli import madewhere
from madewhere.errors import UsageError
from madewhere.private.cap.monitoring import CapStatus, cap_status
from madewhere.private.cap.reading import read_cap
from private.cap_case import AUDIT, add_event, add_finding, forget_public_plan, make_private
from private.inviting_case import add, rows_of
from tiny_publication import AS_OF, KNITS, WEAVES


@pytest.fixture
def alder(tiny, tmp_path):
    """The private folder of alder."""
    return make_private(tmp_path / "alder", tiny, "alder")


def status(private, tiny, *, as_of: date = AS_OF, due_within: int = 30, **filters) -> CapStatus:
    """What is to do."""
    return cap_status(read_cap(private, tiny, as_of=as_of), due_within=due_within, **filters)


def tasks(found: CapStatus) -> dict[str, tuple[str, ...]]:
    """What is to do by finding."""
    return {w.finding.finding: w.tasks for each in found.factories for w in each.watched}


def test_each_finding_with_what_is_to_do(alder, tiny):
    """What was closed has nothing; what came back and what was never corrected are overdue."""
    found = status(alder, tiny)
    assert tasks(found) == {
        "HS-01": (),
        "HS-02": ("overdue", "reopened"),
        "WH-01": ("rules_not_kept", "overdue"),
    }
    assert (found.progress.closed, found.progress.findings) == (1, 3)
    assert found.counts == {
        "rules_not_kept": 1, "overdue": 2, "reopened": 1, "awaiting": 0, "due": 0,
    }  # fmt: skip


def test_the_states_are_those_of_the_site(alder, tiny, tmp_path):
    """A private folder with what is public says of each finding what the site's download says."""
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    (public,) = tmp_path.glob("site/**/findings.csv")
    with public.open(encoding="utf-8", newline="") as opened:
        on_site = {row["finding"]: row["state"] for row in csv.DictReader(opened)}
    found = status(alder, tiny).factories
    assert {w.finding.finding: w.finding.state for each in found for w in each.watched} == on_site


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("2026-11-20", ("overdue",)),
        ("2026-11-21", ("due",)),
        ("2026-12-21", ("due",)),
        ("2026-12-22", ()),
        ("", ()),
    ],
)
def test_what_is_due(alder, tiny, deadline, expected):
    """From the as-of date to the last of 30 days; before it is overdue, after it there is time."""
    add_finding(alder, severity="minor", deadline=deadline)
    assert tasks(status(alder, tiny))["X-01"] == expected


def test_evidence_waits_until_somebody_looks_at_it(alder, tiny):
    """Handed in it waits, since the day of the last evidence; verified it does not."""
    add_event(alder, "WH-01", "2026-11-01", "evidence-submitted", by="factory")
    found = status(alder, tiny)
    (waiting,) = (w for f in found.factories for w in f.watched if "awaiting" in w.tasks)
    assert (waiting.finding.finding, waiting.handed_in_on) == ("WH-01", date(2026, 11, 1))
    add_event(alder, "WH-01", "2026-11-02", "verified-closed", how="visit")
    assert tasks(status(alder, tiny))["WH-01"] == ()


def test_what_another_member_discloses_counts(tiny, tmp_path):
    """Birch knows the audit and no finding; what alder shows of it is there, with who verified."""
    birch = make_private(tmp_path / "birch", tiny, "birch")
    said = status(birch, tiny)
    closed = next(w.finding for f in said.factories for w in f.watched if w.finding.closed)
    assert [m.slug for m in closed.events[-1].members] == ["alder"]
    forget_public_plan(tiny)
    assert tasks(status(birch, tiny)) == {}


def rules(private, tiny, finding: str = "X-01", as_of: date = AS_OF) -> dict[str, str]:
    """The states of the monitoring rules of a finding, by action."""
    found = status(private, tiny, as_of=as_of)
    (watched,) = (w for f in found.factories for w in f.watched if w.finding.finding == finding)
    return {rule.action: rule.state for rule in watched.rules}


def rule(tiny, *lines: str) -> None:
    """Put rules into the register."""
    path = tiny / "registers" / "monitoring_rules.csv"
    path.write_text("severity,within_days,action,note\n" + "".join(f"{x},\n" for x in lines))


def test_rules_for_critical_findings(alder, tiny):
    """An alert that the audit counts none of and evidence that never came are told, within the day."""
    add_finding(alder)
    assert rules(alder, tiny) == {"alert": "not-kept", "evidence": "not-kept"}
    assert rules(alder, tiny, as_of=date(2024, 3, 7)) == {"alert": "to-come", "evidence": "to-come"}
    add_event(alder, "X-01", "2024-04-04", "evidence-submitted", by="factory")
    assert rules(alder, tiny)["evidence"] == "kept"
    assert rules(alder, tiny, as_of=date(2024, 4, 3))["evidence"] == "to-come"


def test_an_alert_that_nobody_states_is_not_missed(alder, tiny):
    """Where an audit does not say how many alerts there were, nobody can tell."""
    path = alder / "audits.csv"
    path.write_text(path.read_text().replace(",71,C,0,true", ",71,C,,true"))
    add_finding(alder)
    assert rules(alder, tiny)["alert"] == "not-stated"


@pytest.mark.parametrize(
    ("action", "event", "values", "state"),
    [
        ("contact", "comment", {"by": "factory"}, "late"),
        ("close", "verified-closed", {"how": "documents"}, "late"),
        ("visit", "verified-closed", {"how": "documents"}, "not-kept"),
        ("visit", "verified-closed", {"how": "visit"}, "late"),
        ("visit", "evidence-submitted", {"by": "factory", "how": "visit"}, "not-kept"),
        ("evidence", "comment", {}, "not-kept"),
        ("evidence", "verified-closed", {"how": "visit"}, "late"),
        ("follow-up-audit", "verified-closed", {"how": "visit"}, "not-kept"),
    ],
)
def test_what_follows_a_rule(alder, tiny, action, event, values, state):
    """Each action is on record by events of its kind; late is better than never."""
    rule(tiny, f"critical,5,{action}")
    path = alder / "audits.csv"
    path.write_text("".join(x for x in path.open(encoding="utf-8") if "APW1FKH4NC" not in x))
    rows = [r for r in rows_of(alder, "finding_events") if r["finding"] != "HS-02"]
    assert len(rows) == 3
    add_finding(alder)
    assert rules(alder, tiny) == {action: "not-kept"}
    add_event(alder, "X-01", "2024-03-20", event, **values)
    assert rules(alder, tiny) == {action: state}


def test_what_came_back_was_not_closed_in_time(alder, tiny):
    """The verification that stands decides; one that was taken back keeps no deadline."""
    rule(tiny, "critical,60,close")
    add_finding(alder)
    add_event(alder, "X-01", "2024-03-20", "verified-closed", how="visit")
    assert rules(alder, tiny) == {"close": "kept"}
    add_event(alder, "X-01", "2024-04-20", "reopened")
    assert rules(alder, tiny) == {"close": "not-kept"}
    add_event(alder, "X-01", "2024-06-20", "verified-closed", how="visit")
    assert rules(alder, tiny) == {"close": "late"}


def test_a_later_audit_follows_up(alder, tiny):
    """The follow-up of the next year is a visit too, and late for both rules."""
    rule(tiny, "critical,30,visit", "critical,400,follow-up-audit")
    add_finding(alder)
    assert rules(alder, tiny) == {"visit": "late", "follow-up-audit": "kept"}


def test_the_worst_first(alder, tiny):
    """A factory with a critical finding that is open comes before one with more overdue ones."""
    add(alder, "findings", audit_id="AVCYST6WNC", factory_id=WEAVES, finding="E-1",
        requirement="x", severity="critical")  # fmt: skip
    assert [f.factory_id for f in status(alder, tiny).factories] == [WEAVES, KNITS]


def test_a_verification_without_sourcing_does_not_close(alder, tiny):
    """As on the site: a member that does not source there verifies nothing; the report says so."""
    path = alder / "sourcing.csv"
    path.write_text("factory_id,tier,since\n")
    found = status(alder, tiny)
    assert found.progress.closed == 0
    assert not any(each.sourced for each in found.factories)


@pytest.fixture
def run(alder, tiny, tmp_path, monkeypatch):
    """Run `cap status`; gives what it said."""
    monkeypatch.setattr("madewhere.cli.cap._PACKAGES", tmp_path / "cache")

    def run_command(*arguments: object, code: int = 0) -> str:
        line = ["cap", "status", str(alder), "--data", str(tiny), "--as-of", AS_OF.isoformat()]
        result = CliRunner().invoke(madewhere, [*line, *map(str, arguments)])
        if isinstance(result.exception, UsageError):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.output

    return run_command


def test_the_report_for_people(run):
    """Sums, then each factory with its findings, and who closed what."""
    said = run()
    assert "alder, as of 2026-11-21: 1 of 3 findings closed" in said
    assert "1 against a monitoring rule, 2 overdue, 1 reopened" in said
    assert "WH-01  major, Everybody rests one day in seven: open; until 2024-09-30, 782 days overdue" in said  # fmt: skip
    assert "reopened on 2025-03-12 by alder" in said
    assert "closed: HS-01 on 2024-05-20 by alder" in said
    assert "1 factory with nothing to do." in said


def test_the_reports_for_programs(run):
    """JSON and CSV hold every finding, the closed ones with who verified."""
    report = json.loads(run("--format", "json"))
    assert report["counts"]["overdue"] == 2
    listed = {each["finding"]: each for each in report["factories"][0]["list"]}
    assert listed["HS-01"]["closed_by"] == ["alder"]
    assert listed["WH-01"]["rules"][0]["state"] == "not-kept"
    rows = {row["finding"]: row for row in csv.DictReader(io.StringIO(run("--format", "csv")))}
    assert rows["HS-02"]["tasks"] == "overdue|reopened"
    assert rows["HS-01"]["closed_by"] == "alder"
    assert rows["WH-01"]["audit_id"] == AUDIT


def test_factories_are_chosen(run):
    """By identifier as people type it, or by country; what the folder does not have is refused."""
    assert "no findings on record" in run("--factory", WEAVES.lower())
    assert "1 of 3 findings closed" in run("--country", "bd")
    with pytest.raises(UsageError, match="no factory ID"):
        run("--factory", "BD123")
    with pytest.raises(UsageError, match="has no factory TRJCZ1V9R"):
        run("--factory", "TRJCZ1V9R")


def test_an_error_in_the_folder_is_told(run, alder):
    """The row is left out, the error named with its line, and the status is 1."""
    path = alder / "findings.csv"
    path.write_text(path.read_text().replace("WH-01,rest-day,major", "WH-01,rest-day,grave"))
    said = run(code=1)
    assert "1 of 2 findings closed" in said
    assert "findings.csv, line 4, severity" in said


def test_an_audit_of_an_unknown_firm_is_told(run, alder):
    """It cannot be told from another, so it is left out and named."""
    path = alder / "audits.csv"
    path.write_text(path.read_text().replace("plumb", "plum"))
    assert "reference-audit-firm: audits.csv, line 2, audit_firm" in run(code=1)
