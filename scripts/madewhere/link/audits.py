"""One audit, however many members disclose it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from madewhere.audit_identity import identity
from madewhere.identifiers import mint_audit_id
from madewhere.link.findings import AuditRows
from madewhere.link.statement import Statement
from madewhere.site_model import Audit, AuditFirm, Member


def link_audits(
    rows: Iterable[Statement],
    shown: Iterable[str],
    members: dict[str, Member],
    firms: dict[str, AuditFirm],
    hanging: AuditRows,
) -> tuple[list[Audit], dict[str, str]]:
    """Merge the rows about one audit; the first member's values are shown, others beside them.

    Gives the audits, newest first, and which of them each identifier that a member gave one leads to.
    """
    same: defaultdict[tuple[Any, ...], list[Statement]] = defaultdict(list)
    known = set(shown)
    for row in rows:
        cells = row.cells
        if cells["factory_id"] in known and cells["audit_firm"] in firms:
            same[identity(cells)].append(row)
    shown_as = _identifiers(same)
    ids: dict[str, str] = {}
    of_factory: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, group in same.items():
        own = {row.cells["audit_id"]: shown_as[key] for row in group}
        ids |= own
        of_factory[key[0]] |= own
    audits = [
        hanging.add_to(
            _audit(shown_as[key], group, ids, members, firms),
            {(row.member, row.cells["audit_id"]) for row in group},
            of_factory[key[0]],
        )
        for key, group in same.items()
    ]
    audits.sort(key=lambda a: (-a.audit_date.toordinal(), a.audit_id))
    return audits, ids


def _identifiers(same: dict[tuple[Any, ...], list[Statement]]) -> dict[tuple[Any, ...], str]:
    """The identifier of each audit: its first member's, and where two audits have one, what it should be.

    An audit's identifier follows from factory, type, day and firm, so what it should be differs for two
    audits. Who has what another one should have gives it up as well.
    """
    first = {key: group[0].cells["audit_id"] for key, group in same.items()}
    minted: dict[tuple[Any, ...], str] = {}
    while True:
        found = first | minted
        times = Counter(found.values())
        shared = [key for key, own in found.items() if times[own] > 1 and key not in minted]
        if not shared:
            return found
        minted |= {key: mint_audit_id(*key) for key in shared}


def _audit(
    audit_id: str,
    group: list[Statement],
    ids: dict[str, str],
    members: dict[str, Member],
    firms: dict[str, AuditFirm],
) -> Audit:
    merged: dict[str, Any] = {}
    differing = []
    for row in group:
        for column, value in row.cells.items():
            # An audit that is not shown is not named either.
            told = ids.get(value) if column == "follows_audit" else value
            if told is None or column == "audit_id":
                continue
            if column not in merged:
                merged[column] = told
            elif merged[column] != told:
                differing.append((members[row.member], column, told))
    letter = _letter(group)
    if letter != merged.get("rating_letter"):
        differing = [each for each in differing if each[1] != "rating_letter"]
        differing += [
            (members[row.member], "rating_letter", told)
            for row in group
            if (told := row.cells["rating_letter"]) not in (None, letter)
        ]
    return Audit(
        audit_id=audit_id,
        factory_id=merged["factory_id"],
        type=merged["type"],
        category=merged["category"],
        announcement=merged["announcement"],
        audit_date=merged["audit_date"],
        firm=firms[merged["audit_firm"]],
        requirements_version=merged.get("requirements_version"),
        follows_audit=merged.get("follows_audit"),
        rating_percent=merged.get("rating_percent"),
        rating_letter=letter,
        alert_notifications=merged.get("alert_notifications"),
        cap_complete=merged.get("cap_complete"),
        members=tuple(members[slug] for slug in dict.fromkeys(row.member for row in group)),
        differing=tuple(differing),
    )


def _letter(group: list[Statement]) -> str | None:
    """The letter that is stated first; E where one is stated and anybody states an alert."""
    letters = [row.cells["rating_letter"] for row in group if row.cells["rating_letter"]]
    if not letters:
        return None
    return "E" if any(row.cells["alert_notifications"] for row in group) else str(letters[0])
