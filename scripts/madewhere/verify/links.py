"""Every internal link leads to a file of the tree.

The website of a member or factory is no such link, wherever it leads: it comes from data, and one that
names a page which this site does not have must not stop everybody's build. Templates mark these, and
nothing else, with ``rel="nofollow noopener"``; no text from data can add that to another link.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache, partial
from html import unescape
from urllib.parse import unquote, urlsplit

from madewhere.plurals import counted
from madewhere.verify.side_by_side import each
from madewhere.verify.tree import Tree, Verified

_ATTRIBUTE = re.compile(rb"""\s([a-zA-Z:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_ADDRESSES = (b"href", b"src", b"action")
_FROM_DATA = {b"nofollow", b"noopener"}
_KEPT = 1 << 16
"""How many answers each process keeps: pages share most of their tags and of what these lead to."""
_LINKING_TAG = re.compile(rb"<[a-zA-Z][^<>]*?\s(?:href|src|action)\s*=[^<>]*>")


def verify_links(tree: Tree) -> Verified:
    """Resolve the links of every page as a browser would."""
    pages = [file for file in tree.files if file.endswith(".html")]
    there = set(tree.files)
    base = tree.site.publication.base_url
    path = tree.site.publication.base_path

    leads_from = lru_cache(_KEPT)(partial(resolve, base=base, path=path))

    def look(page: str) -> list[str]:
        content = (tree.folder / page).read_bytes()
        depth = page.count("/")
        up, as_deep = "../" * depth, "-/" * depth + "index.html"
        failures = []
        for link in sorted(links(content)):
            # What climbs to the root leads to the same place from every page as deep.
            climbs = depth and link.startswith(up)
            target = leads_from(link, as_deep) if climbs else resolve(link, page, base, path)
            if target is not None and not _is_there(target, there):
                failures.append(f"{page} links to {link}, which there is not")
        return failures

    return Verified(f"links of {counted(len(pages), 'page')}", each(pages, look))


def links(content: bytes) -> set[str]:
    """The addresses in a page's href, src and action attributes, without those from data."""
    return {address for tag in set(_LINKING_TAG.findall(content)) for address in _addresses(tag)}


@lru_cache(_KEPT)
def _addresses(tag: bytes) -> tuple[str, ...]:
    # Each match takes its whole value, so that what looks like an attribute inside one is none.
    attributes = _ATTRIBUTE.findall(tag)
    if b"noopener" in tag and any(
        name == b"rel" and set(_bare(value).split()) >= _FROM_DATA for name, value in attributes
    ):
        return ()
    return tuple(
        unescape(_bare(value).decode("utf-8")) for name, value in attributes if name in _ADDRESSES
    )


def _bare(value: bytes) -> bytes:
    return value.strip(b"\"'")


def resolve(link: str, page: str, base: str, path: str) -> str | None:
    """The path of the tree that a link of a page leads to; None where it leads out of the site."""
    if link.startswith(base):
        link = path + link[len(base) :]
    try:
        parts = urlsplit(link)
    except ValueError:
        return None  # no browser follows it anywhere
    if parts.scheme or parts.netloc:
        return None
    target = unquote(parts.path)
    if not target:
        return page
    if target.startswith("/"):
        if not target.startswith(path):
            return target
        target = target[len(path) :]
    else:
        target = posixpath.join(posixpath.dirname(page), target)
    folder = target.endswith(("/", "/.", "/..")) or target in ("", ".", "..")
    normal = posixpath.normpath(target) if target else ""
    normal = "" if normal == "." else normal
    return f"{normal}/index.html".lstrip("/") if folder else normal


def _is_there(target: str, there: set[str]) -> bool:
    return target in there or f"{target}/index.html" in there
