"""Chapters and findings: against their audits, the handbook, and what other members state."""

from __future__ import annotations

import shutil

import pytest

from checking import ALDER, AUDITS, BIRCH, added, both, cells, findings, of_code, only, without
from madewhere.check import check
from madewhere.upgrade import upgrade
from tiny_publication import AS_OF, KNITS, WEAVES

CHAPTERS = f"{ALDER}/audit_chapters.csv"
FINDINGS = f"{ALDER}/findings.csv"
EVENTS = f"{ALDER}/finding_events.csv"
THEIR_AUDITS = f"{BIRCH}/audits.csv"
THEIRS = f"{BIRCH}/findings.csv"
THEIR_CHAPTERS = f"{BIRCH}/audit_chapters.csv"
FIRST, FOLLOW_UP, OF_WEAVES = "AMZKZVZ40G", "APW1FKH4NC", "AVCYST6WNC"


def shared(name):
    """Give birch the same table as alder, and the follow-up audit and the link that it rests on."""

    def change(data):
        shutil.copy(data / ALDER / f"{name}.csv", data / BIRCH / f"{name}.csv")
        if name == "audit_chapters":
            shutil.copy(data / AUDITS, data / THEIR_AUDITS)
            without(THEIR_AUDITS, WEAVES)(data)

    return change


def finding(file=FINDINGS, **values):
    """Add a finding of the first audit."""
    row = {"audit_id": FIRST, "factory_id": KNITS, "finding": "X-1", "requirement": "first-aid"}
    return added(file, **(row | {"severity": "minor"} | values))


def messages(data, code):
    """What is said of a code."""
    return [p.message for p in check(data, as_of=AS_OF).problems if p.code == code]


@pytest.mark.parametrize(
    ("file", "lines"), [(CHAPTERS, [2, 3]), (FINDINGS, [2, 3, 4]), (EVENTS, [2, 3, 4, 5, 6])]
)
def test_what_hangs_on_an_audit_needs_it_in_its_own_package(tiny, file, lines):
    """Another member's row of the audit is not enough, because nothing is shown without the own one."""
    without(AUDITS, "initial")(tiny)
    found = [each for each in of_code(tiny, "audit-row-missing") if each[2] == file]
    assert found == [("audit-row-missing", "error", file, line, "audit_id") for line in lines]


@pytest.mark.parametrize("file", [CHAPTERS, FINDINGS, EVENTS])
def test_an_audit_with_an_error_of_its_own_is_not_called_missing(tiny, file):
    """A wrong cell of the audit is one problem, and not one of each row that hangs on it."""
    cells(AUDITS, 2, audit_date="soon")(tiny)
    assert [each for each in findings(tiny) if each[2] == file] == []


@pytest.mark.parametrize("file", [CHAPTERS, FINDINGS, EVENTS])
def test_the_audit_is_of_the_factory_that_the_row_names(tiny, file):
    """A row that names another factory than its audit is not judged any further."""
    cells(file, 2, audit_id=OF_WEAVES)(tiny)
    assert [
        each for each in findings(tiny) if each[:4] == ("audit-other-factory", "error", file, 2)
    ]
    assert "AVCYST6WNC is an audit of VNDT37MY2, not of BD1G1D22Y" in messages(
        tiny, "audit-other-factory"
    )


@pytest.mark.parametrize(
    ("chapter", "code"),
    [
        ("working-hours", None),
        ("water-use", "chapter-other-scheme"),
        ("no-such-chapter", "reference-chapter"),
    ],
)
def test_a_chapter_is_one_of_the_audits_scheme(tiny, chapter, code):
    """A chapter is in the register, and belongs to what the audit looked at."""
    cells(CHAPTERS, 4, chapter=chapter)(tiny)
    assert findings(tiny) == ([(code, "error", CHAPTERS, 4, "chapter")] if code else [])


@pytest.mark.parametrize(
    ("score", "letter", "good"),
    [("", "B", True), ("50", "", True), ("", "", False), ("0", "", True)],
)
def test_a_chapter_has_a_score_or_a_letter(tiny, score, letter, good):
    """One of the two is enough, and a score of zero is one."""
    cells(CHAPTERS, 3, score_percent=score, letter=letter)(tiny)
    expected = [("chapter-empty", "error", CHAPTERS, 3, "score_percent")]
    assert findings(tiny) == ([] if good else expected)


@pytest.mark.parametrize(("letter", "good"), [("A", True), ("C", True), ("D", False), ("E", False)])
def test_no_chapter_is_graver_than_its_audit(tiny, letter, good):
    """The audit has a C: a chapter may have that too, and nothing beyond."""
    cells(CHAPTERS, 3, letter=letter)(tiny)
    assert findings(tiny) == (
        [] if good else [("chapter-letter", "warning", CHAPTERS, 3, "letter")]
    )


def test_the_letter_that_another_member_states_counts(tiny):
    """Where the own row has no letter, a chapter is compared with that of another member."""
    both(cells(AUDITS, 2, rating_letter=""), cells(THEIR_AUDITS, 2, rating_letter="B"))(tiny)
    assert [each[3] for each in of_code(tiny, "chapter-letter")] == [2]


def test_an_audit_without_a_letter_says_nothing_about_its_chapters(tiny):
    """What is not stated contradicts nothing."""
    both(cells(AUDITS, 2, rating_letter=""), cells(CHAPTERS, 3, letter="E"))(tiny)
    assert findings(tiny) == []


@pytest.mark.parametrize(
    ("column", "value", "contradicts"),
    [
        ("score_percent", "65", True),
        ("letter", "B", True),
        ("letter", "", False),
        ("letter", "C", False),
    ],
)
def test_members_that_state_a_chapter_differently_are_told(tiny, column, value, contradicts):
    """An empty cell contradicts nothing; a differing one is told at the second member's row."""
    both(shared("audit_chapters"), cells(THEIR_CHAPTERS, 2, **{column: value}))(tiny)
    assert of_code(tiny, "chapter-contradiction") == (
        [("chapter-contradiction", "warning", THEIR_CHAPTERS, 2, column)] if contradicts else []
    )


@pytest.mark.parametrize(
    ("requirement", "version", "expected"),
    [
        ("first-aid", "2025", None),
        ("rest-day", "2025", None),
        ("first-aid", "", None),
        ("first-aid", "2022", "requirement-other-version"),
        ("first-aid", "1999", None),
        ("no-such-thing", "2025", "reference-requirement"),
        ("no-such-thing", "", "reference-requirement"),
        ("water-metered", "2025", "reference-requirement"),
    ],
)
def test_a_requirement_is_one_of_the_audits_version(tiny, requirement, version, expected):
    """Nowhere in the scheme is an error, in another version a warning; any will do where none is named."""
    both(
        cells(FINDINGS, 2, requirement=requirement),
        cells(AUDITS, 2, requirements_version=version),
    )(tiny)
    codes = ("reference-requirement", "requirement-other-version")
    found = [each for each in of_code(tiny, *codes) if each[3] == 2]
    level = "error" if expected == "reference-requirement" else "warning"
    assert found == ([(expected, level, FINDINGS, 2, "requirement")] if expected else [])


@pytest.mark.parametrize(
    ("version", "day", "said"),
    [
        ("2025", "2024-03-05", ""),
        ("2025", "2024-01-01", ""),
        ("2022", "2023-12-31", ""),
        ("", "2024-03-05", ""),
        ("2022", "2024-03-05", "on 2024-03-05 version 2025 was in force, not 2022"),
        ("2025", "2023-12-31", "version 2025 is in force from 2024-01-01, after 2023-12-31"),
        ("1999", "2024-03-05", "there is no version “1999” of the social requirements"),
    ],
)
def test_an_audit_goes_by_the_version_in_force_on_its_day(tiny, version, day, said):
    """A version that is unknown, not yet or no more in force is told, and what was in force."""
    for file in (AUDITS, THEIR_AUDITS):
        cells(file, 2, requirements_version=version, audit_date=day)(tiny)
    assert set(messages(tiny, "requirements-version")) == ({said} if said else set())


def test_a_warning_about_a_version_can_be_settled(tiny):
    """It names the audit, so that a recorded decision silences it."""
    cells(AUDITS, 4, requirements_version="2019")(tiny)
    assert only(tiny).subject == OF_WEAVES


def test_what_is_missing_altogether_is_said_once(tiny):
    """Without registers no row of a member's is called wrong; each register is told by itself."""
    for name in ("handbooks", "chapters", "requirements", "standards"):
        (tiny / f"registers/{name}.csv").unlink()
    upgrade(tiny)
    codes = ("reference-chapter", "reference-requirement", "reference-standard")
    assert of_code(tiny, *codes, "requirements-version", "requirement-other-version") == []
    assert of_code(tiny, "register-missing") == [
        ("register-missing", "warning", f"registers/{name}.csv", 0, "")
        for name in ("chapters", "requirements", "standards")
    ]
    assert messages(tiny, "register-missing")[1] == "findings of alder name its entries"


def test_a_register_that_nobody_needs_is_not_missed(tiny):
    """A publication of members that disclose no chapters, findings or certificates needs no handbook."""
    for name in ("audit_chapters", "findings", "finding_events", "certificates", "claims"):
        (tiny / ALDER / f"{name}.csv").unlink()
    for name in ("handbooks", "chapters", "requirements", "standards"):
        (tiny / f"registers/{name}.csv").unlink()
    upgrade(tiny)
    assert of_code(tiny, "register-missing") == []


@pytest.mark.parametrize("name", ["chapters", "requirements", "standards", "handbooks"])
def test_a_register_that_cannot_be_read_is_one_problem(tiny, name):
    """What the register may hold is not called missing."""
    with (tiny / f"registers/{name}.csv").open("ab") as opened:
        opened.write(b"\xff")
    codes = ("reference-chapter", "reference-requirement", "reference-standard", "not-utf8")
    found = of_code(tiny, *codes, "requirements-version", "register-missing")
    assert [code for code, *_ in found] == ["not-utf8"]


@pytest.mark.parametrize(
    ("severity", "alerts", "complete", "expected"),
    [
        ("critical", "1", "true", []),
        ("critical", "0", "", [(FINDINGS, 5, "severity")]),
        ("critical", "", "", []),
        ("major", "0", "true", []),
        ("major", "1", "true", [(AUDITS, 2, "alert_notifications")]),
        ("major", "1", "", []),
        ("major", "1", "false", []),
    ],
)
def test_critical_findings_and_alerts_go_together(tiny, severity, alerts, complete, expected):
    """A critical finding needs an alert; an alert needs a critical finding where the plan is complete."""
    both(
        finding(severity=severity),
        cells(AUDITS, 2, alert_notifications=alerts, cap_complete=complete, rating_letter="E"),
    )(tiny)
    assert of_code(tiny, "finding-alert") == [("finding-alert", "warning", *at) for at in expected]


def test_a_critical_finding_that_could_not_be_read_is_not_missed(tiny):
    """A finding with an error of its own may be the critical one."""
    both(
        finding(severity="critical", deadline="soon"),
        cells(AUDITS, 2, alert_notifications="1", rating_letter="E"),
    )(tiny)
    assert of_code(tiny, "finding-alert") == []


@pytest.mark.parametrize(
    ("day", "good"), [("2024-03-05", True), ("2024-03-04", False), ("", True), ("2040-01-01", True)]
)
def test_a_deadline_is_not_before_the_audit(tiny, day, good):
    """What has to be corrected at once is due on the day of the audit."""
    cells(FINDINGS, 2, deadline=day)(tiny)
    expected = [("finding-deadline", "error", FINDINGS, 2, "deadline")]
    assert findings(tiny) == ([] if good else expected)


@pytest.mark.parametrize(
    ("column", "value", "contradicts"),
    [
        ("requirement", "first-aid", True),
        ("severity", "minor", True),
        ("description", "In other words.", False),
        ("deadline", "2024-07-31", False),
    ],
)
def test_members_that_state_a_finding_differently_are_told(tiny, column, value, contradicts):
    """Another requirement or severity under one number; a decision about this finding silences it."""
    both(shared("findings"), cells(THEIRS, 2, **{column: value}))(tiny)
    expected = [("finding-contradiction", "warning", THEIRS, 2, column)] if contradicts else []
    assert of_code(tiny, "finding-contradiction") == expected
    with (tiny / "registers/decisions.csv").open("a") as opened:
        opened.write(f"finding-contradiction,{FIRST}|HS-01,both stand,2026-01-01\n")
    assert of_code(tiny, "finding-contradiction") == []


def test_members_with_the_same_plan_have_the_same_numbers(tiny):
    """Two members that disclose the same findings are told nothing."""
    shared("findings")(tiny)
    assert of_code(tiny, "finding-numbers", "cap-complete-contradicted") == []


def test_different_numbers_for_one_audit_are_told_once(tiny):
    """At the second member's first finding, with what only one of them has; a decision may settle it."""
    both(shared("findings"), without(THEIRS, "HS-02"), finding(THEIRS, finding="7"))(tiny)
    assert of_code(tiny, "finding-numbers") == [("finding-numbers", "notice", THEIRS, 2, "finding")]
    assert messages(tiny, "finding-numbers") == ["AMZKZVZ40G: only here 7; only in alder HS-02"]


def test_a_member_without_findings_has_no_other_numbers(tiny):
    """A member to which the factory did not open its plan discloses none of it."""
    assert of_code(tiny, "finding-numbers") == []


def test_a_complete_plan_lacks_no_finding_of_another_member(tiny):
    """What the member says to be all is compared with what others found in the same audit."""
    both(shared("findings"), finding(THEIRS))(tiny)
    assert of_code(tiny, "cap-complete-contradicted") == [
        ("cap-complete-contradicted", "warning", AUDITS, 2, "cap_complete")
    ]
    assert messages(tiny, "cap-complete-contradicted") == [
        "AMZKZVZ40G: said to be complete here, but birch also has X-1"
    ]


def test_nothing_to_correct_is_contradicted_by_a_finding(tiny):
    """A complete plan without findings says that there was nothing, which another member may know better."""
    cells(THEIR_AUDITS, 2, cap_complete="true")(tiny)
    assert of_code(tiny, "cap-complete-contradicted") == [
        ("cap-complete-contradicted", "warning", THEIR_AUDITS, 2, "cap_complete")
    ]


@pytest.mark.parametrize("complete", ["", "false"])
def test_a_plan_that_is_not_said_to_be_complete_may_lack_findings(tiny, complete):
    """Only who says that it is all is contradicted by more."""
    cells(THEIR_AUDITS, 2, cap_complete=complete)(tiny)
    assert of_code(tiny, "cap-complete-contradicted") == []
