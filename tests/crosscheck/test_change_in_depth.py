"""After changes of what was found in audits or hangs on a factory, a check that keeps finds what is there."""

from __future__ import annotations

import shutil

import pytest

from checking import read_rows
from crosscheck.test_change import AS_OF, DAYS, SEEDS, World
from madewhere.check import check
from madewhere.discover import discover
from madewhere.tables import table

TABLES = (
    "audits",
    "audit_chapters",
    "findings",
    "finding_events",
    "sourcing",
    "workforce",
    "profiles",
    "certificates",
    "claims",
    "worker_voice",
    "grievance_channels",
    "products",
    "product_gtins",
    "product_steps",
    "product_certificates",
    "product_claims",
)
VALUES = {
    "number": ["150000", "5"],
    "integer": ["0", "1", "700", "90000"],
    "date": list(DAYS),
    "boolean": ["true", "false"],
}


@pytest.fixture
def world(tiny, request):
    """The tiny publication with two more members that disclose what alder does."""
    for slug in ("birch", "cedar"):
        shutil.rmtree(tiny / "members" / slug, ignore_errors=True)
        shutil.copytree(tiny / "members/alder", tiny / "members" / slug)
    return World(tiny, request.param)


def any_cell(world):
    """Change a cell: to nothing, to another row's value, or to one of the column's kind."""
    name = world.chance.choice(TABLES)
    field = world.chance.choice(table(name).fields)
    kind = world.chance.choice(["", *world.values(name, field.name)])
    listed = VALUES.get(field.type, []) + field.constraints.get("enum", [])
    world.cell(name, field.name, world.chance.choice([kind, *listed]))


def any_row(world):
    """Copy a row to another member, or remove one, or give a table another order."""
    name = world.chance.choice(TABLES)
    change = world.chance.choice([world.copied, world.dropped, world.dropped, world.shuffled])
    change(name)


def moved(world):
    """Let a row of any table name another factory, audit, product or certificate, or have a number."""
    name = world.chance.choice(TABLES)
    columns = [f.name for f in table(name).fields if f.name in NAMED]
    if columns:
        column = world.chance.choice(columns)
        world.cell(name, column, world.chance.choice(NAMED[column](world)))


NAMED = {
    "factory_id": lambda world: world.values("factories", "factory_id"),
    **dict.fromkeys(
        ("audit_id", "follows_audit", "follow_up_audit"),
        lambda world: world.values("audits", "audit_id"),
    ),
    "product_id": lambda world: [*world.values("products", "product_id"), "7ARB0VR7Q"],
    "gtin": lambda _: ["09520000000011", "09520000000028", "02112345678900", "4012345000009"],
    "number": lambda world: ["OR-1", *world.values("certificates", "number")],
    "standard": lambda _: ["organic", "unheard-of", ""],
}
"""What a column that names something can be changed to."""


def happened(world):
    """Let anything happen to a product, a GTIN or a place, or give a factory a GLN."""
    gln = world.chance.choice(["4012345000009", "9520123456788"])
    kinds = {"product": ["4HARB0RT5", "7ARB0VR7Q"], "gtin": ["09520000000011"], "gln": [gln]}
    kind = world.chance.choice(sorted(kinds))
    what = world.chance.choice(["published", "published", "closed", "withdrawn", "merged"])
    one = world.chance.choice(kinds[kind])
    other = world.chance.choice(kinds[kind]) if what == "merged" else ""
    world.ledger(kind, one, what, world.chance.choice(DAYS), other)
    world.cell("factories", "gln", world.chance.choice(["", gln]))


def invented(world):
    """Let a package be real, or invented again."""
    path = world.chance.choice(sorted(world.data.glob("members/*/datapackage.json")))
    text = path.read_text("utf-8")
    now, then = ("true", "false") if '"demo": true' in text else ("false", "true")
    path.write_text(text.replace(f'"demo": {now}', f'"demo": {then}'), encoding="utf-8")


@pytest.mark.parametrize("world", range(100, 100 + 2 * SEEDS), indirect=True)
def test_what_is_found_after_a_change_is_what_is_there(world, tmp_path):
    """Whatever changes in these tables, the outcome is that of a whole check."""
    check(world.data, as_of=AS_OF, cache=tmp_path / "kept")
    codes = set()
    for step in range(12):
        for _ in range(world.chance.choice([1, 1, 3])):
            changes = [any_cell, any_cell, any_row, moved, moved, happened, invented]
            world.chance.choice(changes)(world)
        if not all(read_rows(path)[1:] for path in world.tables("audits")):
            break
        anew = check(world.data, as_of=AS_OF)
        again = check(world.data, as_of=AS_OF, cache=tmp_path / "kept")
        assert (again.problems, again.rows) == (anew.problems, anew.rows), step
        codes |= {p.code for p in anew.problems}
    assert len(discover(world.data).members) == 3
    assert codes
