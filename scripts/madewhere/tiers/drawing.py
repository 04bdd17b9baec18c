"""Placing a supply network: tier under tier, a row each, and every link as a line beside the rows.

Who delivers to several, or receives from several, has an upright line in a lane before the names, and
the others have level lines that end in a knot there. Lines cross only at right angles and never cross a
text, and the drawing is narrow enough for a phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from madewhere.tiers.folding import Band, Folded, Row
from madewhere.tiers.trunks import Span, Trunk, lanes_of, order_of, trunks_of

WIDTH = 330
"""The width of every drawing, in units that are about as large as the pixels of a phone."""
NAME_SIZE = 13.5
"""The height of letters of names, in the drawing's units."""
SMALL_SIZE = 11.5
"""The height of all other letters."""

_EDGE = 10  # from a drawing's edge to its first line
_WIDEST_LANES = 120
_LANE = 8  # between upright lines, where there is room
_ROW = 38
_PORT = 6  # between the ends of lines at one row
_HEADING = 34
_GAP = 18  # from the last upright line to the rows, so that a dashed line is seen to be one
_SIGN = 11  # half a sign, with the space around it
_TEXT = 15  # from the middle of a sign to its name


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row, the middle of its sign, and its upper edge and height."""

    row: Row
    x: float
    y: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """A band, its upper edge, and its rows in the order in which they are drawn."""

    band: Band
    top: float
    rows: tuple[PlacedRow, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where everything is: ``lines`` are paths by what they say, from left to right as they are seen.

    ``text_x`` is where names begin, ``text_width`` how much room they have; ``band_x`` and ``band_width``
    are those of bands. ``mirrored`` drawings are for languages that are written from right to left.
    """

    height: float
    text_x: float
    text_width: float
    band_x: float
    band_width: float
    bands: tuple[PlacedBand, ...]
    lines: dict[str, str]
    mirrored: bool

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return WIDTH


def draw(folded: Folded, *, mirrored: bool = False) -> Drawing:
    """Place the rows and lines; the same bytes from the same input."""
    order = order_of(folded)
    trunks = trunks_of(folded.wires)
    ports = _ports(trunks, [number for band in order for number in band])
    tops, heights, band_tops, height = _down(order, ports)
    middle = {n: tops[n] + heights[n] / 2 for n in tops}
    level = {
        (number, port): middle[number] + _PORT * (place - (len(found) - 1) / 2)
        for number, found in ports.items()
        for place, port in enumerate(found)
    }
    spans = [_span(trunk, level) for trunk in trunks]
    lanes = lanes_of(spans)
    frame = _Frame(max(lanes, default=-1) + 1, mirrored)
    drawn = _Lines(frame)
    for trunk, span, lane in zip(trunks, spans, lanes, strict=True):
        drawn.trunk(trunk, span, lane, level)
    for number, found in ports.items():
        drawn.row([level[number, port] for port in found], middle[number])
    lines = drawn.paths()
    lines["bands"] = "".join(f"M0 {top:g}H{WIDTH}" for top in band_tops)
    rows = folded.rows
    placed = tuple(
        PlacedBand(
            band,
            top,
            tuple(
                PlacedRow(rows[n], frame.x(frame.sign), middle[n], tops[n], heights[n])
                for n in numbers
            ),
        )
        for band, top, numbers in zip(folded.bands, band_tops, order, strict=True)
    )
    text, band = frame.sign + _TEXT, frame.sign - _SIGN / 2
    return Drawing(
        height, frame.x(text), WIDTH - text, frame.x(band), WIDTH - band, placed, lines, mirrored
    )


class _Frame:
    """Where lines and signs stand from side to side, in units from the edge where reading begins."""

    def __init__(self, lanes: int, mirrored: bool) -> None:
        self._pitch = min(_LANE, _WIDEST_LANES / lanes) if lanes else 0
        self._mirrored = mirrored
        self.rail = _EDGE + (_GAP + (lanes - 1) * self._pitch if lanes else 0)
        """Where lines end, short of the signs."""
        self.sign = self.rail + _SIGN
        """The middle of the signs."""

    def x(self, value: float) -> float:
        """The place in the drawing."""
        return round(WIDTH - value if self._mirrored else value, 1)

    def lane(self, number: int) -> float:
        """Where an upright line stands; the first lane is next to the rows."""
        return self.rail - _GAP - self._pitch * number


Port = tuple[int, bool]
"""The end of a line at a row: the row at the other end and whether goods come in, or for the end of a
trunk of the row's own, the row itself."""


def _ports(trunks: Iterable[Trunk], order: list[int]) -> dict[int, list[Port]]:
    """The ends of lines at each row from top to bottom, so that lines to above are above the others."""
    at = {number: place for place, number in enumerate(order)}
    found: dict[int, list[Port]] = {number: [] for number in order}
    for trunk in trunks:
        found[trunk.row].append((trunk.row, trunk.receiving))
        for wire in trunk.wires:
            found[trunk.end(wire)].append((trunk.row, not trunk.receiving))
    for ports in found.values():
        ports.sort(key=lambda port: (at[port[0]], port[1]))
    return found


def _down(
    order: list[list[int]], ports: dict[int, list[Port]]
) -> tuple[dict[int, float], dict[int, float], list[float], float]:
    """Upper edges and heights of rows, upper edges of bands, and the height of it all."""
    tops: dict[int, float] = {}
    heights: dict[int, float] = {}
    band_tops: list[float] = []
    y = 0.0
    for numbers in order:
        band_tops.append(y + 0.5)
        y += _HEADING
        for number in numbers:
            tops[number] = y
            heights[number] = max(_ROW, _PORT * (len(ports[number]) + 1))
            y += heights[number]
        y += 8
    return tops, heights, band_tops, y


Level = dict[tuple[int, Port], float]
"""How far down each end of a line is."""


def _span(trunk: Trunk, level: Level) -> Span:
    """From where to where a trunk goes."""
    ends = [level[trunk.end(wire), (trunk.row, not trunk.receiving)] for wire in trunk.wires]
    own = level[trunk.row, (trunk.row, trunk.receiving)]
    return min(*ends, own), max(*ends, own)


class _Lines:
    """The paths by what they are: who said so, ``upright``, ``knots`` and ``arrows``."""

    def __init__(self, frame: _Frame) -> None:
        self._frame = frame
        self._found: dict[str, list[str]] = {
            kind: [] for kind in ("upright", "stated", "declared", "both", "knots", "arrows")
        }

    def paths(self) -> dict[str, str]:
        """The paths that were added."""
        return {kind: "".join(parts) for kind, parts in self._found.items()}

    def trunk(self, trunk: Trunk, span: Span, lane: int, level: Level) -> None:
        """Add a trunk with its wires.

        It is drawn like its wires where the factory declared all of them.
        """
        found, x = self._found, self._frame.x
        rail, upright = x(self._frame.rail), x(self._frame.lane(lane))
        for wire in trunk.wires:
            y = level[trunk.end(wire), (trunk.row, not trunk.receiving)]
            found[wire.said].append(f"M{rail} {y:g}H{upright}")
            if len(trunk.wires) > 1:
                found["knots"].append(f"M{upright} {y:g}h0")
            if not trunk.receiving:
                self._arrow(y)
        own = level[trunk.row, (trunk.row, trunk.receiving)]
        declared = all(wire.said == "declared" for wire in trunk.wires)
        found["declared" if declared else "upright"].append(
            f"M{upright} {span[0]:g}V{span[1]:g}M{upright} {own:g}H{rail}"
        )
        if trunk.receiving:
            self._arrow(own)

    def row(self, levels: list[float], middle: float) -> None:
        """Join the ends of lines at a row with its sign."""
        rail, sign = self._frame.x(self._frame.rail), self._frame.x(self._frame.sign)
        if levels:
            joined = f"M{rail} {min(levels):g}V{max(levels):g}" if len(levels) > 1 else ""
            self._found["upright"].append(f"{joined}M{rail} {middle:g}H{sign}")

    def _arrow(self, y: float) -> None:
        back, tip = self._frame.x(self._frame.rail - 3), self._frame.x(self._frame.rail + 2)
        self._found["arrows"].append(f"M{back} {y - 3:g}L{tip} {y:g}L{back} {y + 3:g}Z")
