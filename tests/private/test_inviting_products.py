"""What a letter and its preview tell of the products that a factory made, before it agrees to that."""

from __future__ import annotations

import pytest

from checking import events
from madewhere.private.invitation.languages import letter_languages
from madewhere.private.invitation.preview import Previews
from madewhere.private.opening import open_both
from private.inviting_case import NEW, OTHER, add, ask, make_folder, pages
from tiny_publication import AS_OF, KNITS, TEE

SKIRT, SCARF = "7ARB0VR7Q", "1SYQX0ENP"


@pytest.fixture
def private(tmp_path):
    """Alder's private folder, with a product that two of its factories made, and one that only one did."""
    private = make_folder(tmp_path / "private")
    for product_id, name in ((SKIRT, "Lantern skirt"), (SCARF, "Elsewhere scarf")):
        add(private, "products", product_id=product_id, name=name, brand="Aldermoss",
            stated_on="2026-10-01")  # fmt: skip
    step = {"entry": "1", "stated_on": "2026-10-01"}
    add(private, "product_steps", product_id=SKIRT, position="1", stage="fabric", place="one-of",
        factory_id=NEW, one_of="3", part="Lining", **step)  # fmt: skip
    add(private, "product_steps", product_id=SKIRT, position="2", stage="making", place="factory",
        factory_id=NEW, lot="L2026-07", valid_from="2026-01-01", valid_until="2026-06-30", **step)  # fmt: skip
    add(private, "product_steps", product_id=SKIRT, position="3", stage="washing", place="factory",
        factory_id=OTHER, **step)  # fmt: skip
    add(private, "product_steps", product_id=SCARF, position="1", stage="making", place="factory",
        factory_id=OTHER, **step)  # fmt: skip
    return private


def seen(private, tiny, scopes=("products",)):
    """What the preview's site would show."""
    opened = open_both(private, tiny, as_of=AS_OF)
    return Previews(opened.corpus, opened.package).site(NEW, ("identity", *scopes))


def test_the_letter_tells_each_step_that_was_done_there(private, tiny):
    """The product and its brand, the step, the lot and the period; of several factories, how many they are."""
    letter, _ = pages(ask(private, tiny, scopes=("products",), language="en"))
    assert "Lantern skirt, Aldermoss; fabric; Lining; one of 3 factories; " in letter
    assert (
        "Lantern skirt, Aldermoss; sewing and assembly; Lot: L2026-07; From: 1 January 2026; "
        "Until: 30 June 2026; " in letter
    )
    assert "which steps of making were done there, in which periods, and for which lots" in letter


def test_steps_of_other_factories_are_not_told(private, tiny):
    """Nothing of what others made stands there, nor a product that was not made at this one."""
    for page in pages(ask(private, tiny, scopes=("products",))):
        assert "washing" not in page
        assert "Elsewhere scarf" not in page
        assert OTHER not in page


def test_without_being_asked_for_products_nothing_of_them_is_told(private, tiny):
    """A letter that asks for the usual subjects names no product."""
    for page in pages(ask(private, tiny)):
        assert "Lantern skirt" not in page
    assert seen(private, tiny, scopes=("audits",)).by_id[NEW].products == ()


def test_the_preview_is_made_with_the_products(private, tiny):
    """The future page has the product with what was done there, as if it were published with the yes."""
    site = seen(private, tiny)
    (made,) = site.by_id[NEW].products
    assert (made.product_id, made.brand, made.stages) == (SKIRT, "Aldermoss", ("fabric", "making"))
    assert set(site.products) == {SKIRT}


def test_a_withdrawn_product_is_not_told(private, tiny):
    """What the site would not show is not asked about."""
    events(
        "skirt",
        ("product", SKIRT, "published", "2026-01-01", ""),
        ("product", SKIRT, "withdrawn", "2026-02-01", ""),
    )(tiny)
    letter, _ = pages(ask(private, tiny, scopes=("products",), language="en"))
    assert "Lantern skirt" not in letter


def test_products_that_other_members_show_are_in_the_preview(private, tiny):
    """A factory that is shown already sees there what its page has now."""
    opened = open_both(private, tiny, as_of=AS_OF)
    previews = Previews(opened.corpus, opened.package)
    opened.package.slug = "birch"
    site = Previews(opened.corpus, opened.package).site(KNITS, ("identity",))
    assert [made.product_id for made in site.by_id[KNITS].products] == [TEE]
    assert previews.site(KNITS, ("identity",)).by_id[KNITS].products == ()


@pytest.mark.parametrize("code", letter_languages())
def test_every_language_tells_it(private, tiny, code):
    """The letter can be written in every language that there is, with the lot and the product as they are."""
    letter, _ = pages(ask(private, tiny, scopes=("products",), language=code))
    assert "Lantern skirt" in letter
    assert "L2026-07" in letter
