"""The commands: exit status, what they say, and that nobody ever sees a traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checking import CONSENTS, DESCRIPTOR, FACTORIES, SOURCING, cells, replaced
from madewhere import __main__ as program
from madewhere.cli import COMMANDS
from madewhere.demo.cast import LEAST_FACTORIES, MOST_FACTORIES
from madewhere.errors import MadewhereError
from tiny_publication import DENIM, KNITS, TINY

PYTHON = Path(sys.executable)


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command line in this process: its status and what it wrote to both streams."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys.modules["__main__"], "__package__", "")  # or click names pytest
    monkeypatch.setattr("madewhere.cli.check.CACHE", tmp_path / "cache")
    monkeypatch.setattr("madewhere.cli.build.CACHE", tmp_path / "cache")
    monkeypatch.setattr("madewhere.cli.events.CACHE", tmp_path / "cache")

    def run_command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["madewhere", *map(str, arguments)])
        status = 0
        try:
            program.main()
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return run_command


def test_check_of_sound_data(run, tiny):
    """Without a problem the status is 0, and one line says what was looked at."""
    said = run("check", "--data", tiny, "--as-of", "2026-11-21")
    assert said == (0, "3 packages, 100 rows: no problems\n", "")


@pytest.mark.parametrize(
    ("change", "status", "strict"),
    [
        (cells(SOURCING, 2, tier="9"), 1, 1),
        (cells(SOURCING, 2, tier=" 1"), 0, 1),
        (replaced(CONSENTS, b"BD1G1D22Y,contact,alder,2025-01-10,", b"BD1G1D22Y,contact,alder,2025-01-10,2026-01-01"), 0, 0),
    ],
)  # fmt: skip
def test_status_of_check(run, tiny, change, status, strict):
    """Errors give 1, warnings only when strict, notices never."""
    change(tiny)
    assert run("check", "--data", tiny, "--as-of", "2026-11-21")[0] == status
    assert run("check", "--data", tiny, "--as-of", "2026-11-21", "--strict")[0] == strict


def test_what_was_done_before_is_no_error(run, tiny):
    """A second withdrawal says since when, a merger and a closing too; scripts may repeat themselves."""
    for command, said in (
        (("withdraw", KNITS), f"Withdrawn already, with no row left: {KNITS} on 2026-11-01."),
        (("close", DENIM), f"{DENIM} is closed already, since 2026-11-01."),
    ):
        arguments = (*command, "--data", tiny, "--date", "2026-11-01")
        assert run(*arguments)[0] == 0
        again = (0, f"{said} Nothing was written, and there is nothing to do.\n", "")
        assert run(*arguments) == again


def test_whole_text_of_check(run, tiny):
    """The report on a terminal, to the letter, with the folder as it was named."""
    cells(SOURCING, 2, tier="9")(tiny)
    assert run("check", "--data", "data", "--as-of", "2026-11-21") == (
        1,
        (
            f"data/{SOURCING}\n"
            "  error cell-range (line 2, tier)\n"
            "    9 is not from 1 to 4\n"
            "    → Correct the number.\n"
            "\n"
            "A member's row that comes from a private folder is mended there; `madewhere disclose` "
            "then writes the public one, and would undo a change made there alone.\n\n"
            "3 packages, 99 rows: 1 error\n"
        ),
        "",
    )


@pytest.mark.parametrize("form", ["json", "github", "markdown"])
def test_other_formats_of_check(run, tiny, form):
    """Each format is written to the output alone, with the same status."""
    cells(SOURCING, 2, tier="9")(tiny)
    status, out, err = run("check", "--data", "data", "--as-of", "2026-11-21", "--format", form)
    assert (status, err) == (1, "")
    assert f"data/{SOURCING}" in out.replace("&#95;", "_")
    if form == "json":
        assert json.loads(out)["counts"]["error"] == 1


def test_wrong_settings_are_reported_like_all_else(run, tiny):
    """A fault in the settings is a problem with its line, in the format that was asked for."""
    replaced("publication.yaml", b"[en]", b"[xx]")(tiny)
    status, out, _ = run("check", "--data", "data", "--as-of", "2026-11-21", "--format", "github")
    assert status == 1
    assert out.startswith("::error file=data/publication.yaml,line=5,title=publication-value")


def test_check_in_the_data_folder_itself(run, tiny, monkeypatch):
    """Files are named from where the command runs."""
    cells(SOURCING, 2, tier="9")(tiny)
    monkeypatch.chdir(tiny)
    assert run("check", "--data", ".", "--as-of", "2026-11-21")[1].startswith(SOURCING)


def test_the_as_of_date_decides(run, tiny):
    """The same data is judged for another day."""
    replaced(CONSENTS, b",identity,alder,2025-01-10,", b",identity,alder,2025-01-10,2026-11-20")(
        tiny
    )
    assert "consent-lapsed" not in run("check", "--data", "data", "--as-of", "2026-11-20")[1]
    assert "consent-lapsed" in run("check", "--data", "data", "--as-of", "2026-11-21")[1]


NOT_THERE = """\
madewhere: nowhere is no publication: it has no publication.yaml
  Go into the folder of the publication's repository, or name its data folder with --data. To try things out, make one with `madewhere demo DIR`.
"""

WRONG_USE = [
    (["check", "--data", "nowhere"], NOT_THERE),
    (["build", "--data", "nowhere"], NOT_THERE),
    (["upgrade", "--data", "nowhere"], NOT_THERE),
    (
        ["chekc"],
        "Usage: madewhere [OPTIONS] COMMAND [ARGS]...\nTry 'madewhere --help' for help.\n\nError: No such command 'chekc'.\n",
    ),
    (
        ["check", "--as-of", "yesterday"],
        ("Usage: madewhere check [OPTIONS]\nTry 'madewhere check --help' for help.\n\n"
        "Error: Invalid value for '--as-of': 'yesterday' is no date such as 2026-03-14\n"),
    ),
    (
        ["check", "--as-of", "2026-02-30"],
        ("Usage: madewhere check [OPTIONS]\nTry 'madewhere check --help' for help.\n\n"
        "Error: Invalid value for '--as-of': '2026-02-30' is no date such as 2026-03-14\n"),
    ),
    (
        ["check", "--format", "xml"],
        ("Usage: madewhere check [OPTIONS]\nTry 'madewhere check --help' for help.\n\n"
        "Error: Invalid value for '--format': 'xml' is not one of 'text', 'json', 'github', 'markdown'.\n"),
    ),
    (
        ["check", "--zzz"],
        ("Usage: madewhere check [OPTIONS]\nTry 'madewhere check --help' for help.\n\n"
        "Error: No such option '--zzz'.\n"),
    ),
    (
        ["disclose"],
        ("Usage: madewhere disclose [OPTIONS] PRIVATE_DIR\nTry 'madewhere disclose --help' for help.\n\n"
        "Error: Missing argument 'PRIVATE_DIR'.\n"),
    ),
    (
        ["disclose", "nowhere", "--data", "nowhere"],
        ("madewhere: nowhere is no private folder: it has no private.json\n"
        "  Make one with `madewhere import FILE --member SLUG --private DIR`.\n"),
    ),
    (
        ["demo", "new", "--factories", "0"],
        ("Usage: madewhere demo [OPTIONS] DIR\nTry 'madewhere demo --help' for help.\n\n"
        f"Error: Invalid value for '--factories': 0 is not in the range {LEAST_FACTORIES}<=x<={MOST_FACTORIES}.\n"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    WRONG_USE,
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use(run, arguments, said):
    """Wrong use ends with status 2 and says what is wrong, to the letter, and what to do."""
    assert run(*arguments) == (2, "", said)


@pytest.mark.parametrize(
    "address", ["foo", "", "ftp://x.example/", "https://x.example/?a#b", "https://straße.example/"]
)
@pytest.mark.parametrize(
    "arguments", [["demo", "new", "--base-url"], ["build", "--data", "data", "--site-url"]]
)
def test_an_address_that_no_setting_would_take(run, tiny, tmp_path, arguments, address):
    """What publication.yaml would refuse as base URL is wrong use, and nothing is made."""
    status, out, err = run(*arguments, address)
    assert (status, out) == (2, "")
    assert (
        f"{address!r} is not an http(s) address of up to 200 characters without ?, # and @" in err
    )
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--out", ""],
        ["check", "--data", ""],
        ["demo", ""],
        ["import", "", "--member", "alder", "--private", "p"],
        ["import", "list.csv", "--member", "alder", "--private", ""],
        ["publish", "--site", ""],
    ],
    ids=" ".join,
)
def test_an_empty_path_is_wrong_use(run, arguments):
    """A variable that is not set never makes a command use the folder one happens to be in."""
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "it is empty" in err


@pytest.mark.parametrize(
    "content",
    [b"", b"text", b"- a", b"a: [", b"a: *b", b"\xff", b"name: !!python/object:os.system {}"],
)
@pytest.mark.parametrize("command", ["check", "build", "upgrade"])
def test_settings_that_cannot_be_read(run, tiny, command, content):
    """Where the settings are no settings at all there is nothing to check: status 2 and a sentence."""
    (tiny / "publication.yaml").write_bytes(content)
    status, out, err = run(command, "--data", "data")
    assert (status, out) == (2, "")
    assert err.startswith("madewhere: data/publication.yaml")


def test_what_is_no_member_is_told_and_the_rest_is_checked(run, tiny):
    """A file in place of a member's folder, and a folder that is no slug, are problems like others."""
    (tiny / "members" / "a-file").write_text("x")
    (tiny / "members" / "Über Marke").mkdir()
    status, out, err = run("check", "--data", "data", "--as-of", "2026-11-21")
    assert (status, err) == (1, "")
    assert "data/members/a-file\n  error file-unexpected (whole file)\n    no file of" in out
    assert "data/members/Über Marke\n  error file-unexpected (whole file)\n    no folder of" in out
    assert out.endswith("2 errors\n")


@pytest.mark.parametrize("command", ["check", "build", "upgrade"])
def test_a_folder_that_may_not_be_read_is_named(run, tiny, monkeypatch, command):
    """Nothing is published as if a member had left, and the folder stands in the message."""
    scandir = os.scandir

    def closed(place: object) -> object:
        if Path(str(place)).name == "alder":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
        return scandir(place)

    monkeypatch.setattr("os.scandir", closed)
    said = f"madewhere: {Path('data/members/alder')} cannot be used: Permission denied\n"
    assert run(command, "--data", "data") == (2, "", said)


def test_a_link_to_a_publication_is_followed_where_it_is_named(run, tiny, tmp_path):
    """The folder that a person names may be a link; what is in it may not."""
    (tmp_path / "linked").symlink_to(tiny)
    assert run("check", "--data", "linked", "--as-of", "2026-11-21")[0] == 0


def test_upgrade_names_what_it_wrote(run, tiny):
    """Upgrading lists its files, and says when there is nothing to do."""
    cells(SOURCING, 2, tier=" 1")(tiny)
    (tiny / DESCRIPTOR).unlink()
    assert run("upgrade", "--data", "data") == (
        0,
        f"  data/{SOURCING}\n  data/{DESCRIPTOR}\n2 files written again.\n",
        "",
    )
    assert run("upgrade", "--data", "data") == (0, "Everything is in form.\n", "")


def test_an_error_of_our_own_is_a_message(run, monkeypatch):
    """What a command cannot go on from is shown with its hint, and ends with 2."""

    def fail(*_args, **_options):
        raise MadewhereError("it broke", hint="Mend it.")

    monkeypatch.setattr("madewhere.check.check", fail)
    assert run("check") == (2, "", "madewhere: it broke\n  Mend it.\n")


@pytest.mark.parametrize("error", [ZeroDivisionError("oh"), RecursionError("deep"), MemoryError()])
def test_an_unforeseen_error_is_a_message_too(run, monkeypatch, error):
    """A fault of the program asks to be reported, and shows no traceback."""

    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr("madewhere.check.check", fail)
    status, out, err = run("check")
    assert (status, out) == (2, "")
    assert err.startswith(f"madewhere: this should not have happened: {type(error).__name__}")
    assert "MADEWHERE_DEBUG=1" in err


def test_stopping_is_no_error(run, monkeypatch):
    """Ctrl+C ends with the status that shells expect, and a sentence."""

    def stop(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("madewhere.check.check", stop)
    assert run("check") == (130, "", "\nmadewhere: stopped; nothing has been replaced\n")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(run, name):
    """Each command has a help text with all its options explained."""
    status, out, _ = run(name, "--help")
    assert status == 0
    assert out.startswith(f"Usage: madewhere {name}")
    options = [line for line in out.splitlines() if line.startswith("  -")]
    assert options


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], []])
def test_the_program_lists_its_commands(run, arguments):
    """Without a command, the program says which there are."""
    _, out, err = run(*arguments)
    for name in COMMANDS:
        assert f"  {name} " in out + err


def test_version(run):
    """The version is told."""
    from madewhere import __version__

    assert run("--version") == (0, f"madewhere, version {__version__}\n", "")


def separately(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own, as people do."""
    command = [str(PYTHON), "-m", "madewhere", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_as_a_process_of_its_own(tiny):
    """Status and output are those of the process, in a place where nothing but the data is."""
    cells(FACTORIES, 2, workers="many")(tiny)
    done = separately("check", "--data", "data", "--as-of", "2026-11-21", cwd=tiny.parent)
    assert done.returncode == 1
    assert done.stdout.startswith(f"data/{FACTORIES}\n  error cell-type (line 2, workers)\n")
    assert done.stderr == ""


def test_a_closed_pipe_is_no_error(tiny):
    """`madewhere check | head` ends quietly."""
    for line in (2, 3):
        cells(SOURCING, line, tier="9")(tiny)
    reading, writing = os.pipe()
    os.close(reading)
    command = [str(PYTHON), "-m", "madewhere", "check", "--data", str(tiny)]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert done.returncode in (1, 2)


def test_the_command_starts_without_the_heavy_libraries():
    """Asking for the commands loads no library that only some of them need."""
    script = (
        "import sys; sys.argv = ['madewhere', '--version']\n"
        "from madewhere.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'frictionless', 'shapely', 'folium', 'numpy', 'mkdocs', 'babel'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    done = subprocess.run([PYTHON, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_tiny_publication_is_left_alone():
    """No test writes into the fixture itself."""
    assert not (TINY / "cache").exists()
