"""Files about the site: for search engines, for hosts, and for whoever takes it apart."""

from __future__ import annotations

import json

from madewhere import __version__
from madewhere.site_model import Site

MANIFEST = "madewhere.json"


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
