"""The words of the invitation, and the version of its text.

A consent names the version of the text that the factory read. So whoever changes an English message in
`templates/invitation/`, or what a scope is said to cover here, raises `TEXT_VERSION`; a test holds the
two together. Labels of columns may be added and mended freely.
The site has words of its own for the same things, which may change without asking anybody anew.
"""

from __future__ import annotations

TEXT_VERSION = "2026-1"
"""The version of the text, as consents record it: the year, and a number within it."""


def N_(message: str) -> str:  # noqa: N802 - the name that extraction of messages looks for
    """Mark a message for translation."""
    return message


SCOPE_TITLES = {
    "identity": N_("Name and place"),
    "audits": N_("Audits"),
    "ratings": N_("Audit ratings"),
    "cap": N_("Corrective action plans"),
    "profile": N_("Products and people"),
    "tiers": N_("Tiers and suppliers"),
    "certificates": N_("Certificates"),
    "products": N_("Products in shops"),
    "worker_voice": N_("Workers’ voice"),
    "programmes": N_("Programmes"),
    "contact": N_("Website"),
}
"""What each scope is called."""

SCOPE_HELP = {
    "identity": N_(
        "name, address, place on the map, public identifiers, and which members work with the factory"
    ),
    "audits": N_(
        "each audit’s date, type and category, whether it was announced, and the audit firm"
    ),
    "ratings": N_("the result of each audit in percent and as a letter"),
    "cap": N_("what the auditors found, and how far it is corrected"),
    "profile": N_("what is made, who owns the factory, and how many people work there"),
    "tiers": N_("the stage of production, and links to other factories that agree too"),
    "certificates": N_("certificates that the factory holds"),
    "products": N_("which products come from the factory"),
    "worker_voice": N_("results of surveys among workers, and ways to complain"),
    "programmes": N_("improvement programmes that the factory takes part in"),
    "contact": N_("the address of the factory’s website"),
}
"""What each scope covers."""

FIELDS = {
    "name": N_("Name"),
    "name_native": N_("Local name"),
    "address": N_("Address"),
    "position": N_("Place on the map"),
    "os_id": "OS ID",
    "gln": "GLN",
    "lei": "LEI",
    "registration_number": N_("Local registration"),
    "part_of": N_("Part of"),
    "sector": N_("Sector"),
    "facility_type": N_("Kind of factory"),
    "processing_types": N_("Work steps"),
    "product_types": N_("Products"),
    "parent_company": N_("Owned by"),
    "workers": N_("Workers"),
    "workers_min": N_("Workers, at least"),
    "workers_max": N_("Workers, at most"),
    "women_percent": N_("Women"),
    "migrant_percent": N_("Migrant workers"),
    "website": N_("Website"),
    "domain": N_("Confirmed domain"),
    "method": N_("Confirmed through"),
    "confirmed_on": N_("Confirmed on"),
    "tier": N_("Tier"),
    "since": N_("Since"),
    "member": N_("Member that shows it"),
    "supplier_id": N_("Supplied by"),
    "customer_id": N_("Supplies"),
    "requirements_version": N_("Requirements"),
    "follows_audit": N_("Follows audit"),
    "rating_letter": N_("Rating"),
    "alert_notifications": N_("Alerts"),
    "cap_complete": N_("Corrective action plan complete"),
    "stated_by": N_("Stated by"),
}
"""What each column, or what several are joined to, is called."""

CODES = {
    "type": {"social": N_("Social audit"), "environmental": N_("Environmental audit")},
    "category": {
        "initial": N_("first audit"),
        "follow-up": N_("follow-up visit"),
        "re-audit": N_("full audit again"),
    },
    "announcement": {
        "announced": N_("announced"),
        "semi-announced": N_("semi-announced"),
        "unannounced": N_("unannounced"),
    },
    "coordinate_precision": {
        "building": N_("the building"),
        "street": N_("the street"),
        "locality": N_("the town"),
        "region": N_("the region"),
    },
    "stated_by": {"factory": N_("your factory")},
}
"""The words for the codes of columns."""

YES, NO = N_("yes"), N_("no")
NOTHING_YET = N_("Nothing so far. What is stated later would be shown.")
NOTHING_FROM_MEMBER = N_(
    "%(member)s states nothing so far; other members may. What is stated later would be shown."
)
"""Instead of it where other members show the factory already, and the preview with them."""

BAND = N_("Preview for invitation %(reference)s: nothing of this is published.")
BAND_SCOPES = N_("This is how the page would look if you agreed to: %(scopes)s.")
BAND_WITH_OTHERS = N_(
    "This is how the page would look if you agreed to: %(scopes)s, together with what you agreed to "
    "show through other members."
)
