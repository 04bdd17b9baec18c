"""The sitemap: every page in every language, each with the same page in the others."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from madewhere import fingerprint
from madewhere.addresses import Addresses, alternates
from madewhere.pour import Output
from madewhere.publication import Publication

MOST_ADDRESSES = 50_000
MOST_BYTES = 50_000_000
"""What the protocol lets one file hold; see https://www.sitemaps.org/protocol.html."""

_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml"',
)


def sitemaps(publication: Publication, pages: Mapping[str, Sequence[str]]) -> Iterator[Output]:
    """The sitemap of these pages; for many several, compressed, and one that lists them.

    ``pages`` are the languages that a page is in, by its address below that of the language.
    """
    listed = sorted(pages.items())
    size = _pages_in_a_part(publication, listed)
    parts = [listed[start : start + size] for start in range(0, max(1, len(listed)), size)]
    if len(parts) == 1:
        yield _output("sitemap.xml", publication, listed)
        return
    names = [f"sitemap-{number}.xml.gz" for number in range(1, len(parts) + 1)]
    index = "".join(f"<sitemap><loc>{_url(publication, name)}</loc></sitemap>\n" for name in names)
    content = _document("sitemapindex", _NAMESPACES[0], index)
    yield Output("sitemap.xml", fingerprint.digest(content), lambda: content)
    for name, part in zip(names, parts, strict=True):
        yield _output(name, publication, part)


def _pages_in_a_part(publication: Publication, listed: Sequence[tuple[str, Sequence[str]]]) -> int:
    """How many pages fit into a file, whichever they are, with all their languages."""
    most = max((len(languages) for _, languages in listed), default=1)
    longest = max(
        (len(_entries(publication, *each)) for each in listed[:: max(1, len(listed) // 1000)]),
        default=1,
    )
    return max(1, min(MOST_ADDRESSES // most, MOST_BYTES // (2 * longest)))


def _output(
    name: str, publication: Publication, part: Sequence[tuple[str, Sequence[str]]]
) -> Output:
    key = fingerprint.digest(fingerprint.program(), publication.base_url, repr(part))

    def made() -> bytes:
        content = _document(
            "urlset", "".join(_NAMESPACES), "".join(_entries(publication, *each) for each in part)
        )
        return gzip.compress(content, mtime=0) if name.endswith(".gz") else content

    return Output(name, key, made)


def _entries(publication: Publication, path: str, languages: Sequence[str]) -> str:
    """A page in each of its languages, each with all of them."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{_url(publication, address)}"/>'
        for code, address in alternates(publication, path, languages)
    )
    return "".join(
        f"<url><loc>{_url(publication, Addresses(publication, code).page(path))}</loc>{links}</url>\n"
        for code in languages
    )


def _url(publication: Publication, path: str) -> str:
    return escape(publication.address(path))


def _document(tag: str, namespaces: str, body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} {namespaces}>\n{body}</{tag}>\n'
    ).encode()
