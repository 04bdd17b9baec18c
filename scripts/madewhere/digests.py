"""Digests of what the site shows: the keys by which a page is known to be unchanged.

They are made of what is shown and nothing else, so that they cannot differ by what is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madewhere import fingerprint
from madewhere.site_model import Audit, Factory, Handbook, Site
from madewhere.site_model.audits import Finding, FindingEvent
from madewhere.site_model.handbook import Chapter, Requirement
from madewhere.tables import table
from madewhere.tiers.around import FactoryNetwork, MemberNetwork, has_network

_SIMPLE = tuple(
    name
    for name in Factory.__slots__
    if name not in ("sources", "differing", "sourcing", "audits", "consents", "agreed", "confirmations", "units",
                    "suppliers", "customers", "part_of")
)  # fmt: skip


def names(factory: Factory) -> tuple[str, str | None, str | None]:
    """What a factory is called, in whichever language a page is."""
    return factory.name, factory.name_native, factory.name_native_language


def factory_digest(factory: Factory, site: Site) -> str:
    """A digest of everything that a factory's page and files show of it and around it."""

    def linked(factory_id: str | None) -> tuple[str | None, object]:
        other = site.by_id.get(factory_id) if factory_id else None
        return (factory_id, names(other) if other else None)

    def ends(links: Sequence[Any]) -> list[tuple[Any, ...]]:
        return [
            (
                link.other.factory_id,
                names(link.other),
                link.other.country,
                [
                    (s.member.slug, s.tier, s.since, s.stated_by, s.stated_on)
                    for s in link.statements
                ],
            )
            for link in links
        ]

    told = (
        [getattr(factory, name) for name in _SIMPLE],
        [(g, s.member.slug, s.stated_on, s.stated_by) for g, s in factory.sources.items()],
        [
            (d.group, d.source.member.slug, d.source.stated_on, d.source.stated_by, d.values)
            for d in factory.differing
        ],
        [(s.member.slug, s.tier, s.since) for s in factory.sourcing],
        [site.audit_digests[a.audit_id] for a in factory.audits],
        [
            (c.scope, c.member.slug if c.member else "*", c.decided_on, c.valid_until, c.method)
            for c in factory.consents
        ],
        sorted(factory.agreed),
        [(c.domain, c.method, c.confirmed_on) for c in factory.confirmations],
        linked(factory.part_of),
        [linked(unit) for unit in factory.units],
        ends(factory.suppliers),
        ends(factory.customers),
        has_network(factory),
    )
    return fingerprint.digest(repr(told))


def network_digest(site: Site, network: MemberNetwork | FactoryNetwork) -> str:
    """A digest of all that a supply network shows: its factories, with the links that they have."""
    shown = sorted(factory.factory_id for factory in network.factories)
    return fingerprint.digest(*(site.digests[factory_id] for factory_id in shown))


_AUDIT = tuple(c for c in table("audits").columns if c != "audit_firm")


def audit_digest(audit: Audit, handbook: Handbook) -> str:
    """A digest of everything that pages and records show of one audit, and of the handbook with it.

    The names of members and firms are not in it: every page depends on those registers.
    """
    version = handbook.version(audit.type, audit.requirements_version)
    told = (
        [getattr(audit, column) for column in _AUDIT],
        audit.firm.slug,
        [m.slug for m in audit.members],
        [(m.slug, column, value) for m, column, value in audit.differing],
        [(_chapter(r.chapter), r.score_percent, r.letter) for r in audit.chapters],
        [_finding(finding) for finding in audit.findings],
        audit.plan,
        None if audit.found_compliant is None else [_requirement(r) for r in audit.found_compliant],
        audit.unstated_because,
        version and version.title,
    )
    return fingerprint.digest(repr(told))


def _finding(finding: Finding) -> tuple[Any, ...]:
    return (
        *(getattr(finding, name) for name in _FINDING),
        finding.requirement and _requirement(finding.requirement),
        [m.slug for m in finding.members],
        [(m.slug, column, value) for m, column, value in finding.differing],
        [
            (*(getattr(event, name) for name in _EVENT), [m.slug for m in event.members])
            for event in finding.events
        ],
    )


def _requirement(requirement: Requirement) -> tuple[Any, ...]:
    """What is shown of a requirement away from the handbook."""
    version, slug, title = requirement.version, requirement.slug, requirement.title
    return (version, slug, title, _chapter(requirement.chapter))


def _chapter(chapter: Chapter) -> tuple[str, str, str]:
    return (chapter.scheme, chapter.slug, chapter.title)


_FINDING = tuple(
    name
    for name in Finding.__slots__
    if name not in ("requirement", "members", "differing", "events")
)
_EVENT = tuple(name for name in FindingEvent.__slots__ if name != "members")


def add_digests(site: Site) -> None:
    """Work out the digest of each factory and of the whole site, once a build."""
    site.audit_digests = {
        audit.audit_id: audit_digest(audit, site.handbook) for audit in site.audits
    }
    site.digests = {
        factory_id: factory_digest(factory, site) for factory_id, factory in site.by_id.items()
    }
    site.product_digests = {
        product_id: fingerprint.digest(
            repr(product), *(site.digests[factory_id] for factory_id in product.factories)
        )
        for product_id, product in site.products.items()
    }
    tombstones = [(t.factory_id, t.state, t.successor) for t in site.tombstones]
    profiles = [(repr(p.member), sorted(p.tiers.items())) for p in site.members]
    site.digest = fingerprint.digest(
        site.as_of.isoformat(),
        repr(site.publication),
        repr(sorted(site.disclosure.demo_members)),
        *(repr(site.disclosure.registers[name]) for name in sorted(site.disclosure.registers)),
        *(site.digests[factory_id] for factory_id in sorted(site.digests)),
        repr(tombstones),
        repr(site.gone_products),
        repr(site.numbers),
        repr(site.former_members),
        repr(profiles),
        _statements(site),
    )


def _statements(site: Site) -> str:
    """The members' rows as they are published in full, beside what the factories' digests hold."""
    return fingerprint.digest(
        *(
            repr((name, row.member, row.cells))
            for name, rows in site.disclosure.tables.items()
            for row in rows
        )
    )
