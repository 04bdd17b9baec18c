"""Text as outlines: shaped as its script asks for, so that no reader of the file needs a font.

The fonts come with the package `weblate-fonts`, all under the SIL Open Font License. HarfBuzz joins
Arabic letters, forms Bengali conjuncts and places Vietnamese accents.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from madewhere.errors import MadewhereError
from madewhere.outlines.drawing import Command, Point, bounds, placed
from madewhere.quoting import short

_LATIN = "source-sans/ttf/SourceSans3-{}.ttf"
_MANY = "kurinto/ttf/KurintoSans-{}.ttf"
_CHINESE = "kurinto/ttf/KurintoSansSC-{}.ttf"

_FACES = {
    False: (_LATIN.format("Regular"), _MANY.format("Rg"), _CHINESE.format("Rg")),
    True: (_LATIN.format("Bold"), _MANY.format("Bd"), _CHINESE.format("Bd")),
}
"""The fonts by whether they are bold; the first that has every letter of a text writes it."""

KEPT = 4_000
"""How many shaped lines are kept, because labels and pictures say much again."""

_NEVER_BOLD = re.compile("[\u0980-\u09ff]")
"""Letters of which the bold font has no bold form: Bengali. They are drawn thicker instead."""
_THICKER = 0.035

_LEFT_TO_RIGHT = re.compile(
    r"([0-9A-Za-z\u00c0-\u024f](?:[^\u0590-\u08ff]*[0-9A-Za-z\u00c0-\u024f%])?)"
)
"""What is written from left to right within a text from right to left, such as a number."""

_RIGHT_TO_LEFT = re.compile(r"([\u0590-\u08ff](?:[^0-9A-Za-z\u00c0-\u024f]*[\u0590-\u08ff])?)")
"""What is written from right to left within a text from left to right, such as an Arabic name."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text at size 1: its outline with the baseline at y 0, and how far it goes to the right.

    ``above`` and ``below`` say how far its ink stands above the baseline, and hangs below it.
    """

    outline: tuple[Command, ...]
    width: float
    above: float
    below: float


@lru_cache(maxsize=KEPT)
def line(text: str, *, bold: bool, right_to_left: bool = False, tracking: float = 0.0) -> Line:
    """One line of text, shaped. ``tracking`` is added between letters.

    Raises `MadewhereError` where no font has all of its letters: none is ever drawn as an empty box.
    """
    parts = (_LEFT_TO_RIGHT if right_to_left else _RIGHT_TO_LEFT).split(text)
    turned = [(part, right_to_left == (n % 2 == 0)) for n, part in enumerate(parts) if part]
    if right_to_left:
        turned.reverse()
    face, thicker = _face_for(text, bold=bold)
    outline: list[Command] = []
    across = 0.0
    for part, from_right in turned:
        shaped, width = _shaped(
            part, face, thicker=thicker, from_right=from_right, tracking=tracking
        )
        outline.extend(placed(shaped, across, 0))
        across += width
    _, _, top, bottom = bounds(outline)
    return Line(tuple(outline), across - tracking, -top, bottom)


def _face_for(text: str, *, bold: bool) -> tuple[str, bool]:
    """The file of the font that writes a text, and whether its letters are to be drawn thicker."""
    thicker = bold and bool(_NEVER_BOLD.search(text))
    for name in _FACES[bold and not thicker]:
        font = _font(name, thicker=thicker)
        seen = (letter for letter in text if unicodedata.category(letter) != "Cf")
        if all(font.get_nominal_glyph(ord(letter)) for letter in seen):
            return name, thicker
    raise MadewhereError(
        f"no font here has every letter of “{short(text)}”",
        hint="Choose another language for the labels, or report which letters are missing.",
    )


@cache
def _font(name: str, *, thicker: bool) -> Any:
    import uharfbuzz

    file = resources.files("weblate_fonts") / "static" / "weblate_fonts" / name
    font = uharfbuzz.Font(uharfbuzz.Face(file.read_bytes()))
    if thicker:
        font.synthetic_bold = (_THICKER, _THICKER, False)
    return font


def _shaped(
    text: str, name: str, *, thicker: bool, from_right: bool, tracking: float
) -> tuple[list[Command], float]:
    import uharfbuzz

    font = _font(name, thicker=thicker)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if from_right else "ltr"
    uharfbuzz.shape(font, buffer)
    unit = 1 / font.face.upem
    outline: list[Command] = []
    across = 0.0
    for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        x, y = across + position.x_offset * unit, -position.y_offset * unit
        outline.extend(placed(_glyph(name, glyph.codepoint, thicker=thicker), x, y, unit))
        across += position.x_advance * unit + tracking
    return outline, across


@cache
def _glyph(name: str, glyph: int, *, thicker: bool) -> tuple[Command, ...]:
    """The outline of a glyph in the font's units, y growing downwards."""
    import uharfbuzz

    drawn: list[Command] = []
    last: list[Point] = [(0.0, 0.0)]

    def add(command: str, *points: Point) -> None:
        drawn.append(Command(command, tuple((x, -y) for x, y in points)))
        last[0] = points[-1] if points else last[0]

    def quadratic(cx: float, cy: float, x: float, y: float, _: object) -> None:
        """PDF knows cubic curves only; this one is the same."""
        px, py = last[0]
        first = (px + (cx - px) * 2 / 3, py + (cy - py) * 2 / 3)
        add("C", first, (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3), (x, y))

    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, _: add("M", (x, y)))
    pen.set_line_to_func(lambda x, y, _: add("L", (x, y)))
    pen.set_quadratic_to_func(quadratic)
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, _: add("C", (a, b), (c, d), (x, y)))
    pen.set_close_path_func(lambda _: add("Z"))
    _font(name, thicker=thicker).draw_glyph(glyph, pen, None)
    return tuple(drawn)
