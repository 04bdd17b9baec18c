"""What pages say of a factory, of those that are gone, of the publisher, and where to write to."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from madewhere.build import build
from madewhere.publication import read_publication
from madewhere.render.chrome import chrome, report
from madewhere.render.kinds.factory import FactoryPage
from madewhere.render.languages import language
from madewhere.render.speaker import Speaker
from madewhere.site_model import Factory, Site
from shown import pages_of, site_of
from tiny_publication import AS_OF, DENIM, GONE, KNITS, TINY, WEAVES

ENGLISH = Speaker(language("en"), AS_OF)


@pytest.fixture(scope="module")
def gone(tmp_path_factory):
    """The site of the tiny publication after a factory has closed, with an address for errors."""
    folder = tmp_path_factory.mktemp("gone")
    data = Path(shutil.copytree(TINY, folder / "data"))
    (data / f"ledger/{DENIM}-20260407.csv").write_text(
        f"kind,identifier,event,date,successor\nfactory,{DENIM},closed,2026-04-07,\n"
    )
    settings = data / "publication.yaml"
    text = settings.read_text()
    settings.write_text(
        text.replace("https://publisher.example/report", "mailto:report@tiny.example")
    )
    build(data, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return folder / "site"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """Renders the page of a factory of the tiny publication after some of it was changed."""
    site: Site = site_of(TINY)
    producer = pages_of(site, FactoryPage(), tmp_path_factory.mktemp("maps"))

    def render(factory_id: str, change=dataclasses.replace) -> str:
        changed: Factory = change(site.by_id[factory_id])
        return next(iter(producer.outputs(changed))).make().decode()

    return render


def _page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text("utf-8")


def test_a_closed_factory_says_so_before_anything_else(gone):
    """The flag stands between the name and the strip, so that a phone's first screen shows it."""
    page = _page(gone, f"F/{DENIM}/")
    places = [page.index(part) for part in ('</header>\n<p class="flag">', '<dl class="strip">')]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("path", "lead"),
    [
        (
            "factories/",
            (
                "2 open factories agreed to be named here. "
                "1 factory that has closed or moved is still listed."
            ),
        ),
        (
            "members/birch/",
            (
                "Names 1 open factory that agreed to it. "
                "1 factory that has closed or moved is still listed."
            ),
        ),
        ("members/alder/", "Names 2 factories that agreed to it. They are in 2 countries."),
        ("countries/TR/", "1 factory that has closed or moved is still listed."),
    ],
)
def test_closed_factories_are_counted_apart(gone, path, lead):
    """A list says how many of its factories are open, and how many are gone."""
    said = re.search(r'<p class="lead">\s*(.*?)</p>', _page(gone, path))
    assert said is not None
    assert said[1].strip() == lead


def test_a_closed_factory_is_marked_in_lists(gone):
    """Its row carries the word, and no other row does."""
    page = _page(gone, "factories/")
    rows = re.findall(r'<tr data-id="(\w+)".*?</tr>', page)
    tagged = re.findall(r'<tr data-id="(\w+)"[^\n]*<span class="tag">Closed</span>', page)
    assert set(rows) == {KNITS, WEAVES, DENIM}
    assert tagged == [DENIM]


def _text(page: str) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_every_page_counts_the_same_factories(gone):
    """Home, lists, countries, members and the figures of audits count those that are open."""
    closed = "1 factory that has closed or moved is still listed."
    home = _text(_page(gone, ""))
    assert "2 factories 2 countries 2 members that disclose" in home
    assert closed in home
    countries = _page(gone, "countries/")
    assert f"Factories in 2 countries and territories. {closed}" in _text(countries)
    rows = re.findall(r'<th scope="row">.*?>([^<]+)</a></th><td class="num">(\d+)</td>', countries)
    assert rows == [("Bangladesh", "1"), ("Türkiye", "0"), ("Vietnam", "1")]
    members = re.findall(r"</bdi></a> <span>(.*?)</span>", _page(gone, "members/"))
    assert members == ["2 factories", "1 factory"]
    with (gone / "data/factories.csv").open(encoding="utf-8", newline="") as opened:
        states = Counter(row["state"] for row in csv.DictReader(opened))
    assert states == {"open": 2, "closed": 1}


def test_where_all_have_closed_nothing_else_is_counted(tmp_path):
    """A member, a country and a map whose only factory has closed say that, and count none."""
    data = Path(shutil.copytree(TINY, tmp_path / "data"))
    for factory in (KNITS, WEAVES):
        (data / f"ledger/{factory}-20260407.csv").write_text(
            f"kind,identifier,event,date,successor\nfactory,{factory},closed,2026-04-07,\n"
        )
    build(data, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    closed = "1 factory that has closed or moved is still listed."
    assert "1 factory 1 country 1 member that discloses" in _text(_page(tmp_path / "site", ""))
    assert f"<p> {closed}</p>" in _page(tmp_path / "site", "countries/VN/map/")
    both = "2 factories that have closed or moved are still listed."
    assert both in _page(tmp_path / "site", "members/")


def test_a_map_counts_what_it_shows(gone):
    """Factories without a place are told apart from those that are on the map; closed ones do not count."""
    assert "<p>2 factories</p>" in _page(gone, "map/")
    assert "<p>1 factory</p>" in _page(gone, "countries/BD/map/")
    assert "<p>1 factory</p>" in _page(gone, "members/birch/map/")


def test_the_world_is_drawn_where_no_script_runs(gone):
    """The map of the world has its still picture, which is there; other maps have none."""
    found = re.search(r'<noscript><img src="([^"]+)"', _page(gone, "map/"))
    assert found is not None
    assert (gone / "map" / found[1]).is_file()
    assert "<noscript><p" in _page(gone, "countries/BD/map/")


def test_a_map_says_which_factory_has_closed(tmp_path):
    """A closed factory stays on the map, with the word in what its pin says."""
    data = Path(shutil.copytree(TINY, tmp_path / "data"))
    (data / f"ledger/{WEAVES}-20260407.csv").write_text(
        f"kind,identifier,event,date,successor\nfactory,{WEAVES},closed,2026-04-07,\n"
    )
    build(data, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    pins = json.loads((tmp_path / "site/map/points.geojson").read_text("utf-8"))["features"]
    states = {pin["properties"]["id"]: pin["properties"].get("state") for pin in pins}
    assert states == {KNITS: None, WEAVES: "closed"}
    script = (tmp_path / "site/map/map.js").read_text("utf-8")
    assert '"countries": {"BD": "Bangladesh", "VN": "Vietnam"}' in script
    assert '"states": {"closed": "Closed"}' in script
    said = "1 of 2 factories; 1 has no place given · 1 factory that has closed or moved is still listed."
    assert said in _text(_page(tmp_path / "site", "map/"))


@pytest.mark.parametrize("path", ["", f"F/{KNITS}/", f"F/{GONE}/", "about/"])
def test_every_page_says_who_publishes_and_where_to_write(gone, path):
    """Data pages and written pages name the publisher, with its address and that for errors."""
    footer = _page(gone, path).partition('<footer class="mw-footer">')[2]
    assert (
        'Published by <a href="https://publisher.example/"><bdi>The Tiny Publisher</bdi></a>'
        in footer
    )
    assert 'href="mailto:hello@publisher.example"' in footer
    assert '<a href="mailto:report@tiny.example" rel="nofollow">Report an error</a>' in footer


@pytest.mark.parametrize("path", ["", f"F/{KNITS}/", f"F/{GONE}/", "about/"])
def test_the_foot_of_every_page_leads_factories_to_their_guide(gone, path):
    """Whoever runs a factory finds how to correct a page and how to withdraw."""
    page = _page(gone, path)
    footer = page.partition('<footer class="mw-footer">')[2]
    up = "../" * path.count("/")
    assert f'<a href="{up}contribute/factory/">For factories</a>' in footer
    assert (gone / "contribute/factory/index.html").is_file()


def test_a_factorys_page_tells_its_people_what_they_can_do(gone):
    """Beside the address for errors stands the way to correct the page, or to withdraw."""
    section = _page(gone, f"F/{KNITS}/").partition('<section id="wrong">')[2]
    said = section.partition("</section>")[0]
    assert "You run this factory?" in said
    assert (
        '<a href="../../contribute/factory/">How to correct this page, or to withdraw</a>' in said
    )


def test_what_is_not_shown_is_not_called_refused(gone):
    """Nobody can tell from the pages whether a factory was asked, and the sign's meaning says so."""
    signs = _text(_page(gone, "data/dictionary/")).partition("What the signs mean")[2]
    meaning = (
        "No consent to show this The factory has not agreed to this subject, or was not asked."
    )
    assert meaning in signs


def test_an_identifier_that_is_not_shown_can_be_written_about(gone):
    """Its page has the address for errors, which begins the e-mail with the identifier."""
    page = _page(gone, f"F/{GONE}/")
    assert f'href="mailto:report@tiny.example?subject={GONE}"' in page
    assert "<bdi>report@tiny.example</bdi>" in page


@pytest.mark.parametrize(
    "name", ["A & B", "x&bcc=y@z.example", "a?b#c", '"><b>', "ক A.Ş.\r\nTo: x"]
)
def test_a_name_stays_within_the_subject(name):
    """Whatever a factory is called, the e-mail has one recipient and one header."""
    publication = dataclasses.replace(read_publication(TINY), report_url="mailto:r@tiny.example")
    href, text = report(publication, f"{KNITS} {name}")
    parts = urlsplit(href)
    assert (parts.path, parts.fragment, text) == ("r@tiny.example", "", "r@tiny.example")
    assert parse_qsl(parts.query) == [("subject", f"{KNITS} {name}")]
    assert re.fullmatch(r"[\w.~%@:?=-]+", href, re.ASCII)


def test_an_address_of_the_web_is_left_as_it_is():
    """Only an e-mail has a subject."""
    address = "https://publisher.example/report"
    assert report(read_publication(TINY), KNITS) == (address, address)


def test_a_translation_may_put_the_publisher_anywhere():
    """The sentence is split where its name stands."""
    sentence = {"Published by %(name)s": "%(name)s yayımladı"}
    made_up = dataclasses.replace(ENGLISH.language, messages=sentence)
    site = chrome(read_publication(TINY), Speaker(made_up, AS_OF), demo=False)
    assert site["labels"]["published_by"] == ["", " yayımladı"]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Brand 1"),
        (2, "Brand 1 and Brand 2"),
        (3, "Brand 1, Brand 2 and Brand 3"),
        (4, "Brand 1, Brand 2, Brand 3 and 1 more"),
        (7, "Brand 1, Brand 2, Brand 3 and 4 more"),
    ],
)
def test_the_brands_are_named_where_a_shopper_looks(rendered, count, said):
    """Up to three stand by name in the strip, and lead to who buys there."""

    def bought(factory: Factory) -> Factory:
        one = factory.sourcing[0]
        sourcing = [
            dataclasses.replace(one, member=dataclasses.replace(one.member, name=f"Brand {n}"))
            for n in range(1, count + 1)
        ]
        return dataclasses.replace(factory, sourcing=tuple(sourcing))

    found = re.search(r'<b><a href="#who">(.*?)</a></b>', rendered(KNITS, bought))
    assert found is not None
    assert re.sub(r"</?bdi>", "", found[1]) == said


def test_no_audit_disclosed_does_not_say_that_there_was_none(rendered):
    """A factory whose audits may be shown and of which none is disclosed is not called unaudited."""
    page = rendered(KNITS, lambda factory: dataclasses.replace(factory, audits=()))
    assert page.count("No audit disclosed") == 2
    assert "Not audited" not in page


def test_a_tier_stands_with_the_supplier_it_is_of(rendered):
    """Where a factory supplies another, the link's tier is its own and is not put to the other."""
    assert "Tier 2 · declared by the factory" in rendered(KNITS)
    customers = rendered(WEAVES).partition("Factories that it supplies")[2].partition("</ul>")[0]
    assert "Fable Knitwear Ltd" in customers
    assert "Tier" not in customers
    assert 'href="../../data/dictionary/#sourcing">Tier</a>' in rendered(WEAVES)


def test_names_keep_their_direction_within_a_sentence():
    """A name is isolated on a right-to-left page, and a right-to-left name on any."""
    arabic = dataclasses.replace(ENGLISH.language, direction="rtl")
    assert Speaker(arabic, AS_OF).isolated("Alder (fictional)") == "\u2068Alder (fictional)\u2069"
    assert ENGLISH.isolated("مصنع") == "\u2068مصنع\u2069"
    assert ENGLISH.isolated("Pretend Denim A.Ş.") == "Pretend Denim A.Ş."
