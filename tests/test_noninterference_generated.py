"""Non-interference in generated publications: what is withheld has no effect, whatever the data says.

A case starts from a small demo, which has every table and every event, and changes it at random: consents
lapse, are not given yet, are given for another member or are gone; factories, audits and members get any
event on any day, in an order that may make no sense. Then what may not be shown is worked out a second
time, here, without the program's gate, its consents, its ledger or its schemas. Everything found so is
replaced by canaries in one copy and deleted in another, and both must come to the same.
"""

from __future__ import annotations

import os
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from madewhere.build import build
from madewhere.demo import make_demo
from madewhere.package_writer import table_bytes
from on_disk import csv_rows, everything
from shown import shown_of

CASES = int(os.environ.get("MADEWHERE_CASES", "24"))
AS_OF = date(2026, 11, 1)
CANARY = "Canary Nightingale"

IDENTITY, PROFILE = "identity", "profile"
SCOPE_OF_COLUMN = {
    "factories": {
        **dict.fromkeys(
            ("sector", "facility_type", "processing_types", "product_types", "parent_company",
             "production_stated_on", "production_stated_by", "workers", "workers_min", "workers_max",
             "women_percent", "migrant_percent", "workforce_stated_on", "workforce_stated_by"),
            PROFILE,
        ),
        **dict.fromkeys(("website", "contact_stated_on", "contact_stated_by"), "contact"),
    },
    "audits": {
        **dict.fromkeys(("rating_percent", "rating_letter", "alert_notifications"), "ratings"),
        "cap_complete": "cap",
    },
    "sourcing": {"tier": "tiers"},
    "supply_links": {},
    "confirmations": {},
    "audit_chapters": {},
    "findings": {},
    "finding_events": {},
    "workforce": {},
    "profiles": {},
    "certificates": {},
    "claims": {},
    "worker_voice": {},
    "grievance_channels": {},
    "products": {},
    "product_gtins": {},
    "product_steps": {},
    "product_certificates": {},
    "product_claims": {},
}  # fmt: skip
"""The scope of each column that has another one than its row."""

SCOPE_OF_ROW = {
    "factories": IDENTITY,
    "audits": "audits",
    "sourcing": IDENTITY,
    "supply_links": "tiers",
    "confirmations": "contact",
    "audit_chapters": "ratings",
    "findings": "cap",
    "finding_events": "cap",
    "workforce": PROFILE,
    "profiles": PROFILE,
    "certificates": "certificates",
    "claims": "certificates",
    "worker_voice": "worker_voice",
    "grievance_channels": "worker_voice",
}
OF_PRODUCTS = (
    "products",
    "product_gtins",
    "product_steps",
    "product_certificates",
    "product_claims",
)
"""Tables of what a member says about its own products; of a factory they show nothing but its ID."""

HANGING_ON_AUDITS = ("audit_chapters", "findings", "finding_events")
NAMES_AN_AUDIT = {
    "audits": "follows_audit",
    "finding_events": "follow_up_audit",
    "claims": "audit_id",
}
"""The column in which a row names an audit that it can do without."""

FREE_TEXT = {
    "factories": (
        "name", "street_address", "locality", "region", "parent_company", "product_types",
    ),
    "findings": ("description", "corrective_action"),
    "finding_events": ("text",),
    "certificates": ("number", "issuer", "covers"),
    "claims": ("statement", "number"),
    "worker_voice": ("provider",),
    "grievance_channels": ("name", "about", "reach", "hours"),
    "products": ("name", "brand", "product_type"),
    "product_gtins": ("variant",),
    "product_steps": ("part",),
    "product_certificates": ("number", "issuer", "covers"),
    "product_claims": ("statement", "number"),
}  # fmt: skip
"""The columns that take any words, by table."""

Rows = list[dict[str, str]]


def read(folder: Path) -> dict[str, Rows]:
    """The tables of a package."""
    return {path.stem: csv_rows(path) for path in sorted(folder.glob("*.csv"))}


class World:
    """What the data says, read with nothing but the csv module."""

    def __init__(self, data: Path) -> None:
        self.packages = {
            folder.name: read(folder) for folder in sorted((data / "members").iterdir())
        }
        events = [
            (row["date"], row["event"] == "withdrawn", path.name, number, row)
            for path in sorted((data / "ledger").glob("*.csv"))
            for number, row in enumerate(csv_rows(path))
        ]
        self.events: dict[tuple[str, str], list[dict[str, str]]] = {}
        for *_, row in sorted(events, key=lambda event: event[:4]):
            self.events.setdefault((row["kind"], row["identifier"]), []).append(row)
        self.active = {
            slug
            for slug in self.packages
            if self.state("member", slug) not in ("withdrawn", "merged")
        }
        self.given = self._given()
        self.own_audits = {
            (slug, row["audit_id"], row["factory_id"])
            for slug, tables in self.packages.items()
            for row in tables.get("audits", [])
            if not self.hidden_row("audits", row, slug)
        }
        self.shown_audits = {audit_id for _, audit_id, _ in self.own_audits}
        self.own_products = {
            (slug, row["product_id"])
            for slug, tables in self.packages.items()
            for row in tables.get("products", [])
            if slug in self.active and self.is_sold("product", row["product_id"])
        }
        self.shown_certificates = {
            (row["standard"], row["number"])
            for slug, tables in self.packages.items()
            for name in ("certificates", "product_certificates")
            for row in tables.get(name, [])
            if not self.hidden_row(name, row, slug)
        }

    def is_sold(self, kind: str, identifier: str) -> bool:
        """Whether a product or the number of one is shown: it is neither withdrawn, merged nor unknown."""
        return self.state(kind, identifier) in ("shown", "closed")

    def state(self, kind: str, identifier: str) -> str:
        """Shown, closed, withdrawn, merged or nothing, by the rules as a person would tell them."""
        state = "nothing"
        for row in self.events.get((kind, identifier), []):
            event, happened = row["event"], row["date"] <= AS_OF.isoformat()
            if event == "withdrawn":
                state = "withdrawn"  # always, whatever its date
            elif not happened or state == "merged":
                continue
            elif event == "published" and state in ("nothing", "withdrawn"):
                state = "shown"
            elif event == "merged" and state in ("shown", "closed", "moved"):
                state = "merged"
            elif event == "closed" and state in ("shown", "moved"):
                state = "closed"
            elif event == "moved" and state in ("shown", "closed"):
                state = "moved"
            elif event == "reopened" and state in ("closed", "moved"):
                state = "shown"
        return state

    def _given(self) -> set[tuple[str, str, str]]:
        """Every (factory, scope, member or *) that is in force."""
        found = set()
        for slug in self.active:
            for row in self.packages[slug]["consents"]:
                if self.in_force(slug, row):
                    found.add((row["factory_id"], row["scope"], row["member"]))
        return found

    def in_force(self, slug: str, row: dict[str, str]) -> bool:
        """Whether a consent in a member's package counts on the day."""
        events = self.events.get(("factory", row["factory_id"]), [])
        gone = [event["date"] for event in events if event["event"] == "withdrawn"]
        slip = bool(events) and events[0]["event"] == "withdrawn"
        return (
            slug in self.active
            and row["member"] in ("*", slug)
            and row["decided_on"] <= AS_OF.isoformat()
            and (not row["valid_until"] or row["valid_until"] >= AS_OF.isoformat())
            and all(row["decided_on"] > day for day in gone)
            and not slip
        )

    def covers(self, factory_id: str, scope: str, slug: str) -> bool:
        """Whether this member may show that scope of the factory."""
        if slug not in self.active:
            return False
        if self.state("factory", factory_id) not in ("shown", "closed", "moved"):
            return False

        def given(asked: str) -> bool:
            return bool({(factory_id, asked, slug), (factory_id, asked, "*")} & self.given)

        return given(IDENTITY) and given(scope)

    def hidden_row(self, name: str, row: dict[str, str], slug: str) -> bool:
        """Whether nothing of a row may be shown."""
        if name in OF_PRODUCTS:
            no_number = name == "product_gtins" and not self.is_sold("gtin", row["gtin"])
            return no_number or (slug, row["product_id"]) not in self.own_products
        ends = [row[c] for c in ("factory_id", "supplier_id", "customer_id") if c in row]
        if name == "audits" and self.state("audit", row["audit_id"]) == "withdrawn":
            return True
        if name in HANGING_ON_AUDITS:
            # What hangs on an audit is told by a member that shows that audit of that factory.
            audit = (slug, row["audit_id"], row["factory_id"])
            if audit not in self.own_audits:
                return True
        return not all(self.covers(end, SCOPE_OF_ROW[name], slug) for end in ends)

    def hidden_cell(self, name: str, column: str, row: dict[str, str], slug: str) -> bool:
        """Whether a cell of a row that is shown may not be."""
        if name in ("claims", "product_claims") and column == "number":
            return bool(row["number"]) and (
                (row["standard"], row["number"]) not in self.shown_certificates
            )
        if name in OF_PRODUCTS:
            names_factory = name == "product_steps" and column == "factory_id"
            return (
                names_factory
                and bool(row[column])
                and not self.covers(row[column], "products", slug)
            )
        scope = SCOPE_OF_COLUMN[name].get(column)
        if scope and not self.covers(row["factory_id"], scope, slug):
            return True
        if column == NAMES_AN_AUDIT.get(name) and row[column] not in self.shown_audits:
            return bool(row[column])
        return (
            column == "part_of"
            and bool(row[column])
            and not self.covers(row[column], IDENTITY, slug)
        )


def shuffle(data: Path, rng: random.Random) -> None:
    """Change consents and add events at random."""
    slugs = sorted(folder.name for folder in (data / "members").iterdir())
    factories, audits, products, gtins = set(), set(), set(), set()
    for slug in slugs:
        folder = data / "members" / slug
        tables = read(folder)
        factories |= {row["factory_id"] for row in tables["factories"]}
        audits |= {row["audit_id"] for row in tables.get("audits", [])}
        products |= {row["product_id"] for row in tables.get("products", [])}
        gtins |= {row["gtin"] for row in tables.get("product_gtins", [])}
        consents = []
        for row in tables["consents"]:
            match rng.choices(
                ("keep", "gone", "lapsed", "early", "other", "all"), (70, 8, 7, 5, 5, 5)
            )[0]:
                case "gone":
                    continue
                case "lapsed":
                    row["valid_until"] = (AS_OF - timedelta(days=1)).isoformat()
                case "early":
                    row["decided_on"] = (AS_OF + timedelta(days=1)).isoformat()
                case "other":
                    row["member"] = rng.choice(slugs)
                case "all":
                    row["member"] = "*"
            consents.append(row)
        keyed = {(r["factory_id"], r["scope"], r["member"]): r for r in consents}
        (folder / "consents.csv").write_bytes(table_bytes("consents", keyed.values()))
        loosen(folder, tables, rng)
    lines = ["kind,identifier,event,date,successor"]
    for kind, known, count in (
        ("factory", factories, 14),
        ("audit", audits, 4),
        ("member", slugs, 1),
        ("product", products, 4),
        ("gtin", gtins, 6),
    ):
        for identifier in rng.sample(sorted(known), count):
            event = rng.choice(("published", "closed", "reopened", "moved", "merged", "withdrawn"))
            day = AS_OF + timedelta(days=rng.randint(-900, 40))
            points = event in ("merged", "moved")
            has_successor = points and kind in ("factory", "product")
            successor = rng.choice(sorted(known - {identifier})) if has_successor else ""
            lines.append(f"{kind},{identifier},{event},{day},{successor}")
    (data / "ledger" / "generated.csv").write_text("\n".join(dict.fromkeys(lines)) + "\n")


def loosen(folder: Path, tables: dict[str, Rows], rng: random.Random) -> None:
    """Leave rows without the audit that they hang on, about another factory, or naming any audit."""
    own = sorted(row["factory_id"] for row in tables["factories"])
    audits = sorted(row["audit_id"] for row in tables["audits"])
    kept = [row for row in tables["audits"] if rng.random() > 0.07]
    (folder / "audits.csv").write_bytes(table_bytes("audits", kept))
    for name in ("claims", *HANGING_ON_AUDITS):
        rows = tables.get(name, [])
        for row in rows:
            if name != "claims" and rng.random() < 0.02:
                row["factory_id"] = rng.choice(own)
            if rng.random() < 0.05 and name in NAMES_AN_AUDIT:
                row[NAMES_AN_AUDIT[name]] = rng.choice(audits)
        (folder / f"{name}.csv").write_bytes(table_bytes(name, rows))


def plant_and_delete(data: Path, other: Path) -> int:
    """Put canaries where nothing may be shown in one copy, and delete it in the other; gives how many."""
    world = World(data)
    planted = 0
    for slug, tables in world.packages.items():
        for name, rows in tables.items():
            present, left = [], []
            for row in rows:
                if name == "consents":
                    present.append(row)
                    if world.in_force(slug, row):
                        left.append(row)
                    continue
                whole = world.hidden_row(name, row, slug)
                hidden = [c for c in row if whole or world.hidden_cell(name, c, row, slug)]
                changed = dict(row)
                for column in hidden:
                    if column in FREE_TEXT.get(name, ()) and row[column]:
                        changed[column] = f"{CANARY} {planted}"
                        planted += 1
                present.append(changed)
                if not whole:
                    left.append({c: "" if c in hidden else text for c, text in row.items()})
            for folder, kept in ((data, present), (other, left)):
                (folder / "members" / slug / f"{name}.csv").write_bytes(table_bytes(name, kept))
    return planted


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo with every table, scope and event."""
    folder = tmp_path_factory.mktemp("small")
    make_demo(folder, factories=80)
    return folder / "data"


def case(demo: Path, folder: Path, seed: int) -> tuple[Path, Path, int]:
    """One generated publication: with canaries, with everything deleted, and how many canaries."""
    present, deleted = folder / "present", folder / "deleted"
    shutil.copytree(demo, present)
    shuffle(present, random.Random(seed))
    shutil.copytree(present, deleted)
    return present, deleted, plant_and_delete(present, deleted)


@pytest.mark.parametrize("seed", range(CASES))
def test_what_is_withheld_has_no_effect(demo: Path, tmp_path: Path, seed: int) -> None:
    """Replaced by canaries or deleted, it comes to the same, and no canary is in what is shown."""
    present, deleted, planted = case(demo, tmp_path, seed)
    shown = shown_of(present, AS_OF)
    assert planted > 20
    assert CANARY not in repr(shown)
    assert shown == shown_of(deleted, AS_OF)
    records = shown[-1]
    assert isinstance(records, dict)
    assert len(records) > 20, "a case in which hardly anything is shown proves nothing"


@pytest.mark.parametrize("seed", [1000, 1001])
def test_the_finished_site_is_the_same(demo: Path, tmp_path: Path, seed: int) -> None:
    """Built to the end, the two sites are the same in every byte, and no canary stands in any file."""
    present, deleted, _ = case(demo, tmp_path, seed)
    trees = []
    for data in (present, deleted):
        out = tmp_path / f"site-{data.name}"
        build(data, out, as_of=AS_OF, cache=tmp_path / "cache")
        trees.append(everything(out))
    assert trees[0] == trees[1]
    assert not [path for path, content in trees[0].items() if CANARY.encode() in content]
