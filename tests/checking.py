"""Changing the tiny publication in tests, and what `check` then finds, in a form short to compare."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from madewhere.check import check
from madewhere.package_writer import table_bytes
from madewhere.problems import Problem
from tiny_publication import AS_OF

Change = Callable[[Path], object]
Finding = tuple[str, str, str, int, str]
"""Code, level, file, line and field of a problem."""

ALDER = "members/alder"
BIRCH = "members/birch"
FACTORIES = f"{ALDER}/factories.csv"
CONSENTS = f"{ALDER}/consents.csv"
AUDITS = f"{ALDER}/audits.csv"
SOURCING = f"{ALDER}/sourcing.csv"
LINKS = f"{ALDER}/supply_links.csv"
DESCRIPTOR = f"{ALDER}/datapackage.json"


def findings(data: Path, **options) -> list[Finding]:
    """Everything that `check` finds."""
    problems = check(data, as_of=options.pop("as_of", AS_OF), **options).problems
    return [(p.code, p.level.label, p.file, p.line, p.field) for p in problems if not on_purpose(p)]


def of_code(data: Path, *codes: str) -> list[Finding]:
    """What `check` finds of these codes, where a change has other consequences too."""
    return [each for each in findings(data) if each[0] in codes]


def on_purpose(problem: Problem) -> bool:
    """Whether it is a claim without evidence that the tiny publication has on purpose, or its decision."""
    codes = ("claim-without-evidence", "decision-unused")
    return problem.code in codes and any(
        claim in problem.message for claim in ("green-power", "soft")
    )


def only(data: Path):
    """The one problem that `check` finds."""
    problems = [p for p in check(data, as_of=AS_OF).problems if not on_purpose(p)]
    assert len(problems) == 1, [(p.code, p.file, p.line, p.field, p.message) for p in problems]
    return problems[0]


def consent(factory_id: str, scope: str = "identity", **others: str) -> dict[str, str]:
    """The cells of a consent that counts; through alder, where no other member is given."""
    return {
        "factory_id": factory_id,
        "scope": scope,
        "member": "alder",
        "decided_on": "2026-01-20",
        "text_version": "2026-1",
        "language": "en",
        "method": "signed-document",
        "evidence_sha256": "0" * 64,
        "recorded_by": "member-sourcing",
    } | others


def read_rows(path: Path) -> list[list[str]]:
    """The rows of a table with its header, as texts."""
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """Write rows as they come, fit or not."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_bytes(out.getvalue().encode())


def cells(file: str, line: int, **values: str) -> Change:
    """Set cells of the row on that line, the header being line 1."""

    def change(data: Path) -> None:
        rows = read_rows(data / file)
        for column, value in values.items():
            rows[line - 1][rows[0].index(column)] = value
        write_rows(data / file, rows)

    return change


def added(file: str, **values: str) -> Change:
    """Add a row at the end; columns that are not named stay empty."""

    def change(data: Path) -> None:
        rows = read_rows(data / file)
        rows.append([values.get(column, "") for column in rows[0]])
        write_rows(data / file, rows)

    return change


def without(file: str, *texts: str) -> Change:
    """Remove each row that has one of the texts in a cell."""

    def change(data: Path) -> None:
        header, *rows = read_rows(data / file)
        write_rows(data / file, [header, *(row for row in rows if not set(texts) & set(row))])

    return change


def grid(file: str, change: Callable[[list[list[str]]], object]) -> Change:
    """Change the rows of a table, header and all."""

    def change_file(data: Path) -> None:
        rows = read_rows(data / file)
        change(rows)
        write_rows(data / file, rows)

    return change_file


def replaced(file: str, old: bytes, new: bytes) -> Change:
    """Replace bytes of a file; they must occur."""

    def change(data: Path) -> None:
        content = (data / file).read_bytes()
        assert old in content
        (data / file).write_bytes(content.replace(old, new))

    return change


def events(name: str, *rows: tuple[str, str, str, str, str]) -> Change:
    """Add a file to the ledger: kind, identifier, event, date and successor of each event."""
    columns = ("kind", "identifier", "event", "date", "successor")

    def change(data: Path) -> None:
        content = [dict(zip(columns, row, strict=True)) for row in rows]
        (data / "ledger" / f"{name}.csv").write_bytes(table_bytes("ledger", content, in_order=True))

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(data: Path) -> None:
        for each in changes:
            each(data)

    return change
