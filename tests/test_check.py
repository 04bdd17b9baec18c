"""Every problem, made by one change to the tiny publication, is found at its place and alone."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import pytest

from checking import (
    ALDER,
    AUDITS,
    BIRCH,
    CONSENTS,
    DESCRIPTOR,
    FACTORIES,
    LINKS,
    SOURCING,
    Change,
    Finding,
    added,
    both,
    cells,
    consent,
    events,
    findings,
    grid,
    on_purpose,
    only,
    replaced,
    without,
)
from madewhere.check import CheckResult, check
from madewhere.problems import Level, problem
from tiny_publication import AS_OF, DENIM, GONE, JOINED, KNITS, TINY, WEAVES

FIRMS = "registers/audit_firms.csv"
MEMBERS = "registers/members.csv"
STEPS = "registers/processing_types.csv"
DECISIONS = "registers/decisions.csv"
CONFIRMATIONS = f"{ALDER}/confirmations.csv"
SETTINGS = "publication.yaml"
LONG = "x" * 201
UNKNOWN = "VNF7HJ06K"


def move(source: str, target: str) -> Change:
    """Rename a file or folder of the publication."""
    return lambda data: (data / source).rename(data / target)


def write(file: str, content: bytes) -> Change:
    """Write a file of the publication."""
    return lambda data: (data / file).write_bytes(content)


def delete(file: str) -> Change:
    """Delete a file of the publication."""
    return lambda data: (data / file).unlink()


def grow(file: str, size: int) -> Change:
    """Make a file as long as that without writing its bytes."""
    return lambda data: os.truncate(data / file, size)


@dataclass(frozen=True)
class Case:
    """A change, and all that is to be found after it. ``also`` are facts that come with the first."""

    change: Change
    code: str
    level: str
    file: str
    line: int
    field: str
    also: tuple[Finding, ...] = field(default=())

    @property
    def expected(self) -> list[Finding]:
        """Everything that is to be found."""
        return [(self.code, self.level, self.file, self.line, self.field), *self.also]


def cell(code: str, level: str, column: str, value: str, file: str = FACTORIES) -> Case:
    """A wrong cell in the first row of a table."""
    return Case(cells(file, 2, **{column: value}), code, level, file, 2, column)


def error(change: Change, code: str, file: str, line: int = 0, column: str = "", *also) -> Case:
    """An error."""
    return Case(change, code, "error", file, line, column, also)


FILES = [
    error(delete(DESCRIPTOR), "package-unreadable", DESCRIPTOR),
    error(write(DESCRIPTOR, b"{"), "package-unreadable", DESCRIPTOR),
    error(write(DESCRIPTOR, b"[]"), "package-unreadable", DESCRIPTOR),
    error(write(DESCRIPTOR, b"\xff{}"), "not-utf8", DESCRIPTOR, 1),
    error(write("members/alder/notes.csv", b"x\n"), "file-unexpected", "members/alder/notes.csv"),
    error(write("notes.txt", b"x\n"), "file-unexpected", "notes.txt"),
    error(write("ledger/a b.csv", b"x\n"), "file-unexpected", "ledger/a b.csv"),
    error(grow(SOURCING, 200_000_001), "file-too-large", SOURCING),
    error(grow(DESCRIPTOR, 1_000_001), "file-too-large", DESCRIPTOR),
    error(replaced(FACTORIES, "কল্পিত".encode(), b"caf\xe9"), "not-utf8", FACTORIES, 2),
    error(replaced(SOURCING, b"factory_id", b"\xef\xbb\xbffactory_id"), "byte-order-mark", SOURCING, 1),
    error(replaced(SOURCING, b"2019-01-01", b"2019\x00"), "csv-broken", SOURCING, 2),
    error(replaced(SOURCING, b"VNDT37MY2,2,", b'VNDT37MY2,2,"2019'), "csv-broken", SOURCING, 3),
    error(replaced(DESCRIPTOR, b'"demo"', b'"author": 1, "demo"'), "descriptor-key", DESCRIPTOR, 0, "author"),
    error(replaced(DESCRIPTOR, b'"Tier"', b'"Rank"'), "descriptor-outdated", DESCRIPTOR),
    error(delete(LINKS), "descriptor-outdated", DESCRIPTOR),
    error(delete(CONSENTS), "table-missing", CONSENTS),
    error(delete(FACTORIES), "table-missing", FACTORIES),
    error(delete(MEMBERS), "table-missing", MEMBERS),
    error(delete(DECISIONS), "table-missing", DECISIONS),
    error(replaced(SETTINGS, b"tagline:", b"tag_line:"), "publication-key", SETTINGS, 1, "tagline",
          ("publication-key", "error", SETTINGS, 2, "tag_line")),
    error(replaced(SETTINGS, b"[en]", b"[xx]"), "publication-value", SETTINGS, 5, "languages"),
]  # fmt: skip

TABLES = [
    error(grid(SOURCING, lambda rows: [row.append("") for row in rows] and rows[0].__setitem__(3, "note")),
          "column-unknown", SOURCING, 1, "note"),
    error(grid(SOURCING, lambda rows: [row.pop() for row in rows]), "column-missing", SOURCING, 1, "since"),
    error(grid(FACTORIES, lambda rows: [row.pop(1) for row in rows]), "column-missing", FACTORIES, 1, "name"),
    error(write(CONSENTS, b""), "column-missing", CONSENTS, 1),
    error(grid(FACTORIES, lambda rows: [row.append(row[0]) for row in rows]),
          "column-repeated", FACTORIES, 1, "factory_id"),
    error(grid(SOURCING, lambda rows: [row.reverse() for row in rows]), "column-order", SOURCING, 1, "since"),
    error(replaced(FACTORIES, b'"Plot 14, Imaginary Zone"', b"Plot 14, Imaginary Zone"),
          "row-length", FACTORIES, 2),
    Case(replaced(SOURCING, b"VNDT", b",,\nVNDT"), "row-blank", "warning", SOURCING, 3, ""),
    Case(replaced(SOURCING, b"VNDT", b" , ,\t\nVNDT"), "row-blank", "warning", SOURCING, 3, ""),
    Case(grid(FACTORIES, lambda rows: rows.append(rows.pop(1))), "rows-unsorted", "notice", FACTORIES, 3, ""),
    error(grid(FACTORIES, lambda rows: rows.append(rows[1])), "key-repeated", FACTORIES, 4, "factory_id"),
    cell("cell-required", "error", "name", ""),
    cell("cell-required", "error", "name", "  "),
    cell("cell-type", "error", "workers", "many"),
    cell("cell-pattern", "error", "os_id", "BD2019100FPTYT"),
    cell("cell-choice", "error", "name_stated_by", "brand"),
    cell("cell-range", "error", "women_percent", "101"),
    cell("cell-too-long", "error", "name", LONG),
    cell("cell-control-character", "error", "name", "Fable\nKnitwear"),
    cell("cell-untrimmed", "warning", "name", "Fable Knitwear Ltd "),
    cell("cell-untrimmed", "warning", "workers", " 640"),
    cell("cell-formula", "error", "name", "=1+1"),
    cell("cell-email", "warning", "street_address", "Plot 14, boss@fable.example"),
    cell("cell-phone", "warning", "street_address", "Plot 14, Tel. 02 1234 5678"),
]  # fmt: skip

REFERENCES = [
    cell("id-check-character", "error", "os_id", "BD2019100FPTYTB"),
    cell("id-check-character", "error", "gln", "4012345000008"),
    cell("id-check-character", "error", "lei", "5299000J2N45DDNE4Y29"),
    error(events("new", ("factory", "BD1G1D22X", "published", "2026-01-01", "")),
          "id-check-character", "ledger/new.csv", 2, "identifier"),
    error(cells(SOURCING, 3, factory_id=DENIM), "reference-factory", SOURCING, 3, "factory_id"),
    error(both(without(MEMBERS, "birch"), without(f"{BIRCH}/consents.csv", KNITS)),
          "reference-member", BIRCH, 0, "",
          *(("consent-missing", "error", f"{BIRCH}/factories.csv", 2, "factory_id"),)),
    cell("reference-audit-firm", "error", "audit_firm", "nobody", AUDITS),
    cell("reference-code", "error", "facility_type", "castle"),
    cell("reference-code", "error", "processing_types", "cutting|juggling"),
    cell("reference-code", "error", "facility_type", "castle", STEPS),
    Case(cells(AUDITS, 3, follows_audit="ABBBBBBBB2"), "reference-audit", "warning", AUDITS, 3, "follows_audit"),
    cell("reference-part-of", "error", "part_of", KNITS),
    cell("country-unknown", "error", "country", "QQ", FIRMS),
    Case(added(DECISIONS, code="duplicate-in-package", subject=KNITS, reason="x", decided_on="2026-01-01"),
         "decision-unused", "notice", DECISIONS, 4, ""),
    error(added(LINKS, supplier_id=WEAVES, customer_id=WEAVES, stated_on="2025-02-01", stated_by="member"),
          "supply-link-self", LINKS, 3, "customer_id"),
]  # fmt: skip

CONSENT_AND_LEDGER = [
    error(without(CONSENTS, "ratings"), "consent-missing", AUDITS, 2, "rating_percent",
          ("consent-missing", "error", AUDITS, 3, "rating_percent"),
          *(("consent-missing", "error", f"{ALDER}/audit_chapters.csv", line, "audit_id") for line in (2, 3, 4))),
    Case(cells(CONSENTS, 5, valid_until="2026-11-20"), "consent-lapsed", "notice", FACTORIES, 2, "website",
         (("consent-lapsed", "notice", CONFIRMATIONS, 2, "factory_id"),)),
    error(cells(f"{BIRCH}/consents.csv", 4, member="alder"), "consent-other-member", f"{BIRCH}/consents.csv", 4, "member",
          ("consent-missing", "error", f"{BIRCH}/factories.csv", 2, "workers")),
    error(both(without(f"{BIRCH}/consents.csv", "identity"), without(f"{BIRCH}/factories.csv", DENIM),
               without(f"{BIRCH}/sourcing.csv", DENIM)),
          "consent-without-identity", f"{BIRCH}/consents.csv", 2, "scope",
          ("consent-without-identity", "error", f"{BIRCH}/consents.csv", 3, "scope"),
          ("consent-missing", "error", f"{BIRCH}/factories.csv", 2, "factory_id")),
    error(cells(CONSENTS, 5, valid_until="2025-01-09"), "consent-dates", CONSENTS, 5, "valid_until",
          ("consent-lapsed", "notice", FACTORIES, 2, "website"),
          ("consent-lapsed", "notice", CONFIRMATIONS, 2, "factory_id")),
    error(cells("ledger/TRJCZ1V9R-20250215.csv", 2, identifier=UNKNOWN), "ledger-missing",
          f"{BIRCH}/factories.csv", 3, "factory_id"),
    error(cells("ledger/TRJCZ1V9R-20250215.csv", 3, identifier="beech"), "ledger-missing", BIRCH),
    error(without("ledger/BD1G1D22Y-20250115.csv", "AVCYST6WNC"), "ledger-missing", AUDITS, 4, "audit_id"),
    error(events("new", ("factory", DENIM, "reopened", "2026-01-01", "")),
          "ledger-order", "ledger/new.csv", 2, "event"),
    error(events("new", ("factory", DENIM, "moved", "2026-01-01", "")),
          "ledger-successor", "ledger/new.csv", 2, "successor"),
    error(events("new", ("factory", DENIM, "moved", "2026-01-01", UNKNOWN)),
          "ledger-successor", "ledger/new.csv", 2, "successor"),
    error(events("new", ("factory", DENIM, "closed", "2026-01-01", KNITS)),
          "ledger-successor", "ledger/new.csv", 2, "successor"),
    error(events("new", ("factory", DENIM, "merged", "2026-01-01", KNITS)),
          "ledger-merged", f"{BIRCH}/factories.csv", 3, "factory_id"),
]  # fmt: skip

PLACES = [
    cell("country-unknown", "error", "country", "QQ"),
    cell("coordinates-half", "error", "latitude", ""),
    Case(cells(FACTORIES, 2, latitude="0", longitude="0"), "coordinates-zero", "error", FACTORIES, 2, "latitude"),
    Case(cells(FACTORIES, 3, latitude="22.17", longitude="20.42"), "coordinates-elsewhere", "error", FACTORIES, 3, "latitude"),
    Case(cells(FACTORIES, 2, latitude="80.4203", longitude="23.9999"), "coordinates-elsewhere", "error", FACTORIES, 2, "latitude"),
    Case(cells(FACTORIES, 2, latitude="90.4", longitude="24"), "cell-range", "error", FACTORIES, 2, "latitude"),
    Case(cells(f"{BIRCH}/factories.csv", 3, latitude="29.09", longitude="37.78", coordinates_stated_on="2025-02-01", coordinates_stated_by="member"),
         "coordinates-swapped", "error", f"{BIRCH}/factories.csv", 3, "latitude"),
    Case(cells(FACTORIES, 2, latitude="23.81", longitude="91.28"), "coordinates-border", "warning", FACTORIES, 2, "latitude"),
    Case(cells(FACTORIES, 2, latitude="21.4", longitude="91.93"), "coordinates-at-sea", "warning", FACTORIES, 2, "latitude"),
]  # fmt: skip

STATEMENTS = [
    Case(cells(SOURCING, 2, since="2026-11-23"), "date-future", "error", SOURCING, 2, "since"),
    Case(cells(FIRMS, 2, accredited_since="2027-01-01"), "date-future", "error", FIRMS, 2, "accredited_since"),
    error(events("new", ("factory", DENIM, "closed", "2026-11-23", "")),
          "date-future", "ledger/new.csv", 2, "date"),
    cell("statement-undated", "error", "workforce_stated_on", ""),
    cell("statement-undated", "error", "workforce_stated_by", ""),
    Case(cells(FACTORIES, 3, workforce_stated_on="2025-01-01", workforce_stated_by="member"),
         "statement-undated", "error", FACTORIES, 3, "workforce_stated_by",
         (("statement-undated", "error", FACTORIES, 3, "workforce_stated_on"),)),
    Case(cells(FACTORIES, 2, workers="", workers_min="500", workers_max="400"), "workers-range", "error", FACTORIES, 2, "workers"),
    Case(cells(FACTORIES, 2, workers_min="641"), "workers-range", "error", FACTORIES, 2, "workers"),
    Case(cells(FACTORIES, 2, workers_max="639"), "workers-range", "error", FACTORIES, 2, "workers"),
    Case(cells(AUDITS, 2, alert_notifications="1", cap_complete=""), "alert-letter", "error", AUDITS, 2, "rating_letter"),
    Case(cells(AUDITS, 3, audit_date="2024-03-04"), "audit-order", "error", AUDITS, 3, "follows_audit",
         (("event-follow-up", "error", f"{ALDER}/finding_events.csv", 5, "follow_up_audit"),)),
    Case(cells(AUDITS, 3, follows_audit="AVCYST6WNC"), "audit-order", "error", AUDITS, 3, "follows_audit"),
    Case(cells(AUDITS, 3, follows_audit="APW1FKH4NC"), "audit-order", "error", AUDITS, 3, "follows_audit"),
    error(both(cells(f"{BIRCH}/audits.csv", 2, audit_id="ATBE929A3J"),
               events("new", ("audit", "ATBE929A3J", "published", "2026-01-01", ""))),
          "audit-two-ids", f"{BIRCH}/audits.csv", 2, "audit_id"),
    Case(cells(f"{BIRCH}/audits.csv", 2, announcement="unannounced"), "audit-contradiction", "warning",
         f"{BIRCH}/audits.csv", 2, "announcement"),
    Case(cells(f"{BIRCH}/factories.csv", 2, workers="300"), "statement-contradiction", "warning",
         f"{BIRCH}/factories.csv", 2, "workers"),
    Case(cells(f"{BIRCH}/factories.csv", 2, country="IN"), "statement-contradiction", "warning",
         f"{BIRCH}/factories.csv", 2, "country"),
]  # fmt: skip


def copy_of_knits(factory_id: str) -> dict[str, str]:
    """The cells of a factory that looks like the knitting one."""
    return {
        "factory_id": factory_id,
        "name": "Fable Knitwear Ltd.",
        "name_stated_on": "2025-02-01",
        "name_stated_by": "member",
        "street_address": "Plot 14, Imaginary Zone",
        "locality": "Gazipur",
        "country": "BD",
        "address_stated_on": "2025-02-01",
        "address_stated_by": "member",
    }


DUPLICATES = [
    Case(both(added(FACTORIES, **copy_of_knits(UNKNOWN)), added(CONSENTS, **consent(UNKNOWN, "identity")),
              events("new", ("factory", UNKNOWN, "published", "2026-01-01", ""))),
         "duplicate-in-package", "warning", FACTORIES, 4, "factory_id"),
    Case(both(added(f"{BIRCH}/factories.csv", **copy_of_knits(UNKNOWN)),
              added(f"{BIRCH}/consents.csv", **consent(UNKNOWN, "identity", member="birch")),
              without(f"{BIRCH}/factories.csv", KNITS), without(f"{BIRCH}/consents.csv", KNITS),
              without(f"{BIRCH}/sourcing.csv", KNITS), without(f"{BIRCH}/audits.csv", KNITS),
              events("new", ("factory", UNKNOWN, "published", "2026-01-01", ""))),
         "duplicate-across-members", "warning", f"{BIRCH}/factories.csv", 3, "factory_id"),
]  # fmt: skip

CASES = [
    *FILES,
    *TABLES,
    *REFERENCES,
    *CONSENT_AND_LEDGER,
    *PLACES,
    *STATEMENTS,
    *DUPLICATES,
]


def test_the_tiny_publication_is_sound():
    """The publication that every test changes has no problem, so that each finding is the change's."""
    assert findings(TINY) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.field or case.file}")
def test_one_change_is_found_alone(tiny, case):
    """Each wrong thing is found at its place with its level and what to do, and nothing else is."""
    case.change(tiny)
    problems = [p for p in check(tiny, as_of=AS_OF).problems if not on_purpose(p)]
    found = [(p.code, p.level.label, p.file, p.line, p.field) for p in problems]
    assert sorted(found) == sorted(case.expected)
    for text in (text for p in problems for text in (p.message, p.fix)):
        assert text.strip()
        assert len(text) < 400
        assert "\n" not in text


def test_everything_is_told_at_once(tiny):
    """Wrong settings, a wrong cell and a wrong file of different packages are found in one run."""
    both(
        replaced(SETTINGS, b"[en]", b"[xx]"),
        cells(FACTORIES, 2, workers="many"),
        write("members/birch/notes.txt", b""),
        cells(FIRMS, 2, country="QQ"),
    )(tiny)
    assert [code for code, *_ in findings(tiny)] == [
        "cell-type",
        "file-unexpected",
        "publication-value",
        "country-unknown",
    ]


def test_a_country_that_people_write_is_told_with_its_code(tiny):
    """In a register as in a package."""
    cells(MEMBERS, 2, country="UK")(tiny)
    assert only(tiny).fix == "Write GB, which is the code of United Kingdom."


@pytest.mark.parametrize(
    "file",
    [FACTORIES, AUDITS, SOURCING, MEMBERS, FIRMS, STEPS, "ledger/BD1G1D22Y-20250115.csv"],
)
def test_an_unreadable_table_is_one_problem(tiny, file):
    """What other rows refer to in a table that cannot be read is not called missing too."""
    with (tiny / file).open("ab") as opened:
        opened.write(b"\xff")
    assert [code for code, *_ in findings(tiny)] == ["not-utf8"]


def test_unreadable_consents_are_said_once(tiny):
    """Where a package's consents cannot be read, its rows are not each called uncovered."""
    with (tiny / CONSENTS).open("ab") as opened:
        opened.write(b"\xff")
    assert [code for code, *_ in findings(tiny)] == ["not-utf8"]


@pytest.mark.parametrize(
    "change",
    [
        cells(FACTORIES, 2, workers="many"),
        cells(AUDITS, 2, type="other"),
        cells(FIRMS, 2, accredited_since="soon"),
        cells(MEMBERS, 2, joined_on="soon"),
        cells(STEPS, 2, title=""),
        cells("ledger/BD1G1D22Y-20250115.csv", 2, date="soon"),
    ],
)
def test_a_row_with_an_error_still_counts_as_there(tiny, change):
    """A wrong cell is one problem, although its row is used by many others and is left out."""
    change(tiny)
    assert len(findings(tiny)) == 1


def test_a_factory_that_is_nowhere_is_missing_beside_a_broken_row(tiny):
    """A row that was left out excuses only rows that name it, not any that name something else."""
    both(cells(FACTORIES, 3, country="Vietnam"), cells(LINKS, 2, customer_id=DENIM))(tiny)
    assert [(code, line) for code, _, _, line, _ in findings(tiny)] == [
        ("cell-pattern", 3),
        ("consent-missing", 2),
        ("reference-factory", 2),
    ]


def test_levels_decide_whether_a_check_fails():
    """Errors fail; warnings fail when strict; notices never do."""

    def result(*codes: str) -> CheckResult:
        return CheckResult([problem(code, "m", file="f") for code in codes], 1, 1, 0)

    assert not result().failed(strict=True)
    assert not result("rows-unsorted").failed(strict=True)
    assert not result("cell-email").failed(strict=False)
    assert result("cell-email").failed(strict=True)
    assert result("rows-unsorted", "cell-type").failed(strict=False)
    assert result("cell-email", "cell-type", "row-length").count(Level.ERROR) == 2


def test_counts_of_what_was_looked_at():
    """A check says how many packages and rows it looked at."""
    result = check(TINY, as_of=AS_OF)
    assert (result.packages, result.rows) == (3, 100)


def test_a_kept_result_is_the_same(tiny, tmp_path):
    """Checking again with what was kept finds the same, and looks at nothing twice."""
    both(cells(FACTORIES, 2, workers="many"), cells(FIRMS, 2, country="QQ"))(tiny)
    first = check(tiny, as_of=AS_OF, cache=tmp_path / "cache")
    second = check(tiny, as_of=AS_OF, cache=tmp_path / "cache")
    assert (first.problems, first.rows) == (second.problems, second.rows)
    assert first.problems == check(tiny, as_of=AS_OF).problems
    assert (first.reread, second.reread) == (3, 0)


def test_one_changed_package_is_looked_at_alone(tiny, tmp_path):
    """Where one member's file changed, only that member's package is read anew."""
    check(tiny, as_of=AS_OF, cache=tmp_path / "cache")
    cells(FACTORIES, 2, workers="650")(tiny)
    assert check(tiny, as_of=AS_OF, cache=tmp_path / "cache").reread == 1


def test_a_copied_folder_is_not_taken_for_the_original(tiny, tmp_path):
    """A member's folder under another name is that other member's, also where results were kept.

    Otherwise the consents given to one member would cover a copy of its rows under another name.
    """
    check(tiny, as_of=AS_OF, cache=tmp_path / "cache")
    move(ALDER, "members/alder-two")(tiny)
    kept = check(tiny, as_of=AS_OF, cache=tmp_path / "cache")
    assert kept.problems == check(tiny, as_of=AS_OF).problems
    codes = {p.code for p in kept.problems}
    assert {"reference-member", "consent-other-member", "consent-missing"} <= codes
    assert {p.file.split("/")[1] for p in kept.problems} == {"alder-two"}


def test_an_empty_publication_can_be_kept_and_checked_again(tmp_path):
    """Nothing but settings is checked without a crash, with a cache too: the registers are missing."""
    data = tmp_path / "data"
    data.mkdir()
    (data / SETTINGS).write_bytes((TINY / SETTINGS).read_bytes())
    (data / "members" / "a").mkdir(parents=True)
    (data / "members" / "b").mkdir(parents=True)
    for _ in range(2):
        codes = [p.code for p in check(data, as_of=AS_OF, cache=tmp_path / "cache").problems]
        assert codes.count("table-missing") == 2 + 2 + 5
        assert codes.count("package-unreadable") == 3
        assert set(codes) == {"table-missing", "package-unreadable", "ledger-missing"}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_any_day_can_be_the_as_of_date(day):
    """The first and the last day of the calendar can be checked for."""
    from datetime import date

    assert isinstance(findings(TINY, as_of=date.fromisoformat(day)), list)


def test_windows_line_ends_are_no_problem(tiny):
    """A table saved with CR LF says the same, with the same line numbers, so `check` is silent."""
    replaced(SOURCING, b"\n", b"\r\n")(tiny)
    assert findings(tiny) == []
    replaced(SOURCING, b"VNDT37MY2,2", b"VNDT37MY2,9")(tiny)
    assert findings(tiny) == [("cell-range", "error", SOURCING, 3, "tier")]


def test_a_withdrawn_factory_may_not_come_back(tiny):
    """A row about a factory that withdrew is an error, whatever consent stands beside it."""
    both(
        added(f"{BIRCH}/factories.csv", **copy_of_knits(GONE) | {"name": "Gone", "country": "PT"}),
        added(
            f"{BIRCH}/consents.csv",
            **consent(GONE, "identity", member="*", decided_on="2025-06-01"),
        ),
    )(tiny)
    found = [each for each in findings(tiny) if each[0] != "rows-unsorted"]
    assert found == [("consent-withdrawn", "error", f"{BIRCH}/factories.csv", 4, "factory_id")]


def test_a_merged_factory_does_not_carry_rows(tiny):
    """A row under an identifier that was merged is an error that names the successor."""
    both(
        added(
            f"{BIRCH}/factories.csv", **copy_of_knits(JOINED) | {"name": "Joined", "country": "IN"}
        ),
        added(f"{BIRCH}/consents.csv", **consent(JOINED, "identity", member="birch")),
    )(tiny)
    (found,) = [p for p in check(tiny, as_of=AS_OF).problems if p.level is Level.ERROR]
    assert (found.code, found.message) == ("ledger-merged", f"{JOINED} was merged into {KNITS}")


def test_what_was_kept_changes_nothing(tiny, tmp_path):
    """After each of several changes, a check that keeps finds the same as one that does not."""
    doubled = both(
        added(FACTORIES, **copy_of_knits(UNKNOWN)),
        events("more", ("factory", UNKNOWN, "published", "2026-01-01", "")),
    )
    moved = cells(FACTORIES, 2, latitude="48.8", longitude="2.3")
    for change in (lambda _: None, moved, doubled, cells(FACTORIES, 2, name="Another One")):
        change(tiny)
        anew = check(tiny, as_of=AS_OF).problems
        assert check(tiny, as_of=AS_OF, cache=tmp_path / "kept").problems == anew
    assert "coordinates-elsewhere" in {problem.code for problem in anew}
