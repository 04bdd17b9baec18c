"""Pages about the data: audits in numbers, downloads, the dictionary, the problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from madewhere.exports.tables import PUBLISHED
from madewhere.problem_codes import CODES, GROUPS
from madewhere.render.glossary import TERMS
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.site_model import Progress, Site
from madewhere.tables import LEDGER_TABLE, MEMBER_TABLES, PRIVATE_TABLES, REGISTER_TABLES, table


class Audits(PageKind):
    """The overview of all audits."""

    name = "audits"
    template = "pages/audits.html"
    section = "audits/"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "audits/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Audits")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("How many audits are disclosed, of which kinds, by whom and when.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """Counts as (text, count, address) by type, category, announcement, plan, year and firm."""
        label = setting.say.label

        def counted(vocabulary: str, codes: Iterable[str]) -> list[tuple[str, int, None]]:
            return [(label(vocabulary, c), n, None) for c, n in Counter(codes).most_common()]

        progress = Progress.over(item.audits)
        years = Counter(audit.audit_date.year for audit in item.audits)
        firms = Counter((audit.firm.name, audit.firm.slug) for audit in item.audits)
        return {
            "progress": progress,
            "overview": {
                "types": counted("audit_type", sorted(a.type for a in item.audits)),
                "categories": counted("audit_category", sorted(a.category for a in item.audits)),
                "announcements": counted(
                    "announcement", sorted(a.announcement for a in item.audits)
                ),
                "plans": [
                    (label("plan_state", state), count, None)
                    for state, count in sorted(
                        progress.states.items(), key=lambda pair: (-pair[1], pair[0])
                    )
                ],
                "years": [
                    (setting.say.year(year), years[year], None)
                    for year in sorted(years, reverse=True)
                ],
                "firms": sorted(
                    (
                        (name, count, setting.addresses.audit_firm(slug))
                        for (name, slug), count in firms.items()
                    ),
                    key=lambda row: (-row[1], row[0]),
                ),
            },
        }


class DataPage(PageKind):
    """Everything to download."""

    name = "downloads"
    template = "pages/downloads.html"
    section = "data/"

    def path(self, item: Site) -> str:
        """Beside the files."""
        return "data/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Download the data")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("Everything that these pages show, as files under an open licence.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The files with their sizes and hashes, the archive first."""
        files = [
            {
                "title": file.title,
                "name": file.path.rpartition("/")[2],
                "description": file.description,
                "href": file.path,
                "media_type": file.media_type,
                "rows": file.rows,
                "bytes": len(file.content),
                "sha256": file.sha256,
            }
            for file in setting.downloads
        ]
        return {"archive": files[-1], "downloads": [*files[-1:], *files[:-1]]}

    def jsonld(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The dataset with its files, as search engines for data read it."""
        return {
            "@type": "Dataset",
            "name": item.publication.name,
            "description": setting.tagline
            + " "
            + setting.text(
                "Factories that consented to be shown, their audits and the members that "
                "disclose them."
            ),
            "url": setting.url(setting.addresses.page("data/")),
            "inLanguage": setting.say.language.code,
            "license": "https://opendatacommons.org/licenses/odbl/1-0/",
            "isAccessibleForFree": True,
            "version": item.as_of.isoformat(),
            "creator": {"@type": "Organization", "name": item.publication.publisher.name},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": file.title,
                    "contentUrl": setting.url(file.path),
                    "encodingFormat": file.media_type,
                    "sha256": file.sha256,
                }
                for file in setting.downloads
            ],
        }


class Dictionary(PageKind):
    """The data dictionary, made from the schemas."""

    name = "dictionary"
    template = "pages/dictionary.html"
    section = "data/"

    def path(self, item: Site) -> str:
        """Below the data page."""
        return "data/dictionary/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Data dictionary")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("Every table and column: meaning, type, unit, source and consent.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The tables that members write, and those that are published."""
        written = (*MEMBER_TABLES, *REGISTER_TABLES, LEDGER_TABLE)
        return {
            "tables": [table(name) for name in written],
            "private": [table(name) for name in PRIVATE_TABLES],
            "published": [published.definition for published in PUBLISHED],
        }


class Problems(PageKind):
    """Every problem that a check can find."""

    name = "problems"
    template = "pages/problems.html"
    section = "problems/"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "problems/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Problems in data")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("What each problem that a check finds means, and what to do about it.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The codes under their headings."""
        return {
            "groups": [
                (heading, [CODES[code] for code in codes]) for heading, codes in GROUPS.items()
            ]
        }


class Glossary(PageKind):
    """The words of the pages, and the signs that stand where there is no value."""

    name = "glossary"
    template = "pages/glossary.html"
    section = "glossary/"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "glossary/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("What the words mean")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("The words of these pages, in plain language.")

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The terms in the page's language."""
        text = setting.text
        return {"terms": [(t.slug, text(t.word), text(t.meaning)) for t in TERMS]}

    def jsonld(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The terms as a schema.org set of defined terms."""
        text = setting.text
        return {
            "@type": "DefinedTermSet",
            "name": text("What the words mean"),
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", "name": text(t.word), "description": text(t.meaning)}
                for t in TERMS
            ],
        }
