"""The tree of a supply network: from the member down, each factory and party opened up once."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from madewhere.private.network.links import Link
from madewhere.private.network.model import Network

DEEPEST = 12
"""So many steps below its branch a tree goes; what lies further down gets a branch of its own."""


@dataclass(slots=True)
class TreeNode:
    """A factory or party at a place in the tree.

    ``link`` is how it delivers to the one above, None at the top of a branch without one. Where it
    ``repeats``, its own suppliers stand at another place. ``customers`` counts whom it delivers to,
    ``below`` the states of the factories under it, by the places where they are opened up.
    """

    key: str
    link: Link | None
    depth: int
    repeats: bool
    customers: int
    children: list[TreeNode] = field(default_factory=list)
    below: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Branch:
    """A part of the tree: ``kind`` is ``member``, ``further`` or ``loose``; a loose one has a tier."""

    kind: str
    tier: int | None
    nodes: list[TreeNode]
    below: Counter[str] = field(default_factory=Counter)


def tree_of(network: Network) -> list[Branch]:
    """Make the branches: what leads to the member, what lies very deep, and what leads nowhere known.

    Each factory and party is opened up once, where it is nearest to the member; circles end there.
    """
    return _Grower(network).branches()


class _Grower:
    def __init__(self, network: Network) -> None:
        self._network = network
        self._states = {node.factory_id: node.standing.state for node in network.factories}
        self._tiers = {node.factory_id: node.tier for node in network.factories}
        self._order = {
            key: place
            for place, key in enumerate(
                [
                    *(node.party for node in network.parties),
                    *(node.factory_id for node in network.factories),
                ]
            )
        }
        self._suppliers: defaultdict[str, list[Link]] = defaultdict(list)
        self._customers: Counter[str] = Counter()
        for link in network.links:
            self._suppliers[link.customer].append(link)
            self._customers[link.supplier] += 1
        for links in self._suppliers.values():
            links.sort(key=lambda link: self._order[link.supplier])
        self._placed: set[str] = set()
        self._cut: list[str] = []

    def branches(self) -> list[Branch]:
        found = [Branch("member", None, self._grow(self._suppliers[self._network.member]))]
        while self._cut:
            deep, self._cut = self._cut, []
            links = [link for key in deep for link in self._suppliers[key]]
            nodes = self._grow([link for link in links if link.supplier not in self._placed])
            if nodes:
                found.append(Branch("further", None, nodes))
        loose: defaultdict[int, list[TreeNode]] = defaultdict(list)
        for key in self._tops():
            if key not in self._placed:
                node = self._top(key)
                loose[self._tiers.get(key) or 0].append(node)
        found += [Branch("loose", tier or None, loose[tier]) for tier in sorted(loose, key=_last)]
        for branch in found:
            branch.below = _counted(branch.nodes, self._states)
        return found

    def _tops(self) -> list[str]:
        """What is not placed yet: first what delivers to nobody, then, of circles, whatever comes first."""
        rest = [key for key in self._order if key not in self._placed]
        return sorted(rest, key=lambda key: (self._customers[key] > 0, self._order[key]))

    def _top(self, key: str) -> TreeNode:
        node = TreeNode(key, None, 0, repeats=False, customers=self._customers[key])
        self._placed.add(key)
        self._open([node])
        # A branch of its own has room for all below: what is cut comes right under the top again.
        while self._cut:
            deep, self._cut = self._cut, []
            links = [link for each in deep for link in self._suppliers[each]]
            node.children += self._grow(
                [link for link in links if link.supplier not in self._placed]
            )
        return node

    def _grow(self, links: Iterable[Link]) -> list[TreeNode]:
        nodes = [self._node(link, 0) for link in links]
        self._open([node for node in nodes if not node.repeats])
        return nodes

    def _open(self, nodes: Iterable[TreeNode]) -> None:
        """Give nodes their suppliers, level by level, so that each is opened where it is nearest."""
        ahead = deque(nodes)
        while ahead:
            node = ahead.popleft()
            if node.depth >= DEEPEST:
                self._cut.append(node.key)
                continue
            for link in self._suppliers[node.key]:
                child = self._node(link, node.depth + 1)
                node.children.append(child)
                if not child.repeats:
                    ahead.append(child)

    def _node(self, link: Link, depth: int) -> TreeNode:
        key = link.supplier
        repeats = key in self._placed
        self._placed.add(key)
        return TreeNode(key, link, depth, repeats, self._customers[key])


def _last(tier: int) -> tuple[bool, int]:
    return tier == 0, tier


def _counted(nodes: Iterable[TreeNode], states: dict[str, str]) -> Counter[str]:
    """Count the states of all factories of these nodes, and give each node those below it."""
    total: Counter[str] = Counter()
    for node in nodes:
        node.below = _counted(node.children, states)
        total += node.below
        if not node.repeats and node.key in states:
            total[states[node.key]] += 1
    return total
