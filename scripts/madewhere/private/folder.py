"""A member's private folder: the tables of its public package, the private ones, and what imports left.

Nothing here is public, so the folder may not lie where Git would pick it up. Every file is written
whole and put in its place in one step.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat, zip_longest
from pathlib import Path

from madewhere import git, tables
from madewhere.corpus import Package
from madewhere.crosscheck.identifiers import wrong_identifiers
from madewhere.errors import MadewhereError, UsageError
from madewhere.identifiers import is_slug
from madewhere.package_writer import table_bytes
from madewhere.private.lock import hold
from madewhere.private.reading import read_table
from madewhere.private.writing import write_files
from madewhere.problems import Problem, in_order, problem
from madewhere.project import BUILD
from madewhere.validate import TableRead, validate_table

FORMAT = 1
MARK = "private.json"

REPORTS = {
    "import_refused": ("file", "sha256", "line", "code", "reason", "row"),
    "import_rest": ("file", "sha256", "line", "factory_id", "column", "text"),
    "import_log": (
        "file",
        "sha256",
        "stated_on",
        "rows_in",
        "taken",
        "repeated",
        "refused",
        "blank",
    ),
    "import_rows": ("row_sha256", "factory_id"),
}
"""What imports leave beside the tables; ``sha256`` is the list's, and ``row`` its cells as JSON.
``row_sha256`` is that of what a row said, see `importing.source_rows`."""

Rows = list[dict[str, str]]


@dataclass(slots=True)
class PrivatePackage:
    """A private folder as it was read: ``tables`` by name, the reports of imports among them.

    ``lines`` says of each table on which line of its file each row begins.
    """

    folder: Path
    member: str
    tables: dict[str, Rows]
    lines: dict[str, list[int]] = field(default_factory=dict)


def _columns(name: str) -> tuple[str, ...]:
    return REPORTS[name] if name in REPORTS else tables.table(name).columns


def read_private(folder: Path) -> PrivatePackage:
    """Read a private folder.

    Raises `MadewhereError` where it is none, where Git would take it, or a table has wrong columns.
    """
    member = _member_of(folder)
    if member is None:
        raise MadewhereError(
            f"{folder} is no private folder: it has no {MARK}",
            hint="Make one with `madewhere import FILE --member SLUG --private DIR`.",
        )
    refuse_tracked(folder)
    read: dict[str, Rows] = {}
    lines: dict[str, list[int]] = {}
    for name in (*tables.MEMBER_TABLES, *tables.PRIVATE_TABLES, *REPORTS):
        path = folder / f"{name}.csv"
        if path.is_file():
            read[name], lines[name] = read_table(path, _columns(name), trim=name not in REPORTS)
    return PrivatePackage(folder, member, read, lines)


def typed(folder: PrivatePackage, names: Iterable[str]) -> tuple[Package, list[Problem]]:
    """The folder's tables of these names as typed rows, and all that is wrong with them.

    Rows with an error are left out of the package. Files and lines of problems are the folder's.
    """
    package = Package(folder.member, str(folder.folder), demo=False)
    problems: list[Problem] = []
    for name in names:
        rows, lines = folder.tables.get(name, []), folder.lines.get(name, [])
        read = validate_rows(name, rows, lines, f"{name}.csv")
        # An audit's ID follows from what it is, and is filled in once the rest is right.
        problems.extend(
            p for p in read.problems if (p.code, p.field) != ("cell-required", "audit_id")
        )
        package.tables[name] = []
        for row in read.rows:
            wrong = wrong_identifiers(name, row)
            # Not even the ledger, which is never changed, may get to know a wrong identifier.
            problems.extend(
                problem(
                    "id-check-character",
                    f"{row.cells[column]} has a typing error, or was made up",
                    file=f"{name}.csv",
                    line=row.line,
                    field=column,
                )
                for column in wrong
            )
            if not wrong:
                package.tables[name].append(row)
    return package, in_order(problems)


def validate_rows(name: str, rows: Rows, lines: Sequence[int], file: str) -> TableRead:
    """Validate a table of the member's own, as `read_table` gives it.

    In which order its rows stand, and whether empty ones are among them, is nobody's business.
    """
    content = table_bytes(name, _as_they_stand(rows, lines), in_order=True).decode()
    read = validate_table(name, content, file)
    read.problems = [p for p in read.problems if p.code not in ("rows-unsorted", "row-blank")]
    return read


def _as_they_stand(rows: Rows, lines: Sequence[int]) -> Iterator[Mapping[str, str]]:
    """The rows of a table, with the empty ones that stand between them in the file: lines are counted."""
    line = 2
    for row, own in zip_longest(rows, lines if len(lines) == len(rows) else ()):
        yield from repeat({}, max(0, own - line) if own else 0)
        yield row
        line = (own or line) + 1 + sum(cell.count("\n") for cell in row.values())


def _member_of(folder: Path) -> str | None:
    path = folder / MARK
    hold(folder, MARK)
    if not path.is_file():
        return None
    try:
        mark = json.loads(path.read_text(encoding="utf-8"))
        member, form = str(mark["member"]), mark["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise MadewhereError(
            f"{path} cannot be read: {error}",
            hint=f'It should hold {{"format": {FORMAT}, "member": "your-slug"}}.',
        ) from error
    if form != FORMAT:
        raise MadewhereError(
            f"{folder} has format {form}; this version of Madewhere writes format {FORMAT}",
            hint="Use the version of Madewhere that wrote it, or a newer one.",
        )
    return member


def open_private(folder: Path, member: str, *, dry_run: bool = False) -> PrivatePackage:
    """Read the member's private folder, or make it where there is none.

    Raises `UsageError` for a member that is no slug, `MadewhereError` for a folder that Git would
    take, that is another member's, or that holds other things. ``dry_run`` makes nothing.
    """
    if not is_slug(member):
        raise UsageError(
            f"{member!r} is no member's slug", hint="Lower-case letters, digits and hyphens."
        )
    refuse_tracked(folder)
    if folder.exists() and not folder.is_dir():
        raise MadewhereError(f"{folder} is not a folder", hint="Name another place.")
    known = _member_of(folder)
    if known is None:
        if folder.exists() and any(folder.iterdir()):
            raise MadewhereError(
                f"{folder} is not empty and no private folder",
                hint="Name an empty folder or one that is not there yet.",
            )
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
            mark = json.dumps({"format": FORMAT, "member": member}, indent=2) + "\n"
            write_files({folder / MARK: mark.encode()})
        return PrivatePackage(folder, member, {})
    if known != member:
        raise MadewhereError(
            f"{folder} belongs to the member {known}, not to {member}",
            hint="Each member has a private folder of its own.",
        )
    return read_private(folder)


def blank_tables(package: PrivatePackage) -> dict[Path, bytes]:
    """The tables that the folder does not have, with their columns and no row, to be filled in."""
    names = (*tables.MEMBER_TABLES, *tables.PRIVATE_TABLES)
    return {
        package.folder / f"{name}.csv": table_bytes(name, [])
        for name in names
        if name not in package.tables
    }


def write_private_table(folder: Path, name: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table or a report of the private folder in one step, for its owner only.

    Raises `ValueError` for a row with a column that the table does not have.
    """
    write_files({folder / f"{name}.csv": private_table_bytes(name, rows)})


def private_table_bytes(name: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table or a report of the private folder as its file: sorted, UTF-8, LF."""
    if name not in REPORTS:
        return table_bytes(name, rows)
    columns = REPORTS[name]
    texts: set[tuple[str, ...]] = {tuple(row[c] for c in columns) for row in rows}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for cells in sorted(texts, key=lambda texts: _by_line(columns, texts)):
        writer.writerow(cells)
    return out.getvalue().encode()


def _by_line(columns: Sequence[str], cells: Sequence[str]) -> tuple[object, ...]:
    line = cells[columns.index("line")] if "line" in columns else ""
    return (cells[0], cells[1], int(line) if line.isdecimal() else 0, cells)


def refuse_place_of_table(out: Path) -> None:
    """Raise `MadewhereError` where a private folder keeps, or would keep, one of its tables."""
    names = (*tables.MEMBER_TABLES, *tables.PRIVATE_TABLES, *REPORTS)
    if (out.parent / MARK).exists() and out.name.casefold() in {f"{name}.csv" for name in names}:
        raise MadewhereError(
            f"{out} is the place of a table of {out.parent}",
            hint="Give another name; nothing was written.",
        )


def refuse_tracked(folder: Path) -> None:
    """Raise `MadewhereError` where the folder lies in a Git checkout that does not ignore it."""
    # Without `..`, or the folders on the way to it would count as its parents.
    whole = place = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    while not place.is_dir():
        place = place.parent
    hint = (
        "Choose a folder outside the checkout, or add it to .gitignore. What factories have not "
        "agreed to must never be pushed."
    )
    if whole.is_relative_to(BUILD):
        raise MadewhereError(
            f"{folder} lies in the folder of what is built, which is thrown away",
            hint="Choose a folder outside the checkout.",
        )
    inside = git.run(place, "rev-parse", "--is-inside-work-tree")
    if inside is None or inside.returncode != 0:
        # Git is missing, or will not speak about this checkout: nothing is known, so nothing is risked.
        if any((parent / ".git").exists() for parent in (place, *place.parents)):
            raise MadewhereError(
                f"{folder} lies in a Git checkout, and Git cannot say whether it is ignored",
                hint=hint,
            )
        return
    if inside.stdout.strip() != b"true":
        return
    inner = str(whole / "factories.csv")
    ignored = git.run(place, "check-ignore", "--quiet", "--", inner)
    tracked = git.run(place, "ls-files", "--", str(whole))
    if ignored is None or ignored.returncode != 0:
        raise MadewhereError(f"{folder} lies in a Git checkout and is not ignored", hint=hint)
    if tracked is None or tracked.returncode != 0 or tracked.stdout:
        raise MadewhereError(f"Git tracks files of {folder}", hint=hint)
