"""Readers of other languages: what they are offered, what is remembered, and what works without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tiny_publication import KNITS

pytestmark = pytest.mark.browser

FACTORY = f"F/{KNITS}/"


@pytest.fixture
def reader(chromium):
    """A person with a browser in some language; what it keeps lasts as long as the test."""
    contexts = []

    def page(locale: str, **more):
        context = chromium.new_context(
            locale=locale, viewport={"width": 360, "height": 640}, **more
        )
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", [FACTORY, "about/", ""])
def test_a_page_is_offered_in_the_readers_language(reader, served, path):
    """A line in that language leads to the same page in it, and nobody is sent there."""
    page = reader("ar-EG")
    page.goto(served.address + path, wait_until="networkidle")
    assert page.url == served.address + path
    offer = page.locator(".mw-offer")
    assert (offer.get_attribute("lang"), offer.get_attribute("dir")) == ("ar", "rtl")
    page.click(".mw-offer a")
    page.wait_for_url(f"{served.address}ar/{path}")
    expect(page.locator(".mw-offer")).to_have_count(0)


@pytest.mark.parametrize(
    ("locale", "path"), [("en-US", FACTORY), ("ar", f"ar/{FACTORY}"), ("ko-KR", FACTORY)]
)
def test_nobody_is_offered_what_they_read_or_what_there_is_not(reader, served, locale, path):
    """A reader of the page's language, or of none of the site's, sees no line, and no file is asked for."""
    page = reader(locale)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.address + path, wait_until="networkidle")
    expect(page.locator(".mw-offer")).to_have_count(0)
    assert not [url for url in asked if "/languages/" in url]


def test_an_offer_that_was_closed_does_not_come_back(reader, served):
    """Whoever closes the line stays with the language, on all pages; the focus goes to the header."""
    page = reader("ar")
    page.goto(served.address + FACTORY, wait_until="networkidle")
    page.click(".mw-offer button")
    expect(page.locator(".mw-home")).to_be_focused()
    page.goto(served.address + "about/", wait_until="networkidle")
    expect(page.locator(".mw-offer")).to_have_count(0)


def test_a_language_that_was_chosen_is_offered_again(reader, served):
    """Whoever chose a language by hand is offered it where a label leads to another, whatever the browser says."""
    page = reader("en")
    page.goto(f"{served.address}factories/?q=fable", wait_until="networkidle")
    page.click(".mw-language-button")
    page.click(".mw-languages a[hreflang=ar]")
    page.wait_for_url(f"{served.address}ar/factories/?q=fable")
    expect(page.locator(".mw-offer")).to_have_count(0)
    page.goto(served.address + FACTORY, wait_until="networkidle")
    assert page.locator(".mw-offer").get_attribute("lang") == "ar"


def test_what_was_chosen_stays_in_the_browser(reader, served):
    """It is kept for this site alone and never sent: there is no cookie."""
    page = reader("ar")
    page.goto(served.address + FACTORY, wait_until="networkidle")
    page.click(".mw-offer button")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.getItem('madewhere-language')") == "en"


def test_a_browser_that_keeps_nothing_is_offered_all_the_same(reader, served):
    """Where storage is refused nothing breaks; the line comes again on the next page."""
    page = reader("ar")
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"
    )
    page.goto(served.address + FACTORY, wait_until="networkidle")
    page.click(".mw-offer button")
    page.goto(served.address, wait_until="networkidle")
    expect(page.locator(".mw-offer")).to_have_count(1)
    assert said == []


def test_without_scripts_the_languages_are_two_taps_away(reader, served):
    """Nothing is offered, and the button with the globe opens the list, on a phone too."""
    page = reader("ar", java_script_enabled=False)
    page.goto(served.address + FACTORY)
    assert page.locator(".mw-offer").count() == 0
    page.click(".mw-language-button")
    page.click(".mw-languages a[hreflang=ar]")
    page.wait_for_url(f"{served.address}ar/{FACTORY}")


def test_counts_of_what_was_found_take_the_forms_of_the_language(reader, served):
    """The script says a number as the page's language does, with its words."""
    page = reader("ar")
    page.goto(f"{served.address}ar/find/?q=fable", wait_until="networkidle")
    page.wait_for_selector("#set[data-done]", state="attached")
    said = page.locator("#count").inner_text()
    assert "%" not in said
    assert said.startswith("1 ")
    assert not any(letter.isascii() and letter.isalpha() for letter in said)
