"""The permanent pages of identifiers that are not shown: they answer, and say nothing but their state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madewhere.render.chrome import report
from madewhere.render.kinds.base import PageKind, Setting
from madewhere.site_model import Site, Tombstone


class TombstonePage(PageKind):
    """The permanent page of an identifier that shows nothing but its state."""

    name = "tombstone"
    template = "pages/tombstone.html"
    section = "factories/"
    in_sitemap = False

    def items(self, site: Site) -> Sequence[Tombstone]:
        """Every published factory that is not shown."""
        return site.tombstones

    def path(self, item: Tombstone) -> str:
        """The permanent address."""
        return f"F/{item.factory_id}/"

    def title(self, item: Tombstone, setting: Setting) -> str:
        """The ID and nothing else."""
        return item.factory_id

    def context(self, item: Tombstone, setting: Setting) -> dict[str, Any]:
        """What is left of it, and where to report an error."""
        return {
            "tombstone": item,
            "report": report(setting.site.publication, item.factory_id),
        }


class FormerMemberPage(PageKind):
    """The permanent page of a member that withdrew, or that the register no longer has."""

    name = "former_member"
    template = "pages/former_member.html"
    section = "members/"
    in_sitemap = False

    def items(self, site: Site) -> Sequence[str]:
        """The slug of every published member that is not shown."""
        return site.former_members

    def path(self, item: str) -> str:
        """The permanent address."""
        return f"members/{item}/"

    def title(self, item: str, setting: Setting) -> str:
        """The slug and nothing else."""
        return item

    def context(self, item: str, setting: Setting) -> dict[str, Any]:
        """What is left of it, and where to report an error."""
        return {"slug": item, "report": report(setting.site.publication, item)}
