"""What an import prints: the proposed mapping before, and what became of every row after."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from madewhere.importing import ImportResult
from madewhere.importing.columns import Proposal
from madewhere.importing.names import FACTORIES
from madewhere.importing.products import ProductList
from madewhere.plurals import counted
from madewhere.problem_codes import CODES
from madewhere.problems import Problem

_SHOWN_PER_CODE = 5
_WIDTH = 40


def proposal_text(proposal: Proposal, country: str | None = None) -> str:
    """The proposal as a table: our column, the list's, why, and examples.

    ``country`` is that of rows of a list of factories that name none.
    """
    source = proposal.source
    lines = [
        f"{source.name}: header in line {proposal.header.line}, {counted(len(proposal.rows), 'row')} below it"
    ]
    if proposal.template:
        lines.append(f"This is {proposal.template}.")
    lines += [f"! {notice}" for notice in source.notices]
    lines += [
        f"Above the header, line {row.line}: {_cut(' '.join(row.cells), 100)}"
        for row in proposal.preamble
    ]
    rows = [("Madewhere", "the list", "why", "for example")]
    for name, columns in proposal.sources.items():
        titles = " + ".join(column.title for column in columns)
        examples = " · ".join(text for column in columns for text in proposal.examples(column))
        rows.append((name, titles, proposal.how[name], examples))
    if proposal.kind == FACTORIES and "country" not in proposal.sources:
        how = ("--country", "given", country) if country else ("the address", "its end", "")
        rows.append(("country", *how))
    left = "(import_rest.csv)" if proposal.kind == FACTORIES else "(left out)"
    rows += [
        (left, column.title, "no place", " · ".join(proposal.examples(column)))
        for column in proposal.unused
    ]
    return _harmless("\n".join([*lines, "", *_table(rows)]))


def result_text(result: ImportResult, private: Path, *, dry_run: bool) -> str:
    """What became of every row, and the problems by code, the first few of each in full."""
    totals = (
        f"{counted(result.rows_in, 'row')}: {result.taken:,} taken, {result.repeated:,} repeated, "
        f"{result.refused:,} refused, {result.blank:,} blank"
    )
    lines = [totals]
    if result.updated:
        lines.append(f"Of the repeated ones {result.updated:,} added to what the folder had.")
    if result.recognised:
        lines.append(
            f"Of those taken {result.recognised:,} have the ID of a factory that is published already."
        )
    if result.contacts:
        who = counted(result.contacts, "factory", "factories")
        lines.append(f"Contacts of {who} are in contacts.csv, which never leaves the folder.")
    lines += [f"! {notice}" for notice in result.notices]
    lines += [
        f"Left out, as it is no factory: line {line}, “{_cut(text, 80)}”"
        for line, text in result.asides[:_SHOWN_PER_CODE]
    ]
    if len(result.asides) > _SHOWN_PER_CODE:
        lines.append(
            f"… and {counted(len(result.asides) - _SHOWN_PER_CODE, 'more line')} of that kind"
        )
    lines += _by_code(result.problems)
    lines.append("\nNothing was written (--dry-run)." if dry_run else f"\nWritten to {private}.")
    return _harmless("\n".join(lines))


def products_text(result: ProductList, private: Path, *, dry_run: bool) -> str:
    """What became of a list of products, and the problems by code, the first few of each in full."""
    parts = [
        (result.products, "product", "of the list"),
        (result.new, "product", "new"),
        (result.changed, "product", "changed"),
        (result.new_gtins, "GTIN", "new"),
        (result.restepped, "product", "with other steps"),
    ]
    told = "; ".join(f"{counted(len(those), what)} {how}" for those, what, how in parts if those)
    rows = f"{result.taken:,} taken, {result.refused:,} refused, {result.blank:,} blank"
    lines = [
        f"{counted(result.rows, 'row')}: {rows}",
        f"{told or 'no product'}.",
        *(f"! {notice}" for notice in result.notices),
        *_by_code(result.problems),
    ]
    lines.append(
        "\nNothing was written (--dry-run)." if dry_run else f"\nThe tables are in {private}."
    )
    return _harmless("\n".join(lines))


def _by_code(problems: Sequence[Problem]) -> list[str]:
    """Problems by code, each code with its fix and the first few in full."""
    lines = []
    for code, count in sorted(Counter(p.code for p in problems).items()):
        lines.append(f"\n{CODES[code].level}: {CODES[code].title} ({code}), {count:,}")
        these = [p for p in problems if p.code == code]
        lines += [f"  line {p.line}: {p.message}" for p in these[:_SHOWN_PER_CODE]]
        if count > _SHOWN_PER_CODE:
            lines.append(f"  … and {count - _SHOWN_PER_CODE:,} more")
        lines.append(f"  → {CODES[code].fix}")
    return lines


def command_to_go_on(arguments: Sequence[str], command: str = "import") -> str:
    """The command line that accepts the proposal without asking."""
    return f"Nothing was written. To go on: madewhere {command} {shlex.join([*arguments, '--yes'])}"


def _harmless(text: str) -> str:
    """Replace control characters, on which a terminal would act, by spaces."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _cut(text: str, width: int = _WIDTH) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    cut = [[_cut(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cut) for i in range(len(cut[0]))]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cut]
