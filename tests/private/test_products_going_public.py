"""Products on their way out of a private folder: what of them goes public, and with which events."""

from __future__ import annotations

import random
from datetime import date

import pytest

from checking import cells, events, findings, without
from madewhere.errors import MadewhereError
from madewhere.events.succession import reopen
from madewhere.events.withdrawal import withdraw
from madewhere.identifiers import mint_product_id
from madewhere.private.going_public import GoingPublic, plan, write
from madewhere.report.going_public import end_text, plan_text
from on_disk import csv_rows, everything
from private.going_public_case import NEW, add, add_factory, agree, make_private
from tiny_publication import AS_OF, KNITS, LARGE, MEDIUM, TEE, WEAVES

OTHER, ITS_GTIN = "7ARB0VR7Q", "09520000000035"
GLN = "9520123456788"
YESTERDAY = date(2026, 11, 20)
FABRIC, MAKING = 4, 5
"""The lines of the steps that name a factory."""


@pytest.fixture
def private(tiny, tmp_path):
    """Alder's private folder, which holds just what is public already."""
    return make_private(tiny, tmp_path / "private")


def go(private, data, **options) -> GoingPublic:
    """Plan, and write, as the command does."""
    going = plan(private, data, as_of=AS_OF, **options)
    write(going)
    return going


def product(private, product_id=OTHER, **steps):
    """Add a product with a GTIN and one step."""
    add(private, "products", product_id=product_id, name="Lantern skirt", brand="Alder",
        stated_on="2026-10-01")  # fmt: skip
    step = {"product_id": product_id, "position": "1", "entry": "1", "stage": "making",
            "place": "not-known", "stated_on": "2026-10-01"}  # fmt: skip
    add(private, "product_steps", **(step | steps))


def steps(data):
    """What is public of the places of steps."""
    rows = csv_rows(data / "members/alder/product_steps.csv")
    return [(r["product_id"], r["place"], r["factory_id"], r["one_of"]) for r in rows]


def published(going):
    """The events that are new."""
    return [(e["kind"], e["identifier"], e["event"]) for e in going.events]


def test_products_go_out_with_their_events(tiny, private):
    """A product and each of its GTINs get an event, once; done again, nothing changes."""
    product(private)
    add(private, "product_gtins", gtin=ITS_GTIN, product_id=OTHER)
    going = go(private, tiny)
    assert published(going) == [("product", OTHER, "published"), ("gtin", ITS_GTIN, "published")]
    assert going.products.added == [OTHER]
    text = plan_text(going)
    assert "2 products (1 new), 3 product_gtins (1 new), 7 product_steps (1 new)" in text
    assert f"New        product {OTHER} Lantern skirt\n" in text
    assert findings(tiny) == []
    before = everything(tiny)
    again = go(private, tiny)
    assert (again.differs, again.events) == (False, [])
    assert everything(tiny) == before


def test_the_gln_of_a_factory_that_is_public_gets_an_event(tiny, private):
    """A GLN has an address of its own, whenever it comes; two members' share it."""
    cells("factories.csv", 2, gln=GLN)(private)
    going = go(private, tiny)
    assert published(going) == [("gln", GLN, "published")]
    assert findings(tiny) == []
    assert go(private, tiny).events == []


def test_the_gln_of_a_factory_that_stays_in_gets_none(tiny, private):
    """Nothing of a factory that did not agree reaches the ledger."""
    add_factory(
        private, gln=GLN, identifiers_stated_on="2026-02-01", identifiers_stated_by="member"
    )
    assert published(go(private, tiny)) == []


@pytest.mark.parametrize("lost", ["gone", "lapsed", "older text", "no identity"])
def test_a_step_without_its_factorys_consent_goes_out_as_not_disclosed(tiny, private, lost):
    """The step stays, its factory does not; a row that may be one of several says of how many still."""
    scope = "identity" if lost == "no identity" else "products"
    rows = enumerate(csv_rows(private / "consents.csv"), start=2)
    line = next(n for n, r in rows if (r["factory_id"], r["scope"]) == (KNITS, scope))
    changed = {
        "gone": {"scope": "programmes"},
        "lapsed": {"valid_until": "2026-11-20"},
        "older text": {"text_version": "2026-2"},
        "no identity": {"valid_until": "2026-11-20"},
    }
    cells("consents.csv", line, **changed[lost])(private)
    before = steps(tiny)
    going = go(private, tiny, drop_missing=True)
    expected = [
        (p, "not-disclosed" if place == "factory" else place, "", one_of)
        for p, place, _, one_of in before
    ]
    assert steps(tiny) == expected
    assert {code for code, level, *_ in findings(tiny) if level == "error"} == set()
    assert "product_steps (factory_id)" in plan_text(going) or lost == "no identity"
    before = everything(tiny)
    assert not go(private, tiny).differs
    assert everything(tiny) == before


def test_the_report_says_which_step_is_not_disclosed_and_why(tiny, private):
    """It names the factory, the column, and the scope that is missing."""
    product(private, place="factory", factory_id=WEAVES)
    text = plan_text(plan(private, tiny, as_of=AS_OF))
    assert (
        f"Stays in   {WEAVES} Invented Weaving Co: product_steps (factory_id); not agreed to: products\n"
        in text
    )


def test_a_step_at_a_factory_that_stays_in_is_not_disclosed(tiny, private):
    """A factory with a consent, but with an error in its own row, is not public, and so not named."""
    add_factory(private, workers="many")
    for scope in ("identity", "products"):
        agree(private, scope, text_version="2026-3")
    product(private, place="factory", factory_id=NEW)
    go(private, tiny)
    assert (OTHER, "not-disclosed", "", "") in steps(tiny)
    assert findings(tiny) == []


def test_a_step_at_a_factory_that_the_folder_does_not_have_stays_in(tiny, private):
    """It is an error told at its line."""
    product(private, place="factory", factory_id="TRZV9YHNV")
    going = plan(private, tiny, as_of=AS_OF)
    assert [(p.code, p.file, p.field) for p in going.problems] == [
        ("reference-factory", "product_steps.csv", "factory_id")
    ]


def test_what_hangs_on_no_product_stays_in(tiny, private):
    """A row of a product that the folder does not have is told and kept in."""
    add(private, "product_gtins", gtin=ITS_GTIN, product_id=OTHER)
    going = plan(private, tiny, as_of=AS_OF)
    assert [(p.code, p.file, p.field) for p in going.problems] == [
        ("reference-product", "product_gtins.csv", "product_id")
    ]
    assert (going.events, going.differs) == ([], False)


def test_a_withdrawn_product_does_not_come_back_silently(tiny, private):
    """It stays in with all that hangs on it, and the report says so and what lets it out again."""
    withdraw([TEE], tiny, day=YESTERDAY)
    going = go(private, tiny)
    assert going.events == []
    assert not any(csv_rows(path) for path in (tiny / "members/alder").glob("product*.csv"))
    said = f"{TEE} Harbour tee: everything; withdrawn on 2026-11-20; `madewhere reopen` lets it out"
    assert said in plan_text(going)
    reopen(TEE, tiny, day=AS_OF)
    assert go(private, tiny).products.added == [TEE]
    assert findings(tiny) == []


def test_a_withdrawn_gtin_does_not_come_back_silently(tiny, private):
    """The product stays public without it."""
    withdraw([MEDIUM], tiny, day=YESTERDAY)
    going = go(private, tiny)
    assert [row["gtin"] for row in csv_rows(tiny / "members/alder/product_gtins.csv")] == [LARGE]
    assert f"{MEDIUM}: everything; withdrawn on 2026-11-20" in plan_text(going)
    assert not going.events
    reopen(MEDIUM, tiny, day=AS_OF)
    go(private, tiny)
    assert findings(tiny) == []


def test_a_product_under_doubt_stays_in(tiny, private):
    """An event that cannot be used may have been a withdrawal."""
    (tiny / "ledger/slip.csv").write_text(
        f"kind,identifier,event,date,successor\nproduct,{TEE},withdrawn,2026-11-31,\n"
    )
    going = plan(private, tiny, as_of=AS_OF)
    assert f"{TEE} Harbour tee: everything; an event of the ledger about it" in plan_text(going)
    assert going.products.removed == [TEE]


def test_an_invented_number_in_a_real_package_keeps_everything_in(tiny, private):
    """What is not marked as invented cannot have GS1's examples; a package that is keeps its mark."""
    assert plan(private, tiny, as_of=AS_OF).hindrance == ""
    going = plan(private, tiny, as_of=AS_OF, demo=False)
    assert {p.code for p in going.brought} == {"gs1-example"}
    with pytest.raises(MadewhereError, match="errors that it does not have now"):
        write(going)


def test_a_folder_that_does_not_know_most_products_takes_none_out(tiny, private):
    """Products on labels do not vanish because somebody runs this with another folder."""
    minted = sorted(mint_product_id(random.Random(seed), set()) for seed in range(10))
    for product_id in minted:
        product(private, product_id=product_id)
    go(private, tiny)
    without("products.csv", *minted)(private)
    without("product_steps.csv", *minted)(private)
    going = plan(private, tiny, as_of=AS_OF)
    assert "does not know 10 of the 11 products that alder shows" in going.hindrance
    text = plan_text(going)
    assert f"Taken out  product {minted[0]} Lantern skirt: it is not in the private" in text
    assert "Nothing was written" in end_text(going, written=False)
    assert plan(private, tiny, as_of=AS_OF, drop_missing=True).hindrance == ""


def test_what_a_product_brings_is_told_at_its_line(tiny, private):
    """A number that names no product is an error at the folder's row, before anything is written."""
    events("other", ("product", OTHER, "published", "2026-03-01", ""))(tiny)
    product(private)
    add(private, "product_gtins", gtin="02112345678900", product_id=OTHER)
    going = plan(private, tiny, as_of=AS_OF)
    told = [(p.code, p.file, p.line) for p in going.brought]
    assert told == [("gtin-restricted", "product_gtins.csv", 2)]
    assert "02112345678900" not in "".join(map(repr, everything(tiny).values()))


def test_the_number_of_a_certificate_that_stays_in_stays_in_with_it(tiny, private):
    """A claim that rests on a factory's certificate does not name it before that factory agrees."""
    rows = enumerate(csv_rows(private / "consents.csv"), start=2)
    line = next(n for n, r in rows if (r["factory_id"], r["scope"]) == (KNITS, "certificates"))
    cells("consents.csv", line, valid_until="2026-11-20")(private)
    go(private, tiny)
    claims = csv_rows(tiny / "members/alder/product_claims.csv")
    assert [(row["claim"], row["number"], row["standard"]) for row in claims] == [
        ("organic-cotton", "OR-981", "organic"),
        ("organic-knitting", "", ""),
        ("soft", "", ""),
    ]
    own = b"".join(c for f, c in everything(tiny).items() if f.startswith("members/alder"))
    assert b"OR-412" not in own
