"""The words of the pages, each explained in a sentence or two for somebody who is not of the trade."""

from __future__ import annotations

from typing import NamedTuple

from madewhere.render.words import N_


class Term(NamedTuple):
    """A word with what it means; ``slug`` is its anchor and never changes."""

    slug: str
    word: str
    meaning: str


TERMS = (
    Term(
        "factory",
        N_("Factory"),
        N_(
            "Any place where things are made. It may sew clothes, weave cloth, spin yarn or tan leather."
        ),
    ),
    Term(
        "member",
        N_("Member"),
        N_("A brand or shop that takes part here. It says which factories it works with."),
    ),
    Term(
        "consent",
        N_("Consent"),
        N_(
            "The factory’s yes. It says yes or no to each subject, and can change its mind. What it has not "
            "said yes to is not shown."
        ),
    ),
    Term(
        "audit",
        N_("Audit"),
        N_(
            "A visit of some days. Trained people compare the factory with a list. An audit is no "
            "certificate, and it cannot see what happens on other days."
        ),
    ),
    Term("audit-firm", N_("Audit firm"), N_("The company that sends the people who do an audit.")),
    Term(
        "unannounced",
        N_("Unannounced"),
        N_("The factory did not know on which day the auditors would come."),
    ),
    Term(
        "requirement",
        N_("Requirement"),
        N_("One line of the list: one thing that the list asks for."),
    ),
    Term("finding", N_("Finding"), N_("Something that was not as the list asks for.")),
    Term(
        "plan",
        N_("Corrective action plan"),
        N_("What was found in an audit, and what is to be done about it until which day."),
    ),
    Term(
        "fixed",
        N_("Fixed"),
        N_(
            "A brand that buys from the factory has checked that the fault is gone. The factory’s own word is not enough."
        ),
    ),
    Term("overdue", N_("Overdue"), N_("The day by which it was to be fixed has passed.")),
    Term(
        "stated",
        N_("Stated"),
        N_("Somebody said so, and the page tells who. Nobody has checked it."),
    ),
    Term(
        "tier",
        N_("Tier"),
        N_(
            "How many steps a factory is from the finished product. In tier 1 the product is put together. Tier 4 is raw material."
        ),
    ),
    Term(
        "certificate",
        N_("Certificate"),
        N_(
            "A paper that a company from outside gave. It says that a factory or product kept to written rules, and until which day that holds."
        ),
    ),
    Term("claim", N_("Claim"), N_("Words on a label, such as “made with organic cotton”.")),
    Term(
        "identifier",
        N_("Identifier"),
        N_(
            "The nine characters, letters and digits, by which a factory or product is known here. They never change and are never given to another."
        ),
    ),
    Term(
        "gtin",
        "GTIN",
        N_("The number under the bar code of a product. A GLN is such a number for a place."),
    ),
    Term("as-of-date", N_("As-of date"), N_("A page tells what was known on this day.")),
)
"""Every term, in the order of the page."""
