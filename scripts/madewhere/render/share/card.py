"""A card of 1200 by 630 pixels, as networks ask for: what a page is about, with its map beside it.

Texts are outlines, so that the picture is the same on every machine. Colours are those of the pages by day.
"""

from __future__ import annotations

import base64
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from madewhere.errors import MadewhereError
from madewhere.outlines import lettering
from madewhere.outlines.drawing import path_data, placed
from madewhere.outlines.lines import broken

WIDTH, HEIGHT = 1200, 630
"""Pixels."""

_PAPER, _LABEL, _INK, _QUIET = "#faf8f3", "#fffdf8", "#1d2430", "#575f6b"
_TEAL, _MADDER = "#1f5c57", "#c2452d"
_LEFT, _RIGHT, _TOP = 84, 84, 84
_COLUMN = 560
"""How wide texts are where a map stands beside them."""
_MAP = (690.0, 96.0, 430.0, 392.0)
_WIDE_MAP = (604.0, 96.0, 556.0, 330.0)
"""Where a map stands, or one that is twice as wide as high: left and upper edges, width and height."""
_TITLES = (88, 76, 66, 58, 50, 44, 38)
"""Sizes of the title; the first that fits in three lines."""
_TIGHT = 1.14
_LINE = 34
_LEADING = 1.3
_BETWEEN = 16
_COLOURS = 64
_SEAM = 'stroke-dasharray="14 10" stroke-linecap="round"'
_MARK = (
    f'<path fill="{_TEAL}" d="M5 1h22a4 4 0 0 1 4 4v18.6a4 4 0 0 1-1.1 2.8L16 39 2.1 26.4A4 4 0 0 1 1 '
    f'23.6V5a4 4 0 0 1 4-4z"/><path fill="none" stroke="{_LABEL}" stroke-width="1.6" '
    'stroke-dasharray="3.2 2.4" stroke-linecap="round" d="M5 5.2h22M5.2 9v14.2L16 33.2 26.8 23.2V9"/>'
    f'<circle cx="16" cy="17" r="5.6" fill="{_LABEL}"/><circle cx="16" cy="17" r="2.7" fill="{_MADDER}"/>'
)


@dataclass(frozen=True, slots=True)
class CardMap:
    """A drawing and the points on it. ``dots`` are (x, y) in the drawing's units."""

    svg: bytes
    width: float
    height: float
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says: in small letters what kind of page it is, its title, and a few lines.

    ``site`` is the publication's name, ``foot`` stands at its lower edge, ``warning`` says that all is
    invented where it is; ``fallback`` is the title where no font has the letters of the title.
    """

    kind: str
    title: str
    fallback: str
    lines: tuple[str, ...]
    site: str
    foot: str
    warning: str
    right_to_left: bool
    map: CardMap | None


def picture(card: Card) -> bytes:
    """The card as PNG. Lines that no font has the letters of are left out."""
    import resvg_py
    from PIL import Image

    drawn = resvg_py.svg_to_bytes(svg_string=_svg(card), skip_system_fonts=True)
    with Image.open(io.BytesIO(bytes(drawn))) as full:
        few = full.convert("RGB").quantize(
            _COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    written = io.BytesIO()
    few.save(written, "PNG", compress_level=6)
    return written.getvalue()


def _svg(card: Card) -> str:
    frame = f'x="36" y="36" width="{WIDTH - 72}" height="{HEIGHT - 72}" rx="10"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<path fill="{_PAPER}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>',
        f'<rect {frame} fill="{_LABEL}"/>',
        f'<rect {frame} fill="none" stroke="{_MADDER}" stroke-width="4" {_SEAM}/>',
        *_map(card),
        *_texts(card),
        "</svg>",
    ]
    return "".join(parts)


def _map(card: Card) -> Iterator[str]:
    if card.map is None:
        return
    x, y, width, height = _WIDE_MAP if card.map.width > 2 * card.map.height else _MAP
    if card.right_to_left:
        x = WIDTH - x - width
    scale = min(width / card.map.width, height / card.map.height)
    x += (width - card.map.width * scale) / 2
    y += (height - card.map.height * scale) / 2
    held = base64.b64encode(card.map.svg).decode()
    yield (
        f'<image x="{x:.2f}" y="{y:.2f}" width="{card.map.width * scale:.2f}" '
        f'height="{card.map.height * scale:.2f}" href="data:image/svg+xml;base64,{held}"/>'
    )
    for across, down in card.map.dots:
        yield (
            f'<circle cx="{x + across * scale:.1f}" cy="{y + down * scale:.1f}" r="5" '
            f'fill="{_MADDER}" stroke="{_LABEL}" stroke-width="1.5"/>'
        )


def _texts(card: Card) -> Iterator[str]:
    column = _COLUMN if card.map else WIDTH - _LEFT - _RIGHT
    foot = HEIGHT - 78.0
    below = [text for said in card.lines for text in _broken(said, column / _LINE, 2, card) or ()]
    room = foot - 62 - _TOP - _BETWEEN - _LINE * _LEADING * len(below)
    title, size = _title(card, column, room)
    yield from _line(card, card.kind, _TOP + 24.0, 26, _QUIET, bold=True)
    down = _TOP + 34.0
    for text in title:
        down += size * _TIGHT
        yield from _line(card, text, down, size, _INK, bold=True)
    down += _BETWEEN
    for text in below:
        down += _LINE * _LEADING
        yield from _line(card, text, down, _LINE, _INK)
    mark = WIDTH - _RIGHT - 48 if card.right_to_left else _LEFT
    yield f'<g transform="translate({mark} {foot - 44}) scale(1.5)">{_MARK}</g>'
    yield from _line(card, card.site, foot - 18, 30, _INK, bold=True, indent=68)
    yield from _line(card, card.foot, foot + 14, 22, _QUIET, indent=68)
    if card.warning:
        yield from _line(card, card.warning, foot + 14, 22, _MADDER, bold=True, at_end=True)


def _title(card: Card, column: float, room: float) -> tuple[tuple[str, ...], int]:
    """The title in at most three lines, in the largest letters for which there is room."""
    for text in (card.title, card.fallback):
        for size in _TITLES:
            lines = _broken(text, column / size, 3, card)
            if lines and len(lines) * size * _TIGHT <= room:
                return lines, size
    return (card.fallback,), _TITLES[-1]


def _broken(text: str, width: float, most: int, card: Card) -> tuple[str, ...] | None:
    try:
        return broken(text, width, most, _from_right(text, card))
    except MadewhereError:
        return None


def _line(
    card: Card,
    text: str,
    down: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    indent: float = 0,
    at_end: bool = False,
) -> Iterator[str]:
    """A line where reading begins, or at its other end."""
    try:
        line = lettering.line(text, bold=bold, right_to_left=_from_right(text, card))
    except MadewhereError:
        return
    at_right = card.right_to_left != at_end
    x = WIDTH - _RIGHT - indent - line.width * size if at_right else _LEFT + indent
    outline = path_data(placed(line.outline, x, down, size))
    yield f'<path fill="{colour}" d="{outline}"/>'


def _from_right(text: str, card: Card) -> bool:
    """Whether a text is set from right to left: on a card that is, wherever it has such letters.

    On any other, where it begins with one.
    """
    strong = [found for each in text if (found := unicodedata.bidirectional(each)) in _STRONG]
    return any(each != "L" for each in (strong if card.right_to_left else strong[:1]))


_STRONG = ("L", "R", "AL")
