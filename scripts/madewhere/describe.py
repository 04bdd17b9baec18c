"""Files about the site: for search engines, for hosts, and for whoever takes it apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from madewhere import __version__
from madewhere.site_model import Site

MANIFEST = "madewhere.json"

_MOST_IN_SITEMAP = 50_000


def sitemaps(site: Site, pages: Iterable[str]) -> dict[str, bytes]:
    """The sitemap of these addresses relative to the root; several, with an index, for many."""
    listed = sorted(pages)
    parts = [
        listed[start : start + _MOST_IN_SITEMAP]
        for start in range(0, max(1, len(listed)), _MOST_IN_SITEMAP)
    ]
    namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

    def document(tag: str, entry: str, paths: Iterable[str]) -> bytes:
        lines = "".join(
            f"<{entry}><loc>{escape(site.publication.address(path))}</loc></{entry}>\n"
            for path in paths
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} {namespace}>\n{lines}</{tag}>\n'
        ).encode()

    if len(parts) == 1:
        return {"sitemap.xml": document("urlset", "url", listed)}
    files = {
        f"sitemap-{number}.xml": document("urlset", "url", part)
        for number, part in enumerate(parts, start=1)
    }
    return {"sitemap.xml": document("sitemapindex", "sitemap", files), **files}


def robots(site: Site) -> bytes:
    """Everybody may read everything; an invented publication asks not to be indexed."""
    rule = "Disallow: /" if site.demo else "Allow: /"
    return f"User-agent: *\n{rule}\n\nSitemap: {site.publication.address('sitemap.xml')}\n".encode()


def manifest(site: Site) -> bytes:
    """What this tree is: for `publish`, and for whoever wants to build the same again."""
    described = {
        "generator": "madewhere",
        "version": __version__,
        "as_of": site.as_of.isoformat(),
        "base_url": site.publication.base_url,
        "demo": site.demo,
        "factories": len(site.factories),
        "identifiers": len(site.factories) + len(site.tombstones),
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()
