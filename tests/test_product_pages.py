"""What the pages of products say: where each step was done, in which words, at which addresses."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from madewhere.addresses import Addresses
from madewhere.build import build
from madewhere.disclose import disclose
from madewhere.exports.product_records import product_json
from madewhere.link import link
from madewhere.maps.atlas import Atlas
from madewhere.project import SITE_SRC
from madewhere.read import read_data
from madewhere.render.kinds.base import Setting
from madewhere.render.kinds.product import ProductPage
from madewhere.render.languages import language
from madewhere.render.product_parts import answer, known, told_steps
from madewhere.render.renderer import PageProducer, page_environment
from madewhere.render.speaker import Speaker
from madewhere.site_model.products import Place, Step
from tiny_publication import AS_OF, DENIM, KNITS, LARGE, MEDIUM, TEE, TINY, WEAVES

ALDER = "members/alder"
GOLDEN = Path(__file__).parent / "fixtures" / "product-record.json"


def _site(data: Path):
    return link(disclose(read_data(data, as_of=AS_OF).corpus)[0])


@pytest.fixture(scope="module")
def site():
    """The tiny publication as pages get it."""
    return _site(TINY)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The site of the tiny publication."""
    folder = tmp_path_factory.mktemp("products")
    build(TINY, folder / "site", as_of=AS_OF, cache=folder / "cache")
    return folder / "site"


@pytest.fixture(scope="module")
def page_with(site, tmp_path_factory):
    """Renders the page of the tiny publication's product with other steps, as words."""
    cache = tmp_path_factory.mktemp("maps")

    def render(*steps: Step, **changes) -> str:
        product = dataclasses.replace(site.products[TEE], steps=steps, **changes)
        changed = dataclasses.replace(site, products={TEE: product})
        atlas = Atlas(changed, cache)
        say = Speaker(language("en"), AS_OF)
        setting = Setting(changed, say, Addresses(site.publication, "en"), (), atlas)
        producer = PageProducer(ProductPage(), setting, page_environment(setting, ""), "")
        return next(iter(producer.outputs(product))).make().decode()

    return render


def _place(kind: str, *factories: str, **more) -> Place:
    empty = dict.fromkeys(("one_of", "country", "lot", "valid_from", "valid_until"))
    return Place(kind=kind, factories=factories, **{**empty, "stated_on": date(2026, 3, 1), **more})


def _step(*places: Place, position: int = 1, stage: str = "making", part: str | None = None):
    return Step(position, stage, part, places)


def _words(page: str) -> str:
    """The words of a page's content, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", "<main" + page.partition("<main")[2]).split())


def _strip(page: str) -> str:
    """The words of the answer at the top."""
    return _words("<main>" + page.partition('<dl class="strip answer">')[2].partition("</dl>")[0])


def test_the_first_lines_answer_where_by_whom_checked_when_and_what_is_missing(built):
    """Country, factory, day, firm, what was found, and each step that names no factory."""
    said = _strip((built / "P" / TEE / "index.html").read_text("utf-8"))
    assert said.startswith("Sewn in Bangladesh by Fable Knitwear Ltd , Gazipur Factory checked ")
    assert "Factory checked 12 March 2025 by Plumb Fictional Audits · 20 months ago" in said
    assert "3 findings · 1 fixed · 2 overdue" in said
    assert "Factory named for 1 of 5 steps" in said
    for gap in (
        "Weaving or knitting: one of several",
        "Raw material: country only",
        "Packing: not disclosed",
        "Spinning: not known",
    ):
        assert gap in said, gap


@pytest.mark.parametrize(
    ("place", "sign", "words"),
    [
        (_place("factory", KNITS), "", "Fable Knitwear Ltd Gazipur , Bangladesh Checked on"),
        (_place("one-of", KNITS, WEAVES, one_of=3), "mark place-one-of", "One of 3 factories"),
        (_place("one-of", KNITS), "mark place-one-of", "One of several factories"),
        (_place("country", country="IN"), "mark place-country", "India Only the country is stated"),
        (_place("not-disclosed"), "no no-agreed", "Not disclosed Either the brand does not name"),
        (_place("not-known"), "no no-known", "Not known The brand says that it does not know"),
    ],
)
def test_each_kind_of_place_has_its_own_sign_and_words(page_with, place, sign, words):
    """No two kinds look alike, each says what it means, and the others' words are not there."""
    page = page_with(_step(place))
    journey = page.partition('<ol class="journey">')[2].partition("</ol>")[0]
    assert words in _words("<main>" + journey)
    assert f'<li class="at-{place.kind}">' in journey
    kinds = ("mark place-one-of", "mark place-country", "no no-known")
    assert [kind for kind in kinds if f'<summary><span class="{kind}">' in journey] == [
        kind for kind in kinds if kind == sign
    ]
    assert (f'<summary><span class="{sign}">' in journey) is bool(sign)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ((_place("factory", KNITS),), "Sewn in Bangladesh by Fable Knitwear Ltd , Gazipur"),
        (
            (_place("one-of", KNITS, WEAVES, one_of=3),),
            "Sewn in Bangladesh or Vietnam One of 3 factories Fable Knitwear Ltd , Gazipur Invented",
        ),
        (
            (_place("country", country="IN"),),
            "Sewn in India Only the country is stated Factory checked No factory is named, so no check",
        ),
        ((_place("not-disclosed"),), "Sewn in Not disclosed Factory checked No factory is named"),
        ((_place("not-known"),), "Sewn in Not known Factory checked No factory is named"),
        (
            (_place("factory", KNITS, valid_until=date(2026, 1, 31)),),
            "Sewn in Not stated for today Factory checked No factory is named",
        ),
        (
            (_place("factory", KNITS, lot="L1"), _place("factory", WEAVES, lot="L2")),
            "Sewn in Bangladesh by Fable Knitwear Ltd , Gazipur and elsewhere",
        ),
        ((_place("factory", DENIM),), "Factory checked No consent to show audits"),
    ],
)
def test_the_answer_says_no_more_than_is_stated(page_with, places, said):
    """Whatever the kind of place, the first lines hold what is known of it and name what is not."""
    assert said in _strip(page_with(_step(*places)))


def test_a_product_without_steps_says_so(page_with):
    """Nothing is made up, and no map is drawn."""
    page = page_with()
    assert "Sewn in Nothing is stated" in _strip(page)
    assert "has not stated a step of making" in _words(page)
    assert "way-map" not in page


def test_what_held_earlier_or_holds_later_is_folded(page_with):
    """Today's place stands open; a former one, a coming one and single lots are one tap away."""
    page = page_with(
        _step(
            _place("factory", KNITS, valid_from=date(2026, 2, 1)),
            _place("factory", WEAVES, lot="L2026-07"),
            _place("not-disclosed", valid_until=date(2026, 1, 31)),
            _place("country", country="IN", valid_from=date(2027, 1, 1)),
        )
    )
    folded = re.findall(r"<summary>(\w[\w ]*) <span class=\"quiet\">\((\d)\)", page)
    assert folded == [("Single lots", "1"), ("Later", "1"), ("Earlier", "1")]
    said = _words(page)
    assert "made since 1 February 2026" in said
    assert "made until 31 January 2026" in said
    assert "made from 1 January 2027 on" in said
    assert "Lot L2026-07" in said
    assert "Sewn in Bangladesh by Fable" in _strip(page)


def test_a_step_about_a_part_names_it(page_with):
    """Two steps of one stage are told apart by the part that they are about."""
    page = page_with(
        _step(_place("factory", KNITS), stage="fabric", part="Main fabric"),
        _step(_place("not-known"), position=2, stage="fabric", part="Lining"),
    )
    said = _strip(page)
    assert "Woven or knitted in ( Main fabric ) Bangladesh" in said
    assert "Woven or knitted in ( Lining ) Not known" in said


@pytest.mark.parametrize(
    ("stages", "answered"),
    [
        (("spinning", "making", "packing"), "making"),
        (("spinning", "fabric", "packing"), "fabric"),
        (("washing", "packing"), "packing"),
    ],
)
def test_the_answer_is_for_sewing_or_what_comes_nearest(stages, answered):
    """A scarf that is only woven is answered for by its weaving."""
    steps = [_step(_place("not-known"), position=n, stage=s) for n, s in enumerate(stages)]
    told = answer(told_steps(steps, AS_OF))
    assert told is not None
    assert told.stage == answered


def test_a_step_counts_by_the_least_that_is_known():
    """Where two lots differ, the step is not called known for the one that names its factory."""
    steps = [
        _step(_place("factory", KNITS, lot="A"), _place("not-known", lot="B")),
        _step(_place("factory", KNITS), position=2, stage="packing"),
    ]
    found = known(told_steps(steps, AS_OF))
    assert (found.steps, found.named) == (2, 1)
    assert [kind for kind, _ in found.unnamed] == ["not-known"]


def test_a_product_that_was_ended_says_so(page_with):
    """The flag stands above the answer."""
    page = page_with(_step(_place("factory", KNITS)), state="closed")
    assert page.index("has ended this product") < page.index("strip answer")


def test_claims_stand_with_what_supports_them(built):
    """A certificate of the product, one of a factory, and none at all are told apart."""
    said = _words((built / "P" / TEE / "index.html").read_text("utf-8"))
    assert (
        "Supported By certificate OR-981, valid until 31 May 2027. It is about this product."
        in said
    )
    assert (
        "Supported By certificate OR-412, valid until 31 May 2027. Held by Fable Knitwear Ltd"
        in said
    )
    assert "Without evidence No certificate that is shown here supports it." in said


def test_the_page_stands_at_the_address_of_each_of_its_numbers(built):
    """It is one file under three names, whose canonical address is the product's."""
    own = built / "P" / TEE / "index.html"
    text = own.read_text("utf-8")
    assert f'<link rel="canonical" href="https://tiny.example/P/{TEE}/">' in text
    for gtin in (MEDIUM, LARGE):
        assert (built / "01" / gtin / "index.html").stat().st_ino == own.stat().st_ino
        assert f'<span class="number">{gtin}</span>' in text
    listed = (built / "sitemap.xml").read_text("utf-8")
    assert f"/P/{TEE}/" in listed
    assert "/01/" not in listed


def test_a_factory_answers_at_its_location_number(tiny, tmp_path, edit):
    """Its page stands at /414/ too; a number that nothing has any more says so."""
    factories = tiny / ALDER / "factories.csv"
    edit(factories, lambda rows: rows[0].update(gln="9520000000004"))
    (tiny / "ledger/numbers.csv").write_text(
        "kind,identifier,event,date,successor\n"
        "gln,9520000000004,published,2026-03-01,\n"
        "gln,9520000000011,published,2026-03-01,\n"
    )
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    own = tmp_path / "site/F" / KNITS / "index.html"
    copy = tmp_path / "site/414/9520000000004/index.html"
    assert copy.stat().st_ino == own.stat().st_ino
    gone = _words((tmp_path / "site/414/9520000000011/index.html").read_text("utf-8"))
    assert "No factory is shown for this number 9520000000011" in gone


def _claimed_twice(tiny: Path) -> str:
    """Let birch claim one GTIN of alder's product for a product of its own; gives its ID."""
    other = "7K3QF214M"
    birch = tiny / "members/birch"
    (birch / "products.csv").write_text(
        "product_id,name,name_language,brand,product_type,materials,website,sold_from,sold_until,"
        f"stated_on\n{other},Birch tee,en,Birch,,,,,,2026-03-01\n"
    )
    (birch / "product_gtins.csv").write_text(f"gtin,product_id,variant\n{MEDIUM},{other},\n")
    (tiny / "ledger/other.csv").write_text(
        f"kind,identifier,event,date,successor\nproduct,{other},published,2026-03-01,\n"
    )
    return other


def test_a_number_that_two_products_claim_names_both(tiny, tmp_path):
    """Its address leads to neither of them, and each product's page says that it is contested."""
    other = _claimed_twice(tiny)
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    page = (tmp_path / "site/01" / MEDIUM / "index.html").read_text("utf-8")
    said = _words(page)
    assert "Several products claim this number" in said
    assert "Harbour tee, Alder" in said
    assert "Birch tee, Birch" in said
    assert (f'href="../../P/{TEE}/"' in page, f'href="../../P/{other}/"' in page) == (True, True)
    own = (tmp_path / "site/P" / TEE / "index.html").read_text("utf-8")
    assert f'href="../../01/{MEDIUM}/">Other products claim this number too</a>' in own
    assert (tmp_path / "site/01" / LARGE / "index.html").read_text("utf-8") == own


@pytest.mark.parametrize(
    ("event", "heading"),
    [
        ("withdrawn", "This product’s page was withdrawn"),
        ("merged", "This product has another page now"),
    ],
)
def test_a_product_that_is_gone_answers_and_so_do_its_numbers(tiny, tmp_path, event, heading):
    """Its page says what became of it and nothing else; a number without a product says that."""
    other = _claimed_twice(tiny)
    successor = other if event == "merged" else ""
    (tiny / "ledger/end.csv").write_text(
        f"kind,identifier,event,date,successor\nproduct,{TEE},{event},2026-06-01,{successor}\n"
    )
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    page = (tmp_path / "site/P" / TEE / "index.html").read_text("utf-8")
    assert heading in _words(page)
    assert "Harbour" not in page
    assert (f'href="../../P/{other}/"' in page) is bool(successor)
    record = json.loads((tmp_path / "site/P" / TEE / "record.json").read_text("utf-8"))
    assert (record["state"], record["successor"]) == (event, successor or None)
    assert (tmp_path / "site/P" / TEE / "qr.svg").is_file()
    lost = _words((tmp_path / "site/01" / LARGE / "index.html").read_text("utf-8"))
    assert "No product is shown for this number" in lost
    kept = (tmp_path / "site/01" / MEDIUM / "index.html").read_text("utf-8")
    assert "Birch tee" in kept


def test_a_factory_that_agreed_to_no_products_is_nowhere_in_one(tiny, tmp_path, edit):
    """Its step is not disclosed, and its own page says that it did not agree."""

    def refuse(rows):
        rows[:] = [r for r in rows if (r["factory_id"], r["scope"]) != (KNITS, "products")]

    edit(tiny / ALDER / "consents.csv", refuse)
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    page = (tmp_path / "site/P" / TEE / "index.html").read_text("utf-8")
    assert "Sewn in Not disclosed" in _strip(page)
    assert "Fable" not in page
    factory = (tmp_path / "site/F" / KNITS / "index.html").read_text("utf-8")
    section = factory.partition('<section id="products">')[2].partition("</section>")[0]
    assert "No consent to show this" in section
    assert "Harbour" not in factory


@pytest.mark.parametrize(
    ("factory", "words"),
    [
        (KNITS, "Harbour tee Alder Weaving or knitting and Sewing"),
        (WEAVES, "No consent to show this"),
    ],
)
def test_a_factory_lists_what_is_made_there(built, factory, words):
    """Its products, or that it has not agreed."""
    page = (built / "F" / factory / "index.html").read_text("utf-8")
    section = page.partition('<section id="products">')[2].partition("</section>")[0]
    assert words in _words("<main>" + section)


def test_agreeing_and_making_nothing_is_not_refusing(tiny, tmp_path, edit):
    """A factory that said yes and of which no product is stated has words of its own."""
    edit(tiny / ALDER / "product_steps.csv", lambda rows: rows.clear())
    build(tiny, tmp_path / "site", as_of=AS_OF, cache=tmp_path / "cache")
    page = (tmp_path / "site/F" / KNITS / "index.html").read_text("utf-8")
    section = page.partition('<section id="products">')[2].partition("</section>")[0]
    assert "It agreed, and no brand has stated a product that is made here." in section


def test_members_lists_and_the_first_page_lead_to_products(built):
    """The member's page, the list of all, and the count on the first page."""
    member = (built / "members/alder/index.html").read_text("utf-8")
    assert f'<a href="../../P/{TEE}/"><bdi lang="en">Harbour tee</bdi></a>' in member
    birch = _words((built / "members/birch/index.html").read_text("utf-8"))
    assert "Its products None stated" in birch
    listed = _words((built / "products/index.html").read_text("utf-8"))
    assert "Harbour tee T-shirt Alder Bangladesh Fable Knitwear Ltd March 2025" in listed
    home = _words((built / "index.html").read_text("utf-8"))
    assert "1 product with its steps" in home


def test_the_record_is_what_was_agreed_on(site):
    """`record.json` is a contract: a change of its form shows here."""
    assert product_json(site, site.products[TEE]).decode() == GOLDEN.read_text("utf-8")


def test_a_factorys_record_names_its_products(built):
    """With the stages done there, whether it is certain, and whether it holds today."""
    record = json.loads((built / "F" / KNITS / "record.json").read_text("utf-8"))
    assert record["products"] == [
        {
            "product_id": TEE,
            "name": "Harbour tee",
            "brand": "Alder",
            "stages": ["fabric", "making"],
            "certain": True,
            "now": True,
        }
    ]


def test_search_engines_learn_the_country_only_where_it_is_certain(page_with):
    """One of several factories in two countries gives none."""
    sure = page_with(_step(_place("factory", KNITS)))
    assert '"countryOfAssembly": "BD"' in sure
    assert f'"gtin": ["{MEDIUM}", "{LARGE}"]' in sure
    doubt = page_with(_step(_place("one-of", KNITS, WEAVES, one_of=2)))
    assert "countryOfAssembly" not in doubt


def test_a_map_shows_numbers_where_places_are_known(page_with):
    """Steps at one place share a sign, a country's sign is another, and what is missing is listed."""
    page = page_with(
        _step(_place("country", country="IN"), stage="raw-material"),
        _step(_place("not-known"), position=2, stage="spinning"),
        _step(_place("factory", KNITS), position=3, stage="fabric"),
        _step(_place("factory", KNITS), position=4),
    )
    signs = re.findall(r'<g class="sign at-([\w-]+)">.*?<text[^>]*>([^<]*)</text>', page)
    assert signs == [("country", "1"), ("factory", "3–4")]
    assert "Not on the map, because nobody says where: 2 Spinning" in _words(page)


def test_the_query_of_the_guide_counts_where_products_are_sewn(built):
    """The one that stands in the guide, over the downloaded table."""
    guide = (SITE_SRC / "use-the-data.md").read_text("utf-8")
    (query,) = (q for q in re.findall(r"```sql\n(.*?)```", guide, re.DOTALL) if "product" in q)
    with (built / "data/product_steps.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE product_steps ({', '.join(header)})")
        places = ", ".join("?" * len(header))
        database.executemany(f"INSERT INTO product_steps VALUES ({places})", rows)  # noqa: S608 - our names
        assert list(database.execute(query)) == [("factory", 1)]
