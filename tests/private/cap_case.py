"""The private folders of alder and birch, which both source from one factory and know its audit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from madewhere.private.folder import MARK
from private.inviting_case import add
from tiny_publication import KNITS

AUDIT, FOLLOW_UP = "AMZKZVZ40G", "APW1FKH4NC"
FINDINGS = "HS-01", "HS-02", "WH-01"
"""Closed by alder; closed and opened again by alder; never corrected."""


def make_private(folder: Path, data: Path, member: str) -> Path:
    """A private folder that holds what the member discloses in the tiny publication."""
    folder.mkdir(mode=0o700)
    for path in (data / "members" / member).glob("*.csv"):
        shutil.copy(path, folder / path.name)
    (folder / MARK).write_text(json.dumps({"format": 1, "member": member}), encoding="utf-8")
    return folder


def forget_public_plan(data: Path) -> None:
    """Take the corrective action plan out of the publication: it is private from then on."""
    for name in ("findings", "finding_events"):
        (data / "members" / "alder" / f"{name}.csv").unlink()


def add_finding(private: Path, finding: str = "X-01", **values: str) -> None:
    """Add a finding to the audit; critical, and never corrected, unless told otherwise."""
    row = {"audit_id": AUDIT, "factory_id": KNITS, "finding": finding, "severity": "critical"}
    add(
        private, "findings", **row | {"requirement": "first-aid", "deadline": "2024-04-04"} | values
    )


def add_event(private: Path, finding: str, date: str, event: str, **values: str) -> None:
    """Add an event to a finding; the member's own unless told otherwise."""
    row = {"audit_id": AUDIT, "factory_id": KNITS, "finding": finding, "date": date}
    add(private, "finding_events", **row | {"event": event, "by": "member"} | values)
