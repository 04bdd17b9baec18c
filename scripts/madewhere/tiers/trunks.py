"""In which order the rows of a drawing stand, and which links share an upright line.

An upright line, here called a trunk, belongs to one row: all its links go to it, or all come from it.
networkx finds the fewest trunks that hold every link, in which lanes they can stand side by side, and
an order in which rows that hang together are near each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from madewhere.tiers.folding import Folded, Wire

Span = tuple[float, float]
"""From where to where a trunk goes, downwards."""


@dataclass(frozen=True, slots=True)
class Trunk:
    """The wires that share an upright line. Where it is ``receiving``, ``row`` is their customer."""

    row: int
    receiving: bool
    wires: tuple[Wire, ...]

    def end(self, wire: Wire) -> int:
        """The row at the other end of a wire."""
        return wire.supplier if self.receiving else wire.customer


def trunks_of(wires: Sequence[Wire]) -> list[Trunk]:
    """The fewest trunks that hold all wires, in a stable order.

    Suppliers and customers are the two sides of a graph whose edges are the wires; the fewest rows
    that touch each edge are its smallest vertex cover, which a largest matching gives.
    """
    from networkx import Graph
    from networkx.algorithms import bipartite

    graph = Graph()
    graph.add_edges_from((_giving(wire), _receiving(wire)) for wire in wires)
    left = sorted({_giving(wire) for wire in wires})
    matching = bipartite.hopcroft_karp_matching(graph, left)
    cover = bipartite.to_vertex_cover(graph, matching, left)
    held: defaultdict[int, list[Wire]] = defaultdict(list)
    for wire in wires:
        ends = [end for end in (_receiving(wire), _giving(wire)) if end in cover]
        held[max(ends, key=graph.degree)].append(wire)
    return [Trunk(end // 2, bool(end % 2), tuple(held[end])) for end in sorted(held)]


def _giving(wire: Wire) -> int:
    return 2 * wire.supplier


def _receiving(wire: Wire) -> int:
    return 2 * wire.customer + 1


def lanes_of(spans: Sequence[Span]) -> list[int]:
    """A lane for each trunk, so that those in one do not touch; short ones are next to the rows."""
    from networkx import greedy_color, interval_graph

    def short_first(graph: Any, _: object) -> Iterator[Span]:
        yield from sorted(graph, key=lambda span: (span[1] - span[0], span))

    lanes = greedy_color(interval_graph(spans), strategy=short_first)
    return [lanes[span] for span in spans]


def order_of(folded: Folded) -> list[list[int]]:
    """The rows of each band by number, those that hang together near each other.

    Rows with lines come first. Of several orders the one with the shortest lines is taken.
    """
    from networkx import Graph
    from networkx.utils import reverse_cuthill_mckee_ordering

    graph = Graph()
    graph.add_edges_from((wire.supplier, wire.customer) for wire in folded.wires)
    near = list(reverse_cuthill_mckee_ordering(graph))
    candidates = [_by(folded, places) for places in (sorted(near), near, near[::-1])]
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
