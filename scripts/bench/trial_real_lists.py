"""Take real lists of factories the whole way, from import to site, in a folder that is deleted again.

Usage: python scripts/bench/trial_real_lists.py --shared DIR [--keep DIR] [--as-of DATE]

DIR holds `real/`, lists that are no part of the project. Each becomes the list of an invented member. The
consents are invented too, for name and place alone, so nothing of this may ever leave the temporary
folder; no audit is invented. `--keep` copies the site for looking at it on this machine, and says so.
Prints a report in Markdown.
"""

from __future__ import annotations

import argparse
import csv
import json
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from measurement import MIB, print_table

from madewhere.build import BuildReport, build
from madewhere.check import check
from madewhere.demo.chance import read_rows
from madewhere.demo.make import DEFAULT_REFERENCE_DATE
from madewhere.errors import MadewhereError
from madewhere.importing import ImportResult, import_list
from madewhere.importing.known import read_published
from madewhere.importing.work_codes import read_codes
from madewhere.package_writer import write_package
from madewhere.private.folder import read_private, write_private_table
from madewhere.private.going_public import plan, write
from madewhere.problems import Problem

GEOCODED = range(2, 16)
"""The numbers of the geocoded example lists."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One list on its way: the member that has it, and what became of it."""

    member: str
    title: str
    result: ImportResult | None
    refused: str = ""
    public: int = 0
    staying: int = 0
    seconds: float = 0


def main() -> None:
    """Run the trial, print what came of it, and make sure that nothing is left."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="Where to leave a copy of the site; not in Git.")
    parser.add_argument("--as-of", type=date.fromisoformat, default=DEFAULT_REFERENCE_DATE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="madewhere-trial-") as name:
        folder = Path(name)
        named = dict(_lists(options.shared / "real", folder / "lists"))
        lists = {title: file for title, file in named.items() if file.is_file()}
        for title in named.keys() - lists.keys():
            print(f"{title} is not there", file=sys.stderr)
        if not lists:
            raise SystemExit(f"{options.shared} holds none of the lists")
        run_trial(folder, lists, options.as_of)
        if options.keep:
            shutil.copytree(folder / "site", options.keep, symlinks=False)
            print(
                f"\nA copy of the site is in {options.keep}. Its consents are invented: delete it."
            )
    if folder.exists():
        raise SystemExit(f"{folder} is still there and holds real names with invented consents")
    print("\nThe temporary folder is gone.")


def run_trial(folder: Path, lists: dict[str, Path], as_of: date) -> None:
    """Import, publish, check and build in a folder, and print the report."""
    data = folder / "data"
    members = [f"trial-{number}" for number in range(1, len(lists) + 1)]
    write_publication(data, members, as_of)
    trials = []
    for member, (title, file) in zip(members, lists.items(), strict=True):
        print(f"{member}: {title}", file=sys.stderr, flush=True)
        trials.append(_take(member, title, file, folder, as_of))
    _report_lists(trials)
    start = time.perf_counter()
    checked = check(data, as_of=as_of, cache=folder / "cache" / "packages")
    seconds = time.perf_counter() - start
    _report_problems(checked.problems, f"What `check` says of the whole ({seconds:.1f} s)")
    _report_site(build(data, folder / "site", as_of=as_of, cache=folder / "cache"))


def write_publication(data: Path, members: list[str], as_of: date) -> None:
    """Write the settings and registers of a publication with these invented members."""
    data.mkdir(parents=True)
    settings = {
        "name": "Trial with real lists",
        "tagline": "A trial on one machine; every consent in it is invented.",
        "base_url": "https://trial.example",
        "former_base_urls": [],
        "languages": ["en"],
        "publisher": {
            "name": "Nobody",
            "url": "https://trial.example/",
            "email": "nobody@trial.example",
        },
        "report_url": "mailto:nobody@trial.example",
        "tile_server": None,
    }
    (data / "publication.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    tables: dict[str, list[dict[str, Any]]] = {
        "members": [
            {
                "slug": member,
                "name": f"Trial member {member.removeprefix('trial-')}",
                "country": "NL",
                "website": None,
                "joined_on": as_of,
                "maintainers": None,
            }
            for member in members
        ],
        "audit_firms": [],
        "facility_types": read_rows("registers/facility_types.csv"),
        "processing_types": read_rows("registers/processing_types.csv"),
        "decisions": [],
    }
    write_package(
        data / "registers", name="registers", title="Registers", tables=tables, demo=False
    )


def _lists(real: Path, made: Path) -> Iterator[tuple[str, Path]]:
    """The lists by their titles; one that no import reads is written down as CSV first."""
    for number in GEOCODED:
        yield f"oar_lists/geocoded/{number}.csv", real / "oar_lists" / "geocoded" / f"{number}.csv"
    yield "oar_lists/12.xlsx", real / "oar_lists" / "12.xlsx"
    yield "apple_suppliers_2020.csv", real / "apple_suppliers_2020.csv"
    title = "osh_facilities_2022.geojson"
    if (real / title).is_file():
        made.mkdir()
        yield title, _as_csv(real / title, made / "osh_facilities_2022.csv")


def _as_csv(geojson: Path, file: Path) -> Path:
    features = json.loads(geojson.read_text(encoding="utf-8"))["features"]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("name", "address", "country", "os_id", "lat", "lng"))
        for feature in features:
            told = feature["properties"]
            longitude, latitude = feature["geometry"]["coordinates"]
            columns = [told[name] for name in ("name", "address", "country_code", "os_id")]
            writer.writerow((*columns, latitude, longitude))
    return file


def _take(member: str, title: str, file: Path, folder: Path, as_of: date) -> Trial:
    """Import one list into a private folder, invent the consents, and publish what they cover."""
    data, private = folder / "data", folder / "private" / member
    start = time.perf_counter()
    try:
        result = import_list(
            file,
            private=private,
            member=member,
            published=read_published(data),
            codes=read_codes(data / "registers"),
            stated_on=as_of,
        )
    except MadewhereError as error:
        return Trial(member, title, None, refused=error.message)
    _invent_consents(private, as_of)
    going = plan(private, data, as_of=as_of, demo=False)
    write(going)
    return Trial(
        member,
        title,
        result,
        public=len(going.tables["factories"]),
        staying=len(going.staying),
        seconds=time.perf_counter() - start,
    )


def _invent_consents(private: Path, as_of: date) -> None:
    package = read_private(private)
    write_private_table(
        private,
        "consents",
        [
            {
                "factory_id": row["factory_id"],
                "scope": "identity",
                "member": package.member,
                "decided_on": as_of.isoformat(),
                "valid_until": "",
                "text_version": "trial",
                "language": "en",
                "method": "signed-document",
                "evidence_sha256": secrets.token_hex(32),
                "recorded_by": "member-sourcing",
            }
            for row in package.tables["factories"]
        ],
    )


def _report_lists(trials: list[Trial]) -> None:
    header = (
        "list",
        "rows",
        "taken",
        "repeated",
        "refused",
        "blank",
        "recognised",
        "public",
        "seconds",
    )
    print("## Lists\n")
    print_table(
        header,
        [
            (
                trial.title,
                *(trial.result.rows_in, trial.result.taken, trial.result.repeated),
                *(trial.result.refused, trial.result.blank, trial.result.recognised),
                *(trial.public, f"{trial.seconds:.1f}"),
            )
            if trial.result
            else (trial.title, f"not read: {trial.refused}", *[""] * (len(header) - 2))
            for trial in trials
        ],
    )
    results = [trial.result for trial in trials if trial.result]
    totals = {
        name: sum(getattr(result, name) for result in results)
        for name in ("rows_in", "taken", "repeated", "refused", "blank", "recognised")
    }
    print("\nAll: " + ", ".join(f"{name} {count:,}" for name, count in totals.items()))
    lost = totals["rows_in"] - sum(totals[n] for n in ("taken", "repeated", "refused", "blank"))
    print(
        f"Rows of which nothing became: {lost}. Rows or cells that stayed private: "
        f"{sum(trial.staying for trial in trials):,}"
    )
    _report_problems([p for result in results for p in result.problems], "What the imports say")


def _report_problems(problems: list[Problem], title: str) -> None:
    counts = Counter((problem.level, problem.code) for problem in problems)
    examples: dict[str, str] = {}
    for problem in problems:
        examples.setdefault(problem.code, problem.message)
    print(f"\n## {title}\n")
    rows = sorted(counts.items(), key=lambda item: (-item[0][0], -item[1], item[0][1]))
    print_table(
        ("level", "code", "times", "the first"),
        [
            (level.label, code, f"{count:,}", examples[code].replace("|", "/")[:110])
            for (level, code), count in rows
        ],
    )


def _report_site(report: BuildReport) -> None:
    site, figures = report.site, report.site.figures
    placed = sum(factory.latitude is not None for factory in site.factories)
    withheld = Counter(Path(kept.file).stem for kept in report.withheld)
    print("\n## The site\n")
    print_table(
        ("what", "how much"),
        [
            ("factories", f"{figures.factories:,}"),
            ("of them with coordinates", f"{placed:,}"),
            ("of them disclosed by several members", f"{_shared(report):,}"),
            ("countries", f"{figures.countries:,}"),
            ("members", f"{figures.members:,}"),
            ("audits", f"{figures.audits:,}"),
            ("files", f"{report.files:,}"),
            ("MiB", f"{report.size / MIB:.1f}"),
            ("seconds", f"{sum(report.seconds.values()):.1f}"),
            *((f"seconds, {phase}", f"{took:.1f}") for phase, took in report.seconds.items()),
            *((f"withheld of {table}", f"{count:,}") for table, count in sorted(withheld.items())),
            *(("verified", sentence) for sentence in report.verified),
        ],
    )


def _shared(report: BuildReport) -> int:
    return sum(len(factory.sourcing) > 1 for factory in report.site.factories)


if __name__ == "__main__":
    main()
