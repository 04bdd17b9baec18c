"""The pages of figures in a real browser: charts that fit, can be read by everybody, and need no script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PATHS = ["figures/", "figures/BD/", "ar/figures/", "ar/figures/BD/"]
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"


@pytest.mark.parametrize("path", PATHS)
def test_charts_fit_a_small_phone(chromium, counted, path):
    """Nothing is wider than 320 px, with every table unfolded too, and no text leaves its chart."""
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(counted.address + path, wait_until="networkidle")
    page.evaluate(OPEN_ALL)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0
    outside = """[...document.querySelectorAll('.chart text')].filter(text => {
      const inner = text.getBoundingClientRect(), outer = text.ownerSVGElement.getBoundingClientRect();
      return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.height < 10;
    }).map(text => text.textContent)"""
    assert page.evaluate(outside) == []
    assert page.locator(".chart > svg").count() >= 3
    page.close()
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_charts_have_no_axe_violation(chromium, counted, path, scheme):
    """The rules of WCAG that a program can test hold, with every table unfolded."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page.goto(counted.address + path, wait_until="networkidle")
    page.evaluate(OPEN_ALL)
    found = Axe().run(page).response["violations"]
    page.close()
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_bars_begin_where_reading_begins(chromium, counted):
    """At the left edge from left to right, at the right edge from right to left."""
    edges = """[...document.querySelectorAll('.chart [role=graphics-symbol]')].map(bar => {
      const inner = bar.getBoundingClientRect(), outer = bar.ownerSVGElement.getBoundingClientRect();
      return [Math.round(inner.left - outer.left), Math.round(outer.right - inner.right)];
    })"""
    for path, side in (("figures/", 0), ("ar/figures/", 1)):
        page = chromium.new_page(viewport={"width": 360, "height": 700})
        page.goto(counted.address + path, wait_until="networkidle")
        found = page.evaluate(edges)
        page.close()
        assert len(found) > 5
        assert {edge[side] for edge in found} == {0}


def test_charts_have_the_colours_of_the_page(chromium, counted):
    """By day, by night and on paper a bar is no black box: it has the colour of links."""
    for scheme, media in (("light", "screen"), ("dark", "screen"), ("light", "print")):
        page = chromium.new_page(color_scheme=scheme)
        page.emulate_media(media=media, color_scheme=scheme)
        page.goto(counted.address + "figures/", wait_until="networkidle")
        bar = page.locator(".chart [role=graphics-symbol]").first
        fill = bar.evaluate("bar => getComputedStyle(bar).fill")
        link = page.locator("main a").first.evaluate("link => getComputedStyle(link).color")
        page.close()
        assert fill == link


def test_figures_are_complete_without_scripts(chromium, counted):
    """Charts, tables and the list of factories behind schedule are there without JavaScript."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(counted.address + "figures/BD/")
    assert page.locator(".chart > svg").count() >= 2
    text = page.inner_text("main")
    context.close()
    for fact in ("Health and safety", "Behind schedule", "Counted Mill 0", "Self-selected"):
        assert fact in text
