"""A factory's record: its audits in depth, and what hangs on the factory."""

from __future__ import annotations

import json

from madewhere.exports.records import record_json
from shown import site_of
from tiny_publication import DENIM, KNITS, TINY, WEAVES


def test_a_record_holds_what_was_found():
    """Chapters, plan, findings with their events, and what was found compliant."""
    site = site_of(TINY)
    record = json.loads(record_json(site, site.by_id[KNITS]))
    follow_up, first = record["audits"]
    assert first["chapters"][0] == {"chapter": "working-hours", "score_percent": 78, "letter": "B"}
    assert first["plan"] == {"state": "behind-schedule", "findings": 3, "closed": 1, "overdue": 2}
    assert first["found_compliant"] == ["first-aid"]
    assert first["found_compliant_unstated_because"] is None
    fixed = next(f for f in first["findings"] if f["finding"] == "HS-01")
    assert (fixed["state"], fixed["closed_on"], fixed["days_to_close"]) == (
        "verified-closed",
        "2024-05-20",
        76,
    )
    assert fixed["requirement_title"] == "Everybody can leave the building at once"
    assert fixed["events"][0] == {
        "date": "2024-05-02",
        "event": "evidence-submitted",
        "by": "factory",
        "how": None,
        "follow_up_audit": None,
        "text": "Photographs of all six exits.",
        "evidence_sha256": "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea",
        "members": ["alder"],
        "counts": True,
    }
    assert (follow_up["plan"], follow_up["findings"], follow_up["found_compliant"]) == (
        None,
        [],
        None,
    )
    assert follow_up["found_compliant_unstated_because"] == "follow-up"
    weaves = json.loads(record_json(site, site.by_id[WEAVES]))
    assert weaves["audits"][0]["found_compliant_unstated_because"] == "not-agreed"


def test_a_record_holds_what_hangs_on_the_factory():
    """People, profile, certificates, claims with what supports them, surveys and channels."""
    site = site_of(TINY)
    record = json.loads(record_json(site, site.by_id[KNITS]))
    source = {"member": "alder", "stated_on": "2025-02-01", "stated_by": "factory"}
    assert record["workforce"][0] == {
        "contract": "permanent",
        "women": 340,
        "men": 150,
        "migrants": 60,
        "source": source,
    }
    assert (record["profile"]["languages"], record["profile"]["source"]) == (["bn", "en"], source)
    assert [(c["number"], c["state"]) for c in record["certificates"]] == [
        ("OR-412", "valid"),
        ("OR-180", "expired"),
    ]
    assert {c["claim"]: (c["support"], c["certificate"]) for c in record["claims"]} == {
        "green-power": ("without-evidence", None),
        "organic-cotton": ("supported", {"standard": "organic", "number": "OR-412"}),
        "safe-exits": ("supported", None),
    }
    assert {s["topic"]: s["respondents"] for s in record["surveys"]} == {
        "overall": 118,
        "auditors-conduct": 96,
    }
    assert [c["channel"] for c in record["grievance_channels"]] == ["helpline", "box"]
    empty = json.loads(record_json(site, site.by_id[DENIM]))
    assert (empty["workforce"], empty["profile"], empty["claims"]) == ([], None, [])
