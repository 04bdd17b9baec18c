"""A yes covers what the text named that the factory read: what came later stays in, without a trace."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from madewhere.build import build
from madewhere.check import check
from madewhere.consent import names
from madewhere.disclose import disclose
from madewhere.package_writer import table_bytes
from madewhere.private.invitation.words import TEXT_VERSION
from madewhere.read import read_data
from madewhere.tables import MEMBER_TABLES, SCOPES, newest_text, table
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

NAMED_SINCE_3 = {"products": ["product_steps"]}
"""What text 2026-3 was: of steps of products, which are not of a factory alone, the cell that names it."""


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
    # A product's claim no longer names the certificate of a factory that is not shown.
    told = {"product_claims"} if scope == "certificates" else set()
    assert changed - {"consents"} == set(NAMED_SINCE[scope]) | told
    assert {Path(each.file).stem for each in withheld} == set(NAMED_SINCE[scope])


def test_the_check_names_what_stays_in(tiny):
    """Each such row in a proposal is an error with its line and the text that names it."""
    agreed_to(tiny, "worker_voice", "form-2026-1")
    found = [p for p in check(tiny, as_of=AS_OF).problems if p.code == "consent-older-text"]
    assert {Path(p.file).stem for p in found} == set(NAMED_SINCE["worker_voice"])
    assert "agreed to “worker_voice” by a text before 2026-2" in found[0].message
    assert found[0].line == 2


def test_steps_of_products_need_the_newest_text(tiny, tmp_path):
    """A yes to products of before names no factory: the same bytes as with the cell empty."""
    agreed_to(tiny, "products", "2026-2")
    path = tiny / "members/alder/product_steps.csv"
    sites = []
    for name in ("present", "deleted"):
        build(tiny, tmp_path / name, as_of=AS_OF, cache=tmp_path / "cache")
        sites.append(everything(tmp_path / name))
        rows = csv_rows(path)
        assert name == "deleted" or KNITS in {row["factory_id"] for row in rows}
        path.write_bytes(table_bytes("product_steps", [row | {"factory_id": ""} for row in rows]))
    assert sites[0] == sites[1]


def test_the_letter_of_today_names_everything():
    """No column asks for a newer text than the one that goes out."""
    assert all(names(TEXT_VERSION, newest_text(scope)) for scope in SCOPES)
    told = {t for scopes in (NAMED_SINCE, NAMED_SINCE_3) for t in chain(*scopes.values())}
    since = {n for n in MEMBER_TABLES if any(f.since_text for f in table(n).fields)}
    assert told == since
