"""Where invitations stand: who is due for a reminder, who refused, whose consent runs out."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest

from checking import consent
from madewhere.errors import UsageError
from madewhere.private.folder import write_private_table
from madewhere.private.invitation.answer_checks import Answer
from madewhere.private.invitation.answering import respond
from madewhere.private.invitation.reminders import overview, remind
from madewhere.report.invitations import invite_text, overview_json, overview_text
from private.inviting_case import NEW, OTHER, add, ask, make_folder, rows_of
from tiny_publication import AS_OF

END = (AS_OF + timedelta(days=30)).isoformat()


@pytest.fixture
def private(tmp_path):
    """Alder's private folder."""
    return make_folder(tmp_path / "private")


def after(days: int):
    """A day after the invitations."""
    return AS_OF + timedelta(days=days)


@pytest.mark.parametrize(("days", "due"), [(0, []), (13, []), (14, [NEW]), (30, [NEW])])
def test_a_reminder_is_due_after_two_weeks(private, tiny, days, due):
    """Not a day earlier; until then the factory just waits."""
    ask(private, tiny)
    found = overview(private, tiny, as_of=after(days))
    assert [e.factory_id for e in found.due] == due
    assert [(e.factory_id, e.days, e.language) for e in found.waiting] == [(NEW, days, "vi")]
    assert found.counts["pending"] == 1
    assert found.counts["not-asked"] == 1


def test_a_reminder_is_noted(private, tiny):
    """The two weeks begin anew, and the days of waiting go on."""
    ask(private, tiny)
    (row,) = rows_of(private, "invitations")
    assert remind(private, [row["reference"].lower()], as_of=after(20)) == [row["reference"]]
    assert rows_of(private, "invitations")[0]["reminded_on"] == after(20).isoformat()
    found = overview(private, tiny, as_of=after(21))
    assert not found.due
    assert found.waiting[0].days == 21
    assert overview(private, tiny, as_of=after(34)).due


def test_only_what_waits_is_reminded_of(private, tiny):
    """An unknown reference, an answered one, and a day before the invitation are refused."""
    ask(private, tiny)
    (row,) = rows_of(private, "invitations")
    with pytest.raises(UsageError, match="there is no invitation"):
        remind(private, ["AAAAA-AAAAA"], as_of=after(20))
    with pytest.raises(UsageError, match="was made on"):
        remind(private, [row["reference"]], as_of=after(-1))
    respond(private, row["reference"], Answer(accepted=False), as_of=after(2))
    with pytest.raises(UsageError, match="was answered on"):
        remind(private, [row["reference"]], as_of=after(20))
    assert rows_of(private, "invitations")[0]["reminded_on"] == ""


def test_refusals_and_ends(private, tiny):
    """Who said no, whose consent ends within 90 days, and whose has run out."""
    ask(private, tiny, OTHER)
    respond(
        private,
        rows_of(private, "invitations")[0]["reference"],
        Answer(accepted=False),
        as_of=AS_OF,
    )
    add(private, "consents", **consent(NEW, "identity", valid_until=after(90).isoformat()))
    found = overview(private, tiny, as_of=AS_OF)
    assert [e.factory_id for e in found.refused] == [OTHER]
    assert [(e.factory_id, e.ends_on) for e in found.ending] == [(NEW, after(90))]
    assert not found.waiting
    earlier = overview(private, tiny, as_of=after(-1))
    assert not earlier.ending
    later = overview(private, tiny, as_of=after(91))
    assert [e.factory_id for e in later.lapsed] == [NEW]


def test_asking_anew_counts_as_waiting(private, tiny):
    """A factory that agreed and is asked anew is reminded like every other."""
    add(private, "consents", **consent(NEW, "identity", valid_until=after(60).isoformat()))
    ask(private, tiny)
    found = overview(private, tiny, as_of=after(20))
    assert [e.factory_id for e in found.due] == [NEW]
    assert [e.factory_id for e in found.ending] == [NEW]


def test_the_reports(private, tiny):
    """The text names every factory once a list; the JSON has the same lists."""
    ask(private, tiny)
    ask(private, tiny, OTHER, source=random.Random(8))
    found = overview(private, tiny, as_of=after(15))
    told = overview_text(found)
    assert told.startswith("alder, as of 2026-12-06: 2 pending\n")
    assert told.count("waits 15 days") == 2
    report = json.loads(overview_json(found))
    assert [e["country"] for e in report["reminders_due"]] == ["IN", "VN"]
    assert report["counts"]["pending"] == 2
    assert [e["language"] for e in report["without_answer"]] == ["en", "vi"]
    assert [e["contact_language"] for e in report["without_answer"]] == [None, "vi"]


def test_the_language_is_that_of_the_letter(private, tiny):
    """What was sent counts; the contact's language stands beside it only where it is another one."""
    assert "language not known" in _told(private, tiny, consent(OTHER, "identity", valid_until=END))
    ask(private, tiny, language="fr")
    told = _told(private, tiny)
    assert "VN, letter in fr (contact reads vi): waits 0 days" in told
    rows = [row | {"language": "fr-CA"} for row in rows_of(private, "contacts")]
    write_private_table(private, "contacts", rows)
    assert "VN, letter in fr: waits 0 days" in _told(private, tiny)


def _told(private, tiny, *consents: dict[str, str]) -> str:
    for each in consents:
        add(private, "consents", **each)
    return overview_text(overview(private, tiny, as_of=AS_OF))


def test_what_comes_from_data_cannot_steer_a_terminal(private, tiny):
    """A name with an escape sequence is shown as text."""
    ask(private, tiny)
    rows = rows_of(private, "factories")
    for row in rows:
        row["name"] += "\x1b[31m"
    write_private_table(private, "factories", rows)
    found = overview(private, tiny, as_of=after(15))
    assert "\x1b" not in overview_text(found) + overview_json(found)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("VNF7HJ06J", "there can be no ID VNF7HJ06J"),
        ("BD1G1D22Y", "the folder has no factory BD1G1D22Y"),
    ],
)
def test_a_contact_of_no_factory_is_told(private, tiny, wrong, words):
    """An ID with a typing error, or that the folder does not have, is named with its line by both commands."""
    rows = [row | {"factory_id": wrong} for row in rows_of(private, "contacts")]
    write_private_table(private, "contacts", rows)
    asked, found = ask(private, tiny), overview(private, tiny, as_of=AS_OF)
    assert "contact-unknown" in {p.code for p in asked.problems} & {p.code for p in found.problems}
    for said in (invite_text(asked, dry_run=False), overview_text(found)):
        assert "1 contact of no factory of the folder" in said
        assert f"contact-unknown: contacts.csv, line 2, factory_id: {words}" in said
        assert ("Did you mean VNF7HJ06K?" in said) is (wrong != "BD1G1D22Y")


def test_contacts_of_the_folder_are_not_told(private, tiny):
    """Nothing is said where every contact has its factory."""
    assert "of no factory" not in overview_text(overview(private, tiny, as_of=AS_OF))
