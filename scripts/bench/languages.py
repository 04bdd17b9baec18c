"""Measure what languages cost: the same invented publication built in one, two and all of them.

Usage: python scripts/bench/languages.py [--size 3000 | --data DIR] [--counts 1 2 9]

Each build is cold. Then one member gets another name and it is built again, to show how much of the
pages is kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import yaml
from building import add_options, measured_build, put_data
from measurement import MIB, machine, print_table

from madewhere.publication import FILE
from madewhere.render.languages import available


def main() -> None:
    """Build in each number of languages and print a table with a column each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 2, len(available())])
    options = parser.parse_args()
    columns = []
    for count in options.counts:
        codes = available()[:count]
        print(" ".join(codes), file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as folder:
            columns.append(_column(Path(folder), options.size, options.data, codes))
    print(f"{machine()}\n")
    print_table(
        ("languages", *(str(count) for count in options.counts)),
        [(name, *(column[name] for column in columns)) for name in columns[0]],
    )
    print("\nPhases are seconds by the clock. The sitemap holds every page with all its languages.")


def _column(folder: Path, size: int, data: Path | None, codes: tuple[str, ...]) -> dict[str, str]:
    put_data(folder, size, data)
    settings = folder / "data" / FILE
    told = yaml.safe_load(settings.read_text("utf-8")) | {"languages": list(codes)}
    settings.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")
    took, built = measured_build(folder)
    site = folder / "site"
    sitemap = sum(path.stat().st_size for path in site.glob("sitemap*"))
    members = folder / "data/registers/members.csv"
    members.write_text(members.read_text("utf-8").replace("(fictional brand)", "(fictional)", 1))
    again, rebuilt = measured_build(folder)
    return {
        "factories shown": f"{built['factories']:,}",
        "prose": f"{built['seconds']['prose']:.1f}",
        "render": f"{built['seconds']['render']:.1f}",
        "verify": f"{built['seconds']['verify']:.1f}",
        "whole process, seconds": f"{took.seconds:.1f}",
        "whole process, processor seconds": f"{took.processor:.1f}",
        "whole process, MiB": f"{took.memory:,.0f}",
        "files": f"{built['files']:,}",
        "site, MiB": f"{built['size'] / MIB:,.1f}",
        "sitemap, kB": f"{sitemap / 1000:,.0f}",
        "again, processor seconds": f"{again.processor:.1f}",
        "again, files made anew": f"{rebuilt['made']:,}",
    }


if __name__ == "__main__":
    main()
