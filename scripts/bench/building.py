"""Build a publication once, in a process of its own, and write down what the build reports.

Usage: python scripts/bench/building.py DATA OUT CACHE REPORT

REPORT becomes a JSON file: seconds by phase, files, bytes, how many files were made and how many linked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from measurement import Run, run

from madewhere.build import build
from madewhere.demo.make import DEFAULT_REFERENCE_DATE as AS_OF
from madewhere.demo.make import make_demo


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what says which publication is measured to a script's options."""
    parser.add_argument("--size", type=int, default=3_000, help="Factories of an invented one.")
    parser.add_argument(
        "--data", type=Path, help="A publication's data, instead of an invented one."
    )


def put_data(folder: Path, size: int, data: Path | None) -> None:
    """Make ``folder/data``: a copy of a publication's data, or an invented one of a size."""
    if data is None:
        make_demo(folder, factories=size)
    else:
        shutil.copytree(data, folder / "data")


def measured_build(folder: Path) -> tuple[Run, dict[str, Any]]:
    """Build ``folder/data`` to ``folder/site`` with ``folder/cache``; gives what it took and reports."""
    report = folder / "report.json"
    paths = [folder / name for name in ("data", "site", "cache", "report.json")]
    took = run([sys.executable, __file__, *map(str, paths)], watch=True)
    return took, json.loads(report.read_text(encoding="utf-8"))


def main() -> None:
    """Do what the usage says."""
    data, out, cache, report = (Path(argument) for argument in sys.argv[1:])
    built = build(data, out, as_of=AS_OF, cache=cache)
    told = {
        "seconds": built.seconds,
        "factories": len(built.site.factories),
        "files": built.files,
        "size": built.size,
        "made": built.made,
        "linked": built.linked,
    }
    report.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
