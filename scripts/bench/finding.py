"""Measure the index and what queries take over the wire, in a real browser.

Usage: python scripts/bench/finding.py [--sizes 323 100000 | --data DIR] [--every N] [--chromium PATH]

Makes the page that finds things, its index and what both need, serves them compressed as a host would
(gzip, level 9), and asks some fifty questions, each as the first visit of a browser with nothing kept.
Bytes are those of bodies. Fails where a question asks another host for anything, or takes more than
`MOST` bytes.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from measurement import machine, print_table
from playwright.sync_api import Browser, sync_playwright
from pour_pages import linked, setting_of
from wire import CHROMIUM, Given, serving

from madewhere.demo.make import make_demo
from madewhere.pour import Producer, pour
from madewhere.project import SITE_SRC
from madewhere.render.kinds.find import Find
from madewhere.render.map_files import BasemapFiles
from madewhere.render.map_views import WORLD_BASEMAP
from madewhere.render.producers import IndexFiles
from madewhere.render.renderer import PageProducer, page_environment
from madewhere.render.search.facets import FACETS
from madewhere.render.search.words import words
from madewhere.site_model import Factory, Product, Site

T = TypeVar("T")

MOST = 300_000
"""Bytes over the wire that a first query may take."""


@dataclass(slots=True)
class Answer:
    """What a question took: bytes over the wire, requests, and seconds until it was answered."""

    about: str
    asked: str
    said: str = ""
    sent: int = 0
    requests: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Measured:
    """What an index takes, in bytes as they lie on the disk and compressed, and its answers."""

    factories: int
    products: int
    files: int
    raw: int
    sent: int
    seconds: float
    answers: list[Answer] = field(default_factory=list)


def main() -> None:
    """Measure publications of each size and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[323, 100_000])
    parser.add_argument("--data", type=Path, help="A publication's data, instead of invented ones.")
    parser.add_argument("--every", type=int, default=1, help="Ask only each N-th question.")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    parser.add_argument("--chromium", default=found)
    options = parser.parse_args()
    for size in options.sizes if options.data is None else [0]:
        with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as name:
            folder = Path(name)
            data = options.data
            if data is None:
                make_demo(folder, factories=size)
                data = folder / "data"
            report(measure(linked(data), folder, options.chromium, options.every))


def measure(site: Site, folder: Path, chromium: str, every: int = 1) -> Measured:
    """Make the index of a site in ``folder``, and ask it each so many-th question."""
    out = folder / "found"
    out.mkdir()
    producer = IndexFiles(site, folder / "kept")
    started = time.process_time()
    entries = list(producer.outputs(site))
    seconds = time.process_time() - started
    files = {entry.path: entry.make() for entry in entries}
    measured = Measured(
        factories=len(site.factories),
        products=len(site.products),
        files=len(files),
        raw=sum(map(len, files.values())),
        sent=sum(len(gzip.compress(content, 9)) for content in files.values()),
        seconds=seconds,
    )
    _pour_page(site, folder, out)
    _ask(out, chromium, measured, list(questions(site))[::every])
    return measured


def _pour_page(site: Site, folder: Path, out: Path) -> None:
    setting = setting_of(site, folder / "kept")
    page = PageProducer(Find(), setting, page_environment(setting, "?v=0"), "")
    borders = BasemapFiles(site, folder / "kept")
    borders.items = [WORLD_BASEMAP]
    producers: list[Producer] = [page, IndexFiles(site, folder / "kept"), borders]
    pour(producers, out, previous=None, previous_keys={}, workers=1)
    shutil.copytree(SITE_SRC / "assets", out / "assets", dirs_exist_ok=True)


def questions(site: Site) -> Iterator[tuple[str, str]]:
    """Some fifty questions that people may ask of a publication, each with what it is an example of."""
    yield "nothing asked", ""
    of_factories = (*_names(site.factories), *_places(site.factories), *_codes(site.factories))
    for about, text in (*of_factories, *_products([*site.products.values()])):
        yield about, urlencode({"q": text})
    for start in ("s", "fa", "kni"):
        yield "the beginning of a word", urlencode({"q": start})
    yield "what there is not", urlencode({"q": "qwxz"})
    yield "a member", urlencode({"q": site.members[0].member.name})
    values = {
        facet.name: Counter(v for f in site.factories for v in facet.of(site, f)).most_common()
        for facet in FACETS
    }
    chosen = {name: found[0][0] for name, found in values.items() if found}
    for name, value in chosen.items():
        yield f"the filter {name} alone", urlencode({name: value})
    yield "the member with fewest", urlencode({"member": values["member"][-1][0]})
    yield "five filters", urlencode(dict(list(chosen.items())[:5]))
    country = {"country": chosen["country"]}
    common = {"q": _common_words(site.factories)[0]}
    longest = {
        "q": max((f.address_line for f in site.factories), key=lambda each: len(words(each)))
    }
    yield "a word and filters, as a table", urlencode(common | country | {"view": "table"})
    for about, asked in (
        ("a whole name", {"q": site.factories[0].name}),
        ("the longest address", longest),
        ("a country", country),
        ("everything", {}),
        ("a common word", common),
    ):
        yield f"{about}, on the map", urlencode(asked | {"view": "map"})


def _some(number: int, wanted: list[T]) -> list[T]:
    return [wanted[len(wanted) * nth // number] for nth in range(number)] if wanted else []


def _common_words(factories: list[Factory]) -> list[str]:
    """The words of names, the commonest first."""
    return [word for word, _ in Counter(w for f in factories for w in words(f.name)).most_common()]


def _names(factories: list[Factory]) -> Iterator[tuple[str, str]]:
    common = _common_words(factories)
    for word in (*common[:4], *common[len(common) // 2 :][:3], *common[-2:]):
        yield "a word of names", word
    yield "three common words", " ".join(common[:3])
    for factory in _some(5, factories):
        yield "a whole name", factory.name
    for language in ("zh-Hans", "bn", "ar", "tr", "vi"):
        native = [f.name_native for f in factories if f.name_native_language == language]
        for name in filter(None, native[:1]):
            yield f"a name in {language}", name
            if language == "zh-Hans":
                yield "two Chinese characters", name[-3:-1]


def _places(factories: list[Factory]) -> Iterator[tuple[str, str]]:
    towns = Counter(f.locality for f in factories if f.locality).most_common()
    for town, _ in (*towns[:3], towns[len(towns) // 2]):
        yield "a town", town
    yield "a town and a country", f"{towns[0][0]} bangladesh"
    yield "a country", "bangladesh"
    for factory in _some(2, factories):
        yield "an address", factory.address_line


def _codes(factories: list[Factory]) -> Iterator[tuple[str, str]]:
    for factory in _some(2, factories):
        yield "an ID", factory.factory_id
    factory_id = factories[0].factory_id
    yield "a part of an ID", factory_id[:6]
    yield "an ID with a wrong end", f"{factory_id[:8]}{'0' if factory_id[8] != '0' else '1'}"
    for gln in [f.gln for f in factories if f.gln][:1]:
        yield "a GLN", gln


def _products(products: list[Product]) -> Iterator[tuple[str, str]]:
    for product in _some(3, products):
        yield "a product’s name", product.name
    for product in _some(1, products):
        yield "a brand", product.brand
        yield "a kind of product", product.product_type or product.name
        yield "a product’s ID", product.product_id
    for gtin in [each.gtin for product in products for each in product.gtins][:1]:
        yield "the number of a bar code", gtin.removeprefix("0")
        yield "the beginning of such a number", gtin[1:11]


def _ask(out: Path, chromium: str, measured: Measured, asked: list[tuple[str, str]]) -> None:
    given: list[Given] = []
    with serving(out, given) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        for about, query in asked:
            answer = Answer(about, query)
            given.clear()
            _visit(browser, base, answer)
            answer.sent, answer.requests = sum(each.sent for each in given), len(given)
            measured.answers.append(answer)
        browser.close()


def _visit(browser: Browser, base: str, answer: Answer) -> None:
    elsewhere: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((base, "data:")) else elsewhere.append(request.url)
        ),
    )
    started = time.perf_counter()
    page.goto(f"{base}find/?{answer.asked}")
    page.wait_for_selector("#set[data-done]", state="attached", timeout=120_000)
    answer.seconds = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    answer.said = page.inner_text("#count")
    context.close()
    if elsewhere:
        raise SystemExit(f"?{answer.asked} asks another host: {', '.join(elsewhere)}")


def report(measured: Measured) -> None:
    """Print what an index takes, and what its questions took."""
    answers = measured.answers
    print(f"\n{measured.factories:,} factories, {measured.products:,} products; {machine()}\n")
    print_table(
        ("files", "bytes", "compressed", "processor s", "first query: median", "worst", "median s"),
        [
            (
                f"{measured.files:,}",
                f"{measured.raw:,}",
                f"{measured.sent:,}",
                f"{measured.seconds:.1f}",
                f"{statistics.median(answer.sent for answer in answers):,.0f}",
                f"{max(answer.sent for answer in answers):,}",
                f"{statistics.median(answer.seconds for answer in answers):.2f}",
            )
        ],
    )
    print()
    print_table(
        ("question", "asked", "answer", "over the wire", "requests", "seconds"),
        [
            (a.about, a.asked[:48], a.said, f"{a.sent:,}", a.requests, f"{a.seconds:.2f}")
            for a in answers
        ],
    )
    over = [answer.asked for answer in answers if answer.sent > MOST]
    if over:
        raise SystemExit(f"over {MOST:,} bytes: {', '.join(over)}")


if __name__ == "__main__":
    main()
