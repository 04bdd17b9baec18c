"""After a withdrawal nothing that was withdrawn can be read from the published branch, history included."""

from __future__ import annotations

import io
import os
import re
import subprocess
import zipfile
from pathlib import Path

from checking import FACTORIES, cells
from madewhere.build import build
from madewhere.events.withdrawal import withdraw
from madewhere.publish import publish
from madewhere.publish.hosts import HOSTS
from madewhere.verify.spellings import spellings
from on_disk import csv_rows
from tiny_publication import AS_OF, KNITS

GENERAL = {"Apparel", "Dhaka", "Gazipur", "BD", "bn", "T-shirts", "cutting|sewing"}
"""Words of the row that others and the pages of help may say too."""


ROUNDED = re.compile(rb"23\.987[0-9]*[^0-9]{1,20}90\.43[12]|90\.43[12][0-9]*[^0-9]{1,20}23\.987")
"""The point as a map may write it with fewer digits."""


def git(folder: Path, *arguments: str, **options: bytes) -> bytes:
    """Run Git with no settings but its own."""
    who = ("-c", "user.name=Asha", "-c", "user.email=asha@example.org")
    return subprocess.run(
        ["git", "-C", str(folder), *who, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        **options,  # type: ignore[call-overload]
    ).stdout


def objects(repository: Path, branch: str) -> list[bytes]:
    """Every object that the branch leads to, commits and names of files too; archives unpacked."""
    listed = git(repository, "rev-list", "--objects", branch)
    found = [listed]
    for line in listed.splitlines():
        name = line.split()[0].decode()
        kind = git(repository, "cat-file", "-t", name).decode().strip()
        content = git(repository, "cat-file", kind, name)
        found.append(content)
        if content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                found += [archive.read(inner) for inner in archive.namelist()]
    return found


def values(data: Path) -> dict[str, set[bytes]]:
    """What the two members say of the factory that is its own, in every way that a file writes it."""
    found = {}
    for member in ("alder", "birch"):
        for table in ("factories", "consents"):
            path = data / "members" / member / f"{table}.csv"
            rows = [row for row in csv_rows(path) if row["factory_id"] == KNITS]
            for row in rows:
                for column in (
                    "name",
                    "name_native",
                    "street_address",
                    "latitude",
                    "longitude",
                    "os_id",
                    "parent_company",
                    "website",
                    "evidence_sha256",
                ):
                    value = row.get(column, "")
                    if value and value not in GENERAL:
                        found[value] = spellings(value)
    return found


def test_the_published_branch_holds_nothing_that_was_withdrawn(tiny, tmp_path, monkeypatch):
    """Published, withdrawn, committed, built, published again: no object leads back to a value."""
    hub, work, site = tmp_path / "hub.git", tiny.parent, tmp_path / "site"
    # Some of its values are examples in the data dictionary, which every site has.
    cells(FACTORIES, 2, name_native="অদৃশ্য বুনন", latitude="23.9871", longitude="90.4319",
          os_id="")(tiny)  # fmt: skip
    git(tmp_path, "init", "-q", "--bare", "--initial-branch=main", str(hub))
    git(work, "init", "-q", "--initial-branch=main")
    git(work, "remote", "add", "origin", str(hub))
    git(work, "add", "data")
    git(work, "commit", "-qm", "data")
    git(work, "push", "-q", "origin", "main")
    withdrawn = values(tiny)
    assert len(withdrawn) > 15

    def put() -> list[bytes]:
        build(tiny, site, as_of=AS_OF, cache=tmp_path / "cache")
        publish(
            site,
            repository=work,
            remote="origin",
            branch="gh-pages",
            as_of_check=False,
            today=AS_OF,
            host=HOSTS["github"],
        )
        return objects(hub, "gh-pages")

    def told(contents: list[bytes]) -> set[str]:
        whole = b"\0".join(contents)
        found = {value for value, ways in withdrawn.items() if any(way in whole for way in ways)}
        return found | ({"a rounded point"} if ROUNDED.search(whole) else set())

    before = told(put())
    assert {"Fable Knitwear Ltd", "Plot 14, Imaginary Zone", "23.9871", "a rounded point"} <= before
    withdraw([KNITS], tiny, day=AS_OF)
    git(work, "add", "data")
    git(work, "commit", "-qm", "withdrawn")
    git(work, "push", "-q", "origin", "main")
    after = put()
    assert told(after) == set()
    assert git(hub, "rev-list", "--count", "gh-pages").strip() == b"1"
    page = git(hub, "show", f"gh-pages:F/{KNITS}/index.html").decode()
    assert KNITS in page
    assert not any(member in page.lower() for member in ("alder", "birch"))
    record = git(hub, "show", f"gh-pages:F/{KNITS}/record.json").decode()
    assert '"withdrawn"' in record
    # The branch of the data is another matter: its history has the rows until somebody purges it.
    assert told(objects(hub, "main"))
