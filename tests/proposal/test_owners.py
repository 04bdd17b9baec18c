"""CODEOWNERS from the register of members: its text, where it goes, and when it is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest

from checking import added, cells
from madewhere import __main__ as program
from madewhere.corpus import Row
from madewhere.project import ROOT
from madewhere.proposal.change import Owner
from madewhere.proposal.owners import Register, codeowners, repository_of, written_codeowners
from proposal.conftest import git

REGISTER = Register.of(
    [
        Row(2, {"slug": "birch", "name": "Birch", "maintainers": None}),
        Row(3, {"slug": "alder", "name": "Alder", "maintainers": "@ann|@org/team"}),
    ]
)

TEXT = """\
# Who reviews a change of what. Made from data/registers/members.csv and data/publication.yaml by
# `madewhere codeowners`; change those, not this file. What no line names has no owner here.

/data/members/alder/ @ann @org/team
# /data/members/birch/ has no maintainers in the register
"""


def test_the_whole_file():
    """A line a member, in order; one without maintainers is told and gives nobody a right."""
    assert codeowners(REGISTER, "data") == TEXT


def test_everything_else_is_the_publishers():
    """Their line comes first, so that each member's own line counts for its package."""
    lines = codeowners(REGISTER, "data", ["@keepers", "@org/web"]).splitlines()
    assert [line for line in lines if line.startswith(("*", "/"))] == [
        "* @keepers @org/web",
        "/data/members/alder/ @ann @org/team",
    ]


@pytest.mark.parametrize(
    ("folder", "place"),
    [(".", "/members/"), ("a/my data", "/a/my\\ data/members/")],
)
def test_the_data_may_stand_elsewhere(folder, place):
    """Paths begin at the top of the repository; a space is no end of one."""
    assert f"\n{place}alder/ @ann" in codeowners(REGISTER, folder)


@pytest.mark.parametrize(
    ("slug", "proposer", "owner"),
    [
        ("alder", "ANN", Owner.OWN),
        ("alder", "bob", Owner.TEAM),
        ("birch", "bob", Owner.OTHER),
        ("nobody", "bob", Owner.OTHER),
        ("alder", "", Owner.UNKNOWN),
    ],
)
def test_whose_a_package_is(slug, proposer, owner):
    """By the accounts of the register; a team leaves it open."""
    assert REGISTER.owner(slug, proposer) is owner


@pytest.fixture
def run(monkeypatch, capsys, published):
    """Run `madewhere codeowners` in the repository of the tiny publication."""
    monkeypatch.chdir(published.parent)

    def run_command(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["madewhere", "codeowners", *arguments])
        with pytest.raises(SystemExit) as stopped:
            program.main()
        return int(stopped.value.code or 0), "".join(capsys.readouterr())

    return run_command


@pytest.mark.parametrize(("host", "file"), [("github", ".github"), ("gitlab", ".gitlab")])
def test_the_file_is_written_and_then_held(run, published, host, file):
    """--check fails before it is written, passes after, and fails when the register moves on."""
    place = published.parent / file / "CODEOWNERS"
    assert run("--host", host, "--check")[0] == 1
    assert not place.exists()
    assert run("--host", host)[0] == 0
    assert "/data/members/alder/ @alder-data\n" in place.read_text()
    assert run("--host", host, "--check")[0] == 0
    cells("registers/members.csv", 3, maintainers="@birch-data")(published)
    status, said = run("--host", host, "--check")
    assert (status, "is not what the register says" in said) == (1, True)


def test_two_new_members_at_once_are_sorted_out_by_the_command(run, published):
    """Git stops at the file, where an old line must not come back; the register has both, and is asked."""
    top = published.parent
    (top / ".gitattributes").write_text((ROOT / ".gitattributes").read_text())
    run()
    git(top, "add", ".")
    git(top, "commit", "-qm", "owners")
    for slug in ("cedar", "dogwood"):
        git(top, "switch", "-qc", slug, "main")
        row = {"slug": slug, "name": slug, "country": "DE", "joined_on": "2026-01-01"}
        added("registers/members.csv", **row, maintainers=f"@{slug}-data")(published)
        run()
        git(top, "commit", "-qam", slug)
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        git(top, "merge", "cedar")
    assert stopped.value.stdout.count("CONFLICT") == 1
    assert run()[0] == 0
    owners = (top / ".github" / "CODEOWNERS").read_text().splitlines()
    assert owners[-2:] == [
        "/data/members/cedar/ @cedar-data",
        "/data/members/dogwood/ @dogwood-data",
    ]


@pytest.mark.parametrize("value", ["@a /data/ @mallory", "mallory", "@a\n* @mallory"])
def test_a_register_with_errors_gives_no_file(run, published, value):
    """What the schema refuses never becomes a line that gives somebody a right."""
    cells("registers/members.csv", 2, maintainers=value)(published)
    status, said = run()
    assert (status, "nothing was written" in said) == (1, True)
    assert not (published.parent / ".github").exists()


def test_outside_git_is_wrong_use(tiny, run, monkeypatch, tmp_path_factory):
    """The file names folders from the top of a repository."""
    assert run("--data", str(tmp_path_factory.mktemp("nowhere")))[0] == 2


def test_the_file_of_this_repository_is_what_its_register_says():
    """Nobody keeps it by hand."""
    _, folder = repository_of(ROOT / "data")
    content, problems = written_codeowners(ROOT / "data", folder)
    assert problems == []
    assert (ROOT / ".github" / "CODEOWNERS").read_bytes() == content
