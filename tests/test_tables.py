"""The data contract: every field is described, scoped and exemplified."""

from __future__ import annotations

import re

import pytest

from madewhere.exports.tables import PUBLISHED
from madewhere.tables import (
    CONTRIBUTION_TABLE,
    LEDGER_TABLE,
    MEMBER_TABLES,
    OPEN,
    PRIVATE,
    PRIVATE_TABLES,
    REGISTER_TABLES,
    SCHEMA_FOLDER,
    SCOPES,
    groups,
    table,
)
from madewhere.validate import validate_table

TABLES = (*MEMBER_TABLES, *REGISTER_TABLES, LEDGER_TABLE, *PRIVATE_TABLES, CONTRIBUTION_TABLE)
FIELDS = [(name, field) for name in TABLES for field in table(name).fields]


def test_every_schema_file_is_a_table():
    """No schema lies in the folder that nothing reads."""
    assert {path.stem for path in SCHEMA_FOLDER.glob("*.json")} == set(TABLES)


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[f"{n}.{f.name}" for n, f in FIELDS])
def test_every_field_is_described_and_has_a_scope(name, field):
    """Title, description, example, source and a known scope; a register's fields need no consent."""
    assert field.title
    assert field.description.endswith(".")
    assert field.example
    assert field.source
    if name in (*PRIVATE_TABLES, CONTRIBUTION_TABLE):
        assert field.scope == PRIVATE
    else:
        assert field.scope in ((OPEN,) if name in (*REGISTER_TABLES, LEDGER_TABLE) else SCOPES) or (
            name.startswith("product") and field.scope == OPEN
        )
    if field.type in ("number", "integer") and field.name != "tier":
        assert field.unit


@pytest.mark.parametrize("name", TABLES)
def test_the_examples_make_a_valid_row(name):
    """A row of all examples has no problem."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table(name).columns)
    writer.writerow([field.example for field in table(name).fields])
    read = validate_table(name, out.getvalue(), f"{name}.csv")
    assert [(p.code, p.field, p.message) for p in read.problems] == []
    assert len(read.rows) == 1


def test_a_group_has_one_scope_its_date_and_its_source():
    """Fields that are stated together are consented to together, so a statement is whole or absent."""
    factories = table("factories")
    for group, fields in groups().items():
        columns = [
            *fields,
            factories.field(f"{group}_stated_on"),
            factories.field(f"{group}_stated_by"),
        ]
        assert len({field.scope for field in columns}) == 1, group


def test_no_pattern_of_ours_can_run_away():
    """No pattern repeats a repetition, which hostile text could make slow."""
    for name, field in FIELDS:
        pattern = field.constraints.get("pattern", "")
        assert not re.search(
            r"\([^()]*[+*][^()]*\)[+*](?!\$)", pattern.replace("(-[a-z0-9]+)*", "")
        ), name


@pytest.mark.parametrize("published", PUBLISHED, ids=[p.name for p in PUBLISHED])
def test_published_columns_are_a_contract(published):
    """Columns that programs rely on; to change them is to break somebody, so it needs a new version."""
    assert published.definition.columns[: len(CONTRACT[published.name])] == CONTRACT[published.name]


CONTRACT = {
    "factories": (
        "factory_id",
        "url",
        "state",
        "successor",
        "name",
        "name_native",
        "name_native_language",
        "street_address",
        "locality",
        "region",
        "postal_code",
        "country",
        "latitude",
        "longitude",
        "coordinate_precision",
        "sector",
        "facility_type",
        "processing_types",
        "product_types",
        "parent_company",
        "workers",
        "workers_min",
        "workers_max",
        "women_percent",
        "migrant_percent",
        "os_id",
        "gln",
        "lei",
        "registration_number",
        "part_of",
        "website",
        "members",
        "agreed",
        "last_stated_on",
        "last_audit_date",
        "audits",
        "demo",
        "findings",
        "findings_closed",
        "findings_overdue",
        "plan_state",
    ),
    "statements": ("member", "factory_id", "name"),
    "audits": (
        "audit_id",
        "factory_id",
        "type",
        "category",
        "announcement",
        "audit_date",
        "requirements_version",
        "follows_audit",
        "rating_percent",
        "rating_letter",
        "alert_notifications",
        "cap_complete",
        "audit_firm",
        "members",
    ),
    "sourcing": ("member", "factory_id", "tier", "since"),
    "supply_links": (
        "member",
        "supplier_id",
        "customer_id",
        "tier",
        "since",
        "stated_on",
        "stated_by",
    ),
    "confirmations": ("member", "factory_id", "domain", "method", "confirmed_on"),
    "consents": ("factory_id", "scope", "member", "decided_on", "valid_until", "method"),
    "identifiers": ("factory_id", "url", "state", "successor"),
    "members": ("slug", "name", "country", "website", "joined_on"),
    "audit_firms": ("slug", "name", "country", "website", "accredited_since"),
    "facility_types": ("code", "title"),
    "processing_types": ("code", "title", "facility_type"),
    "audit_chapters": ("audit_id", "factory_id", "chapter", "score_percent", "letter"),
    "findings": (
        "audit_id",
        "factory_id",
        "finding",
        "country",
        "type",
        "audit_date",
        "chapter",
        "requirement",
        "severity",
        "description",
        "corrective_action",
        "deadline",
        "state",
        "closed_on",
        "days_to_close",
        "overdue",
        "members",
    ),
    "finding_events": (
        "audit_id",
        "factory_id",
        "finding",
        "number",
        "date",
        "event",
        "by",
        "how",
        "follow_up_audit",
        "text",
        "evidence_sha256",
        "counts",
        "members",
    ),
    "workforce": (
        "member",
        "factory_id",
        "contract",
        "women",
        "men",
        "migrants",
        "stated_on",
        "stated_by",
    ),
    "profiles": (
        "member",
        "factory_id",
        "buildings",
        "languages",
        "outside_processes",
        "capacity",
        "capacity_unit",
        "capacity_period",
        "stated_on",
        "stated_by",
    ),
    "certificates": (
        "factory_id",
        "standard",
        "number",
        "issuer",
        "covers",
        "valid_from",
        "valid_until",
        "verify_url",
        "state",
        "members",
    ),
    "products": (
        "product_id",
        "name",
        "name_language",
        "brand",
        "product_type",
        "materials",
        "website",
        "sold_from",
        "sold_until",
        "stated_on",
        "state",
        "published_on",
        "url",
        "member",
    ),
    "product_gtins": ("gtin", "product_id", "variant"),
    "product_steps": (
        "product_id",
        "position",
        "entry",
        "stage",
        "part",
        "place",
        "factory_id",
        "one_of",
        "country",
        "lot",
        "valid_from",
        "valid_until",
        "stated_on",
    ),
    "product_certificates": (
        "product_id",
        "standard",
        "number",
        "issuer",
        "covers",
        "valid_from",
        "valid_until",
        "verify_url",
        "state",
    ),
    "product_claims": (
        "product_id",
        "claim",
        "statement",
        "about",
        "standard",
        "number",
        "stated_on",
        "support",
        "holder",
    ),
    "claims": (
        "factory_id",
        "claim",
        "statement",
        "about",
        "standard",
        "number",
        "audit_id",
        "stated_on",
        "stated_by",
        "support",
        "member",
    ),
    "worker_voice": (
        "member",
        "factory_id",
        "topic",
        "score",
        "respondents",
        "period_start",
        "period_end",
        "method",
        "provider",
    ),
    "grievance_channels": (
        "member",
        "factory_id",
        "channel",
        "name",
        "run_by",
        "who",
        "about",
        "how",
        "reach",
        "languages",
        "free",
        "anonymous",
        "hours",
        "stated_on",
        "stated_by",
    ),
    "handbooks": ("version", "scheme", "title", "valid_from"),
    "chapters": ("slug", "scheme", "position", "title", "about"),
    "requirements": (
        "version",
        "slug",
        "chapter",
        "title",
        "looks_at",
        "documents",
        "severity",
        "ilo",
        "sdg",
        "ungp",
    ),
    "sampling": ("scheme", "workers_from", "workers_to", "person_days", "interviews", "files"),
    "monitoring_rules": ("severity", "within_days", "action", "note"),
    "standards": ("slug", "title", "owner", "kind", "about", "website", "verify_url"),
    "standard_topics": ("standard", "chapter", "covers", "note"),
    "figures": (
        "figure",
        "scheme",
        "country",
        "chapter",
        "severity",
        "year",
        "n",
        "of",
        "value",
    ),
    "risk_counts": (
        "year",
        "scheme",
        "country",
        "chapter",
        "members",
        "factories",
        "minor",
        "major",
        "critical",
    ),
}
