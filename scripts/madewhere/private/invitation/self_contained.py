"""A page of the site as one file that needs no other: nothing to load, nothing to run, nowhere to go."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The content security policy of such a file: its own styles and pictures, and nothing else."""

_GONE = frozenset({"script", "link", "base", "iframe", "object", "embed"})
_FRAMES = frozenset({"form"})
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "srcset", "xlink:href", "data"})
_PICTURES = frozenset({"img", "image"})
_USED = frozenset({"input", "button", "select", "textarea"})


def self_contained(page: str, *, style: str, pictures: Mapping[str, bytes], band: str) -> str:
    """Make one file of a page.

    Scripts go with what they hold, links lose their address, forms become plain frames, and fields are
    disabled. ``style`` is CSS of ours that stands in the head, ``pictures`` the SVG drawings by the
    end of their address, ``band`` markup that comes first in the body.
    """
    rewriter = _Rewriter(style, pictures, band)
    rewriter.feed(page)
    rewriter.close()
    return "".join(rewriter.out)


def picture_address(svg: bytes) -> str:
    """An SVG drawing as an address that holds it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


class _Rewriter(HTMLParser):
    def __init__(self, style: str, pictures: Mapping[str, bytes], band: str) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._style = style
        self._pictures = pictures
        self._band = band
        self._in_script = False

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self._in_script = True
        if tag in _GONE or (tag == "meta" and self._is_address(attrs)):
            return
        kept = [(name, self._value(tag, name, value)) for name, value in attrs]
        changed = [(name, value) for name, value in kept if value != _DROP]
        if tag in _USED:
            changed.append(("disabled", None))
        if changed == attrs and tag not in _FRAMES:
            self.out.append(self.get_starttag_text() or "")
        else:
            told = "".join(
                f" {name}" if value is None else f' {name}="{escape(value)}"'
                for name, value in changed
            )
            self.out.append(f"<{_plain(tag)}{told}>")
        if tag == "head":
            self.out.append(
                '<meta charset="utf-8">'
                f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
                f'<meta name="robots" content="noindex"><style>{self._style}</style>'
            )
        elif tag == "body":
            self.out.append(self._band)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag == "script":
            self._in_script = False
        elif tag not in _GONE and not self.out[-1].rstrip().endswith("/>"):
            self.out.append(f"</{_plain(tag)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False
        if tag not in _GONE:
            self.out.append(f"</{_plain(tag)}>")

    def handle_data(self, data: str) -> None:
        if not self._in_script:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    @staticmethod
    def _is_address(attrs: list[tuple[str, str | None]]) -> bool:
        given = dict(attrs)
        return "http-equiv" in given or "property" in given or "charset" in given

    def _value(self, tag: str, name: str, value: str | None) -> str | None:
        if name.startswith("on"):
            return _DROP
        if name not in _ADDRESSES:
            return value
        if tag in _PICTURES and value is not None:
            for end, svg in self._pictures.items():
                if value.endswith(end):
                    return picture_address(svg)
        return _DROP


def _plain(tag: str) -> str:
    return "div" if tag in _FRAMES else tag


_DROP = "\0"
"""Stands for an attribute that goes."""
