"""Joining what the gate released into what pages and downloads need, in one pass over each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from madewhere.consent import ALL_MEMBERS, Grant
from madewhere.digests import add_digests
from madewhere.disclose import DisclosedRow, Disclosure
from madewhere.identifiers import is_factory_id, is_slug
from madewhere.ledger import STATE_AFTER, Event
from madewhere.link.audits import link_audits
from madewhere.link.factories import link_factory
from madewhere.link.figures import risk_figures
from madewhere.link.findings import AuditRows
from madewhere.link.handbook import link_handbook
from madewhere.link.network import link_supply, link_units
from madewhere.link.overview import country_profiles, figures, member_profiles
from madewhere.link.products import gone_products, link_numbers, link_products
from madewhere.link.profiles import link_profiles
from madewhere.link.standards import link_standards
from madewhere.site_model import Audit, AuditFirm, Factory, Member, Site, Tombstone


def link(disclosure: Disclosure) -> Site:
    """Join members, factories, audits and supply links, all in a stable order."""
    members = link_members(disclosure)
    firms = {row["slug"]: AuditFirm(**row) for row in disclosure.registers["audit_firms"]}
    events = {
        event.identifier: event
        for event in disclosure.identifiers
        if event.kind == "factory" and is_factory_id(event.identifier)
    }
    successors = disclosure.successors
    rows = _by_factory(_without_unknown_sites(disclosure.tables["factories"]))
    sourcing = _by_factory(disclosure.tables["sourcing"])
    confirmations = _by_factory(disclosure.tables["confirmations"])
    consents = _consents(disclosure.consents, members)
    handbook = link_handbook(disclosure)
    hanging = AuditRows.of(disclosure, handbook, members)
    audits, audit_ids = link_audits(
        disclosure.tables["audits"], rows.keys(), members, firms, hanging
    )
    by_factory: defaultdict[str, list[Audit]] = defaultdict(list)
    for audit in audits:
        by_factory[audit.factory_id].append(audit)
    factories = [
        link_factory(
            rows[factory_id],
            events[factory_id],
            disclosure,
            members,
            _shown_successor(factory_id, successors, rows),
            sourcing.get(factory_id, []),
            by_factory.get(factory_id, []),
            consents.get(factory_id, []),
            confirmations.get(factory_id, []),
        )
        for factory_id in sorted(rows)
    ]
    by_id = {factory.factory_id: factory for factory in factories}
    link_supply(disclosure.tables["supply_links"], by_id, members)
    link_units(factories, by_id)
    link_profiles(disclosure, by_id, members, audit_ids)
    products = link_products(disclosure, by_id, members)
    factories.sort(key=lambda f: (f.name.casefold(), f.factory_id))
    profiles = member_profiles(members, factories, products.values())
    countries = country_profiles(factories)
    site = Site(
        disclosure=disclosure,
        publication=disclosure.publication,
        as_of=disclosure.as_of,
        demo=bool(disclosure.demo_members) and disclosure.demo_members >= set(disclosure.members),
        factories=factories,
        by_id=by_id,
        tombstones=_tombstones(events, successors, by_id),
        members=profiles,
        former_members=[
            event.identifier
            for event in disclosure.identifiers
            if event.kind == "member"
            and event.identifier not in members
            and is_slug(event.identifier)
        ],
        countries=countries,
        audits=audits,
        audit_firms=sorted(firms.values(), key=lambda firm: (firm.name.casefold(), firm.slug)),
        facility_types={
            row["code"]: row["title"] for row in disclosure.registers["facility_types"]
        },
        processing_types={
            row["code"]: row["title"] for row in disclosure.registers["processing_types"]
        },
        handbook=handbook,
        standards=link_standards(disclosure),
        products=products,
        gone_products=gone_products(disclosure, products),
        numbers=link_numbers(disclosure, products, by_id),
        figures=figures(
            factories, profiles, countries, audits, products.values(), disclosure.as_of
        ),
        risk=risk_figures(factories, handbook),
    )
    add_digests(site)
    return site


def link_members(disclosure: Disclosure) -> dict[str, Member]:
    """The members of the register, by slug."""
    return {
        row["slug"]: Member(
            slug=row["slug"],
            name=row["name"],
            country=row["country"],
            website=row["website"],
            joined_on=row["joined_on"],
            demo=row["slug"] in disclosure.demo_members,
        )
        for row in disclosure.registers["members"]
    }


def _without_unknown_sites(rows: tuple[DisclosedRow, ...]) -> Iterator[DisclosedRow]:
    """The rows, without the larger site of a unit where that site has no page of its own."""
    shown = {row.cells["factory_id"] for row in rows}
    for row in rows:
        site = row.cells["part_of"]
        known = site is None or site in shown
        yield row if known else replace(row, cells={**row.cells, "part_of": None})


def _by_factory(rows: Iterable[DisclosedRow]) -> dict[str, list[DisclosedRow]]:
    found: defaultdict[str, list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        found[row.cells["factory_id"]].append(row)
    return found


def _consents(
    grants: tuple[Grant, ...], members: dict[str, Member]
) -> dict[str, list[tuple[Grant, Member | None]]]:
    """The consents in force by factory; one given for all in several packages counts once."""
    found: defaultdict[str, list[tuple[Grant, Member | None]]] = defaultdict(list)
    newest: dict[tuple[str, str, str], Grant] = {}
    for grant in sorted(grants, key=lambda g: (g.decided_on, g.given_in)):
        newest[grant.factory_id, grant.scope, grant.member] = grant
    for grant in newest.values():
        member = None if grant.member == ALL_MEMBERS else members[grant.member]
        found[grant.factory_id].append((grant, member))
    return found


def _shown_successor(
    factory_id: str, successors: dict[str, str], shown: Collection[str]
) -> str | None:
    successor = successors.get(factory_id)
    return successor if successor in shown else None


def _tombstones(
    events: dict[str, Event], successors: dict[str, str], by_id: dict[str, Factory]
) -> list[Tombstone]:
    """What is left of a published factory that is not shown: its state, and a successor that is.

    No day is told: why and when a factory went is nobody's business.
    """
    found = []
    for factory_id, event in sorted(events.items()):
        if factory_id in by_id:
            continue
        state = STATE_AFTER[event.event]
        shown_state = state if state in ("merged", "withdrawn") else "not-shown"
        successor = _shown_successor(factory_id, successors, by_id) if state == "merged" else None
        found.append(Tombstone(factory_id, shown_state, successor))
    return found
