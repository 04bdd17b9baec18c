"""A member's list within a page of another site, in a browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

EMBED = "embed/members/alder/"
ROOT = "getComputedStyle(document.documentElement).getPropertyValue"


@pytest.fixture
def page(chromium):
    """A page as narrow as a column of another site."""
    page = chromium.new_page(viewport={"width": 240, "height": 480})
    yield page
    page.close()


def _opened(page, address):
    page.goto(address, wait_until="networkidle")
    return page


def _colour(page, name):
    return page.evaluate(f"{ROOT}('{name}').trim()")


@pytest.mark.parametrize("prefix", ["", "ar/"])
def test_it_stands_in_a_frame_of_another_site(page, served, prefix):
    """It fits a narrow frame, draws its map there, and asks nobody else."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    name = f"brand{len(prefix)}.html"
    (served.folder / name).write_text(
        f'<iframe src="{served.address}{prefix}{EMBED}" width="240" height="480"></iframe>'
    )
    other = served.address.replace("127.0.0.1", "localhost")
    page.goto(other + name, wait_until="networkidle")
    inside = page.frames[1]
    inside.wait_for_selector('[data-filled="yes"]', state="attached")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert inside.evaluate(wide) <= 0
    others = [u for u in asked if not u.startswith((served.address, other, "data:"))]
    assert others == []


@pytest.mark.parametrize(
    "query", ["", "?scheme=dark", "?paper=102030&accent=ffd080", "?show=list&ink=333333"]
)
def test_it_has_no_axe_violation(page, served, query):
    """In the site's colours and in those of others."""
    found = Axe().run(_opened(page, served.address + EMBED + query)).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_colours_are_those_that_are_asked_for(page, served):
    """Background, text and links; a dark background brings the colours of the night with it."""
    _opened(page, f"{served.address}{EMBED}?paper=102030&ink=f0f0f0&accent=ffd080")
    assert _colour(page, "--paper") == "rgb(16 32 48)"
    assert _colour(page, "--ink") == "rgb(240 240 240)"
    assert _colour(page, "--teal") == "rgb(255 208 128)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 32, 48)"


@pytest.mark.parametrize("query", ["?accent=ffee88", "?accent=red;}", "?ink=fffffe", "?paper=12"])
def test_a_colour_that_could_not_be_read_changes_nothing(page, served, query):
    """Too little contrast, or no colour at all."""
    names = ("--paper", "--ink", "--teal", "--on-teal")
    before = [_colour(_opened(page, served.address + EMBED), name) for name in names]
    after = [_colour(_opened(page, served.address + EMBED + query), name) for name in names]
    assert after == before


@pytest.mark.parametrize("device", ["light", "dark"])
def test_a_scheme_holds_against_the_device(chromium, served, device):
    """Night colours by day, and day colours by night."""
    page = chromium.new_page(color_scheme=device)
    papers = {
        scheme: _colour(_opened(page, f"{served.address}{EMBED}?scheme={scheme}"), "--paper")
        for scheme in ("light", "dark")
    }
    page.close()
    assert papers == {"light": "#faf8f3", "dark": "#15191d"}


@pytest.mark.parametrize(
    ("show", "there", "gone"),
    [("list", "ul.embed-list", ".embed-map"), ("map", ".embed-map", "ul.embed-list")],
)
def test_only_the_list_or_the_map(page, served, show, there, gone):
    """One of the two is hidden where the other is asked for."""
    _opened(page, f"{served.address}{EMBED}?show={show}")
    assert page.locator(there).is_visible()
    assert not page.locator(gone).is_visible()


def test_colours_hold_when_the_device_turns_dark_meanwhile(page, served):
    """The text that was asked for stays beside the background that it was readable on."""
    _opened(page, f"{served.address}{EMBED}?ink=333333&show=list")
    page.emulate_media(color_scheme="dark")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_without_a_map_the_list_stays(page, served):
    """Where nothing has a place, there is no map that could be shown alone."""
    _opened(page, f"{served.address}embed/members/birch/?show=map")
    there = page.locator(".embed-map").count()
    assert page.locator("ul.embed-list").is_visible() is not bool(there)
