"""The page that a member shows within its own site."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

from madewhere.build import build
from madewhere.render import factory_list
from pseudo import pseudo_languages
from tiny_publication import AS_OF, TINY


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The tiny publication in two languages."""
    folder = tmp_path_factory.mktemp("embed")
    data = Path(shutil.copytree(TINY, folder / "data"))
    settings = data / "publication.yaml"
    settings.write_text(settings.read_text().replace("languages: [en]", "languages: [en, ar]"))
    with pseudo_languages(folder / "translations", "ar"):
        build(data, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return folder / "site"


def _page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8")


def test_a_member_has_its_list_for_other_sites(site):
    """The page has the member's factories and nothing of the frame; links leave the frame."""
    shown, own = _page(site, "embed/members/alder/"), _page(site, "members/alder/")
    assert "mw-header" not in shown
    assert "mw-footer" not in shown
    assert '<base target="_blank">' in shown
    named = set(re.findall(r'href="[./]*F/(\w+)/"', own))
    assert set(re.findall(r'href="[./]*F/(\w+)/"', shown)) == named != set()


def test_search_engines_are_led_to_the_members_own_page(site):
    """What stands on other sites is no page of its own for them."""
    shown = _page(site, "embed/members/alder/")
    assert '<meta name="robots" content="noindex">' in shown
    canonical = re.search(r'<link rel="canonical" href="([^"]+)">', shown)
    assert canonical is not None
    assert canonical[1].endswith("example/members/alder/")
    assert "embed/members/" not in (site / "sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize("prefix", ["", "ar/"])
def test_the_lines_to_copy_lead_to_the_page_in_the_same_language(site, prefix):
    """A member's page shows them as text, with the absolute address and a title."""
    own = _page(site, f"{prefix}members/alder/")
    found = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", own, re.DOTALL)
    assert found is not None
    lines = html.unescape(found[1])
    address = re.fullmatch(r'<iframe src="https://[^/]+/(\S+)" title="[^"]+" .*></iframe>', lines)
    assert address is not None, lines
    assert address[1] == f"{prefix}embed/members/alder/"
    assert (site / address[1] / "index.html").is_file()


def test_a_long_list_goes_on_within_the_frame(tmp_path, monkeypatch):
    """The map stands on the first page alone, and the links to the others stay in the frame."""
    monkeypatch.setattr(factory_list, "ROWS_A_PAGE", 1)
    build(TINY, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    first, second = (
        _page(tmp_path / "site", f"embed/members/alder/{number}") for number in ("", "2/")
    )
    assert 'id="factory_map"' in first
    assert 'id="factory_map"' not in second
    assert '<a target="_self" href="../../../embed/members/alder/2/">' in first


def test_the_maps_points_are_those_of_the_members_map(site):
    """They are not written a second time."""
    script = (site / "embed/members/alder/map.js").read_text("utf-8")
    assert '"points": "../../../members/alder/map/points.geojson"' in script
    assert not list((site / "embed").rglob("*.geojson"))
