"""Where each factory of a member stands: asked, agreed, refused, withdrawn, or not asked yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from madewhere.consent import ALL_MEMBERS, Consents, Grant, grants
from madewhere.corpus import Corpus, Package
from madewhere.ledger import Event, Ledger
from madewhere.private.invitation.letters import newest_letters
from madewhere.tables import SCOPES, newest_text

STANDINGS = ("accepted", "pending", "refused", "lapsed", "withdrawn", "not-asked")
"""How a factory can stand to being shown, in the order in which reports list it."""

REMIND_AFTER_DAYS = 14
"""So many days after the invitation, or after the last reminder, another one is due."""

ENDS_SOON_DAYS = 90
"""A consent that ends within so many days is named, so that the factory can be asked again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one factory stands on the as-of date.

    ``state`` is one of `STANDINGS`, ``since`` the day from which it is so (None where nothing was
    asked), ``scopes`` what the factory agreed to for this member and is in force, ``older_text`` those of
    them of which the text that it read did not name everything yet. ``invitation`` holds the cells of the
    newest invitation, ``ends_on`` is the last day of its consent to identity. ``through`` are the other
    members in whose packages it says yes to identity for all members, of one that waits or was not asked.
    """

    factory_id: str
    state: str
    since: date | None
    scopes: frozenset[str]
    invitation: dict[str, Any] | None
    ends_on: date | None
    older_text: frozenset[str] = frozenset()
    through: tuple[str, ...] = ()

    def reminder_due(self, as_of: date) -> bool:
        """Whether the factory has not answered for so long that it should be asked again."""
        if self.state != "pending" or self.invitation is None:
            return False
        last: date = self.invitation["reminded_on"] or self.invitation["invited_on"]
        return (as_of - last).days >= REMIND_AFTER_DAYS

    def ends_soon(self, as_of: date) -> bool:
        """Whether its consent runs out within the next weeks."""
        return self.ends_on is not None and (self.ends_on - as_of).days <= ENDS_SOON_DAYS


class Prospect:
    """What would be in force if a private folder's consents went public on the as-of date.

    A consent that is older than a refusal that the folder knows of counts no more.

    ``coming`` are the factories that then get an event in the ledger: new ones, and those that
    withdrew and agreed again since.
    """

    def __init__(self, package: Package, corpus: Corpus, extra: Iterable[Grant] = ()) -> None:
        refused = refused_on(package)
        self.given = [
            *(g for g in grants([package]) if g.decided_on > refused.get(g.factory_id, date.min)),
            *extra,
        ]
        self.coming = _coming(corpus.ledger, self.given, corpus.as_of)
        self.ledger = _with(corpus.ledger, self.coming, corpus.as_of)
        self.consents = Consents(self.given, self.ledger, corpus.as_of, corpus.doubtful)


def refused_on(package: Package) -> dict[str, date]:
    """The day of each factory's last refusal, of those whose newest answer is one."""
    newest: dict[str, tuple[date, str]] = {}
    for row in package.rows("invitations"):
        answer, day = row.cells["answer"], row.cells["answered_on"]
        if answer is not None and day is not None:
            found = (day, answer)
            newest[row.cells["factory_id"]] = max(found, newest.get(row.cells["factory_id"], found))
    return {factory_id: day for factory_id, (day, answer) in newest.items() if answer == "refused"}


def _coming(ledger: Ledger, given: list[Grant], as_of: date) -> set[str]:
    coming = set()
    for grant in given:
        left = ledger.withdrawn_on("factory", grant.factory_id)
        state = ledger.state("factory", grant.factory_id, as_of)
        again = state == "withdrawn" and left is not None and grant.decided_on > left
        if again or ("factory", grant.factory_id) not in ledger.events:
            coming.add(grant.factory_id)
    return coming


def _with(ledger: Ledger, coming: set[str], as_of: date) -> Ledger:
    events = [event for events in ledger.events.values() for event in events]
    events += [Event("factory", each, "published", as_of, None, "", 0) for each in sorted(coming)]
    return Ledger.of(events)


def standings(
    package: Package, corpus: Corpus, of: Collection[str] | None = None
) -> dict[str, Standing]:
    """How every factory of a private folder stands, by factory ID.

    ``package`` holds the folder's typed tables, the invitations among them; ``corpus`` is the
    publication, whose ledger knows withdrawals. ``of`` are other factories to tell of instead.
    """
    wanted = {row.cells["factory_id"] for row in package.rows("factories")} if of is None else of
    prospect = Prospect(package, corpus)
    newest = newest_letters(row.cells for row in package.rows("invitations"))
    identity: dict[str, list[Grant]] = {}
    for grant in prospect.given:
        if grant.scope == "identity" and grant.counts_here:
            identity.setdefault(grant.factory_id, []).append(grant)
    found = {
        factory_id: _standing(factory_id, package.slug, corpus, prospect, newest, identity)
        for factory_id in sorted(wanted)
    }
    for factory_id, members in _for_all(package.slug, corpus, wanted).items():
        if found[factory_id].state in ("pending", "lapsed", "not-asked"):
            found[factory_id] = replace(found[factory_id], through=tuple(sorted(members)))
    return found


def _for_all(member: str, corpus: Corpus, of: Collection[str]) -> dict[str, set[str]]:
    """In whose public packages, but the member's own, each factory says yes for all members."""
    others = [package for package in corpus.members if package.slug != member]
    given = [g for g in grants(others) if g.member == ALL_MEMBERS and g.factory_id in of]
    found: dict[str, set[str]] = {}
    for grant in Consents(given, corpus.ledger, corpus.as_of, corpus.doubtful).grants:
        if grant.scope == "identity":
            found.setdefault(grant.factory_id, set()).add(grant.given_in)
    return found


def _standing(
    factory_id: str,
    member: str,
    corpus: Corpus,
    prospect: Prospect,
    newest: dict[str, dict[str, Any]],
    identity: dict[str, list[Grant]],
) -> Standing:
    scopes = frozenset(s for s in SCOPES if prospect.consents.covers(factory_id, s, member))
    invitation = newest.get(factory_id)
    given = identity.get(factory_id, [])
    ends = [grant.valid_until for grant in given]
    state: str
    since: date | None
    ends_on: date | None = None
    if "identity" in scopes:
        state, since = "accepted", max(grant.decided_on for grant in given)
        ends_on = None if None in ends else max(end for end in ends if end)
    elif prospect.ledger.state("factory", factory_id, corpus.as_of) == "withdrawn":
        state, since = "withdrawn", corpus.ledger.withdrawn_on("factory", factory_id)
    elif invitation is not None and invitation["answer"] == "refused":
        state, since = "refused", invitation["answered_on"]
    elif invitation is not None and invitation["answer"] is None:
        state, since = "pending", invitation["invited_on"]
    elif given:
        state, since = "lapsed", max((end for end in ends if end), default=None)
    else:
        state, since = "not-asked", None
    older = frozenset(
        s for s in scopes if not prospect.consents.covers(factory_id, s, member, newest_text(s))
    )
    return Standing(factory_id, state, since, scopes, invitation, ends_on, older)
