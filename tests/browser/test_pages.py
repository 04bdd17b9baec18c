"""Every kind of page in a real browser: what it asks for, how it fits, whether everybody can use it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.looking import look_at
from madewhere.build import build
from madewhere.render import factory_list
from pseudo import messages
from tiny_publication import AS_OF, DENIM, GONE, KNITS, TINY, WEAVES

pytestmark = pytest.mark.browser

FACTORY = f"F/{KNITS}/"
STATES = (
    FACTORY,
    f"{FACTORY}audits/AMZKZVZ40G/",  # in full
    f"{FACTORY}audits/APW1FKH4NC/",  # without findings
    f"F/{DENIM}/",  # with a name only
    f"F/{GONE}/",  # withdrawn
    "F/INMBH2168/",  # merged
    "handbook/environmental-2025/",  # without requirements
    "handbook/social-2022/rest-day/",  # of an older version
    "countries/BD/map/",
)
"""Pages that tell of something else than others of their kind, which all stand in `test_every_kind.py`."""

PROSE = (
    "about/",
    "read-an-audit/",
    "check-a-claim/",
    "consent/",
    "use-the-data/",
    "contribute/",
    "contribute/check/",
    "contribute/factory/",
    "contribute/embed/",
    "ar/about/",
    "ar/contribute/",
)


@pytest.fixture(scope="module")
def paged(served, tmp_path_factory):
    """The address of the tiny publication with one factory a page, in a folder of the served site."""
    folder = tmp_path_factory.mktemp("paged")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factory_list, "ROWS_A_PAGE", 1)
        patch.setattr(factory_list, "FILTERED_FROM", 2)
        build(TINY, folder / "site", as_of=AS_OF, cache=folder / "cache")
    shutil.copytree(folder / "site", served.folder.resolve() / "paged")
    return f"{served.address}paged/"


@pytest.mark.parametrize("path", [*STATES, *PROSE])
def test_a_page_is_quiet_and_for_everybody(chromium, served, path):
    """No error, no other host, nothing wider than a small screen, and no axe violation."""
    look = look_at(chromium, served.address + path)
    assert look.status == 200
    assert look.said == []
    assert look.elsewhere(served.address) == []
    assert look.wider <= 0
    assert look.broken == []


def test_a_factory_is_complete_without_scripts(chromium, served):
    """A browser without JavaScript shows every fact of a factory, its map and its code."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + FACTORY)
    text = page.inner_text("main")
    for fact in (
        "Fable Knitwear Ltd",
        "কল্পিত নিটওয়্যার",
        "Plot 14, Imaginary Zone",
        "Gazipur",
        "Bangladesh",
        "Alder (fictional)",
        "Birch (fictional)",
        "Final Product Assembly",
        "640",
        "62%",
        "12 March 2025",
        "Plumb Fictional Audits",
        "Invented Weaving Co",
        "BD2019100FPTYTA",
        "Fable Knitwear Limited",
        "3 findings · 1 fixed · 2 overdue",
        "Everybody rests one day in seven",
        "Orders came late in August",
        "Together",
        "90,000 pieces a month",
        "Runs on the power of the sun",
        "OR-412",
        "Look it up at organic.example",
        "How the auditors behaved",
        "83%",
        "0800 000 000",
        "Independent: run by an initiative",
    ):
        assert fact in text, fact
    assert page.locator("svg image").count() == 1
    assert page.locator("img[src$='qr.svg']").count() == 1
    folded = page.get_by_text("Two of six exits on the second floor")
    expect(folded).to_be_hidden()
    page.get_by_text("1 fixed and verified").click()
    expect(folded).to_be_visible()
    page.goto(served.address + "factories/")
    assert page.locator("table tbody tr").count() == 3
    context.close()


def test_the_list_filters_and_keeps_its_state_in_the_address(chromium, paged):
    """Filtering by country leaves that country's factories, says so, and can be shared as a link."""
    page = chromium.new_page()
    page.goto(paged + "members/alder/", wait_until="networkidle")
    page.select_option("#f-country", "VN")
    expect(page.locator("#factories tbody tr:not([hidden])")).to_contain_text(
        ["Invented Weaving Co"]
    )
    assert "country=VN" in page.url
    page.goto(page.url, wait_until="networkidle")
    expect(page.locator("#factories tbody tr:not([hidden])")).to_have_count(1)
    page.close()


def _names(page):
    return page.locator("#factories tbody tr:not([hidden]) th a").all_inner_texts()


@pytest.mark.parametrize("start", ["members/alder/", "members/alder/2/"])
def test_filters_and_order_hold_for_all_pages_of_a_list(chromium, paged, start):
    """From whichever page one starts, filtering and sorting see the whole list, in its order."""
    page = chromium.new_page()
    page.goto(paged + start, wait_until="networkidle")
    assert len(_names(page)) == 1
    page.fill("#f-q", "t")
    page.wait_for_selector("#pages[hidden]", state="attached")
    assert _names(page) == ["Fable Knitwear Ltd", "Invented Weaving Co"]
    page.click("#factories thead th:first-child button")
    page.click("#factories thead th:first-child button")
    assert _names(page) == ["Invented Weaving Co", "Fable Knitwear Ltd"]
    page.click("text=Invented Weaving Co")
    page.wait_for_url(f"**/F/{WEAVES}/")
    page.close()


def test_a_members_list_filters_over_its_pages(chromium, paged):
    """A member's second page finds what stands on its first."""
    page = chromium.new_page()
    page.goto(paged + "members/alder/2/", wait_until="networkidle")
    page.select_option("#f-country", "BD")
    page.wait_for_selector("#pages[hidden]", state="attached")
    assert _names(page) == ["Fable Knitwear Ltd"]
    assert page.inner_text("#count") == "1 factory"
    page.close()


def test_a_page_that_cannot_be_read_is_told(chromium, paged):
    """Where another page of the list fails to load, the count says that it is not all."""
    page = chromium.new_page()
    page.goto(paged + "members/alder/", wait_until="networkidle")
    page.route("**/alder/2/", lambda route: route.abort())
    page.select_option("#f-audit", "none")
    # A function that is polled would be a string that the page's policy does not let run.
    page.get_by_text("could not").wait_for()
    page.unroute("**/alder/2/")
    page.select_option("#f-audit", "")
    page.fill("#f-q", "weaving")
    page.wait_for_selector("#pages[hidden]", state="attached")
    assert page.inner_text("#count") == "1 factory"
    page.close()


def test_pages_of_a_list_are_walked_without_scripts(chromium, paged):
    """A browser without JavaScript goes from page to page, forth and back."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(paged + "members/alder/")
    page.click("[rel=next]")
    assert page.url == paged + "members/alder/2/"
    assert _names(page) == ["Invented Weaving Co"]
    page.click("[rel=prev]")
    assert page.url == paged + "members/alder/"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["factories/2/", "members/alder/", "members/alder/2/"])
def test_a_page_of_a_list_fits_and_has_no_axe_violation(chromium, paged, path, scheme):
    """The links between pages fit on a 320 px screen and are usable by everybody."""
    page = chromium.new_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    page.goto(paged + path, wait_until="networkidle")
    found = Axe().run(page).response["violations"]
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.close()
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert wider <= 0


@pytest.mark.parametrize("typed", [KNITS, KNITS.lower(), " BD-1G1D 22Y ", "BDIG1D22Y"])
def test_typing_an_id_leads_to_its_page(chromium, served, typed):
    """An ID is found however it is typed: small letters, spaces, and letters misread for digits."""
    page = chromium.new_page()
    page.goto(served.address, wait_until="networkidle")
    page.fill("#find", typed)
    page.press("#find", "Enter")
    page.wait_for_url(f"**/F/{KNITS}/")
    page.close()


def test_the_map_opens_at_a_factory(chromium, served):
    """The link from a factory's page opens the map with that factory's name on it."""
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.goto(served.address + f"map/#{KNITS}", wait_until="networkidle")
    page.wait_for_selector(".leaflet-popup")
    assert "Fable Knitwear Ltd" in page.inner_text(".leaflet-popup")
    page.click(".leaflet-popup-content a")
    page.wait_for_url(f"**/F/{KNITS}/")
    page.close()


@pytest.mark.parametrize("path", PROSE)
def test_the_keyboard_stays_on_the_screen_of_a_phone(chromium, served, path):
    """Whatever a narrow written page gives the focus to lies within its width, the drawer closed."""
    page = chromium.new_page(viewport={"width": 360, "height": 700})
    page.goto(served.address + path, wait_until="networkidle")
    outside = []
    for _ in range(40):
        page.keyboard.press("Tab")
        outside += page.evaluate(_OUTSIDE)
    page.close()
    assert outside == []


_OUTSIDE = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return [];
  const { left, right } = focused.getBoundingClientRect();
  const seen = getComputedStyle(focused).visibility === "visible" && right > left;
  return seen && left >= 0 && right <= innerWidth ? [] : [focused.outerHTML];
}"""


def test_the_keyboard_opens_the_drawer(chromium, served):
    """The first stop of a narrow written page opens the list of pages, which can then be walked."""
    page = chromium.new_page(viewport={"width": 360, "height": 700})
    page.goto(served.address + "consent/", wait_until="networkidle")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_selector(".md-sidebar--primary .md-nav__link:visible")
    page.eval_on_selector(
        ".md-sidebar--primary", "bar => Promise.all(bar.getAnimations().map(each => each.finished))"
    )
    walked = []
    for _ in range(9):
        page.keyboard.press("Tab")
        walked.append(page.evaluate("document.activeElement.closest('.md-sidebar') !== null"))
        assert page.evaluate(_OUTSIDE) == []
    page.close()
    assert any(walked)


def test_a_label_that_is_a_link_shows_that_it_has_the_focus(chromium, served):
    """The stitches of the label on the first page give way to a ring."""
    page = chromium.new_page()
    page.goto(served.address, wait_until="networkidle")
    page.focus("#find")
    stitched = page.eval_on_selector("a.label", "label => getComputedStyle(label).outlineStyle")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.eval_on_selector(
        "a.label:focus",
        "label => [getComputedStyle(label).outlineStyle, getComputedStyle(label).outlineWidth]",
    )
    page.close()
    assert (stitched, ring) == ("dashed", ["solid", "3px"])


_AT = "document.activeElement.title || document.activeElement.className"


def test_the_map_leads_the_keyboard(chromium, served):
    """Into a popup and back to its pin; to the map when a cluster opens; past pins that are not in view."""
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.goto(served.address + "map/#23.9,90.4,6", wait_until="networkidle")
    page.wait_for_selector("[data-filled=yes]")
    page.focus("[title='Fable Knitwear Ltd']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert page.evaluate("document.activeElement.textContent") == "Open the factory’s page"
    close = page.locator(".leaflet-popup-close-button")
    assert close.get_attribute("aria-label") == "Close"
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate(_AT) == "Fable Knitwear Ltd"
    page.goto(served.address + "map/#23.9,90.4,0")
    page.reload(wait_until="networkidle")
    page.focus(".map-cluster")
    page.keyboard.press("Enter")
    page.wait_for_selector(".map-pin")
    assert "leaflet-container" in page.evaluate(_AT)
    page.close()


def test_pins_out_of_view_are_passed_by(chromium, served):
    """A pin beyond the edge of the map is no stop of the keyboard; one within it is."""
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.goto(served.address + "map/#23.9,90.4,6", wait_until="networkidle")
    page.wait_for_selector("[data-filled=yes]")
    stops = page.evaluate("""() => {
      const map = document.querySelector(".leaflet-container").getBoundingClientRect();
      return [...document.querySelectorAll(".leaflet-marker-icon")].map((pin) => {
        const { x, y } = pin.getBoundingClientRect();
        return [x > map.left - 12 && x < map.right && y > map.top - 12 && y < map.bottom, pin.tabIndex];
      });
    }""")
    page.close()
    assert {seen for seen, _ in stops} == {True, False}
    assert all((stop == 0) is seen for seen, stop in stops)


def test_every_message_goes_through_the_catalogue(served):
    """No page in the made-up language holds a message of the source language."""
    sentences = [
        text
        for message in messages()
        for text in ([message] if isinstance(message, str) else message)
        if len(re.sub(r"%\(\w+\)s", "", text).split()) > 2
    ]
    left = []
    for page in sorted(Path(served.folder / "ar").rglob("*.html")):
        if page.parent.name in ("dictionary", "problems", "data"):
            continue  # these list what the schemas and the table of problems say, in English
        # The line for who works there stands in other languages too, each marked as what it is.
        text = re.sub(r'<a [^>]*hreflang="en">[^<]*</a>', "", page.read_text("utf-8"))
        if "mw-untranslated" in text:
            continue  # a written page that is in English, and says so
        for sentence in sentences:
            pieces = [p.strip() for p in re.split(r"%\(\w+\)s", sentence) if len(p.split()) > 2]
            left += [(page.parent.name, piece) for piece in pieces if f">{piece}" in text]
    assert left == []


def test_a_right_to_left_page_says_so(served):
    """The direction and the language stand on the page, and each language links to the other."""
    page = (served.folder / "ar" / "F" / KNITS / "index.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl" ' in page
    assert f'href="../../../F/{KNITS}/"' in page
    english = (served.folder / "F" / KNITS / "index.html").read_text("utf-8")
    assert f'href="../../ar/F/{KNITS}/"' in english


def test_the_address_under_a_code_is_the_one_that_it_holds(served):
    """In whichever language a page is, its code and the address below it have none."""
    page = (served.folder / "ar" / "F" / KNITS / "index.html").read_text("utf-8")
    assert f'<p class="address"><bdi>https://tiny.example/F/{KNITS}/</bdi></p>' in page


def test_a_search_without_a_match_says_what_may_be_wrong(chromium, paged):
    """Whoever typed an ID in vain is told of misread characters and of factories that did not agree."""
    page = chromium.new_page()
    page.goto(paged + "members/alder/?q=zzzz", wait_until="networkidle")
    said = page.inner_text("#count")
    page.close()
    assert said.startswith("No factory matches.")
    assert "O is a zero" in said
    assert "A factory that has not agreed is not listed." in said


def test_a_closed_factory_says_so_on_the_first_screen(chromium, served):
    """On a small phone the flag of a factory that is no more is seen without scrolling."""
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    page.goto(served.address + FACTORY)
    page.evaluate(
        """document.querySelector(".label").insertAdjacentHTML("afterend",
        '<p class="flag">This factory has closed. The closing was recorded on 7 April 2026.</p>')"""
    )
    box = page.locator(".flag:not(.here)").bounding_box()
    page.close()
    assert box["y"] + box["height"] <= 640


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("or 412", "Valid until 31 May 2027, held by Fable Knitwear Ltd."),
        ("OR-180", "Expired: it ended on 31 May 2025, and was held by Fable Knitwear Ltd."),
        ("POWER of the sun", "Without evidence: 1"),
        ("OR-4120", "Not known here. That says nothing about the certificate"),
        ("constructor", "Not known here. That says nothing about the certificate"),
        ("-", "Type at least three letters or digits."),
    ],
)
def test_a_certificate_or_claim_is_looked_up(chromium, served, typed, said):
    """However a number is typed the answer says how it stands, and the address keeps the question."""
    page = chromium.new_page()
    page.goto(served.address + "certificates/", wait_until="networkidle")
    page.fill("#number", typed)
    page.press("#number", "Enter")
    expect(page.locator("#answer")).to_contain_text(said)
    again = page.url
    page.goto(again, wait_until="networkidle")
    expect(page.locator("#answer")).to_contain_text(said)
    page.close()


def test_an_answer_leads_on(chromium, served):
    """It links to the factory's certificates, to the issuer's page, and from a claim to its row."""
    page = chromium.new_page()
    page.goto(served.address + "ar/certificates/?q=OR412", wait_until="networkidle")
    links = page.locator("#answer a")
    leads_to = [link.evaluate("a => a.href") for link in links.all()]
    assert leads_to[0] == f"{served.address}ar/F/{KNITS}/#certificates"
    assert links.nth(1).get_attribute("href") == "https://organic.example/verify"
    page.goto(served.address + "certificates/?q=exits", wait_until="networkidle")
    page.click("#answer a")
    page.wait_for_url("**/certificates/claims/#s*")
    assert "All exits are checked every day" in page.inner_text(":target")
    page.close()


def test_a_list_that_cannot_be_read_is_told_where_one_checks(chromium, served):
    """Without the files the answer says so, instead of saying that a number is not known."""
    page = chromium.new_page()
    page.route("**/certificates/find/*", lambda route: route.abort())
    page.goto(served.address + "certificates/?q=OR-412", wait_until="networkidle")
    expect(page.locator("#answer")).to_contain_text("The list could not be read.")
    page.close()


def test_a_certificate_is_found_without_scripts(chromium, served):
    """A browser without JavaScript goes by the standard to the number; no form promises more."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + "certificates/")
    assert not page.locator("#check").is_visible()
    page.click("text=Fictional Organic Textile Standard")
    assert "OR-412" in page.inner_text("main")
    context.close()


def test_who_works_there_sees_where_to_complain_first(chromium, served):
    """On a small phone the line stands on the first screen, and leads to a number to tap."""
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    page.goto(served.address + f"F/{KNITS}/")
    box = page.locator(".here a").first.bounding_box()
    page.click(".here a")
    reached = page.locator("#complain a[href^='tel:']").get_attribute("href")
    page.close()
    assert box["y"] + box["height"] <= 640
    assert reached == "tel:0800000000"
