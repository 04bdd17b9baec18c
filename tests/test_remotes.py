"""What is said where a remote refuses. Git's own words are those of Git 2.47 under LC_ALL=C."""

from __future__ import annotations

import pytest

from madewhere.publish.remotes import GitError, explain

SSH = "fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists."


@pytest.mark.parametrize(
    ("said", "meaning", "advice"),
    [
        ("fatal: could not read Username for 'https://h': No such device or address", "does not let you in", "access token"),
        ("fatal: Authentication failed for 'https://h/x.git/'", "does not let you in", "access token"),
        ("fatal: unable to access 'https://h/x/': The requested URL returned error: 403", "does not let you in", "access token"),
        (f"git@h: Permission denied (publickey).\n{SSH}", "does not let you in", "SSH key"),
        (f"Host key verification failed.\n{SSH}", "SSH does not know the host", "fingerprint"),
        ("fatal: unable to access 'https://h/': Could not resolve host: h", "cannot be reached", "online"),
        (f"ssh: connect to host h port 22: Connection refused\n{SSH}", "cannot be reached", "online"),
        ("fatal: repository 'https://h/x.git/' not found", "there is no repository", "git remote add"),
        ("remote: error: GH006: Protected branch update failed.\n ! [remote rejected] a -> b (protected branch hook declined)", "be replaced", "Allow force pushes"),
        ("remote: GitLab: You are not allowed to force push code to a protected branch.\n ! [remote rejected] a -> b (pre-receive hook declined)", "be replaced", "Allow force pushes"),
        ("To h\n ! [rejected] a -> b (stale info)\nerror: failed to push some refs to 'h'", "moved by somebody else", "again"),
        (SSH, "cannot be read", "git remote -v"),
        ("fatal: something new", "could not be used", "something new"),
    ],
)  # fmt: skip
def test_each_refusal_says_what_it_means_and_what_to_do(said, meaning, advice):
    """From Git's and the hosts' words follow a sentence and advice; their words are kept below."""
    error = explain(GitError("push", said), "origin", "pages")
    assert meaning in error.message
    assert advice in error.hint
    assert "Git says: " in error.hint


def test_a_password_in_an_address_is_never_shown():
    """An address may carry a token, and terminals are copied into tickets."""
    error = explain(
        GitError("push", "fatal: not found"), "https://me:secret@example.org/x.git", "b"
    )
    assert "secret" not in error.message + error.hint
    assert "https://example.org/x.git" in error.message


def test_what_a_host_says_cannot_steer_the_terminal():
    """Escape sequences that a host sends along are not passed on."""
    error = explain(GitError("push", "remote: \x1b[2Jgone\n ! [remote rejected]"), "origin", "b")
    assert "\x1b" not in error.hint
