"""What stands in the public data must be covered: every scope, member and state."""

from __future__ import annotations

from itertools import product

import pytest

from checking import (  # fmt: skip
    ALDER,
    AUDITS,
    BIRCH,
    CONSENTS,
    FACTORIES,
    LINKS,
    SOURCING,
    both,
    cells,
    events,
    findings,
    grid,
    only,
    read_rows,
    without,
    write_rows,
)
from madewhere.check import check
from tiny_publication import AS_OF, DENIM, KNITS, WEAVES

BIRCH_FACTORIES = f"{BIRCH}/factories.csv"
CONFIRMATIONS = f"{ALDER}/confirmations.csv"
BIRCH_CONSENTS = f"{BIRCH}/consents.csv"


def without_scope(factory_id, scope, folder=ALDER):
    """Remove one consent."""

    def change(data):
        path = data / folder / "consents.csv"
        rows = read_rows(path)
        write_rows(path, [row for row in rows if row[:2] != [factory_id, scope]])

    return change


STEPS = "members/alder/product_steps.csv"


def covered(data):
    """The problems about consent, without their level."""
    return [(c, file, line, field) for c, _, file, line, field in findings(data) if "consent" in c]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("audits", [(AUDITS, 2, "audit_id"), (AUDITS, 3, "audit_id")]),
        (
            "ratings",
            [
                (AUDITS, 2, "rating_percent"),
                (AUDITS, 3, "rating_percent"),
                *((f"{ALDER}/audit_chapters.csv", line, "audit_id") for line in (2, 3, 4)),
            ],
        ),
        (
            "cap",
            [
                (AUDITS, 2, "cap_complete"),
                *((f"{ALDER}/findings.csv", line, "audit_id") for line in (2, 3, 4)),
                *((f"{ALDER}/finding_events.csv", line, "audit_id") for line in (2, 3, 4, 5, 6)),
            ],
        ),
        ("contact", [(FACTORIES, 2, "website"), (CONFIRMATIONS, 2, "factory_id")]),
        (
            "profile",
            [
                (FACTORIES, 2, "sector"),
                (f"{ALDER}/profiles.csv", 2, "factory_id"),
                (f"{ALDER}/workforce.csv", 2, "factory_id"),
                (f"{ALDER}/workforce.csv", 3, "factory_id"),
            ],
        ),
        (
            "certificates",
            [
                *((f"{ALDER}/certificates.csv", line, "factory_id") for line in (2, 3)),
                *((f"{ALDER}/claims.csv", line, "factory_id") for line in (2, 3, 4)),
            ],
        ),
        (
            "worker_voice",
            [
                (f"{ALDER}/{table}.csv", line, "factory_id")
                for table in ("worker_voice", "grievance_channels")
                for line in (2, 3)
            ],
        ),
        ("tiers", [(SOURCING, 2, "tier"), (LINKS, 2, "customer_id")]),
    ],
)
def test_each_scope_is_asked_for_where_its_cells_are_filled(tiny, scope, expected):
    """Without one scope's consent exactly the rows with cells of that scope are named."""
    without_scope(KNITS, scope)(tiny)
    assert covered(tiny) == sorted(("consent-missing", *place) for place in expected)


@pytest.mark.parametrize("factory_id", [KNITS, WEAVES])
def test_missing_identity_is_said_at_the_factory(tiny, factory_id):
    """Without identity the factory's own row is named, not each audit of it; so is who else names it."""
    without_scope(factory_id, "identity")(tiny)
    line = 2 if factory_id == KNITS else 3
    missing = [each[1:] for each in covered(tiny) if each[0] == "consent-missing"]
    named = [(STEPS, 4, "factory_id"), (STEPS, 5, "factory_id"), (LINKS, 2, "customer_id")]
    assert missing == [(FACTORIES, line, "factory_id"), *(named if factory_id == KNITS else [])]


def test_empty_cells_ask_for_nothing(tiny):
    """Where nothing of a scope is filled in, its consent is not needed."""
    both(
        without_scope(KNITS, "contact"),
        without(CONFIRMATIONS, KNITS),
        cells(FACTORIES, 2, website="", contact_stated_on="", contact_stated_by=""),
    )(tiny)
    assert findings(tiny) == []


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("birch", []),
        ("*", []),
        ("alder", ["consent-other-member", "consent-missing"]),
        ("cedar", ["consent-other-member", "reference-member", "consent-missing"]),
    ],
)
def test_whom_a_consent_in_a_package_may_name(tiny, named, expected):
    """A package's consents are for its own member or for all."""
    cells(BIRCH_CONSENTS, 5, member=named)(tiny)
    assert [code for code, *_ in findings(tiny)] == expected


def test_one_for_all_in_another_package_covers(tiny):
    """A consent for all members counts for every member, whoever recorded it."""
    both(
        grid(BIRCH_CONSENTS, lambda rows: rows.__setitem__(slice(1, 4), [])),
        *(cells(CONSENTS, line, member="*") for line in range(2, 9)),
    )(tiny)
    assert findings(tiny) == []


def test_a_scope_for_all_is_of_use_where_identity_is_for_one(tiny):
    """Audits agreed to for all, identity for one member: the audits count for that member."""
    cells(CONSENTS, 2, member="*")(tiny)
    assert findings(tiny) == []


@pytest.mark.parametrize("identity_for", ["*", "birch"])
def test_a_scope_without_identity_for_the_same_member(tiny, identity_for):
    """A scope is of no effect where nobody agreed to identity for that member."""
    both(without_scope(DENIM, "identity", BIRCH), cells(BIRCH_CONSENTS, 2, factory_id=DENIM, scope="profile"),
         grid(BIRCH_CONSENTS, lambda rows: rows.append(rows.pop(1))))(tiny)  # fmt: skip
    codes = {code for code, *_ in findings(tiny)}
    assert "consent-without-identity" in codes


@pytest.mark.parametrize(
    ("valid_until", "expected"),
    [("2026-11-20", ["consent-lapsed"]), ("2026-11-21", []), ("2026-11-22", [])],
)
def test_the_last_day_of_a_consent(tiny, valid_until, expected):
    """A consent counts on its last day; on the day after, what it covered is a notice."""
    cells(BIRCH_CONSENTS, 5, valid_until=valid_until)(tiny)
    assert [code for code, *_ in findings(tiny)] == expected


def test_a_consent_of_tomorrow_covers_nothing_today(tiny):
    """The as-of date decides, not the clock."""
    cells(BIRCH_CONSENTS, 5, decided_on="2026-11-22")(tiny)
    assert covered(tiny) == [("consent-missing", BIRCH_FACTORIES, 3, "factory_id")]


@pytest.mark.parametrize(
    ("withdrawn", "published", "decided_on", "expected"),
    [
        ("2026-06-01", None, "2025-01-10", "consent-withdrawn"),
        ("2026-06-01", None, "2026-07-01", "consent-withdrawn"),
        ("2026-06-01", "2026-08-01", "2025-01-10", "consent-missing"),
        ("2026-06-01", "2026-08-01", "2026-06-01", "consent-missing"),
        ("2026-06-01", "2026-08-01", "2026-06-02", None),
        ("2026-06-01", "2026-06-01", "2026-06-02", "consent-withdrawn"),
        ("2026-11-22", None, "2025-01-10", "consent-withdrawn"),
        ("2062-11-22", None, "2026-07-01", "consent-withdrawn"),
    ],
)
@pytest.mark.parametrize("named", ["birch", "*"])
def test_withdrawals(tiny, withdrawn, published, decided_on, expected, named):
    """A withdrawal, even one that lies ahead, ends every consent up to its day; publishing on it changes nothing."""
    rows = [("factory", DENIM, "withdrawn", withdrawn, "")]
    if published:
        rows.append(("factory", DENIM, "published", published, ""))
    both(events("new", *rows), cells(BIRCH_CONSENTS, 5, decided_on=decided_on, member=named))(tiny)
    found = covered(tiny)
    assert [code for code, *_ in found] == ([expected] if expected == "consent-missing" else [expected] * 2 if expected else [])  # fmt: skip
    assert {file for _, file, _, _ in found} <= {BIRCH_FACTORIES, f"{BIRCH}/sourcing.csv"}


def test_no_decision_silences_a_missing_consent(tiny):
    """What people decided among themselves is no consent."""
    both(
        without_scope(DENIM, "identity", BIRCH),
        lambda data: write_rows(
            data / "registers/decisions.csv",
            [
                ["code", "subject", "reason", "decided_on"],
                ["consent-missing", DENIM, "we know them", "2026-01-01"],
            ],
        ),
    )(tiny)
    assert [code for code, *_ in findings(tiny)] == ["consent-missing", "decision-unused"]


def test_the_message_says_what_is_withheld(tiny):
    """The message names the factory, the scope, the member and the columns."""
    both(without_scope(KNITS, "contact"), without(CONFIRMATIONS, KNITS))(tiny)
    assert only(tiny).message == (
        f"{KNITS}: no consent to “contact” for alder; withheld: website, contact_stated_on, "
        "contact_stated_by"
    )


@pytest.mark.parametrize(
    ("identity", "profile"), list(product(["*", "birch", "alder", None], repeat=2))
)
def test_check_and_gate_agree(tiny, identity, profile):
    """For every combination of whom identity and profile are given for, `check` names what the gate keeps."""
    from madewhere.disclose import disclose
    from madewhere.read import read_data

    def change(rows):
        kept = [row for row in rows if row[0] != KNITS]
        pattern = next(row for row in rows if row[0] == KNITS)
        for scope, member in (("identity", identity), ("profile", profile)):
            if member is not None:
                kept.append([KNITS, scope, member, *pattern[3:]])
        rows[:] = [kept[0], *sorted(kept[1:])]

    both(grid(BIRCH_CONSENTS, change), without(f"{BIRCH}/audits.csv", KNITS))(tiny)
    _, withheld = disclose(read_data(tiny, as_of=AS_OF).corpus)
    kept_back = {(w.file, w.line) for w in withheld if w.file == BIRCH_FACTORIES}
    named = {
        (p.file, p.line)
        for p in check(tiny, as_of=AS_OF).problems
        if p.code == "consent-missing" and p.file == BIRCH_FACTORIES
    }
    assert named == kept_back
    expected = identity in ("*", "birch") and profile in ("*", "birch")
    assert (kept_back == set()) is expected


def test_a_consent_that_ran_out_is_told_once_a_table(tiny):
    """However many findings and events a factory has, one notice a table says what the consent covered."""
    cells(CONSENTS, 3, valid_until="2026-11-20")(tiny)
    assert covered(tiny) == [
        ("consent-lapsed", f"{ALDER}/{name}.csv", 2, field)
        for name, field in (
            ("audits", "cap_complete"),
            ("finding_events", "audit_id"),
            ("findings", "audit_id"),
        )
    ]
