"""The page of a network in a real browser: map, tree and table move together, and nothing is asked."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from madewhere.private.network.page import write_page
from network_folders import IDS, usual
from tiny_publication import TINY

pytestmark = pytest.mark.browser

A, B, C, D = IDS[:4]
HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a page with four factories in three tiers."""
    made = usual(tmp_path_factory.mktemp("network") / "private", TINY, HOSTILE, "İzmir")
    return write_page(made.network(), made.path / "network.html").path.as_uri()


@pytest.fixture
def opened(chromium, address):
    """Open the page, with what it asked for and what it complained of."""
    pages = []

    def open_page(fragment="", **options):
        page = chromium.new_page(**({"viewport": {"width": 1280, "height": 900}} | options))
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(dialog.message))
        page.goto(address + fragment)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


def listed(page):
    """The IDs of the factories in the table."""
    return page.eval_on_selector_all("#factories tbody tr", "all => all.map(r => r.id.slice(2))")


def in_tree(page):
    """The names of what the tree shows and does not merely pass through."""
    return page.eval_on_selector_all(
        "#tree li:not([hidden]):not(.way)", "all => all.map(li => li.dataset.k)"
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_it_asks_for_nothing_and_fits(opened, address, width):
    """No request but the file, no complaint, no hostile name that runs, nothing wider than the screen."""
    page = opened(viewport={"width": width, "height": 700})
    page.click("header nav a[href='#list']")
    page.locator(f"#r-{D}").scroll_into_view_if_needed()
    expect(page.locator("#list")).to_contain_text(HOSTILE)
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert page.asked == [address]
    assert page.said == []
    assert wider <= 0
    assert page.locator("#list h2").is_visible()


def test_on_a_telephone_names_stay_whole_and_buttons_lie_beside_the_map(opened):
    """Tables that are wider say so, a name keeps room for words, and no button covers a sign."""
    page = opened(viewport={"width": 360, "height": 700})
    name = page.locator("#parties tbody th").first
    name.scroll_into_view_if_needed()
    assert name.bounding_box()["width"] >= 170
    wrapper = page.locator("#between .scroll")
    expect(wrapper).to_have_class("scroll wider")
    assert "push the table sideways" in wrapper.evaluate(
        "e => getComputedStyle(e, '::before').content"
    )
    page.locator("#where").scroll_into_view_if_needed()
    sheet, buttons = page.locator("#sheet").bounding_box(), page.locator("#zoom").bounding_box()
    assert buttons["y"] >= sheet["y"] + sheet["height"]
    assert page.get_by_text("made for a desk").is_visible()


def test_on_a_desk_no_table_is_pushed_and_months_are_folded(opened):
    """A wide screen needs no hint, and the longest table opens when somebody asks for it."""
    page = opened()
    page.locator("#between").scroll_into_view_if_needed()
    expect(page.locator(".scroll.wider")).to_have_count(0)
    assert not page.get_by_text("made for a desk").is_visible()
    months = page.locator("#rates details")
    expect(months.locator("table")).to_be_hidden()
    months.locator("summary").click()
    expect(months.locator("table")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_axe_violation(opened, scheme):
    """The rules of WCAG that a program can test hold, with a factory open, in both colour schemes."""
    page = opened(f"#at={A}", color_scheme=scheme)
    page.locator("#detail h3").wait_for()
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_one_filter_serves_map_tree_and_table_and_stands_in_the_address(opened):
    """What is chosen narrows all three, and the address brings it back."""
    page = opened()
    assert listed(page) == [A, B, C, D]
    expect(page.locator("#marks > g")).to_have_count(3)
    page.select_option("[name=tier]", "2")
    assert listed(page) == [B]
    assert in_tree(page) == [B]
    expect(page.locator("#marks > g")).to_have_count(1)
    assert page.inner_text("#count") == "1 of 4"
    again = opened(page.url[page.url.index("#") :])
    assert listed(again) == [B]
    assert again.input_value("[name=tier]") == "2"
    page.click("#reset")
    assert listed(page) == [A, B, C, D]
    assert "#" not in page.url


@pytest.mark.parametrize(
    ("fragment", "found"),
    [
        ("#country=BD", [A, D]),
        ("#state=pending", [B]),
        ("#tier=0", [D]),
        ("#q=izmir", [C]),
        ("#differ=1", [B, C]),
        ("#country=BD&state=accepted", [A]),
        ("#sort=0-down", [C, D, A, B]),
    ],
)
def test_each_filter_and_the_order_come_from_the_address(opened, fragment, found):
    """An address that somebody kept shows what it showed."""
    assert listed(opened(fragment)) == found


def test_a_column_sorts_both_ways(opened):
    """A button in the head sorts, and says in which direction."""
    page = opened()
    page.click("#factories thead th:nth-child(5) button")
    assert listed(page) == [A, D, B, C]
    page.click("#factories thead th:nth-child(5) button")
    assert listed(page) == [C, B, A, D]
    head = page.locator("#factories thead th:nth-child(5)")
    assert head.get_attribute("aria-sort") == "descending"


def test_a_factory_shows_whom_it_receives_from_and_delivers_to(opened):
    """From the table to the box, from there to the next factory and to the tree."""
    page = opened()
    page.click(f"#r-{A} a")
    assert page.inner_text("#detail h3") == "First Works"
    assert "Harbour Trading from your records" in page.inner_text("#detail")
    page.click("#detail button:has-text('</script>')")
    assert page.inner_text("#detail h3") == HOSTILE
    assert "Third Works refused · declared only" in page.inner_text("#detail")
    assert f"at={B}" in page.url
    page.click("#detail button:has-text('Show in the tree')")
    assert page.locator(f"#t-{B} summary").first.is_visible()


def test_the_map_answers_to_keys_and_buttons(opened):
    """Plus zooms in, an arrow moves, and All brings back the first view."""
    page = opened()
    expect(page.locator("#marks > g")).to_have_count(3)

    def view():
        page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        return [float(part) for part in page.get_attribute("#sheet", "viewBox").split()]

    first = view()
    page.focus("#sheet")
    page.keyboard.press("+")
    near = view()
    assert near[2] < first[2]
    page.keyboard.press("ArrowRight")
    assert view()[0] > near[0]
    page.click("[data-zoom='0']")
    assert view() == pytest.approx(first)


def test_without_scripts_everything_is_there(chromium, address):
    """Tree, tables, rates and a still map need no JavaScript, and the filter is not offered."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#factories tbody tr").count() == 4
    assert page.locator("#tree li").count() == 5
    assert page.locator("#marks path").count() == 3
    assert page.locator("table.rate").count() == 3
    assert not page.locator("#filters").is_visible()
    page.click(f"#r-{C} a")
    assert page.locator(f"#t-{C} a").first.is_visible()
    context.close()
