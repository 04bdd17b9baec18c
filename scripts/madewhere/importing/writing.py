"""Writing what an import took into the private folder."""

from __future__ import annotations

from datetime import date

from madewhere.importing.alike import with_questions
from madewhere.importing.cleaning import inert
from madewhere.importing.leftovers import Leftovers
from madewhere.importing.result import ImportResult
from madewhere.importing.source_rows import TABLE, report_rows
from madewhere.importing.taking import Taking
from madewhere.private.folder import PrivatePackage, Rows, blank_tables, private_table_bytes
from madewhere.private.lookalikes import TABLE as LOOKALIKES
from madewhere.private.writing import write_files


def write_taken(
    package: PrivatePackage, taking: Taking, result: ImportResult, left: Leftovers, stated_on: date
) -> None:
    """Write everything into the folder, all of it or nothing."""
    folder, old = package.folder, package.tables
    log = old.get("import_log", [])
    entry = {
        "file": inert(result.file),
        "sha256": result.sha256,
        "stated_on": stated_on.isoformat(),
    }
    if result.taken or not any(entry.items() <= known.items() for known in log):
        counts = {
            name: str(getattr(result, name))
            for name in ("rows_in", "taken", "repeated", "refused", "blank")
        }
        log = [*log, entry | counts]
    tables: dict[str, Rows] = {
        **taking.tables(),
        "import_rest": old.get("import_rest", []) + left.rest,
        "import_refused": old.get("import_refused", []) + left.refused,
        "import_log": log,
        LOOKALIKES: with_questions(old.get(LOOKALIKES, []), result.alike, stated_on.isoformat()),
        TABLE: report_rows(taking.rows),
    }
    taken = {folder / f"{name}.csv": private_table_bytes(name, r) for name, r in tables.items()}
    write_files(blank_tables(package) | taken)
