"""Sheets of A4 with labels, crop marks, and what whoever prints them has to know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from madewhere.labels import texts
from madewhere.labels.sizes import A4, Size
from madewhere.outlines.drawing import Drawing, placed, rectangle
from madewhere.outlines.lettering import line
from madewhere.qr import ERROR_CORRECTION, QUIET_ZONE

_SIDE = 12.0
_TOP = 14.5
_BOTTOM = 24.5
_GAP = 6.0
"""Millimetres at the sides, above and below all labels, and between two of them."""

_MARK, _AWAY, _HAIR = 2.0, 1.0, 0.1
"""How long a crop mark is, how far it stands from the label, and how wide lines are."""

_RULER = 50
_SMALL, _PLAIN = 2.3, 3.0
_GREY = 0.35


class Spot(NamedTuple):
    """Where a label stands on a sheet: its corner in millimetres, and its number among all labels."""

    x: float
    y: float
    label: int


class Sheet(NamedTuple):
    """A sheet, and where its labels stand."""

    drawing: Drawing
    spots: tuple[Spot, ...]


class Notes(NamedTuple):
    """What stands on every sheet: the site, the module's width in millimetres, and the language.

    ``say`` gives a text in that language.
    """

    site: str
    module: float
    say: Callable[[str], str]
    right_to_left: bool


def per_sheet(size: Size) -> int:
    """How many labels of a size a sheet has."""
    across, down = _grid(size)
    return across * down


def sheets(labels: Sequence[Drawing], size: Size, notes: Notes) -> list[Sheet]:
    """The labels on as many sheets as they take, row by row."""
    each = per_sheet(size)
    count = -(-len(labels) // each)
    return [
        _sheet(labels, range(n * each, min((n + 1) * each, len(labels))), size, notes, n + 1, count)
        for n in range(count)
    ]


def _grid(size: Size) -> tuple[int, int]:
    width, height = A4[0] - 2 * _SIDE, A4[1] - _TOP - _BOTTOM
    return (
        int((width + _GAP) // (size.width + _GAP)),
        int((height + _GAP) // (size.height + _GAP)),
    )


def _sheet(
    labels: Sequence[Drawing], here: range, size: Size, notes: Notes, number: int, of: int
) -> Sheet:
    across, _ = _grid(size)
    left = (A4[0] - across * size.width - (across - 1) * _GAP) / 2
    drawing = Drawing(*A4, f"{notes.site} {number}/{of}")
    drawing.fill(rectangle(0, 0, *A4), 1.0)
    spots = []
    for place, label in enumerate(here):
        column, row = place % across, place // across
        if notes.right_to_left:
            column = across - 1 - column
        x, y = left + column * (size.width + _GAP), _TOP + row * (size.height + _GAP)
        drawing.parts.append((labels[label], (x, y)))
        _crop_marks(drawing, x, y, size)
        spots.append(Spot(x, y, label))
    _head(drawing, notes, f"{number} / {of}")
    _foot(drawing, notes, size)
    return Sheet(drawing, tuple(spots))


def _crop_marks(drawing: Drawing, x: float, y: float, size: Size) -> None:
    """Two short lines at each corner, outside the label, in line with its edges."""
    half = _HAIR / 2
    for edge, outwards in ((x, -1), (x + size.width, 1)):
        begin = edge + outwards * _AWAY if outwards > 0 else edge - _AWAY - _MARK
        for level in (y, y + size.height):
            drawing.fill(rectangle(begin, level - half, _MARK, _HAIR))
    for edge, outwards in ((y, -1), (y + size.height, 1)):
        begin = edge + outwards * _AWAY if outwards > 0 else edge - _AWAY - _MARK
        for level in (x, x + size.width):
            drawing.fill(rectangle(level - half, begin, _HAIR, _MARK))


def _head(drawing: Drawing, notes: Notes, number: str) -> None:
    _text(drawing, notes, notes.site, 0, 9, _PLAIN, bold=True, turned=False)
    wide = line(number, bold=False).width * _PLAIN
    _text(drawing, notes, number, A4[0] - 2 * _SIDE - wide, 9, _PLAIN, turned=False)


def _foot(drawing: Drawing, notes: Notes, size: Size) -> None:
    """What has to be known, beside a line to measure: most printers shrink a page unless told not to."""
    top = A4[1] - _BOTTOM + 6
    _ruler(drawing, notes, top)
    begin = _RULER + 14
    _text(drawing, notes, notes.say(texts.FULL_SIZE), begin, top + 1, _PLAIN, bold=True)
    _text(drawing, notes, notes.say(texts.MEASURE), begin, top + 5, _SMALL)
    facts = (
        (texts.LABEL, f"{size.width:g} × {size.height:g} mm"),
        (texts.MODULE, f"{notes.module:.3f} mm"),
        (texts.QUIET_ZONE, f"{QUIET_ZONE} × {notes.module:.3f} mm"),
        (texts.ERROR_CORRECTION, ERROR_CORRECTION.upper()),
    )
    step = (A4[0] - 2 * _SIDE - begin) / len(facts)
    for n, (name, value) in enumerate(facts):
        at = begin + n * step
        _text(drawing, notes, notes.say(name), at, top + 9.8, _SMALL, grey=_GREY, most=step - 2)
        _text(drawing, notes, value, at, top + 13, _SMALL, bold=True, turned=False)


def _ruler(drawing: Drawing, notes: Notes, y: float) -> None:
    begin = A4[0] - _SIDE - _RULER if notes.right_to_left else _SIDE
    drawing.fill(rectangle(begin, y - 0.1, _RULER, 0.2))
    for n in range(0, _RULER + 1, 5):
        high = 3.0 if n % 50 == 0 else 2.0 if n % 10 == 0 else 1.2
        drawing.fill(rectangle(begin + n - _HAIR / 2, y, _HAIR, high))
    _text(drawing, notes, f"{_RULER} mm", 0, y + 6.4, _SMALL, bold=True, turned=False)


def _text(
    drawing: Drawing,
    notes: Notes,
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    grey: float = 0.0,
    turned: bool = True,
    most: float = A4[0],
) -> None:
    """Text with its baseline at y, beginning at x from the side where reading begins.

    ``turned`` says that its language may be read from the right; numbers and addresses never are.
    ``most`` is how wide it may be; longer text is made smaller.
    """
    shaped = line(text, bold=bold, right_to_left=turned and notes.right_to_left)
    room = min(most, A4[0] - 2 * _SIDE - x)
    size = min(size, room / shaped.width)
    at = _SIDE + x
    if notes.right_to_left:
        at = A4[0] - _SIDE - x - shaped.width * size
    drawing.fill(placed(shaped.outline, at, y, size), grey)
