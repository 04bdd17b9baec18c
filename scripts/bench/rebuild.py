"""Measure how much of a whole build it costs to build again: after no change, and after a small one.

Usage: python scripts/bench/rebuild.py [--size 3000 | --data DIR]

Three builds in processes of their own: with nothing kept; again, with nothing changed; and after one
factory's name was changed in one member's package.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from pathlib import Path

from building import add_options, measured_build, put_data
from measurement import machine, print_table

from madewhere.package_writer import table_bytes


def main() -> None:
    """Build three times and print a table of them, with their phases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    options = parser.parse_args()
    builds = {}
    with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as name:
        folder = Path(name)
        put_data(folder, options.size, options.data)
        builds["everything"] = measured_build(folder)
        builds["nothing changed"] = measured_build(folder)
        rename_a_factory(folder / "data")
        builds["one name changed"] = measured_build(folder)
    first, told = builds["everything"]
    print(f"{told['factories']:,} factories shown; {machine()}\n")
    phases = list(told["seconds"])
    print_table(
        ("build", "seconds", "share", "processor s", "MiB", "made", "linked", *phases),
        [
            (
                what,
                f"{took.seconds:.2f}",
                f"{took.seconds / first.seconds:.0%}",
                f"{took.processor:.2f}",
                f"{took.memory:,.0f}",
                f"{told['made']:,}",
                f"{told['linked']:,}",
                *(f"{told['seconds'].get(phase, 0):.2f}" for phase in phases),
            )
            for what, (took, told) in builds.items()
        ],
    )


def rename_a_factory(data: Path) -> None:
    """Change the name in the first row of the smallest package that has factories."""
    tables = sorted(data.glob("members/*/factories.csv"), key=lambda path: path.stat().st_size)
    for path in tables:
        with path.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        if rows:
            rows[0]["name"] += " Two"
            path.write_bytes(table_bytes("factories", rows))
            return
    raise SystemExit(f"there is no factory in {data}")


if __name__ == "__main__":
    main()
