"""The page of a supply network: one HTML file that loads nothing and works without a network.

What comes from data is escaped, and the page's own policy allows no script or style but the two that
stand in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from madewhere import countries
from madewhere.errors import MadewhereError, UsageError
from madewhere.private.folder import refuse_tracked
from madewhere.private.network import map as network_map
from madewhere.private.network.links import is_factory
from madewhere.private.network.model import Network, Rate
from madewhere.private.network.tree import tree_of
from madewhere.private.standing import STANDINGS
from madewhere.private.writing import write_files
from madewhere.project import SITE_SRC, TEMPLATES
from madewhere.quoting import visible

DEFAULT_NAME = "network.html"

MARK = b"<!doctype html>\n<!-- Madewhere: a private supply network -->\n"
"""How every such page begins; a file that begins otherwise is never replaced."""

# The template's name ends so that the search for withheld texts on the site does not take its words
# for words of the site.
_FOLDER, _TEMPLATE = TEMPLATES / "network", "page.html.jinja"

STATE_WORDS = {
    "accepted": "accepted",
    "pending": "pending",
    "refused": "refused",
    "lapsed": "lapsed",
    "withdrawn": "withdrawn",
    "not-asked": "not asked",
}

_KINDS = {
    "supplier": "Supplier",
    "agent": "Agent",
    "trader": "Trader",
    "licensee": "Licensee",
    "other": "Other",
    "": "Not in your parties",
}

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

_TIER_SOURCES = {
    "record": "",
    "declared": "declared",
    "counted": "counted",
}


@dataclass(frozen=True, slots=True)
class Written:
    """Where the page lies now, and how large it is in bytes."""

    path: Path
    size: int


def page(network: Network) -> bytes:
    """Make the page. The same network gives the same bytes."""
    script = (_FOLDER / "network.js").read_text(encoding="utf-8")
    style = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (SITE_SRC / "assets" / "tokens.css", _FOLDER / "network.css")
    )
    shown = {node.factory_id: node for node in network.factories}
    names = {network.member: network.member_name}
    names |= {node.party: node.name for node in network.parties}
    names |= {node.factory_id: node.name for node in network.factories}
    html = _environment().get_template(_TEMPLATE).render(
        **_map(network),
        network=network,
        as_of=format_date(network.as_of, "d MMMM y", locale="en"),
        names=names,
        shown=shown,
        parties={node.party: node for node in network.parties},
        tree=tree_of(network),
        suppliers=Counter(link.customer for link in network.links),
        customers=Counter(link.supplier for link in network.links),
        told=Counter(link.told_by for link in network.links),
        differing=_differing(network),
        rates=_rates(network),
        tiers=sorted({node.tier for node in network.factories if node.tier is not None}),
        any_tier_unknown=any(node.tier is None for node in network.factories),
        codes=sorted(
            {node.country for node in network.factories if node.country}, key=countries.name
        ),
        counts=network.counts,
        state_words=STATE_WORDS,
        kinds=_KINDS,
        tier_sources=_TIER_SOURCES,
        country=countries.name,
        is_factory=is_factory,
        policy=_policy(script, style),
        script=Markup(script),  # noqa: S704 - a file of ours
        style=Markup(style),  # noqa: S704 - files of ours
        data=_json(_data(network)),
    )  # fmt: skip
    return MARK + html.encode()


def write_page(network: Network, out: Path) -> Written:
    """Write the page so that only its owner may read it, in one step.

    Raises `UsageError` for a name that is no page's, `MadewhereError` where Git would take the file,
    where its folder is missing, or where another file stands.
    """
    if out.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{out} is no name for a page", hint="Give a name that ends with .html.")
    refuse_tracked(out.parent)
    if not out.parent.is_dir():
        raise MadewhereError(f"{out.parent} is no folder", hint="Make it first, or name another.")
    if out.is_dir() or (out.is_file() and not _is_ours(out)):
        raise MadewhereError(
            f"{out} is there already, and is no page of a network",
            hint="Name another file with --out; nothing was replaced.",
        )
    content = page(network)
    write_files({out: content})
    return Written(out, len(content))


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    return environment


def _policy(script: str, style: str) -> str:
    """What the page may do: run its own script, use its own style, and nothing else."""

    def digest(text: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _json(value: Any) -> Markup:
    """Write JSON that no text in it can break out of, whatever element of HTML it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - what could end the element is escaped


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


def _data(network: Network) -> dict[str, Any]:
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


def _map(network: Network) -> dict[str, Any]:
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


def _differing(network: Network) -> dict[str, Any]:
    """The disagreements by kind, and which factories they are about."""
    kinds = [
        (*_DISAGREEMENTS[kind], kind, found)
        for kind in _DISAGREEMENTS
        if (found := [each for each in network.disagreements if each.kind == kind])
    ]
    about = {end for each in network.disagreements for end in (each.supplier, each.customer)}
    return {"kinds": kinds, "about": about, "count": len(network.disagreements)}


def _rates(network: Network) -> list[dict[str, Any]]:
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
