"""A yes covers what the text named that the factory read: what came later stays in, without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from madewhere.build import build
from madewhere.check import check
from madewhere.disclose import disclose
from madewhere.package_writer import table_bytes
from madewhere.private.invitation.words import TEXT_VERSION
from madewhere.read import read_data
from madewhere.tables import MEMBER_TABLES, newest_text, table
from on_disk import csv_rows, everything
from tiny_publication import AS_OF, KNITS

NAMED_SINCE = {
    "ratings": ["audit_chapters"],
    "cap": ["findings", "finding_events"],
    "profile": ["workforce", "profiles"],
    "certificates": ["certificates", "claims"],
    "worker_voice": ["worker_voice", "grievance_channels"],
}
"""What text 2026-2 was the first to name, written down a second time: whole tables by their scope."""


def agreed_to(data: Path, scope: str, text: str) -> None:
    """Let the consents of a factory to a scope be to another text."""
    for path in sorted(data.glob("members/*/consents.csv")):
        rows = csv_rows(path)
        for row in rows:
            if (row["factory_id"], row["scope"]) == (KNITS, scope):
                row["text_version"] = text
        path.write_bytes(table_bytes("consents", rows))


@pytest.mark.parametrize("scope", NAMED_SINCE)
def test_what_an_older_text_did_not_name_leaves_no_trace(tiny, tmp_path, scope):
    """The site is the same, byte for byte, with these rows present and with them deleted."""
    agreed_to(tiny, scope, "2026-1")
    sites = []
    for name in ("present", "deleted"):
        build(tiny, tmp_path / name, as_of=AS_OF, cache=tmp_path / "cache")
        sites.append(everything(tmp_path / name))
        gone = [path for t in NAMED_SINCE[scope] for path in tiny.glob(f"members/*/{t}.csv")]
        for path in gone:
            rows = [row for row in csv_rows(path) if row["factory_id"] != KNITS]
            path.write_bytes(table_bytes(path.stem, rows))
        assert gone
    assert sites[0] == sites[1]


@pytest.mark.parametrize("scope", NAMED_SINCE)
def test_what_the_older_text_named_stays(tiny, scope):
    """Only the new tables go; the same scope's cells of older tables are shown as before."""
    before, _ = disclose(read_data(tiny, as_of=AS_OF).corpus)
    agreed_to(tiny, scope, "2026-1")
    after, withheld = disclose(read_data(tiny, as_of=AS_OF).corpus)
    changed = {name for name in MEMBER_TABLES if before.tables.get(name) != after.tables.get(name)}
    assert changed - {"consents"} == set(NAMED_SINCE[scope])
    assert {Path(each.file).stem for each in withheld} == set(NAMED_SINCE[scope])


def test_the_check_names_what_stays_in(tiny):
    """Each such row in a proposal is an error with its line and the text that names it."""
    agreed_to(tiny, "worker_voice", "form-2026-1")
    found = [p for p in check(tiny, as_of=AS_OF).problems if p.code == "consent-older-text"]
    assert {Path(p.file).stem for p in found} == set(NAMED_SINCE["worker_voice"])
    assert "agreed to “worker_voice” by a text before 2026-2" in found[0].message
    assert found[0].line == 2


def test_the_letter_of_today_names_everything():
    """No column asks for a newer text than the one that goes out."""
    assert all(newest_text(scope) in ("", TEXT_VERSION) for scope in NAMED_SINCE)
    told = {t for name in NAMED_SINCE.values() for t in name}
    since = {n for n in MEMBER_TABLES if any(f.since_text for f in table(n).fields)}
    assert told == since
