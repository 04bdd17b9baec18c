"""What Git says where a remote refuses, in words for somebody who rarely sees Git."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madewhere.errors import MadewhereError

_MOST_LINES = 12


class GitError(MadewhereError):
    """A Git command failed; ``said`` is all that it wrote to the error stream."""

    def __init__(self, command: str, said: str) -> None:
        lines = said.strip().splitlines() or ["(no message)"]
        super().__init__(f"git {command} failed: {lines[-1]}", "\n".join(lines[:-1]))
        self.said = said


@dataclass(frozen=True, slots=True)
class _Refusal:
    """One kind: what tells it in Git's or a host's words, what it means, and what to do."""

    words: str
    meaning: str
    advice: str


# The order matters: an SSH login that fails also ends with "could not read from remote repository".
# Git's own words come from its sources under LC_ALL=C; those of hosts are what they send along.
_REFUSALS = (
    _Refusal(
        r"could not resolve host|unable to look up|couldn't connect|failed to connect|connection (refused|timed out|reset)"
        r"|network is unreachable|operation timed out",
        "the host of {remote} cannot be reached",
        "Is this machine online, and is the address right? `git remote -v` shows it.",
    ),
    _Refusal(
        r"host key verification failed",
        "SSH does not know the host of {remote} yet, or knows another one under that name",
        "Compare the host's fingerprint with the one that it publishes, then run `git ls-remote "
        "{remote}` once in a terminal and accept it.",
    ),
    _Refusal(
        r"could not read (username|password)|authentication failed|terminal prompts disabled"
        r"|permission denied|permission to .* denied|returned error: 40[13]|access denied"
        r"|write access to repository not granted|invalid username",
        "{remote} does not let you in, or lets you read only",
        "Sign in to the host for Git, with an SSH key or an access token that may write to the "
        "repository. `git ls-remote {remote}` tries the way in.",
    ),
    _Refusal(
        r"stale info|fetch first|cannot lock ref",
        "the branch {branch} of {remote} was moved by somebody else meanwhile",
        "Run the command again.",
    ),
    _Refusal(
        r"protected branch|protected ref|gh006|gh013|non-fast-forward|force.push"
        r"|repository rule violations",
        "{remote} does not let the branch {branch} be replaced",
        "Each publication replaces the whole branch. Allow force pushes to {branch} in the host's "
        "settings (GitHub: Settings → Rules or Branches; GitLab: Settings → Repository → Protected "
        "branches), or name a branch that is not protected with --branch.",
    ),
    _Refusal(
        r"hook declined|remote rejected",
        "{remote} refused the site",
        "What the host says tells why; its owner can change the rule.",
    ),
    _Refusal(
        r"not found|does not appear to be a git repository|does not exist|no path specified",
        "there is no repository at {remote}, or it is hidden from you",
        "`git remote -v` lists the remotes with their addresses. Add one with `git remote add origin "
        "ADDRESS`, or name another with --remote; --local publishes to a branch of this repository.",
    ),
    _Refusal(
        r"could not read from remote repository",
        "{remote} cannot be read",
        "Check the address with `git remote -v`, and that you may read the repository.",
    ),
)

_USELESS = re.compile(
    r"To |error: failed to push|Please make sure|and the repository exists|hint: |remote: *$"
)


def explain(error: GitError, remote: str, branch: str) -> MadewhereError:
    """Make of Git's failure at a remote one that says what it means and what to do."""
    # An address may carry a password.
    name = re.sub(r"(?<=://)[^@/]*@", "", remote)
    shown = {"remote": f"the remote {name!r}", "branch": repr(branch)}
    for refusal in _REFUSALS:
        if re.search(refusal.words, error.said, re.IGNORECASE):
            message = refusal.meaning.format(**shown)
            advice = refusal.advice.format(remote=name, branch=branch)
            return MadewhereError(message, hint=f"{advice}\n  {_said(error.said)}")
    return MadewhereError(
        f"{shown['remote']} could not be used", hint=f"{_said(error.said)}".strip()
    )


def _said(text: str) -> str:
    """Git's and the host's own words, without the lines that say nothing, indented."""
    lines = [line.strip() for line in text.splitlines() if not _USELESS.match(line.strip() + " ")]
    lines = ["".join(c for c in line if c.isprintable()) for line in lines if line]
    return "Git says: " + "\n    ".join(lines[:_MOST_LINES] or ["(nothing)"])
