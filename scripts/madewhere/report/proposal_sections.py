"""What a proposed change does, as sections of rows: the one order and wording of every report for people.

Texts from data are raw here; whoever writes them out escapes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from madewhere import countries
from madewhere.plurals import counted
from madewhere.problems import Problem
from madewhere.proposal.change import ConsentChange, Kind, Owner, ProposalChange
from madewhere.quoting import short
from madewhere.report.proposal_audits import audit_sections, counts_of_findings
from madewhere.report.proposal_parts import Section, difference


def summary_sentence(change: ProposalChange) -> str:
    """What the change does, counted, in one sentence."""
    kinds = Counter(factory.kind for factory in change.factories)
    factories = [f"{_factories(kinds[kind])} {kind}" for kind in Kind if kinds[kind]]
    consents = Counter(consent.kind for consent in change.consents)
    agreed = {
        c.factory_id for c in change.consents if c.kind is Kind.ADDED and c.scope == "identity"
    }
    withdrawn = {
        e.identifier for e in change.events if e.event == "withdrawn" and e.kind == "factory"
    }
    others = [
        (len(agreed), "factory newly consented", "factories newly consented"),
        (consents[Kind.ADDED], "consent given", "consents given"),
        (consents[Kind.CHANGED], "consent changed", "consents changed"),
        (consents[Kind.REMOVED], "consent taken away", "consents taken away"),
        (len(withdrawn), "factory withdrawn", "factories withdrawn"),
        (len(change.new_ids), "new ID", "new IDs"),
        (len(change.audits), "audit touched", "audits touched"),
        *counts_of_findings(change),
        (len(change.registers), "row of the registers", "rows of the registers"),
        (len(change.duplicates), "likely duplicate", "likely duplicates"),
    ]
    parts = factories + [
        f"{number:,} {one if number == 1 else many}" for number, one, many in others if number
    ]
    if not parts:
        return "No factory, consent, audit or identifier changes."
    return f"{', '.join(parts)}."


def whose_sentence(change: ProposalChange) -> str:
    """Whose packages the change touches."""
    packages = change.packages
    if not packages:
        return "It touches no member's package."
    named = [
        f"{p.slug} ({p.name or 'not in the register'}), "
        f"{'kept by ' + ', '.join(p.maintainers) if p.maintainers else 'kept by nobody known'}"
        for p in packages[:5]
    ]
    more = [f"{len(packages) - 5:,} more"] if len(packages) > 5 else []
    many = f"the packages of {len(packages):,} members"
    touched = "the package of one member" if len(packages) == 1 else many
    sentence = f"It touches {touched}: {'; '.join(named + more)}."
    if change.proposer:
        own = [p.slug for p in packages if p.owner is Owner.OWN]
        whose = ", ".join(own) if own else "none of them"
        sentence += f" {change.proposer} keeps {whose}."
    return sentence


def warnings(change: ProposalChange) -> Iterator[str]:
    """What makes the rest less certain."""
    if change.ahead:
        yield (
            f"The base has {counted(change.ahead, 'commit')} that this state does not have. What they "
            "did looks undone here; merge the base first."
        )
    if change.unread:
        shown = ", ".join(map(short, change.unread[:10]))
        more = f" and {len(change.unread) - 10:,} more" if len(change.unread) > 10 else ""
        yield f"With an error of their own, so they could not be compared: {shown}{more}."


def outside_section(change: ProposalChange) -> Section:
    """The changes outside the proposer's own package, which come first."""
    return Section(
        "Look first: outside the proposer's own package",
        ("File", "Why it is named"),
        "{0}: {1}",
        [(each.file, each.why) for each in change.outside],
    )


def sections(change: ProposalChange, prefix: str) -> list[Section]:
    """Everything else, in the order in which a reviewer needs it; without the empty ones."""
    made = [
        _added(change),
        _changed(change),
        _removed(change),
        _duplicates(change, prefix),
        _consents(change),
        _events(change),
        *audit_sections(change),
        _registers(change),
        _others(change, prefix),
    ]
    return [section for section in made if section.rows]


def parted(change: ProposalChange, problems: list[Problem]) -> tuple[list[Problem], str]:
    """The problems to list, those of the change first, and a sentence on those left out.

    Errors are all listed: what the proposal is based on had none, so the change may be why.
    """
    touched, others = change.parted(problems)
    errors = [p for p in others if p.level.label == "error"]
    left = len(others) - len(errors)
    if not left:
        return touched + errors, ""
    stand = "problem stands" if left == 1 else "problems stand"
    return touched + errors, f"{left:,} {stand} in files that this change does not touch."


def _factories(number: int) -> str:
    return f"{number:,} {'factory' if number == 1 else 'factories'}"


def _titled(what: str, rows: Sequence[tuple[str, ...]]) -> str:
    return f"{what} ({len(rows):,})"


def _added(change: ProposalChange) -> Section:
    scopes: dict[tuple[str, str], list[str]] = {}
    for consent in change.consents:
        if consent.kind is Kind.ADDED:
            scopes.setdefault((consent.member, consent.factory_id), []).append(consent.scope)
    rows = [
        (
            f"{f.factory_id}{', new' if f.new else ''}",
            short(f.name),
            ", ".join(part for part in (short(f.locality), countries.name(f.country)) if part),
            f.member,
            ", ".join(scopes.get((f.member, f.factory_id), ())) or "none in this change",
            ", ".join(f.others) or "nobody",
        )
        for f in change.of_kind(Kind.ADDED)
    ]
    columns = ("ID", "Name", "Place", "Member", "Agreed to", "Also disclosed by")
    line = "{0} {1}, {2} (by {3}; agreed to: {4}; also disclosed by {5})"
    return Section(_titled("Factories added", rows), columns, line, rows)


def _changed(change: ProposalChange) -> Section:
    rows = [
        (f.factory_id, short(f.name), f.member, cell.field, *difference(cell))
        for f in change.of_kind(Kind.CHANGED)
        for cell in f.cells
    ]
    title = f"Factories changed ({len(change.of_kind(Kind.CHANGED)):,})"
    columns = ("ID", "Name", "Member", "Field", "Before", "After")
    return Section(title, columns, "{0} {1} ({2}): {3}: “{4}” → “{5}”", rows)


def _removed(change: ProposalChange) -> Section:
    rows = [
        (
            f.factory_id,
            short(f.name),
            countries.name(f.country),
            f.member,
            ", ".join(f.others) or "nobody",
        )
        for f in change.of_kind(Kind.REMOVED)
    ]
    columns = ("ID", "Name", "Country", "Member", "Still disclosed by")
    line = "{0} {1}, {2} (by {3}; still disclosed by {4})"
    return Section(_titled("Factories removed", rows), columns, line, rows)


def _duplicates(change: ProposalChange, prefix: str) -> Section:
    rows = [(p.message, f"{prefix}{p.file}:{p.line}") for p in change.duplicates]
    title = _titled("Likely duplicates", rows)
    return Section(title, ("What looks alike", "Where"), "{0} ({1})", rows)


def _consents(change: ProposalChange) -> Section:
    grouped: dict[tuple[str, str, str], list[ConsentChange]] = {}
    for consent in change.consents:
        key = (consent.member, consent.factory_id, consent.given_for)
        grouped.setdefault(key, []).append(consent)
    rows = []
    for (_, factory_id, given_for), consents in grouped.items():
        scopes = {
            kind: ", ".join(c.scope for c in consents if c.kind is kind)
            for kind in (Kind.ADDED, Kind.REMOVED)
        }
        different = "; ".join(
            f"{c.scope}: {cell.field} “{cell.before[:40]}” → “{cell.after[:40]}”"
            for c in consents
            for cell in c.cells
        )
        whom = "all members" if given_for == "*" else given_for
        name = short(consents[0].factory)
        rows.append((factory_id, name, whom, scopes[Kind.ADDED], scopes[Kind.REMOVED], different))
    columns = ("ID", "Name", "For", "Given", "Taken away", "Changed")
    line = "{0} {1}, for {2}: given: {3}; taken away: {4}; changed: {5}"
    title = f"Consents ({len(change.consents):,})"
    return Section(title, columns, line, [tuple(c or "–" for c in row) for row in rows])


def _events(change: ProposalChange) -> Section:
    rank = {"withdrawn": 0, "merged": 1, "moved": 2, "closed": 3, "reopened": 4, "published": 5}
    rows = [
        (
            e.kind,
            e.identifier,
            e.event + (" for the first time" if e.identifier in change.new_ids else ""),
            e.date.isoformat(),
            e.successor or "–",
        )
        for e in sorted(change.events, key=lambda e: (rank[e.event], e.kind, e.identifier, e.date))
    ]
    columns = ("Kind", "Identifier", "Event", "From", "Leads to")
    return Section(
        _titled("Events of identifiers", rows), columns, "{0} {1}: {2}, {3}, leads to: {4}", rows
    )


def _registers(change: ProposalChange) -> Section:
    rows: list[tuple[str, ...]] = []
    for row in change.registers:
        cells = [(str(row.kind), "", "")]
        if row.kind is Kind.CHANGED:
            cells = [(cell.field, *difference(cell)) for cell in row.cells]
        elif row.table == "members":
            kept = [cell for cell in row.cells if cell.field in ("name", "maintainers")]
            cells = [(f"{row.kind}: {cell.field}", *difference(cell)) for cell in kept]
        rows += [(row.table, short(row.key), *cell) for cell in cells]
    columns = ("Register", "Row", "Field", "Before", "After")
    title = f"Registers ({len(change.registers):,})"
    return Section(title, columns, "{0}, {1}: {2}: “{3}” → “{4}”", rows)


def _others(change: ProposalChange, prefix: str) -> Section:
    rows = [
        (prefix + each.file, f"{each.added:,}", f"{each.changed:,}", f"{each.removed:,}")
        for each in change.others
    ]
    columns = ("File", "Rows added", "Changed", "Removed")
    line = "{0}: {1} rows added, {2} changed, {3} removed"
    return Section("Other tables", columns, line, rows)
