"""What each setting of `data/publication.yaml` may be, in tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from madewhere.celltext import control_characters
from madewhere.maps.tiles import TileServer


def web_address(value: Any) -> bool:
    """Whether this is an http or https address with a host."""
    if not isinstance(value, str) or re.search(r"[\s<>\"'\\]", value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a bracket that is not closed, or a port that is no number
        return False


def _text(value: Any) -> bool:
    return (
        isinstance(value, str)
        and bool(value.strip())
        and len(value) <= 300
        and not control_characters(value)
    )


def _optional_text(value: Any) -> bool:
    return value is None or _text(value)


def base_address(value: Any) -> bool:
    """Whether this may be a site's address.

    Codes say it in capitals, and only those of ASCII mean the same host for every reader.
    """
    return (
        web_address(value)
        and value.isascii()
        and len(value) <= _LONGEST_BASE
        and not set("?#@") & set(value)
    )


_LONGEST_BASE = 200
BASE_ADDRESS = (
    f"an http(s) address of up to {_LONGEST_BASE} characters without ?, # and @, in ASCII (xn--… for "
    "other letters), such as https://example.org/"
)
"""What `base_address` takes, in words."""


def _languages(value: Any) -> bool:
    from madewhere.render.languages import available

    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(code, str) for code in value)
        and len(set(value)) == len(value)
        and all(code in available() for code in value)
    )


def _wanted_languages() -> str:
    """What the setting has to be, with the languages whose texts are there."""
    from madewhere.render.languages import CATALOGUE, available

    return (
        f"a list of different languages out of {', '.join(available())}; another one needs its texts "
        f"in templates/translations/<code>/{CATALOGUE} first, as CONTRIBUTING.md says"
    )


def _report_url(value: Any) -> bool:
    return web_address(value) or (
        isinstance(value, str) and bool(re.fullmatch(r"mailto:[^\s<>\"'?&]+@[^\s<>\"'?&]+", value))
    )


def _tile_url(value: Any) -> bool:
    try:
        TileServer(value, "©")
    except (ValueError, TypeError, AttributeError):
        return False
    return True


_ACCOUNT = re.compile(r"@[A-Za-z0-9-]+(/[A-Za-z0-9-]+)?")


def _accounts(value: Any) -> bool:
    return value is None or (
        isinstance(value, list)
        and all(isinstance(item, str) and _ACCOUNT.fullmatch(item) for item in value)
    )


SHARED_IF_CHOSEN = ("factories", "products")
"""The kinds of page that have a picture of their own only where the publisher wants it."""

Check = tuple[Callable[[Any], bool], str | Callable[[], str]]
"""Whether a value can be used, and what else it has to be, for a person."""

KEYS: dict[str, Check] = {
    "name": (_text, "a text"),
    "tagline": (_text, "a text"),
    "taglines": (
        lambda value: (
            value is None
            or (
                isinstance(value, dict)
                and all(isinstance(code, str) and _text(text) for code, text in value.items())
            )
        ),
        "the tagline by the codes of other languages, such as {fr: …}",
    ),
    "base_url": (base_address, BASE_ADDRESS),
    "former_base_urls": (
        lambda value: (
            value is None or (isinstance(value, list) and all(base_address(item) for item in value))
        ),
        "a list of http(s) addresses",
    ),
    "languages": (_languages, _wanted_languages),
    "share_pictures": (
        lambda value: (
            value is None
            or (isinstance(value, list) and all(each in SHARED_IF_CHOSEN for each in value))
        ),
        "a list of what has a picture of its own in chats: factories, products",
    ),
    "publisher": (
        lambda value: isinstance(value, dict),
        "the keys name, url, email and maintainers",
    ),
    "report_url": (_report_url, "an http(s) or mailto: address"),
    "tile_server": (
        lambda value: value is None or isinstance(value, dict),
        "null, or the keys url, attribution and max_zoom",
    ),
}
PUBLISHER_KEYS: dict[str, Check] = {
    "name": (_text, "a text"),
    "url": (lambda value: value is None or web_address(value), "an http(s) address"),
    "email": (_optional_text, "an e-mail address"),
    "maintainers": (_accounts, "a list of accounts, such as ['@example-team']"),
}
TILE_KEYS: dict[str, Check] = {
    "url": (_tile_url, "an https address with {z}, {x} and {y}"),
    "attribution": (_text, "a text"),
    "max_zoom": (
        lambda value: type(value) is int and 1 <= value <= 22,
        "a number from 1 to 22",
    ),
}

OPTIONAL = frozenset(
    {
        "taglines",
        "share_pictures",
        "former_base_urls",
        "tile_server",
        "publisher.url",
        "publisher.email",
        "publisher.maintainers",
    }
)
"""Settings that may be left out."""
