"""Measure the whole build of an invented publication in one language, phase by phase.

Usage: python scripts/bench/whole_build.py [--sizes 300 3000 30000 | --data DIR]

Each build is cold: nothing is kept of an earlier one, so that borders and outlines are drawn too. Those
depend on the countries and not on the number of factories.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from building import measured_build, put_data
from measurement import MIB, machine, print_table


def main() -> None:
    """Build each size once and print a table with a column a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3_000, 30_000])
    parser.add_argument("--data", type=Path, help="A publication's data, instead of invented ones.")
    options = parser.parse_args()
    sizes = [0] if options.data else options.sizes
    columns = []
    for size in sizes:
        print(options.data or f"{size:,} factories", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as folder:
            columns.append(_column(Path(folder), size, options.data))
    print(f"{machine()}\n")
    print_table(
        ("", *(f"{size:,}" if size else options.data.name for size in sizes)),
        [(name, *(column.get(name, "") for column in columns)) for name in columns[0]],
    )
    print("\nPhases are seconds by the clock. MiB: the most that all processes together held.")


def _column(folder: Path, size: int, data: Path | None) -> dict[str, str]:
    put_data(folder, size, data)
    took, told = measured_build(folder)
    return {
        "factories shown": f"{told['factories']:,}",
        **{phase: f"{seconds:.2f}" for phase, seconds in told["seconds"].items()},
        "whole process, seconds": f"{took.seconds:.2f}",
        "whole process, processor seconds": f"{took.processor:.2f}",
        "whole process, MiB": f"{took.memory:,.0f}",
        "files": f"{told['files']:,}",
        "site, MiB": f"{told['size'] / MIB:,.1f}",
        "ms a factory": f"{1000 * took.seconds / max(1, told['factories']):.1f}",
    }


if __name__ == "__main__":
    main()
