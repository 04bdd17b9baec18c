"""A small static map of the factories that a change adds and changes."""

from __future__ import annotations

from collections import Counter
from html import escape

from madewhere import countries
from madewhere.geography.outlines import MARKER, MARKER_RING, country_outline, world_outline
from madewhere.proposal.change import FactoryChange, Kind, ProposalChange

_WIDE = 100.0
"""Points that lie further apart than so many degrees of longitude are drawn on the world."""

_DOT = 0.009
"""A dot's radius as a share of the drawing's width."""

_MOST_COUNTRIES = 20


def placed(change: ProposalChange) -> list[FactoryChange]:
    """The added and changed factories that have a point, the added ones first.

    One of several packages stands there once for each point that they state.
    """
    found = {
        (kind, factory.factory_id, factory.point): factory
        for kind in (Kind.ADDED, Kind.CHANGED)
        for factory in change.of_kind(kind)
        if factory.point is not None
    }
    return list(found.values())


def map_svg(change: ProposalChange) -> str:
    """Draw the points: full where a factory was added, hollow where one was changed.

    The drawing holds no name and no script, and says in words what it shows. Where there is no point it
    is the world.
    """
    factories = placed(change)
    points = [factory.point for factory in factories if factory.point is not None]
    codes = {factory.country for factory in factories}
    longitudes = [longitude for _, longitude in points]
    if not points or max(longitudes) - min(longitudes) > _WIDE:
        outline = world_outline()
    else:
        outline = country_outline(codes.pop() if len(codes) == 1 else "", points)
    radius = max(outline.width * _DOT, 4.0)
    dots = []
    # The hollow ones lie on top, so that they hide none of the full ones.
    for factory, point in zip(factories, points, strict=True):
        x, y = outline.project(*point)
        added = factory.kind is Kind.ADDED
        look = (
            f'fill="{MARKER}" stroke="{MARKER_RING}"' if added else f'fill="none" stroke="{MARKER}"'
        )
        dots.append(
            f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" stroke-width="{radius / 3:.1f}" {look}/>'
        )
    title, words = _words(factories)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{outline.view_box}" role="img" '
        'aria-labelledby="title desc">'
    )
    texts = [
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(words)}</desc>',
    ]
    return "\n".join([opening, *texts, outline.svg.strip(), *dots, "</svg>\n"])


def _words(factories: list[FactoryChange]) -> tuple[str, str]:
    """What the map shows: in one line, and by country."""
    told = {(f.country, f.kind, f.factory_id) for f in factories}
    kinds = Counter(kind for _, kind in {(factory_id, kind) for _, kind, factory_id in told})
    title = (
        f"Where the change adds {kinds[Kind.ADDED]:,} and changes {kinds[Kind.CHANGED]:,} factories"
    )
    by_country = Counter((country, kind) for country, kind, _ in told)
    named = sorted({country for country, _ in by_country})
    parts = []
    for code in named[:_MOST_COUNTRIES]:
        counts = [f"{by_country[code, k]:,} {k}" for k in Kind if by_country[code, k]]
        parts.append(f"{countries.name(code)}: {', '.join(counts)}")
    if len(named) > _MOST_COUNTRIES:
        parts.append(f"and {len(named) - _MOST_COUNTRIES:,} more countries")
    full = "; ".join(parts) or "None of them has a point"
    return title, f"{full}. Full dots are added factories, hollow ones changed."
