"""Certificates and claims: days, standards, one certificate stated twice, and what a claim rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from madewhere.corpus import Corpus
from madewhere.crosscheck.rows import Placed, RegisterKeys, contradictions, placed, subject_of
from madewhere.left_out import LeftOut
from madewhere.problems import Problem

_CERTIFYING = "certificate"
"""The kind of the standards that give certificates."""

_KINDS = {"audit": "an audit", "self-assessment": "a self-assessment"}


def check_certificates(corpus: Corpus, left_out: LeftOut) -> Iterator[Problem]:
    """Find certificates that cannot be as they are stated, and claims that nothing supports."""
    standards = RegisterKeys(corpus, left_out, "standards", "slug")
    certificates = placed(corpus.members, "certificates")
    claims = placed(corpus.members, "claims")
    for each in (*certificates, *claims):
        standard = each.cells["standard"]
        if standard is not None and standard not in standards and not standards.missing:
            message = f"there is no standard “{standard}”"
            yield each.problem("reference-standard", message, "standard")
    for each in certificates:
        standard = standards.rows.get(each.cells["standard"])
        if standard is not None and standard.cells["kind"] != _CERTIFYING:
            message = (
                f"{standard.cells['title']} is no certificate, but {_KINDS[standard.cells['kind']]}"
            )
            yield each.problem("certificate-of-none", message, "standard")
    yield from _certificates(certificates)
    yield from _claims(corpus, left_out, certificates, claims)


def _certificates(certificates: list[Placed]) -> Iterator[Problem]:
    holders: dict[tuple[str, str], str] = {}
    for each in certificates:
        cells = each.cells
        begin, end = cells["valid_from"], cells["valid_until"]
        if end is not None and end < begin:
            message = f"valid from {begin}, until {end}"
            yield each.problem("certificate-dates", message, "valid_until")
        standard, number, factory_id = cells["standard"], cells["number"], cells["factory_id"]
        holder = holders.setdefault((standard, number), factory_id)
        if holder != factory_id:
            message = f"{standard} {number} of {factory_id} is a certificate of {holder} too"
            subject = subject_of(factory_id, holder, number)
            yield each.problem("certificate-two-factories", message, "number", subject)
    key = ("factory_id", "standard", "number")
    for first, later, column in contradictions(certificates, key, ("valid_from", "valid_until")):
        cells = later.cells
        number, factory_id = cells["number"], cells["factory_id"]
        message = (
            f"{cells['standard']} {number} of {factory_id}: {column} {cells[column]}, "
            f"but {first.cells[column]} in {first.package.slug}"
        )
        subject = subject_of(factory_id, number)
        yield later.problem("certificate-contradiction", message, column, subject)


def _claims(
    corpus: Corpus, left_out: LeftOut, certificates: list[Placed], claims: list[Placed]
) -> Iterator[Problem]:
    held: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for each in certificates:
        cells = each.cells
        held[cells["factory_id"]].add((cells["standard"], cells["number"]))
    audited = {a.cells["audit_id"]: a.cells for a in reversed(placed(corpus.members, "audits"))}
    certificate_files = [package.file("certificates") for package in corpus.members]
    audit_files = [package.file("audits") for package in corpus.members]
    for each in claims:
        cells = each.cells
        factory_id, standard, number = (cells[c] for c in ("factory_id", "standard", "number"))
        audit_id = cells["audit_id"]
        if (standard is None) != (number is None):
            given, missing = ("standard", "number") if number is None else ("number", "standard")
            message = f"“{cells['claim']}” has a {given}, but no {missing}"
            yield each.problem("claim-certificate-half", message, missing)
        elif (
            number is not None
            and (standard, number) not in held[factory_id]
            and not left_out.one_may_hold(certificate_files, number)
        ):
            message = f"no certificates.csv has {standard} {number} of {factory_id}"
            yield each.problem("claim-certificate-missing", message, "number")
        if audit_id in audited:
            other = audited[audit_id]["factory_id"]
            if other != factory_id:
                message = f"{audit_id} is an audit of {other}"
                yield each.problem("claim-audit-other-factory", message, "audit_id")
        elif audit_id is not None and not left_out.one_may_hold(audit_files, audit_id):
            message = f"no package has the audit {audit_id}"
            yield each.problem("reference-audit", message, "audit_id")
        if standard is None and number is None and audit_id is None:
            message = f"“{cells['claim']}” of {factory_id} names no certificate and no audit"
            subject = subject_of(cells["claim"], factory_id)
            yield each.problem("claim-without-evidence", message, "standard", subject)
