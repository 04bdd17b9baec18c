"""What is known of a factory from before, when something new comes about it. For the member's eyes only.

What a factory answered stands in the private folder, and that it withdrew, moved or was merged in the
ledger. None of this may get into an output, because a refusal is nobody's business but the member's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from madewhere.corpus import Corpus, Package
from madewhere.ledger import Ledger
from madewhere.private.folder import PrivatePackage, typed
from madewhere.private.opening import refuse_wrong_invitations
from madewhere.private.standing import Standing, refused_on, standings
from madewhere.publication import NO_SETTINGS

_FOLDER_WORDS = {
    "accepted": "agreed on {since}",
    "pending": "invited on {since}, no answer yet",
    "refused": "refused on {since}",
    "withdrawn": "withdrew on {since}",
    "lapsed": "its consent ran out on {since}",
    "not-asked": "in the folder, not asked yet",
}
_UNREADABLE = "may have withdrawn, as an event of the ledger about it cannot be read"


@dataclass(frozen=True, slots=True)
class Past:
    """How a factory stood before anything new came about it.

    ``words`` say it in full, such as "shown by alder; closed on 2026-03-14". ``no`` is its refusal or
    withdrawal in words that follow "which", or "" where there is none that still counts. A yes counts
    only from the day after ``said_no_on``; None where it never said no.
    """

    words: str
    no: str = ""
    said_no_on: date | None = None


class Pasts:
    """The pasts of all factories that a private folder and a publication know.

    ``ledger`` and ``doubtful`` are the publication's, ``shown_by`` the members that disclose a factory.
    Raises `MadewhereError` where the invitations cannot be relied on.
    """

    def __init__(
        self,
        folder: PrivatePackage,
        ledger: Ledger,
        doubtful: frozenset[str],
        shown_by: Mapping[str, Sequence[str]],
        as_of: date,
    ) -> None:
        self._ledger, self._as_of = ledger, as_of
        self._doubtful, self._shown_by = doubtful, shown_by
        package, problems = typed(folder, ("consents", "invitations"))
        refuse_wrong_invitations(problems)
        names = ("factories", "consents", "invitations")
        here = {row["factory_id"] for name in names for row in folder.tables.get(name, ())}
        nothing = Package("registers", "registers", demo=False)
        corpus = Corpus(folder.folder, as_of, NO_SETTINGS, nothing, [], ledger, doubtful)
        self._standings = standings(package, corpus, here)
        self._refused_on = refused_on(package)

    def of(self, factory_id: str) -> Past:
        """What is known of one factory; nothing is said of one that nobody knows."""
        standing = self._standings.get(factory_id)
        nos = [self._refused_on.get(factory_id), self._ledger.withdrawn_on("factory", factory_id)]
        said_no_on = max((day for day in nos if day is not None), default=None)
        if no := self._no(factory_id, standing):
            return Past(no, no, said_no_on)
        words = [*self._in_public(factory_id), *_in_the_folder(standing)]
        return Past("; ".join(words) or "disclosed by nobody now", "", said_no_on)

    def stands_for(self, factory_id: str) -> str:
        """The identifier that a merged one leads to in the end, or itself."""
        return self._ledger.stands_for("factory", factory_id, self._as_of) or factory_id

    def _no(self, factory_id: str, standing: Standing | None) -> str:
        if factory_id in self._doubtful:
            return _UNREADABLE
        if standing is not None and standing.state == "refused":
            return _FOLDER_WORDS["refused"].format(since=standing.since)
        agreed = standing is not None and standing.state == "accepted"
        if not agreed and self._ledger.state("factory", factory_id, self._as_of) == "withdrawn":
            since = self._ledger.withdrawn_on("factory", factory_id)
            return _FOLDER_WORDS["withdrawn"].format(since=since)
        return ""

    def _in_public(self, factory_id: str) -> list[str]:
        words = []
        if members := self._shown_by.get(factory_id):
            words.append(f"disclosed by {', '.join(members)}")
        last = self._ledger.last("factory", factory_id, self._as_of)
        if last is not None and last.event not in ("published", "reopened", "withdrawn"):
            where = {"merged": " into", "moved": " to"}.get(last.event, "")
            words.append(
                f"{last.event}{where} {last.successor or ''}".rstrip() + f" on {last.date}"
            )
        return words


def _in_the_folder(standing: Standing | None) -> list[str]:
    if standing is None:
        return []
    if standing.state == "lapsed" and standing.since is None:
        return ["its consent is not in force"]
    return [_FOLDER_WORDS[standing.state].format(since=standing.since)]
