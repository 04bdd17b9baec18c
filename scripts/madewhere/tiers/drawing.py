"""Placing a supply network: tier under tier, a row each, and every link as a line beside the rows.

Each row that receives has an upright line of its own in a lane before the names; who delivers to it has
a level line that ends in a knot there. Lines cross only at right angles and never cross a text, and the
drawing is narrow enough for a phone. networkx puts rows that hang together next to each other, and
upright lines that do not touch into one lane.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from madewhere.tiers.folding import Band, Folded, Row, Wire

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
    order = _order(folded)
    ports = _ports(folded, [number for band in order for number in band])
    tops, heights, band_tops, height = _down(order, ports)
    middle = {n: tops[n] + heights[n] / 2 for n in tops}
    level = {
        (number, port): middle[number] + _PORT * (place - (len(found) - 1) / 2)
        for number, found in ports.items()
        for place, port in enumerate(found)
    }
    spans = _spans(folded.wires, level)
    lanes = _lanes(spans)
    frame = _Frame(max(lanes.values(), default=-1) + 1, mirrored)
    lines = _lines(folded.wires, level, spans, lanes, middle, frame)
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


def fitted(text: str, size: float, width: float) -> str:
    """The text, or as much of its beginning as has room; widths of letters are estimated."""
    used, kept = 0.0, 0
    for number, character in enumerate(text):
        used += size * _broad(character)
        if used > width:
            return text[: max(1, kept)].rstrip(" ,;.·") + "…"
        if used + size <= width:
            kept = number + 1
    return text


def _broad(character: str) -> float:
    """About how broad a letter is, as a share of the height of letters, and rather too much."""
    if character in " .,:;·'’|()[]/-ijlftrI":
        return 0.4
    if east_asian_width(character) in "WF":
        return 1.02
    return 0.92 if character in "MW@%mw&" else 0.72 if character.isupper() else 0.6


def _order(folded: Folded) -> list[list[int]]:
    """The rows of each band by number, those that hang together next to each other.

    Rows with lines come first. Of several orders the one with the shortest lines is taken.
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from((wire.supplier, wire.customer) for wire in folded.wires)
    near = list(nx.utils.reverse_cuthill_mckee_ordering(graph))
    candidates = [
        _by(folded, places)
        for places in (sorted(near), near, near[::-1])
        if len(places) == graph.number_of_nodes()
    ]
    return min(candidates, key=lambda order: _length(order, folded.wires))


def _by(folded: Folded, places: list[int]) -> list[list[int]]:
    at = {number: place for place, number in enumerate(places)}
    found, first = [], 0
    for band in folded.bands:
        numbers = range(first, first + len(band.rows))
        found.append(sorted(numbers, key=lambda n: (n not in at, at.get(n, n))))
        first += len(band.rows)
    return found


def _length(order: list[list[int]], wires: Iterable[Wire]) -> int:
    at = {number: place for place, number in enumerate(n for band in order for n in band)}
    return sum(abs(at[wire.supplier] - at[wire.customer]) for wire in wires)


def _ports(folded: Folded, order: list[int]) -> dict[int, list[int | None]]:
    """The ends of lines at each row from top to bottom: to whom it delivers, and None for its own line."""
    at = {number: place for place, number in enumerate(order)}
    to: defaultdict[int, set[int]] = defaultdict(set)
    for wire in folded.wires:
        to[wire.supplier].add(wire.customer)
    receiving = {wire.customer for wire in folded.wires}
    found: dict[int, list[int | None]] = {}
    for number in order:
        ways = sorted(to[number], key=lambda other: at[other])
        own: list[int | None] = [None] if number in receiving else []
        above = [other for other in ways if at[other] < at[number]]
        found[number] = [*above, *own, *ways[len(above) :]]
    return found


def _down(
    order: list[list[int]], ports: dict[int, list[int | None]]
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


Level = dict[tuple[int, int | None], float]


def _spans(wires: Iterable[Wire], level: Level) -> dict[int, tuple[float, float]]:
    """From where to where the upright line of each row goes that receives."""
    ends: defaultdict[int, list[float]] = defaultdict(list)
    for wire in wires:
        ends[wire.customer].append(level[wire.supplier, wire.customer])
    return {
        number: (min(*found, level[number, None]), max(*found, level[number, None]))
        for number, found in ends.items()
    }


def _lanes(spans: dict[int, tuple[float, float]]) -> dict[int, int]:
    """A lane for each upright line, so that those in one do not touch; short ones are next to the rows."""
    import networkx as nx

    touching = nx.interval_graph(spans.values())

    def short_first(graph: Any, _: object) -> Iterator[tuple[float, float]]:
        yield from sorted(graph, key=lambda span: (span[1] - span[0], span))

    lanes = nx.greedy_color(touching, strategy=short_first)
    return {number: lanes[span] for number, span in spans.items()}


def _lines(
    wires: Iterable[Wire],
    level: Level,
    spans: dict[int, tuple[float, float]],
    lanes: dict[int, int],
    middle: dict[int, float],
    frame: _Frame,
) -> dict[str, str]:
    """The paths by what they are: who said so, ``upright``, ``knots`` and ``arrows``.

    An upright line is drawn like the lines that end on it where the factory declared all of them.
    """
    found: dict[str, list[str]] = {
        kind: [] for kind in ("upright", "stated", "declared", "both", "knots", "arrows")
    }
    rail = frame.x(frame.rail)
    ends: defaultdict[int, list[float]] = defaultdict(list)
    said: defaultdict[int, set[str]] = defaultdict(set)
    for wire in wires:
        said[wire.customer].add(wire.said)
        y, lane = level[wire.supplier, wire.customer], frame.x(frame.lane(lanes[wire.customer]))
        found[wire.said].append(f"M{rail} {y:g}H{lane}")
        found["knots"].append(f"M{lane} {y:g}h0")
        ends[wire.supplier].append(y)
    tip = frame.x(frame.rail + 2)
    back = frame.x(frame.rail - 3)
    for number, (top, bottom) in sorted(spans.items()):
        y, lane = level[number, None], frame.x(frame.lane(lanes[number]))
        kind = "declared" if said[number] == {"declared"} else "upright"
        found[kind].append(f"M{lane} {top:g}V{bottom:g}M{lane} {y:g}H{rail}")
        found["arrows"].append(f"M{back} {y - 3:g}L{tip} {y:g}L{back} {y + 3:g}Z")
        ends[number].append(y)
    for number, levels in sorted(ends.items()):
        if len(levels) > 1:
            found["upright"].append(f"M{rail} {min(levels):g}V{max(levels):g}")
        found["upright"].append(f"M{rail} {middle[number]:g}H{frame.x(frame.sign)}")
    return {kind: "".join(parts) for kind, parts in found.items()}
