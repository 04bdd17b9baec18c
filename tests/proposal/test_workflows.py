"""The workflows that look at strangers' proposals: what they may do, and what the comment's job does."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from typing import Any

import pytest
import yaml

from madewhere.project import ROOT
from madewhere.report.proposal_markdown import MARKER

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(path.name for path in FOLDER.glob("*.yml"))
OF_PROPOSALS = ("check.yml", "program.yml")
SHA = "a" * 40


def load(name: str) -> dict[Any, Any]:
    """A workflow as it is read by the host; YAML reads the key `on` as true."""
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def steps(name: str) -> list[dict[str, Any]]:
    """All steps of a workflow."""
    return [step for job in load(name)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("name", FILES)
def test_no_workflow_runs_a_proposal_with_rights(name):
    """`pull_request_target` hands a stranger's code the repository's token."""
    assert "pull_request_target" not in load(name)[True]


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_put_into_a_command(name):
    """What an expression gives could end one command and begin another, so it goes by the environment."""
    for step in steps(name):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", FILES)
def test_actions_are_pinned(name):
    """A tag can be moved to other code; a commit cannot. The version stands beside it."""
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if "uses:" in line:
            assert re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("name", OF_PROPOSALS)
def test_a_proposal_is_looked_at_without_rights_and_secrets(name):
    """The token can read the code, nothing else; no secret is named and no credential stays."""
    workflow = load(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert list(workflow[True]) == ["pull_request"]
    text = (FOLDER / name).read_text("utf-8")
    assert "${{ secrets" not in text
    assert "github.token" not in text
    for job in workflow["jobs"].values():
        assert "permissions" not in job
    for step in steps(name):
        assert not step.get("uses", "").startswith(("actions/cache@", "actions/cache/save@"))
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert "ref" not in step["with"]


def test_the_proposal_is_judged_on_the_merge():
    """The checked-out merge is compared with its first parent, so both have to be there."""
    checkout = steps("check.yml")[0]
    assert checkout["with"]["fetch-depth"] == 2
    run = next(step["run"] for step in steps("check.yml") if "check --" in step.get("run", ""))
    assert "--base HEAD^1" in run


def test_the_job_that_may_write_runs_nothing_of_the_proposal():
    """It has no checkout and no other action, starts on the check's end, and may write comments only."""
    workflow = load("comment.yml")
    assert workflow[True] == {"workflow_run": {"workflows": ["check"], "types": ["completed"]}}
    assert workflow["permissions"] == {}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"actions": "read", "pull-requests": "write"}
    assert [step for step in job["steps"] if "uses" in step] == []
    assert {step["shell"] for step in job["steps"]} == {"python"}
    assert "event == 'pull_request'" in job["if"]
    assert load("check.yml")["name"] == "check"


GH = """\
#!{python}
import json, sys
from pathlib import Path
here = Path(__file__).parent
path = sys.argv[2].removeprefix("repos/o/r/")
if "--method" in sys.argv:
    body = json.loads(Path("body.json").read_text("utf-8"))["body"]
    (here / "posted").write_text(json.dumps([sys.argv[4], path, body]), "utf-8")
else:
    name = path.split("?")[0].replace("/", "_")
    with (here / "asked").open("a") as asked:
        asked.write(name + "\\n")
    times = (here / "asked").read_text().split().count(name)
    later = here / f"{name}.{times}"
    sys.stdout.buffer.write((later if later.exists() else here / name).read_bytes())
"""


@pytest.fixture
def comment(tmp_path, monkeypatch):
    """Run the comment's job with an API of files: what it posted, or None, and its status."""

    def run(
        members: dict[str, bytes],
        *,
        files: tuple[str, ...] = ("data/members/alder/factories.csv",),
        comments: tuple[tuple[str, str], ...] = (),
        size: int = 1000,
        later: dict[str, Any] | None = None,
        **pull: Any,
    ) -> tuple[list[str] | None, int]:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as opened:
            for name, content in members.items():
                opened.writestr(name, content)
        pull = {"state": "open", "head": {"sha": SHA}, "changed_files": len(files)} | pull
        answers = {
            "actions_runs_5_artifacts": {"artifacts": [{"id": 9, "size_in_bytes": size}]},
            "pulls_12_files": [[{"filename": file} for file in files]],
            "pulls_12": pull,
            "pulls_12.2": pull | (later or {}),
            "issues_12_comments": [
                [
                    {"id": number, "user": {"login": login}, "body": body}
                    for number, (login, body) in enumerate(comments, start=70)
                ]
            ],
        }
        for name, answer in answers.items():
            (tmp_path / name).write_text(json.dumps(answer))
        (tmp_path / "actions_artifacts_9_zip").write_bytes(archive.getvalue())
        (tmp_path / "gh").write_text(GH.replace("{python}", sys.executable))
        (tmp_path / "gh").chmod(0o755)
        (script,) = (step["run"] for step in steps("comment.yml"))
        environment = {
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_REPOSITORY": "o/r",
            "RUN": "5",
            "RUN_URL": "https://host.example/run/5",
            "HEAD_SHA": SHA,
        }
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=False)
        posted = tmp_path / "posted"
        return (json.loads(posted.read_text("utf-8")) if posted.exists() else None), done.returncode

    return run


GOOD = {"number.txt": b"12\n", "comment.md": f"{MARKER}\nIt adds a factory.\n".encode()}


def test_the_summary_is_posted(comment):
    """With a link to the run, on the proposal that the run was for."""
    posted, status = comment(GOOD)
    assert status == 0
    assert posted[:2] == ["POST", "issues/12/comments"]
    assert posted[2].startswith(f"{MARKER}\nIt adds a factory.\n")
    assert posted[2].endswith(
        "(https://host.example/run/5) are artifacts of the check of aaaaaaaaaaaa.\n"
    )


def test_the_own_comment_is_edited_in_place(comment):
    """Found by its author and its first line; nobody else's comment is ever touched."""
    bot = "github-actions[bot]"
    said = (("mallory", MARKER), (bot, "Other"), (bot, f"{MARKER}\nOld"), (bot, f"{MARKER}\nOlder"))
    posted, _ = comment(GOOD, comments=said)
    assert posted[:2] == ["PATCH", "issues/comments/72"]


@pytest.mark.parametrize(
    "case",
    [
        {"head": {"sha": "b" * 40}},
        {"state": "closed"},
    ],
    ids=["another head", "closed"],
)
def test_a_proposal_that_was_not_checked_gets_no_comment(comment, case):
    """The number is a claim: it holds only where the head is the one that the run was started for."""
    assert comment(GOOD, **case) == (None, 0)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ({}, {"head": {"sha": "b" * 40}}),
        ({"head": {"sha": "b" * 40}}, {"head": {"sha": SHA}}),
        ({}, {"changed_files": 2}),
        ({"changed_files": 2}, {"changed_files": 1}),
        ({}, {"state": "closed"}),
    ],
    ids=["moved on", "moved back", "more files", "fewer files", "closed"],
)
def test_a_proposal_that_moves_while_its_files_are_listed_gets_no_comment(
    comment, tmp_path, first, later
):
    """Or the files of one head would vouch for what the program of another one wrote."""
    assert comment(GOOD, later=later, **first) == (None, 0)
    asked = [each for each in (tmp_path / "asked").read_text().split() if "pulls" in each]
    assert asked[:2] == ["pulls_12", "pulls_12_files"]


@pytest.mark.parametrize(
    "number", [b"", b"12; id", b"0", b"12\n13", b"1" * 30, b"../12", b"-1", "１２".encode()]
)
def test_a_number_that_is_none_ends_the_job(comment, number):
    """Nothing but a few digits ever becomes part of an address."""
    assert comment({**GOOD, "number.txt": number}) == (None, 1)


@pytest.mark.parametrize(
    "case",
    [
        {"files": ("data/x.csv", "scripts/madewhere/report/markdown.py")},
        {"files": (".github/workflows/check.yml",)},
        {"files": ("database/x",)},
        {"changed_files": 3001},
    ],
    ids=["program", "workflow", "beside", "too many"],
)
def test_what_a_changed_program_wrote_is_not_posted(comment, case):
    """A proposal that brings its own program could write anything, so a fixed sentence is said."""
    posted, status = comment(GOOD, **case)
    assert status == 0
    assert "It adds a factory" not in posted[2]
    assert posted[2].startswith(f"{MARKER}\n### What this proposal changes\n\nMore than data")


@pytest.mark.parametrize("text", [b"", b"no marker", None])
def test_a_check_that_wrote_no_summary_is_said(comment, text):
    """Where the data could not be read at all, there is a comment all the same."""
    members = {k: v for k, v in {**GOOD, "comment.md": text}.items() if v is not None}
    posted, _ = comment(members)
    assert "could not be checked" in posted[2]


def test_a_long_summary_is_cut(comment):
    """Within what the host takes, never inside a character, however large the archive's member is."""
    posted, _ = comment({**GOOD, "comment.md": MARKER.encode() + "ক".encode() * 10**6})
    assert 60_000 < len(posted[2]) < 60_500
    assert "\ufffd" not in posted[2]


def test_an_archive_that_is_too_large_is_not_fetched(comment):
    """The size is asked before."""
    assert comment(GOOD, size=10**9) == (None, 1)


def gitlab() -> dict[str, Any]:
    """GitLab's file."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))
    return loaded


def test_gitlab_judges_the_merge_and_shows_problems_at_their_lines():
    """The target branch is merged before anything is checked; the report goes where GitLab shows it."""
    check = gitlab()["check"]
    commands = check["script"]
    assert next(i for i, c in enumerate(commands) if " merge " in c) < next(
        i for i, c in enumerate(commands) if "madewhere check" in c
    )
    assert check["artifacts"]["reports"]["codequality"] == "build/proposal/code-quality.json"
    assert "--write gitlab build/proposal/code-quality.json" in " ".join(commands)


@pytest.mark.parametrize("job", ["check", "preview", "program"])
def test_gitlab_looks_at_a_proposal_without_secrets(job):
    """No job of a merge request names a token, and none of them runs on the default branch."""
    about = gitlab()[job]
    assert about["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert not re.search(r"token|password|secret", json.dumps(about), re.IGNORECASE)
    assert "cache" not in about
