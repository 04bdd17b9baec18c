"""Counting findings over what is shown: everywhere and by country, social and environmental apart.

An audit counts once, however many members disclose it, and only where its corrective action plan is
shown. The same numbers follow from the published tables; the page for data users has the queries, and
a test runs them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from madewhere.site_model import Factory
from madewhere.site_model.audits import Audit
from madewhere.site_model.figures import (
    FEWEST,
    SEVERITIES,
    Behind,
    Count,
    Days,
    PlaceFigures,
    RiskFigures,
    SchemeFigures,
    Share,
)
from madewhere.site_model.handbook import Handbook

SCHEMES = ("social", "environmental")


def risk_figures(factories: Sequence[Factory], handbook: Handbook) -> RiskFigures:
    """The figures everywhere, and of countries with enough audits whose plan is shown."""
    by_country: defaultdict[str, list[Factory]] = defaultdict(list)
    for factory in factories:
        by_country[factory.country].append(factory)
    return RiskFigures(
        place_figures(None, factories, handbook),
        {
            code: place_figures(code, here, handbook)
            for code, here in sorted(by_country.items())
            if sum(a.plan is not None for f in here for a in f.audits) >= FEWEST
        },
    )


def place_figures(
    country: str | None, factories: Sequence[Factory], handbook: Handbook
) -> PlaceFigures:
    """The figures of a country's factories, or of all."""
    behind = [
        Behind(f.factory_id, p.overdue, p.findings - p.closed, p.findings)
        for f in factories
        if (p := f.progress).overdue
    ]
    return PlaceFigures(
        country,
        tuple(_scheme(scheme, factories, handbook) for scheme in SCHEMES),
        tuple(sorted(behind, key=lambda b: (-b.overdue, -b.open, b.factory_id))),
    )


def _scheme(scheme: str, factories: Sequence[Factory], handbook: Handbook) -> SchemeFigures:
    audited = [
        (f, of_scheme)
        for f in factories
        if (of_scheme := [a for a in f.audits if a.type == scheme])
    ]
    planned = [(f.country, a) for f, audits in audited for a in audits if a.plan is not None]
    audits = [audit for _, audit in planned]
    with_plan = [[a.plan for a in of if a.plan is not None] for _, of in audited]
    told = [
        [a.alert_notifications for a in of if a.alert_notifications is not None]
        for _, of in audited
    ]
    found = [(finding, audit) for audit in audits for finding in audit.findings]
    days = [d for finding, a in found if (d := finding.days_to_close(a.audit_date)) is not None]
    all_audits = sum(len(of) for _, of in audited)
    return SchemeFigures(
        scheme=scheme,
        audits=Share(len(audits), all_audits),
        factories=Share(sum(bool(plans) for plans in with_plan), len(audited)),
        findings=_count("", audits),
        closed=Share(sum(f.closed for f, _ in found), len(found)),
        overdue=Share(sum(f.overdue for f, _ in found), len(found)),
        days=Days(len(days), len(found), median(days) if len(days) >= FEWEST else None),
        alerts=Share(sum(any(alerts) for alerts in told), sum(bool(alerts) for alerts in told)),
        behind=Share(
            sum(any(p.overdue for p in plans) for plans in with_plan),
            sum(bool(plans) for plans in with_plan),
        ),
        chapters=_chapters(scheme, audits, handbook),
        years=tuple(
            sorted(_grouped(planned, lambda _, a: str(a.audit_date.year)), key=lambda c: c.key)
        ),
        countries=tuple(
            sorted(
                _grouped(planned, lambda country, _: country), key=lambda c: (-c.findings, c.key)
            )
        ),
    )


def _grouped(
    planned: Iterable[tuple[str, Audit]], by: Callable[[str, Audit], str]
) -> Iterable[Count]:
    groups: defaultdict[str, list[Audit]] = defaultdict(list)
    for country, audit in planned:
        groups[by(country, audit)].append(audit)
    return [_count(key, audits) for key, audits in groups.items()]


def _chapters(scheme: str, audits: Sequence[Audit], handbook: Handbook) -> tuple[Count, ...]:
    """Every chapter of the scheme, those with findings in the most audits first."""
    severities: defaultdict[str, Counter[str]] = defaultdict(Counter)
    failed: Counter[str] = Counter()
    for audit in audits:
        here = set()
        for finding in audit.findings:
            if finding.requirement is not None:
                slug = finding.requirement.chapter.slug
                severities[slug][finding.severity] += 1
                here.add(slug)
        failed.update(here)
    counts = [
        Count(
            slug,
            {severity: severities[slug][severity] for severity in SEVERITIES},
            Share(failed[slug], len(audits)),
        )
        for slug, chapter in handbook.chapters.items()
        if chapter.scheme == scheme
    ]
    return tuple(sorted(counts, key=lambda c: (-c.audits.n, -c.findings, c.key)))


def _count(key: str, audits: Sequence[Audit]) -> Count:
    severities = Counter(finding.severity for audit in audits for finding in audit.findings)
    failed = sum(bool(audit.findings) for audit in audits)
    return Count(key, {s: severities[s] for s in SEVERITIES}, Share(failed, len(audits)))
