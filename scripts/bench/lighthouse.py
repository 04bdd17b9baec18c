"""Measure every kind of page as a phone's visitor gets it: bytes, requests, Lighthouse's scores, axe.

Usage: python scripts/bench/lighthouse.py [--site DIR] [--languages en ar zh] [--kinds home map]
       [--repeat 3] [--lighthouse PATH] [--chromium PATH]

Without ``--site``, builds the publication in ``data/``. Needs Lighthouse (`npm install -g
lighthouse@12.8.2`) and Chromium. A page takes about 16 seconds, and each further ``--repeat`` nearly as
many. Fails where a page asks another host for anything, or asks for something that there is not.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from measurement import machine, print_table
from playwright.sync_api import sync_playwright
from wire import CHROMIUM, Given, refuse_missing, serving, visiting

from madewhere.build import build
from madewhere.demo.make import DEFAULT_REFERENCE_DATE
from madewhere.project import ROOT

KINDS = {
    "home": "index.html",
    "product": "P/*/index.html",
    "factory": "F/*/index.html",
    "audit": "F/*/audits/*/index.html",
    "member": "members/*/index.html",
    "country": "countries/*/index.html",
    "products": "products/index.html",
    "factories": "factories/index.html",
    "find": "find/index.html",
    "map": "map/index.html",
    "requirement": "handbook/*/*/index.html",
    "figures": "figures/index.html",
    "glossary": "glossary/index.html",
    "data": "data/index.html",
    "embed": "embed/members/*/index.html",
    "written": "read-an-audit/index.html",
}
"""The kinds of page, and where pages of each lie in a site."""

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_NOT_TO_BE_FOUND = b'<meta name="robots" content="noindex">'
_TIMEOUT = 300  # seconds that one run of Lighthouse may take


@dataclass(frozen=True, slots=True)
class Example:
    """A page that stands for its kind: the kind, the language, and its address in the site."""

    kind: str
    language: str
    path: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What a page took and got: bytes over the wire, requests, scores from 0 to 100 by category.

    ``violations`` are the names of the axe rules that it breaks, ``hindrances`` what keeps a score
    from 100, by category.
    """

    example: Example
    sent: int
    requests: int
    violations: list[str]
    scores: dict[str, int]
    hindrances: dict[str, list[str]]


def main() -> None:
    """Measure the pages and print a table of them, and one of what keeps them from 100."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, help="A site that is built already.")
    parser.add_argument("--languages", nargs="+", default=["en", "ar", "zh"])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument(
        "--repeat", type=int, default=1, help="Runs; the median performance counts."
    )
    parser.add_argument("--lighthouse", default="lighthouse", help="The program, if not on PATH.")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    parser.add_argument("--chromium", default=found)
    options = parser.parse_args()
    lighthouse = shutil.which(options.lighthouse)
    if lighthouse is None:
        raise SystemExit(
            f"There is no program {options.lighthouse}. Get Lighthouse with `npm install -g "
            "lighthouse@12.8.2`, or say where it lies with --lighthouse PATH."
        )
    if options.chromium is None:
        raise SystemExit(
            "There is no Chromium on the PATH: say where it lies with --chromium PATH."
        )
    if options.repeat < 1:
        raise SystemExit("--repeat is a number of runs: 1 or more.")
    with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as name:
        site = options.site
        if site is None:
            site, cache = Path(name) / "site", Path(name) / "cache"
            build(ROOT / "data", site, as_of=DEFAULT_REFERENCE_DATE, cache=cache)
        if not (site / "madewhere.json").is_file():
            raise SystemExit(f"{site} is no built site: there is no madewhere.json in it.")
        wanted = examples(site, options.kinds, options.languages)
        runner = Lighthouse(lighthouse, options.chromium, options.repeat)
        report(measure(site, wanted, runner))


def examples(site: Path, kinds: list[str], languages: list[str]) -> list[Example]:
    """A page of each kind in each language; says on standard error where there is none."""
    found = []
    own = re.search(r'<html lang="([^"]+)"', (site / "index.html").read_text(encoding="utf-8"))
    for kind in kinds:
        page = _typical(site, kind)
        for language in languages:
            prefix = "" if own and language == own[1] else f"{language}/"
            if page is None or not (site / prefix / page).is_file():
                print(f"There is no page: {kind}, {language}.", file=sys.stderr)
                continue
            found.append(Example(kind, language, prefix + page.removesuffix("index.html")))
    return found


def _typical(site: Path, kind: str) -> str | None:
    """The page of middle size of a kind, in the site's first language; None where there is none."""
    pages = list(site.glob(KINDS[kind]))
    # What a permanent address says of something gone stands for nothing; an embed never is found.
    pages = [page for page in pages if _NOT_TO_BE_FOUND not in page.read_bytes()] or pages
    if kind == "factory":
        pages = [page for page in pages if _has_a_plan(page)]
    pages.sort(key=lambda page: (page.stat().st_size, page))
    return pages[len(pages) // 2].relative_to(site).as_posix() if pages else None


def _has_a_plan(page: Path) -> bool:
    record = page.with_name("record.json")
    if not record.is_file():
        return False
    audits = json.loads(record.read_text(encoding="utf-8")).get("audits", ())
    return any(audit.get("findings") for audit in audits)


@dataclass(frozen=True, slots=True)
class Lighthouse:
    """The program Lighthouse, the browser that it drives, and how often it looks at a page."""

    program: str
    chromium: str
    repeat: int

    def looks(self, address: str, language: str) -> tuple[dict[str, int], dict[str, list[str]]]:
        """The scores of a page by category, and what keeps each from 100, for who reads ``language``.

        Only performance is measured again; its hindrances are those of the run in the middle.
        """
        whole = self._run(address, language, CATEGORIES)
        runs = [
            whole,
            *(self._run(address, language, CATEGORIES[:1]) for _ in range(self.repeat - 1)),
        ]
        middle = statistics.median_low(_score(run, CATEGORIES[0]) for run in runs)
        told = dict.fromkeys(CATEGORIES, whole)
        told[CATEGORIES[0]] = next(run for run in runs if _score(run, CATEGORIES[0]) == middle)
        return (
            {category: _score(run, category) for category, run in told.items()},
            {category: list(_hindrances(run, category)) for category, run in told.items()},
        )

    def _run(self, address: str, language: str, categories: tuple[str, ...]) -> dict[str, Any]:
        flags = " ".join(("--headless=new", f"--accept-lang={language}", *CHROMIUM))
        command = [self.program, address, "--output=json", "--quiet", f"--chrome-flags={flags}"]
        try:
            done = subprocess.run(
                [*command, f"--only-categories={','.join(categories)}"],
                capture_output=True,
                text=True,
                check=True,
                timeout=_TIMEOUT,
                env={**os.environ, "CHROME_PATH": self.chromium},
            )
        except subprocess.CalledProcessError as failed:
            said = failed.stderr.strip()
            raise SystemExit(f"Lighthouse could not measure {address}:\n{said}") from None
        except subprocess.TimeoutExpired:
            raise SystemExit(f"Lighthouse took over {_TIMEOUT} s for {address}.") from None
        told: dict[str, Any] = json.loads(done.stdout)
        return told


def _score(run: dict[str, Any], category: str) -> int:
    score = run["categories"][category]["score"]
    if score is None:
        raise SystemExit(f"Lighthouse gave no score for {category} of {run['requestedUrl']}.")
    return round(100 * score)


def _hindrances(run: dict[str, Any], category: str) -> Iterator[str]:
    """The names of the audits that count and are not fully passed, with what they measured."""
    for reference in run["categories"][category]["auditRefs"]:
        audit = run["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield " ".join((reference["id"], *audit.get("displayValue", "").split()))


def measure(site: Path, wanted: list[Example], lighthouse: Lighthouse) -> list[Measured]:
    """Visit every page, then let Lighthouse look at each; says on standard error how far it is."""
    visits = _visits(site, wanted, lighthouse.chromium)
    told = json.loads((site / "madewhere.json").read_text(encoding="utf-8"))
    found = []
    with serving(site, [], public=told["base_url"]) as base:
        for number, (example, (given, violations)) in enumerate(visits, start=1):
            about = f"{number} of {len(visits)}: {example.kind}, {example.language}"
            print(about, file=sys.stderr, flush=True)
            sent = sum(each.sent for each in given)
            looks = lighthouse.looks(base + example.path, example.language)
            found.append(Measured(example, sent, len(given), violations, *looks))
    return found


def _visits(
    site: Path, wanted: list[Example], chromium: str
) -> list[tuple[Example, tuple[list[Given], list[str]]]]:
    """What a first visit to each page asked for, and the axe rules it breaks in its light colours."""
    given: list[Given] = []
    found = []
    with serving(site, given) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        for example in wanted:
            given.clear()
            with visiting(browser, base, example.path, example.language) as page:
                asked = list(given)
                refuse_missing(asked)
                broken = Axe().run(page).response["violations"]
            found.append((example, (asked, [rule["id"] for rule in broken])))
        browser.close()
    return found


def report(found: list[Measured]) -> None:
    """Print what the pages took and got, and what keeps them from 100."""
    print(f"{machine()}\n")
    print_table(
        ("page", "language", "address", "requests", "over the wire", *CATEGORIES, "axe violations"),
        [
            (
                *(each.example.kind, each.example.language, f"/{each.example.path}"),
                *(each.requests, f"{each.sent:,}"),
                *(each.scores[category] for category in CATEGORIES),
                ", ".join(each.violations) or "0",
            )
            for each in found
        ],
    )
    below = [
        (
            each.example.kind,
            each.example.language,
            category,
            score,
            ", ".join(each.hindrances[category]),
        )
        for each in found
        for category, score in each.scores.items()
        if score < 100
    ]
    if below:
        print("\nWhat keeps pages from 100:\n")
        print_table(("page", "language", "score of", "score", "because of"), below)


if __name__ == "__main__":
    main()
