"""The proof behind the product's promise: what is withheld has no effect on any byte of the site.

For every scope and every state in which it is not in force, the site is built twice: from data in which
the rows and cells of that scope are present, and from data in which they are deleted. What belongs to
which scope is written down here a second time, by hand and apart from the schemas that the gate reads,
so that an error in those is found too.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madewhere.build import build
from madewhere.package_writer import table_bytes
from on_disk import csv_rows, everything
from shown import shown_of
from tiny_publication import AS_OF, DENIM, KNITS, TINY, WEAVES

EVERYTHING = "the whole row"
HANGING_ON_FACTORIES = (
    "workforce",
    "profiles",
    "certificates",
    "claims",
    "worker_voice",
    "grievance_channels",
)
HANGING_ON_AUDITS = ("audit_chapters", "findings", "finding_events")

CELLS: dict[str, dict[str, object]] = {
    "identity": {
        "factories": EVERYTHING,
        "audits": EVERYTHING,
        "sourcing": EVERYTHING,
        "supply_links": EVERYTHING,
        "confirmations": EVERYTHING,
        **dict.fromkeys((*HANGING_ON_AUDITS, *HANGING_ON_FACTORIES), EVERYTHING),
        "product_steps": ["factory_id"],
    },
    "audits": {
        "audits": EVERYTHING,
        **dict.fromkeys(HANGING_ON_AUDITS, EVERYTHING),
        "claims": ["audit_id"],  # nobody else discloses the one that is named
    },
    "ratings": {
        "audits": ["rating_percent", "rating_letter", "alert_notifications"],
        "audit_chapters": EVERYTHING,
    },
    "cap": {
        "audits": ["cap_complete"],
        "findings": EVERYTHING,
        "finding_events": EVERYTHING,
    },
    "profile": {
        "factories": [
            "sector",
            "facility_type",
            "processing_types",
            "product_types",
            "parent_company",
            "production_stated_on",
            "production_stated_by",
            "workers",
            "workers_min",
            "workers_max",
            "women_percent",
            "migrant_percent",
            "workforce_stated_on",
            "workforce_stated_by",
        ],
        "workforce": EVERYTHING,
        "profiles": EVERYTHING,
    },
    "tiers": {"sourcing": ["tier"], "supply_links": EVERYTHING},
    "certificates": {"certificates": EVERYTHING, "claims": EVERYTHING},
    "products": {"product_steps": ["factory_id"]},
    "worker_voice": {"worker_voice": EVERYTHING, "grievance_channels": EVERYTHING},
    "contact": {
        "factories": ["website", "contact_stated_on", "contact_stated_by"],
        "confirmations": EVERYTHING,
    },
}
"""What belongs to each scope, by table."""

STATES = {
    "never given": lambda row: None,
    "lapsed": lambda row: {**row, "valid_until": "2026-11-20"},
    "not yet given": lambda row: {**row, "decided_on": "2026-11-22"},
    "given for another member": lambda row: {
        **row,
        "member": "birch" if row["member"] != "birch" else "alder",
    },
}
"""The states in which a consent is not in force; each makes the consent's row, or None for none."""

Tables = dict[str, list[dict[str, str]]]


def read_tables(package: Path) -> Tables:
    """The rows of a package's tables."""
    return {path.stem: csv_rows(path) for path in sorted(package.glob("*.csv"))}


def write_tables(package: Path, tables: Tables) -> None:
    """Write the tables as the tool writes them."""
    for name, rows in tables.items():
        (package / f"{name}.csv").write_bytes(table_bytes(name, rows))


def concerns(row: dict[str, str], factory_id: str) -> bool:
    """Whether a row is about a factory, or a supply link that it is one end of."""
    return factory_id in (row.get("factory_id"), row.get("supplier_id"), row.get("customer_id"))


def without(tables: Tables, factory_id: str, scope: str) -> Tables:
    """The tables with everything of a factory's scope deleted."""
    changed: Tables = {}
    for name, rows in tables.items():
        cells = CELLS[scope].get(name)
        kept = []
        for row in rows:
            if name == "consents" and scope == "identity" and concerns(row, factory_id):
                continue  # without identity no other consent may have an effect
            if name == "consents" or cells is None or not concerns(row, factory_id):
                kept.append(row)
            elif cells != EVERYTHING:
                kept.append({k: "" if k in cells else v for k, v in row.items()})
        changed[name] = kept
    return changed


def switch_off(tables: Tables, factory_id: str, scope: str, state: str) -> Tables:
    """The tables with the consent for a scope in a state in which it is not in force."""
    consents = []
    for row in tables["consents"]:
        if (row["factory_id"], row["scope"]) == (factory_id, scope):
            changed = STATES[state](row)
            if changed is not None:
                consents.append(changed)
        else:
            consents.append(row)
    return {**tables, "consents": consents}


def tree(data: Path, out: Path, cache: Path) -> dict[str, bytes]:
    """Build the site, and give every file of it."""
    build(data, out, as_of=AS_OF, cache=cache)
    return everything(out)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all builds here; that caches change nothing is tested elsewhere."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("scope", CELLS)
def test_a_scope_that_is_not_in_force_leaves_no_trace(
    scope: str, state: str, tmp_path: Path, cache: Path
) -> None:
    """The site is the same, byte for byte, with what a scope withholds present and with it deleted."""
    present, deleted = tmp_path / "present", tmp_path / "deleted"
    for data in (present, deleted):
        shutil.copytree(TINY, data)
        package = data / "members" / "alder"
        tables = switch_off(read_tables(package), KNITS, scope, state)
        if data == deleted:
            tables = without(tables, KNITS, scope)
        write_tables(package, tables)
    shown = tree(present, tmp_path / "one", cache)
    assert shown == tree(deleted, tmp_path / "two", cache)
    assert f"F/{KNITS}/index.html" in shown


@pytest.mark.parametrize("scope", CELLS)
def test_a_scope_in_force_has_an_effect(scope: str, tmp_path: Path, cache: Path) -> None:
    """Deleting what a scope covers changes the site while the consent is in force.

    Without this the test above could pass because nothing of the scope is ever shown.
    """
    data = tmp_path / "data"
    shutil.copytree(TINY, data)
    package = data / "members" / "alder"
    shown = tree(data, tmp_path / "one", cache)
    write_tables(package, without(read_tables(package), KNITS, scope))
    assert shown != tree(data, tmp_path / "two", cache)


@pytest.mark.parametrize("event", ["withdrawn", "merged"])
@pytest.mark.parametrize("factory_id", [KNITS, WEAVES, DENIM])
def test_a_factory_that_left_leaves_no_trace(
    factory_id: str, event: str, tmp_path: Path, cache: Path
) -> None:
    """After a withdrawal or a merger nothing under the old ID has an effect, consents included."""
    successor = "" if event == "withdrawn" else (WEAVES if factory_id != WEAVES else DENIM)
    present, deleted = tmp_path / "present", tmp_path / "deleted"
    for data in (present, deleted):
        shutil.copytree(TINY, data)
        (data / "ledger" / f"{factory_id}-20260101.csv").write_text(
            "kind,identifier,event,date,successor\n"
            f"factory,{factory_id},{event},2026-01-01,{successor}\n"
        )
    for package in sorted((deleted / "members").iterdir()):
        tables = read_tables(package)
        kept = {
            name: [row for row in rows if not concerns(row, factory_id)]
            for name, rows in tables.items()
        }
        if "product_steps" in tables:
            # A step is of the product, and stays without its factory.
            kept["product_steps"] = without(tables, factory_id, "products")["product_steps"]
        write_tables(package, kept)
    shown = tree(present, tmp_path / "one", cache)
    assert shown == tree(deleted, tmp_path / "two", cache)
    page = shown[f"F/{factory_id}/index.html"].decode()
    assert factory_id in page
    for secret in ("alder", "birch", "Gazipur", "Nam Dinh", "Denizli", "2026-01-01"):
        assert secret not in page


NAMES_AN_AUDIT = ("follows_audit", "follow_up_audit", "audit_id")


@pytest.mark.parametrize("audit_id", ["AMZKZVZ40G", "APW1FKH4NC"])
def test_an_audit_that_was_withdrawn_leaves_no_trace(
    audit_id: str, tmp_path: Path, cache: Path
) -> None:
    """Nothing that hangs on it has an effect, and nothing that is shown names it."""
    present, deleted = tmp_path / "present", tmp_path / "deleted"
    for data in (present, deleted):
        shutil.copytree(TINY, data)
        (data / "ledger" / f"{audit_id}-20260101.csv").write_text(
            f"kind,identifier,event,date,successor\naudit,{audit_id},withdrawn,2026-01-01,\n"
        )
    before = tree(TINY, tmp_path / "before", cache)
    named = sum(audit_id.encode() in content for content in before.values())
    for package in sorted((deleted / "members").iterdir()):
        tables = read_tables(package)
        for name in ("audits", *HANGING_ON_AUDITS):
            if name in tables:
                tables[name] = [row for row in tables[name] if row["audit_id"] != audit_id]
        for rows in tables.values():
            for row in rows:
                row.update({c: "" for c in NAMES_AN_AUDIT if row.get(c) == audit_id})
        write_tables(package, tables)
    shown = tree(present, tmp_path / "one", cache)
    assert shown == tree(deleted, tmp_path / "two", cache)
    left = [path for path, content in shown.items() if audit_id.encode() in content]
    assert named > 2
    assert not [path for path in left if "ledger" not in path and "identifiers" not in path], left


def test_a_member_that_withdrew_leaves_no_trace(tmp_path: Path, cache: Path) -> None:
    """After a member withdrew its package, its consents and its row in the register have no effect."""
    present, deleted = tmp_path / "present", tmp_path / "deleted"
    for data in (present, deleted):
        shutil.copytree(TINY, data)
        (data / "ledger" / "alder-20260101.csv").write_text(
            "kind,identifier,event,date,successor\nmember,alder,withdrawn,2026-01-01,\n"
        )
    shutil.rmtree(deleted / "members" / "alder")
    register = deleted / "registers" / "members.csv"
    lines = register.read_text("utf-8").splitlines(keepends=True)
    register.write_text("".join(line for line in lines if not line.startswith("alder,")))
    shown = tree(present, tmp_path / "one", cache)
    assert shown == tree(deleted, tmp_path / "two", cache)
    page = shown["members/alder/index.html"].decode()
    assert "No member any more" in page
    assert "2026-01-01" not in page
    assert f"F/{WEAVES}/index.html" in shown


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sets(
        st.tuples(
            st.sampled_from(
                [("alder", KNITS), ("alder", WEAVES), ("birch", KNITS), ("birch", DENIM)]
            ),
            st.sampled_from(sorted(CELLS)),
            st.sampled_from(sorted(STATES)),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_combination_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory,
    off: set[tuple[tuple[str, str], str, str]],
) -> None:
    """Whatever set of consents is not in force, nothing that they would cover has an effect."""
    folder = tmp_path_factory.mktemp("any")
    present, deleted = folder / "present", folder / "deleted"
    for data in (present, deleted):
        shutil.copytree(TINY, data)
        for (member, factory_id), scope, state in sorted(off):
            package = data / "members" / member
            tables = switch_off(read_tables(package), factory_id, scope, state)
            given_for_all = scope in ("identity", "audits", "profile", "tiers") and (
                factory_id == WEAVES
            )
            assert given_for_all == any(
                row["member"] == "*"
                for row in read_tables(TINY / "members" / member)["consents"]
                if (row["factory_id"], row["scope"]) == (factory_id, scope)
            )
            if data == deleted:
                tables = without(tables, factory_id, scope)
            write_tables(package, tables)
    assert shown_of(present, AS_OF) == shown_of(deleted, AS_OF)
