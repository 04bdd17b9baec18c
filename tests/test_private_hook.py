"""The check before a commit: nothing of a private folder gets into Git."""

from __future__ import annotations

import csv
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from madewhere.demo import make_demo
from madewhere.package_writer import table_bytes
from madewhere.private.cap.exchange import file_bytes
from madewhere.private.folder import REPORTS
from madewhere.private.network.page import MARK
from madewhere.risk.contribution import Contribution, Counts
from madewhere.tables import CONTRIBUTION_TABLE, PRIVATE_TABLES
from private.inviting_case import ask, make_folder
from repositories import git, try_git
from tiny_publication import KNITS, WEAVES

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def private(tmp_path_factory):
    """A member's private folder, with what it contributes to the consolidated counts."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    make_demo(folder, factories=80)
    private = next(iter(sorted((folder / "private").iterdir())))
    counts = {
        ("social", "BD"): {"*": Counts(3, 1, (1, 0, 0)), "working-hours": Counts(3, 1, (1, 0, 0))}
    }
    contribution = Contribution(private.name, 2024, counts)
    content = table_bytes(CONTRIBUTION_TABLE, contribution.rows())
    (private / f"{CONTRIBUTION_TABLE}.csv").write_bytes(content)
    return private


@pytest.fixture
def repository(tmp_path):
    """A repository with the check in place."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "config", "core.hooksPath", str(ROOT / "scripts" / "hooks"))
    return folder


def commit(folder):
    """Try to commit everything; the result says whether it was refused, and why."""
    git(folder, "add", "--all", "--force")
    return try_git(folder, "commit", "--quiet", "--message", "A change")


def test_a_private_folder_is_refused(repository, private):
    """The folder as a whole is refused, in one line, and nothing is committed."""
    shutil.copytree(private, repository / "our list")
    done = commit(repository)
    assert done.returncode == 1
    count = len(list((repository / "our list").iterdir()))
    told = done.stderr.splitlines()
    assert told[0] == f"'our list': it is a private folder, {count} files of it"
    assert "    git restore --staged -- 'our list'" in told
    assert len(told) < 8
    assert try_git(repository, "rev-parse", "--verify", "HEAD").returncode != 0


@pytest.mark.parametrize("name", [*PRIVATE_TABLES, CONTRIBUTION_TABLE])
def test_a_private_table_is_known_by_its_columns(repository, private, name):
    """A single table under another name, in another order of columns, is refused too."""
    header, _, rest = (private / f"{name}.csv").read_text(encoding="utf-8").partition("\n")
    turned = ",".join(reversed(header.split(",")))
    (repository / "harmless.csv").write_text(f"\ufeff{turned}\r\n{rest}", encoding="utf-8")
    done = commit(repository)
    assert done.returncode == 1
    assert f"it holds the private table {name}" in done.stderr


DISGUISES = [
    ("a.csv", "utf-8", ";", ""),
    ("b.csv", "utf-8", "\t", ""),
    ("c.csv", "utf-8", '";"', ""),
    ("d.tsv", "utf-8", "\t", ""),
    ("e.TXT", "utf-8-sig", "|", ""),
    ("f", "utf-8", ",", ""),
    ("g.data", "utf-8", ",", ""),
    ("h.csv", "utf-16", "\t", ""),
    ("i.csv", "utf-16-le", ",", ""),
    ("j.csv", "utf-16-be", ",", ""),
    ("k.csv", "utf-32", ",", ""),
    ("l.csv", "utf-8", ",", "\r\n \n"),
    ("m.csv", "utf-8", ",", "sep=,\r\n"),
    ("n.csv", "utf-8", ",", "Our factories, as of today\n\n"),
    ("o.csv", "utf-8", ",", "one more,"),
]
"""A file's name, its encoding, its separator, and what stands before the table."""


@pytest.mark.parametrize("name", [*PRIVATE_TABLES, CONTRIBUTION_TABLE])
def test_a_private_table_in_disguise_is_refused(repository, private, name):
    """Neither the separator, the encoding, the name, lines above nor a column more hide a table."""
    text = (private / f"{name}.csv").read_text(encoding="utf-8")
    for file, encoding, separator, above in DISGUISES:
        (repository / file).write_bytes((above + text.replace(",", separator)).encode(encoding))
    done = commit(repository)
    assert done.returncode == 1
    assert done.stderr.splitlines()[: len(DISGUISES)] == [
        f"{file!r}: it holds the private table {name}" for file, *_ in sorted(DISGUISES)
    ]


def test_ordinary_columns_are_no_private_table(repository):
    """One such column alone, a public table and a program that names columns pass."""
    (repository / "list.csv").write_text("name;country;email\nAlpha Mill;BD;\n")
    (repository / "public.csv").write_text("factory_id,name,country,website\n")
    (repository / "columns.py").write_text('"""Columns."""\n\nNAMES = [\n    "email", "phone"\n]\n')
    (repository / "picture.bin").write_bytes(bytes(range(256)) * 40)
    assert commit(repository).returncode == 0


@pytest.mark.parametrize("name", ["network.html", "map.txt"])
def test_the_page_of_a_network_is_refused(repository, name):
    """It names factories that have not agreed; its mark counts wherever a browser puts it."""
    (repository / name).write_bytes(MARK.replace(b"html>", b"html>\n<!-- saved -->") + b"<html>")
    done = commit(repository)
    assert done.returncode == 1
    assert "it is a private supply network" in done.stderr


def test_the_pages_of_an_invitation_are_refused(repository, tiny, tmp_path):
    """The letter and the preview, under whatever name."""
    folder = make_folder(tmp_path / "private")
    result = ask(folder, tiny)
    pages = result.place / result.invited[0].reference
    shutil.copy(pages / "invitation.html", repository / "a.htm")
    shutil.copy(pages / "preview.html", repository / "b.html")
    done = commit(repository)
    assert done.returncode == 1
    assert "'a.htm': it is an invitation" in done.stderr
    assert "'b.html': it is the preview of an invitation" in done.stderr


def test_the_list_of_letters_and_one_of_answers_are_refused(repository, tiny, tmp_path):
    """Both name whom a member asked: the index beside the letters, and the answers that come back."""
    folder = make_folder(tmp_path / "private")
    shutil.copy(ask(folder, tiny).place / "index.csv", repository / "letters.csv")
    (repository / "back.csv").write_text("reference,answer,scopes\nAAAAA-AAAAA,refused,\n")
    done = commit(repository)
    assert done.returncode == 1
    assert "'letters.csv': it holds the private table" in done.stderr
    assert "'back.csv': it holds the private table" in done.stderr


@pytest.mark.parametrize("name", ["corrections.csv", "corrections.dat"])
def test_what_members_tell_each_other_is_refused(repository, name):
    """A file of `cap export` is known by how it begins, whatever its name."""
    row = {"told_by": "alder", "factory_id": "BD1G1D22Y"}
    (repository / name).write_bytes(file_bytes("alder", "birch", date(2026, 11, 21), [row]))
    done = commit(repository)
    assert done.returncode == 1
    assert "it tells another member of findings" in done.stderr


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_what_an_import_left_is_refused(repository, name):
    """Leftovers of imports hold what has no consent."""
    (repository / f"{name}.csv").write_text("a,b\n1,2\n")
    assert commit(repository).returncode == 1


def test_what_the_project_tracks_passes(repository):
    """The publication, the templates, schemas and tests are nothing private, by the commit or as a whole."""
    for name in ("data", "scripts", "site_src", "templates", "tests"):
        compiled = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, repository / name, ignore=compiled)
    assert commit(repository).returncode == 0
    everything = subprocess.run(
        [ROOT / "scripts" / "hooks" / "pre-commit", "--all"],
        cwd=repository,
        capture_output=True,
        check=False,
    )
    assert everything.returncode == 0


def test_what_was_committed_in_spite_of_it_is_found(repository, private):
    """Looking at all tracked files finds what a commit without the check let in."""
    shutil.copy(private / "contacts.csv", repository / "list.csv")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--no-verify", "--message", "A slip")
    everything = subprocess.run(
        [ROOT / "scripts" / "hooks" / "pre-commit", "--all"],
        cwd=repository,
        capture_output=True,
        check=False,
        text=True,
    )
    assert everything.returncode == 1
    assert "'list.csv': it holds the private table contacts" in everything.stderr


@pytest.fixture
def published(repository, tiny):
    """The repository of the tiny publication, with all of it committed."""
    shutil.copytree(tiny, repository / "data")
    assert commit(repository).returncode == 0
    return repository


def test_a_factory_without_consent_is_refused(published, private):
    """The private table over the public one, and a consent that goes while the factory stays."""
    table = published / "data/members/alder/factories.csv"
    before = table.read_bytes()
    shutil.copy(private / "factories.csv", table)
    done = commit(published)
    assert done.returncode == 1
    assert "'data/members/alder/factories.csv': no consent to be named stands beside" in done.stderr
    table.write_bytes(before)
    consents = table.with_name("consents.csv")
    lines = consents.read_text(encoding="utf-8").splitlines(keepends=True)
    consents.write_text("".join(line for line in lines if KNITS not in line), encoding="utf-8")
    assert f"stands beside '{KNITS}'" in commit(published).stderr


def test_a_step_at_a_factory_without_consent_is_refused(published):
    """Where a product was made is named only with a consent to that; elsewhere the table is refused whole."""
    steps = published / "data/members/alder/product_steps.csv"
    text = steps.read_text("utf-8")
    steps.write_text(text.replace("not-disclosed,", f"factory,{WEAVES}", 1), encoding="utf-8")
    told = f"product_steps.csv': no consent to be named stands beside '{WEAVES}'"
    assert told in commit(published).stderr
    steps.write_text(text, encoding="utf-8")
    (published / "where.csv").write_text(text, encoding="utf-8")
    assert "'where.csv': it holds the table product_steps" in commit(published).stderr


def test_a_consent_for_all_members_covers_another_ones_row(published):
    """It stands in the package of the member that asked."""
    birch, alder = (published / "data/members" / slug for slug in ("birch", "alder"))
    header, *rows = (birch / "factories.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (alder / "factories.csv").write_text(header + "".join(rows), encoding="utf-8")
    shown = {row.partition(",")[0] for row in rows}
    consents = birch / "consents.csv"
    text = consents.read_text(encoding="utf-8").replace(",birch,", ",*,")
    consents.write_text(text, encoding="utf-8")
    assert all(f"{each},identity,*" in text for each in shown)
    assert commit(published).returncode == 0


@pytest.mark.parametrize(
    "name",
    [
        "suppliers-all.csv",
        "members/alder/x.pdf",
        "members/alder/list.xlsx",
        "all.zip",
        "ledger/a b.csv",
    ],
)
def test_what_is_no_file_of_a_publication_is_refused_below_data(published, private, name):
    """A copied table, a signed sheet, a workbook and an archive: all of `data/` is public."""
    shutil.copy(private / "factories.csv", published / "data" / name)
    done = commit(published)
    assert done.returncode == 1
    assert f"'data/{name}': it is no file of a publication" in done.stderr


def test_a_column_that_the_table_has_not_is_refused(published):
    """A supplier list under the name of a public table."""
    table = published / "data/members/alder/sourcing.csv"
    table.write_text("factory_id,Contact person\n", encoding="utf-8")
    assert "the table sourcing has no column 'Contact person'" in commit(published).stderr


@pytest.mark.parametrize("kind", ["zip", "tar", "gztar", "xztar"])
def test_an_archive_of_a_private_folder_is_refused(repository, private, tmp_path, kind):
    """Wherever it lies, by what is in it."""
    made = shutil.make_archive(str(tmp_path / "backup"), kind, private.parent, private.name)
    shutil.copy(made, repository / "picture.bin")
    done = commit(repository)
    assert done.returncode == 1
    assert "'picture.bin': it is an archive of a private folder" in done.stderr


def test_a_list_of_suppliers_is_refused_outside_of_data_too(repository, private):
    """A list with e-mail addresses, and the private factories under another name."""
    (repository / "a.csv").write_text("Name;E-mail\nMill;a@mill.example\nYarn;b@yarn.example\n")
    shutil.copy(private / "factories.csv", repository / "b.csv")
    done = commit(repository)
    assert done.returncode == 1
    assert "'a.csv': it is a list with 2 e-mail addresses" in done.stderr
    assert "'b.csv': it holds the table factories" in done.stderr


def test_a_workbook_is_looked_into(repository, private):
    """A supplier list as it came, and a private table that was saved as a workbook; other workbooks pass."""
    suppliers, saved, harmless = (openpyxl.Workbook() for _ in range(3))
    for row in (["Name", "E-mail"], ["Mill", "a@mill.example"], ["Yarn", "b@yarn.example"]):
        suppliers.active.append(row)
    for row in csv.reader((private / "invitations.csv").read_text().splitlines()):
        saved.active.append(row)
    for row in (["Name", "Note"], ["Mill", "write to info@mill.example; or call"]):
        harmless.active.append(row)
    for name, book in (("a.xlsx", suppliers), ("b.bin", saved), ("c.xlsx", harmless)):
        book.save(repository / name)
    with zipfile.ZipFile(repository / "d.ods", "w") as packed:
        cells = "".join(f"<text:p>{n}@mill.example</text:p>" for n in range(3))
        packed.writestr(
            "content.xml", f"<office:document-content>{cells}</office:document-content>"
        )
    done = commit(repository)
    assert done.returncode == 1
    assert done.stderr.splitlines()[:3] == [
        "'a.xlsx': it is a workbook with 2 e-mail addresses",
        "'b.bin': it holds the private table invitations",
        "'d.ods': it is a workbook with 3 e-mail addresses",
    ]
    assert "c.xlsx" not in done.stderr


def test_much_that_is_wrong_is_said_in_few_lines(repository):
    """Of many files the first are named and the rest counted."""
    for number in range(50):
        (repository / f"{number}.csv").write_text("reference,answer,scopes\n")
    told = commit(repository).stderr.splitlines()
    assert "… and 30 more" in told
    assert len(told) < 30
