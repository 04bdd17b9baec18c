"""One look at a page in a browser, at all that must hold for every page."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe

_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

_STILL = "Promise.allSettled(document.getAnimations().map((moving) => moving.finished))"
"""Resolves when colours that fade into each other have."""


@dataclass
class Look:
    """What a page does on a phone of 320 pixels, and whom it keeps out, on a wide screen too.

    ``sizes`` are the bytes over the wire of its first visit by address, compressed as hosts do, ``said``
    what it complained of, ``wider`` by how many pixels it is wider than the screen, ``broken`` the rules
    of WCAG that it breaks, with the colour scheme and the element.
    """

    status: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    wider: int = 0
    broken: list[tuple[str, str, str]] = field(default_factory=list)

    def elsewhere(self, base: str) -> list[str]:
        """The addresses of other hosts that it asked."""
        return [url for url in self.sizes if not url.startswith((base, "data:"))]


def look_at(chromium: Any, address: str, *, locale: str = "en") -> Look:
    """Visit a page as a phone does, then test it in day and night colours on a wide screen."""
    page = chromium.new_page(viewport={"width": 320, "height": 700}, locale=locale)
    look = Look()
    page.on("response", lambda r: look.sizes.update({r.url: len(gzip.compress(r.body(), 6))}))
    page.on("requestfailed", lambda request: look.said.append(f"failed: {request.url}"))
    page.on("console", lambda m: look.said.append(m.text) if m.type != "log" else None)
    page.on("pageerror", lambda error: look.said.append(str(error)))
    look.status = page.goto(address, wait_until="networkidle").status
    look.wider = page.evaluate(_WIDER)
    page.set_viewport_size({"width": 1280, "height": 800})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(_STILL)
        found = Axe().run(page).response["violations"]
        look.broken += [(scheme, each["id"], each["nodes"][0]["html"]) for each in found]
    page.close()
    return look
