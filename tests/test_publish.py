"""Behaviour of `madewhere.publish`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from madewhere.build import build
from madewhere.errors import MadewhereError, UsageError
from madewhere.events.withdrawal import withdraw
from madewhere.publish import PublishReport, publish
from madewhere.publish.hosts import HOSTS, HostLimits
from repositories import git
from tiny_publication import WEAVES

TODAY = date(2026, 11, 21)


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A bare repository, as a host has it."""
    git(tmp_path, "init", "-q", "--bare", "--initial-branch=trunk", "origin.git")
    return tmp_path / "origin.git"


@pytest.fixture
def repository(tmp_path: Path, origin: Path) -> Path:
    """A clone with the data on its branch, and the site in its ignored folder `build`."""
    git(tmp_path, "clone", "-q", str(origin), "work")
    work = tmp_path / "work"
    git(work, "config", "user.name", "Asha")
    git(work, "config", "user.email", "asha@example.org")
    (work / ".gitignore").write_text("/build/\n")
    git(work, "add", ".")
    git(work, "commit", "-qm", "data")
    git(work, "push", "-q", "origin", "HEAD:trunk")
    write_site(work, {"index.html": b"one"})
    return work


def write_site(work: Path, files: dict[str | bytes, bytes], as_of: str = "2026-11-21") -> None:
    """Write what a build would have left."""
    site = os.fsencode(work / "build" / "site")
    manifest = json.dumps({"as_of": as_of, "version": "0", "demo": True, "base_url": ""}).encode()
    for name, content in (files | {"madewhere.json": manifest}).items():
        path = Path(os.fsdecode(site + b"/" + os.fsencode(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def put(work: Path, **changed: object) -> PublishReport:
    """Publish the site of that clone."""
    settings: dict[str, object] = {
        "repository": work,
        "remote": "origin",
        "branch": "pages",
        "as_of_check": True,
        "today": TODAY,
        "host": HOSTS["github"],
    }
    return publish(work / "build" / "site", **(settings | changed))  # type: ignore[arg-type]


def test_site_is_one_commit_without_parents(repository: Path, origin: Path) -> None:
    """The branch holds one commit of the as-of date, with the site and `.nojekyll` and nothing else."""
    report = put(repository)
    assert report.pushed
    assert git(origin, "rev-list", "--parents", "pages").strip() == report.commit
    assert git(origin, "log", "-1", "--format=%cn %ce %cI", "pages").strip() == (
        "Asha asha@example.org 2026-11-21T00:00:00+00:00"
    )
    names = git(origin, "ls-tree", "-r", "--name-only", "pages").split()
    assert names == [".nojekyll", "index.html", "madewhere.json"]


def test_second_publication_leaves_no_way_to_the_first(repository: Path, origin: Path) -> None:
    """After publishing again nothing leads from the branch to what was published before."""
    first = put(repository)
    write_site(repository, {"index.html": b"two"})
    second = put(repository)
    assert second.commit != first.commit
    assert git(origin, "rev-list", "--parents", "pages").strip() == second.commit
    assert git(origin, "show", "pages:index.html") == "two"


def test_local_branch_keeps_no_log(repository: Path) -> None:
    """Publishing to a branch of the repository itself keeps nothing of the version before either."""
    first = put(repository, remote=None)
    write_site(repository, {"index.html": b"two"})
    second = put(repository, remote=None)
    reachable = git(repository, "rev-list", "--all", "--reflog").split()
    assert second.commit in reachable
    assert first.commit not in reachable


def test_same_site_is_not_pushed_again(repository: Path, origin: Path) -> None:
    """The same site is left alone, also where another name would commit it."""
    first = put(repository)
    git(repository, "config", "user.name", "Bo")
    second = put(repository)
    assert (second.pushed, second.unchanged, second.commit) == (False, True, first.commit)


def test_same_site_gives_the_same_commit_elsewhere(repository: Path, tmp_path: Path) -> None:
    """Another repository makes the very same commit of the same site."""
    here = put(repository)
    git(tmp_path, "init", "-q", "elsewhere")
    git(tmp_path / "elsewhere", "config", "user.name", "Asha")
    git(tmp_path / "elsewhere", "config", "user.email", "asha@example.org")
    write_site(tmp_path / "elsewhere", {"index.html": b"one"})
    assert put(tmp_path / "elsewhere", remote=None).commit == here.commit


def test_working_tree_and_index_are_untouched(repository: Path) -> None:
    """Publishing changes neither the files nor the index nor the branch that people work on."""
    before = (repository / ".git" / "index").read_bytes(), git(repository, "rev-parse", "HEAD")
    put(repository)
    after = (repository / ".git" / "index").read_bytes(), git(repository, "rev-parse", "HEAD")
    assert before == after
    assert git(repository, "status", "--porcelain") == ""


def test_hostile_names_and_settings_change_no_byte(repository: Path, origin: Path) -> None:
    """Odd names arrive as they are; ignore files, attributes and line endings have no say."""
    files: dict[str | bytes, bytes] = {
        'quote".html': b"1",
        "new\nline.html": b"2",
        "back\\slash.html": b"3",
        "-rf": b"4",
        " space ": b"5",
        "工厂.html": b"6",
        b"not-utf8-\xff.html": b"7",
        ".gitignore": b"*\n",
        ".gitattributes": b"* text=auto eol=lf\n*.csv ident\n",
        "rows.csv": b"a\r\n$Id$\r\n",
        "deep/_underscore/x.json": b"\x00\xff",
    }
    git(repository, "config", "core.autocrlf", "input")
    write_site(repository, files)
    put(repository)
    found = subprocess.run(
        ["git", "-C", str(origin), "ls-tree", "-rz", "--name-only", "pages"],
        check=True,
        capture_output=True,
    ).stdout.split(b"\0")
    assert {os.fsencode(name) for name in files} <= set(found)
    for name, content in files.items():
        blob = git(origin, "rev-parse", f"pages:{os.fsdecode(os.fsencode(name))}").strip()
        shown = subprocess.run(
            ["git", "-C", str(origin), "cat-file", "blob", blob], check=True, capture_output=True
        )
        assert shown.stdout == content


@pytest.mark.parametrize("branch", ["main", "master", "HEAD", "trunk", "-f", "a..b", "@{-1}", ""])
@pytest.mark.parametrize("remote", ["origin", None])
def test_branch_of_the_data_is_refused(repository: Path, branch: str, remote: str | None) -> None:
    """Neither the branch that people work on, nor a usual main branch, nor nonsense is replaced."""
    with pytest.raises(UsageError):
        put(repository, branch=branch, remote=remote)


def test_default_branch_of_the_remote_is_refused(repository: Path) -> None:
    """The remote's own main branch is safe, also where another branch is checked out."""
    git(repository, "checkout", "-q", "-b", "topic")
    with pytest.raises(UsageError, match="holds the data"):
        put(repository, branch="trunk")


def test_somebodys_branch_is_refused(repository: Path, origin: Path) -> None:
    """A branch with work on it is no place for a site."""
    git(repository, "push", "-q", "origin", "HEAD:develop")
    with pytest.raises(UsageError, match="something else"):
        put(repository, branch="develop")


def test_old_site_is_refused_unless_asked_for(repository: Path) -> None:
    """A site of another day is published on purpose only."""
    write_site(repository, {}, as_of="2026-11-20")
    with pytest.raises(MadewhereError, match="speaks for 2026-11-20"):
        put(repository)
    assert put(repository, as_of_check=False).pushed


def test_missing_site_names_the_command(tmp_path: Path, repository: Path) -> None:
    """Without a site the message says how to get one."""
    (repository / "build" / "site" / "madewhere.json").unlink()
    with pytest.raises(MadewhereError) as raised:
        put(repository)
    assert "madewhere build" in raised.value.hint


def test_limits_say_what_takes_the_space(repository: Path) -> None:
    """A site that is too large is refused before anything is stored, with sizes by folder."""
    write_site(repository, {"fr/F/x.html": b"x" * 3000, "data/all.csv": b"x" * 1500})
    limits = HostLimits("a small host", site_bytes=2000, file_bytes=1000, entries=3)
    with pytest.raises(MadewhereError) as raised:
        put(repository, host=limits)
    message = raised.value.message
    assert "4.6 kB" in message
    assert "limit is 1.0 kB a file" in message
    assert "limit is 3" in message
    assert message.index("fr/") < message.index("data/", message.index("What takes the space"))
    assert "languages" in raised.value.hint


def test_dry_run_changes_nothing(repository: Path, origin: Path) -> None:
    """A dry run tells the commit and leaves neither a branch nor an object."""
    before = sorted((repository / ".git").rglob("*"))
    report = put(repository, dry_run=True)
    assert sorted((repository / ".git").rglob("*")) == before
    assert not report.pushed
    assert git(origin, "branch", "--list", "pages") == ""
    assert put(repository).commit == report.commit


def test_link_in_the_site_is_refused(repository: Path) -> None:
    """A link in the site could lead anywhere, so none is published."""
    (repository / "build" / "site" / "link").symlink_to("/etc/hostname")
    with pytest.raises(MadewhereError, match="no ordinary file"):
        put(repository)


def test_site_behind_a_link_is_published(repository: Path) -> None:
    """The served path itself is a link, and that is right."""
    (repository / "build" / "site").rename(repository / "build" / "v1")
    (repository / "build" / "site").symlink_to("v1")
    assert put(repository).files == 2


def test_refused_push_is_told_in_the_hosts_words(repository: Path, origin: Path) -> None:
    """Where the host refuses, its own words are shown under what they mean, and no traceback."""
    hook = origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho no room today >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(MadewhereError, match="the remote 'origin' refused the site") as raised:
        put(repository)
    assert "remote: no room today" in raised.value.hint


def test_protected_branch_is_told_with_what_to_do(repository: Path, origin: Path) -> None:
    """A host that lets nobody replace the branch is the reason, and its setting is named."""
    put(repository)
    git(origin, "config", "receive.denyNonFastForwards", "true")
    write_site(repository, {"index.html": b"two"})
    with pytest.raises(
        MadewhereError, match="does not let the branch 'pages' be replaced"
    ) as raised:
        put(repository)
    assert "Allow force pushes to pages" in raised.value.hint


@pytest.mark.parametrize("remote", ["nowhere", "./nowhere", ""])
def test_unknown_remote_is_told(repository: Path, remote: str) -> None:
    """A remote that is not there is a message that says how to see which there are."""
    with pytest.raises(MadewhereError, match="there is no repository at the remote") as raised:
        put(repository, remote=remote)
    assert "git remote -v" in raised.value.hint


def test_folder_without_git_is_told(tmp_path: Path) -> None:
    """Outside a repository the message says where to run the command."""
    write_site(tmp_path, {"index.html": b"one"})
    with pytest.raises(MadewhereError, match="in no Git repository"):
        put(tmp_path, remote=None)


def test_identity_falls_back(
    repository: Path, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Git knows nobody, Madewhere signs."""
    git(repository, "config", "--unset", "user.name")
    git(repository, "config", "--unset", "user.email")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    put(repository)
    said = git(origin, "log", "-1", "--format=%cn <%ce>", "pages").strip()
    assert said == "Madewhere <publish@madewhere.invalid>"


def test_a_site_of_data_that_has_changed_since_is_not_published(
    repository: Path, origin: Path, tiny: Path, tmp_path: Path
) -> None:
    """After a withdrawal without a build the site stays where it is, unless that is meant."""
    cache, site = tmp_path / "cache", repository / "build" / "fresh"
    build(tiny, site, as_of=TODAY, cache=cache)
    settings: dict[str, Any] = {
        "repository": repository,
        "remote": "origin",
        "branch": "pages",
        "as_of_check": True,
        "today": TODAY,
        "host": HOSTS["github"],
    }
    first = publish(site, **settings, changed_check=True)
    assert (first.pushed, first.compared) == (True, True)
    withdraw([WEAVES], tiny, day=TODAY, cache=cache)
    with pytest.raises(MadewhereError, match="has changed since the site was built") as refused:
        publish(site, **settings, changed_check=True)
    assert "--allow-changed" in refused.value.hint
    assert publish(site, **settings).unchanged
    build(tiny, site, as_of=TODAY, cache=tmp_path / "another")
    assert publish(site, **settings, changed_check=True).pushed
    assert git(origin, "ls-tree", "-r", "--name-only", "pages").count(f"F/{WEAVES}/index.html")
    shutil.rmtree(tiny)
    with pytest.raises(MadewhereError, match="has changed since the site was built"):
        publish(site, **settings, changed_check=True)


def test_of_a_copied_site_no_data_is_known(repository: Path, tiny: Path, tmp_path: Path) -> None:
    """It is published, and the report says that it was compared with nothing."""
    site = repository / "build" / "fresh"
    build(tiny, site, as_of=TODAY, cache=tmp_path / "cache")
    copy = shutil.copytree(site, tmp_path / "copy")
    withdraw([WEAVES], tiny, day=TODAY)
    report = publish(
        copy,
        repository=repository,
        remote=None,
        branch="pages",
        as_of_check=True,
        today=TODAY,
        host=HOSTS["github"],
        changed_check=True,
    )
    assert not report.compared
