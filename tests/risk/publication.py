"""A publication with enough findings to count: the tiny one, and thirty invented factories of a member."""

from __future__ import annotations

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from checking import consent
from madewhere.identifiers import mint_audit_id, mint_factory_id
from madewhere.package_writer import table_bytes, write_ledger_file, write_package
from madewhere.private.invitation.words import TEXT_VERSION
from madewhere.tables import table
from tiny_publication import TINY

COUNTRIES = ("BD",) * 14 + ("VN",) * 9 + ("IN",) * 5 + ("PT",) * 2
REQUIREMENTS = {
    "social": ("exits-unlocked", "drinking-water", "first-aid", "rest-day"),
    "environmental": ("water-metered",),
}
SCOPES = ("identity", "audits", "ratings", "cap", "profile", "tiers")
DAY = date(2025, 1, 10)


def write_publication(folder: Path, seed: int = 7) -> Path:
    """Write it into a folder that is not there yet, and give its data folder."""
    data = Path(shutil.copytree(TINY, folder))
    rng = Random(seed)
    with (data / "members/alder/factories.csv").open(encoding="utf-8", newline="") as file:
        tables: dict[str, list[dict[str, Any]]] = {"factories": list(csv.DictReader(file))}
    for name in ("audits", "findings", "finding_events", "consents", "sourcing", "supply_links"):
        with (data / f"members/alder/{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    taken = {row["factory_id"] for row in tables["factories"]}
    events = []
    for number, country in enumerate(COUNTRIES):
        factory_id = mint_factory_id(country, rng, taken)
        events.append(_event("factory", factory_id))
        tables["factories"].append(
            {
                "factory_id": factory_id,
                "name": f"Counted Mill {number}",
                "country": country,
                "name_stated_on": DAY,
                "name_stated_by": "member",
                "address_stated_on": DAY,
                "address_stated_by": "member",
            }
        )
        tables["sourcing"].append({"factory_id": factory_id, "tier": 1})
        tables["consents"] += [_consent(factory_id, scope) for scope in SCOPES]
        for scheme in ("social", "environmental"):
            if scheme == "social" or rng.random() < 0.6:
                events += _audit(rng, tables, factory_id, scheme)
    write_ledger_file(data / "ledger", events)
    write_package(data / "members/alder", name="alder", title="Alder", tables=tables, demo=True)
    (data / "registers/risk_counts.csv").write_bytes(table_bytes("risk_counts", list(_counts())))
    return data


def _audit(
    rng: Random, tables: dict[str, list[dict[str, Any]]], factory_id: str, scheme: str
) -> list[dict[str, Any]]:
    day = date(2023, 1, 9) + timedelta(days=rng.randrange(1000))
    audit_id = mint_audit_id(factory_id, scheme, day, "plumb")
    found = [slug for slug in REQUIREMENTS[scheme] if rng.random() < 0.6]
    alerts = int(rng.random() < 0.2)
    tables["audits"].append(
        {
            "audit_id": audit_id,
            "factory_id": factory_id,
            "type": scheme,
            "category": "initial",
            "announcement": "announced",
            "audit_date": day,
            "audit_firm": "plumb",
            "requirements_version": "2025",
            "rating_letter": "E" if alerts else "B",
            "alert_notifications": alerts if rng.random() < 0.8 else None,
            "cap_complete": True if found or rng.random() < 0.7 else None,
        }
    )
    for number, slug in enumerate(found):
        tables["findings"].append(
            {
                "audit_id": audit_id,
                "factory_id": factory_id,
                "finding": f"F{number}",
                "requirement": slug,
                "severity": rng.choice(("minor", "minor", "major", "critical")),
                "deadline": day + timedelta(days=rng.choice((60, 400))),
            }
        )
        if rng.random() < 0.6:
            tables["finding_events"].append(
                {
                    "audit_id": audit_id,
                    "factory_id": factory_id,
                    "finding": f"F{number}",
                    "date": day + timedelta(days=rng.randrange(10, 200)),
                    "event": "verified-closed",
                    "by": "member",
                    "how": "documents",
                }
            )
    return [_event("audit", audit_id)]


def _event(kind: str, identifier: str) -> dict[str, Any]:
    return {"kind": kind, "identifier": identifier, "event": "published", "date": DAY}


def _consent(factory_id: str, scope: str) -> dict[str, Any]:
    return consent(factory_id, scope, decided_on=DAY, text_version=TEXT_VERSION)


def _counts() -> list[dict[str, Any]]:
    rows = [
        (2025, "*", "*", 3, 80, 90, 40, 6),
        (2025, "*", "health-and-safety", 3, 51, 60, 25, 5),
        (2025, "*", "working-hours", 2, 22, 30, 15, 1),
        (2025, "BD", "*", 3, 44, 50, 20, 3),
        (2025, "BD", "health-and-safety", 2, 30, 30, 10, 2),
        (2025, "BD", "working-hours", 2, 12, 20, 10, 1),
        (2024, "*", "*", 2, 30, 33, 12, 2),
    ]
    names = [name for name in table("risk_counts").columns if name != "scheme"]
    return [{**dict(zip(names, row, strict=True)), "scheme": "social"} for row in rows]
