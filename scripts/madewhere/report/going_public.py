"""What `disclose` says: what goes out, what stays in, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from madewhere.package_writer import cell_text
from madewhere.private.going_public import GoingPublic
from madewhere.private.hindering import hindrance
from madewhere.problems import Problem
from madewhere.proposal.change import Kind
from madewhere.proposal.comparison import RowChange
from madewhere.quoting import visible
from madewhere.report.for_all import for_all_lines
from madewhere.report.own_rows import problem_lines
from madewhere.report.proposal_parts import cell_line, difference
from madewhere.tables import MEMBER_TABLES, table

_MOST = 20
_FEW = 5
_COLUMNS = 4
_INDENT = " " * 11
_STATED = ("_stated_on", "_stated_by")

_BECAME = {Kind.ADDED: "new", Kind.CHANGED: "changed", Kind.REMOVED: "gone"}

_WHY = {
    "pending": "asked on {since}, no answer yet",
    "refused": "refused on {since}",
    "withdrawn": "withdrew",
    "lapsed": "its consent ran out on {since}",
    "not-asked": "not asked yet",
    "accepted": "accepted",
}
_LOOKS_LIKE = {"cell-email": "an e-mail address", "cell-phone": "a telephone number"}


def plan_text(going: GoingPublic) -> str:
    """What would go out and what stays in, for a terminal, before anything is written."""
    lines = [f"Goes out   {', '.join(_out(going)) or 'nothing: no consent is in force'}"]
    lines += _listed("Changed", list(_changed(going)))
    lines += _listed("New", [_named(going, factory_id) for factory_id in going.added], cut=False)
    products = going.products
    lines += _listed("New", [f"product {_product(going, each)}" for each in products.added])
    gone = [_gone(going, factory_id) for factory_id in going.removed]
    lines += _listed("Taken out", gone, cut=False)
    lines += _listed("Taken out", [f"product {_product_gone(going, p)}" for p in products.removed])
    lines += _listed("Stays in", [*_waiting(going), *_staying(going)], cut=False)
    lines += _listed("Held back", [_held(going, number) for number in range(len(going.held))])
    if any(held.code in _LOOKS_LIKE for held in going.held):
        lines.append(f"{_INDENT}Move contacts to contacts.csv, or let them out with --contacts.")
    if any(held.names for held in going.held):
        lines.append(f"{_INDENT}Write texts without the name, or let them out with --others.")
    for factory_id in going.doubtful:
        lines.append(
            f"Doubtful   {_named(going, factory_id)}: an event of the ledger cannot be used, "
            "and nothing of it is shown until that is mended"
        )
    lines += for_all_lines(going.standings, going.names)
    for title, problems in (
        ("Problems; a row with an error stays private until it is mended:", going.problems),
        ("Problems that what goes out would bring; an error keeps everything in:", _told(going)),
    ):
        if problems:
            lines += ["", title, *problem_lines(problems, _MOST)]
    if going.problems or going.brought:
        lines.append(
            f"Tables named without a folder are in {going.private}; mend them there, not in {going.data}."
        )
    return "".join(f"{visible(line)}\n" for line in lines)


def end_text(going: GoingPublic, *, written: bool) -> str:
    """The last line: whether something was written, and what to do next."""
    place = going.data / "members" / going.member
    why, what_to_do = hindrance(going)
    if why:
        return f"Nothing was written: {visible(why)}.\n{visible(what_to_do)}.\n"
    if not going.differs:
        return f"{place} is up to date; nothing was written.\n"
    if not written:
        return f"This would be written to {place}; nothing was written.\n"
    return f"Written to {place}. Now run `madewhere check`, then commit and propose it.\n"


def _told(going: GoingPublic) -> list[Problem]:
    """The problems that come with the change; those of others' rows with the path to them."""
    return [
        replace(each, file=str(going.data / each.file)) if "/" in each.file else each
        for each in going.brought
    ]


def _out(going: GoingPublic) -> Iterator[str]:
    for name in MEMBER_TABLES:
        kinds = Counter(row.kind for row in going.rows[name])
        parts = [f"{kinds[kind]:,} {word}" for kind, word in _BECAME.items() if kinds[kind]]
        if going.tables[name] or parts:
            yield f"{len(going.tables[name]):,} {name}" + (
                f" ({', '.join(parts)})" if parts else ""
            )


def _changed(going: GoingPublic) -> Iterator[str]:
    """Each row that goes out otherwise than it is public now, with what it said and says, or leaves.

    What leaves with its whole factory is told with that.
    """
    gone = set(going.removed)
    for name in MEMBER_TABLES:
        for row in going.rows[name]:
            which = ", ".join([name, _named(going, row.key[0]), *map(cell_text, row.key[1:])])
            if row.kind is Kind.CHANGED:
                cells = row.cells()
                said = [c for c in cells if not c.field.endswith(_STATED)] or cells
                told = [cell_line(cell.field, *difference(cell)) for cell in said[:_COLUMNS]]
                more = [f"and {len(said) - _COLUMNS} more"] if len(said) > _COLUMNS else []
                yield f"{which}: {'; '.join(told + more)}"
            elif row.kind is Kind.REMOVED and gone.isdisjoint(_factories_of(name, row)):
                yield f"{which}: leaves"


def _factories_of(name: str, row: RowChange) -> set[str]:
    """The factories that a row of that table names."""
    return {row.row.cells[each.name] for each in table(name).fields if each.refers == "factory"}


def _listed(word: str, entries: list[str], *, cut: bool = True) -> list[str]:
    if cut and len(entries) > _MOST:
        entries = [*entries[:_MOST], f"… and {len(entries) - _MOST:,} more"]
    heads = [word, *[""] * len(entries)]
    return [f"{head:<10} {entry}" for head, entry in zip(heads, entries, strict=False)]


def _named(going: GoingPublic, factory_id: str) -> str:
    name = going.names.get(factory_id)
    return f"{factory_id} {name}" if name else factory_id


def _product(going: GoingPublic, product_id: str) -> str:
    name = going.products.names.get(product_id)
    return f"{product_id} {name}" if name else product_id


def _product_gone(going: GoingPublic, product_id: str) -> str:
    unknown = product_id in going.products.unknown
    why = "it is not in the private folder" if unknown else "see what stays in, and the problems"
    return f"{_product(going, product_id)}: {why}"


def _gone(going: GoingPublic, factory_id: str) -> str:
    if fault := going.faulty.get(factory_id):
        field = f", {fault.field}" if fault.field else ""
        return f"{factory_id}: a row has an error ({fault.file}, line {fault.line}{field})"
    stand = going.standings.get(factory_id)
    if stand is None:
        return f"{factory_id}: it is not in the private folder"
    return f"{_named(going, factory_id)}: {_why(going, factory_id)}"


def _why(going: GoingPublic, factory_id: str) -> str:
    stand = going.standings[factory_id]
    why = _WHY[stand.state].format(since=stand.since)
    if stand.state == "lapsed" and stand.since is None:
        why = "its consent is not in force"
    if stand.state in ("pending", "refused", "not-asked") and factory_id in going.removed:
        return f"no consent is in force; {why}"
    return why


def _waiting(going: GoingPublic) -> Iterator[str]:
    """How many factories stay in as a whole because they were not asked or have not answered."""
    counts = Counter(stand.state for stand in going.standings.values())
    for state, words in (("not-asked", "not asked yet"), ("pending", "no answer yet")):
        if state in _many(going):
            yield f"{counts[state]:,} factories: everything; {words}"


def _many(going: GoingPublic) -> set[str]:
    """The states of so many factories that they are counted and not listed."""
    counts = Counter(stand.state for stand in going.standings.values())
    return {state for state in ("not-asked", "pending") if counts[state] > _FEW}


def _staying(going: GoingPublic) -> Iterator[str]:
    """Each factory of which something stays in: everything and why, or the columns by scope."""
    lacking: dict[str, dict[tuple[str, str], dict[tuple[str, str], None]]] = {}
    for kept in going.staying:
        of = table(Path(kept.file).stem)
        if kept.whole_row and not of.own:
            continue  # a product's, told below
        for column, value in kept.cells.items():
            field = of.field(column)
            scopes = lacking.setdefault(kept.factory_id or value, {})
            columns = scopes.setdefault((field.scope, field.since_text), {})
            if not column.endswith(_STATED):
                columns[(of.name, column)] = None
    counted = _many(going)
    for factory_id, scopes in sorted(lacking.items()):
        stand = going.standings.get(factory_id)
        if stand is not None and stand.state in counted and factory_id not in going.removed:
            continue
        if stand is not None and stand.state != "accepted":
            yield f"{_named(going, factory_id)}: everything; {_why(going, factory_id)}"
            continue
        agreed = stand.scopes if stand else frozenset()
        for (scope, since), columns in scopes.items():
            shown = _by_table(columns)
            why = "names a factory that has not" if scope in agreed else "not agreed to"
            verb = f"{why} agreed to {scope}" if scope in agreed else f"{why}: {scope}"
            if since and scope in agreed:
                verb = f"its audit stays in, or its yes to {scope} is to a text before {since}"
            yield f"{_named(going, factory_id)}: {shown}; {verb}"
    yield from _products_staying(going)


def _products_staying(going: GoingPublic) -> Iterator[str]:
    """Each product and GTIN that the ledger does not let out; what hangs on it stays in with it."""
    for identifier, why in sorted(going.products.ended.items()):
        again = "; `madewhere reopen` lets it out again" if why.startswith("withdrawn") else ""
        yield f"{_product(going, identifier)}: everything; {why}{again}"


def _by_table(columns: Iterable[tuple[str, str]]) -> str:
    """The first few columns, those of other tables than factories after the table's name."""
    listed = list(columns)
    parts = []
    for name, these in groupby(listed[:_COLUMNS], key=itemgetter(0)):
        told = ", ".join(column for _, column in these)
        parts.append(told if name == "factories" else f"{name} ({told})")
    return ", ".join(parts) + (", …" if len(listed) > _COLUMNS else "")


def _held(going: GoingPublic, number: int) -> str:
    held = going.held[number]
    where = f"{held.file}, line {held.line}, {held.column}"
    if held.names:
        return f"{where}: it names {_named(going, held.names)}, which stays in"
    return f"{where}: it looks like {_LOOKS_LIKE[held.code]}"
