"""What a factory's page says of its people, certificates, surveys and channels, as plain data."""

from __future__ import annotations

from typing import Any

from audit_facts import day

from madewhere.render.factory_parts import (
    Asked,
    Contract,
    Sum,
    calls,
    host,
    own_name,
    people,
    reach_href,
    surveys,
    verify_url,
)
from madewhere.render.kinds.base import Setting
from madewhere.site_model import Certificate, Claim, Factory, GrievanceChannel, Source


def profile_facts(f: Factory, setting: Setting) -> dict[str, Any]:
    """What hangs on a factory; names of languages and sums are worked out already."""
    publication = setting.site.publication
    return {
        "calls": [call._asdict() for call in calls(f, publication, setting.say.language.code)],
        "people": _people(f),
        "profile": _profile(f, setting),
        "certificates": [_certificate(each, setting) for each in f.certificates],
        "claims": [_claim(each, f, setting) for each in f.claims],
        "surveys": [_survey(each) for each in surveys(f.surveys)],
        "channels": [_channel(each, setting) for each in f.grievance_channels],
        "confirmations": [
            {"domain": each.domain, "on": day(each.confirmed_on)} for each in f.confirmations
        ],
    }


def source_of(source: Source) -> dict[str, Any]:
    """Who stated something, and when."""
    return {"member": source.member.name, "on": day(source.stated_on), "by": source.stated_by}


def _people(f: Factory) -> dict[str, Any] | None:
    found = people(f)
    if found is None:
        return None

    def summed(number: Sum) -> dict[str, Any]:
        return {"people": number.people, "whole": number.whole}

    return {
        "contracts": [_contract(each) for each in found.contracts],
        "sums": [summed(n) for n in (found.women, found.men, found.all, found.migrants)],
        "differs": found.differs,
        "sources": [source_of(each) for each in found.sources],
    }


def _contract(contract: Contract) -> dict[str, Any]:
    row = contract.row
    return {
        "contract": row.contract,
        "bar": contract.bar and {"women": contract.bar[0], "men": contract.bar[1]},
        "women": row.women,
        "men": row.men,
        "all": contract.total,
        "migrants": row.migrants,
        "migrant_percent": contract.migrant_percent,
    }


def _profile(f: Factory, setting: Setting) -> dict[str, Any] | None:
    more, titles = f.profile, setting.site.processing_types
    if more is None:
        return None
    return {
        "buildings": more.buildings,
        "outside_processes": [titles.get(code, code) for code in more.outside_processes],
        "languages": [setting.say.language_name(code) for code in more.languages],
        "capacity": more.capacity,
        "capacity_unit": more.capacity_unit,
        "capacity_period": more.capacity_period,
        "source": source_of(more.source),
    }


def _certificate(certificate: Certificate, setting: Setting) -> dict[str, Any]:
    standard = setting.site.standards.get(certificate.standard)
    url = verify_url(setting.site, certificate)
    return {
        "standard": {
            "title": standard.title,
            "kind": standard.kind,
            "path": setting.addresses.standard(certificate.standard),
        }
        if standard
        else None,
        "slug": certificate.standard,
        "number": certificate.number,
        "state": certificate.state,
        "covers": certificate.covers,
        "valid_from": day(certificate.valid_from),
        "valid_until": day(certificate.valid_until),
        "look_up": url and {"url": url, "host": host(url)},
        "issuer": certificate.issuer,
        "members": [member.name for member in certificate.members],
    }


def _claim(claim: Claim, f: Factory, setting: Setting) -> dict[str, Any]:
    by = claim.certificate
    audit = next((each for each in f.audits if each.audit_id == claim.audit_id), None)
    return {
        "statement": claim.statement,
        "about": claim.about,
        "support": claim.support,
        "certificate": by
        and {
            "number": by.number,
            "state": by.state,
            "valid_from": day(by.valid_from),
            "valid_until": day(by.valid_until),
        },
        "audit": audit
        and {
            "audit_id": audit.audit_id,
            "date": day(audit.audit_date),
            "age": setting.say.age(audit.audit_date),
        },
        "source": source_of(claim.source),
    }


def _survey(asked: Asked) -> dict[str, Any]:
    return {
        "start": day(asked.start),
        "end": day(asked.end),
        "method": asked.method,
        "fewest": asked.fewest,
        "most": asked.most,
        "provider": asked.provider,
        "members": [member.name for member in asked.members],
        "topics": [
            {"topic": each.topic, "score": each.score, "respondents": each.respondents}
            for each in asked.topics
        ],
    }


def _channel(channel: GrievanceChannel, setting: Setting) -> dict[str, Any]:
    return {
        "name": channel.name,
        "how": channel.how,
        "reach": channel.reach,
        "href": reach_href(channel.how, channel.reach),
        "hours": channel.hours,
        "independent": channel.independent,
        "run_by": channel.run_by,
        "who": list(channel.who),
        "about": channel.about,
        "languages": [
            {"code": code, "own": own_name(code), "name": setting.say.language_name(code)}
            for code in channel.languages
        ],
        "free": channel.free,
        "anonymous": channel.anonymous,
        "source": source_of(channel.source),
    }
