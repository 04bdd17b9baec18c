"""The members' private folders: who was asked, what is known of those not disclosed, and who sells to whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from madewhere.demo.audits import AuditMaker
from madewhere.demo.chance import day_between
from madewhere.demo.depth import Depth
from madewhere.demo.factories import DemoFactory, FactoryMaker
from madewhere.demo.members import ConsentMaker, DemoMember, Link
from madewhere.demo.statements import (
    Row,
    Statements,
    audit_rows,
    consent_rows,
    sourcing_row,
)
from madewhere.identifiers import ALPHABET
from madewhere.package_writer import replace_file, table_bytes
from madewhere.private.folder import FORMAT, MARK
from madewhere.tables import MEMBER_TABLES, PRIVATE_TABLES, SCOPES

_STATES = ("invited", "pending", "refused", "accepted")
"""What becomes of an invitation here; one that is pending was reminded of."""

_WEIGHTS = (30, 40, 18, 12)
_UNDISCLOSED_PERCENT = 25
_REMINDED_AFTER = timedelta(days=14)
_ASKED = ("identity", "audits", "profile", "tiers")
_EVERYTHING = frozenset(SCOPES)
_PARTIES = (
    ("harbour-trading", "Harbour Trading (fictional agent)", "agent", "HK"),
    ("two-rivers", "Two Rivers Sourcing (fictional trader)", "trader", "PT"),
)


class PrivateFolders:
    """Writes the private folder of one member after the other.

    Invited, pending and refused factories stand nowhere else. The few that accepted and are not
    disclosed yet have their consents here, so that they can be.
    """

    def __init__(
        self,
        rng: Random,
        maker: FactoryMaker,
        consents: ConsentMaker,
        statements: Statements,
        depth: Depth,
        reference_date: date,
    ) -> None:
        self._rng = rng
        self._maker = maker
        self._consents = consents
        self._statements = statements
        self._depth = depth
        self._reference_date = reference_date
        self.counts = dict.fromkeys(_STATES, 0)

    def write(
        self, folder: Path, member: DemoMember, public: Mapping[str, list[dict[str, Any]]]
    ) -> None:
        """Write the folder: what is ``public`` already, and everything that is not."""
        # Of its own, so that what stands in private folders changes nothing in `data/`.
        own = Random(member.slug)  # noqa: S311 - a demo that is the same every time needs no secret
        tables: dict[str, list[Row]] = {name: list(public.get(name, ())) for name in MEMBER_TABLES}
        tables |= {name: [] for name in PRIVATE_TABLES}
        disclosed = [link.factory for link in member.links if link.factory.has_rows]
        for link in member.links:
            if link.factory.has_rows:
                tables["invitations"].append(self._accepted(own, link))
                tables["contacts"].append(_contact(link))
        for party, name, kind, country in _PARTIES:
            row = {"party": party, "name": name, "kind": kind, "country": country, "note": None}
            tables["parties"].append(row)
            tables["internal_links"].append(_sells(party, member.slug))
        for factory in disclosed:
            if factory.trade.tier == 1:
                tables["internal_links"].append(_sells(factory.factory_id, _buyer(own, member)))
        audits = AuditMaker(own, self._reference_date)
        count = max(len(_STATES), len(member.links) * _UNDISCLOSED_PERCENT // 100)
        for number in range(count):
            state = (
                _STATES[number]
                if number < len(_STATES)
                else self._rng.choices(_STATES, _WEIGHTS)[0]
            )
            factory = self._maker.make()
            invitation, link = self._invite(own, member, factory, state)
            row = self._statements.factory_row(link, self._reference_date, _EVERYTHING)
            tables["factories"].append(row)
            if own.random() < 0.8:
                factory.audits = audits.make(
                    factory.factory_id, factory.trade.environmental_percent
                )
            tables["audits"].extend(audit_rows(link, _EVERYTHING))
            self._depth.add_to(tables, member, link, row, _EVERYTHING)
            tables["sourcing"].append(sourcing_row(link, tiers=True))
            tables["contacts"].append(_contact(link))
            if state == "accepted":
                tables["consents"].extend(consent_rows(link))
            self._deliver(own, member, factory, disclosed, invitation, tables)
            tables["invitations"].append(invitation)
            self.counts[state] += 1
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            replace_file(folder / f"{name}.csv", table_bytes(name, rows))
        mark = json.dumps({"format": FORMAT, "member": member.slug}, indent=2) + "\n"
        replace_file(folder / MARK, mark.encode())

    def _accepted(self, own: Random, link: Link) -> Row:
        """The invitation that a disclosed factory accepted."""
        decided = link.consents["identity"].decided_on
        asked = decided - timedelta(days=3 + self._rng.randrange(60))
        return _invitation(own, link, asked, decided, "accepted")

    def _invite(
        self, own: Random, member: DemoMember, factory: DemoFactory, state: str
    ) -> tuple[Row, Link]:
        """Invite a factory in the last months before the reference date."""
        rng = self._rng
        latest = self._reference_date - timedelta(days=2)
        link = self._consents.link(member, factory, latest)
        decided = link.consents["identity"].decided_on
        invited = decided - timedelta(days=3 + rng.randrange(90))
        if state == "accepted":
            return _invitation(own, link, invited, decided, state), link
        if state == "refused":
            return _invitation(own, link, invited, day_between(rng, invited, latest), state), link
        invitation = _invitation(own, link, invited, None, None)
        if state == "pending":
            invitation["reminded_on"] = min(invited + _REMINDED_AFTER, latest)
        return invitation, link

    def _deliver(
        self,
        own: Random,
        member: DemoMember,
        factory: DemoFactory,
        disclosed: list[DemoFactory],
        invitation: Row,
        tables: dict[str, list[Row]],
    ) -> None:
        """Say to whom the factory delivers: as the member knows it, and as its customer declared."""
        tier = factory.trade.tier
        buyers = [other for other in disclosed if other.trade.tier < tier]
        if tier == 1 or not buyers:
            tables["internal_links"].append(_sells(factory.factory_id, _buyer(own, member)))
            return
        declared_by = own.choice(buyers)
        if own.random() < 0.7:
            tables["supply_links"].append(
                {
                    "supplier_id": factory.factory_id,
                    "customer_id": declared_by.factory_id,
                    "tier": tier,
                    "since": None,
                    "stated_on": invitation["invited_on"],
                    "stated_by": "factory",
                }
            )
            invitation["via"] = declared_by.factory_id
        # Here and there the member's own papers name another customer than the factory did.
        known = declared_by if own.random() < 0.75 else own.choice(buyers)
        tables["internal_links"].append(_sells(factory.factory_id, known.factory_id, tier))


def _invitation(
    own: Random, link: Link, invited: date, answered: date | None, answer: str | None
) -> Row:
    consent = link.consents["identity"]
    letters = "".join(own.choices(ALPHABET, k=10))
    return {
        "reference": f"{letters[:5]}-{letters[5:]}",
        "factory_id": link.factory.factory_id,
        "via": None,
        "scopes": "|".join(_ASKED),
        "text_version": consent.text_version,
        "language": consent.language,
        "invited_on": invited,
        "reminded_on": None,
        "answered_on": answered,
        "answer": answer,
        "note": None,
    }


def _contact(link: Link) -> Row:
    return {
        "factory_id": link.factory.factory_id,
        "name": "Compliance office",
        "role": "Compliance",
        "email": f"compliance@{link.factory.factory_id.lower()}.example",
        "phone": None,
        "language": link.consents["identity"].language,
    }


def _sells(supplier: str, customer: str, tier: int | None = None) -> Row:
    return {
        "supplier": supplier,
        "customer": customer,
        "tier": tier,
        "since": None,
        "note": None,
    }


def _buyer(own: Random, member: DemoMember) -> str:
    """Whom a first-tier factory sells to: mostly the member itself, sometimes through a party."""
    if own.random() < 0.75:
        return member.slug
    return own.choice(_PARTIES)[0]
