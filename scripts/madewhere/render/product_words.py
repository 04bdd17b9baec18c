"""The words that pages use for the steps of making a product, and for what is known of their places."""

from __future__ import annotations

from madewhere.render.words import N_, WORDS

PRODUCT_WORDS: dict[str, dict[str, str]] = {
    "stage": {
        "raw-material": N_("Raw material"),
        "fibre": N_("Fibre"),
        "spinning": N_("Spinning"),
        "fabric": N_("Weaving or knitting"),
        "leather": N_("Tanning"),
        "dyeing": N_("Dyeing"),
        "printing": N_("Printing"),
        "components": N_("Buttons, zips and other parts"),
        "making": N_("Sewing"),
        "washing": N_("Washing"),
        "finishing": N_("Finishing"),
        "packing": N_("Packing"),
    },
    "stage_help": {
        "raw-material": N_("it is grown, raised or pumped"),
        "fibre": N_("raw material becomes fibres that can be spun"),
        "spinning": N_("fibres become yarn"),
        "fabric": N_("yarn becomes cloth"),
        "leather": N_("hides become leather"),
        "dyeing": N_("it gets its colour"),
        "printing": N_("it gets its pattern"),
        "components": N_("what is put on or into it"),
        "making": N_("it is cut, sewn and put together"),
        "washing": N_("it is washed before it is sold"),
        "finishing": N_("it is ironed, checked and made ready"),
        "packing": N_("it is packed for the way to the shop"),
    },
    "stage_in": {
        "raw-material": N_("Raw material from"),
        "fibre": N_("Fibre made in"),
        "spinning": N_("Spun in"),
        "fabric": N_("Woven or knitted in"),
        "leather": N_("Tanned in"),
        "dyeing": N_("Dyed in"),
        "printing": N_("Printed in"),
        "components": N_("Parts made in"),
        "making": N_("Sewn in"),
        "washing": N_("Washed in"),
        "finishing": N_("Finished in"),
        "packing": N_("Packed in"),
    },
    "place": {
        "factory": N_("This factory"),
        "one-of": N_("One of several factories"),
        "country": N_("Only the country is stated"),
        "not-disclosed": N_("Not disclosed"),
        "not-known": N_("Not known"),
    },
    "place_help": {
        "factory": N_("The brand names the factory, and the factory agreed to be named for it."),
        "one-of": N_(
            "The brand says that it was done in one of these factories, and not in which of them."
        ),
        "country": N_(
            "The brand says no more than the country. It may not know the factory itself."
        ),
        "not-disclosed": N_(
            "Either the brand does not name the factory, or the factory has not agreed to be named. This page does not know which."
        ),
        "not-known": N_("The brand says that it does not know where this is done."),
    },
    "place_short": {
        "one-of": N_("one of several"),
        "country": N_("country only"),
        "not-disclosed": N_("not disclosed"),
        "not-known": N_("not known"),
    },
}
"""Every vocabulary of products: what a code is called on pages."""

VOCABULARIES = WORDS | PRODUCT_WORDS
"""Every vocabulary of pages: what a code is called."""
