"""Which files differ from a revision, and what stood in them: through Git, whatever their names."""

from __future__ import annotations

import os

import pytest

from madewhere.errors import UsageError
from madewhere.proposal.revision import Revision
from proposal.conftest import git


def test_only_what_differs_is_named(published):
    """A changed, a new, a removed and a moved file, committed or not; nothing else."""
    alder = published / "members" / "alder"
    with (alder / "factories.csv").open("a") as opened:
        opened.write("x\n")
    (alder / "supply_links.csv").unlink()
    (alder / "sourcing.csv").rename(alder / "renamed.csv")
    git(published.parent, "add", ".")
    (published / "new.txt").write_text("x")
    (published.parent / "README.md").write_text("x")
    revision = Revision.compared(published, "HEAD")
    names = ("factories.csv", "renamed.csv", "sourcing.csv", "supply_links.csv")
    assert list(revision.changed) == [*(f"members/alder/{name}" for name in names), "new.txt"]
    assert [file for file, before in revision.changed.items() if not before] == [
        "members/alder/renamed.csv",
        "new.txt",
    ]
    assert revision.elsewhere == ("README.md",)
    assert revision.prefix == "data/"
    assert revision.ahead == 0


def test_what_stood_there_is_read(published):
    """The bytes of several files as they were, in one call; a file that is new has none."""
    file, other = "members/alder/sourcing.csv", "registers/members.csv"
    before = {name: (published / name).read_bytes() for name in (file, other)}
    for name in before:
        (published / name).write_bytes(b"\0\n\n")
    (published / "new.txt").write_text("x")
    revision = Revision.compared(published, "HEAD")
    assert revision.read([other, file, "new.txt", "publication.yaml"]) == before
    assert revision.read([]) == {}


def test_a_file_that_git_is_told_to_ignore_counts_in_the_data(published):
    """A proposal cannot hide a file of the data behind its own list of what to ignore."""
    (published.parent / ".gitignore").write_text("*.csv\nbuild/\n")
    (published / "ledger" / "X-20260101.csv").write_text("x")
    (published.parent / "build").mkdir()
    (published.parent / "build" / "x").write_text("x")
    revision = Revision.compared(published, "HEAD")
    assert list(revision.changed) == ["ledger/X-20260101.csv"]
    assert revision.elsewhere == (".gitignore",)


@pytest.mark.parametrize("name", [b"a\nb.csv", b"-x", b":(top)", b"\xff.csv", b'"q"\t.csv', b"*"])
def test_a_file_of_any_name_is_named(published, name):
    """No name ends another one, is an option or a pattern, or cannot be read."""
    file = os.fsdecode(name)
    (published / "members" / file).write_text("x")
    git(published.parent, "add", ".")
    assert list(Revision.compared(published, "HEAD").changed) == [f"members/{file}"]


def test_a_link_at_the_revision_is_not_read(published):
    """What was a symbolic link has no content of its own."""
    file = published / "members" / "alder" / "link.csv"
    file.symlink_to("sourcing.csv")
    git(published.parent, "add", ".")
    git(published.parent, "commit", "-qm", "link")
    file.unlink()
    file.write_text("x")
    revision = Revision.compared(published, "HEAD")
    assert revision.changed == {"members/alder/link.csv": ""}


def test_commits_of_the_base_alone_are_counted(published):
    """Where the base went on, what it did looks undone, and that has to be said."""
    git(published.parent, "branch", "mine")
    (published / "README.md").write_text("x")
    git(published.parent, "add", ".")
    git(published.parent, "commit", "-qm", "later")
    git(published.parent, "switch", "-q", "mine")
    assert Revision.compared(published, "main").ahead == 1


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("nowhere", "no revision 'nowhere'"),
        ("--output=/tmp/x", "the name of no revision"),
        ("HEAD:data", "no revision"),
        ("", "the name of no revision"),
    ],
)
def test_a_base_that_is_no_commit_is_wrong_use(published, base, said):
    """The message says what to name instead, and no base is an option of Git."""
    with pytest.raises(UsageError, match=said):
        Revision.compared(published, base)


def test_data_outside_git_is_wrong_use(tiny):
    """Without a repository there is nothing to compare with."""
    with pytest.raises(UsageError, match="not a git repository"):
        Revision.compared(tiny, "HEAD")
