"""The pages of supply networks: what they say, where they lead, when they are made again."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape
from networks import factory, linked, profile, said

from madewhere.build import build
from madewhere.digests import add_digests
from madewhere.exports.network import supply_links_csv
from madewhere.render.kinds.network import MOST_LINKS, FactoryNetworkPage, MemberNetworkPage
from madewhere.site_model import Factory, MemberProfile, Site, SupplyLink
from madewhere.tiers.around import member_network
from shown import pages_of, site_of
from tiny_publication import AS_OF, DENIM, KNITS, TINY, WEAVES


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The site of the tiny publication."""
    folder = tmp_path_factory.mktemp("network")
    build(TINY, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return folder / "site"


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """A folder for drawn maps."""
    return tmp_path_factory.mktemp("maps")


def _made_up(factories: dict[str, Factory], members: list[MemberProfile]) -> Site:
    """A site with made-up factories and members and everything else as in the tiny publication."""
    site = site_of(TINY)
    factories_of = {"factories": list(factories.values()), "by_id": factories, "members": members}
    site = replace(site, **factories_of, products={})
    add_digests(site)
    return site


def _pages(site: Site, kind: MemberNetworkPage | FactoryNetworkPage, maps: Path) -> dict[str, str]:
    producer = pages_of(site, kind, maps)
    return {
        output.path: output.make().decode()
        for item in producer.items
        for output in producer.outputs(item)
    }


def _text(page: str) -> str:
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    assert main
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[0])))


def test_a_members_network_is_a_page_with_a_drawing_a_table_and_a_file(built):
    """The page stands below the member's, which leads to it, and has every link as a row of a file."""
    page = (built / "members/alder/network/index.html").read_text("utf-8")
    assert "network/" in (built / "members/alder/index.html").read_text("utf-8")
    for factory_id in (KNITS, WEAVES):
        assert page.count(f'F/{factory_id}/"') == 2, "once in the drawing, once in the table"
    assert "declared by the factory" in _text(page)
    with (built / "members/alder/supply_links.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(r["member"], r["supplier_id"], r["customer_id"]) for r in rows] == [
        ("alder", WEAVES, KNITS)
    ]


def test_a_members_file_has_its_rows_of_the_whole_table(built):
    """The file beside the page says neither more nor less than the download of everything."""
    whole = (built / "data/supply_links.csv").read_text("utf-8").splitlines()
    own = (built / "members/alder/supply_links.csv").read_text("utf-8").splitlines()
    assert own == [whole[0], *(line for line in whole[1:] if line.startswith("alder,"))]


def test_a_member_without_tiers_and_links_has_no_network(built):
    """No page that could only say that nothing is shown, and no link to one."""
    assert not (built / "members/birch/network").exists()
    assert not (built / "members/birch/supply_links.csv").exists()
    assert "network/" not in (built / "members/birch/index.html").read_text("utf-8")


def test_a_factory_with_one_step_has_its_lists_and_no_network(built):
    """Its own page says all that there is."""
    assert "Factories that supply it" in (built / f"F/{KNITS}/index.html").read_text("utf-8")
    for factory_id in (KNITS, WEAVES, DENIM):
        assert not (built / f"F/{factory_id}/network").exists()


def test_a_network_says_what_it_does_not_show(built):
    """What is not shown may exist, and links need the yes of both ends."""
    text = _text((built / "members/alder/network/index.html").read_text("utf-8"))
    assert "only where the factories at both ends agreed" in text
    assert "may exist" in text
    assert "How far each tier is disclosed" in text


def test_a_factory_is_shown_whose_tier_is_not(maps):
    """It is counted as shown, and what was not agreed to is called its tier."""
    found = linked("a>b")
    found["c"] = factory("c", agreed=frozenset({"identity"}))
    site = _made_up(found, [profile(found, a=2, b=1)])
    text = _text(_pages(site, MemberNetworkPage(), maps)["members/alder/network/index.html"])
    assert "3 factories are shown, tier by tier." in text
    assert "No consent to show the tier 1 0 0 0" in text
    assert "No consent to show the tier: 1" in text
    assert "No consent to show this" not in text


def test_a_factorys_network_goes_beyond_its_own_page(maps):
    """Members on top, then steps up and down; the factory's page leads to it."""
    found = linked("a>b b>c c>d", a_b=(said(by="factory", tier=3),))
    pages = _pages(_made_up(found, []), FactoryNetworkPage(), maps)
    assert sorted(pages) == [f"F/{name}/network/index.html" for name in "abcd"]
    text = _text(pages["F/c/network/index.html"])
    for expected in (
        "Members that name it: 2",
        "Whom it supplies: 1",
        "This factory: 1",
        "Its suppliers: 1",
        "2 steps down: 1",
        "declared by the factory, through Alder",
        "Tier 3",
    ):
        assert expected in text, expected


def test_each_statement_of_a_link_is_told(maps):
    """Two members that say different things of one link stand beside each other."""
    told = (said(tier=3), said(slug="birch", by="factory", tier=2))
    found = linked("a>b b>c", a_b=told)
    text = _text(_pages(_made_up(found, []), FactoryNetworkPage(), maps)["F/c/network/index.html"])
    assert re.search(r" 3 2 \(Birch[^)]*\)", text)
    assert "stated by Alder" in text
    assert "through Birch" in text


def test_a_contradicting_tier_is_shown_beside_the_other(maps):
    """The tier of the link and that of the member's own list, both in words."""
    found = linked("a>b c>b", a_b=(said(tier=3), said(slug="birch")))
    members = [profile(found, a=2, b=1, c=2)]
    (page,) = _pages(_made_up(found, members), MemberNetworkPage(), maps).values()
    text = _text(page)
    assert text.count("tier 2 in the member’s own list") == 1
    assert text.count("also stated by Birch") == 1


def test_closed_factories_and_units_are_named_as_such(maps):
    """A shape and a word for the state, and the site that a unit belongs to."""
    found = linked("a>b b>c")
    found["a"].state = "closed"
    found["b"].part_of = "c"
    page = _pages(_made_up(found, []), FactoryNetworkPage(), maps)["F/c/network/index.html"]
    assert 'class="cross"' in page
    assert "Closed" in _text(page)
    assert "part of Factory c" in _text(page)


def test_many_factories_are_put_together_and_lead_to_the_list(maps):
    """A country's row leads to the member's list of that country, and the page stays small."""
    many = {f"n{n:03}": factory(f"n{n:03}", country="BD" if n % 2 else "CN") for n in range(479)}
    for n in range(0, 478, 2):
        supplier, customer = many[f"n{n:03}"], many[f"n{n + 1:03}"]
        customer.suppliers = (SupplyLink(supplier, (said(),)),)
        supplier.customers = (SupplyLink(customer, (said(),)),)
    members = [profile(many, **{name: 1 if int(name[1:]) % 2 else 2 for name in many})]
    (page,) = _pages(_made_up(many, members), MemberNetworkPage(), maps).values()
    assert "?country=BD" in page
    assert "Bangladesh, 239 factories" in html.unescape(page)
    drawing = re.search(r'<svg class="network" viewBox="0 0 330.*?</svg>', page, re.DOTALL)
    assert drawing
    assert drawing[0].count("<a ") < 60
    assert page.count("<tr>") < MOST_LINKS + 10


def test_a_long_table_ends_and_says_where_the_rest_is(maps):
    """The table holds so many links, and the file has all."""
    text = " ".join(f"s{n}>c" for n in range(MOST_LINKS + 3))
    found = linked(text)
    network = member_network(profile(found))
    assert len(list(csv.reader(io.StringIO(supply_links_csv(network).decode())))) == MOST_LINKS + 4
    (page,) = _pages(_made_up(found, [profile(found)]), MemberNetworkPage(), maps).values()
    assert "3 more links are in the file" in _text(page)


def test_tiers_without_links_are_still_a_page(maps):
    """The table says that no link is shown, and the drawing has the tiers."""
    found = linked("a b")
    (page,) = _pages(
        _made_up(found, [profile(found, a=1, b=2)]), MemberNetworkPage(), maps
    ).values()
    assert "No link between these factories is shown" in _text(page)
    assert "supply_links.csv" not in page


@pytest.mark.parametrize(
    "name", ['<script>alert("x")</script>', "a&b'\"", "\u202eevil", "{{ 7*7 }}"]
)
def test_hostile_names_stay_text(maps, name):
    """In the drawing as everywhere, a name is shown and nothing more."""
    found = linked("a>b b>c")
    found["a"].name = name
    page = _pages(_made_up(found, []), FactoryNetworkPage(), maps)["F/c/network/index.html"]
    assert "<script>alert" not in page
    assert str(escape(name)) in page


def test_every_link_of_a_drawing_has_a_name(maps):
    """Those who do not see the drawing hear whole names and countries."""
    found = linked("a>b b>c")
    page = _pages(_made_up(found, []), FactoryNetworkPage(), maps)["F/c/network/index.html"]
    drawing = page[page.index('role="group"') :]
    drawing = drawing[: drawing.index("</svg>")]
    anchors = drawing.count("<a ")
    assert anchors == len(re.findall(r'<a href="[^"]+"><title>[^<]+</title>', drawing))
    assert "<style" not in page
    assert " style=" not in page


def test_a_page_is_made_again_only_when_its_network_changes(tiny, edit, tmp_path):
    """A name far away changes no key of it; a supplier's name does, and so does a link's tier."""

    def keys(data: Path) -> dict[str, str]:
        producer = pages_of(site_of(data), MemberNetworkPage(), tmp_path / "maps")
        return {o.path: o.key for item in producer.items for o in producer.outputs(item)}

    before = keys(tiny)
    factories, links = tiny / "members/birch/factories.csv", tiny / "members/alder/supply_links.csv"
    edit(factories, lambda rows: [r.update(name="X") for r in rows if r["factory_id"] == DENIM])
    assert keys(tiny) == before
    edit(links, lambda rows: rows[0].update(tier="3"))
    changed = keys(tiny)
    assert changed != before
    alder = tiny / "members/alder/factories.csv"
    edit(alder, lambda rows: [r.update(name="Y") for r in rows if r["factory_id"] == WEAVES])
    assert keys(tiny) != changed
