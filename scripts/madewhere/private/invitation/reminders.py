"""Where a member's invitations stand: who should be reminded, who refused, whose consent runs out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from madewhere.errors import UsageError
from madewhere.package_writer import table_bytes
from madewhere.private.contacts import stray_contacts
from madewhere.private.folder import read_private, typed
from madewhere.private.invitation.index import index_files
from madewhere.private.invitation.inviting import is_open
from madewhere.private.invitation.languages import contact_languages
from madewhere.private.invitation.references import nearest_reference, normalise_reference
from madewhere.private.opening import open_both, refuse_wrong_invitations
from madewhere.private.standing import REMIND_AFTER_DAYS, STANDINGS, Standing, standings
from madewhere.private.writing import write_files
from madewhere.problems import Problem, in_order
from madewhere.quoting import short, visible


@dataclass(frozen=True, slots=True)
class Entry:
    """One factory in the overview. ``country`` is a two-letter code, ``days`` the days since ``since``.

    ``reference`` is that of its newest invitation and ``language`` the one that was written in, both
    empty where there is none; ``contact_language`` is its contact's, empty where not stated. ``ends_on``
    is the last day of its consent.
    """

    factory_id: str
    name: str
    country: str
    reference: str
    language: str
    contact_language: str
    since: date | None
    days: int | None
    reminded_on: date | None
    ends_on: date | None


@dataclass(slots=True)
class Overview:
    """How a member's factories stand on the as-of date; ``waiting`` holds those of ``due`` too."""

    member: str
    as_of: date
    counts: dict[str, int]
    due: list[Entry]
    waiting: list[Entry]
    refused: list[Entry]
    ending: list[Entry]
    lapsed: list[Entry]
    problems: list[Problem]


def overview(private: Path, data: Path, *, as_of: date, cache: Path | None = None) -> Overview:
    """Look at every factory of a private folder. Raises what `open_both` raises."""
    opened = open_both(private, data, as_of=as_of, cache=cache)
    stand = standings(opened.package, opened.corpus)
    countries = {
        r.cells["factory_id"]: r.cells["country"] for r in opened.package.rows("factories")
    }
    languages = contact_languages(opened.package)

    def entry(standing: Standing, since: date | None) -> Entry:
        invitation = standing.invitation or {}
        return Entry(
            factory_id=standing.factory_id,
            name=opened.names[standing.factory_id],
            country=countries[standing.factory_id],
            reference=invitation.get("reference") or "",
            language=invitation.get("language") or "",
            contact_language=languages.get(standing.factory_id, ""),
            since=since,
            days=(as_of - since).days if since else None,
            reminded_on=invitation.get("reminded_on"),
            ends_on=standing.ends_on,
        )

    def entries(chosen: list[Standing]) -> list[Entry]:
        found = [entry(each, each.since) for each in chosen]
        return sorted(found, key=lambda e: (e.since or date.min, e.factory_id))

    waiting = sorted(
        (
            entry(each, each.invitation["invited_on"])
            for each in stand.values()
            if each.invitation and is_open(each)
        ),
        key=lambda e: (e.since or date.min, e.factory_id),
    )
    return Overview(
        member=opened.folder.member,
        as_of=as_of,
        counts={state: sum(1 for s in stand.values() if s.state == state) for state in STANDINGS},
        due=[each for each in waiting if _is_due(each, as_of)],
        waiting=waiting,
        refused=entries([s for s in stand.values() if s.state == "refused"]),
        ending=sorted(
            entries([s for s in stand.values() if s.state == "accepted" and s.ends_soon(as_of)]),
            key=lambda e: (e.ends_on or date.max, e.factory_id),
        ),
        lapsed=entries([s for s in stand.values() if s.state == "lapsed"]),
        problems=in_order([*opened.problems, *stray_contacts(opened)]),
    )


def _is_due(each: Entry, as_of: date) -> bool:
    last = each.reminded_on or each.since
    return last is not None and (as_of - last).days >= REMIND_AFTER_DAYS


def remind(private: Path, references: Sequence[str], *, as_of: date) -> list[str]:
    """Note that these invitations were reminded of on the as-of date; gives their references.

    Raises `UsageError` for one that is not there or was answered; then nothing is noted.
    """
    folder = read_private(private)
    package, problems = typed(folder, ("invitations",))
    refuse_wrong_invitations(problems)
    known = {row.cells["reference"]: row.cells for row in package.rows("invitations")}
    wanted = {}
    for given in references:
        reference = normalise_reference(given)
        if reference not in known:
            near = nearest_reference(reference, known)
            raise UsageError(
                f"there is no invitation {visible(short(given))}",
                hint=f"Did you mean {near}?" if near else "The reference stands on the letter.",
            )
        cells = known[reference]
        if cells["answer"] is not None:
            raise UsageError(
                f"{reference} was answered on {cells['answered_on']}",
                hint="Only invitations without an answer are reminded of.",
            )
        if cells["invited_on"] > as_of:
            raise UsageError(f"{reference} was made on {cells['invited_on']}, after {as_of}")
        wanted[reference] = as_of.isoformat()
    rows = [
        {**row, "reminded_on": wanted.get(row["reference"].strip(), row["reminded_on"])}
        for row in folder.tables.get("invitations", ())
    ]
    folder.tables["invitations"] = rows
    register = {private / "invitations.csv": table_bytes("invitations", rows)}
    write_files(register | index_files(folder))
    return sorted(wanted)
