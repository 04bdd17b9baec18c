"""What a reviewer must look at first: changes outside the proposer's own package."""

from __future__ import annotations

import pytest

from checking import CONSENTS, FACTORIES, added, both, cells, events, replaced
from madewhere.proposal.owners import written_codeowners
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


def package(slug: str = "cedar"):
    """Add a member's package, a copy of birch's."""

    def change(data):
        for file in ("factories.csv", "consents.csv", "datapackage.json"):
            text = (data / "members" / "birch" / file).read_text()
            write(f"members/{slug}/{file}", text.replace("birch", slug))(data)

    return change


def row(maintainers: str, slug: str = "cedar"):
    """Enter a member into the register."""
    return added(
        "registers/members.csv",
        slug=slug,
        name=slug.title(),
        country="DE",
        joined_on="2026-01-01",
        maintainers=maintainers,
    )


def entry(maintainers: str = "@cedar-data", *, told: bool = True):
    """All that the first proposal of a new member has: its row, its package and its event."""
    published = events("cedar-20260101", ("member", "cedar", "published", "2026-01-01", ""))
    return both(row(maintainers), package(), *([published] if told else []))


def entering(result):
    """The members that enter as the proposer's own, with who is to keep them."""
    return [(each.slug, each.maintainers) for each in result.proposal.entering]


def test_a_new_package_is_named(proposed):
    """A member that no register has owns nothing."""
    result = proposed(package(), "cedar-data")
    assert {why for _, why in outside(result)} == {"the package of cedar, which is new"}
    assert entering(result) == []


@pytest.mark.parametrize("proposer", ["cedar-data", "@Cedar-Data", ""])
def test_a_new_member_enters_by_its_own_row(proposed, proposer):
    """Its row, its package and its event are its own; the row is told by itself, before all else."""
    result = proposed(entry(), proposer)
    assert entering(result) == [("cedar", ("@cedar-data",))]
    assert outside(result) == []


@pytest.mark.parametrize(
    ("maintainers", "why"),
    [
        ("@ann", "the package of cedar, to be kept by @ann"),
        ("", "the package of cedar, which is new"),
        (
            "@cedar/data",
            "the package of cedar, to be kept by @cedar/data; whether the proposer is in that team, the register does not say",
        ),
    ],
)
def test_a_row_that_does_not_name_the_proposer_makes_nothing_its_own(proposed, maintainers, why):
    """Somebody else's new member is outside, its row and its package."""
    result = proposed(entry(maintainers), "cedar-data")
    assert entering(result) == []
    told = outside(result)
    assert ("data/registers/members.csv", SHARED) in told
    assert ("data/members/cedar/factories.csv", why) in told


def base(published, change):
    """Let the base have this too."""
    change(published)
    git(published.parent, "add", ".")
    git(published.parent, "commit", "-qm", "before")


@pytest.mark.parametrize(
    "before",
    [
        events("cedar-2025", ("member", "cedar", "published", "2025-01-01", "")),
        write("ledger/cedar-2025.csv", "kind,identifier\nmember,cedar\n"),
    ],
    ids=["known", "unreadable"],
)
@pytest.mark.parametrize("told", [True, False], ids=["entered again", "not entered"])
@pytest.mark.parametrize("hide", [False, True], ids=["", "taken out"])
def test_nobody_takes_over_the_name_of_a_former_member(published, proposed, before, hide, told):
    """Not where the ledger of the base has the name or may have it, nor by taking the event out of it."""
    base(published, before)
    out = [lambda data: (data / "ledger/cedar-2025.csv").unlink()] if hide else []
    result = proposed(both(entry(told=told), *out), "cedar-data")
    assert entering(result) == []
    told = outside(result)
    assert ("data/registers/members.csv", SHARED) in told
    said = dict(told)["data/members/cedar/factories.csv"]
    left = "" if hide else ", under the name of a member that was here before"
    assert said == f"the package of cedar, which is new{left}"


@pytest.mark.parametrize(
    "more",
    [
        cells("registers/members.csv", 2, maintainers="@cedar-data"),
        row("@cedar-data", "dogwood"),
        cells("registers/members.csv", 3, slug="no slug"),
    ],
    ids=["another's row", "a second row", "a row that cannot be read"],
)
def test_a_register_in_which_more_than_the_own_entry_differs_is_outside(proposed, more):
    """Who enters does not change others on the way."""
    result = proposed(both(entry(), more), "cedar-data")
    assert ("data/registers/members.csv", SHARED) in outside(result)


def test_a_package_that_was_there_without_a_row_is_not_entered(published, proposed):
    """A row that comes later owns nothing that stood before it."""
    base(published, package())
    result = proposed(
        both(row("@cedar-data"), cells("members/cedar/factories.csv", 2, workers="7")), "cedar-data"
    )
    assert entering(result) == []
    assert "data/members/cedar/factories.csv" in dict(outside(result))


@pytest.mark.parametrize(("text", "made"), [(None, True), ("* @cedar-data\n", False)])
def test_code_owners_are_said_to_be_what_the_register_says(proposed, text, made):
    """The file that a new member proposes with its row needs no reading; one written by hand does."""

    def owners(data):
        written, _ = written_codeowners(data, "data")
        write("../.github/CODEOWNERS", text or written.decode())(data)

    told = outside(proposed(both(entry(), owners), "cedar-data"))
    why = "who reviews what, exactly as `madewhere codeowners` makes it from the register"
    assert told == [(".github/CODEOWNERS", why if made else PROGRAM)]
