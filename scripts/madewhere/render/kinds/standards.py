"""The pages of standards, certificates and claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from madewhere.render.certificates import FOLDER, Held, claimed, held, number_of_files
from madewhere.render.factory_list import ListPage, RowList
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.render.kinds.lists import ListKind
from madewhere.site_model import Site

STANDARDS_SIDE_BY_SIDE = 6
"""Standards in one table of the comparison: what fits beside each other on paper and on a screen."""


class Standards(PageKind):
    """The register of standards, and what each covers."""

    name = "standards"
    template = "pages/standards.html"
    section = "certificates/"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "standards/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Standards")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page holds."""
        return setting.text(
            "What each standard that certificates and claims name covers, compared."
        )

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The standards, their certificates, and tables of chapters by scheme."""
        standards = list(item.standards.values())
        step = STANDARDS_SIDE_BY_SIDE
        compared = [standard for standard in standards if standard.topics]
        chapters = item.handbook.chapters.values()
        return {
            "standards": standards,
            "held": {each.slug: each for each in held(item)},
            "tables": [compared[n : n + step] for n in range(0, len(compared), step)],
            "schemes": [
                (scheme, list(found)) for scheme, found in groupby(chapters, lambda c: c.scheme)
            ],
        }


class Certificates(PageKind):
    """Where a certificate or a claim is checked."""

    name = "certificates"
    template = "pages/certificates.html"
    section = "certificates/"

    def path(self, item: Site) -> str:
        """A fixed address."""
        return "certificates/"

    def title(self, item: Site, setting: Setting) -> str:
        """The page's name."""
        return setting.text("Check a certificate or a claim")

    def description(self, item: Site, setting: Setting) -> str:
        """What the page is for."""
        return setting.text(
            "Whether a certificate’s number or a claim is known here, and who can confirm it."
        )

    def context(self, item: Site, setting: Setting) -> dict[str, Any]:
        """The certificates by standard, the claims by what supports them, and the files to look up in."""
        claims = Counter(c.support for factory in item.factories for c in factory.claims)
        return {
            "held": held(item),
            "claims": claims,
            "find": FOLDER,
            "find_files": number_of_files(item),
        }


class CertificateList(ListKind):
    """The certificates of one standard."""

    name = "certificate_list"
    template = "pages/certificate_list.html"
    section = "certificates/"

    def lists(self, site: Site) -> Sequence[RowList]:
        """One a standard that has certificates."""
        return [RowList(each, each.certificates) for each in held(site)]

    def place(self, of: Held) -> str:
        """Below the page where certificates are checked."""
        return f"certificates/standard/{of.slug}/"

    def heading(self, of: Held, setting: Setting) -> str:
        """The standard's title."""
        return setting.text("Certificates: %(standard)s", standard=of.title)

    def description(self, item: ListPage, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("The certificates disclosed here, by number, with who holds each.")


class ClaimList(ListKind):
    """Every claim."""

    name = "claim_list"
    template = "pages/claim_list.html"
    section = "certificates/"

    def lists(self, site: Site) -> Sequence[RowList]:
        """A single one."""
        return (RowList(site, claimed(site)),)

    def place(self, of: Site) -> str:
        """Below the page where claims are checked."""
        return "certificates/claims/"

    def heading(self, of: Site, setting: Setting) -> str:
        """The list's name."""
        return setting.text("All claims")

    def description(self, item: ListPage, setting: Setting) -> str:
        """What the page holds."""
        return setting.text("What is claimed about factories here, and what supports it.")
