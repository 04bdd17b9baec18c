"""Pages on paper: signs and words that do not depend on backgrounds, and nothing left folded."""

from __future__ import annotations

import re

import pytest

from tiny_publication import KNITS

pytestmark = pytest.mark.browser


@pytest.fixture
def paper(chromium, served):
    """Opens a page as it is printed, by night."""
    page = chromium.new_page(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    def opened(path):
        page.goto(served.address + path, wait_until="networkidle")
        return page

    yield opened
    page.close()


def test_signs_are_printed(paper):
    """They are backgrounds, which browsers leave out on paper where they are not told otherwise."""
    page = paper(f"F/{KNITS}/")
    adjusted = """[...document.querySelectorAll('.no, .mark, .state, .scopes li')].map(
      sign => getComputedStyle(sign, '::before').printColorAdjust)"""
    found = page.evaluate(adjusted)
    assert len(found) > 5
    assert set(found) == {"exact"}


def test_a_severity_is_readable_without_its_background(paper):
    """Critical is white on black on a screen; on paper it is dark in a thick frame."""
    page = paper("handbook/social-2025/exits-unlocked/")
    style = page.locator(".level-critical").first.evaluate(
        "e => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.borderTopWidth] }"
    )
    assert style == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)", "2px"]


def test_nothing_of_an_audit_stays_folded_on_paper(paper):
    """What was fixed and what was met is there, though nobody can click."""
    page = paper(f"F/{KNITS}/audits/AMZKZVZ40G/")
    folded = page.locator("details:not([open]) > :not(summary)")
    heights = [folded.nth(n).bounding_box()["height"] for n in range(folded.count())]
    assert len(heights) > 1
    assert min(heights) > 10


def test_what_matters_of_a_factory_is_on_the_first_sheet(paper):
    """When it was checked, what was found and fixed, who buys there, what and where it is, and its code."""
    page = paper(f"F/{KNITS}/")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3
    page.set_viewport_size({"width": 703, "height": 1031})  # an A4 sheet less its margins
    for part in (".strip", "#what", "#where", "#code"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] < 1031, part
