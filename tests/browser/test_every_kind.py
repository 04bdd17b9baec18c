"""Every kind of page in a real browser, in every language that there is: light, quiet and for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import yaml

from browser.looking import look_at
from browsers import serving
from madewhere.build import build
from madewhere.demo import make_demo
from madewhere.publication import FILE
from madewhere.render import producers
from madewhere.render.kinds import PAGE_KINDS
from madewhere.render.languages import available
from shown import site_of
from tiny_publication import AS_OF

pytestmark = pytest.mark.browser

KINDS = [kind.name for kind in PAGE_KINDS]
LONG = {"dictionary"}
"""Pages whose thousands of cells take half a minute to test; once is enough."""
OTHERS = [code for code in available() if code not in ("en", "ar")]
IN_LANGUAGES = [
    (name, code)
    for number, name in enumerate(KINDS)
    for code in ("en", "ar", OTHERS[number % len(OTHERS)])
    if code == "en" or name not in LONG
]
"""Each kind in English and Arabic, and the other languages in turns."""

MOST_BYTES = 40_000
HEAVIER = {"map": 140_000, "embed": 140_000, "dictionary": 60_000}
"""What a first visit to a page may take over the wire. A map brings what draws it, and the borders;
the dictionary is one long table for those who work with the data."""

SCRIPTED = "#finder, #check, .leaflet-container"
"""What only a script can do: searching, looking a certificate up, and a map that moves."""


@dataclass
class Everything:
    """Where an invented publication is served in all languages, and a page of each kind in it."""

    address: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def everything(tmp_path_factory) -> Iterator[Everything]:
    """A demo, with a member that has left as the only thing that no demo has."""
    folder = tmp_path_factory.mktemp("everything")
    make_demo(folder / "demo", factories=80)
    data = folder / "demo" / "data"
    told = yaml.safe_load((data / FILE).read_text("utf-8")) | {"languages": list(available())}
    (data / FILE).write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    (data / "ledger" / "left.csv").write_text(
        "kind,identifier,event,date,successor\n"
        "member,oldbrand,published,2024-01-01,\nmember,oldbrand,withdrawn,2026-01-01,\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(producers, "picture", lambda card: b"")  # no page shows its own
        build(data, folder / "site", as_of=AS_OF, cache=folder / "cache")
    site = site_of(data)
    pages = {kind.name: kind.path(item) for kind in PAGE_KINDS for item in kind.items(site)[:1]}
    with serving(folder / "site") as address:
        yield Everything(address, pages)


@pytest.mark.parametrize(("kind", "code"), IN_LANGUAGES)
def test_a_page_is_light_quiet_and_for_everybody(chromium, everything, kind, code):
    """Within its bytes, no error, no other host, nothing wider than a screen, and no axe violation."""
    prefix = "" if code == "en" else f"{code}/"
    look = look_at(chromium, everything.address + prefix + everything.pages[kind], locale=code)
    assert look.status == 200
    assert look.said == []
    assert look.elsewhere(everything.address) == []
    assert sum(look.sizes.values()) <= HEAVIER.get(kind, MOST_BYTES), look.sizes
    assert look.wider <= 0
    assert look.broken == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_the_same_without_scripts(chromium, everything, kind):
    """Scripts add what only they can do, and nothing else: the page itself says it all."""
    address = everything.address + everything.pages[kind]
    with_scripts = chromium.new_page()
    with_scripts.goto(address, wait_until="networkidle")
    with_scripts.evaluate(f"document.querySelectorAll('{SCRIPTED}').forEach((it) => it.remove())")
    without = chromium.new_page(java_script_enabled=False)
    without.goto(address)
    said, told = (page.inner_text("main").splitlines() for page in (with_scripts, without))
    with_scripts.close()
    without.close()
    assert set(said) <= set(told)
    assert len(told) > 1
