"""Which consents are in force, and whether they cover a statement of a member.

The rules: a consent counts from the day it was given to the last day on which it is valid. It counts
only in the package of the member that it names, or from any member's package where it was given for
all (``*``). One given on or before the day of a withdrawal does not count, whatever happened since
and whatever the as-of date: a withdrawal is for good. No scope counts for a member without identity for
that member. What the text that the factory read did not name yet is not covered, whatever the scope.
Where an event of the ledger could not be read, it may have been a withdrawal, and nothing counts for
that factory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from madewhere.corpus import Package
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
    text_version: str
    given_in: str

    @property
    def counts_here(self) -> bool:
        """Whether it stands in a package in which it proves something."""
        return self.member in (ALL_MEMBERS, self.given_in)


def grants(packages: Iterable[Package]) -> Iterator[Grant]:
    """Every consent in these packages, in force or not."""
    for package in packages:
        for row in package.rows("consents"):
            cells = row.cells
            yield Grant(
                factory_id=cells["factory_id"],
                scope=cells["scope"],
                member=cells["member"],
                decided_on=cells["decided_on"],
                valid_until=cells["valid_until"],
                method=cells["method"],
                text_version=cells["text_version"],
                given_in=package.slug,
            )


class Consents:
    """The consents in force on the as-of date, ready to be asked row by row."""

    def __init__(
        self,
        grants: Iterable[Grant],
        ledger: Ledger,
        as_of: date,
        doubtful: frozenset[str],
    ) -> None:
        self._in_force: dict[str, _Scopes] = {}
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
                texts = scopes.setdefault(grant.scope, {}).setdefault(grant.member, set())
                texts.add(grant.text_version)
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

    def covers(self, factory_id: str, scope: str, member: str, since_text: str = "") -> bool:
        """Whether the factory agreed that this member's statements of this scope are shown.

        ``since_text`` is the version of the invitation's text that first named what is to be shown.
        """
        scopes = self._in_force.get(factory_id)
        if scopes is None or factory_id not in self._shown:
            return False
        return _given(scopes, "identity", member) and (
            (scope == "identity" and not since_text) or _given(scopes, scope, member, since_text)
        )


_Scopes = dict[str, dict[str, set[str]]]
"""The versions of the texts that a factory agreed to, by scope and member."""


def _given(scopes: _Scopes, scope: str, member: str, since_text: str = "") -> bool:
    members = scopes.get(scope)
    if members is None:
        return False
    if not since_text:
        return member in members or ALL_MEMBERS in members
    texts = members.get(member, set()) | members.get(ALL_MEMBERS, set())
    return any(names(text, since_text) for text in texts)


_OWN_TEXT = re.compile(r"(?:form-)?([0-9]{4})-([0-9]{1,3})")


@cache
def names(text_version: str, since_text: str) -> bool:
    """Whether a text named what came into the invitation with version ``since_text``.

    Madewhere's own texts, the letter's and the form's, name it from that version on. What another text
    named only its reader knows; the member that records the consent answers for it.
    """
    read, first = _OWN_TEXT.fullmatch(text_version), _OWN_TEXT.fullmatch(since_text)
    if read is None or first is None:
        return True
    return tuple(map(int, read.groups())) >= tuple(map(int, first.groups()))
