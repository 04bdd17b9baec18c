"""Which of the factories just taken look like another one, so that a person has to say whether they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from madewhere.importing.cleaning import inert
from madewhere.importing.known import candidate
from madewhere.importing.likely import likely_known
from madewhere.importing.taking import Taking
from madewhere.private.folder import Rows
from madewhere.private.lookalikes import DIFFERENT
from madewhere.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Alike:
    """A factory that was taken with an ID of its own and one that it looks like, with their names.

    ``line`` is that of the new one in the list, ``where`` says where the other stands; ``no`` is as in
    `Past`.
    """

    factory_id: str
    name: str
    line: int
    other_id: str
    other_name: str
    where: str
    no: str
    reasons: str

    def problem(self, file: str) -> Problem:
        """The warning that the report of an import has."""
        which = f", which {self.no}" if self.no else ""
        return problem(
            "import-said-no" if self.no else "import-likely-duplicate",
            f"{self.factory_id} looks like {self.other_id} ({self.where}), {self.other_name}{which}: "
            f"{self.reasons}.",
            file=file,
            line=self.line,
            field="name",
        )


def find_alike(taking: Taking) -> list[Alike]:
    """Compare the new factories with each other, with the folder's and with the published ones."""
    fresh = set(taking.new)
    new = [candidate(taking.factories[key]) for key in taking.new if key not in taking.recognised]
    known = {c.key: c for c in taking.published.candidates if c.key not in fresh}
    known |= {k: candidate(v) for k, v in taking.factories.items() if k not in fresh}
    known |= {k: candidate(taking.factories[k]) for k in taking.recognised}
    everyone = known | {c.key: c for c in new}
    found = []
    for one, other, reasons in likely_known(new, list(known.values())):
        left, right = one, other
        if taking.lines.get(left, 0) < taking.lines.get(right, 0):
            left, right = right, left
        if left not in fresh:
            left, right = right, left
        found.append(
            Alike(
                factory_id=left,
                name=everyone[left].name,
                line=taking.lines[left],
                other_id=right,
                other_name=everyone[right].name,
                where=_where(taking, right),
                no=taking.pasts.of(right).no,
                reasons=reasons,
            )
        )
    return found


def _where(taking: Taking, factory_id: str) -> str:
    if factory_id in taking.lines:
        return f"line {taking.lines[factory_id]}"
    return "in the private folder" if factory_id in taking.factories else "published already"


def with_questions(
    rows: Rows, alike: Iterable[Alike], asked_on: str, told_apart: Collection[str] = ()
) -> Rows:
    """The table `lookalikes` with a row for each pair; one that is there already stays as it is.

    ``told_apart`` are factories of which a person has just said that they are others.
    """
    there = {(row["factory_id"], row["other_id"]): row for row in rows}
    for each in alike:
        question = {
            "factory_id": each.factory_id,
            "name": inert(each.name),
            "other_id": each.other_id,
            "other_name": inert(each.other_name),
            "reasons": f"{each.reasons}; it {each.no}" if each.no else each.reasons,
            "asked_on": asked_on,
            "answer": DIFFERENT if each.other_id in told_apart else "",
            "note": "",
        }
        there.setdefault((each.factory_id, each.other_id), question)
    return list(there.values())
