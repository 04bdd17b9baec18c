"""The words that pages use for the codes of the data, in the source language.

``N_`` marks a message for the catalogues; `Speaker` gives it in a language.
"""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - the name that extraction of messages looks for
    """Mark a message for translation."""
    return message


WORDS: dict[str, dict[str, str]] = {
    "audit_type": {"social": N_("Social audit"), "environmental": N_("Environmental audit")},
    "scheme_audits": {
        "social": N_("Social audits"),
        "environmental": N_("Environmental audits"),
    },
    "audit_category": {
        "initial": N_("First audit"),
        "follow-up": N_("Follow-up visit"),
        "re-audit": N_("Full audit again"),
    },
    "announcement": {
        "announced": N_("Announced"),
        "semi-announced": N_("Semi-announced"),
        "unannounced": N_("Unannounced"),
    },
    "announcement_help": {
        "announced": N_("the factory knew the day"),
        "semi-announced": N_("the factory knew a period of weeks, not the day"),
        "unannounced": N_("the factory did not know that the auditors would come"),
    },
    "severity": {"critical": N_("Critical"), "major": N_("Major"), "minor": N_("Minor")},
    "severity_help": {
        "critical": N_(
            "somebody’s life, freedom or dignity is in danger, or the truth is hidden; it is told at once"
        ),
        "major": N_("people or the environment are harmed, or the law is broken"),
        "minor": N_("a lapse that is to be put right, with little harm by itself"),
    },
    "monitoring_action": {
        "alert": N_("All members that are linked are told"),
        "contact": N_("A member speaks with the factory"),
        "evidence": N_("The factory hands in evidence"),
        "visit": N_("Somebody goes and looks"),
        "follow-up-audit": N_("An audit firm comes again"),
        "close": N_("The correction is verified"),
    },
    "precision": {
        "building": N_("the building"),
        "street": N_("the street"),
        "locality": N_("the town"),
        "region": N_("the region"),
    },
    "plan_state": {
        "completed": N_("Completed"),
        "on-track": N_("On track"),
        "behind-schedule": N_("Behind schedule"),
        "pending": N_("Pending"),
        "nothing-to-correct": N_("Nothing to correct"),
    },
    "plan_state_help": {
        "completed": N_("everything that was found is verified as fixed"),
        "on-track": N_("no deadline has passed"),
        "behind-schedule": N_("a deadline has passed, and what was found is not verified as fixed"),
        "pending": N_("the plan is not complete yet, or a deadline is missing"),
        "nothing-to-correct": N_("the plan is complete, and nothing is in it"),
    },
    "finding_state": {
        "open": N_("Open"),
        "evidence-submitted": N_("Evidence handed in, not verified yet"),
        "verified-closed": N_("Fixed"),
        "reopened": N_("Came back"),
    },
    "verified_how": {
        "documents": N_("from documents"),
        "visit": N_("on a visit"),
        "follow-up-audit": N_("in a follow-up audit"),
    },
    "unstated": {
        "follow-up": N_("a follow-up visit looks only at what was found before"),
        "contested": N_("the members that disclose the audit do not agree on what follows from it"),
        "plan-unknown": N_("nobody states that the list of findings is complete"),
        "plan-incomplete": N_("the list of findings is not complete"),
        "version-unknown": N_(
            "the audit does not name a version of the requirements that is known here"
        ),
        "version-not-in-force": N_(
            "the audit names another version of the requirements than the one in force on its day"
        ),
        "requirement-unknown": N_("a finding names a requirement that its version does not have"),
    },
    "yes_or_no": {"true": N_("Yes"), "false": N_("No")},
    "scope": {
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
    },
    "scope_help": {
        "identity": N_("its name, address, identifiers, and which members buy from it"),
        "audits": N_("when it was audited, by whom, and what kind of audit it was"),
        "ratings": N_("the result of each audit in percent and as a letter"),
        "cap": N_("what the auditors found and what is being done about it"),
        "profile": N_("what it makes, who owns it, and how many people work there"),
        "tiers": N_("how far it is from the finished product, and who supplies whom"),
        "certificates": N_("certificates that it holds"),
        "products": N_("the products that come from it"),
        "worker_voice": N_("what its workers say in surveys"),
        "programmes": N_("improvement programmes that it takes part in"),
        "contact": N_("the address of its website"),
    },
    "state": {
        "open": N_("Open"),
        "closed": N_("Closed"),
        "moved": N_("Moved"),
        "merged": N_("Merged"),
        "withdrawn": N_("Withdrawn"),
        "not-shown": N_("Not shown"),
    },
    "method": {
        "signed-document": N_("signed document"),
        "electronic-signature": N_("electronic signature"),
        "online-form": N_("online form"),
        "own-proposal": N_("the factory’s own proposal"),
    },
    "stated_by": {"member": N_("the member"), "factory": N_("the factory itself")},
    "group": {
        "name": N_("Name"),
        "address": N_("Address"),
        "coordinates": N_("Place on the map"),
        "production": N_("What is made there"),
        "workforce": N_("People"),
        "identifiers": N_("Identifiers"),
        "contact": N_("Website"),
    },
    "field": {
        "name": N_("Name"),
        "name_native": N_("Native-language name"),
        "name_native_language": N_("Language of that name"),
        "street_address": N_("Street address"),
        "locality": N_("Town"),
        "region": N_("Region"),
        "postal_code": N_("Postal code"),
        "country": N_("Country"),
        "latitude": N_("Latitude"),
        "longitude": N_("Longitude"),
        "coordinate_precision": N_("Precision"),
        "sector": N_("Sector"),
        "facility_type": N_("Kind of facility"),
        "processing_types": N_("Work steps"),
        "product_types": N_("Products"),
        "parent_company": N_("Parent company"),
        "workers": N_("Workers"),
        "workers_min": N_("Workers, at least"),
        "workers_max": N_("Workers, at most"),
        "women_percent": N_("Women"),
        "migrant_percent": N_("Migrant workers"),
        "os_id": N_("OS ID"),
        "gln": N_("GLN"),
        "lei": N_("LEI"),
        "registration_number": N_("Local registration"),
        "part_of": N_("Part of"),
        "website": N_("Website"),
        "type": N_("Type"),
        "category": N_("Category"),
        "announcement": N_("Announcement"),
        "requirements_version": N_("Requirements"),
        "follows_audit": N_("Follows"),
        "rating_percent": N_("Rating, percent"),
        "rating_letter": N_("Rating, letter"),
        "alert_notifications": N_("Alerts"),
        "cap_complete": N_("Corrective action plan complete"),
        "requirement": N_("Requirement"),
        "severity": N_("Severity"),
        "description": N_("What was found"),
        "corrective_action": N_("What is to be done"),
        "deadline": N_("Deadline"),
    },
}
"""Every vocabulary: what a code is called on pages."""
