"""What the page of a network is made of: its picture, its script's data, its rates, and what differs."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from markupsafe import Markup

from madewhere import countries
from madewhere.private.network import map as network_map
from madewhere.private.network.model import Network, Rate
from madewhere.private.standing import STANDINGS

_DISAGREEMENTS = {
    "not-on-record": (
        "Declared, and not in your records",
        "A factory named a supplier or subcontractor that your own links do not have.",
    ),
    "not-declared": (
        "In your records, and left out of what was declared",
        "The customer declared others and not this one. Silence is no difference.",
    ),
    "other-way-round": (
        "Told the other way round",
        "Your records have the two as supplier and customer in the opposite direction.",
    ),
    "tiers": (
        "Several tiers",
        "Each can be right, where a factory does different work for different customers.",
    ),
}


def _numbers(network: Network) -> dict[str, int]:
    """The number of each end of a link, as rows of the two tables are counted; the member is last."""
    keys = [node.factory_id for node in network.factories]
    keys += [node.party for node in network.parties]
    return {key: number for number, key in enumerate([*keys, network.member])}


def _places(network: Network) -> dict[int, network_map.Point]:
    return {
        number: network_map.place(node.point)
        for number, node in enumerate(network.factories)
        if node.point is not None
    }


def script_data(network: Network) -> dict[str, Any]:
    """What the script needs beside the tables: places in map units, links, and how each is told."""
    numbers, places = _numbers(network), _places(network)
    told = ("own", "declared", "both")
    return {
        "places": [places.get(number, 0) for number in range(len(network.factories))],
        "links": [
            [numbers[link.supplier], numbers[link.customer], told.index(link.told_by)]
            for link in network.links
        ],
    }


def picture(network: Network) -> dict[str, Any]:
    """The still picture: land, names, lines by who told them, signs, and the part that is shown."""
    numbers, places = _numbers(network), _places(network)
    frame = network_map.frame_of(list(places.values()))
    states = {n: node.standing.state for n, node in enumerate(network.factories)}
    codes = {node.country for node in network.factories if node.country}
    lines = {}
    for told in ("own", "declared", "both"):
        ends = [
            (numbers[link.supplier], numbers[link.customer])
            for link in network.links
            if link.told_by == told
        ]
        pairs = [(places[s], places[c]) for s, c in ends if s in places and c in places]
        lines[told] = network_map.lines_of(pairs, frame)
    land = network_map.land()
    return {
        "frame": frame,
        "land": Markup("".join(path for code, path in land.items() if code not in codes)),  # noqa: S704 - digits
        "home": Markup("".join(path for code, path in land.items() if code in codes)),  # noqa: S704 - digits
        "labels": network_map.country_labels(codes),
        "lines": lines,
        "signs": network_map.signs_of(states, places, frame),
        "unplaced": len(network.factories) - len(places),
    }


def differing(network: Network) -> dict[str, Any]:
    """The disagreements by kind, and which factories they are about."""
    kinds = [
        (*_DISAGREEMENTS[kind], kind, found)
        for kind in _DISAGREEMENTS
        if (found := [each for each in network.disagreements if each.kind == kind])
    ]
    about = {end for each in network.disagreements for end in (each.supplier, each.customer)}
    return {"kinds": kinds, "about": about, "count": len(network.disagreements)}


def rates(network: Network) -> list[dict[str, Any]]:
    """How many agreed, by tier, country and month: each row with its name, its rate and its bar."""
    tables = (
        ("By tier", "Tier", network.by_tier, _tier_name, False),
        ("By country", "Country", network.by_country, _country_name, False),
        ("By month of the invitation", "Month", network.by_month, _month_name, True),
    )
    return [
        {
            "title": title,
            "head": head,
            "folded": folded,
            "rows": [(name(rate), rate, _bar(rate)) for rate in rates],
        }
        for title, head, rates, name, folded in tables
    ]


def _tier_name(rate: Rate) -> str:
    return f"Tier {rate.key}" if rate.key else "Tier not known"


def _country_name(rate: Rate) -> str:
    return countries.name(rate.key) if rate.key else "Country not known"


def _month_name(rate: Rate) -> str:
    if not rate.key:
        return "No invitation on record"
    return str(format_date(date.fromisoformat(f"{rate.key}-01"), "MMMM y", locale="en"))


def _bar(rate: Rate) -> list[tuple[str, float, float]]:
    """The pieces of a bar of 100 units, as state, where it begins and how long it is."""
    pieces, start = [], 0.0
    for state in STANDINGS:
        share = 100 * rate.counts.get(state, 0) / (rate.asked or 1)
        if share:
            pieces.append((state, round(start, 2), round(share, 2)))
        start += share
    return pieces
