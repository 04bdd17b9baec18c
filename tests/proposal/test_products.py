"""What a change does to products, their GTINs and steps, and how each report tells it."""

from __future__ import annotations

import json

import pytest

from checking import added, both, cells, events, without
from madewhere.events.withdrawal import withdraw
from madewhere.proposal.change import Cell, Kind
from madewhere.report import FORMATS
from tiny_publication import AS_OF, KNITS, LARGE, MEDIUM, TEE, WEAVES

ALDER = "members/alder"
PRODUCTS, GTINS, STEPS = (
    f"{ALDER}/{name}.csv" for name in ("products", "product_gtins", "product_steps")
)
OTHER, ITS_GTIN = "7ARB0VR7Q", "09520000000035"
MAKING = 5

NEW = both(
    added(PRODUCTS, product_id=OTHER, name="Lantern skirt", brand="Aldermoss",
          stated_on="2026-03-01"),
    added(GTINS, gtin=ITS_GTIN, product_id=OTHER, variant="38"),
    added(STEPS, product_id=OTHER, position="1", entry="1", stage="making", place="country",
          country="PT", stated_on="2026-03-01"),
    events("new", ("product", OTHER, "published", "2026-03-01", ""),
           ("gtin", ITS_GTIN, "published", "2026-03-01", "")),
)  # fmt: skip


def test_a_product_that_is_added(proposed):
    """With its brand, its line, its new identifier, its number and where it is made."""
    result = proposed(NEW)
    change = result.proposal
    (product,), (gtin,), (step,) = change.products, change.gtins, change.steps
    assert (product.kind, product.product_id, product.member) == (Kind.ADDED, OTHER, "alder")
    assert (product.name, product.brand, product.line) == ("Lantern skirt", "Aldermoss", 3)
    assert (product.new, product.faulty, product.cells) == (True, False, ())
    assert (gtin.kind, gtin.gtin, gtin.product_id, gtin.new) == (Kind.ADDED, ITS_GTIN, OTHER, True)
    assert (step.stage, step.place, step.country) == ("making", "country", "PT")
    assert set(change.new_ids) == {OTHER, ITS_GTIN}
    assert change.others == ()
    assert result.problems == []


def test_each_report_tells_an_added_product(proposed):
    """Text, Markdown and JSON name it, its number and its step, and count them."""
    result = proposed(NEW)
    text = FORMATS["text"](result, "data/")
    assert "1 product added, 1 GTIN added, 2 new IDs." in text
    assert f"  - {OTHER} (new ID): “Lantern skirt” of Aldermoss; by alder: added\n" in text
    assert f"  - {ITS_GTIN} (new) of {OTHER}, 38; by alder: added\n" in text
    assert f"  - {OTHER}, step 1.1 making, country: Portugal; by alder: added\n" in text
    markdown = FORMATS["markdown"](result, "data/")
    assert "#### Products (1)" in markdown
    assert (
        f"| {OTHER} &#40;new ID&#41; | Lantern skirt | Aldermoss | alder | added |  |  |"
        in markdown
    )
    told = json.loads(FORMATS["json"](result, "data/"))["proposal"]
    assert [p["product_id"] for p in told["products"]] == [OTHER]
    assert told["products"][0]["new_id"] is True
    assert told["product_gtins"][0]["gtin"] == ITS_GTIN
    assert told["product_steps"][0]["place"] == "country"


def test_a_product_that_changes(proposed):
    """The cells that differ, of the product and of its steps."""
    change = both(
        cells(PRODUCTS, 2, name="Harbour top"),
        cells(STEPS, MAKING, place="not-disclosed", factory_id=""),
        cells(GTINS, 2, variant="M, red"),
    )
    result = proposed(change)
    (product,), (gtin,), (step,) = (
        result.proposal.products,
        result.proposal.gtins,
        result.proposal.steps,
    )
    assert product.cells == (Cell("name", "Harbour tee", "Harbour top"),)
    assert gtin.cells == (Cell("variant", "M, navy", "M, red"),)
    assert step.cells == (Cell("place", "factory", "not-disclosed"), Cell("factory_id", KNITS, ""))
    text = FORMATS["text"](result, "")
    assert "1 product changed, 1 GTIN changed." in text
    assert f"{TEE}: “Harbour top” of Alder; by alder: name: “Harbour tee” → “Harbour top”" in text
    assert (
        f"{TEE}, step 4.1 making, not-disclosed; by alder: place: “factory” → “not-disclosed”"
        in text
    )


def test_steps_alone_are_counted(proposed):
    """Where the product's own row stays, the summary says that its steps do not."""
    result = proposed(cells(STEPS, MAKING, lot="L1"))
    assert "the steps of 1 other product changed." in FORMATS["text"](result, "")


def test_a_withdrawn_product(proposed):
    """It is told as removed and withdrawn; its event is there, so its identifier has not vanished."""
    result = proposed(lambda data: withdraw([TEE], data, day=AS_OF))
    assert [p.kind for p in result.proposal.products] == [Kind.REMOVED]
    assert "1 product removed (1 withdrawn), 2 GTINs removed" in FORMATS["text"](result, "")
    assert result.problems == []


@pytest.mark.parametrize(
    ("identifier", "kind"), [(TEE, "product"), (MEDIUM, "gtin"), (LARGE, "gtin")]
)
def test_an_identifier_that_vanishes_is_an_error(proposed, identifier, kind):
    """Labels with it are out there, so its event may not go, whatever becomes of the rows."""
    file = "ledger/4HARB0RT5-20260301.csv"
    result = proposed(
        both(
            without(file, identifier),
            *(without(f"{ALDER}/{name}.csv", identifier) for name in
              ("products", "product_gtins", "product_steps", "product_certificates",
               "product_claims")),
        )
    )  # fmt: skip
    vanished = [p for p in result.problems if p.code == "identifier-vanished"]
    assert f"the {kind} {identifier} was published" in vanished[0].message


def test_a_row_that_goes_with_its_event_kept_is_no_error(proposed):
    """A number that a product no longer has goes on answering."""
    result = proposed(without(GTINS, LARGE))
    assert [(g.kind, g.gtin) for g in result.proposal.gtins] == [(Kind.REMOVED, LARGE)]
    assert result.problems == []


def test_a_product_with_an_error_is_marked(proposed):
    """The reviewer sees at the product that something is wrong, and at the problem what."""
    result = proposed(cells(PRODUCTS, 2, sold_until="2026-02-01"))
    (product,) = result.proposal.products
    assert product.faulty
    text = FORMATS["text"](result, "")
    assert "1 product changed (1 with errors)" in text
    assert f"{TEE} (has errors): " in text


def test_a_step_without_consent_is_a_problem_of_the_change(proposed):
    """It stands at its row in the list of problems that the change has."""
    result = proposed(cells(STEPS, MAKING, factory_id=WEAVES))
    touched, _ = result.proposal.parted(result.problems)
    assert ("consent-missing", STEPS, MAKING) in [(p.code, p.file, p.line) for p in touched]


@pytest.mark.parametrize(("kind", "identifier"), [("product", TEE), ("gtin", MEDIUM)])
def test_what_happens_to_others_products_is_outside(proposed, kind, identifier):
    """Withdrawing a product that another member has is for a reviewer to see first."""
    change = both(
        cells("members/birch/factories.csv", 2, workers="7"),
        events("X-20260401", (kind, identifier, "withdrawn", "2026-04-01", "")),
    )
    told = [(o.file, o.why) for o in proposed(change, "birch-data").proposal.outside]
    assert told[-1] == (
        "data/ledger/X-20260401.csv",
        f"{identifier}: withdrawn; it is what Alder (fictional) discloses",
    )
