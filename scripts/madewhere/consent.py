"""Which consents are in force, and whether they cover a statement of a member.

The rules: a consent counts from the day it was given to the last day on which it is valid. It counts
only in the package of the member that it names, or from any member's package where it was given for
all (``*``). One given on or before the day of a withdrawal does not count, whatever happened since
and whatever the as-of date: a withdrawal is for good.
No scope counts for a member without identity for that member. Where an event of the ledger could not
be read, it may have been a withdrawal, and nothing counts for that factory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from madewhere.ledger import Ledger

ALL_MEMBERS = "*"


@dataclass(frozen=True, slots=True)
class Grant:
    """A factory's yes for one scope. ``given_in`` is the member whose package holds it."""

    factory_id: str
    scope: str
    member: str
    decided_on: date
    valid_until: date | None
    method: str
    given_in: str

    @property
    def counts_here(self) -> bool:
        """Whether it stands in a package in which it proves something."""
        return self.member in (ALL_MEMBERS, self.given_in)


class Consents:
    """The consents in force on the as-of date, ready to be asked row by row."""

    def __init__(
        self,
        grants: Iterable[Grant],
        ledger: Ledger,
        as_of: date,
        doubtful: frozenset[str],
    ) -> None:
        self._in_force: dict[str, dict[str, set[str]]] = {}
        self.grants: list[Grant] = []
        withdrawn: dict[str, date | None] = {}
        for grant in grants:
            factory_id = grant.factory_id
            if factory_id not in withdrawn:
                withdrawn[factory_id] = ledger.withdrawn_on("factory", factory_id)
            last_withdrawal = withdrawn[factory_id]
            if (
                factory_id not in doubtful
                and grant.counts_here
                and grant.decided_on <= as_of
                and (grant.valid_until is None or grant.valid_until >= as_of)
                and (last_withdrawal is None or grant.decided_on > last_withdrawal)
            ):
                scopes = self._in_force.setdefault(factory_id, {})
                scopes.setdefault(grant.scope, set()).add(grant.member)
                self.grants.append(grant)
        # A consent to another scope names the member, which only its consent to identity may do.
        self.grants = [
            grant
            for grant in self.grants
            if grant.member == ALL_MEMBERS
            or _given(self._in_force[grant.factory_id], "identity", grant.member)
        ]
        self.grants = [g for g in self.grants if "identity" in self._in_force[g.factory_id]]
        self._shown = {
            factory_id: state
            for factory_id in self._in_force
            if (state := ledger.state("factory", factory_id, as_of)) in ("open", "closed", "moved")
        }

    def covers(self, factory_id: str, scope: str, member: str) -> bool:
        """Whether the factory agreed that this member's statements of this scope are shown."""
        scopes = self._in_force.get(factory_id)
        if scopes is None or factory_id not in self._shown:
            return False
        return _given(scopes, "identity", member) and (
            scope == "identity" or _given(scopes, scope, member)
        )


def _given(scopes: dict[str, set[str]], scope: str, member: str) -> bool:
    members = scopes.get(scope)
    return members is not None and (member in members or ALL_MEMBERS in members)
