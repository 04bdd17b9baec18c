"""What a factory's record holds of its people, certificates, claims, surveys and channels."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from madewhere.site_model import Claim, Factory, Source


def source_of(source: Source) -> dict[str, Any]:
    """Who stated something, and when."""
    return {
        "member": source.member.slug,
        "stated_on": source.stated_on,
        "stated_by": source.stated_by,
    }


def parts(factory: Factory) -> dict[str, Any]:
    """These parts by their names in the record; lists are empty where nothing is shown."""
    return {
        "workforce": [_told(row) for row in factory.workforce],
        "profile": _told(factory.profile) if factory.profile else None,
        "certificates": [_told(certificate) for certificate in factory.certificates],
        "claims": [_claim(claim) for claim in factory.claims],
        "worker_voice": [_told(survey) for survey in factory.surveys],
        "grievance_channels": [_told(channel) for channel in factory.grievance_channels],
    }


def _told(part: Any) -> dict[str, Any]:
    """A part by its fields: its source laid out, members by their slugs, several values as a list."""
    told: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name == "factory_id":
            continue
        if isinstance(value, Source):
            told |= source_of(value)
        elif field.name == "members":
            told["members"] = [member.slug for member in value]
        else:
            told[field.name] = list(value) if isinstance(value, tuple) else value
    return told


def _claim(claim: Claim) -> dict[str, Any]:
    told = _told(claim)
    by = told.pop("certificate")
    return {
        **told,
        "standard": by.standard if by else None,
        "number": by.number if by else None,
    }
