"""Likely duplicates inside a package and across packages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from madewhere.corpus import Corpus, factory_lines
from madewhere.crosscheck.keeping import NOTHING_KEPT, Keeping
from madewhere.ledger import Ledger
from madewhere.matching import Candidate, Compared, Match, compare
from madewhere.problems import Problem, problem
from madewhere.read import DataRead

DUPLICATES = ("duplicate-across-members", "duplicate-in-package")
"""The codes of likely duplicates, what others disclose too first."""

_NEW_AT_LEAST = 0.02

Entries = dict[str, "Entry"]
"""The factories of one country, by identifier."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A factory as the first package says it: what is compared, in whose package, and who has it too.

    It has no line, because that of a row that stays as it is can be another one after every change.
    """

    candidate: Candidate
    member: str
    folder: str
    owners: tuple[str, ...]

    @property
    def kept(self) -> tuple[object, ...]:
        """The same in a form that is quick to load."""
        return (self.candidate.said, self.member, self.folder, self.owners)


def candidate(cells: dict[str, object]) -> Candidate:
    """What the matcher compares of a factory's row."""
    parts = (cells["street_address"], cells["locality"], cells["region"], cells["postal_code"])
    return Candidate(
        key=str(cells["factory_id"]),
        name=str(cells["name"]),
        name_native=str(cells["name_native"] or ""),
        address=", ".join(str(part) for part in parts if part),
        country=str(cells["country"]),
        latitude=cells["latitude"],  # type: ignore[arg-type]
        longitude=cells["longitude"],  # type: ignore[arg-type]
        site=str(cells["part_of"] or ""),
    )


def check_duplicates(corpus: Corpus, keeping: Keeping = NOTHING_KEPT) -> list[Problem]:
    """Find pairs of factory IDs that look like one factory; a shared ID is no duplicate."""
    lines = {package.folder: factory_lines(package) for package in corpus.members}
    found = duplicates_by_country(entries_by_country(corpus), corpus.ledger, lines, keeping, "")
    return [each for of_country in found.values() for each in of_country]


def entries_by_country(corpus: Corpus, only: set[str] | None = None) -> dict[str, Entries]:
    """Every factory by country and identifier; ``only`` names those that are wanted."""
    found: dict[str, Entry] = {}
    owners: dict[str, list[str]] = {}
    sites = set()
    for package in corpus.members:
        for row in package.rows("factories"):
            factory_id = row.cells["factory_id"]
            sites.add(row.cells["part_of"])
            if only is None or factory_id in only:
                owners.setdefault(factory_id, []).append(package.slug)
                if factory_id not in found:
                    said = candidate(row.cells)
                    found[factory_id] = Entry(said, package.slug, package.folder, ())
    by_country: dict[str, Entries] = {}
    for factory_id, entry in found.items():
        said = entry.candidate
        if factory_id in sites:
            said = replace(said, site=factory_id)
        whole = replace(entry, candidate=said, owners=tuple(owners[factory_id]))
        by_country.setdefault(said.country, {})[factory_id] = whole
    return by_country


def duplicates_by_country(
    by_country: Mapping[str, Entries],
    ledger: Ledger,
    lines: Mapping[str, Mapping[str, int]],
    keeping: Keeping,
    state: str,
) -> dict[str, list[Problem]]:
    """The problems of each country, which is kept as it is in this ``state`` of the data.

    ``lines`` says by folder on which line each factory stands.
    """
    matches = {
        code: _matches(code, by_country[code], keeping, state) for code in sorted(by_country)
    }
    matched = {key for found in matches.values() for match in found for key in _pair(match)}
    since = ledger.about(matched)
    return {
        code: [_problem(by_country[code], match, since, lines) for match in found]
        for code, found in matches.items()
    }


def kept_entries(code: str, keeping: Keeping, state: str) -> Entries | None:
    """A country's factories as they were kept in that state of the data; None where they were not."""
    kept_state, entries, _ = keeping.load("duplicates", code) or ("", (), [])
    if kept_state != state:
        return None
    return {said[0]: Entry(Candidate(*said), *rest) for said, *rest in entries}


def _matches(code: str, entries: Entries, keeping: Keeping, state: str) -> list[Match]:
    """The likely pairs of a country, compared only where any of its factories changed."""
    in_order = [entries[key] for key in sorted(entries)]
    said = [entry.candidate.said for entry in in_order]
    _, before, matches = keeping.load("duplicates", code) or ("", (), [])
    if [each[0] for each in before] != said:
        earlier: Compared | None = keeping.load("compared", code)
        compared = compare([e.candidate for e in in_order], earlier)
        if earlier is None or _much_is_new(compared, earlier):
            keeping.store(compared, "compared", code)
        matches = sorted(compared.found.values(), key=_pair)
    keeping.store((state, [entry.kept for entry in in_order], matches), "duplicates", code)
    found: list[Match] = matches
    return found


def _much_is_new(compared: Compared, earlier: Compared) -> bool:
    """Whether keeping it is worth the time; what was compared before any change is of use too."""
    new = set(compared.seen.said).symmetric_difference(earlier.seen.said)
    return len(new) > _NEW_AT_LEAST * len(compared.seen.said)


def _pair(match: Match) -> tuple[str, str]:
    return match.left, match.right


def _problem(
    entries: Entries, match: Match, ledger: Ledger, lines: Mapping[str, Mapping[str, int]]
) -> Problem:
    older, newer = (
        entries[each] for each in sorted(_pair(match), key=lambda each: _age(ledger, each))
    )
    inside = set(older.owners) & set(newer.owners)
    return problem(
        "duplicate-in-package" if inside else "duplicate-across-members",
        _names_of(newer, older) + match.reasons,
        file=f"{newer.folder}/factories.csv",
        line=lines[newer.folder][newer.candidate.key],
        field="factory_id",
        subject="|".join(sorted(_pair(match))),
    )


def _names_of(newer: Entry, older: Entry) -> str:
    """How a message about the two begins; the reasons follow."""
    here, there = newer.candidate, older.candidate
    return f"{here.key} “{here.name}” and {there.key} “{there.name}” of {older.member}: "


def _age(ledger: Ledger, factory_id: str) -> tuple[date, str]:
    """Sorts the identifier that was published first to the front, as it is the one to keep."""
    events = ledger.events.get(("factory", factory_id))
    return (events[0].date if events else date.max, factory_id)


def at_the_added(problems: Iterable[Problem], read: DataRead, added: set[str]) -> list[Problem]:
    """Let each likely duplicate of an identifier that a change adds stand at that one's row.

    ``added`` are the identifiers that the base of the change does not have. They are younger than those
    that it has, whatever day the change says and whatever letters they have.
    """
    return [
        _at_the_added(each, read, added) if each.code in DUPLICATES else each for each in problems
    ]


def _at_the_added(found: Problem, read: DataRead, added: set[str]) -> Problem:
    pair = set(found.subject.split("|"))
    if len(pair & added) != 1:
        return found
    corpus = replace(read.corpus, members=read.naming(pair))
    entries = {k: e for each in entries_by_country(corpus, pair).values() for k, e in each.items()}
    (newer,), (older,) = pair & added, pair - added
    row = entries[newer]
    reasons = found.message.removeprefix(_names_of(entries[older], row))
    if reasons == found.message:  # it stands there already
        return found
    return replace(
        found,
        file=f"{row.folder}/factories.csv",
        line=read.lines[row.folder][newer],
        message=_names_of(row, entries[older]) + reasons,
    )
