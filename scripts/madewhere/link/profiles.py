"""What hangs on a factory beside its statements: people, certificates, claims, surveys, channels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from madewhere.disclose import DisclosedRow, Disclosure
from madewhere.link.overview import RECENT_MONTHS, months_before
from madewhere.site_model import (
    Audit,
    Certificate,
    Claim,
    Factory,
    GrievanceChannel,
    Member,
    Profile,
    Source,
    Survey,
    Workforce,
)

TABLES = ("workforce", "profiles", "certificates", "claims", "worker_voice", "grievance_channels")


def link_profiles(
    disclosure: Disclosure,
    by_id: dict[str, Factory],
    members: dict[str, Member],
    audit_ids: dict[str, str],
) -> None:
    """Give each factory that is shown what the gate released about it.

    ``audit_ids`` leads from each member's identifier of an audit to the one that is shown.
    """
    rows: dict[str, defaultdict[str, list[DisclosedRow]]] = {
        name: defaultdict(list) for name in TABLES
    }
    no_certificates = {
        row["slug"] for row in disclosure.registers["standards"] if row["kind"] != "certificate"
    }
    for name in TABLES:
        for row in disclosure.tables[name]:
            if name == "certificates" and row.cells["standard"] in no_certificates:
                continue
            rows[name][row.cells["factory_id"]].append(row)
    for factory_id in sorted(by_id.keys() & {f for found in rows.values() for f in found}):
        factory = by_id[factory_id]
        of = {name: rows[name].get(factory_id, []) for name in TABLES}
        factory.workforce = _workforce(of["workforce"], members)
        factory.profile = _profile(of["profiles"], members)
        factory.certificates = _certificates(of["certificates"], members, disclosure.as_of)
        factory.claims = _claims(of["claims"], members, factory, audit_ids, disclosure.as_of)
        factory.surveys = _surveys(of["worker_voice"], members)
        factory.grievance_channels = _channels(of["grievance_channels"], members)


def _source(row: DisclosedRow, members: dict[str, Member]) -> Source:
    return Source(members[row.member], row.cells["stated_on"], row.cells["stated_by"])


def _newest_first(rows: Iterable[DisclosedRow]) -> list[DisclosedRow]:
    """By day; on one day the factory's own word first."""
    return sorted(
        rows,
        key=lambda row: (
            -row.cells["stated_on"].toordinal(),
            row.cells["stated_by"] != "factory",
            row.member,
        ),
    )


def _newest_by(
    rows: Iterable[DisclosedRow], key: Callable[[dict[str, Any]], Any]
) -> list[DisclosedRow]:
    """The newest row of each key, by key."""
    found: dict[Any, DisclosedRow] = {}
    for row in _newest_first(rows):
        found.setdefault(key(row.cells), row)
    return [found[each] for each in sorted(found)]


def _workforce(rows: list[DisclosedRow], members: dict[str, Member]) -> tuple[Workforce, ...]:
    """The kinds of contract of one member's newest statement: those of several do not add up."""
    if not rows:
        return ()
    newest = _newest_first(rows)[0]
    own = [row for row in rows if row.member == newest.member]
    order = {"permanent": 0, "fixed-term": 1}
    own.sort(key=lambda row: (order.get(row.cells["contract"], 2), row.cells["contract"]))
    return tuple(
        Workforce(
            contract=row.cells["contract"],
            women=row.cells["women"],
            men=row.cells["men"],
            migrants=row.cells["migrants"],
            source=_source(row, members),
        )
        for row in own
    )


def _profile(rows: list[DisclosedRow], members: dict[str, Member]) -> Profile | None:
    if not rows:
        return None
    newest = _newest_first(rows)[0]
    cells = newest.cells
    return Profile(
        buildings=cells["buildings"],
        languages=_parts(cells["languages"]),
        outside_processes=_parts(cells["outside_processes"]),
        capacity=cells["capacity"],
        capacity_unit=cells["capacity_unit"],
        capacity_period=cells["capacity_period"],
        source=_source(newest, members),
    )


def _certificates(
    rows: list[DisclosedRow], members: dict[str, Member], as_of: date
) -> tuple[Certificate, ...]:
    """Each certificate once; where members differ, as the one states it that says it ends first."""
    same: defaultdict[tuple[str, str], list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        same[row.cells["standard"], row.cells["number"]].append(row)
    found = []
    for (standard, number), group in same.items():
        cells = min(group, key=lambda r: (r.cells["valid_until"] or date.max, r.member)).cells
        found.append(
            Certificate(
                factory_id=cells["factory_id"],
                standard=standard,
                number=number,
                issuer=cells["issuer"],
                covers=cells["covers"],
                valid_from=cells["valid_from"],
                valid_until=cells["valid_until"],
                verify_url=cells["verify_url"],
                state=certificate_state(cells, as_of),
                members=tuple(members[slug] for slug in sorted({row.member for row in group})),
            )
        )
    order = {"valid": 0, "not-yet": 1, "expired": 2}
    return tuple(sorted(found, key=lambda c: (order[c.state], c.standard, c.number)))


def certificate_state(cells: Mapping[str, Any], as_of: date) -> str:
    """Whether a certificate is valid, expired or not-yet valid on the as-of date."""
    until = cells["valid_until"]
    if until is not None and until < as_of:
        return "expired"
    return "not-yet" if cells["valid_from"] > as_of else "valid"


def certificate_support(certificate: Certificate | None) -> str:
    """What a certificate does for a claim: supported, expired or without-evidence."""
    if certificate is None or certificate.state == "not-yet":
        return "without-evidence"
    return "supported" if certificate.state == "valid" else "expired"


def _claims(
    rows: list[DisclosedRow],
    members: dict[str, Member],
    factory: Factory,
    audit_ids: dict[str, str],
    as_of: date,
) -> tuple[Claim, ...]:
    certificates = {(c.standard, c.number): c for c in factory.certificates}
    audits = {audit.audit_id: audit for audit in factory.audits}
    found = []
    for row in _newest_by(rows, lambda cells: cells["claim"]):
        cells = row.cells
        certificate = certificates.get((cells["standard"], cells["number"]))
        audit = audits.get(audit_ids.get(cells["audit_id"], ""))
        found.append(
            Claim(
                factory_id=factory.factory_id,
                claim=cells["claim"],
                statement=cells["statement"],
                about=cells["about"],
                support=_support(certificate, audit, as_of),
                certificate=certificate,
                audit_id=audit.audit_id if audit else None,
                source=_source(row, members),
            )
        )
    return tuple(found)


def _support(certificate: Certificate | None, audit: Audit | None, as_of: date) -> str:
    """Supported by a certificate that is valid or an audit of the last 24 months."""
    recent = audit is not None and audit.audit_date >= months_before(as_of, RECENT_MONTHS)
    if recent:
        return "supported"
    held = certificate_support(certificate)
    return "expired" if audit is not None and held == "without-evidence" else held


def _surveys(rows: list[DisclosedRow], members: dict[str, Member]) -> tuple[Survey, ...]:
    """Each survey's topics once, the newest survey first."""
    key = ("period_end", "period_start", "method", "topic")
    same: defaultdict[tuple[Any, ...], list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        same[tuple(row.cells[column] for column in key)].append(row)
    found = []
    for group in same.values():
        cells = group[0].cells
        told = {c: cells[c] for c in cells if c != "factory_id"}
        by = tuple(members[slug] for slug in sorted({row.member for row in group}))
        found.append(Survey(**told, members=by))
    found.sort(key=lambda s: (-s.period_end.toordinal(), s.method, s.topic != "overall", s.topic))
    return tuple(found)


def _channels(rows: list[DisclosedRow], members: dict[str, Member]) -> tuple[GrievanceChannel, ...]:
    """Each channel as it was stated last, the independent ones first."""
    found = []
    for row in _newest_by(rows, lambda cells: cells["channel"]):
        told = {c: v for c, v in row.cells.items() if c not in _NOT_OF_CHANNEL}
        found.append(
            GrievanceChannel(
                **told,
                who=_parts(row.cells["who"]),
                languages=_parts(row.cells["languages"]),
                source=_source(row, members),
            )
        )
    return tuple(sorted(found, key=lambda c: (not c.independent, c.channel)))


_NOT_OF_CHANNEL = frozenset({"factory_id", "who", "languages", "stated_on", "stated_by"})


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split("|") if part)
