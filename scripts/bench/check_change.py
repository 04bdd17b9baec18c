"""Measure how much of a whole check it costs to check a change of a few factories against its base.

Usage: python scripts/bench/check_change.py [--size 3000 | --data DIR] [--change 10]

The publication is put in Git. Three checks in processes of their own: with nothing kept; again, with
everything kept; and `check --base HEAD` after some factories of one package got other names and
another one was added, with its consent and its event in the ledger.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from building import add_options, put_data
from measurement import Run, machine, print_table, run

from madewhere.demo.make import DEFAULT_REFERENCE_DATE as AS_OF
from madewhere.identifiers import mint_factory_id
from madewhere.package_writer import table_bytes

_CHECK = """
import sys
from datetime import date
from pathlib import Path
from madewhere.check import check

data, cache, day, base = sys.argv[1:]
check(Path(data), as_of=date.fromisoformat(day), cache=Path(cache), base=base or None)
"""


def main() -> None:
    """Check three times and print a table of what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    parser.add_argument("--change", type=int, default=10, help="How many factories are changed.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as name:
        folder = Path(name)
        put_data(folder, options.size, options.data)
        _git(folder, "init", "--quiet")
        _git(folder, "add", "data")
        _git(folder, "commit", "--quiet", "--message", "Everything")
        checks = {"everything, nothing kept": _checked(folder)}
        checks["everything, all kept"] = _checked(folder)
        countries = change_factories(folder / "data", options.change)
        checks["the change, against its base"] = _checked(folder, "HEAD")
    whole = checks["everything, nothing kept"]
    print(f"{options.change} factories in {countries} countries; {machine()}\n")
    print_table(
        ("check", "processor s", "share", "seconds", "share", "MiB"),
        [
            (
                what,
                f"{took.processor:.2f}",
                f"{took.processor / whole.processor:.1%}",
                f"{took.seconds:.2f}",
                f"{took.seconds / whole.seconds:.1%}",
                f"{took.memory:,.0f}",
            )
            for what, took in checks.items()
        ],
    )


def change_factories(data: Path, count: int) -> int:
    """Change factories of the package in the middle; gives in how many countries they are."""
    tables = sorted(data.glob("members/*/factories.csv"))
    path = tables[len(tables) // 2]
    rows = _rows(path)
    changed = rows[:: max(1, len(rows) // count)][: count - 1]
    for row in changed:
        row["name"] += " Two"
    new = mint_factory_id(changed[0]["country"], Random(1), set())
    emptied: dict[str, str] = dict.fromkeys(("part_of", "gln", "os_id", "lei"), "")
    rows.append({**changed[0], **emptied, "factory_id": new, "name": "Quite Another Mill"})
    path.write_bytes(table_bytes("factories", rows))
    consents = _rows(path.with_name("consents.csv"))
    own = [row for row in consents if row["factory_id"] == changed[0]["factory_id"]]
    consents += [{**row, "factory_id": new} for row in own]
    path.with_name("consents.csv").write_bytes(table_bytes("consents", consents))
    event = {"kind": "factory", "identifier": new, "event": "published", "successor": ""}
    event["date"] = AS_OF.isoformat()
    (data / "ledger" / f"{new}.csv").write_bytes(table_bytes("ledger", [event]))
    return len({row["country"] for row in changed})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _checked(folder: Path, base: str = "") -> Run:
    command = [sys.executable, "-c", _CHECK, str(folder / "data"), str(folder / "kept")]
    return run([*command, AS_OF.isoformat(), base], watch=True)


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Bench", "-c", "user.email=bench@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True)


if __name__ == "__main__":
    main()
