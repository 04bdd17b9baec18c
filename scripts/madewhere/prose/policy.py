"""The content security policy of written pages: the theme's own inline scripts, and no other."""

from __future__ import annotations

import base64
import hashlib
import re

from madewhere.errors import MadewhereError

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_SCOPE = re.compile(r'new URL\("[./\w~%-]*",location\)')
"""The one place in the theme's scripts that differs from page to page: the way to the site's root."""


def scripts_of(page: str) -> set[str]:
    """The inline scripts of a page in which there is no text of anybody's, as `with_policy` wants them."""
    return {_scope_free(body) for body in _inline_scripts(page)}


def with_policy(page: str, theme: set[str], name: str) -> str:
    """Put the content security policy into a page.

    ``theme`` holds the theme's inline scripts, as `scripts_of` gives them. Raises `MadewhereError` for any other inline script.
    """
    hashes = set()
    for body in _inline_scripts(page):
        if _scope_free(body) not in theme:
            raise MadewhereError(
                f"the page {name} has a script in its text",
                hint="Written pages carry no scripts; remove it from the page in site_src.",
            )
        digest = hashlib.sha256(body.encode()).digest()
        hashes.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    policy = "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *sorted(hashes))),
            "style-src 'self'",
            "img-src 'self' data:",  # the theme's icons are data: addresses in its style sheet
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )
    charset = '<meta charset="utf-8">'
    before, found, after = page.partition(charset)
    if not found or "<script" in before.lower():
        raise MadewhereError(f"the page {name} does not begin as the theme's pages do")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{before}{charset}\n{meta}{after}"


def _inline_scripts(page: str) -> list[str]:
    """The bodies of the scripts that a browser would run from the page itself; not data, not files."""
    return [
        body
        for attributes, body in _SCRIPT.findall(page)
        if not re.search(r"\ssrc\s*=", attributes)
        and not re.fullmatch(r'\s+id="__config"\s+type="application/json"', attributes)
    ]


def _scope_free(body: str) -> str:
    """The script without the part that tells the page's depth."""
    return _SCOPE.sub('new URL("",location)', body)
