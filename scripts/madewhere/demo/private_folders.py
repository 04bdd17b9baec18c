"""The members' private folders: who was invited, and what is known of those not disclosed."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from random import Random

from madewhere.demo.chance import day_between
from madewhere.demo.factories import DemoFactory, FactoryMaker
from madewhere.demo.members import ConsentMaker, DemoMember, Link
from madewhere.demo.statements import Row, Statements, consent_rows, sourcing_row
from madewhere.package_writer import cell_text, replace_file, table_bytes
from madewhere.tables import SCOPES

INVITATION_COLUMNS = ("factory_id", "name", "country", "state", "invited_on", "answered_on")

_STATES = ("invited", "pending", "refused", "accepted")
_WEIGHTS = (30, 40, 18, 12)
_UNDISCLOSED_PERCENT = 25


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
        reference_date: date,
    ) -> None:
        self._rng = rng
        self._maker = maker
        self._consents = consents
        self._statements = statements
        self._reference_date = reference_date
        self.counts = dict.fromkeys(_STATES, 0)

    def write(self, folder: Path, member: DemoMember) -> None:
        """Write `invitations.csv` and the three tables of what is not disclosed."""
        invitations = [self._accepted(link) for link in member.links if link.factory.has_rows]
        tables: dict[str, list[Row]] = {"factories": [], "consents": [], "sourcing": []}
        count = max(len(_STATES), len(member.links) * _UNDISCLOSED_PERCENT // 100)
        for number in range(count):
            state = (
                _STATES[number]
                if number < len(_STATES)
                else self._rng.choices(_STATES, _WEIGHTS)[0]
            )
            factory = self._maker.make()
            invitation, link = self._invite(member, factory, state)
            invitations.append(invitation)
            row = self._statements.factory_row(link, self._reference_date, frozenset(SCOPES))
            tables["factories"].append(row)
            tables["sourcing"].append(sourcing_row(link, tiers=True))
            if state == "accepted":
                tables["consents"].extend(consent_rows(link))
            self.counts[state] += 1
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            replace_file(folder / f"{name}.csv", table_bytes(name, rows))
        replace_file(folder / "invitations.csv", _invitation_bytes(invitations))

    def _accepted(self, link: Link) -> Row:
        """The invitation that a disclosed factory accepted."""
        decided = link.consents["identity"].decided_on
        asked = decided - timedelta(days=3 + self._rng.randrange(60))
        return _invitation(link.factory, "accepted", asked, decided)

    def _invite(self, member: DemoMember, factory: DemoFactory, state: str) -> tuple[Row, Link]:
        """Invite a factory in the last months before the reference date."""
        rng = self._rng
        latest = self._reference_date - timedelta(days=2)
        link = self._consents.link(member, factory, latest)
        decided = link.consents["identity"].decided_on
        invited = decided - timedelta(days=3 + rng.randrange(90))
        answered = None
        if state == "accepted":
            answered = decided
        elif state == "refused":
            answered = day_between(rng, invited, latest)
        return _invitation(factory, state, invited, answered), link


def _invitation(factory: DemoFactory, state: str, invited: date, answered: date | None) -> Row:
    return {
        "factory_id": factory.factory_id,
        "name": factory.name,
        "country": factory.country,
        "state": state,
        "invited_on": invited,
        "answered_on": answered,
    }


def _invitation_bytes(invitations: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(INVITATION_COLUMNS)
    writer.writerows(
        [cell_text(row[column]) for column in INVITATION_COLUMNS]
        for row in sorted(invitations, key=lambda row: str(row["factory_id"]))
    )
    return out.getvalue().encode()
