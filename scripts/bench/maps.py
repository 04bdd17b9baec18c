"""Measure how soon a map of very many factories can be used on a phone.

Usage: python scripts/bench/maps.py [--factories 100000] [--chromium PATH]

Invented factories around the towns of the demo are put on a map of the world, once as the site does it,
by area, and once with all of them in one file, as maps with clusters commonly do. A browser with the size
of a phone, its processor slowed four times and its connection that of Lighthouse's slow 4G (1.6 Mbit/s,
150 ms), opens each, and then goes to a town. Seconds are those until the factories or counts stand there.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from measurement import machine, print_table
from playwright.sync_api import sync_playwright
from wire import CHROMIUM, Given, serving

from madewhere.demo.names import Words
from madewhere.demo.places import Places
from madewhere.geography.basemaps import basemap_geojson
from madewhere.maps import points
from madewhere.maps.leaflet import SCRIPTS, STYLESHEETS, interactive_map, leaflet_assets, stylesheet
from madewhere.maps.points import FIRST, MapPoint, points_files

_PAGE = """<!doctype html><html lang="en" data-locale="en"><head><meta charset="utf-8"><title>Map</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
{styles}</head><body><h1>Factories</h1>
{body}
{scripts}</body></html>"""
_TOWN = "#23.81,90.41,12"
_WAIT = 180_000
"""Milliseconds."""
_QUIET = 3.0
"""Seconds without a request after which a map has all that it wants."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a map, or going to a part of it, took."""

    seconds: float
    sent: int
    requests: int


def main() -> None:
    """Make both maps, open each, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--factories", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    parser.add_argument("--chromium", default=found)
    options = parser.parse_args()
    placed = invented(options.factories)
    with patch.object(points, "WHOLE", len(placed)):
        whole = points_files(placed)
    with tempfile.TemporaryDirectory(prefix="madewhere-bench-") as name:
        folder = Path(name)
        made = {"by area": points_files(placed), "in one file": whole}
        for number, files in enumerate(made.values()):
            _write(folder / str(number), files)
        rows = []
        for number, (how, files) in enumerate(made.items()):
            opened, nearer = _visits(folder / str(number), options.chromium, options.repeat)
            kept = (f"{len(files):,}", f"{sum(map(len, files.values())):,}")
            rows.append((how, *kept, *_told(opened), *_told(nearer)))
    print(f"\n{options.factories:,} factories; median of {options.repeat}; {machine()}\n")
    heads = ("opened: s", "bytes", "requests", "a town: s", "bytes", "requests")
    print_table(("points", "files", "bytes there", *heads), rows)


def invented(count: int) -> list[MapPoint]:
    """Invented factories around the towns of the demo, more where more is made; the same each time."""
    rng, places = random.Random(1), Places(Words())
    weights = [town.weight for town in places.towns]
    found = []
    for number, town in enumerate(rng.choices(places.towns, weights, k=count)):
        latitude, longitude = places.point(rng, town)
        named = (f"X{number:08}", f"Invented Mill {number}", "", "")
        found.append(MapPoint(*named, town.name, town.country, "", latitude, longitude))
    return found


def _write(folder: Path, files: dict[str, bytes]) -> None:
    drawn = interactive_map(
        element_id="map",
        basemap_url="assets/borders.geojson",
        finer_url="assets/finer.geojson",
        points_url=f"assets/{FIRST}",
        factories_url="F/",
        records_url="F/",
        bounds=((-50.0, -120.0), (65.0, 150.0)),
    )
    styles = [f'<link rel="stylesheet" href="assets/{s}">' for s in (*STYLESHEETS, "map.css")]
    scripts = [f'<script src="assets/{s}" defer></script>' for s in (*SCRIPTS, "map.js")]
    page = _PAGE.format(styles="\n".join(styles), body=drawn.body_html, scripts="\n".join(scripts))
    everything = {
        **leaflet_assets(),
        **files,
        "borders.geojson": basemap_geojson(fine=False),
        "finer.geojson": basemap_geojson(fine=True),
        "map.css": stylesheet(),
        "map.js": drawn.script.encode(),
        "../index.html": page.encode(),
    }
    for name, content in everything.items():
        (folder / "assets" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "assets" / name).write_bytes(content)


def _visits(folder: Path, chromium: str, repeat: int) -> tuple[list[Opened], list[Opened]]:
    """What opening the map took, each time anew, and what going to a town took after that."""
    given: list[Given] = []
    opened, nearer = [], []
    with serving(folder, given) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        for _ in range(repeat):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            phone = context.new_cdp_session(page)
            phone.send("Emulation.setCPUThrottlingRate", {"rate": 4})
            slow = {"offline": False, "latency": 150}
            slow |= {"downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
            phone.send("Network.enable")
            phone.send("Network.emulateNetworkConditions", slow)
            for where, found in ((base, opened), (base + _TOWN, nearer)):
                given.clear()
                started = last = time.perf_counter()
                page.goto(where)
                page.wait_for_selector('#map[data-filled="yes"]', timeout=_WAIT)
                if where == base:
                    last = time.perf_counter()
                else:  # the map is there already; what it asks for then comes one after the other
                    seen = -1
                    while len(given) > seen or time.perf_counter() - last < _QUIET:
                        if len(given) > seen:
                            seen, last = len(given), time.perf_counter()
                        page.wait_for_timeout(50)
                seconds = last - started
                found.append(Opened(seconds, sum(each.sent for each in given), len(given)))
            context.close()
        browser.close()
    return opened, nearer


def _told(found: list[Opened]) -> tuple[str, str, int]:
    middle = statistics.median(each.seconds for each in found)
    return f"{middle:.1f}", f"{found[0].sent:,}", found[0].requests


if __name__ == "__main__":
    main()
