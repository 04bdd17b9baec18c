"""The permanent page of one audit, with all that is shown of what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from madewhere import fingerprint
from madewhere.digests import names
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.site_model import Audit, Site
from madewhere.site_model.handbook import Chapter, Requirement, Version


class AuditPage(PageKind):
    """One audit in full. An audit of which the factory's page tells all there is has no page."""

    name = "audit"
    template = "pages/audit.html"
    section = "audits/"

    def items(self, site: Site) -> Sequence[Audit]:
        """The audits with a Summary of Content, findings, a plan or what was found compliant."""
        return [audit for audit in site.audits if audit.in_depth]

    def path(self, item: Audit) -> str:
        """Below its factory's permanent address."""
        return f"F/{item.factory_id}/audits/{item.audit_id}/"

    def depends_on(self, item: Audit, setting: Setting) -> str:
        """The audit, when the others were, and how its factory is called."""
        site = setting.site
        factory = site.by_id[item.factory_id]
        named = (names(factory), factory.locality, factory.country, factory.demo)
        others = [
            (a.audit_id, a.type, a.category, a.audit_date, a.follows_audit, a.in_depth)
            for a in factory.audits
        ]
        told = (named, sorted(factory.agreed), others)
        return fingerprint.digest(site.audit_digests[item.audit_id], repr(told))

    def title(self, item: Audit, setting: Setting) -> str:
        """The kind of audit, its day and the factory."""
        return setting.text(
            "%(audit)s of %(date)s: %(factory)s",
            audit=setting.say.label("audit_type", item.type),
            date=setting.say.date(item.audit_date),
            factory=setting.words.called(setting.site.by_id[item.factory_id]),
        )

    def description(self, item: Audit, setting: Setting) -> str:
        """What the page holds."""
        return setting.text(
            "What auditors found in this factory, and how far it is fixed. "
            "An audit is neither a certificate nor a label."
        )

    def context(self, item: Audit, setting: Setting) -> dict[str, Any]:
        """The audit and its factory, the audits before and after it, and what was met by chapter."""
        site = setting.site
        factory = site.by_id[item.factory_id]
        audits = {audit.audit_id: audit for audit in factory.audits}
        version = site.handbook.version(item.type, item.requirements_version)
        return {
            "audit": item,
            "factory": factory,
            "audits": audits,
            "follows": audits.get(item.follows_audit or ""),
            "followed_by": [
                audit for audit in reversed(factory.audits) if audit.follows_audit == item.audit_id
            ],
            "version": version,
            "met": list(_met(version, item.found_compliant)) if version else [],
        }


def _met(
    version: Version, found: Collection[Requirement] | None
) -> Iterator[tuple[Chapter, int, list[Requirement]]]:
    """Each chapter of which something was met, how many requirements it has, and those that were."""
    slugs = {requirement.slug for requirement in found or ()}
    for chapter, listed in groupby(version.requirements, attrgetter("chapter")):
        every = list(listed)
        met = [requirement for requirement in every if requirement.slug in slugs]
        if met:
            yield chapter, len(every), met
