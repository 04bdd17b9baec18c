"""Joining what the gate released into what pages and downloads need, in one pass over each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from madewhere.consent import ALL_MEMBERS, Grant
from madewhere.digests import add_digests
from madewhere.disclose import DisclosedRow, Disclosure
from madewhere.ledger import STATE_AFTER, Event
from madewhere.site_model import (
    Audit,
    AuditFirm,
    Consent,
    CountryProfile,
    Differing,
    Factory,
    Figures,
    Member,
    MemberProfile,
    Site,
    Source,
    Sourcing,
    SupplyLink,
    Tombstone,
)
from madewhere.tables import groups, used_scopes

RECENT_MONTHS = 24
"""An audit of the last two years counts as recent in the figures."""

_LISTS = ("sector", "processing_types", "product_types")


def link(disclosure: Disclosure) -> Site:
    """Join members, factories, audits and supply links, all in a stable order."""
    members = _members(disclosure)
    firms = {row["slug"]: AuditFirm(**row) for row in disclosure.registers["audit_firms"]}
    events = {
        event.identifier: event for event in disclosure.identifiers if event.kind == "factory"
    }
    rows: defaultdict[str, list[DisclosedRow]] = defaultdict(list)
    for row in disclosure.tables["factories"]:
        rows[row.cells["factory_id"]].append(row)
    sourcing = _by_factory(disclosure.tables["sourcing"])
    consents = _consents(disclosure.consents, members)
    audits = _audits(disclosure.tables["audits"], rows.keys(), members, firms)
    by_factory: defaultdict[str, list[Audit]] = defaultdict(list)
    for audit in audits:
        by_factory[audit.factory_id].append(audit)
    factories = [
        _factory(
            rows[factory_id],
            events[factory_id],
            disclosure,
            members,
            rows.keys(),
            sourcing.get(factory_id, []),
            by_factory.get(factory_id, []),
            consents.get(factory_id, []),
        )
        for factory_id in sorted(rows)
    ]
    by_id = {factory.factory_id: factory for factory in factories}
    _supply_links(disclosure.tables["supply_links"], by_id, members)
    _units(factories, by_id)
    factories.sort(key=lambda f: (f.name.casefold(), f.factory_id))
    profiles = _member_profiles(members, factories)
    countries = _countries(factories)
    site = Site(
        disclosure=disclosure,
        publication=disclosure.publication,
        as_of=disclosure.as_of,
        demo=bool(disclosure.demo_members),
        factories=factories,
        by_id=by_id,
        tombstones=_tombstones(events, by_id),
        members=profiles,
        countries=countries,
        audits=audits,
        audit_firms=sorted(firms.values(), key=lambda firm: (firm.name.casefold(), firm.slug)),
        facility_types={
            row["code"]: row["title"] for row in disclosure.registers["facility_types"]
        },
        processing_types={
            row["code"]: row["title"] for row in disclosure.registers["processing_types"]
        },
        figures=_figures(factories, profiles, countries, audits, disclosure.as_of),
    )
    add_digests(site)
    return site


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")  # pragma: no cover


def _members(disclosure: Disclosure) -> dict[str, Member]:
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


def _audits(
    rows: tuple[DisclosedRow, ...],
    shown: Iterable[str],
    members: dict[str, Member],
    firms: dict[str, AuditFirm],
) -> list[Audit]:
    """Merge the rows about one audit; the first member's values are shown, others beside them."""
    same: defaultdict[tuple[Any, ...], list[DisclosedRow]] = defaultdict(list)
    known = set(shown)
    for row in rows:
        cells = row.cells
        if cells["factory_id"] in known and cells["audit_firm"] in firms:
            key = (cells["factory_id"], cells["type"], cells["audit_date"], cells["audit_firm"])
            same[key].append(row)
    ids = {
        row.cells["audit_id"]: group[0].cells["audit_id"]
        for group in same.values()
        for row in group
    }
    audits = [_audit(group, ids, members, firms) for group in same.values()]
    audits.sort(key=lambda a: (-a.audit_date.toordinal(), a.audit_id))
    return audits


def _audit(
    group: list[DisclosedRow],
    ids: dict[str, str],
    members: dict[str, Member],
    firms: dict[str, AuditFirm],
) -> Audit:
    merged: dict[str, Any] = {}
    differing = []
    for row in group:
        for column, value in row.cells.items():
            if value is None or column == "audit_id":
                continue
            if column not in merged:
                merged[column] = value
            elif merged[column] != value:
                differing.append((members[row.member], column, value))
    return Audit(
        audit_id=group[0].cells["audit_id"],
        factory_id=merged["factory_id"],
        type=merged["type"],
        category=merged["category"],
        announcement=merged["announcement"],
        audit_date=merged["audit_date"],
        firm=firms[merged["audit_firm"]],
        requirements_version=merged.get("requirements_version"),
        follows_audit=ids.get(merged.get("follows_audit", "")),
        rating_percent=merged.get("rating_percent"),
        rating_letter=merged.get("rating_letter"),
        alert_notifications=merged.get("alert_notifications"),
        cap_complete=merged.get("cap_complete"),
        members=tuple(members[slug] for slug in dict.fromkeys(row.member for row in group)),
        differing=tuple(differing),
    )


def _factory(
    rows: list[DisclosedRow],
    last: Event,
    disclosure: Disclosure,
    members: dict[str, Member],
    shown: Iterable[str],
    sourcing: list[DisclosedRow],
    audits: list[Audit],
    consents: list[tuple[Grant, Member | None]],
) -> Factory:
    factory_id = rows[0].cells["factory_id"]
    values: dict[str, Any] = {"name": rows[0].cells["name"], "country": rows[0].cells["country"]}
    sources: dict[str, Source] = {}
    differing: list[Differing] = []
    for group, fields in groups().items():
        names = [field.name for field in fields]
        stated = _statements(rows, group, names, members)
        for name in names:
            values.setdefault(name, None)
        if not stated:
            continue
        (source, newest), *others = stated
        sources[group] = source
        values.update(newest)
        differing.extend(
            Differing(group, other, changed)
            for other, told in others
            if (
                changed := {
                    name: value
                    for name, value in told.items()
                    if value is not None and newest[name] is not None and value != newest[name]
                }
            )
        )
    known = set(shown)
    state = STATE_AFTER[last.event]
    values["part_of"] = values["part_of"] if values["part_of"] in known else None
    for name in _LISTS:
        values[name] = tuple(
            part.strip() for part in (values[name] or "").split("|") if part.strip()
        )
    return Factory(
        factory_id=factory_id,
        state=state,
        state_since=last.date,
        published_on=disclosure.first_published["factory", factory_id],
        successor=last.successor if last.successor in known else None,
        **values,
        sources=sources or {"name": _fallback_source(rows, members, disclosure)},
        differing=tuple(differing),
        sourcing=_sourcing(rows, sourcing, members),
        audits=tuple(audits),
        consents=tuple(
            Consent(grant.scope, member, grant.decided_on, grant.valid_until, grant.method)
            for grant, member in sorted(
                consents, key=lambda pair: (pair[0].scope, pair[0].member, pair[0].given_in)
            )
        ),
        agreed=frozenset(grant.scope for grant, _ in consents) & frozenset(used_scopes()),
        demo=any(row.member in disclosure.demo_members for row in rows),
    )


def _sourcing(
    rows: list[DisclosedRow], sourcing: list[DisclosedRow], members: dict[str, Member]
) -> tuple[Sourcing, ...]:
    """Every member that discloses the factory, with its tier and since when, where that is told."""
    links = {row.member: row.cells for row in sourcing}
    return tuple(
        Sourcing(
            members[slug],
            links[slug]["tier"] if slug in links else None,
            links[slug]["since"] if slug in links else None,
        )
        for slug in sorted({row.member for row in rows})
    )


def _statements(
    rows: list[DisclosedRow], group: str, names: list[str], members: dict[str, Member]
) -> list[tuple[Source, dict[str, Any]]]:
    """What is stated about a group, newest first; the factory's own word first on the same day."""
    found = []
    for row in rows:
        cells = row.cells
        stated_on, stated_by = cells[f"{group}_stated_on"], cells[f"{group}_stated_by"]
        told = {name: cells[name] for name in names}
        if (
            stated_on is not None
            and stated_by is not None
            and any(value is not None for value in told.values())
        ):
            found.append((Source(members[row.member], stated_on, stated_by), told))
    found.sort(
        key=lambda pair: (
            -pair[0].stated_on.toordinal(),
            pair[0].stated_by != "factory",
            pair[0].member.slug,
        )
    )
    return found


def _fallback_source(
    rows: list[DisclosedRow], members: dict[str, Member], disclosure: Disclosure
) -> Source:
    """Where no group is dated, the page can still say who showed the factory, and since when."""
    published = disclosure.first_published["factory", rows[0].cells["factory_id"]]
    return Source(members[rows[0].member], published, "member")


def _supply_links(
    rows: tuple[DisclosedRow, ...], by_id: dict[str, Factory], members: dict[str, Member]
) -> None:
    pairs: defaultdict[tuple[str, str], list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        supplier, customer = row.cells["supplier_id"], row.cells["customer_id"]
        if supplier in by_id and customer in by_id and supplier != customer:
            pairs[supplier, customer].append(row)
    suppliers: defaultdict[str, list[SupplyLink]] = defaultdict(list)
    customers: defaultdict[str, list[SupplyLink]] = defaultdict(list)
    for (supplier, customer), told in sorted(pairs.items()):
        newest = max(told, key=lambda row: (row.cells["stated_on"], row.member))
        by = tuple(members[slug] for slug in sorted({row.member for row in told}))
        cells = newest.cells
        details = (cells["tier"], cells["since"], cells["stated_by"], cells["stated_on"], by)
        suppliers[customer].append(SupplyLink(by_id[supplier], *details))
        customers[supplier].append(SupplyLink(by_id[customer], *details))
    for factory_id, links in suppliers.items():
        by_id[factory_id].suppliers = tuple(links)
    for factory_id, links in customers.items():
        by_id[factory_id].customers = tuple(links)


def _units(factories: list[Factory], by_id: dict[str, Factory]) -> None:
    units: defaultdict[str, list[str]] = defaultdict(list)
    for factory in factories:
        if factory.part_of is not None:
            units[factory.part_of].append(factory.factory_id)
    for site, found in units.items():
        by_id[site].units = tuple(found)


def _tombstones(events: dict[str, Event], by_id: dict[str, Factory]) -> list[Tombstone]:
    """What is left of a published factory that is not shown: its state, and a successor that is.

    No day is told: why and when a factory went is nobody's business.
    """
    found = []
    for factory_id, event in sorted(events.items()):
        if factory_id in by_id:
            continue
        state = STATE_AFTER[event.event]
        shown_state = state if state in ("merged", "withdrawn") else "not-shown"
        successor = event.successor if state == "merged" and event.successor in by_id else None
        found.append(Tombstone(factory_id, shown_state, successor))
    return found


def _member_profiles(members: dict[str, Member], factories: list[Factory]) -> list[MemberProfile]:
    profiles = {slug: MemberProfile(member) for slug, member in members.items()}
    for factory in factories:
        for sourcing in factory.sourcing:
            profile = profiles[sourcing.member.slug]
            profile.factories.append(factory)
            profile.tiers[factory.factory_id] = sourcing.tier
    return sorted(profiles.values(), key=lambda p: (p.member.name.casefold(), p.member.slug))


def _countries(factories: list[Factory]) -> list[CountryProfile]:
    profiles: dict[str, CountryProfile] = {}
    for factory in factories:
        profiles.setdefault(factory.country, CountryProfile(factory.country)).factories.append(
            factory
        )
    return [profiles[code] for code in sorted(profiles)]


def _figures(
    factories: list[Factory],
    members: list[MemberProfile],
    countries: list[CountryProfile],
    audits: list[Audit],
    as_of: date,
) -> Figures:
    recent = months_before(as_of, RECENT_MONTHS)
    return Figures(
        factories=len(factories),
        members=sum(1 for profile in members if profile.factories),
        countries=len(countries),
        audits=len(audits),
        audited=sum(1 for factory in factories if factory.audits),
        audited_recently=sum(
            1 for factory in factories if factory.audits and factory.audits[0].audit_date >= recent
        ),
        audits_agreed=sum(1 for factory in factories if "audits" in factory.agreed),
    )
