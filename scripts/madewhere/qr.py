"""QR codes for labels: made by segno, drawn with the text of the code beneath."""

from __future__ import annotations

import io
from html import escape

import segno

from madewhere import fingerprint

ERROR_CORRECTION = "q"
"""A quarter of the symbol may be damaged: labels are washed, folded and sewn over."""

QUIET_ZONE = 4
"""Modules of empty border, as the standard asks for."""

_TEXT_HEIGHT = 5
"""Modules for the line of text beneath the symbol."""


def code_for(text: str) -> segno.QRCode:
    """The code that says this text; the same on the site and on whatever is printed."""
    return segno.make(text, error=ERROR_CORRECTION, micro=False, boost_error=False)


def qr_svg(text: str) -> bytes:
    """A QR code as SVG: one user unit a module, quiet zone included, its text beneath.

    ``text`` is what the code says. Its last part, the identifier, is set larger than the rest.
    """
    code = code_for(text)
    width = code.symbol_size(border=QUIET_ZONE)[0]
    drawn = io.BytesIO()
    code.save(
        drawn,
        kind="svg",
        border=QUIET_ZONE,
        xmldecl=False,
        svgns=False,
        omitsize=True,
        lineclass=None,
        svgclass=None,
    )
    path = drawn.getvalue().decode()
    symbol = path[path.index("<path") : path.rindex("</svg>")]
    site, _, identifier = text.rpartition("/")
    site = site.partition("://")[2]
    height = width + _TEXT_HEIGHT
    font = 'font-family="ui-monospace,Menlo,Consolas,monospace" text-anchor="middle"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width * 8}" height="{height * 8}" role="img" aria-label="{escape(text)}">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{symbol.strip()}'
        f'<text x="{width / 2:g}" y="{width + 2.3:g}" {font} font-size="3">'
        f"{escape(identifier)}</text>"
        f'<text x="{width / 2:g}" y="{width + 4.5:g}" {font} font-size="1.6">'
        f"{escape(site)}/</text></svg>\n"
    ).encode()


def qr_key(text: str) -> str:
    """What a code's drawing depends on; it changes with the address and with segno alone."""
    return fingerprint.digest("qr-1", segno.__version__, text)
