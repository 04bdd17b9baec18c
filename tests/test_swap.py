"""Behaviour of `madewhere.swap`."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from madewhere import swap
from madewhere.build import build
from madewhere.errors import OutputError
from on_disk import everything
from tiny_publication import AS_OF

PAGES = ("a.html", "b.html", "deep/c.html")

CHILD = """
import os, sys
from pathlib import Path
from madewhere import swap
out, stop_at, links = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
if links == "no-links":
    def refuse(*args, **kwargs):
        raise OSError("no symbolic links here")
    os.symlink = refuse
seen = 0
def count(event, args):
    # Every change to the file system is announced before it happens.
    global seen
    if event in {"os.rename", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "open"}:
        seen += 1
        if seen == stop_at:
            os._exit(9)
sys.addaudithook(count)
workspace = swap.prepare(out)
for page in ("a.html", "b.html", "deep/c.html"):
    path = workspace.folder / page
    path.parent.mkdir(exist_ok=True)
    path.write_text("new")
swap.commit(workspace)
os._exit(0)
"""


KILLED = """
import os, sys, time
from datetime import date
from pathlib import Path
from madewhere import build, pour
os.cpu_count = lambda: 2
pour._LARGEST_SLICE = 4
write, main, seen = pour._write, os.getpid(), 0
def slow(path, content):
    # A worker writes some files, says so, and is at work on the next one when the build is killed.
    global seen
    seen += 1
    if seen == 9:
        assert os.getpid() != main
        os.write(1, b"at work\\n")
        time.sleep(600)
    write(path, content)
pour._write = slow
data, out, cache, day = sys.argv[1:]
build.build(Path(data), Path(out), as_of=date.fromisoformat(day), cache=Path(cache))
"""


def publish(out: Path, text: str) -> None:
    """Build and serve a version whose every page says the same."""
    workspace = swap.prepare(out)
    for page in PAGES:
        path = workspace.folder / page
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    swap.commit(workspace)


def content(out: Path) -> set[str]:
    """What the pages that are served say."""
    return {(out / page).read_text() for page in PAGES}


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without symbolic links."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError("no symbolic links here")

    monkeypatch.setattr("os.symlink", refuse)


def test_first_version_is_served(tmp_path: Path) -> None:
    """The first build appears at the path that was asked for, with nothing before it."""
    workspace = swap.prepare(tmp_path / "build" / "site")
    assert workspace.previous is None
    assert list(workspace.folder.iterdir()) == []
    (workspace.folder / "index.html").write_text("one")
    swap.commit(workspace)
    assert (tmp_path / "build" / "site" / "index.html").read_text() == "one"


def test_unfinished_version_is_not_served(tmp_path: Path) -> None:
    """Until it is committed, a new version changes nothing of what is served."""
    out = tmp_path / "site"
    publish(out, "old")
    workspace = swap.prepare(out)
    (workspace.folder / "a.html").write_text("new")
    assert workspace.previous is not None
    assert (workspace.previous / "a.html").read_text() == "old"
    assert content(out) == {"old"}
    swap.abandon(workspace)
    assert content(out) == {"old"}
    assert not workspace.folder.exists()


def test_one_version_before_is_kept(tmp_path: Path) -> None:
    """The version before stays for who still reads it; older ones go."""
    out = tmp_path / "site"
    for text in ("1", "2", "3"):
        publish(out, text)
    kept = [d for d in (tmp_path / "site.versions").iterdir() if d.is_dir()]
    assert sorted((d / "a.html").read_text() for d in kept) == ["2", "3"]


def test_what_is_served_stays_when_older_versions_cannot_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the new version is served, neither a full stop nor an error takes it away again."""
    out = tmp_path / "site"
    for text in ("1", "2"):
        publish(out, text)
    remove = swap.shutil.rmtree

    def refuse(path: Path, ignore_errors: bool = False) -> None:
        if path.name == "1":
            raise PermissionError(13, "not allowed")
        remove(path, ignore_errors)

    def stop(path: Path, ignore_errors: bool = False) -> None:
        if path.name == "2":
            raise KeyboardInterrupt
        remove(path, ignore_errors)

    monkeypatch.setattr(swap.shutil, "rmtree", refuse)
    publish(out, "3")
    assert content(out) == {"3"}
    monkeypatch.setattr(swap.shutil, "rmtree", remove)
    workspace = swap.prepare(out)
    for page in PAGES:
        (workspace.folder / page).parent.mkdir(exist_ok=True)
        (workspace.folder / page).write_text("4")
    monkeypatch.setattr(swap.shutil, "rmtree", stop)
    with pytest.raises(KeyboardInterrupt):
        swap.commit(workspace)
    swap.abandon(workspace)
    assert content(out) == {"4"}


def test_one_thing_never_takes_the_place_of_another(tmp_path: Path) -> None:
    """Labels are refused where a site stands, and the site stays."""
    out = tmp_path / "site"
    publish(out, "old")
    with pytest.raises(OutputError, match="something else that Madewhere made"):
        swap.prepare(out, "labels.csv")
    assert content(out) == {"old"}
    swap.abandon(swap.prepare(out, "a.html"))


@pytest.mark.parametrize("links", [True, False])
def test_a_record_stands_beside_its_version_and_goes_with_it(
    tmp_path: Path, request: pytest.FixtureRequest, links: bool
) -> None:
    """It is found by the served path and by the version's folder, and nothing of it is served."""
    if not links:
        request.getfixturevalue("no_links")
    out = tmp_path / "site"
    assert swap.record_of(out) is None
    for number in ("1", "2", "3"):
        workspace = swap.prepare(out)
        for page in PAGES:
            (workspace.folder / page).parent.mkdir(exist_ok=True)
            (workspace.folder / page).write_text(number)
        place = swap.record_of(workspace.folder)
        assert place is not None
        place.write_text(number)
        swap.commit(workspace)
        assert swap.record_of(out) == place
    assert content(out) == {"3"}
    records = {path.read_text() for path in (tmp_path / "site.versions").glob("[0-9]*.json")}
    assert records == {"2", "3"}


def test_folder_can_be_moved(tmp_path: Path) -> None:
    """The link is relative, so that the folder around it can be moved."""
    publish(tmp_path / "here" / "site", "x")
    (tmp_path / "here").rename(tmp_path / "there")
    assert content(tmp_path / "there" / "site") == {"x"}


@pytest.mark.parametrize(
    "kind", ["file", "folder", "link", "broken link", "versions", "versions link"]
)
def test_foreign_output_is_refused_and_untouched(tmp_path: Path, kind: str) -> None:
    """Whatever Madewhere did not make is neither replaced nor deleted."""
    out, precious = tmp_path / "site", tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years")
    if kind == "file":
        out.write_text("years")
    elif kind == "folder":
        precious.rename(out)
    elif kind == "link":
        out.symlink_to("precious")
    elif kind == "broken link":
        out.symlink_to("nowhere")
    elif kind == "versions":
        precious.rename(tmp_path / "site.versions")
    else:
        (tmp_path / "site.versions").symlink_to("precious")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError):
        swap.prepare(out)
    assert sorted(tmp_path.rglob("*")) == before


def test_empty_folder_is_used(tmp_path: Path) -> None:
    """An empty folder at the path is no obstacle."""
    (tmp_path / "site").mkdir()
    publish(tmp_path / "site", "x")
    assert content(tmp_path / "site") == {"x"}


def test_somebodys_folder_in_place_of_the_link_is_refused(tmp_path: Path) -> None:
    """Who deletes the link and puts a folder of their own there does not lose it."""
    out = tmp_path / "site"
    publish(out, "x")
    out.unlink()
    out.mkdir()
    (out / "thesis.txt").write_text("years")
    with pytest.raises(OutputError):
        swap.prepare(out)


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    """The second build is told about the first, and can go on once that is done."""
    first = swap.prepare(tmp_path / "site")
    with pytest.raises(OutputError, match="another build"):
        swap.prepare(tmp_path / "site")
    swap.abandon(first)
    swap.abandon(swap.prepare(tmp_path / "site"))


@pytest.mark.parametrize("links", ["links", "no-links"])
@pytest.mark.parametrize("before", ["nothing", "old"])
def test_killed_at_any_step_leaves_one_whole_site(
    tmp_path: Path, links: str, before: str, request: pytest.FixtureRequest
) -> None:
    """However far a build gets before it is killed, the old or the new site is whole after it."""
    if links == "no-links":
        request.getfixturevalue("no_links")
    outcomes = set()
    for step in range(1, 400):
        out = tmp_path / str(step) / "site"
        out.parent.mkdir()
        if before == "old":
            for _ in range(3):
                publish(out, "old")
        command = [sys.executable, "-c", CHILD, str(out), str(step), links]
        ended = subprocess.run(command, check=False, capture_output=True)
        assert ended.returncode in {0, 9}, ended.stderr.decode()
        if links == "links" and before == "old":
            assert content(out) in ({"old"}, {"new"})
        workspace = swap.prepare(out)
        found = content(out) if out.exists() else set()
        assert found in ({"old"}, {"new"}) if before == "old" else found in (set(), {"new"})
        assert list(workspace.folder.iterdir()) == []
        swap.abandon(workspace)
        outcomes |= found
        publish(out, "next")
        assert content(out) == {"next"}
        if ended.returncode == 0:
            break
    assert step > 10
    assert "new" in outcomes
    assert before == "nothing" or "old" in outcomes


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds fork no workers here")
def test_killed_with_its_workers_at_work(
    tiny: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A killed build leaves the old site whole and no process behind, and the next build works."""
    out = tmp_path / "site"
    cache = Path(request.config.cache.mkdir("madewhere-verify"))
    build(tiny, out, as_of=AS_OF, cache=cache)
    before = everything(out)
    members = tiny / "registers" / "members.csv"
    members.write_text(members.read_text("utf-8").replace("Alder", "Ash"), "utf-8")
    command = [sys.executable, "-c", KILLED, tiny, out, cache, AS_OF.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"at work\n"
        killed.kill()
        assert killed.wait() < 0
        # The workers have this pipe too, so that it ends with the last of them.
        killed.communicate(timeout=60)
    assert everything(out) == before
    half = [path for path in (tmp_path / "site.versions").iterdir() if path.is_dir()]
    assert len(half) == 2
    report = build(tiny, out, as_of=AS_OF, cache=cache)
    after = everything(out)
    assert len(after) == report.files
    assert b"Ash" in after["members/index.html"]


@pytest.mark.parametrize("links", ["links", "no-links"])
def test_everybody_may_read_the_version(
    tmp_path: Path, links: str, request: pytest.FixtureRequest
) -> None:
    """Whatever the mask, a web server gets through every folder that leads to the pages."""
    if links == "no-links":
        request.getfixturevalue("no_links")
    (tmp_path / "new" / "site.versions").mkdir(parents=True, mode=0o700)
    for out in (tmp_path / "www" / "site", tmp_path / "new" / "site"):
        before = os.umask(0o077)
        try:
            workspace = swap.prepare(out)
            swap.commit(workspace)
        finally:
            assert os.umask(before) == 0o077
        for folder in (out, out.parent, out.parent / "site.versions"):
            assert folder.stat().st_mode & 0o777 == 0o755


def test_reader_never_misses_a_page(tmp_path: Path) -> None:
    """Who reads while versions change finds every page, each of one version."""
    out = tmp_path / "site"
    publish(out, "0" * 5000)
    done, reads, wrong = threading.Event(), [], []

    def read() -> None:
        while not done.is_set():
            try:
                text = (out / "deep" / "c.html").read_text()
            except OSError as error:
                wrong.append(str(error))
            else:
                reads.append(text)
                if len(text) != 5000 or len(set(text)) != 1:
                    wrong.append(text)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        publish(out, str(number % 10) * 5000)
    done.set()
    reader.join()
    assert wrong == []
    assert len(set(reads)) > 1


def test_folders_are_exchanged_where_links_are_missing(tmp_path: Path, no_links: None) -> None:
    """Without symbolic links the served path is a folder, and still changes as a whole."""
    out = tmp_path / "site"
    for text in ("1", "2", "3"):
        publish(out, text)
    assert not out.is_symlink()
    assert content(out) == {"3"}
    workspace = swap.prepare(out)
    assert workspace.previous == out
    swap.abandon(workspace)
