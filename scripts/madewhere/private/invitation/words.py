"""The words of the invitation, and the version of its text.

A consent names the version of the text that the factory read. So whoever changes an English message in
`templates/invitation/`, or what a scope is said to cover here, raises `TEXT_VERSION`; a test holds the
two together. Labels of columns may be added and mended freely.
The site has words of its own for the same things, which may change without asking anybody anew.
"""

from __future__ import annotations

TEXT_VERSION = "2026-3"
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
    "ratings": N_(
        "the results of each audit and of each of its chapters in percent and as letters, and alerts "
        "that the auditors raised"
    ),
    "cap": N_(
        "what was found, what is to be done and until when, the factory’s comments, and how far it is "
        "corrected"
    ),
    "profile": N_(
        "what is made and how much can be made, who owns the factory, how many people work there and "
        "under which contracts, its buildings, the languages spoken, and work steps given to others"
    ),
    "tiers": N_("the stage of production, and links to other factories that agree too"),
    "certificates": N_(
        "certificates that the factory holds and claims such as “made with organic cotton”, with where "
        "to verify them"
    ),
    "products": N_(
        "which products were made at the factory, which steps of making were done there, in which "
        "periods, and for which lots"
    ),
    "worker_voice": N_(
        "results of surveys among workers, also about auditors’ conduct, and how and where workers can "
        "complain"
    ),
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
    "audit_id": N_("Audit"),
    "follow_up_audit": N_("Follow-up audit"),
    "corrective_action": N_("To be done"),
    "deadline": N_("Deadline"),
    "evidence_sha256": N_("Checksum of the evidence"),
    "women": N_("Women"),
    "men": N_("Men"),
    "migrants": N_("Migrant workers"),
    "buildings": N_("Buildings"),
    "languages": N_("Languages"),
    "outside_processes": N_("Steps given to others"),
    "capacity": N_("Capacity"),
    "letter": N_("Rating"),
    "issuer": N_("Issued by"),
    "covers": N_("Covers"),
    "valid_from": N_("From"),
    "valid_until": N_("Until"),
    "verify_url": N_("Where to verify"),
    "respondents": N_("Number of answers"),
    "score": N_("Good answers"),
    "provider": N_("Asked by"),
    "period_start": N_("From"),
    "period_end": N_("Until"),
    "run_by": N_("Run by"),
    "who": N_("For whom"),
    "free": N_("Free of charge"),
    "anonymous": N_("Anonymous"),
    "product_id": N_("Product"),
    "lot": N_("Lot"),
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
    "severity": {"minor": N_("minor"), "major": N_("major"), "critical": N_("critical")},
    "event": {
        "comment": N_("comment"),
        "evidence-submitted": N_("evidence handed in"),
        "verified-closed": N_("correction verified"),
        "reopened": N_("opened again"),
    },
    "contract": {
        "permanent": N_("permanent"),
        "fixed-term": N_("fixed-term"),
        "agency": N_("through an agency"),
        "seasonal": N_("seasonal"),
        "apprentice": N_("apprentices"),
        "home-based": N_("at home"),
    },
    "capacity_unit": {
        "pieces": N_("pieces"),
        "pairs": N_("pairs"),
        "kilograms": N_("kilograms"),
        "tonnes": N_("tonnes"),
        "metres": N_("metres"),
        "square-metres": N_("square metres"),
        "litres": N_("litres"),
    },
    "capacity_period": {
        "day": N_("a day"),
        "week": N_("a week"),
        "month": N_("a month"),
        "year": N_("a year"),
    },
    "about": {
        "factory": N_("about the factory"),
        "process": N_("about a process"),
        "material": N_("about a material"),
        "product": N_("about a product"),
    },
    "topic": {
        "overall": N_("all in all"),
        "wages": N_("wages"),
        "working-hours": N_("working hours"),
        "health-and-safety": N_("health and safety"),
        "respect": N_("respect"),
        "representation": N_("representation"),
        "complaints": N_("complaints"),
        "auditors-conduct": N_("auditors’ conduct"),
    },
    "method": {
        "phone": N_("by phone"),
        "app": N_("in an app"),
        "paper": N_("on paper"),
        "interview": N_("in interviews"),
        "group-discussion": N_("in groups"),
    },
    "how": {
        "documents": N_("from documents"),
        "visit": N_("on a visit"),
        "follow-up-audit": N_("in a follow-up audit"),
        "phone": N_("by phone"),
        "text-message": N_("by text message"),
        "messaging-app": N_("by messaging app"),
        "web": N_("on the web"),
        "email": N_("by e-mail"),
        "letter": N_("by letter"),
        "in-person": N_("in person"),
    },
    "stage": {
        "raw-material": N_("raw material"),
        "fibre": N_("fibre"),
        "spinning": N_("spinning"),
        "fabric": N_("fabric"),
        "leather": N_("leather"),
        "dyeing": N_("dyeing"),
        "printing": N_("printing"),
        "components": N_("components"),
        "making": N_("sewing and assembly"),
        "washing": N_("washing"),
        "finishing": N_("finishing"),
        "packing": N_("packing"),
    },
    "run_by": {
        "factory": N_("the factory"),
        "member": N_("a member"),
        "initiative": N_("an initiative"),
        "union": N_("a trade union"),
        "public-authority": N_("a public authority"),
    },
    "who": {
        "workers": N_("workers"),
        "former-workers": N_("former workers"),
        "subcontracted-workers": N_("workers of subcontractors"),
        "community": N_("neighbours"),
        "anyone": N_("anyone"),
    },
}
"""The words for the codes of columns."""

RECORDS = {
    "audit_chapters": N_("Result of a chapter"),
    "findings": N_("Finding"),
    "finding_events": N_("What happened since"),
    "workforce": N_("Contracts"),
    "profiles": N_("The factory"),
    "certificates": N_("Certificate"),
    "claims": N_("Claim"),
    "worker_voice": N_("Survey"),
    "grievance_channels": N_("Way to complain"),
}
"""What a row of a table is called of which each row is told in one go."""

UNLABELLED = frozenset(
    {
        "chapter", "score_percent", "finding", "requirement", "severity", "description", "date",
        "event", "by", "how", "text", "contract", "standard", "number", "claim", "statement", "about",
        "topic", "method", "channel", "name", "reach", "hours",
    }
)  # fmt: skip
"""The columns of these tables whose value says by itself what it is."""

ONE_OF = N_("one of %(count)s factories")
"""Where a step was done in one of several factories."""

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
