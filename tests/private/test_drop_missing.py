"""A private folder that does not know most of what its member shows takes it out only on purpose."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from checking import read_rows
from madewhere.cli import madewhere
from madewhere.demo import make_demo
from madewhere.private import hindering
from madewhere.private.folder import open_private
from on_disk import everything


@pytest.fixture
def data(tmp_path):
    """The data of a publication with members of more than a handful of factories."""
    make_demo(tmp_path / "demo", factories=80)
    return tmp_path / "demo" / "data"


@pytest.fixture
def member(data):
    """The folder of the member with the most factories."""
    folders = (data / "members").iterdir()
    return max(folders, key=lambda folder: len(read_rows(folder / "factories.csv")))


def disclose(private, data, *options):
    """Run the command as a script would."""
    asked = ["disclose", str(private), "--data", str(data), "--yes", *options]
    return CliRunner().invoke(madewhere, asked)


def test_another_folder_does_not_empty_the_package(tmp_path, data, member):
    """A fresh folder knows no public factory: nothing is written, and the option is named."""
    open_private(tmp_path / "fresh", member.name)
    count = len(read_rows(member / "factories.csv")) - 1
    before = everything(data)
    done = disclose(tmp_path / "fresh", data)
    assert done.exit_code == 1
    assert f"does not know {count:,} of the {count:,} factories that {member.name}" in done.output
    assert "--drop-missing" in done.output
    assert everything(data) == before


def test_it_goes_where_that_is_meant(tmp_path, data, member):
    """With the option the factories leave the package."""
    open_private(tmp_path / "fresh", member.name)
    done = disclose(tmp_path / "fresh", data, "--drop-missing")
    assert "Written to" in done.output
    assert len(read_rows(member / "factories.csv")) == 1


def test_fewer_than_half_go_without_it(data, member, monkeypatch):
    """A folder that lacks some of its rows is told of, and obeyed."""
    monkeypatch.setattr(hindering, "HANDFUL", 2)
    private = data.parent / "private" / member.name
    table = private / "factories.csv"
    shown = {row[0] for row in read_rows(member / "factories.csv")[1:]}
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    dropped = [line for line in lines if line.split(",")[0] in shown][: len(shown) // 2 - 1]
    assert len(dropped) > 2
    table.write_text("".join(line for line in lines if line not in dropped), encoding="utf-8")
    disclose(private, data)
    left = {row[0] for row in read_rows(member / "factories.csv")[1:]}
    assert not left & {line.split(",")[0] for line in dropped}
