"""A factory as it is shown: of each group of fields the newest statement, others beside it."""

from __future__ import annotations

from typing import Any

from madewhere.consent import Grant
from madewhere.disclose import DisclosedRow, Disclosure
from madewhere.ledger import STATE_AFTER, Event
from madewhere.site_model import (
    Audit,
    Confirmation,
    Consent,
    Differing,
    Factory,
    Member,
    Source,
    Sourcing,
)
from madewhere.tables import groups, used_scopes

_LISTS = ("sector", "processing_types", "product_types")


def link_factory(
    rows: list[DisclosedRow],
    last: Event,
    disclosure: Disclosure,
    members: dict[str, Member],
    successor: str | None,
    sourcing: list[DisclosedRow],
    audits: list[Audit],
    consents: list[tuple[Grant, Member | None]],
    confirmations: list[DisclosedRow],
) -> Factory:
    """Make the factory that these released rows are about.

    ``last`` is the identifier's last event, ``successor`` what it points to where that is shown.
    """
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
    state = STATE_AFTER[last.event]
    for name in _LISTS:
        values[name] = tuple(
            part.strip() for part in (values[name] or "").split("|") if part.strip()
        )
    return Factory(
        factory_id=factory_id,
        state=state,
        state_since=last.date,
        published_on=disclosure.first_published["factory", factory_id],
        successor=successor,
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
        confirmations=_confirmations(confirmations),
        demo=any(row.member in disclosure.demo_members for row in rows),
    )


def _confirmations(rows: list[DisclosedRow]) -> tuple[Confirmation, ...]:
    """Each domain once, as it was found last, the newest first."""
    newest: dict[str, Confirmation] = {}
    for row in sorted(rows, key=lambda row: (row.cells["confirmed_on"], row.cells["method"])):
        cells = row.cells
        newest[cells["domain"]] = Confirmation(
            cells["domain"], cells["method"], cells["confirmed_on"]
        )
    return tuple(sorted(newest.values(), key=lambda c: (-c.confirmed_on.toordinal(), c.domain)))


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
