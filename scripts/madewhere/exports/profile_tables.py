"""The published tables of what hangs on a factory: people, certificates, claims, voices, channels."""

from __future__ import annotations

from collections.abc import Iterator

from madewhere.exports.definitions import MEMBERS, Published, Row, borrowed, define, own
from madewhere.exports.released import with_member
from madewhere.site_model import Site
from madewhere.tables import table

_CERTIFICATE = table("certificates").columns


def _certificates(site: Site) -> Iterator[Row]:
    for factory_id in sorted(site.by_id):
        found = site.by_id[factory_id].certificates
        for each in sorted(found, key=lambda c: (c.standard, c.number)):
            yield (
                *(getattr(each, column) for column in _CERTIFICATE),
                each.state,
                "|".join(member.slug for member in each.members),
            )


def _claims(site: Site) -> Iterator[Row]:
    for factory_id in sorted(site.by_id):
        for each in site.by_id[factory_id].claims:
            certificate = each.certificate
            yield (
                factory_id,
                each.claim,
                each.statement,
                each.about,
                certificate.standard if certificate else None,
                certificate.number if certificate else None,
                each.audit_id,
                each.source.stated_on,
                each.source.stated_by,
                each.support,
                each.source.member.slug,
            )


PROFILE_TABLES: tuple[Published, ...] = (
    with_member("workforce", "Workforce", table("workforce").description),
    with_member("profiles", "Profiles", table("profiles").description),
    Published(
        define(
            "certificates",
            "Certificates",
            "One row a certificate that a factory holds, however many members disclose it.",
            [
                *(borrowed("certificates", column) for column in _CERTIFICATE),
                own(
                    "state",
                    "string",
                    "State",
                    "Whether it is valid on the as-of date.",
                    "valid",
                    enum=["valid", "expired", "not-yet"],
                ),
                MEMBERS,
            ],
            ("factory_id", "standard", "number"),
        ),
        _certificates,
    ),
    Published(
        define(
            "claims",
            "Claims",
            "One row a claim, as it was stated last, with whether what supports it is shown and valid on the as-of date.",
            [
                *(
                    borrowed("claims", name)
                    for name in (
                        "factory_id",
                        "claim",
                        "statement",
                        "about",
                        "standard",
                        "number",
                        "audit_id",
                        "stated_on",
                        "stated_by",
                    )
                ),
                own(
                    "support",
                    "string",
                    "Support",
                    "Whether a certificate or an audit that is shown supports it on the as-of date.",
                    "supported",
                    enum=["supported", "expired", "without-evidence"],
                ),
                own(
                    "member",
                    "string",
                    "Member",
                    "The slug of the member that states it.",
                    "aldermoss",
                ),
            ],
            ("factory_id", "claim"),
        ),
        _claims,
    ),
    with_member("worker_voice", "Workers' voice", table("worker_voice").description),
    with_member(
        "grievance_channels", "Grievance channels", table("grievance_channels").description
    ),
)
"""Everything about factories beside their statements, in the order of the data page."""
