"""The handbook: what audits check, a page a version, and the permanent page of each requirement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from madewhere.addresses import HANDBOOK, handbook_version
from madewhere.link.how_often import HowOften, Tally
from madewhere.official_texts import ilo_parts, ilo_url, sdg_url, ungp_url
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.reference_words import ILO_TITLES, SDG_GOALS, UNGP_PARTS
from madewhere.site_model import Handbook, Site
from madewhere.site_model.handbook import Chapter, Requirement, Version


@dataclass(frozen=True, slots=True)
class Shown:
    """A version as a page shows it: its chapters, and the days on which it is in force.

    ``until`` is the last day, None where no newer version follows. ``state`` is current, former or
    coming.
    """

    version: Version
    chapters: tuple[tuple[Chapter, tuple[Requirement, ...]], ...]
    until: date | None
    state: str


def shown(handbook: Handbook, version: Version, as_of: date) -> Shown:
    """A version by chapters, and whether it is in force on a day."""
    newer = [
        v.valid_from
        for v in handbook.versions
        if v.scheme == version.scheme and v.valid_from > version.valid_from
    ]
    until = min(newer) - timedelta(days=1) if newer else None
    state = "current" if until is None or until >= as_of else "former"
    by_chapter = groupby(version.requirements, key=lambda r: r.chapter)
    return Shown(
        version=version,
        chapters=tuple((chapter, tuple(rows)) for chapter, rows in by_chapter),
        until=until,
        state="coming" if version.valid_from > as_of else state,
    )


def current(site: Site) -> list[Version]:
    """Of each scheme the version in force on the as-of date, or else the oldest one."""
    found: dict[str, Version] = {}
    for version in site.handbook.versions:
        in_force = site.handbook.in_force(version.scheme, site.as_of)
        found[version.scheme] = in_force or version
    return list(found.values())


class HandbookPage(PageKind):
    """What audits check, how a rating works, and what follows from a finding."""

    name = "handbook"
    template = "pages/handbook.html"
    section = HANDBOOK

    def path(self, item: Site) -> str:
        """A fixed address."""
        return HANDBOOK

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("What audits check")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text(
            "Every requirement in plain words, how grave it is, and how an audit’s rating works."
        )

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The versions in force, all others, and the rules beside them by scheme and severity."""
        handbook = item.handbook
        in_force = current(item)
        return {
            "schemes": [shown(handbook, version, item.as_of) for version in in_force],
            "others": [
                shown(handbook, version, item.as_of)
                for version in handbook.versions
                if version not in in_force
            ],
            "sampling": _grouped(handbook.sampling, "scheme"),
            "monitoring": _grouped(handbook.monitoring_rules, "severity"),
        }


def _grouped(rows: Sequence[dict[str, Any]], column: str) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(key, list(found)) for key, found in groupby(rows, key=lambda row: row[column])]


class VersionPage(PageKind):
    """The permanent page of one version of a scheme's requirements."""

    name = "handbook_version"
    template = "pages/handbook_version.html"
    section = HANDBOOK

    def items(self, site: Site) -> Sequence[Version]:
        """Every version in the register."""
        return site.handbook.versions

    def path(self, item: Version) -> str:
        """The permanent address."""
        return handbook_version(item.scheme, item.version)

    def title(self, item: Version, setting: Setting) -> str:
        """What the version is called."""
        return item.title

    def description(self, item: Version, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("Every requirement of this version, chapter by chapter.")

    def context(self, item: Version, setting: Setting) -> dict[str, Any]:
        """Its chapters, and what is new, gone or graded otherwise since the version before."""
        handbook = setting.site.handbook
        older = [
            v
            for v in handbook.versions
            if v.scheme == item.scheme and v.valid_from < item.valid_from
        ]
        before = older[0] if older else None
        return {
            "whole": shown(handbook, item, setting.site.as_of),
            "before": before,
            "changes": _changes(before, item) if before else [],
        }


def _changes(before: Version, now: Version) -> list[tuple[Requirement | None, Requirement | None]]:
    """What differs between two versions, as the requirement before and now: new, gone, graded otherwise."""
    new = [(None, r) for r in now.requirements if r.slug not in before.by_slug]
    gone = [(r, None) for r in before.requirements if r.slug not in now.by_slug]
    graded = [
        (before.by_slug[r.slug], r)
        for r in now.requirements
        if r.slug in before.by_slug and before.by_slug[r.slug].severity != r.severity
    ]
    return [*new, *gone, *graded]


@dataclass(frozen=True, slots=True)
class RequirementItem:
    """A requirement in a version; ``kept`` is the version whose page search engines are to keep."""

    version: Version
    requirement: Requirement
    kept: str
    how_often: HowOften


class RequirementPage(PageKind):
    """The permanent page of a requirement in a version of the handbook."""

    name = "requirement"
    template = "pages/requirement.html"
    section = HANDBOOK

    def items(self, site: Site) -> Sequence[RequirementItem]:
        """Every requirement of every version."""
        tally = Tally(site.handbook, site.audits)
        in_force = {version.scheme: version.version for version in current(site)}
        found = []
        for version in site.handbook.versions:
            scheme = version.scheme
            for each in version.requirements:
                kept = site.handbook.requirement(scheme, in_force[scheme], each.slug) or each
                how_often = tally.of(scheme, each.slug)
                found.append(RequirementItem(version, each, kept.version, how_often))
        return found

    def path(self, item: RequirementItem) -> str:
        """The permanent address."""
        version = item.version
        return f"{handbook_version(version.scheme, version.version)}{item.requirement.slug}/"

    def canonical(self, item: RequirementItem) -> str:
        """The page of the same requirement in the version in force, or in the newest that has it."""
        return f"{handbook_version(item.version.scheme, item.kept)}{item.requirement.slug}/"

    def title(self, item: RequirementItem, setting: Setting) -> str:
        """The requirement and its version."""
        return f"{item.requirement.title} · {item.version.title}"

    def description(self, item: RequirementItem, setting: Setting) -> str:
        """What an auditor looks at."""
        return item.requirement.looks_at

    def context(self, item: RequirementItem, setting: Setting) -> dict[str, Any]:
        """The requirement, its other versions, and the official texts behind it with their addresses."""
        handbook, requirement = setting.site.handbook, item.requirement
        return {
            "requirement": requirement,
            "version": item.version,
            "state": shown(handbook, item.version, setting.site.as_of).state,
            "kept": handbook.version(item.version.scheme, item.kept),
            "how_often": item.how_often,
            "others": [
                (version, version.by_slug[requirement.slug])
                for version in handbook.versions
                if version.scheme == item.version.scheme
                and version is not item.version
                and requirement.slug in version.by_slug
            ],
            "sources": _sources(requirement, setting),
        }


def _sources(requirement: Requirement, setting: Setting) -> list[tuple[str, list[dict[str, Any]]]]:
    """The official texts by organisation: what each is called, its name, and where it stands."""
    said = setting.say.language.gettext
    ilo = []
    for reference in requirement.ilo:
        code, article = ilo_parts(reference) or (reference, "")
        name = f"{code}, " + setting.text("Article %(n)s", n=article) if article else code
        about = said(ILO_TITLES[code]) if code in ILO_TITLES else ""
        ilo.append({"name": name, "about": about, "href": ilo_url(code)})
    sdg = []
    for target in requirement.sdg:
        goal = SDG_GOALS.get(target.partition(".")[0])
        name = setting.text("Target %(n)s", n=target)
        sdg.append({"name": name, "about": said(goal) if goal else "", "href": sdg_url(target)})
    ungp = []
    for number in requirement.ungp:
        part = next((about for last, about in UNGP_PARTS if int(number) <= last), None)
        name = setting.text("Principle %(n)s", n=number)
        ungp.append({"name": name, "about": said(part) if part else "", "href": ungp_url(number)})
    named = (
        (setting.text("International Labour Organization"), ilo),
        (setting.text("Sustainable Development Goals"), sdg),
        (setting.text("UN Guiding Principles on Business and Human Rights"), ungp),
    )
    return [(heading, found) for heading, found in named if found]
