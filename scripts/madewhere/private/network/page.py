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
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from madewhere import countries
from madewhere.errors import MadewhereError, UsageError
from madewhere.private.folder import refuse_tracked
from madewhere.private.network.links import is_factory
from madewhere.private.network.model import Network
from madewhere.private.network.tree import tree_of
from madewhere.private.network.views import differing, picture, rates, script_data
from madewhere.private.writing import write_files
from madewhere.project import SITE_SRC, TEMPLATES
from madewhere.quoting import visible

DEFAULT_NAME = "network.html"

MARK = b"<!doctype html>\n<!-- Madewhere: a private supply network -->\n"
"""How every such page begins; a file that begins otherwise is never replaced."""

# The template's name ends so that the search for withheld texts on the site does not take its words
# for words of the site.
_FOLDER, _TEMPLATE = TEMPLATES / "network", "page.html.jinja"

END_OF_BASE = "/* end of the base */"
"""To this line the site's stylesheet is that of this page too."""

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
    style = _style()
    shown = {node.factory_id: node for node in network.factories}
    names = {network.member: network.member_name}
    names |= {node.party: node.name for node in network.parties}
    names |= {node.factory_id: node.name for node in network.factories}
    html = _environment().get_template(_TEMPLATE).render(
        **picture(network),
        network=network,
        as_of=format_date(network.as_of, "d MMMM y", locale="en"),
        names=names,
        shown=shown,
        parties={node.party: node for node in network.parties},
        tree=tree_of(network),
        suppliers=Counter(link.customer for link in network.links),
        customers=Counter(link.supplier for link in network.links),
        told=Counter(link.told_by for link in network.links),
        differing=differing(network),
        rates=rates(network),
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
        data=_json(script_data(network)),
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


def _style() -> str:
    """The tokens and the base of the site's data pages, then what this page has of its own."""
    assets = SITE_SRC / "assets"
    base, _, _ = (assets / "site.css").read_text(encoding="utf-8").partition(END_OF_BASE)
    tokens = (assets / "tokens.css").read_text(encoding="utf-8")
    return "\n".join([tokens, base, (_FOLDER / "network.css").read_text(encoding="utf-8")])


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
