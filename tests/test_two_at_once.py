"""Two open proposals, merged by Git: nothing conflicts, nothing is lost, and duplicates are told.

Each round makes other changes from its own seed. `MADEWHERE_ROUNDS` sets how many rounds there are.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from madewhere.check import CheckResult, check
from madewhere.events.succession import close
from madewhere.events.withdrawal import withdraw
from madewhere.going_public import plan, write
from madewhere.identifiers import mint_factory_id
from madewhere.package_writer import table_bytes
from madewhere.private.folder import open_private, write_private_table
from madewhere.problems import Level
from madewhere.project import ROOT
from madewhere.tables import MEMBER_TABLES
from madewhere.upgrade import upgrade
from on_disk import csv_rows
from repositories import try_git
from tiny_publication import AS_OF, DENIM, KNITS, TINY, WEAVES

ROUNDS = int(os.environ.get("MADEWHERE_ROUNDS", "12"))

Rows = list[dict[str, str]]
Proposal = Callable[["Work"], None]

TOWNS = {"BD": "Gazipur", "VN": "Nam Dinh", "TR": "Denizli", "IN": "Tiruppur", "PT": "Guimarães"}
WORDS = [
    "Amber",
    "Birdsong",
    "Clover",
    "Dandelion",
    "Elder",
    "Foxglove",
    "Gorse",
    "Hazel",
    "Iris",
    "Juniper",
    "Kestrel",
    "Lark",
]
TRADES = ["Knitwear", "Weaving", "Dyeing", "Denim", "Embroidery", "Footwear", "Laundry", "Trims"]


class Work:
    """A clone of a publication in which proposals are made and merged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        folder.mkdir()
        self.git("init", "-q", "--initial-branch=main")
        shutil.copytree(TINY, self.data)
        shutil.copy(ROOT / ".gitattributes", folder)
        self.commit("base")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Git, whether it succeeds or not."""
        return try_git(self.folder, "-c", "gc.auto=0", *arguments)

    def commit(self, message: str) -> None:
        """Commit everything."""
        assert self.git("add", "-A").returncode == 0
        assert self.git("commit", "--allow-empty", "-qm", message).returncode == 0

    def propose(self, name: str, proposal: Proposal) -> None:
        """Make a proposal on a branch of its own, from the base."""
        assert self.git("checkout", "-q", "-b", name, "main").returncode == 0
        proposal(self)
        self.commit(name)

    def merge_both(self, first: str, second: str, *, decided: bool = False) -> CheckResult:
        """Merge one proposal and then the other into a copy of the main branch, and check that.

        ``decided`` says that a person settles what Git leaves open about consents, and nothing else.
        """
        branch = f"{first}-{second}"
        assert self.git("checkout", "-q", "-b", branch, "main").returncode == 0
        for name in (first, second):
            merged = self.git("merge", "-q", "--no-ff", "-m", f"merge {name}", name)
            if merged.returncode and decided:
                self.decide()
            else:
                assert merged.returncode == 0, merged.stdout + merged.stderr
            if name == first:
                assert self.git("tag", "-f", "landed").returncode == 0
        return check(self.data, as_of=AS_OF, base="landed")

    def decide(self) -> None:
        """Settle consents as a person would: what either side took back is gone, what it added is in."""
        files = self.git("diff", "--name-only", "--diff-filter=U").stdout.split()
        assert files
        assert all(file.endswith("/consents.csv") for file in files)
        for file in files:
            base, ours, theirs = (
                self.git("show", f":{side}:{file}").stdout.splitlines() for side in (1, 2, 3)
            )
            header, lines = base[0], set(base)
            kept = (set(ours) & set(theirs)) | (set(ours) - lines) | (set(theirs) - lines)
            text = "\n".join([header, *sorted(kept - {header})]) + "\n"
            (self.folder / file).write_text(text, "utf-8")
        self.commit("decided")

    def rows(self, file: str) -> Rows:
        """The rows of a table of the data."""
        return csv_rows(self.data / file)


def texts(result: CheckResult, least: Level = Level.ERROR) -> list[str]:
    """The problems of a level or worse, to be shown by a test that fails."""
    return [f"{p.code} {p.file}:{p.line} {p.message}" for p in result.problems if p.level >= least]


def duplicates(result: CheckResult) -> dict[str, str]:
    """The file by the pair of each likely duplicate."""
    return {p.subject: p.file for p in result.problems if p.code.startswith("duplicate-")}


def a_factory(chance: random.Random, number: int) -> dict[str, str]:
    """An invented factory; different numbers never look alike."""
    country = chance.choice(sorted(TOWNS))
    return {
        "name": f"{WORDS[number % 12]} {WORDS[number // 12 % 12]} {chance.choice(TRADES)} {number}",
        "street_address": f"{number} {chance.choice(WORDS)} Road {number}",
        "locality": TOWNS[country],
        "country": country,
    }


def disclosed(
    work: Work, member: str, factories: Rows, *, day: date, edit: Callable[[Rows], object] | None
) -> None:
    """Add factories to a member's private folder, with consents, and let them out from there."""
    private = work.folder.parent / f"private-{work.git('branch', '--show-current').stdout.strip()}"
    open_private(private, member)
    tables: dict[str, Rows] = {}
    for name in MEMBER_TABLES:
        path = f"members/{member}/{name}.csv"
        tables[name] = work.rows(path) if (work.data / path).exists() else []
    if edit is not None:
        edit(tables["factories"])
    for row in factories:
        dated = {f"{group}_stated_on": day.isoformat() for group in ("name", "address")}
        sourced = {f"{group}_stated_by": "member" for group in ("name", "address")}
        tables["factories"].append({**row, **dated, **sourced})
        tables["sourcing"].append({"factory_id": row["factory_id"]})
        tables["consents"] += [
            {
                "factory_id": row["factory_id"],
                "scope": scope,
                "member": member,
                "decided_on": "2026-01-05",
                "text_version": "2025-1",
                "language": "en",
                "method": "signed-document",
                "evidence_sha256": f"{hash_of(row['factory_id'], scope)}",
                "recorded_by": "member-sourcing",
            }
            for scope in ("identity", "audits")
        ]
    for name, rows in tables.items():
        write_private_table(private, name, rows)
    going = plan(private, work.data, as_of=day, demo=True)
    assert not going.problems, going.problems
    write(going)
    shutil.rmtree(private)


def hash_of(*parts: str) -> str:
    """Some fingerprint."""
    return f"{random.Random('|'.join(parts)).getrandbits(256):064x}"


def joined(work: Work, slug: str) -> None:
    """Enter a new member into the register."""
    path = work.data / "registers" / "members.csv"
    rows = csv_rows(path)
    new = {"slug": slug, "name": f"{slug.title()} (fictional)", "country": "NL"}
    path.write_bytes(table_bytes("members", [*rows, {**new, "joined_on": "2026-10-01"}]))


def a_proposal(
    seed: str, member: str, *, day: date, shared: dict[str, str], known: str | None
) -> tuple[Proposal, list[str]]:
    """A random proposal of a member, and the IDs that it will mint, the shared factory's first."""
    chance = random.Random(seed)
    taken: set[str] = set()
    base = 100 * (1 + sum(seed.encode()) % 7) + (5000 if seed.endswith("two") else 0)
    new = [dict(shared), *(a_factory(chance, base + n) for n in range(chance.randrange(6)))]
    for row in new:
        row["factory_id"] = mint_factory_id(row["country"], chance, taken)
    minted = [row["factory_id"] for row in new]
    own = {"alder": KNITS, "birch": DENIM}.get(member)

    def edit(rows: Rows) -> None:
        if own is not None and chance.random() < 0.5:
            row = next(r for r in rows if r["factory_id"] == own)
            row["locality"] = row["locality"] + " East"

    def proposal(work: Work) -> None:
        factories = list(new)
        if known is not None:
            row = next(
                r
                for name in ("alder", "birch")
                for r in work.rows(f"members/{name}/factories.csv")
                if r["factory_id"] == known
            )
            kept = ("factory_id", "name", "street_address", "locality", "country")
            factories.append({column: row[column] for column in kept})
        if member not in ("alder", "birch"):
            joined(work, member)
        disclosed(work, member, factories, day=day, edit=edit)
        if own is not None and chance.random() < 0.4:
            close(own, work.data, day=day)
        if len(minted) > 2 and chance.random() < 0.4:
            withdraw([minted.pop()], work.data, day=day)

    return proposal, minted


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_two_members_at_once(tmp_path: Path, seed: int) -> None:
    """Whatever two members add, in either order, merges, has no error, and the duplicate is told."""
    chance = random.Random(f"two members {seed}")
    work = Work(tmp_path / "work")
    members = chance.choice([("alder", "birch"), ("alder", "cedar"), ("cedar", "dogwood")])
    shared = a_factory(chance, 9999)
    minted, known = {}, {"alder": DENIM, "birch": WEAVES}
    for place, (name, member) in enumerate(zip(("one", "two"), members, strict=True)):
        disclosing = known.get(member) if chance.random() < 0.5 else None
        day = AS_OF - timedelta(days=1 - place)
        proposal, minted[name] = a_proposal(
            f"{seed} {name}", member, day=day, shared=shared, known=disclosing
        )
        work.propose(name, proposal)
    pair = "|".join(sorted((minted["one"][0], minted["two"][0])))
    file_of = {
        name: f"members/{member}/factories.csv"
        for name, member in zip(("one", "two"), members, strict=True)
    }
    for first, second in (("one", "two"), ("two", "one")):
        result = work.merge_both(first, second)
        assert texts(result) == []
        # What landed first is the older, as long as the other one is proposed.
        assert duplicates(result) == {pair: file_of[second]}
        # When both have landed the days decide, and the first proposal is dated a day earlier.
        assert duplicates(check(work.data, as_of=AS_OF)) == {pair: file_of["two"]}
        there = {
            row["factory_id"]
            for member in members
            for row in work.rows(f"members/{member}/factories.csv")
        }
        assert {*minted["one"], *minted["two"]} <= there


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_one_member_twice_at_once(tmp_path: Path, seed: int) -> None:
    """Two proposals of one member merge too, but where both touch the same consents a person decides."""
    chance = random.Random(f"one member {seed}")
    work = Work(tmp_path / "work")
    member = chance.choice(["alder", "birch"])
    shared, minted = a_factory(chance, 9999), {}
    for name in ("one", "two"):
        factories = [dict(shared)]
        factories += [
            a_factory(chance, 1000 * len(name + "x" * len(minted)) + n)
            for n in range(chance.randrange(5))
        ]
        for row in factories:
            row["factory_id"] = mint_factory_id(row["country"], chance, set())
        minted[name] = [row["factory_id"] for row in factories]
        work.propose(
            name,
            lambda w, rows=factories: disclosed(w, member, rows, day=AS_OF, edit=None),  # type: ignore[misc]
        )
    for first, second in (("one", "two"), ("two", "one")):
        result = work.merge_both(first, second, decided=True)
        # Git may repeat a row that stands between two places where both added something.
        assert {p.code for p in result.problems if p.level is Level.ERROR} <= {"key-repeated"}
        assert list(duplicates(result)) == ["|".join(sorted((minted["one"][0], minted["two"][0])))]
        upgrade(work.data)
        work.commit("in order")
        after = check(work.data, as_of=AS_OF, base="landed")
        assert not [p for p in after.problems if p.code == "rows-unsorted"]
        assert texts(after) == []
        there = [r["factory_id"] for r in work.rows(f"members/{member}/factories.csv")]
        assert {*minted["one"], *minted["two"]} <= set(there)
        assert there == sorted(set(there))


def edited(column: str, value: str, member: str = "alder", factory: str = KNITS) -> Proposal:
    """A proposal that sets one cell."""

    def proposal(work: Work) -> None:
        file = f"members/{member}/factories.csv"
        rows = work.rows(file)
        next(r for r in rows if r["factory_id"] == factory)[column] = value
        (work.data / file).write_bytes(table_bytes("factories", rows))

    return proposal


def test_the_same_row_edited_twice_is_told(tmp_path: Path) -> None:
    """Both versions of a row stay, and the check names the row that stands twice."""
    work = Work(tmp_path / "work")
    work.propose("one", edited("workers", "700"))
    work.propose("two", edited("locality", "Savar"))
    result = work.merge_both("one", "two")
    assert [p.code for p in result.problems if p.level is Level.ERROR] == ["key-repeated"]


def test_a_withdrawal_beats_an_edit(tmp_path: Path) -> None:
    """Where one proposal withdraws what another edits, the check names every row that is left."""
    work = Work(tmp_path / "work")
    work.propose("one", lambda w: withdraw([KNITS], w.data, day=AS_OF) and None)
    work.propose("two", edited("locality", "Savar"))
    for first, second in (("one", "two"), ("two", "one")):
        result = work.merge_both(first, second)
        if any(r["factory_id"] == KNITS for r in work.rows("members/alder/factories.csv")):
            codes = {p.code for p in result.problems if p.level is Level.ERROR}
            assert "consent-withdrawn" in codes
            withdraw([KNITS], work.data, day=AS_OF)
            work.commit("again")
        assert texts(check(work.data, as_of=AS_OF, base="landed")) == []
        assert KNITS not in (work.data / "members/alder/factories.csv").read_text("utf-8")


def test_both_withdraw_the_same_factory(tmp_path: Path) -> None:
    """The same withdrawal twice on one day is the same ledger file, and nothing to quarrel about."""
    work = Work(tmp_path / "work")
    work.propose("one", lambda w: withdraw([KNITS], w.data, day=AS_OF) and None)
    work.propose("two", lambda w: withdraw([KNITS], w.data, day=AS_OF) and None)
    for order in (("one", "two"), ("two", "one")):
        assert texts(work.merge_both(*order)) == []


def test_withdrawals_of_rows_that_touch(tmp_path: Path) -> None:
    """Where Git brings a withdrawn row back, the check names it, and withdrawing again removes it."""
    work = Work(tmp_path / "work")
    work.propose("one", lambda w: withdraw([KNITS, DENIM], w.data, day=AS_OF) and None)
    work.propose("two", lambda w: withdraw([KNITS], w.data, day=AS_OF) and None)
    for order in (("one", "two"), ("two", "one")):
        result = work.merge_both(*order, decided=True)
        codes = {p.code for p in result.problems if p.level is Level.ERROR}
        assert codes == {"consent-withdrawn"}
        withdraw([KNITS, DENIM], work.data, day=AS_OF)
        work.commit("again")
        assert texts(check(work.data, as_of=AS_OF, base="landed")) == []


def test_two_new_members(tmp_path: Path) -> None:
    """Two rows at the same place of the register are both taken."""
    work = Work(tmp_path / "work")
    for slug in ("cedar", "dogwood"):
        work.propose(slug, lambda w, slug=slug: joined(w, slug))  # type: ignore[misc]
    assert texts(work.merge_both("dogwood", "cedar")) == []
    slugs = {row["slug"] for row in work.rows("registers/members.csv")}
    assert slugs == {"alder", "birch", "cedar", "dogwood"}


def test_the_same_new_table_twice(tmp_path: Path) -> None:
    """Two proposals that begin the same optional table agree on the descriptor too."""

    def started(factory: str) -> Proposal:
        def proposal(work: Work) -> None:
            link: dict[str, Any] = {"supplier_id": factory, "customer_id": KNITS}
            stated = {"tier": 2, "stated_on": AS_OF, "stated_by": "member"}
            folder = work.data / "members/birch"
            (folder / "supply_links.csv").write_bytes(
                table_bytes("supply_links", [{**link, **stated}])
            )
            upgrade(work.data)

        return proposal

    work = Work(tmp_path / "work")
    work.propose("one", started(DENIM))
    work.propose("two", started(WEAVES))
    work.merge_both("one", "two")
    assert len(work.rows("members/birch/supply_links.csv")) == 2
    assert json.loads((work.data / "members/birch/datapackage.json").read_bytes())["demo"] is True


def test_no_merge_brings_a_yes_back(tmp_path: Path) -> None:
    """A consent that one proposal took back, beside one that another adds, is for people to decide."""
    work = Work(tmp_path / "work")

    def taken_back(work: Work) -> None:
        path = work.data / "members/birch/consents.csv"
        rows = [
            row for row in work.rows("members/birch/consents.csv") if row["factory_id"] != DENIM
        ]
        path.write_bytes(table_bytes("consents", rows))

    def beside(work: Work) -> None:
        path = work.data / "members/birch/consents.csv"
        rows = work.rows("members/birch/consents.csv")
        last = next(row for row in rows if row["factory_id"] == DENIM)
        path.write_bytes(table_bytes("consents", [*rows, {**last, "scope": "ratings"}]))

    work.propose("one", taken_back)
    work.propose("two", beside)
    for order in (("one", "two"), ("two", "one")):
        assert work.git("checkout", "-q", "-b", "-".join(order), "main").returncode == 0
        assert work.git("merge", "-q", "--no-ff", "-m", "first", order[0]).returncode == 0
        assert work.git("merge", "-q", "--no-ff", "-m", "second", order[1]).returncode != 0
        assert work.git("merge", "--abort").returncode == 0
