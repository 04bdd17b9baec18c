"""The events of identifiers: which may follow which, and where successors lead."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from checking import BIRCH, FACTORIES, both, cells, events, findings, only, without
from tiny_publication import DENIM, GONE, JOINED, KNITS, WEAVES

NEW = "VNF7HJ06K"
OTHER = "BD0EYMW34"


def history(*steps, identifier=NEW):
    """Add the events of one identifier, a day apart; a step may have a successor."""
    rows = []
    for day, step in enumerate(steps, start=1):
        what, successor = step if isinstance(step, tuple) else (step, "")
        rows.append(("factory", identifier, what, f"2026-03-{day:02}", successor))
    return events("new", *rows)


@pytest.mark.parametrize(
    "steps",
    [
        ["published"],
        ["published", "published"],
        ["published", "closed", "reopened", "closed"],
        ["published", ("moved", KNITS), "closed"],
        ["published", ("merged", KNITS)],
        ["published", ("merged", KNITS), "withdrawn"],
        ["published", "withdrawn", "published", "withdrawn"],
        ["published", "closed", "withdrawn"],
        ["published", "closed", "closed"],
        ["published", "withdrawn", "withdrawn"],
        ["published", ("merged", KNITS), ("merged", KNITS)],
        ["published", ("moved", KNITS), ("merged", WEAVES)],
    ],
)
def test_a_history_that_can_be(tiny, steps):
    """Identifiers open, close, move, merge and withdraw; two members may write the same event."""
    history(*steps)(tiny)
    assert findings(tiny) == []


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (["closed"], 2),
        (["closed", "published"], 2),
        (["withdrawn", "published", "closed"], 2),
        (["published", "reopened"], 3),
        (["published", "closed", "published"], 4),
        (["published", ("merged", KNITS), "published"], 4),
        (["published", ("merged", KNITS), "reopened"], 4),
        (["published", "withdrawn", "reopened"], 4),
        (["published", "withdrawn", ("merged", KNITS)], 4),
        (["published", ("merged", KNITS), ("merged", WEAVES)], 4),
    ],
)
def test_a_history_that_cannot_be(tiny, steps, line):
    """An event that cannot follow is named once, at its line, and nothing is said of those after it."""
    history(*steps)(tiny)
    found = only(tiny)
    assert (found.code, found.file, found.line) == ("ledger-order", "ledger/new.csv", line)


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_circles_are_found(tiny, length):
    """However many steps a circle has, each event in it is named."""
    names = [JOINED, DENIM, KNITS, WEAVES][:length]
    loop = [*names, names[0]]
    both(
        without("ledger/INMBH2168-20250701.csv", JOINED),
        events("new", *(("factory", a, "moved", "2026-04-01", b) for a, b in pairwise(loop))),
    )(tiny)
    found = [each for each in findings(tiny) if each[2] == "ledger/new.csv"]
    assert found == [
        ("ledger-successor", "error", "ledger/new.csv", line, "successor")
        for line in range(2, 2 + len(names))
    ]


def test_a_chain_that_ends_in_a_circle_does_not_hang(tiny):
    """Who points into a circle without being in it is no error of its own, and the search ends."""
    both(
        without("ledger/INMBH2168-20250701.csv", JOINED),
        events(
            "new",
            ("factory", JOINED, "moved", "2026-04-01", KNITS),
            ("factory", KNITS, "moved", "2026-04-01", WEAVES),
            ("factory", WEAVES, "moved", "2026-04-01", KNITS),
        ),
    )(tiny)
    assert [line for *_, line, _ in findings(tiny)] == [3, 4]


@pytest.mark.parametrize(
    ("what", "successor", "message"),
    [
        ("merged", "", "not said into what"),
        ("moved", "", "not said into what"),
        ("closed", KNITS, "has no successor"),
        ("withdrawn", KNITS, "has no successor"),
        ("merged", OTHER, f"there is no factory {OTHER}"),
        ("merged", "alder", "there is no factory alder"),
        ("merged", "AMZKZVZ40G", "there is no factory AMZKZVZ40G"),
        ("merged", NEW, "leads back"),
    ],
)
def test_successors(tiny, what, successor, message):
    """Only merged and moved have a successor, which is published, of the same kind, and another one."""
    history("published", (what, successor))(tiny)
    found = only(tiny)
    assert (found.code, found.line) == ("ledger-successor", 3)
    assert message in found.message


@pytest.mark.parametrize(
    ("kind", "identifier", "good"),
    [
        ("factory", "BD0EYMW34", True),
        ("factory", "BD0EYMW35", False),
        ("factory", "bd0eymw34", False),
        ("factory", "BD0EYMW", False),
        ("factory", "alder", False),
        ("factory", "-", False),
        ("audit", "ATBE929A3J", True),
        ("audit", "ATBE929A3K", False),
        ("gtin", "04012345000009", True),
        ("gtin", "4012345000009", False),
        ("gtin", "04012345000008", False),
        ("gln", "4012345000009", True),
        ("gln", "04012345000009", False),
        ("member", "cedar-two", True),
        ("member", "Cedar", False),
        ("member", "cedar--two", False),
        ("product", "0123", False),
    ],
)
def test_identifiers_in_the_ledger_are_well_formed(tiny, kind, identifier, good):
    """What will be an address for ever has its form and its check character."""
    events("new", (kind, identifier, "published", "2026-01-01", ""))(tiny)
    expected = [("id-check-character", "error", "ledger/new.csv", 2, "identifier")]
    assert findings(tiny) == ([] if good else expected)


@pytest.mark.parametrize("identifier", ["../../etc", "a/b", "a.b", "%2e", "a b", "ü", "a" * 61])
def test_an_identifier_is_never_a_path(tiny, identifier):
    """Nothing that could lead out of a folder is an identifier."""
    events("new", ("factory", identifier, "published", "2026-01-01", ""))(tiny)
    assert only(tiny).code in ("cell-pattern", "cell-too-long")


def test_ledger_files_may_be_in_any_order(tiny):
    """Rows of an event file are in the order of the change, so the tool does not ask to sort them."""
    events("new", ("factory", NEW, "published", "2026-01-01", ""), ("factory", OTHER, "published", "2026-01-01", ""))(tiny)  # fmt: skip
    assert findings(tiny) == []


def test_an_identifier_of_tomorrow_is_known(tiny):
    """An event dated one day ahead, as in the east, is no error."""
    cells("ledger/TRJCZ1V9R-20250215.csv", 2, date="2026-11-22")(tiny)
    assert findings(tiny) == []


@pytest.mark.parametrize(("first", "second"), list(product([GONE, JOINED], ["closed", "reopened"])))
def test_what_is_over_stays_over(tiny, first, second):
    """Nothing but a new publication follows a withdrawal, and nothing but a withdrawal a merger."""
    events("new", ("factory", first, second, "2026-01-01", ""))(tiny)
    assert only(tiny).code == "ledger-order"


def test_audits_and_members_have_events_too(tiny):
    """Without their events an audit's row and a member's package are told so."""
    without("ledger/BD1G1D22Y-20250115.csv", "AMZKZVZ40G", "alder")(tiny)
    assert [(code, file, line) for code, _, file, line, _ in findings(tiny)] == [
        ("ledger-missing", "members/alder", 0),
        ("ledger-missing", "members/alder/audits.csv", 2),
        ("ledger-missing", f"{BIRCH}/audits.csv", 2),
    ]


def test_a_merged_audit_carries_no_row(tiny):
    """Rows under a merged audit are told where it went."""
    both(
        cells(FACTORIES, 2, workers="641"),
        events("new", ("audit", "APW1FKH4NC", "merged", "2026-01-01", "AMZKZVZ40G")),
    )(tiny)
    assert only(tiny).message == "APW1FKH4NC was merged into AMZKZVZ40G"


def test_a_package_of_a_member_that_withdrew(tiny):
    """A member that the ledger withdrew may not keep its package."""
    events("new", ("member", "birch", "withdrawn", "2026-04-01", ""))(tiny)
    found = only(tiny)
    assert (found.code, found.file) == ("ledger-withdrawn", BIRCH)


def test_rows_of_an_audit_that_was_withdrawn(tiny):
    """An audit that the ledger withdrew is named at each of its rows."""
    audit = "AMZKZVZ40G"
    events("new", ("audit", audit, "withdrawn", "2026-04-01", ""))(tiny)
    found = [each for each in findings(tiny) if each[0] == "ledger-withdrawn"]
    assert found
    assert {(file.rsplit("/", 1)[1], field) for _, _, file, _, field in found} == {
        ("audits.csv", "audit_id")
    }
