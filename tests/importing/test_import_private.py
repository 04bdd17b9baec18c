"""The private folder: whose it is, that Git never takes it, and that files are whole."""

from __future__ import annotations

import os

import pytest

from madewhere import tables
from madewhere.errors import MadewhereError, UsageError
from madewhere.importing import taking
from madewhere.private import folder as private
from repositories import git

TEXT = "name,country\nA,TR\nB,TR\n"


def test_tables_have_exactly_the_columns_of_the_schema(take, tmp_path):
    """Tables are written with all columns, sorted, with LF, and read back the same."""
    take(TEXT)
    package = private.read_private(tmp_path / "private")
    assert package.member == "aldermoss"
    for name in ("factories", "consents", "sourcing"):
        head, *rows = (tmp_path / "private" / f"{name}.csv").read_bytes().split(b"\n")
        assert tuple(head.decode().split(",")) == tables.table(name).columns
        assert rows == [*sorted(rows[:-1]), b""]
    assert package.tables["consents"] == []
    assert len(package.tables["import_log"]) == 1


def test_a_fresh_folder_shows_what_may_be_put_in(take, tmp_path):
    """Each table is there with its columns; what somebody filled in stays, and what was removed comes back."""
    take(TEXT)
    folder = tmp_path / "private"
    for name in (*tables.MEMBER_TABLES, *tables.PRIVATE_TABLES):
        head, *rows = (folder / f"{name}.csv").read_text().splitlines()
        assert tuple(head.split(",")) == tables.table(name).columns
        assert (len(rows) > 0) is (name in ("factories", "sourcing"))
    row = dict.fromkeys(tables.table("supply_links").columns, "") | {"supplier_id": "CN3T9W0A9"}
    private.write_private_table(folder, "supply_links", [row])
    (folder / "audits.csv").unlink()
    take(TEXT)
    assert private.read_private(folder).tables["supply_links"] == [row]
    assert private.read_private(folder).tables["audits"] == []


def test_a_checkout_that_does_not_ignore_the_folder_is_refused(take, tmp_path):
    """Inside a Git work tree only an ignored folder without tracked files will do."""
    git(tmp_path, "init")
    with pytest.raises(MadewhereError, match="not ignored"):
        take(TEXT)
    assert not (tmp_path / "private").exists()
    (tmp_path / ".gitignore").write_text("private/\n")
    assert take(TEXT).taken == 2
    git(tmp_path, "add", "--force", "private/sourcing.csv")
    with pytest.raises(MadewhereError, match="Git"):
        take(TEXT)


def test_folders_of_others_are_refused(take, tmp_path):
    """Another member's folder, one with other things in it, and a wrong slug are refused."""
    take(TEXT)
    with pytest.raises(MadewhereError, match="belongs to the member aldermoss"):
        take(TEXT, member="other")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(MadewhereError, match="not empty"):
        take(TEXT, private=tmp_path / "full")
    with pytest.raises(UsageError):
        take(TEXT, private=tmp_path / "new", member="../up")
    with pytest.raises(MadewhereError, match="no private folder"):
        private.read_private(tmp_path / "full")


def test_a_dry_run_writes_nothing(take, tmp_path):
    """With `dry_run` not even the folder is made."""
    assert take(TEXT, dry_run=True).taken == 2
    assert not (tmp_path / "private").exists()


def test_an_import_that_fails_leaves_the_folder_as_it_was(take, tmp_path, monkeypatch):
    """A full disk while the fifth file is written changes nothing; a second import takes the list."""
    take(TEXT)
    folder = tmp_path / "private"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    opened, count = os.open, 0

    def failing(path, flags, *mode, **options):
        nonlocal count
        if str(path).endswith(".partial"):
            count += 1
            if count == 5:
                raise OSError(28, "No space left on device")
        return opened(path, flags, *mode, **options)

    monkeypatch.setattr(os, "open", failing)
    with pytest.raises(OSError, match="No space"):
        take("name,country\nC,TR\n")
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert take("name,country\nC,TR\n").taken == 1


def test_a_table_that_a_spreadsheet_saved_is_read(take, tmp_path):
    """A byte-order mark, CRLF and semicolons do no harm; other columns are told."""
    take(TEXT)
    path = tmp_path / "private" / "sourcing.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(private.read_private(path.parent).tables["sourcing"]) == 2
    path.write_text("factory_id;tier;since\n")
    assert private.read_private(path.parent).tables["sourcing"] == []
    path.write_text("factory_id;level;since\n")
    with pytest.raises(MadewhereError, match="level"):
        private.read_private(path.parent)


def test_points_in_the_other_hemisphere_differ():
    """A point is compared by its text, sign included."""
    assert not taking._says_same("latitude", "-6.93", "6.93")
    assert taking._says_same("name", "A. Ltd", "a ltd")
