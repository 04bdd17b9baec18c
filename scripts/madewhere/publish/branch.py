"""Putting the built site on a Git branch of its own, as one commit without a history.

The branch is replaced each time. What a factory withdrew so is in no commit that the branch leads to.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from madewhere.built_from import has_changed, recalled
from madewhere.errors import MadewhereError, UsageError
from madewhere.git import environment
from madewhere.publish.hosts import HostLimits, check_limits, measure
from madewhere.publish.remotes import GitError, explain

MANIFEST = "madewhere.json"
"""What the build writes into each site: for which day it speaks, and where it will stand."""

FALLBACK_IDENTITY = ("Madewhere", "publish@madewhere.invalid")
DATA_BRANCHES = frozenset({"main", "master", "HEAD"})


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What was published. ``pushed`` is False for a dry run and where the branch had it already.

    ``compared`` says that the data was looked at, whether it is still what the site was built from.
    """

    branch: str
    commit: str
    files: int
    size: int
    as_of: date
    pushed: bool
    unchanged: bool
    compared: bool


def publish(
    site: Path,
    *,
    repository: Path,
    remote: str | None,
    branch: str,
    as_of_check: bool,
    today: date,
    host: HostLimits,
    dry_run: bool = False,
    changed_check: bool = False,
) -> PublishReport:
    """Put the site on ``branch`` of the remote, or of the repository itself where ``remote`` is None.

    The commit has no parents and its date is the as-of date, so that the same site under the same
    name gives the same commit. Raises `MadewhereError` where there is no site, it speaks for another
    day than ``today`` (with ``as_of_check``), its data has changed since its build (with ``changed_check``,
    where that data is known), it is larger than the host takes, the branch holds something else than a
    site, or Git fails.
    """
    site = site.resolve()  # one version throughout, also where a build swaps meanwhile
    as_of = _as_of(site)
    if as_of_check and as_of != today:
        raise MadewhereError(
            f"the site speaks for {as_of.isoformat()}, and today is {today.isoformat()} (UTC)",
            hint="Run `madewhere build` first, or publish that day on purpose with --allow-old.",
        )
    built_from = recalled(site) if changed_check else None
    if built_from is not None and has_changed(built_from):
        raise MadewhereError(
            f"{built_from.data} has changed since the site was built: the site may show what was withdrawn",
            hint="Run `madewhere build` first, or publish this site on purpose with --allow-changed.",
        )
    contents = measure(site)
    check_limits(contents, host)
    git = _Git(repository)
    standing = _standing_commit(git, remote, branch)
    commit, tree = _store(git, site, contents.files, as_of, dry_run)
    unchanged = standing is not None and (commit == standing or git.tree_of(standing) == tree)
    if not unchanged and not dry_run:
        _move(git, remote, branch, commit, standing)
    return PublishReport(
        branch=branch,
        commit=standing if unchanged and standing else commit,
        files=len(contents.files),
        size=contents.total,
        as_of=as_of,
        pushed=not unchanged and not dry_run,
        unchanged=unchanged,
        compared=built_from is not None,
    )


def _as_of(site: Path) -> date:
    """The day that the site speaks for, as its build wrote it."""
    hint = "Build the site first with `madewhere build`."
    try:
        return date.fromisoformat(json.loads((site / MANIFEST).read_bytes())["as_of"])
    except OSError as error:
        raise MadewhereError(f"there is no built site at {site}", hint) from error
    except (ValueError, KeyError, TypeError) as error:
        raise MadewhereError(f"{site / MANIFEST} does not say its as-of date", hint) from error


class _Git:
    """A Git repository and the one way in which commands are run in it."""

    def __init__(self, repository: Path) -> None:
        self.environment = environment()
        self.environment["LC_ALL"] = "C"
        self.folder = repository
        try:
            place = ("rev-parse", "--path-format=absolute", "--git-path", "objects")
            self.objects = self.run(*place)
        except GitError as error:
            if "not a git repository" not in error.said:
                raise
            raise MadewhereError(
                "this folder is in no Git repository",
                hint="Run the command in the folder of the publication, which is a Git repository.",
            ) from error

    def run(
        self,
        *arguments: str,
        stdin: IO[bytes] | None = None,
        store: Path | None = None,
        lent: bool = False,
    ) -> str:
        """Run a command and give what it prints.

        ``store`` is another repository to run it in, and ``lent`` lets that one write its objects into
        this one. Raises `GitError` with what Git said where the command fails.
        """
        where = ["--git-dir", str(store)] if store else ["-C", str(self.folder)]
        try:
            ended = subprocess.run(
                ["git", *where, *arguments],
                stdin=stdin or subprocess.DEVNULL,
                capture_output=True,
                check=False,
                env=self.environment | ({"GIT_OBJECT_DIRECTORY": self.objects} if lent else {}),
            )
        except FileNotFoundError as error:
            raise MadewhereError("git is not installed", hint="Install Git.") from error
        if ended.returncode:
            raise GitError(arguments[0], ended.stderr.decode(errors="replace"))
        return ended.stdout.decode(errors="surrogateescape").rstrip("\n")

    def ask(self, *arguments: str) -> str:
        """The same, with an empty answer where the command fails."""
        try:
            return self.run(*arguments)
        except MadewhereError:
            return ""

    def ask_remote(self, remote: str, branch: str, *arguments: str) -> str:
        """Run a command that speaks with a remote. Raises `MadewhereError` in plain words."""
        try:
            return self.run(*arguments)
        except GitError as error:
            raise explain(error, remote, branch) from error

    def tree_of(self, commit: str) -> str:
        """The tree of a commit; empty where the repository does not have it."""
        return self.ask("rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}")


def _standing_commit(git: _Git, remote: str | None, branch: str) -> str | None:
    """The commit that the branch is at, None where there is no such branch.

    Raises `UsageError` for a branch that holds something else than a published site.
    """
    hint = "Name a branch that is for the site alone, such as gh-pages."
    ref = f"refs/heads/{branch}"
    option_like = branch.startswith("-") or (remote or "").startswith("-")
    if option_like or git.ask("check-ref-format", "--normalize", ref) != ref:
        raise UsageError(f"{branch!r} on {remote!r} is nothing that Git takes as a branch", hint)
    in_use = re.findall(
        r"^branch refs/heads/(.*)$", git.run("worktree", "list", "--porcelain"), re.MULTILINE
    )
    default = None
    if remote is None:
        standing = git.ask("rev-parse", "--verify", "--quiet", ref) or None
    else:
        listed = git.ask_remote(remote, branch, "ls-remote", "--symref", remote, "HEAD", ref)
        found = re.search(r"^ref: refs/heads/(.*)\tHEAD$", listed, re.MULTILINE)
        default = found[1] if found else None
        tip = re.search(rf"^(\w+)\trefs/heads/{re.escape(branch)}$", listed, re.MULTILINE)
        standing = tip[1] if tip else None
    if branch in DATA_BRANCHES or branch in in_use or branch == default:
        raise UsageError(f"the branch {branch!r} holds the data, and publishing replaces it", hint)
    if standing and git.tree_of(standing):
        parents = git.run("rev-list", "--parents", "--max-count=1", standing).split()[1:]
        if parents or not git.ask("cat-file", "-t", f"{standing}:{MANIFEST}"):
            raise UsageError(f"the branch {branch!r} holds something else than a site", hint)
    return standing


def _store(
    git: _Git, site: Path, files: list[bytes], as_of: date, dry_run: bool
) -> tuple[str, str]:
    """Store the site as a commit and give its ID and its tree's.

    `git fast-import` takes every byte as it is: no ignore file, attribute, filter or line ending of
    the site, the repository or the machine changes anything. It works in a scratch repository, to which
    the real one lends its store of objects, except in a dry run, which leaves nothing behind.
    """
    name, email = (
        git.ask("config", f"user.{key}") or default
        for key, default in zip(("name", "email"), FALLBACK_IDENTITY, strict=True)
    )
    who = f"{_plain(name)} <{_plain(email)}>"
    moment = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    with tempfile.TemporaryDirectory(prefix="madewhere-") as scratch:
        store = Path(scratch) / "store"
        form = git.run("rev-parse", "--show-object-format")
        git.run("init", "--quiet", "--bare", f"--object-format={form}", str(store))
        with tempfile.TemporaryFile() as stream:
            stream.writelines(_instructions(site, files, who, moment, as_of))
            stream.seek(0)
            git.run("fast-import", "--quiet", stdin=stream, store=store, lent=not dry_run)
        names = ("refs/heads/site", "refs/heads/site^{tree}")
        commit, tree = git.run("rev-parse", *names, store=store, lent=not dry_run).split()
    return commit, tree


def _plain(text: str) -> str:
    """A name or address as a commit may hold it."""
    return re.sub(r"[<>\x00-\x1f]", "", text).strip()


def _instructions(
    site: Path, files: list[bytes], who: str, moment: int, as_of: date
) -> Iterator[bytes]:
    """The commit in the language of `git fast-import`."""
    message = f"Site as of {as_of.isoformat()}\n".encode()
    yield f"commit refs/heads/site\ncommitter {who} {moment} +0000\n".encode()
    yield b"data %d\n%s" % (len(message), message)
    if b".nojekyll" not in files:
        # GitHub Pages would otherwise drop every name that begins with an underscore.
        yield b'M 100644 inline ".nojekyll"\ndata 0\n'
    root = os.fsencode(site)
    for path in files:
        quoted = path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
        content = Path(os.fsdecode(root + b"/" + path)).read_bytes()
        yield b'M 100644 inline "%s"\ndata %d\n' % (quoted, len(content))
        yield content
        yield b"\n"


def _move(git: _Git, remote: str | None, branch: str, commit: str, standing: str | None) -> None:
    """Set the branch to the commit, provided that nobody else moved it meanwhile."""
    ref = f"refs/heads/{branch}"
    if remote is None:
        # Without a log of the branch, which would keep what was withdrawn.
        quiet = ("-c", "core.logAllRefUpdates=false")
        git.run(*quiet, "update-ref", ref, commit, standing or "0" * len(commit))
    else:
        lease = f"--force-with-lease={ref}:{standing or ''}"
        push = ("push", "--quiet", "--no-verify", lease, remote, f"{commit}:{ref}")
        git.ask_remote(remote, branch, *push)
