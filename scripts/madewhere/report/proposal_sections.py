"""What a proposed change does, as sections of rows: the one order and wording of every report for people.

Texts from data are raw here; whoever writes them out escapes them.
"""

from __future__ import annotations

from madewhere import countries
from madewhere.problems import Problem
from madewhere.proposal.change import ConsentChange, FactoryChange, Kind, ProposalChange
from madewhere.quoting import short
from madewhere.report.proposal_audits import audit_sections
from madewhere.report.proposal_parts import Section, cell_line, difference, kept_by, titled
from madewhere.report.proposal_products import product_sections


def first_sections(change: ProposalChange) -> list[Section]:
    """What a reviewer must see first: members that enter, and changes outside the proposer's own package."""
    made = [
        Section(
            "Look first: a new member enters",
            ("Member", "Name", "To be kept by"),
            "{0} (“{1}”), to be kept by {2}".format,
            [(p.slug, short(p.name), kept_by(p)) for p in change.entering],
        ),
        Section(
            "Look first: outside the proposer's own package",
            ("File", "Why it is named"),
            "{0}: {1}".format,
            [(each.file, each.why) for each in change.outside],
        ),
    ]
    return [section for section in made if section.rows]


def sections(change: ProposalChange, prefix: str) -> list[Section]:
    """Everything else, in the order in which a reviewer needs it; without the empty ones."""
    made = [
        _added(change),
        _changed(change),
        _removed(change),
        _duplicates(change, prefix),
        _consents(change),
        _events(change),
        *product_sections(change),
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


def _added(change: ProposalChange) -> Section:
    scopes: dict[tuple[str, str], list[str]] = {}
    for consent in change.consents:
        if consent.kind is Kind.ADDED:
            scopes.setdefault((consent.member, consent.factory_id), []).append(consent.scope)
    rows = [
        (
            _marked(f),
            short(f.name),
            ", ".join(part for part in (short(f.locality), countries.name(f.country)) if part),
            f.member,
            ", ".join(scopes.get((f.member, f.factory_id), ())) or "nothing in this change",
            ", ".join(f.others) or "no other member",
        )
        for f in change.of_kind(Kind.ADDED)
    ]
    columns = ("ID", "Name", "Place", "Member", "Agreed to", "Also disclosed by")
    line = "{0}: “{1}”, {2}; by {3}; agreed to: {4}; also disclosed by: {5}"
    title = titled("Factories added", {f.factory_id for f in change.of_kind(Kind.ADDED)})
    return Section(title, columns, line.format, rows)


def _marked(factory: FactoryChange) -> str:
    """The ID, and what a reviewer should know of it."""
    marks = [
        mark for mark, is_so in (("new ID", factory.new), ("has errors", factory.faulty)) if is_so
    ]
    return factory.factory_id + (f" ({', '.join(marks)})" if marks else "")


def _changed(change: ProposalChange) -> Section:
    rows = [
        (_marked(f), short(f.name), f.member, cell.field, *difference(cell))
        for f in change.of_kind(Kind.CHANGED)
        for cell in f.cells
    ]
    title = titled("Factories changed", {f.factory_id for f in change.of_kind(Kind.CHANGED)})
    columns = ("ID", "Name", "Member", "Field", "Before", "After")
    return Section(title, columns, "{0}: “{1}” of {2}: {3}: “{4}” → “{5}”".format, rows)


def _removed(change: ProposalChange) -> Section:
    """Each factory once, with all packages that it leaves and why."""
    packages: dict[str, list[FactoryChange]] = {}
    for factory in change.of_kind(Kind.REMOVED):
        packages.setdefault(factory.factory_id, []).append(factory)
    withdrawn, merged = change.events_of("withdrawn"), change.events_of("merged")
    rows = []
    for factory_id, gone in packages.items():
        first = gone[0]
        if factory_id in withdrawn:
            now = "withdrawn"
        elif factory_id in merged:
            now = f"merged into {merged[factory_id].successor}"
        elif first.others:
            now = f"still disclosed by {', '.join(first.others)}"
        else:
            now = "disclosed by no member"
        members = ", ".join(f.member for f in gone)
        rows.append((factory_id, short(first.name), countries.name(first.country), members, now))
    columns = ("ID", "Name", "Country", "Member", "Now")
    line = "{0}: “{1}”, {2}; from {3}; now {4}"
    return Section(titled("Factories removed", rows), columns, line.format, rows)


def _duplicates(change: ProposalChange, prefix: str) -> Section:
    rows = [(p.message, f"{prefix}{p.file}:{p.line}") for p in change.duplicates]
    title = titled("Likely duplicates", rows)
    return Section(title, ("What looks alike", "Where"), "{0} ({1})".format, rows)


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
    title = titled("Consents", change.consents)
    return Section(title, columns, _consent_line, [tuple(c or "–" for c in row) for row in rows])


def _consent_line(factory_id: str, name: str, whom: str, *said: str) -> str:
    known = f"{factory_id}: “{name}”" if name != "–" else factory_id
    labelled = zip(("given", "taken away", "changed"), said, strict=True)
    parts = [f"{label}: {text}" for label, text in labelled if text != "–"]
    return f"{known}, for {whom}: {'; '.join(parts)}"


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
    return Section(titled("Events of identifiers", rows), columns, _event_line, rows)


def _event_line(kind: str, identifier: str, event: str, day: str, successor: str) -> str:
    leads = f", leads to {successor}" if successor != "–" else ""
    return f"{kind} {identifier}: {event}, from {day}{leads}"


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
    title = titled("Registers", change.registers)
    return Section(title, columns, _register_line, rows)


def _register_line(register: str, row: str, *cell: str) -> str:
    return f"{register}, {row}: {cell_line(*cell)}"


def _others(change: ProposalChange, prefix: str) -> Section:
    rows = [
        (prefix + each.file, f"{each.added:,}", f"{each.changed:,}", f"{each.removed:,}")
        for each in change.others
    ]
    columns = ("File", "Rows added", "Changed", "Removed")
    line = "{0}: {1} rows added, {2} changed, {3} removed"
    return Section("Other tables", columns, line.format, rows)
