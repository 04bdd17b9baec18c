"""A server of map images: the one thing that lets a page ask another host, where a publisher wants it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class TileServer:
    """A server of map images, for publishers who want streets and towns under the borders.

    Every visitor's browser then tells that server which part of the map it shows. ``url`` is an
    https address with ``{z}``, ``{x}`` and ``{y}``; ``attribution`` is plain text, linked to
    ``attribution_url`` where that is given. Raises `ValueError` for anything else.
    """

    url: str
    attribution: str
    max_zoom: int = 18
    attribution_url: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not work or would weaken the page."""
        address = urlsplit(self.url)
        host = address.netloc.removeprefix("{s}.")
        if address.scheme != "https" or not re.fullmatch(r"[a-z0-9.\-]+(:\d+)?", host):
            raise ValueError("the tile server's address must begin with https:// and a host")
        if any(part not in self.url for part in ("{z}", "{x}", "{y}")):
            raise ValueError("the tile server's address must contain {z}, {x} and {y}")
        if not self.attribution.strip():
            raise ValueError("the tile server needs an attribution, which its terms ask for")
        if self.attribution_url and urlsplit(self.attribution_url).scheme not in {"http", "https"}:
            raise ValueError("the attribution's address must begin with https:// or http://")

    @property
    def host(self) -> str:
        """The source that a content security policy must add to ``img-src``."""
        return "https://" + urlsplit(self.url).netloc.replace("{s}.", "*.")
