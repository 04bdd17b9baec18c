"""What a reviewer must look at first: changes outside the proposer's own package."""

from __future__ import annotations

import pytest

from checking import CONSENTS, FACTORIES, both, cells, events, replaced
from proposal.conftest import git
from proposal.test_examine import NEW, new_factory
from tiny_publication import DENIM, KNITS, WEAVES

SHARED = "a register, which all members share"
SETTINGS = "the settings of the publication"
PROGRAM = "no data: the program, a page, or how proposals are checked"
ALDERS = "the package of alder, kept by @alder-data"
BIRCHES = "the package of birch, for which the register names nobody"


def outside(result):
    """The files that are named first, with the reasons."""
    return [(each.file, each.why) for each in result.proposal.outside]


def write(file: str, text: str = "x"):
    """Write a file, relative to the data folder."""

    def change(data):
        (data / file).parent.mkdir(parents=True, exist_ok=True)
        (data / file).write_text(text)

    return change


@pytest.mark.parametrize("proposer", ["alder-data", "Alder-Data", "@alder-data", ""])
def test_ones_own_package_is_not_outside(proposed, proposer):
    """Factories, consents and new identifiers of the package that the register says is theirs."""
    change = both(new_factory(), cells(FACTORIES, 2, workers="7"))
    assert outside(proposed(change, proposer)) == []


@pytest.mark.parametrize("proposer", ["mallory", "alder", "alder-data2", "birch"])
def test_somebody_elses_package_is_outside(proposed, proposer):
    """Whoever is not among the maintainers is named with whose package it is."""
    change = cells(FACTORIES, 2, workers="7")
    assert outside(proposed(change, proposer)) == [(f"data/{FACTORIES}", ALDERS)]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (cells("registers/members.csv", 3, name="B"), ("data/registers/members.csv", SHARED)),
        (replaced("publication.yaml", b"tagline: ", b"tagline: X"), ("data/publication.yaml", SETTINGS)),
        (write("../.github/workflows/check.yml"), (".github/workflows/check.yml", PROGRAM)),
        (write("../data2/x"), ("data2/x", PROGRAM)),
        (write("members/stray.csv"), ("data/members/stray.csv", "no file of a package")),
        (write("odd/x"), ("data/odd/x", "no file of a package")),
    ],
    ids=["register", "settings", "workflow", "beside", "stray", "odd"],
)  # fmt: skip
def test_what_no_member_owns_is_always_named(proposed, change, named):
    """Registers, settings, program and anything unknown, whoever proposes and whoever does not."""
    assert outside(proposed(change, "alder-data")) == [named]


def test_two_packages_are_named_where_nobody_said_who_proposes(proposed):
    """One package may be one's own; of two, each is named with whose it is."""
    change = both(
        cells(FACTORIES, 2, workers="7"), cells("members/birch/factories.csv", 3, name="Denim")
    )
    assert outside(proposed(change)) == [
        (f"data/{FACTORIES}", ALDERS),
        ("data/members/birch/factories.csv", BIRCHES),
    ]


def test_nobody_becomes_a_maintainer_by_the_same_change(proposed):
    """The register of the base decides, not the one that the proposal brings."""
    change = both(
        cells("registers/members.csv", 2, maintainers="@mallory"), cells(FACTORIES, 2, workers="7")
    )
    assert outside(proposed(change, "mallory")) == [
        (f"data/{FACTORIES}", ALDERS),
        ("data/registers/members.csv", SHARED),
    ]


def test_a_team_is_said_to_be_one(published, proposed):
    """Who is in a team, no register says, so the reviewer is told."""
    cells("registers/members.csv", 2, maintainers="@alder/data")(published)
    git(published.parent, "commit", "-qam", "team")
    ((_, why),) = outside(proposed(cells(FACTORIES, 2, workers="7"), "ann"))
    assert why.startswith("the package of alder, kept by @alder/data; whether the proposer")


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (("factory", KNITS, "withdrawn"), f"{KNITS}: withdrawn; it is also what Birch (fictional) discloses"),
        (("factory", DENIM, "closed"), f"{DENIM}: closed; it is what Birch (fictional) discloses"),
        (("audit", "AMZKZVZ40G", "withdrawn"), "AMZKZVZ40G: withdrawn; it is also what Birch (fictional) discloses"),
        (("member", "birch", "withdrawn"), "birch: withdrawn, which concerns the whole member"),
        (("factory", NEW, "published"), f"{NEW}: published; no row that can be used has it"),
        (("factory", DENIM, "published"), f"{DENIM}: published; it is what Birch (fictional) discloses"),
    ],
    ids=["shared", "theirs", "audit", "member", "nobodys", "published"],
)  # fmt: skip
def test_an_event_that_concerns_others_is_named(proposed, event, why):
    """The ledger is one folder for all, so the identifier decides whose business an event is."""
    change = both(
        cells(FACTORIES, 2, workers="7"), events("X-20260101", (*event, "2026-01-01", ""))
    )
    assert outside(proposed(change, "alder-data")) == [("data/ledger/X-20260101.csv", why)]


def test_an_event_of_ones_own_factory_is_not_outside(proposed):
    """Withdrawing what one discloses alone is everyday work."""
    change = both(
        cells(CONSENTS, 2, valid_until="2030-01-01"),
        events("X-20260101", ("factory", WEAVES, "withdrawn", "2026-01-01", "")),
    )
    assert outside(proposed(change, "alder-data")) == []


def test_a_published_ledger_file_that_changes_is_named(proposed):
    """It is an error besides."""
    file = f"ledger/{DENIM}-20250215.csv"
    result = proposed(lambda data: (data / file).unlink(), "alder-data")
    named = (f"data/{file}", "a ledger file that is published, which never changes")
    assert outside(result) == [named]


def test_invented_data_that_is_said_to_be_real_is_named(proposed):
    """The switch of a package from invented to real is one word in a file that nobody reads."""
    file = "members/alder/datapackage.json"

    def change(data):
        text = (data / file).read_text()
        assert '"demo": true' in text
        (data / file).write_text(text.replace('"demo": true', '"demo": false'))

    result = proposed(change, "alder-data")
    why = "the package was invented, and is said to be real now"
    assert outside(result) == [(f"data/{file}", why)]


def test_a_new_package_is_named(published, proposed):
    """A member that the register of the base does not have owns nothing yet."""

    def change(data):
        for file in ("factories.csv", "consents.csv", "datapackage.json"):
            text = (data / "members" / "birch" / file).read_text()
            write(f"members/cedar/{file}", text.replace("birch", "cedar"))(data)

    result = proposed(change, "cedar-data")
    assert {why for _, why in outside(result)} == {"the package of cedar, which is new"}
