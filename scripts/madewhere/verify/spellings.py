"""The ways in which files of a site write a text, as bytes to search for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape as html_escape
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape as xml_escape

from markupsafe import escape as jinja_escape

_MARKS = "!$&'()*+,-./:;=?@_~#[]"
"""What browsers leave as it is in an address, beside letters and digits."""

_PLAIN = re.compile(r"[A-Za-z0-9 ._-]*")


def spellings(text: str) -> set[bytes]:
    """The text as plain text, CSV, HTML, XML, SVG, JSON and addresses write it, in UTF-8.

    A program may choose among several escapes for one character; those that libraries in use choose
    are all here.
    """
    if _PLAIN.fullmatch(text):  # most texts are, and there may be millions of them
        return {text.replace(" ", space).encode() for space in (" ", "%20", "+")}
    found = {
        text.replace('"', '""'),
        text,
        *_in_json(text),
        *_in_addresses(text),
        *_in_markup(text),
    }
    return {spelling.encode() for spelling in found}


def _in_markup(text: str) -> Iterator[str]:
    """The text within HTML and XML, with characters as references where that is in ASCII."""
    for escape in (html_escape, jinja_escape, xml_escape):
        escaped = str(escape(text))
        yield escaped
        if not text.isascii():
            yield from (_references(escaped, base) for base in "dxX")


def _in_addresses(text: str) -> Iterator[str]:
    for encoded in (*(quote(text, safe=kept) for kept in ("", "/", _MARKS)), quote_plus(text)):
        yield encoded
        yield _lower_escapes(encoded)


def _in_json(text: str) -> Iterator[str]:
    """The text within JSON, within JSON that is safe in HTML, and within JSON in an attribute."""
    for written in {json.dumps(text, ensure_ascii=only)[1:-1] for only in (False, True)}:
        yield written.replace("/", "\\/")
        yield html_escape(written)
        yield str(jinja_escape(written))
        safe = written
        for character in "<>&'":
            safe = safe.replace(character, f"\\u{ord(character):04x}")
            yield safe.replace("\\u0027", "'")
        for final in (written, safe):
            yield final
            yield _upper_escapes(final)


def _upper_escapes(written: str) -> str:
    r"""JSON whose ``\\uabcd`` are ``\\uABCD``."""
    first, *rest = written.split("\\u")
    return "".join((first, *(f"\\u{part[:4].upper()}{part[4:]}" for part in rest)))


def _lower_escapes(encoded: str) -> str:
    """An address whose ``%AB`` are ``%ab``."""
    first, *rest = encoded.split("%")
    return "".join((first, *(f"%{part[:2].lower()}{part[2:]}" for part in rest)))


def _references(escaped: str, base: str) -> str:
    """Markup in ASCII: other characters as references, decimal or hexadecimal."""
    start = "&#" if base == "d" else "&#x"
    return "".join(c if c.isascii() else f"{start}{ord(c):{base}};" for c in escaped)
