"""After any change, what a check that keeps finds is what one finds that looks at everything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest

from checking import read_rows, write_rows
from madewhere import crosscheck
from madewhere.check import check
from madewhere.demo.make import make_demo
from madewhere.discover import discover
from madewhere.package_writer import table_bytes

AS_OF = date(2026, 11, 21)
SEEDS = int(os.environ.get("MADEWHERE_TEST_SEEDS", "4"))
"""How many sequences of changes are tried."""

DAYS = ("1999-01-01", "2025-06-01", "2026-03-01", "2026-11-21", "2027-06-01")


class World:
    """A small publication that changes at random, with identifiers to name in it."""

    def __init__(self, data: Path, seed: int) -> None:
        self.data = data
        self.chance = Random(seed)
        self.files = 0
        self.whole: tuple[Path, bytes] | None = None

    def tables(self, name: str) -> list[Path]:
        """That table of every package that has it."""
        return sorted(self.data.glob(f"members/*/{name}.csv"))

    def values(self, name: str, column: str) -> list[str]:
        """Every value of a column, in all packages."""
        found = []
        for path in self.tables(name):
            header, *rows = read_rows(path)
            found += [row[header.index(column)] for row in rows if column in header]
        return sorted({value for value in found if value})

    def any(self, name: str, column: str) -> str:
        """One value of a column."""
        return self.chance.choice(self.values(name, column))

    def factory(self) -> str:
        """One factory."""
        return self.any("factories", "factory_id")

    def row_of(self, name: str, *, change: Callable[[dict[str, str]], object]) -> None:
        """Change one row of any package's table."""
        path = self.chance.choice(self.tables(name))
        header, *rows = read_rows(path)
        if rows:
            number = self.chance.randrange(len(rows))
            row = dict(zip(header, rows[number], strict=True))
            change(row)
            rows[number] = [row[column] for column in header]
            write_rows(path, [header, *rows])

    def cell(self, name: str, column: str, value: str) -> None:
        """Change one cell of any row."""
        self.row_of(name, change=lambda row: row.update({column: value}))

    def placed(self) -> None:
        """Give a factory the point of any factory."""
        header, *rows = read_rows(self.chance.choice(self.tables("factories")))
        if rows:
            row = dict(zip(header, self.chance.choice(rows), strict=True))
            point = {column: row[column] for column in ("latitude", "longitude")}
            self.row_of("factories", change=lambda other: other.update(point))

    def copied(self, name: str, **values: str) -> None:
        """Give one package a row that another one has, with other values."""
        source, target = self.chance.choices(self.tables(name), k=2)
        header, *rows = read_rows(source)
        if rows:
            row = dict(zip(header, self.chance.choice(rows), strict=True)) | values
            theirs, *others = read_rows(target)
            others.append([row[column] for column in theirs])
            write_rows(target, [theirs, *sorted(others)])

    def dropped(self, name: str) -> None:
        """Remove a row."""
        path = self.chance.choice(self.tables(name))
        header, *rows = read_rows(path)
        if rows:
            rows.pop(self.chance.randrange(len(rows)))
            write_rows(path, [header, *rows])

    def shuffled(self, name: str) -> None:
        """Give the rows of one table another order."""
        path = self.chance.choice(self.tables(name))
        header, *rows = read_rows(path)
        self.chance.shuffle(rows)
        write_rows(path, [header, *rows])

    def event(self) -> None:
        """Add an event of any kind."""
        kind = self.chance.choice(["factory", "factory", "audit", "member"])
        names = {"factory": ("factories", "factory_id"), "audit": ("audits", "audit_id")}
        slugs = sorted(path.name for path in (self.data / "members").iterdir())
        one, other = (
            self.any(*names[kind]) if kind in names else self.chance.choice(slugs) for _ in "12"
        )
        what = self.chance.choice(
            ["published", "closed", "reopened", "withdrawn", "merged", "moved", "merged"]
        )
        points = what in ("merged", "moved")
        self.ledger(kind, one, what, self.chance.choice(DAYS), other if points else "")

    def ledger(self, *cells: str) -> None:
        """Add a file with one event."""
        self.files += 1
        columns = ("kind", "identifier", "event", "date", "successor")
        content = table_bytes("ledger", [dict(zip(columns, cells, strict=True))], in_order=True)
        (self.data / "ledger" / f"X{self.files}.csv").write_bytes(content)

    def package_removed(self) -> None:
        """Remove a package."""
        shutil.rmtree(self.chance.choice(self.tables("factories")).parent)

    def package_copied(self) -> None:
        """Copy a package to a member of another name."""
        source = self.chance.choice(self.tables("factories")).parent
        self.files += 1
        target = source.with_name(f"copy-{self.files}")
        shutil.copytree(source, target)

    def broken(self) -> None:
        """Break a file until the next step."""
        path = self.chance.choice(
            self.tables(self.chance.choice(["factories", "consents", "audits"]))
        )
        self.whole = path, path.read_bytes()
        broken = self.chance.choice([b"\xff", b'"', b"x,y\n"])
        path.write_bytes(self.whole[1] + broken)

    def mended(self) -> None:
        """Mend what was broken."""
        if self.whole and self.whole[0].parent.is_dir():
            self.whole[0].write_bytes(self.whole[1])
        self.whole = None

    def ledger_removed(self) -> None:
        """Remove a file of the ledger."""
        self.chance.choice(sorted((self.data / "ledger").glob("*.csv"))).unlink()

    def register_row(self) -> None:
        """Remove a row of a register."""
        name = self.chance.choice(["members", "audit_firms", "processing_types", "decisions"])
        path = self.data / "registers" / f"{name}.csv"
        header, *rows = read_rows(path)
        if rows:
            rows.pop(self.chance.randrange(len(rows)))
            write_rows(path, [header, *rows])

    def decided(self) -> None:
        """Record a decision about something that was found."""
        found = [p for p in check(self.data, as_of=AS_OF).problems if p.subject]
        if found:
            one = self.chance.choice(found)
            path = self.data / "registers" / "decisions.csv"
            header, *rows = read_rows(path)
            row = {"code": one.code, "subject": one.subject, "reason": "x"}
            row["decided_on"] = "2026-01-01"
            write_rows(path, [header, *rows, [row[column] for column in header]])


def changes(world: World) -> list[Callable[[], object]]:
    """Every kind of change, most of them of rows."""
    chance = world.chance
    day = lambda: chance.choice(DAYS)  # noqa: E731 - a word for it below
    return [
        lambda: world.cell("factories", "name", world.any("factories", "name")),
        lambda: world.cell("factories", "latitude", chance.choice(["", "0", "48.8", "-48.8"])),
        world.placed,
        world.placed,
        lambda: world.cell("factories", "street_address", chance.choice(["", "9 Elm Alley"])),
        lambda: world.cell("factories", "coordinate_precision", chance.choice(["", "region"])),
        lambda: world.cell("factories", "workers", chance.choice(["", "5", "90000"])),
        lambda: world.cell("factories", "country", chance.choice(["BD", "VN", "QQ", "PT"])),
        lambda: world.cell("factories", "part_of", chance.choice(["", world.factory()])),
        lambda: world.cell("factories", "gln", world.any("factories", "gln")),
        lambda: world.cell("factories", "lei", "5299000J2N45DDNE4Y29"),
        lambda: world.cell("factories", "os_id", "BD2019100FPTYTA"),
        lambda: world.cell("factories", "factory_id", world.factory()),
        lambda: world.cell("factories", "location_stated_on", day()),
        lambda: world.cell("factories", "processing_types", "cutting|juggling"),
        lambda: world.copied("factories"),
        lambda: world.copied("factories", factory_id=world.factory()),
        lambda: world.copied("factories", part_of=world.factory()),
        lambda: world.dropped("factories"),
        lambda: world.shuffled("factories"),
        lambda: world.cell("consents", "member", "*"),
        lambda: world.cell("consents", "scope", chance.choice(["identity", "audits", "profile"])),
        lambda: world.cell("consents", "decided_on", day()),
        lambda: world.cell("consents", "valid_until", chance.choice(["", day()])),
        lambda: world.copied("consents", member="*"),
        lambda: world.copied("consents"),
        lambda: world.dropped("consents"),
        lambda: world.dropped("consents"),
        lambda: world.cell("audits", "follows_audit", world.any("audits", "audit_id")),
        lambda: world.cell("audits", "audit_date", day()),
        lambda: world.cell("audits", "audit_firm", world.any("audits", "audit_firm")),
        lambda: world.cell("audits", "audit_id", world.any("audits", "audit_id")),
        lambda: world.cell("audits", "rating_percent", chance.choice(["", "-0.0", "0", "50"])),
        lambda: world.copied("audits", audit_id=world.any("audits", "audit_id")),
        lambda: world.copied("audits"),
        lambda: world.dropped("audits"),
        lambda: world.shuffled("audits"),
        lambda: world.cell("sourcing", "factory_id", world.factory()),
        lambda: world.copied("sourcing"),
        lambda: world.cell("supply_links", "supplier_id", world.factory()),
        lambda: world.dropped("supply_links"),
        world.event,
        world.event,
        world.event,
        world.event,
        world.package_removed,
        world.package_copied,
        world.ledger_removed,
        world.register_row,
        world.decided,
    ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A publication of few factories in which everything occurs."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder, factories=80)
    return folder / "data"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_found_after_a_change_is_what_is_there(demo, tmp_path, seed):
    """Whatever changes, one thing or several between two checks, the outcome is that of a whole check."""
    data = tmp_path / "data"
    shutil.copytree(demo, data)
    world = World(data, seed)
    kinds = changes(world)
    check(data, as_of=AS_OF, cache=tmp_path / "kept")
    for step in range(8):
        world.mended()
        if len(discover(data).members) < 3:
            break
        for _ in range(world.chance.choice([1, 1, 1, 3])):
            world.chance.choice(kinds)()
        if world.chance.random() < 0.1:
            world.broken()
        anew = check(data, as_of=AS_OF)
        again = check(data, as_of=AS_OF, cache=tmp_path / "kept")
        assert (again.problems, again.rows) == (anew.problems, anew.rows), step


@pytest.fixture
def looked_at(monkeypatch):
    """The numbers of rows that the checks of rows were given, check by check."""
    found = []
    row_checks = crosscheck.row_checks

    def counted(corpus, left_out):
        found.append(sum(len(rows) for p in corpus.members for rows in p.tables.values()))
        return row_checks(corpus, left_out)

    monkeypatch.setattr(crosscheck, "row_checks", counted)
    return found


def test_few_rows_are_looked_at_after_a_small_change(demo, tmp_path, looked_at):
    """One name that changed is no reason to look at what has nothing to do with its factory."""
    data = tmp_path / "data"
    shutil.copytree(demo, data)
    check(data, as_of=AS_OF, cache=tmp_path / "kept")
    World(data, 1).cell("factories", "name", "Quite New")
    check(data, as_of=AS_OF, cache=tmp_path / "kept")
    assert looked_at[1] < looked_at[0] / 10


@pytest.mark.parametrize(
    "unusual",
    [
        lambda world: world.ledger_removed(),
        lambda world: world.register_row(),
        lambda world: world.broken(),
        lambda world: [file.unlink() for file in world.data.parent.glob("kept/*-rows.pickle")],
    ],
)
def test_everything_is_looked_at_after_anything_unusual(demo, tmp_path, looked_at, unusual):
    """A register or an event that is gone, a broken file or one that is kept no more: nothing is guessed."""
    data = tmp_path / "data"
    shutil.copytree(demo, data)
    world = World(data, 1)
    check(data, as_of=AS_OF, cache=tmp_path / "kept")
    world.cell("factories", "name", "Quite New")
    unusual(world)
    check(data, as_of=AS_OF, cache=tmp_path / "kept")
    assert looked_at[1] > looked_at[0] / 2


def test_another_day_is_another_check(demo, tmp_path):
    """What ran out since the last check is found."""
    later = date(2028, 1, 1)
    check(demo, as_of=AS_OF, cache=tmp_path / "kept")
    again = check(demo, as_of=later, cache=tmp_path / "kept").problems
    assert again == check(demo, as_of=later).problems
