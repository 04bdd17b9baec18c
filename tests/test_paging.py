"""Tests for lists of factories over several pages, and for what tells their rows apart."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from madewhere.build import build
from madewhere.render import factory_list
from madewhere.render.factory_list import FactoryList, ListPage
from madewhere.render.languages import language
from madewhere.render.speaker import Speaker
from shown import site_of
from tiny_publication import AS_OF, KNITS, TINY

LISTS = {"factories/": 3, "members/alder/": 2, "members/birch/": 2, "countries/BD/": 1}
"""The lists of the tiny publication, with the factories on each."""


@pytest.fixture(scope="module")
def paged(tmp_path_factory):
    """The site of the tiny publication with one factory a page."""
    folder = tmp_path_factory.mktemp("paged")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factory_list, "ROWS_A_PAGE", 1)
        build(TINY, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return folder / "site"


@pytest.fixture
def knits(tiny):
    """A factory of the tiny publication as pages get it."""
    return site_of(tiny).by_id[KNITS]


def _page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8")


def _ids(page: str) -> list[str]:
    return re.findall(r'<tr data-id="(\w+)"', page)


@pytest.mark.parametrize("place", LISTS)
def test_a_list_takes_as_many_pages_as_it_needs(paged, place):
    """Every factory stands on exactly one page, and there is no page after the last."""
    pages = [place, *(f"{place}{n}/" for n in range(2, LISTS[place] + 1))]
    found = [_ids(_page(paged, path)) for path in pages]
    assert [len(ids) for ids in found] == [1] * LISTS[place]
    assert len({ids[0] for ids in found}) == LISTS[place]
    assert not (paged / f"{place}{LISTS[place] + 1}").exists()


def test_the_first_page_has_the_permanent_address(paged):
    """A member's own address is that of its first page, and says what the member is."""
    first, second = _page(paged, "members/alder/"), _page(paged, "members/alder/2/")
    assert '<link rel="canonical" href="https://tiny.example/members/alder/">' in first
    assert '<link rel="canonical" href="https://tiny.example/members/alder/2/">' in second
    assert "<title>Alder (fictional) · " in first
    assert "<title>Alder (fictional), page 2 of 2 · " in second
    for said in ("Home country", '"Organization"'):
        assert said in first
        assert said not in second


def test_each_page_links_those_before_and_after(paged):
    """Without scripts one walks from page to page, and back to the list's own address."""
    hrefs = [
        dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', _page(paged, path)))
        for path in ("factories/", "factories/2/", "factories/3/")
    ]
    assert hrefs == [
        {"next": "../factories/2/"},
        {"prev": "../../factories/", "next": "../../factories/3/"},
        {"prev": "../../factories/2/"},
    ]


def test_one_looks_for_rows_of_long_lists_on_the_page_that_finds_things(tmp_path):
    """A list of too many pages to read them all has a form that keeps its country or member."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factory_list, "ROWS_A_PAGE", 1)
        patch.setattr(factory_list, "IN_PLACE", 1)
        build(TINY, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    for path, within in (
        ("members/alder/", '<input type="hidden" name="member" value="alder">'),
        ("factories/", ""),
    ):
        page = _page(tmp_path / "site", path)
        form = re.search(r'<form class="find".*?</form>', page, re.DOTALL)
        assert re.search(r'action="[./]+find/" role="search"', form[0])
        assert within in form[0]
        assert 'class="filters"' not in page
        assert "data-sort" not in page
        assert "table.js" not in page
    short = _page(tmp_path / "site", "countries/BD/")
    assert "data-sort" in short
    assert "table.js" in short


@pytest.mark.parametrize(
    ("number", "count", "expected"),
    [
        (1, 1, [1]),
        (1, 7, [1, 2, 3, 4, 5, 6, 7]),
        (1, 55, [1, 2, None, 55]),
        (4, 55, [1, 2, 3, 4, 5, None, 55]),
        (30, 55, [1, None, 29, 30, 31, None, 55]),
        (55, 55, [1, None, 54, 55]),
    ],
)
def test_the_pages_that_are_linked(number, count, expected):
    """The first, the last and the near pages are linked, and no gap hides a single page."""
    assert ListPage(FactoryList(None, ()), number, count).numbers == expected


def test_an_empty_list_has_one_page():
    """A member whose factories are not shown keeps its page."""
    assert [page.total for page in FactoryList(None, ()).pages()] == [0]


def test_a_row_without_a_town_shows_its_address(knits):
    """Where no town is stated the address stands in the row, shortened and without the country."""
    street = (
        "Plot 14, the very long road beside the imaginary zone of the north, Gazipur, Bangladesh"
    )
    lost = dataclasses.replace(
        knits, street_address=street, locality=None, postal_code=None, region=None
    )
    line = FactoryList(None, [lost]).lines[KNITS]
    assert line == "Plot 14, the very long road beside the imaginary zone of the…"
    assert FactoryList(None, [knits]).lines == {}


def test_rows_of_one_name_are_told_apart(knits):
    """Factories of one name show their streets, and their IDs where even those are the same."""
    factories = [
        dataclasses.replace(knits, factory_id=factory_id, name=name, street_address=street)
        for factory_id, name, street in (
            ("A", "Mill", "1 Road"),
            ("B", "MILL", "2 Road"),
            ("C", "Mill", "2 Road"),
            ("D", "Other Mill", "3 Road"),
        )
    ]
    made = FactoryList(None, factories)
    assert made.lines == {"A": "1 Road", "B": "2 Road", "C": "2 Road"}
    assert made.alike == {"B", "C"}


def test_an_address_names_its_country_once(knits):
    """The line to which pages add the country does not end with it, and never loses the town."""

    def line(**parts: str | None) -> str:
        nothing = dict.fromkeys(("street_address", "locality", "region", "postal_code"))
        return dataclasses.replace(knits, **(nothing | parts)).address_line

    assert line(street_address="12 Road, Dhaka, Bangladesh") == "12 Road, Dhaka"
    assert line(street_address="12 Road, Bangladesh", locality="Dhaka") == "12 Road, Dhaka"
    assert line(street_address="12 Road", locality="Dhaka", region="BANGLADESH") == "12 Road, Dhaka"
    assert line(street_address="1 Road", locality="Singapore", country="SG") == "1 Road"
    assert line(locality="Singapore", country="SG") == "Singapore"
    assert line(street_address="Bangladesh") == ""


def test_countries_stand_in_the_order_of_their_names():
    """Codes have another order than names, and accents do not put a country at the end."""
    assert Speaker(language("en"), AS_OF).by_name(["TR", "ES", "EG", "CI", "CO"]) == [
        "CO",
        "CI",
        "EG",
        "ES",
        "TR",
    ]
