"""The design of a label: a question, the code, and beneath it the address that it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from madewhere.labels.code import Code
from madewhere.labels.sizes import TRIM, Size
from madewhere.outlines import lettering
from madewhere.outlines.drawing import Drawing, placed, rectangle, ring
from madewhere.outlines.lines import broken
from madewhere.qr import QUIET_ZONE

_LEAST_QUESTION = 1.9
_LEAST_ADDRESS = 1.5
"""The smallest letters, in millimetres of the type's size."""

_QUESTION_SHARE = 0.2
"""The size of the question's type against the width of its column, where there is room."""

_IDENTIFIER_SHARE = 0.115
_MOST_QUESTION_LINES = 4
_TRACKING = 0.06
_WHITE = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """The texts of a label: ``note`` stands under the address and is mostly empty.

    ``right_to_left`` is of question and note; an address is always read from the left.
    """

    question: str
    site: str
    identifier: str
    right_to_left: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set one below the other: each with its baseline below the block's top and its size."""

    lines: tuple[tuple[lettering.Line, float, float], ...]
    height: float

    def draw(self, on: Drawing, x: float, y: float, width: float, *, from_right: bool) -> None:
        """Draw it in a column, at the side where reading begins."""
        for line, baseline, size in self.lines:
            across = x + (width - line.width * size if from_right else 0)
            on.fill(placed(line.outline, across, y + baseline, size))


def label(size: Size, code: Code, said: Said, module: float) -> Drawing | None:
    """A label with a code of this module width in millimetres; None where that has no room.

    The quiet zone is kept free on all sides, and `TRIM` around everything.
    """
    return (_beside if size.beside else _stacked)(size, code, said, module)


def code_alone(code: Code, module: float, title: str) -> Drawing:
    """The code with its quiet zone on white, and nothing else."""
    whole = (code.modules + 2 * QUIET_ZONE) * module
    drawing = _paper(whole, whole, title)
    _draw_code(drawing, code, QUIET_ZONE * module, QUIET_ZONE * module, module)
    return drawing


def _stacked(size: Size, code: Code, said: Said, module: float) -> Drawing | None:
    quiet, side = QUIET_ZONE * module, code.modules * module
    left = TRIM + quiet
    column = size.width - 2 * left
    if column < side - 1e-9:
        return None
    top = TRIM + max(quiet * 0.9, 2.0) + (4 * size.hole + 1 if size.hole else 0)
    address = _address(said, column)
    bottom = size.height - TRIM - max(quiet * 0.6, 1.2)
    code_top = bottom - address.height - quiet - side if address else 0
    question = _question(said, column, code_top - quiet - top)
    if address is None or question is None:
        return None
    drawing = _paper(size.width, size.height, said.question)
    if size.hole:
        drawing.fill(ring(size.width / 2, TRIM + 2 + size.hole, size.hole, 0.15))
    question.draw(drawing, left, top, column, from_right=said.right_to_left)
    across = left + (column - side if said.right_to_left else 0)
    _draw_code(drawing, code, across, code_top, module)
    address.draw(drawing, left, bottom - address.height, column, from_right=said.right_to_left)
    return drawing


def _beside(size: Size, code: Code, said: Said, module: float) -> Drawing | None:
    quiet, side = QUIET_ZONE * module, code.modules * module
    margin = TRIM + max(quiet * 0.75, 2.0)
    column = size.width - TRIM - 2 * quiet - side - margin
    code_top = (size.height - side) / 2
    address = _address(said, column) if column > 0 else None
    if code_top < TRIM + quiet - 1e-9 or address is None:
        return None
    question = _question(said, column, side - address.height - quiet / 2)
    if question is None:
        return None
    drawing = _paper(size.width, size.height, said.question)
    text = size.width - margin - column if said.right_to_left else margin
    across = TRIM + quiet if said.right_to_left else size.width - TRIM - quiet - side
    question.draw(drawing, text, code_top, column, from_right=said.right_to_left)
    _draw_code(drawing, code, across, code_top, module)
    address.draw(
        drawing, text, code_top + side - address.height, column, from_right=said.right_to_left
    )
    return drawing


def _paper(width: float, height: float, title: str) -> Drawing:
    drawing = Drawing(width, height, title)
    drawing.fill(rectangle(0, 0, width, height), _WHITE)
    return drawing


def _draw_code(drawing: Drawing, code: Code, x: float, y: float, module: float) -> None:
    drawing.fill(placed(code.outline, x, y, module))


def _question(said: Said, width: float, room: float) -> Block | None:
    """The question as large as the column and the room above the code allow."""
    size = min(width * _QUESTION_SHARE, 15.0)
    while size >= _LEAST_QUESTION:
        lines = broken(said.question, width / size, _MOST_QUESTION_LINES, said.right_to_left)
        if lines is not None:
            block = _block([_Set(text, size, right_to_left=said.right_to_left) for text in lines])
            if block.height <= room:
                return block
        size *= 0.96
    return None


def _address(said: Said, width: float) -> Block | None:
    """Where the code leads: the site in small type, the identifier in large; for those who type it."""
    large = min(width * _IDENTIFIER_SHARE, 9.0)
    identifier = lettering.line(said.identifier, bold=True, tracking=_TRACKING)
    large = min(large, width / identifier.width)
    small = max(_LEAST_ADDRESS, large * 0.62)
    if large < _LEAST_ADDRESS:
        return None
    whole = lettering.line(said.site, bold=False).width
    small = max(_LEAST_ADDRESS, min(small, width / whole))
    lines = [_Set(text, small, bold=False) for text in _in_pieces(said.site, width / small)]
    lines.append(_Set(said.identifier, large, tracking=_TRACKING))
    if said.note:
        wide = lettering.line(said.note, bold=True, right_to_left=said.right_to_left).width
        lines.append(_Set(said.note, min(small, width / wide), right_to_left=said.right_to_left))
    return _block(lines)


class _Set(NamedTuple):
    """A line of text and how it is set."""

    text: str
    size: float
    bold: bool = True
    tracking: float = 0.0
    right_to_left: bool = False


def _block(lines: list[_Set]) -> Block:
    """Lines, each below the one before, however high its letters are."""
    placing = []
    baseline, below = 0.0, 0.0
    for n, (text, size, bold, tracking, right_to_left) in enumerate(lines):
        shaped = lettering.line(text, bold=bold, right_to_left=right_to_left, tracking=tracking)
        above = shaped.above * size
        baseline += above if n == 0 else max(1.16 * size, below + above + 0.14 * size)
        below = shaped.below * size
        placing.append((shaped, baseline, size))
    return Block(tuple(placing), baseline + max(below, 0.0))


def _in_pieces(text: str, width: float) -> list[str]:
    """An address in pieces that fit: broken after a slash or a dot, or anywhere where there is none."""
    pieces: list[str] = []
    rest = text
    while lettering.line(rest, bold=False).width > width and len(rest) > 1:
        fits = next(
            n
            for n in range(len(rest) - 1, 0, -1)
            if n == 1 or lettering.line(rest[:n], bold=False).width <= width
        )
        at = max(rest.rfind("/", 0, fits), rest.rfind(".", 0, fits)) + 1 or fits
        pieces.append(rest[:at])
        rest = rest[at:]
    return [*pieces, rest]
