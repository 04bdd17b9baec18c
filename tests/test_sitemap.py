"""The sitemap: every page in every language that it is in."""

from __future__ import annotations

import dataclasses
import gzip
import re

import pytest

from madewhere import sitemap
from madewhere.publication import Publication, read_publication
from madewhere.sitemap import sitemaps
from tiny_publication import TINY

THREE = ("en", "fr", "ar")


@pytest.fixture
def publication() -> Publication:
    """The tiny one, in three languages."""
    return dataclasses.replace(read_publication(TINY), languages=THREE)


def files(publication: Publication, pages: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The text of each file of the sitemap."""
    made = {output.path: output.make() for output in sitemaps(publication, pages)}
    return {
        path: (gzip.decompress(content) if path.endswith(".gz") else content).decode()
        for path, content in made.items()
    }


def test_a_page_is_listed_in_each_language_with_all_of_them(publication):
    """Each address names itself, the others, and the main language's for whoever reads none of them."""
    told = files(publication, {"F/X/": THREE})["sitemap.xml"]
    base = "https://tiny.example/"
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{base}{path}"/>'
        for code, path in [
            ("en", "F/X/"),
            ("fr", "fr/F/X/"),
            ("ar", "ar/F/X/"),
            ("x-default", "F/X/"),
        ]
    )
    for path in ("F/X/", "fr/F/X/", "ar/F/X/"):
        assert f"<url><loc>{base}{path}</loc>{links}</url>" in told
    assert 'xmlns:xhtml="http://www.w3.org/1999/xhtml"' in told


def test_a_written_page_is_listed_in_the_languages_it_is_in(publication):
    """What is shown in English for want of a translation is no page in another language."""
    told = files(publication, {"about/": ("en", "fr"), "x/": ("en",)})["sitemap.xml"]
    assert "tiny.example/fr/about/" in told
    assert "tiny.example/ar/about/" not in told
    assert "<url><loc>https://tiny.example/x/</loc></url>" in told


def test_many_pages_are_spread_over_compressed_files(publication, monkeypatch):
    """No file holds more than a search engine takes, a page's languages stay together, and one lists all."""
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 10)
    pages = {f"F/{number}/": THREE for number in range(7)}
    told = files(publication, pages)
    assert sorted(told) == [
        "sitemap-1.xml.gz",
        "sitemap-2.xml.gz",
        "sitemap-3.xml.gz",
        "sitemap.xml",
    ]
    assert re.findall(r"<loc>https://tiny.example/(.*?)</loc>", told.pop("sitemap.xml")) == sorted(
        told
    )
    found = [re.findall(r"<loc>https://tiny.example/(.*?)</loc>", text) for text in told.values()]
    assert [len(each) for each in found] == [9, 9, 3]
    assert len({address for each in found for address in each}) == 21


def test_a_file_stays_below_the_largest_size(publication, monkeypatch):
    """Many languages make long entries, so a file holds fewer pages."""
    monkeypatch.setattr(sitemap, "MOST_BYTES", 9_000)
    told = files(publication, {f"F/{number:09}/": THREE for number in range(20)})
    assert len(told) > 3
    assert all(len(text) < 9_000 for text in told.values())


def test_a_site_without_pages_has_a_sitemap(publication):
    """An empty one, which search engines read all the same."""
    assert "<urlset" in files(publication, {})["sitemap.xml"]
